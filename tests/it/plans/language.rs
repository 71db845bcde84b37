//! Each construct of the language pays what its words say, to the cent.

use super::{line, reckoned};

/// A plan, events and the amounts of lines of Ana's slips.
macro_rules! pays {
    ($($test:ident: $plan:literal, $events:literal => [$(($period:literal, $line:literal, $amount:literal)),* $(,)?];)*) => {$(
        #[test]
        fn $test() {
            let slips = reckoned($plan, $events, None);
            let found = [$(line(&slips, "Ana", $period, $line)),*];
            assert_eq!(found, [$($amount),*]);
        }
    )*};
}

pays! {
    a_decelerator_pays_less_beyond_its_mark: r#"
[plans.a]
quota = 80000
commission = [{ rate = 0.10 }, { from = "100 %", rate = 0.05 }]
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,100000
" => [("2027-Q1", "commission", "9000.00")];

    a_threshold_that_reaches_back_pays_from_the_first_unit: r#"
[plans.a]
quota = 100000
commission = [{ from = "50 %", rate = 0.10, reaches_back = true }]
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,49999.99
2027-04-04,win,2,Ana,50000
" => [("2027-Q1", "commission", "0.00"), ("2027-Q2", "commission", "5000.00")];

    a_row_may_reach_back_to_a_mark_only: r#"
[plans.a]
quota = 100000
commission = [{ rate = 0.02 }, { from = "110 %", rate = 0.05, reaches_back = "100 %" }]
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,109999
2027-04-04,win,2,Ana,110000
" => [("2027-Q1", "commission", "2199.98"), ("2027-Q2", "commission", "2500.00")];

    rates_may_be_multiples_of_the_target_rate: r#"
[plans.a]
ote = "200000 per year"
mix = "50/50"
quota = "1000000 per year"
commission = [{ times = 1 }, { from = "100 %", times = 1.5 }]
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,300000
" => [("2027-Q1", "salary", "25000.00"), ("2027-Q1", "commission", "32500.00")];

    a_condition_on_a_row_lets_the_row_before_go_on: r#"
[plans.a]
quota = 100000
commission = [{ rate = 0.10 }, { from = "100 %", rate = 0.20, when = { margin_share = "45 %" } }]
"#, "date,event,deal,person,amount,margin
2027-01-04,win,1,Ana,200000,44.9 %
2027-04-04,win,2,Ana,200000,45 %
" => [("2027-Q1", "commission", "20000.00"), ("2027-Q2", "commission", "30000.00")];

    a_gate_looks_at_another_part: r#"
[plans.a]
target = "40000 per year"
[plans.a.parts.new]
weight = "50 %"
quota = 50000
count = { what = "revenue", of = { kind = "new" } }
commission = [{ times = 1 }]
when = { renewals = "90 %" }
[plans.a.parts.renewals]
weight = "50 %"
quota = 10000
count = { what = "revenue", of = { kind = "renewal" } }
commission = [{ times = 1 }]
"#, "date,event,deal,person,amount,kind
2027-01-04,win,1,Ana,50000,new
2027-01-05,win,2,Ana,8999.99,renewal
2027-04-04,win,3,Ana,50000,new
2027-04-05,win,4,Ana,9000,renewal
" => [
        ("2027-Q1", "new", "0.00"), ("2027-Q1", "renewals", "4500.00"),
        ("2027-Q2", "new", "5000.00"), ("2027-Q2", "renewals", "4500.00"),
    ];

    either_of_two_conditions_is_enough: r#"
[plans.a]
quota = 100000
commission = 0.10
when = { any = [{ self = "70 %" }, { self = "70 %", counts = "year so far" }] }
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,100000
2027-04-04,win,2,Ana,40000
2027-07-04,win,3,Ana,20000
" => [("2027-Q1", "commission", "10000.00"), ("2027-Q2", "commission", "4000.00"), ("2027-Q3", "commission", "0.00")];

    factors_multiply_one_after_the_other: r#"
[plans.a]
quota = 100000
commission = 0.10
times = { margin_share = [{ share = "75 %" }, { from = "10 %", share = "100 %" }, { from = "30 %", share = "125 %" }], nrr = [{ share = "50 %" }, { to = "100 %", share = "100 %" }] }
"#, "date,event,deal,person,amount,margin,name
2027-01-04,win,1,Ana,100000,30 %,
2027-03-31,measure,,Ana,80 %,,nrr
" => [("2027-Q1", "commission", "11250.00")];

    a_grid_pays_the_cell_whose_marks_are_reached: r#"
[plans.a]
commission = 0.10
times = { grid = ["nrr", "grr"], from = [["0 %", "90 %", "100 %"], ["0 %", "95 %"]], share = [["0 %", "25 %"], ["50 %", "75 %"], ["100 %", "120 %"]] }
"#, "date,event,deal,person,amount,name
2027-01-04,win,1,Ana,1000,
2027-03-30,measure,,Ana,90 %,nrr
2027-03-31,measure,,,95 %,grr
2027-04-04,win,2,Ana,1000,
2027-06-30,measure,,Ana,100 %,nrr
2027-06-30,measure,,,94.9 %,grr
" => [("2027-Q1", "commission", "75.00"), ("2027-Q2", "commission", "100.00")];

    a_cap_in_attainment_ends_the_tables: r#"
[plans.a]
quota = 80000
commission = 0.10
cap = "120 %"
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,120000
" => [("2027-Q1", "commission", "9600.00")];

    a_cap_in_money_sees_everything_variable_but_what_stands_outside: r#"
[plans.a]
cap = { a_period = 5000, a_year = 8000 }
[plans.a.parts.base]
commission = 0.10
bonus = [{ at = 10000, amount = 1000 }]
[plans.a.parts.kicker]
commission = 0.01
outside = ["cap"]
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,100000
2027-04-04,win,2,Ana,100000
2027-07-04,win,3,Ana,100000
" => [
        ("2027-Q1", "cap", "-6000.00"), ("2027-Q1", "total", "6000.00"),
        ("2027-Q2", "total", "4000.00"), ("2027-Q3", "total", "1000.00"),
    ];

    limits_for_each_deal_are_shared_as_the_deal: r"
[plans.a]
commission = 0.10
most = { a_deal = 4000 }
least = { a_deal = 150 }
", "date,event,deal,person,amount
2027-01-04,win,1,Ana 1/2; Ben 1/2,100000
2027-01-05,win,2,Ana,1000
" => [("2027-Q1", "commission", "2150.00")];

    credit_of_a_windfall_counts_half: r#"
[plans.a]
quota = 100000
commission = [{ rate = 0.10 }, { from = "100 %", rate = 0.20 }]
credit_most = { a_deal = 50000, beyond = "50 %" }
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,250000
" => [("2027-Q1", "commission", "20000.00")];

    weights_count_for_quota_and_pay_and_a_factor_for_pay_alone: r#"
[plans.a.parts.weighed]
quota = 100000
commission = [{ rate = 0.10 }, { from = "100 %", rate = 0.20 }]
weigh = { by = "kind", new = 1, renewal = "1/5" }
[plans.a.parts.factor]
quota = 100000
commission = [{ rate = 0.10 }, { from = "100 %", rate = 0.20 }]
times_deal = { by = "discount", "under 10 %" = 1, default = 0.5 }
"#, "date,event,deal,person,amount,kind,discount
2027-01-04,win,1,Ana,100000,new,0
2027-01-05,win,2,Ana,50000,renewal,20 %
" => [("2027-Q1", "weighed", "12000.00"), ("2027-Q1", "factor", "15000.00")];

    straight_lines_are_climbed_in_whole_steps: r#"
[plans.a]
target = "40000 per year"
quota = 100000
pays = [{ from = "95 %", share = "2.5 %" }, { to = "100 %", share = "7.5 %", steps = "1 %" }]
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,96999.99
2027-04-04,win,2,Ana,97000
" => [("2027-Q1", "incentive", "350.00"), ("2027-Q2", "incentive", "450.00")];

    an_amount_may_differ_by_quarter: r#"
[plans.a]
quota = 100
count = "meetings"
bonus = [{ at = 1, amount = { by = "quarter", "1" = 1000, "2" = 2000, default = 3000 } }]
"#, "date,event,person
2027-03-31,meeting,Ana
2027-06-01,meeting,Ana
2027-09-01,meeting,Ana
" => [("2027-Q1", "bonus", "1000.00"), ("2027-Q2", "bonus", "2000.00"), ("2027-Q3", "bonus", "3000.00")];

    half_is_paid_on_booking_and_half_on_cash: r#"
[plans.a]
commission = 0.10
paid = [{ share = "50 %", on = "booking" }, { share = "50 %", on = "cash" }]
hold = "10 days"
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,1000
2027-03-25,cash,1,,500
2027-06-30,cash,1,,500
2027-07-20,win,2,Ana,10
" => [
        ("2027-Q2", "commission on booking", "50.00"), ("2027-Q2", "commission on cash", "25.00"),
        ("2027-Q3", "commission on cash", "25.00"),
    ];

    credit_may_fall_into_the_period_of_the_cash: r#"
[plans.a]
count = { what = "revenue", on = "cash" }
commission = 0.10
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana 1/3; Ben 2/3,1000
2027-04-01,cash,1,,700
" => [("2027-Q1", "commission", "0.00"), ("2027-Q2", "commission", "23.33")];

    a_split_divides_a_deal_and_an_overlay_comes_on_top: r#"
[plans.a.parts.split]
credit = [{ stage = "qualify", share = "30 %" }]
commission = 0.10
[plans.a.parts.overlay]
credit = [{ stage = "validate", extra = true }]
commission = 0.01
"#, "date,event,deal,person,qualify,validate,amount
2027-01-04,win,1,Ana,Ben,,1000
2027-01-05,win,2,Ben,Ana,Ana,1000
" => [("2027-Q1", "split", "100.00"), ("2027-Q1", "overlay", "10.00")];

    points_mix_what_is_counted: r"
[plans.a]
count = { points = { deals = 10, meetings = 1, demos = 2 } }
commission = [{ rate = 1 }, { from = 12, rate = 2 }]
", "date,event,deal,person,amount
2027-01-04,win,1,Ana,1000
2027-01-05,meeting,,Ana,
2027-01-06,demo,,Ana,
" => [("2027-Q1", "commission", "14.00")];

    only_what_exceeds_the_baseline_counts: r#"
[plans.a]
count = { what = "revenue", over = 400 }
commission = 0.10
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,300
2027-01-05,win,2,Ana,300
" => [("2027-Q1", "commission", "20.00")];

    a_spiff_pays_within_its_window_and_up_to_its_most: r#"
[plans.a]
spiff = [{ for = "deals", amount = 500, in = "2027-02", of = { segment = "health care" }, most = 1000 }]
"#, "date,event,deal,person,amount,segment
2027-01-31,win,1,Ana,1,health care
2027-02-01,win,2,Ana,1,health care
2027-02-02,win,3,Ana,1,retail
2027-02-28,win,4,Ana,1,Health Care
2027-02-28,win,5,Ana,1,health care
2027-03-01,win,6,Ana,1,health care
" => [("2027-Q1", "SPIFF", "1000.00")];

    yearly_pay_as_it_goes_counts_against_the_marks_of_the_year: r#"
[plans.a]
target = "12000 per year"
quota = "120000 per year"
period = "year"
advance = { every = "month" }
commission = [{ times = 1 }, { from = "100 %", times = 2 }]
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,110000
2027-02-05,win,2,Ana,20000
2027-12-31,refund,2,Ana,20000
" => [("2027-01", "commission", "11000.00"), ("2027-02", "commission", "3000.00"), ("2027-12", "carried", "3000.00")];

    instalments_are_held_at_pace: r#"
[plans.a]
target = "12000 per year"
quota = 30000
advance = { every = "month", quota = "so far", most = "100 %" }
commission = [{ times = 1 }]
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,25000
2027-02-05,win,2,Ana,1000
2027-03-05,win,3,Ana,14000
" => [("2027-01", "commission", "1000.00"), ("2027-02", "commission", "1000.00"), ("2027-03", "commission", "2000.00")];

    the_first_rank_wins_the_first_prize_and_nobody_without_credit_wins: r"
[plans.a]
prizes = [300, 200, 100]
", "date,event,deal,person,amount
2027-01-04,win,1,Ana,10
2027-01-05,win,2,Ben,10
2027-01-05,meeting,,Cid,
" => [("2027-Q1", "prize", "250.00")];

    the_clawback_of_a_share_of_the_deals_own_piece: r#"
[plans.a]
commission = [{ rate = 0.10 }, { from = 1000, rate = 0.20 }]
clawback = { within = { "3 months" = "100 %", "6 months" = "50 %" }, how = "own share" }
"#, "date,event,deal,person,amount
2027-01-04,win,1,Ana,1000
2027-03-31,win,2,Ana,1000
2027-06-30,cancel,2,,
2027-07-01,cancel,1,,
2027-07-02,win,3,Ana,1000
" => [("2027-Q1", "commission", "300.00"), ("2027-Q2", "taken back", "-200.00"), ("2027-Q3", "taken back", "-50.00")];

    a_draw_by_months_of_employment_is_a_guarantee_and_then_a_loan: r#"
[plans.a]
period = "month"
commission = 0.10
draw = [{ months = "1..2", amount = "3000 per month" }, { months = "3", amount = "1500 per month", recoverable = true }]
"#, "date,event,deal,person,amount
2027-02-15,join,,Ana,
2027-03-05,win,1,Ana,10000
2027-04-05,win,2,Ana,5000
2027-05-05,win,3,Ana,15000
" => [
        ("2027-02", "draw", "1500.00"), ("2027-03", "draw", "2000.00"), ("2027-03", "total", "3000.00"),
        ("2027-04", "carried", "1000.00"), ("2027-04", "total", "1500.00"), ("2027-05", "total", "500.00"),
    ];

    a_quota_is_ramped_by_the_calendar_month_of_joining: r#"
[plans.a]
quota = "120000 per year"
period = "month"
ramp = ["0 %", "50 %"]
bonus = [{ at = "100 %", amount = 100 }]
"#, "date,event,deal,person,amount
2027-01-20,join,,Ana,
2027-02-05,win,1,Ana,5000
2027-03-05,win,2,Ana,9999.99
" => [("2027-01", "bonus", "0.00"), ("2027-02", "bonus", "100.00"), ("2027-03", "bonus", "0.00")];

    shares_of_the_year_make_a_quarters_quota: r#"
[plans.a]
target = "40000 per year"
quota = "100000 per year"
season = ["10 %", "20 %", "30 %", "40 %"]
pays = [{ share = "0 %" }, { to = "100 %", share = "100 %" }]
"#, "date,event,deal,person,amount
2027-01-05,win,1,Ana,5000
2027-04-05,win,2,Ana,20000
2027-07-05,win,3,Ana,10000
" => [("2027-Q1", "incentive", "5000.00"), ("2027-Q2", "incentive", "10000.00"), ("2027-Q3", "incentive", "3333.33")];
}

#[test]
fn an_override_pays_for_the_deals_of_the_team_and_its_quota_is_the_sum_of_theirs() {
    let plan = r#"
[plans.ae]
quota = "100000 per year"
commission = 0.10
[plans.manager]
count = { what = "revenue", whose = "team" }
quota = "sum of team"
bonus = [{ at = "100 %", amount = 1000 }]
commission = 0.02
[plans.vp]
count = { what = "revenue", whose = "company" }
commission = 0.01
"#;
    let people = "person,plan,manager
Ana,ae,Max
Ben,ae,Max
Cid,ae,
Max,manager,
Vic,vp,
";
    let events = "date,event,deal,person,amount
2027-01-04,win,1,Ana,30000
2027-01-05,win,2,Ben 1/2; Cid 1/2,40000
2027-01-06,win,3,Zoe,1000
";
    let slips = reckoned(plan, events, Some(people));
    let of = |person, name| line(&slips, person, "2027-Q1", name);
    assert_eq!(of("Max", "commission"), "1000.00");
    assert_eq!(of("Max", "bonus"), "1000.00");
    assert_eq!(of("Vic", "commission"), "710.00");
    assert_eq!(of("Ben", "commission"), "2000.00");
}
