//! A simulated world pays what the same plan pays for the same events on a list, to the cent.

use std::fmt::Write;

use posse::experiment::Design;
use posse::plans::date::Day;
use posse::plans::slip::Slip;
use posse::sales::{Credited, Observer, Paid};
use posse::scenario::Scenario;

use super::reckoned;

const QUARTER_HOURS: f64 = 13.0 * 168.0;
/// Twenty people who close deals of prices in whole cents, for a year.
const WORLD: &str = r#"
run = { weeks = 52, warm_up = "0 h", run_out = "0 h", replications = 1, seed = 11 }
deal = { value = { discrete = { "12000.35" = 0.5, "27999.99" = 0.3, "81234.57" = 0.2 } }, margin = 0.7 }
[people.rep]
count = 20
cost = "150000 per year"
[channels.web]
arrivals = "60 per week"
[stages.sell]
role = "rep"
touch = { exponential = "6 h" }
advance = 0.5
[policies.one.pay]
plans = { rep = "p" }
"#;

#[derive(Default)]
struct Seen {
    credits: Vec<Credited>,
    /// Seat, quarter, cents.
    paid: Vec<(usize, usize, i128)>,
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small whole numbers")]
fn quarter(hours: f64) -> usize {
    (hours / QUARTER_HOURS) as usize
}

impl Observer for Seen {
    fn credited(&mut self, fact: &Credited) {
        self.credits.push(*fact);
    }

    #[expect(clippy::cast_possible_truncation, reason = "money in cents")]
    fn paid(&mut self, fact: &Paid<'_>) {
        let total: f64 = fact.lines.iter().map(|line| line.amount).sum();
        self.paid.push((fact.seat, quarter(fact.from), (total * 100.0).round() as i128));
    }
}

/// The credits of a run as a list of events, quarter by quarter of 2027.
fn events(seen: &Seen) -> String {
    let mut text = "date,event,deal,person,amount\n".to_owned();
    for seat in 0..20 {
        let _ = writeln!(text, "2027-01-01,join,,P{seat},");
    }
    for (number, credit) in seen.credits.iter().enumerate() {
        let at = quarter(credit.at);
        let first = Day::of(2027, 1 + 3 * u32::try_from(at).expect("small"), 1).expect("a day");
        let days = ((credit.at - at as f64 * QUARTER_HOURS) / 24.0).floor().min(88.0);
        #[expect(clippy::cast_possible_truncation, reason = "a small whole number")]
        let day = first.plus_days(days as i32);
        let _ = writeln!(text, "{day},win,{number},P{},{:.2}", credit.seat, credit.credit);
    }
    let _ = writeln!(text, "2027-12-31,leave,,P0,");
    text
}

#[test]
fn twenty_people_are_paid_in_a_simulation_what_a_list_of_their_deals_pays_to_the_cent() {
    for plan in [
        "salary = \"61234.56 per year\"\ncommission = 0.0875\n",
        "quota = 90000\ncommission = [{ rate = 0.0733 }, { from = \"60 %\", rate = 0.1127 }, { from = \"120 %\", rate = 0.1891 }]\n\
         bonus = [{ at = \"80 %\", amount = 1234.5 }, { at = \"100 %\", amount = 2500 }]\ncap = 30000\n",
        "ote = \"180000 per year\"\nmix = \"60/40\"\nquota = \"360000 per year\"\n\
         commission = [{ times = 1 }, { from = \"100 %\", times = 1.5 }]\n",
        "commission = 0.11\ndraw = { amount = 9000, recoverable = true }\n",
        "commission = 0.11\ndraw = 9000\nprizes = [5000, 2500, 1000]\n",
        "commission = { by = \"credit\", \"under 20000\" = 0.03, \"20000 or more\" = 0.0545 }\n",
        "quota = 90000\ncommission = 0.08\ncap = \"130 %\"\n\
         parts.large = { commission = { by = \"credit\", \"50000 or more\" = 0.0133, default = 0.005 } }\n",
        "parts.year = { period = \"year\", quota = \"360000 per year\", commission = [{ rate = 0.0733 }, \
         { from = \"100 %\", rate = 0.1391 }], advance = { every = \"quarter\", quota = \"so far\", take_back = \"never\" } }\n\
         parts.bonus = { quota = 90000, bonus = [{ at = 0, amount = 3000 }], when = { self = \"100 %\", counts = \"year so far\" } }\n",
    ] {
        let plan = format!("[plans.p]\n{plan}");
        let text = format!("{WORLD}{plan}");
        let scenario = Scenario::parse(text.as_bytes(), "p.toml", &|_| None)
            .unwrap_or_else(|error| panic!("{error}"));
        let design = Design::new(crate::ready(&scenario));
        let (_, seen) = design.observe(0, 0, Seen::default()).expect("a run that ends");
        let slips = reckoned(&plan, &events(&seen), None);
        assert_eq!(seen.paid.len(), 80, "four slips for each of twenty people");
        for (seat, quarter, cents) in &seen.paid {
            let is_it = |slip: &&Slip| {
                slip.person == format!("P{seat}")
                    && slip.period.name() == format!("2027-Q{}", quarter + 1)
            };
            let slip = slips.iter().find(is_it).expect("a slip");
            assert_eq!(
                slip.total().0,
                *cents,
                "P{seat}, quarter {quarter}: {:?}\n{plan}",
                slip.lines
            );
        }
    }
}
