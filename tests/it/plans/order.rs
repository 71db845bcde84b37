//! The order of reckoning, step by step: each number is that of the example in docs/pay.md.

use super::{line, reckoned};

const PLAN: &str = r#"
[plans.a]
ote = "200000 per year"
mix = "50/50"
cap = 30000
clawback = { within = "12 months" }
draw = { amount = 18000, recoverable = true }
spiff = [{ for = "deals", amount = 500, in = "2027-05" }]
[plans.a.parts.new]
weight = "80 %"
count = { what = "revenue", of = { kind = "new" } }
quota = "1000000 per year"
commission = [{ times = 1 }, { from = "100 %", times = 1.5 }]
when = { margin_share = "40 %" }
times = { margin_share = [{ share = "100 %" }, { from = "50 %", share = "110 %" }] }
paid = [{ share = "50 %", on = "booking" }, { share = "50 %", on = "cash" }]
[plans.a.parts.goals]
weight = "20 %"
goals = { forecast = "1/2", references = "1/2" }
"#;

const EVENTS: &str = "date,event,deal,person,amount,kind,margin,name
2027-01-05,win,1,Ana,200000,new,50 %,
2027-01-06,win,2,Ana,20000,new,50 %,
2027-03-31,goal,,Ana,0,,,forecast
2027-05-04,win,3,Ana,300000,new,50 %,
2027-05-10,cash,1,,200000,,,
2027-06-20,cancel,2,,,,,
2027-06-30,goal,,Ana,1,,,forecast
2027-06-30,goal,,Ana,0.5,,,references
";

#[test]
fn credit_goes_through_quota_tables_gate_factor_timing_spiff_clawback_and_draw() {
    let slips = reckoned(PLAN, EVENTS, None);
    let of = |period, name| line(&slips, "Ana", period, name);
    // Q1: 220,000 × 8 % × 110 % = 19,360, half of it now; the draw of 18,000 lends the rest
    assert_eq!(of("2027-Q1", "new on booking"), "9680.00");
    assert_eq!(of("2027-Q1", "goals"), "0.00");
    assert_eq!(of("2027-Q1", "carried"), "8320.00");
    assert_eq!(of("2027-Q1", "total"), "43000.00");
    // Q2: (250,000 × 8 % + 50,000 × 12 %) × 110 % = 28,600; goals 5,000 × (½·1 + ½·½)
    assert_eq!(of("2027-Q2", "new on booking"), "14300.00");
    assert_eq!(of("2027-Q2", "goals"), "3750.00");
    // cash of the deal of 200,000: 200,000 × 8 % × 110 % × ½
    assert_eq!(of("2027-Q2", "new on cash"), "8800.00");
    assert_eq!(of("2027-Q2", "SPIFF"), "500.00");
    assert_eq!(of("2027-Q2", "cap"), "0.00");
    // Q1 again without the deal of 20,000: 880 less of what was due on booking
    assert_eq!(of("2027-Q2", "taken back"), "-880.00");
    // 26,470 lie 8,470 above the draw: the debt of 8,320 is repaid
    assert_eq!(of("2027-Q2", "brought forward"), "-8320.00");
    assert_eq!(of("2027-Q2", "carried"), "0.00");
    assert_eq!(of("2027-Q2", "total"), "43150.00");
}

#[test]
fn the_total_is_the_sum_of_the_lines() {
    for slip in reckoned(PLAN, EVENTS, None) {
        let lines = &slip.lines[..slip.lines.len() - 1];
        let sum: posse::plans::exact::Cents = lines.iter().map(|line| line.amount).sum();
        assert_eq!(sum, slip.total());
    }
}

#[test]
fn a_gate_that_is_not_met_pays_nothing() {
    let events = EVENTS.replace("300000,new,50 %", "300000,new,39.9 %");
    let slips = reckoned(PLAN, &events, None);
    assert_eq!(line(&slips, "Ana", "2027-Q2", "new on booking"), "0.00");
}

#[test]
fn a_cap_comes_before_the_clawback_and_the_draw() {
    let plan = PLAN.replace("cap = 30000", "cap = 20000");
    let slips = reckoned(&plan, EVENTS, None);
    assert_eq!(line(&slips, "Ana", "2027-Q2", "cap"), "-7350.00");
    assert_eq!(line(&slips, "Ana", "2027-Q2", "taken back"), "-880.00");
    // 19,120 lie 1,120 above the draw
    assert_eq!(line(&slips, "Ana", "2027-Q2", "carried"), "7200.00");
}

#[test]
fn a_draw_is_paid_whatever_goes_back() {
    let plan = PLAN.replace("amount = 18000, recoverable = true", "amount = 18000");
    let slips = reckoned(&plan, EVENTS, None);
    assert_eq!(line(&slips, "Ana", "2027-Q1", "draw"), "8320.00");
    assert_eq!(line(&slips, "Ana", "2027-Q2", "draw"), "0.00");
    assert_eq!(line(&slips, "Ana", "2027-Q2", "total"), "51470.00");
}

#[test]
fn a_quarter_without_a_deal_is_reckoned_as_it_would_have_been() {
    let without =
        EVENTS.lines().filter(|line| !line.contains(",2,")).collect::<Vec<_>>().join("\n");
    let (with, without) = (reckoned(PLAN, EVENTS, None), reckoned(PLAN, &without, None));
    let sum = |slips: &[posse::plans::slip::Slip]| -> i128 {
        slips.iter().map(|slip| slip.total().0).sum()
    };
    assert_eq!(sum(&with), sum(&without));
}
