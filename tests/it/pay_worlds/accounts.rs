//! What is credited is what was won; what is booked is what the slips say.

#![expect(clippy::float_cmp, reason = "both sides are the same sums")]

use super::lab::{Slips, WORLD, bits, of_sales, parse};
use posse::experiment::Design;
use posse::sales::{Award, Awarded, Observer};

/// Every part of a plan at once, but for clawback.
const RICH: &str = r#"
[plans.rich]
salary = "60000 per year"
quota = 150000
commission = [{ rate = 0.06 }, { from = "60 %", rate = 0.10 }, { from = "120 %", rate = 0.15 }]
bonus = [{ at = "80 %", amount = 2000 }, { at = "100 %", amount = 3000 }]
parts.by_size = { commission = { by = "credit", "50000 or more" = 0.01, default = 0.005 } }
cap = 40000
draw = { amount = 4000, recoverable = true }
team = { weight = 0.4, count = "margin", commission = 0.05, split = "credit" }
parts.fee = { count = "deals", credit = [{ stage = "talk", extra = true }], commission = 150 }
spiff = [{ for = "deals", amount = 250, from = "week 15", to = "week 21" }]
prizes = [2500, 1000]
ratchet = { growth = 0.01, follow = 0.3 }
"#;

const ON_RICH: &str =
    "[policies.one.pay]\nplans = { rep = \"rich\" }\nsplit = { talk = \"25 %\" }\n";

#[test]
fn what_the_slips_of_the_window_pay_is_what_the_measures_book() {
    let text = format!("{WORLD}{RICH}{ON_RICH}[behaviour]\n");
    let scenario = parse(&text);
    let design = Design::new(crate::ready(&scenario));
    for replication in 0..20 {
        let (outcome, seen) = design.observe(0, replication, Slips::default()).unwrap();
        // Slips are written at the ends of periods, the window's bounds among them, and when somebody
        // leaves.
        let inside = seen.slips.iter().filter(|slip| slip.from >= 13.0 * 168.0 - 1e-6);
        let paid: f64 = inside.map(super::lab::Slip::variable).sum();
        let booked = outcome.value(design.catalogue.measures(), "pay_variable") / 1.25;
        assert!((paid - booked).abs() < 1.0, "{replication}: slips {paid}, booked {booked}");
    }
}

#[test]
fn the_shares_of_a_deal_sum_to_the_deal() {
    let text =
        format!("{WORLD}{RICH}{ON_RICH}").replace("quota = 150000", "count = \"deals\"\nquota = 4");
    let text = text.replace(
        "parts.by_size = { commission = { by = \"credit\", \"50000 or more\" = 0.01, default = 0.005 } }\n",
        "",
    );
    // Nobody leaves: what a vacant seat would be credited with is nobody's.
    let leaves =
        "turnover = { per_year = \"50 % per year\", replace = { exponential = \"3 weeks\" } }";
    let scenario = parse(&text.replace(leaves, ""));
    let design = Design::new(crate::ready(&scenario));
    let (_, seen) = design.observe(0, 3, Slips::default()).unwrap();
    let mut deals = std::collections::BTreeMap::<_, Vec<f64>>::new();
    for credit in &seen.credits {
        deals.entry((credit.channel, credit.number)).or_default().push(credit.credit);
    }
    assert!(
        deals.len() > 20 && deals.values().any(|shares| shares.len() == 2),
        "nothing was split"
    );
    for (deal, shares) in deals {
        let sum: f64 = shares.iter().sum();
        assert!((sum - 1.0).abs() < 1e-12, "{deal:?}: {shares:?}");
    }
}

#[test]
fn without_behaviour_two_plans_sell_the_same_and_pay_differently() {
    let poor = "[plans.poor]\nsalary = \"60000 per year\"\ncommission = 0.01\n";
    let on_poor = "[policies.two.pay]\nplans = { rep = \"poor\" }\ndiscount = \"20 %\"\n";
    let scenario = parse(&format!("{WORLD}{RICH}{poor}{ON_RICH}{on_poor}"));
    let design = Design::new(crate::ready(&scenario));
    for replication in 0..5 {
        let (one, ()) = design.observe(0, replication, ()).unwrap();
        let (two, ()) = design.observe(1, replication, ()).unwrap();
        assert_eq!(bits(&design, &one, of_sales), bits(&design, &two, of_sales));
        let measures = design.catalogue.measures();
        let (rich, poor) =
            (one.value(measures, "pay_variable"), two.value(measures, "pay_variable"));
        assert!(rich > poor && poor > 0.0, "{rich} {poor}");
    }
}

#[test]
fn what_goes_back_costs_the_company_as_much_less_as_pay_costs_it_more() {
    let plan = r#"
[plans.back]
salary = "60000 per year"
commission = 0.2
clawback = { "3 mo" = 1.0, how = "own share" }
[policies.one.pay]
plans = { rep = "back" }
"#;
    // a third of the customers leave within the year
    let world =
        WORLD.replace("[buyers]", "[buyers]\nneeds = { churn_level = -0.7, churn_slope = 0 }");
    let cost = |loading: u32| {
        let text = world.replace("count = 4", &format!("count = 4\nloading = {loading}"));
        let scenario = parse(&format!("{text}{plan}"));
        let design = Design::new(crate::ready(&scenario));
        let (outcome, ()) = design.observe(0, 0, ()).unwrap();
        let value = |key: &str| outcome.value(design.catalogue.measures(), key);
        assert!(value("clawed_back") > 0.0);
        value("selling_cost.people")
    };
    let (one, three) = (cost(1), cost(3));
    assert!((3.0 * one - three).abs() < 1e-9 * three, "{one} {three}");
}

/// What was taken back of commission.
#[derive(Default)]
struct TakenBack(f64);

impl Observer for TakenBack {
    fn awarded(&mut self, fact: &Awarded) {
        if matches!(fact.award, Award::Clawback { .. }) {
            self.0 += fact.amount;
        }
    }
}

/// Whoever is gone pays nothing back: what the company gets back is what it takes from those there.
#[test]
fn what_would_go_back_after_somebody_left_stays_a_cost() {
    let world = WORLD
        .replace("[buyers]", "[buyers]\nneeds = { churn_level = -0.7, churn_slope = 0 }")
        .replace("weeks = 26, warm_up = \"13 weeks\"", "weeks = 52, warm_up = \"0 h\"")
        .replace("count = 4", "count = 4\nheadcount = [[\"40 weeks\", 0]]");
    let plan = "[plans.back]\nsalary = \"60000 per year\"\ncommission = 0.2\n\
                clawback = { \"6 mo\" = 1.0, how = \"own share\" }\n[policies.one.pay]\nplans = { rep = \"back\" }\n";
    let scenario = parse(&format!("{world}{plan}"));
    let design = Design::new(crate::ready(&scenario));
    for replication in 0..5 {
        let (outcome, taken) =
            design.observe(0, replication, TakenBack::default()).expect("a run that ends");
        let booked = outcome.value(design.catalogue.measures(), "clawed_back");
        assert!(taken.0 > 1_000.0, "{}", taken.0);
        assert!((booked - taken.0).abs() < 0.01, "booked {booked}, taken {}", taken.0);
    }
}

#[test]
fn a_windfall_is_variable_pay_over_twice_the_stake_of_market_pay() {
    // a job that costs 125000 with loading 1.25 is paid 100000 by the market; half of it is at stake
    let windfalls = |draw: u32| {
        let text = WORLD.replace("187500 per year", "125000 per year").replace(
            "turnover = { per_year = \"50 % per year\", replace = { exponential = \"3 weeks\" } }",
            "loading = 1.25",
        );
        let plan = format!(
            "[plans.draw]\nperiod = \"quarter\"\ndraw = {draw}\n[policies.one.pay]\nplans = {{ rep = \"draw\" }}\n"
        );
        let scenario = parse(&format!("{text}{plan}"));
        let design = Design::new(crate::ready(&scenario));
        let (outcome, ()) = design.observe(0, 0, ()).unwrap();
        outcome.value(design.catalogue.measures(), "windfalls")
    };
    assert_eq!([windfalls(24_999), windfalls(25_001)], [0.0, 1.0]);
}

#[test]
fn who_comes_after_a_leaver_pays_nothing_back_of_what_the_leaver_owed() {
    let plan = r#"
[plans.draw]
period = "month"
commission = 0.1
draw = { amount = 8000, recoverable = true }
[policies.one.pay]
plans = { rep = "draw" }
"#;
    let world = WORLD.replace("50 % per year", "300 % per year");
    let scenario = parse(&format!("{world}{plan}"));
    let design = Design::new(crate::ready(&scenario));
    let (mut owing, mut firsts) = (0, 0);
    for replication in 0..8 {
        let (_, seen) = design.observe(0, replication, Slips::default()).unwrap();
        let mut last = std::collections::BTreeMap::<usize, (u32, f64)>::new();
        for slip in &seen.slips {
            let before = last.insert(slip.seat, (slip.hire, slip.balance));
            if let Some((_, owed)) = before.filter(|(hire, _)| *hire != slip.hire) {
                firsts += 1;
                owing += u32::from(owed > 0.0);
                assert_eq!(slip.amount("Recovery"), 0.0, "{owed} were owed");
                assert_eq!(slip.balance, slip.amount("Draw"), "{owed} were owed");
            }
        }
    }
    assert!(owing > 10 && firsts > owing, "{owing} of {firsts} leavers owed something");
}

#[test]
fn a_quota_follows_whole_periods_and_stays_after_a_part_of_one() {
    let plan = r#"
[plans.ratchet]
period = "month"
quota = 30000
commission = 0.1
ratchet = { growth = 0.1, follow = 0.5 }
[policies.one.pay]
plans = { rep = "ratchet" }
"#;
    let world = WORLD.replace("50 % per year", "300 % per year");
    let scenario = parse(&format!("{world}{plan}"));
    let design = Design::new(crate::ready(&scenario));
    let (_, seen) = design.observe(0, 0, Slips::default()).unwrap();
    let (mut parts, mut moved) = (0, 0);
    let mut quotas = [30_000.0; 4];
    for slip in &seen.slips {
        let quota = &mut quotas[slip.seat];
        assert!((slip.quota - *quota * slip.employed).abs() < 0.006, "{} of {quota}", slip.quota);
        if slip.employed < 1.0 {
            parts += 1;
            continue;
        }
        let next = (*quota * 1.1 + 0.5 * (slip.credit - *quota)).clamp(15_000.0, 60_000.0);
        moved += u32::from((next - *quota).abs() > 1.0);
        // In whole cents.
        *quota = (next * 100.0).round() / 100.0;
    }
    assert!(parts > 3 && moved > 3, "{parts} parts of periods, {moved} quotas moved");
}
