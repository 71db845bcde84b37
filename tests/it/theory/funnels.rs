//! Funnels without queues: conversions, loops, durations, money.

use posse::sales::{Exit, Exited};
use posse::stats::{PooledRatio, Tally};

use super::judge::{Noise, Row, by_group, judge, judge_one};
use super::lab::{Ends, Run, mean, observe, results, share, stay};

#[test]
fn conversions_multiply_along_the_funnel() {
    let text = r#"
run = { days = 90, warm_up = "0 h", replications = 3200 }
channels.web.arrivals = "30 per d"
[stages]
MQL = { advance = 0.4, cost = 20 }
SQL = { advance = 0.5, cost = 60 }
demo = { advance = 0.6, cost = 150 }
proposal = { advance = 0.25, cost = 400 }
"#;
    let found = results(text);
    let values = |key: &str| found.values(0, key);
    let (wins, leads, losses) = (values("wins"), values("leads"), values("exit.lost"));
    let per = |key: &str, leads: &[f64]| -> Vec<f64> {
        values(key).iter().zip(leads).map(|(x, n)| x / n).collect()
    };
    for (key, reference) in [
        ("wins", 0.03),
        ("selling_cost", 122.0),
        ("stage.MQL.visits", 1.0),
        ("stage.SQL.visits", 0.4),
        ("stage.demo.visits", 0.2),
        ("stage.proposal.visits", 0.12),
    ] {
        judge_one(key, &per(key, leads), reference, Noise::Relative(0.01));
    }
    let per_win = PooledRatio::of(values("selling_cost"), wins);
    assert!(per_win.standard_error <= 0.01 * per_win.ratio);
    let z = (per_win.ratio - 4_066.666_666_666_67) / per_win.standard_error;
    assert!(z.abs() <= 4.0, "cost per won deal: z = {z}");
    judge_one("wins", wins, 81.0, Noise::Relative(0.01));
    let variance = |group: &[f64]| group.iter().copied().collect::<Tally>().variance();
    judge_one("variance", &by_group(wins, 40, variance), 81.0, Noise::Relative(0.03));
    let (mean_wins, mean_losses) = (mean(wins.iter().copied()), mean(losses.iter().copied()));
    let products: Vec<f64> =
        wins.iter().zip(losses).map(|(w, l)| (w - mean_wins) * (l - mean_losses)).collect();
    judge_one("covariance", &products, 0.0, Noise::Absolute(10.0));
}

const LOOPS: &str = r#"
[stages]
qualify = { touch = { exponential = "5 d" }, next = { demo = 0.6, lost = 0.4 } }
demo = { touch = { exponential = "8 d" }, next = { qualify = 0.05, proposal = 0.65, lost = 0.3 } }
proposal = { touch = { exponential = "12 d" }, next = { demo = 0.15, negotiate = 0.55, won = 0.02, lost = 0.28 } }
negotiate = { touch = { exponential = "10 d" }, next = { proposal = 0.2, won = 0.6, lost = 0.2 } }
"#;

fn quantile(values: &[f64], p: f64) -> f64 {
    posse::stats::quantile(values, p)
}

fn sd(values: &[f64]) -> f64 {
    values.iter().copied().collect::<Tally>().sd()
}

fn is_won(lead: &Exited) -> bool {
    lead.exit == Exit::WON
}

#[test]
fn a_funnel_with_loops_is_an_absorbing_chain() {
    let head = r#"
run = { warm_up = "500 leads", until = "5500 leads", replications = 48 }
channels.web.arrivals = "4 per d"
"#;
    let rows = observe(&format!("{head}{LOOPS}"), 0, |run: Run<'_, Ends>| -> Row {
        let days = |lead: &Exited| stay(lead) / 24.0;
        let all: Vec<f64> = run.seen.measured().map(days).collect();
        let won: Vec<f64> = run.seen.measured().filter(|l| is_won(l)).map(days).collect();
        let visits = |stage: &str| run.value(&format!("stage.{stage}.visits")) / run.value("leads");
        let wip = |stage: &str| run.value(&format!("stage.{stage}.wip"));
        let stages = ["qualify", "demo", "proposal", "negotiate"];
        vec![
            ("p_win", share(won.len(), all.len())),
            ("mean_stage_visits", stages.into_iter().map(visits).sum()),
            ("visits_qualify", visits("qualify")),
            ("visits_demo", visits("demo")),
            ("visits_proposal", visits("proposal")),
            ("visits_negotiate", visits("negotiate")),
            ("mean_time_to_close", mean(all.iter().copied())),
            ("sd_time_to_close", sd(&all)),
            ("time_to_close_p50", quantile(&all, 0.5)),
            ("time_to_close_p90", quantile(&all, 0.9)),
            ("time_to_close_p95", quantile(&all, 0.95)),
            ("mean_time_to_win", mean(won.iter().copied())),
            ("sd_time_to_win", sd(&won)),
            ("time_to_win_p50", quantile(&won, 0.5)),
            ("time_to_win_p90", quantile(&won, 0.9)),
            ("WIP_steady", run.value("wip")),
            ("WIP_qualify", wip("qualify")),
            ("WIP_demo", wip("demo")),
            ("WIP_proposal", wip("proposal")),
            ("WIP_negotiate", wip("negotiate")),
            ("p_win_by_60", share(won.iter().filter(|d| **d <= 60.0).count(), all.len())),
        ]
    });
    let expected = [
        ("p_win", 0.178_244_972_577_697, 0.01),
        ("mean_stage_visits", 2.521_546_095_586_32, 0.01),
        ("visits_qualify", 1.034_865_500_130_58, 0.01),
        ("visits_demo", 0.697_310_002_611_648, 0.01),
        ("visits_proposal", 0.509_271_350_221_99, 0.01),
        ("visits_negotiate", 0.280_099_242_622_095, 0.01),
        ("mean_time_to_close", 19.665_056_150_430_9, 0.01),
        ("sd_time_to_close", 21.513_562_428_197_9, 0.02),
        ("time_to_close_p50", 11.909_485_365_092_3, 0.02),
        ("time_to_close_p90", 48.836_039_806_802_6, 0.02),
        ("time_to_close_p95", 63.280_012_946_321_5, 0.02),
        ("mean_time_to_win", 40.493_470_880_125_4, 0.01),
        ("sd_time_to_win", 23.554_817_300_765_8, 0.02),
        ("time_to_win_p50", 35.636_789_958_859_9, 0.02),
        ("time_to_win_p90", 71.388_395_301_857_1, 0.02),
        ("WIP_steady", 78.660_224_601_723_7, 0.01),
        ("WIP_qualify", 20.697_310_002_611_6, 0.02),
        ("WIP_demo", 22.313_920_083_572_7, 0.02),
        ("WIP_proposal", 24.445_024_810_655_5, 0.02),
        ("WIP_negotiate", 11.203_969_704_883_8, 0.02),
        ("p_win_by_60", 0.147_483_023_603_466, 0.01),
    ];
    judge(&rows, &expected);
}

#[test]
fn wins_booked_in_the_first_sixty_days_are_those_of_the_chain() {
    let head = r#"
run = { days = 60, run_out = "0 h", replications = 2000 }
channels.web.arrivals = "4 per d"
"#;
    let found = results(&format!("{head}{LOOPS}"));
    let noise = Noise::Relative(0.01);
    judge_one("wins", found.values(0, "wins"), 16.429_828_141_854_5, noise);
}

const DURATIONS: &str = r#"
channels.web.arrivals = "5 per d"
[stages]
qualify = { touch = { lognormal = { mean = "4 d", cv = 1 } }, advance = 0.5 }
demo = { touch = { gamma = { mean = "7 d", cv = 0.6 } }, advance = 0.6 }
proposal = { touch = { lognormal = { mean = "20 d", cv = 0.8 } }, advance = 0.4 }
"#;

#[test]
fn a_funnel_with_any_durations_is_a_semi_markov_chain() {
    let head = r#"run = { warm_up = "1000 leads", until = "6000 leads", replications = 48 }"#;
    let rows = observe(&format!("{head}{DURATIONS}"), 0, |run: Run<'_, Ends>| -> Row {
        let won: Vec<f64> =
            run.seen.measured().filter(|l| is_won(l)).map(|l| stay(l) / 24.0).collect();
        vec![
            ("mean_time_to_win", mean(won.iter().copied())),
            ("sd_time_to_win", sd(&won)),
            ("time_to_win_p50", quantile(&won, 0.5)),
            ("time_to_win_p90", quantile(&won, 0.9)),
            ("time_to_win_p95", quantile(&won, 0.95)),
            ("WIP_qualify", run.value("stage.qualify.wip")),
            ("WIP_demo", run.value("stage.demo.wip")),
            ("WIP_proposal", run.value("stage.proposal.wip")),
            ("WIP_total", run.value("wip")),
        ]
    });
    let expected = [
        ("mean_time_to_win", 31.0, 0.01),
        ("sd_time_to_win", 17.018_813_119_603_8, 0.03),
        ("time_to_win_p50", 27.080_360_003_673_1, 0.02),
        ("time_to_win_p90", 50.993_164_716_494_1, 0.02),
        ("time_to_win_p95", 62.176_232_223_163_9, 0.02),
        ("WIP_qualify", 20.0, 0.01),
        ("WIP_demo", 17.5, 0.01),
        ("WIP_proposal", 30.0, 0.01),
        ("WIP_total", 67.5, 0.01),
    ];
    judge(&rows, &expected);
}

#[test]
fn a_new_funnel_of_any_durations_fills_as_mg_inf_says() {
    let head = r#"
run = { days = 10, run_out = "0 h", replications = 2000 }
measure.snapshots = ["10 d"]"#;
    let found = results(&format!("{head}{DURATIONS}"));
    let counts: Vec<f64> =
        found.policies[0].snapshots.iter().map(|run| f64::from(run[0][0])).collect();
    judge_one("qualify", &counts, 18.294_727_414_984_2, Noise::Relative(0.01));
}

/// A month of a small sales system; what its reference says of commission is left aside.
#[test]
fn a_month_of_a_sales_system_earns_what_its_totals_say() {
    let text = r#"
run = { hours = 728, warm_up = "0 h", run_out = "drain", replications = 40000 }
deal = { value = { gamma = { mean = 14000, cv = 0.8 } }, margin = 0.35 }
people.rep = { cost = "9000 per mo" }
[channels]
web = { arrivals = "120 per mo", cost = 25 }
events = { arrivals = "40 per mo", cost = 90 }
referral = { arrivals = "15 per mo" }
[stages]
qualify = { advance = { by = "channel", web = 0.25, events = 0.45, referral = 0.7 } }
first = { advance = 0.6, cost = 40 }
second = { advance = 0.5, cost = 120 }
third = { advance = 0.35, cost = 250 }
"#;
    let found = results(text);
    let values = |key: &str| found.values(0, key);
    judge_one("wins", values("wins"), 6.1425, Noise::Relative(0.01));
    judge_one("sales", values("revenue"), 85_995.0, Noise::Relative(0.01));
    // 0.35 · 85 995 of margin; 6 600 for leads, 10 939.5 for stages, 9 000 for people
    judge_one("contribution", values("contribution"), 3_558.75, Noise::Absolute(85.995));
    judge_one("people", values("selling_cost.people"), 9_000.0, Noise::Relative(1e-9));
    let per_win = PooledRatio::of(values("selling_cost"), values("wins"));
    let z = (per_win.ratio - 26_539.5 / 6.1425) / per_win.standard_error;
    assert!(per_win.standard_error < 0.01 * per_win.ratio && z.abs() < 4.0, "cost per win: {z}");
}

#[test]
fn each_source_wins_its_share() {
    let text = r#"
run = { hours = 728, warm_up = "0 h", run_out = "drain", replications = 4000 }
[channels]
web = { arrivals = "120 per mo" }
events = { arrivals = "40 per mo" }
referral = { arrivals = "15 per mo" }
[stages]
qualify = { advance = { by = "channel", web = 0.25, events = 0.45, referral = 0.7 } }
first = { advance = 0.6 }
second = { advance = 0.5 }
third = { advance = 0.35 }
"#;
    let names = ["web", "events", "referral"];
    let rows = observe(text, 0, |run: Run<'_, Ends>| -> Row {
        let wins =
            |channel| run.seen.0.iter().filter(|l| l.channel == channel && is_won(l)).count();
        names.into_iter().enumerate().map(|(c, name)| (name, wins(c) as f64)).collect()
    });
    judge(&rows, &[("web", 3.15, 0.02), ("events", 1.89, 0.02), ("referral", 1.1025, 0.02)]);
}

#[test]
fn a_run_that_waits_for_leads_that_never_come_ends() {
    let text = r#"
run = { until = "10 leads", replications = 1 }
channels.web.arrivals = { at = ["1 h", "2 h"] }
stages.serve = { touch = "1 h" }
"#;
    assert_eq!(results(text).values(0, "wins"), [2.0]);
}

#[test]
fn a_cycle_that_only_time_ends_is_refused() {
    let text = r#"
run = { hours = 10, replications = 1 }
channels.web.arrivals = "1 per h"
stages.first = { touch = "1 h", timebox = "50 h" }
stages.second = { touch = "1 h", next = "first" }
"#;
    let refused = posse::scenario::Scenario::parse(text.as_bytes(), "test.toml", &|_| None);
    let problem = refused.map(|_| ()).unwrap_err().to_string();
    assert!(problem.contains("no way out of the stages `first`, `second`"), "{problem}");
}
