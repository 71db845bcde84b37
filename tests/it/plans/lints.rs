//! Traps in plans are found, each with its key and its size in money; a plan without them is clean.

use posse::plans::exact::shown;
use posse::plans::lint::lint;

use super::book;

fn found(plan: &str) -> Vec<String> {
    let book = book(plan).expect("a plan");
    let line = |finding: &posse::plans::lint::Finding| {
        format!("{} {} {}", finding.trap.name(), finding.key, shown(&finding.money, 2))
    };
    lint(&book).iter().map(line).collect()
}

macro_rules! traps {
    ($($test:ident: $plan:literal => [$($finding:literal),* $(,)?];)*) => {$(
        #[test]
        fn $test() {
            assert_eq!(found($plan), Vec::<&str>::from([$($finding),*]));
        }
    )*};
}

traps! {
    a_plain_commission_is_clean: r#"[plans.a]
ote = "200000 per year"
mix = "50/50"
quota = "1000000 per year"
commission = [{ times = 1 }, { from = "100 %", times = 1.2 }]
"# => ["timing plans.a 5000"];

    a_straight_line_is_clean: "[plans.a]\ncommission = 0.1" => [];

    a_tier_that_reaches_back_is_a_cliff: r#"[plans.a]
quota = 60000
commission = [{ rate = 0.10 }, { from = "75 %", rate = 0.125, reaches_back = true }]
"# => ["cliff plans.a 1125"];

    a_threshold_and_a_plateau_are_dead_zones: r#"[plans.a]
target = "40000 per year"
quota = 100000
pays = [{ from = "80 %", share = "80 %" }, { to = "100 %", share = "100 %" }]
"# => ["cliff plans.a 8000", "dead-zone plans.a 8000", "dead-zone plans.a 10000"];

    weights_and_pay_at_quota_are_checked: r#"[plans.a]
target = "40000 per year"
[plans.a.parts.x]
weight = "70 %"
quota = 100000
count = { what = "revenue", of = { kind = "new" } }
commission = [{ times = 1 }]
[plans.a.parts.y]
weight = "20 %"
quota = 50000
count = { what = "revenue", of = { kind = "renewal" } }
commission = [{ times = 1 }]
[plans.b]
salary = "120000 per year"
target = "120000 per year"
quota = "2000000 per year"
period = "year"
commission = [{ rate = 0.08 }, { from = "50 %", rate = 0.10 }]
"# => ["weights plans.a.parts 4000", "off-target plans.b.target 60000", "timing plans.b 20000"];

    what_is_paid_in_two_parts_is_told: r#"[plans.a.parts.all]
commission = 0.1
[plans.a.parts.new]
count = { what = "revenue", of = { kind = "new" } }
commission = 0.02
"# => ["paid-twice plans.a.parts.new.count 2000"];

    rules_for_single_deals_reward_cutting_them: r#"[plans.a]
commission = 0.1
least = { a_deal = 150 }
most = { a_deal = 5000 }
[plans.b]
commission = { by = "credit", "10000 or more" = 0.03, default = 0.02 }
[plans.c]
count = "deals"
commission = 500
"# => [
        "splitting plans.a.least 150", "splitting plans.a.most 5000",
        "splitting plans.b.commission 100", "splitting plans.c.count 500",
    ];

    a_gate_on_another_measure_is_a_cliff_of_all: r#"[plans.a]
quota = 100000
commission = 0.1
when = { margin_share = "45 %" }
"# => ["cliff plans.a.when 10000"];

    a_steep_accelerator_is_a_windfall_and_bunches_deals: r#"[plans.a]
quota = 100000
commission = [{ rate = 0.1 }, { from = "100 %", rate = 0.3 }]
"# => ["windfall plans.a.commission 40000", "timing plans.a 20000"];
}
