//! What a scenario says of pay: plans, what people do about them, who is on which.

use posse::sales::pay::{
    Band, Base, Bonus, Draw, Fee, Mark, Overlay, PayRules, Payroll, Period, Ratchet, Scale, Spiff,
    Split, Team, Tier,
};
use posse::scenario::Scenario;

/// Every key that speaks of pay but those of [behaviour].
pub(crate) const PAY: &str = r#"
fiscal_start = "2 weeks"
[buyers]
[segments.smb]
value = 12000
margin = 0.7
[channels.inbound]
arrivals = "50 per week"
[people.seller]
count = 6
cost = "120000 per year"
loading = 1.3
[people.seller.jobs.sdr]
[people.seller.jobs.ae]
[stages.respond]
kind = "contact"
role = "seller"
touch = "20 min"
[stages.qualify]
kind = "qualify"
role = "seller"
[stages.validate]
kind = "validate"
role = "seller"
[stages.decide]
kind = "decide"
role = "seller"
[plans.classic]
salary = "75000 per year"
period = "month"
credit = "margin"
quota = 187500
cumulative = true
commission = [{ rate = 0.10 }, { from = "100 %", rate = "20 %" }, { from = 400000, rate = 0.3 }]
bonus = [{ at = "80 %", amount = 2000 }, { at = 200000, amount = 5000 }]
deal_rates = [{ from = 0, rate = 0.02 }, { from = 5000, rate = 0.04 }]
cap = "90 k"
draw = { amount = 3000, recoverable = true }
team = { weight = 0.7, credit = "value", quota = 500000, commission = 0.03, bonus = [{ at = "100 %", amount = 900 }], split = "hours" }
overlay = [{ stage = "validate", share = "100 %" }, { plan = "simple", share = "10 %" }]
fees = [{ stage = "respond", amount = 500 }, { stage = "qualify", rate = 0.01 }]
spiff = [{ for = "deals", amount = 1000, from = "week 40", to = "week 44" }, { for = "meetings", amount = 50, from = "0 h", to = "1 mo" }]
prizes = [10000, 5000]
clawback = { "3 mo" = 1.0, "6 mo" = 0.5, "12 mo" = "25 %" }
claw_bonuses = true
ratchet = { growth = 0.02, follow = 0.4 }
[plans.simple]
salary = "50 k per year"
commission = 0.1
draw = 1000
[policies.hero.pay]
plans = { seller = "classic" }
split = { qualify = "30 %", respond = 0.1 }
discount = "20 %"
scale = 0.9
advice = true
[policies.team]
like = "hero"
roles = { sdr = { heads = 2, stages = ["respond", "qualify"] }, ae = { heads = 4, stages = ["validate", "decide"] } }
pay = { plans = { sdr = "simple" }, scale = "equal cost", advice = false }
"#;

fn parse(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

fn payroll(text: &str) -> Payroll {
    parse(text).system.payroll.expect("a payroll")
}

#[test]
fn every_key_of_a_plan_is_read() {
    let payroll = payroll(PAY);
    let plan = &payroll.plans[0];
    assert_eq!((plan.name.as_str(), plan.salary_per_year), ("classic", 75_000.0));
    assert_eq!((plan.period, plan.base, plan.quota), (Period::Month, Base::Margin, 187_500.0));
    assert!(plan.cumulative);
    let band = |from, rate| Band { from, rate };
    let bands = [
        band(Mark::Credit(0.0), 0.1),
        band(Mark::Attainment(1.0), 0.2),
        band(Mark::Credit(400_000.0), 0.3),
    ];
    assert_eq!(plan.commission, bands);
    let bonus = |at, amount| Bonus { at, amount };
    let bonuses = [bonus(Mark::Attainment(0.8), 2000.0), bonus(Mark::Credit(200_000.0), 5000.0)];
    assert_eq!(plan.bonuses, bonuses);
    assert_eq!(plan.tiers, [Tier { from: 0.0, rate: 0.02 }, Tier { from: 5000.0, rate: 0.04 }]);
    assert_eq!(plan.cap, Some(90_000.0));
    assert_eq!(plan.draw, Some(Draw { amount: 3000.0, recoverable: true }));
    let team = Team {
        weight: 0.7,
        base: Base::Value,
        quota: 500_000.0,
        commission: vec![band(Mark::Credit(0.0), 0.03)],
        bonuses: vec![bonus(Mark::Attainment(1.0), 900.0)],
        split: Split::Hours,
    };
    assert_eq!(plan.team, Some(team));
    let overlays = [Overlay::Stage { stage: 2, share: 1.0 }, Overlay::Plan { plan: 1, share: 0.1 }];
    assert_eq!(plan.overlays, overlays);
    let fee = |stage, rate, amount| Fee { stage, rate, amount };
    assert_eq!(plan.fees, [fee(0, 0.0, 500.0), fee(1, 0.01, 0.0)]);
    let spiff = |event, amount, from_hours, to_hours| Spiff { event, amount, from_hours, to_hours };
    let spiffs =
        [spiff(Base::Deals, 1000.0, 6720.0, 7392.0), spiff(Base::Meetings, 50.0, 0.0, 728.0)];
    assert_eq!(plan.spiffs, spiffs);
    assert_eq!(plan.prizes, [10_000.0, 5000.0]);
    assert_eq!(plan.clawback, [(2184.0, 1.0), (4368.0, 0.5), (8736.0, 0.25)]);
    assert!(plan.claws_bonuses);
    assert_eq!(plan.ratchet, Some(Ratchet { growth: 0.02, follow: 0.4 }));
    assert_eq!(payroll.fiscal_start_hours, 336.0);
    assert_eq!(parse(PAY).system.groups[0].loading, 1.3);
}

#[test]
fn what_a_policy_says_of_pay_is_read_and_copied_key_by_key() {
    let policies = parse(PAY).policies;
    let hero = PayRules {
        plans: vec![("seller".to_owned(), 0)],
        split: vec![(1, 0.3), (0, 0.1)],
        discount: 0.2,
        scale: Scale::Factor(0.9),
        advice: true,
    };
    assert_eq!(policies[0].pay, hero);
    let team = PayRules {
        // the group's plan is that of its jobs which are not named
        plans: vec![("sdr".to_owned(), 1), ("ae".to_owned(), 0)],
        scale: Scale::EqualCost,
        advice: false,
        ..hero
    };
    assert_eq!(policies[1].pay, team);
}
