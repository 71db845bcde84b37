//! Small worlds whose pay can be reckoned by hand.

#![expect(clippy::float_cmp, reason = "amounts are right to the cent, not nearly")]

use posse::experiment::Design;
use posse::sales::pay::{PeriodSums, Plan, Terms, reckon};
use posse::sales::{Award, Awarded, Credited, Merit, Observer, Paid};

use super::lab::{WORLD, mean, parse};

/// Ten leads in the first hour, each won for 11,000 in a quarter that is measured whole.
const TEN_DEALS: &str = r#"
calendar = "always"
[people.rep]
count = 1
cost = "104000 per year"
[channels.web]
arrivals = { at = ["1 h"] }
batch = 10
[stages.close]
role = "rep"
touch = "1 h"
[deal]
value = 11000
margin = 0.7
[policies.a]
pay = { plans = { rep = "p" } }
[run]
weeks = 13
warm_up = "0 h"
run_out = "drain"
replications = 1
"#;

/// What the first quarter pays under a plan, and the measures named.
fn quarter(plan: &str, measures: &[&str]) -> (f64, Vec<f64>) {
    let scenario = parse(&format!("{TEN_DEALS}[plans.p]\n{plan}"));
    let design = Design::new(crate::ready(&scenario));
    let slips = design.payslips(0, 0, 0).expect("a run that ends").slips;
    let (outcome, ()) = design.observe(0, 0, ()).expect("a run that ends");
    let value = |key: &&str| outcome.value(design.catalogue.measures(), key);
    (slips[0].total, measures.iter().map(value).collect())
}

#[test]
fn a_bonus_at_110_per_cent_is_paid_for_110_per_cent() {
    let plan = "quota = 100000\ncommission = 0.05\nbonus = [{ at = \"110 %\", amount = 5000 }]";
    assert_eq!(quarter(plan, &["attainment"]), (10_500.0, vec![1.1]));
}

/// Ten margins of 7,700 (11,000 · 0.7 = 7,699.999 999 999 999 in binary) are 77,000, the whole quota.
#[test]
fn a_sum_of_margins_reaches_quota_bonus_and_class() {
    let plan = "count = \"margin\"\nquota = 77000\nbonus = [{ at = \"100 %\", amount = 900 }]";
    assert_eq!(quarter(plan, &["quota_reached", "attainment"]), (900.0, vec![1.0, 1.0]));
    let plan = "count = \"margin\"\nquota = 77000.01\nbonus = [{ at = \"100 %\", amount = 900 }]";
    assert_eq!(quarter(plan, &["quota_reached"]), (0.0, vec![0.0]));
}

#[test]
fn a_team_of_one_reaches_its_mark_at_equality() {
    let plan = "team = { weight = 1, count = \"margin\", quota = 70000, bonus = [{ at = \"110 %\", amount = 800 }] }";
    assert_eq!(quarter(plan, &[]).0, 800.0);
}

#[derive(Default)]
struct Money {
    fees: Vec<(u64, f64)>,
    closed: Vec<(u64, f64)>,
}

impl Observer for Money {
    fn awarded(&mut self, fact: &Awarded) {
        if matches!(fact.award, Award::Fee(_)) {
            self.fees.push((fact.number, fact.amount));
        }
    }

    fn credited(&mut self, fact: &Credited) {
        if fact.merit == Merit::Closing {
            self.closed.push((fact.number, fact.credit));
        }
    }
}

/// Callers are credited with meetings; a fee is a rate of the price all the same.
#[test]
fn a_fee_is_a_rate_of_the_price_whatever_its_plan_credits() {
    let two = WORLD
        .replace("kind = \"qualify\"\nrole = \"rep\"", "kind = \"qualify\"\nrole = \"caller\"")
        .replace(
            "[segments.all]",
            "[people.caller]\ncount = 2\ncost = \"90000 per year\"\n[segments.all]",
        );
    for credit in ["meetings", "deals", "margin", "revenue"] {
        let plans = format!(
            "[plans.caller]\ncount = \"{credit}\"\nquota = 100\ncommission = 0\n\
             parts.fee = {{ credit = [{{ stage = \"talk\", extra = true }}], commission = 0.01 }}\n\
             [plans.closer]\ncommission = 0.1\n\
             [policies.one.pay]\nplans = {{ caller = \"caller\", rep = \"closer\" }}\n"
        );
        let scenario = parse(&format!("{two}{plans}"));
        let design = Design::new(crate::ready(&scenario));
        let (_, seen) = design.observe(0, 0, Money::default()).expect("a run that ends");
        assert!(seen.fees.len() > 5, "{credit}: {} fees", seen.fees.len());
        for (number, fee) in &seen.fees {
            let price = seen.closed.iter().find(|(of, _)| of == number).expect("a closed deal").1;
            assert!((fee - 0.01 * price).abs() < 1e-6, "{credit}: {fee} of {price}");
        }
    }
}

/// A pool of one is own commission: the same money, the same effort, whatever the pace.
#[test]
fn a_pool_of_one_brings_the_effort_of_own_commission() {
    const WORLD: &str = r#"
calendar = "always"
run = { weeks = 52, warm_up = "52 weeks", run_out = "0 h", replications = 1 }
deal.value = 1000
channels.web.arrivals = "10 per h"
stages.close = { role = "rep", touch = "1 h" }
people.rep = { count = 1, cost = "1680 per week", loading = 1 }
[plans]
own = { quota = 2184000, commission = 0.01 }
pool = { quota = 2184000, team = { weight = 1, quota = 2184000, commission = 0.01, split = "equal" } }
[behaviour]
own_pay = false
effort = { norm = 0 }
patience.on = false
regard = 0
advice.on = false
duty.on = false
timing.on = false
labour.on = false
[policies]
own.pay.plans.rep = "own"
pool.pay.plans.rep = "pool"
"#;
    let scenario = parse(WORLD);
    let [own, pool] = [0, 1].map(|policy| mean(&scenario, policy, "effort", 2));
    assert!(own > 1.2 && (own - pool).abs() < 1e-9, "own {own}, pool {pool}");
    // nobody else sells: neglecting what helps others costs neither of them anything
    let scenario = parse(&WORLD.replace("duty.on = false", "duty.least = 0.1"));
    let [own, pool] = [0, 1].map(|policy| mean(&scenario, policy, "duty", 2));
    assert!(own < 0.9 && (own - pool).abs() < 1e-9, "duty: own {own}, pool {pool}");
    let crooked = WORLD.replace(
        "commission = 0.01",
        "commission = [{ rate = 0.005 }, { from = \"110 %\", rate = 0.02 }]",
    );
    let scenario = parse(&crooked);
    let [own, pool] = [0, 1].map(|policy| mean(&scenario, policy, "effort", 2));
    assert!((own / pool - 1.0).abs() < 0.02, "own {own}, pool {pool}");
}

/// A period: seat, hire, end, quota, and (lead, credit).
type Period = (usize, u32, f64, f64, Vec<(u64, f64)>);

/// What clawbacks with bonuses took, and what the periods came to.
#[derive(Default)]
struct Taken {
    open: Vec<(usize, Credited)>,
    periods: Vec<Period>,
    back: Vec<(usize, u32, u64, f64, f64)>,
}

impl Observer for Taken {
    fn credited(&mut self, fact: &Credited) {
        self.open.push((fact.seat, *fact));
    }

    fn paid(&mut self, fact: &Paid<'_>) {
        let mine = self.open.extract_if(.., |(seat, _)| *seat == fact.seat);
        let deals = mine.map(|(_, credit)| (credit.number, credit.credit)).collect();
        self.periods.push((fact.seat, fact.hire, fact.to, fact.quota, deals));
    }

    fn awarded(&mut self, fact: &Awarded) {
        if let Award::Clawback { share, .. } = fact.award {
            self.back.push((fact.seat, fact.hire, fact.number, share, fact.amount));
        }
    }
}

/// The period is reckoned again without the deals, in the order in which their customers leave: one
/// that still reaches its mark keeps the bonus.
#[test]
fn a_clawback_with_bonuses_is_what_the_period_pays_less_without_the_deal() {
    const PLAN: &str = "quota = 60000\ncommission = [{ rate = 0.05 }, { from = \"100 %\", rate = 0.1 }]\n\
                        bonus = [{ at = \"100 %\", amount = 5000 }]\n";
    let text = WORLD.replace("per_year = \"50 % per year\"", "per_year = \"0 % per year\"");
    let scenario = parse(&format!(
        "{text}[buyers.needs]\nchurn_level = 2\n[plans.claw]\n{PLAN}clawback = {{ \"6 mo\" = 1.0 }}\n\
         [policies.one.pay]\nplans = {{ rep = \"claw\" }}\n"
    ));
    let plan: &Plan = &scenario.system.payroll.as_ref().expect("plans").plans[0];
    let design = Design::new(crate::ready(&scenario));
    let (mut kept, mut lost) = (0, 0);
    for replication in 0..20 {
        let (_, mut seen) = design.observe(0, replication, Taken::default()).expect("an end");
        for (seat, hire, _, quota, deals) in &seen.periods {
            let mut left: f64 = deals.iter().map(|(_, credit)| credit).sum();
            let pay = |credit: f64| {
                let sums = PeriodSums { credit, ..PeriodSums::new(Terms::new(*quota, 1.0)) };
                reckon(plan, &sums, &mut 0.0, &mut Vec::new())
            };
            let of_period = |back: &&mut (usize, u32, u64, f64, f64)| {
                (back.0, back.1) == (*seat, *hire) && deals.iter().any(|(lead, _)| *lead == back.2)
            };
            for back in seen.back.iter_mut().filter(of_period) {
                let credit = deals.iter().find(|(lead, _)| *lead == back.2).expect("its deal").1;
                let less = pay(left) - pay(left - credit);
                assert!((back.4 - less).abs() < 0.015, "{} for {less}", back.4);
                kept += u32::from(left - credit >= *quota);
                lost += u32::from(left >= *quota && left - credit < *quota);
                left -= credit;
            }
        }
        seen.back.clear();
    }
    assert!(kept > 10 && lost > 3, "{kept} periods kept their bonus, {lost} lost it");
}
