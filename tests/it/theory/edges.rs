//! Instants that touch: work that ends with the shift, deadlines of no length, rules that begin, and
//! what ends a run that would not end.

use posse::experiment::{self, Continue, Design, Failure};
use posse::sales::Outcome;
use posse::scenario::Scenario;

use super::lab::{Ends, Trace, mean, observe, observe_once, parse, results, wait};

const RULES: [&str; 4] = ["pause", "finish", "do not start", "hand back"];

/// One rep from `from` (hour of the day) to eight hours later, and more work of `minutes` each than
/// two days hold, which comes in the first hour of work of a week. By day: touches that ended on it.
fn per_day(rule: &str, minutes: u32, (hour, minute): (u32, u32), week: u32) -> [usize; 2] {
    let opens = f64::from(hour) + f64::from(minute) / 60.0;
    let monday = 168.0 * f64::from(week);
    let text = format!(
        "hours = \"Mon-Fri {hour:02}:{minute:02}-{:02}:{minute:02}\"\n\
         run = {{ hours = {}, warm_up = \"0 h\", replications = 1 }}\n\
         people.rep = {{ shift_end = \"{rule}\" }}\n\
         [channels.web]\narrivals = {{ at = [\"{} h\"] }}\nbatch = {}\n\
         [stages.call]\nrole = \"rep\"\ntouch = \"{minutes} min\"\n",
        hour + 8,
        monday + 48.0,
        monday + opens,
        960 / minutes + 10,
    );
    let trace: Trace = observe_once(&text, 0);
    let ended = |day: u32| {
        let (from, to) = (24.0 * f64::from(day), 24.0 * f64::from(day) + opens + 8.0);
        let of_day = |end: &f64| *end - monday > from && *end - monday <= to + 1e-6;
        trace.touches.iter().map(|touch| touch.end).filter(of_day).count()
    };
    [ended(0), ended(1)]
}

#[test]
fn work_that_divides_a_shift_fills_it_to_the_last_touch_under_every_rule() {
    let lengths = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 16, 20, 24, 30, 32, 40, 48, 60, 80, 96, 160];
    for minutes in lengths {
        for rule in RULES {
            for (opens, week) in [((9, 0), 0), ((7, 20), 0), ((0, 6), 1), ((9, 0), 520)] {
                let expected = (480 / minutes) as usize;
                let found = per_day(rule, minutes, opens, week);
                let case = format!("{minutes} min, {rule}, from {opens:?} in week {week}");
                assert_eq!(found, [expected, expected], "{case}");
            }
        }
    }
}

#[test]
fn a_shift_of_work_that_fits_costs_no_overtime() {
    for (minutes, batch) in [(6, 80), (1, 480), (7, 60)] {
        let text = format!(
            "people.rep = {{ cost = \"1600 per week\", shift_end = \"finish\" }}\n\
             run = {{ days = 1, warm_up = \"0 h\", replications = 1 }}\n\
             [channels.web]\narrivals = {{ at = [\"9 h\"] }}\nbatch = {batch}\n\
             [stages.call]\nrole = \"rep\"\ntouch = \"{minutes} min\"\n"
        );
        let all = results(&text);
        let measure = all.measure("selling_cost.overtime").expect("a measure");
        assert_eq!(all.policies[0].values[measure], [0.0], "{minutes} min");
    }
}

#[test]
fn each_person_of_a_roster_is_paid_overtime_at_an_own_rate() {
    // two leads at nine; whoever is there from nine to eleven works until one: 140 a week for 14 h
    let text = r#"
calendar = "always"
people.rep = { cost = "140 per week", on_duty = [["0 h", 1], ["9 h", 2], ["11 h", 1]], shift_end = "finish" }
run = { days = 1, warm_up = "0 h", replications = 1 }
channels.web = { arrivals = { at = ["9 h"] }, batch = 2 }
stages.call = { role = "rep", touch = "4 h" }
"#;
    let all = results(text);
    let measure = all.measure("selling_cost.overtime").expect("a measure");
    assert!((all.policies[0].values[measure][0] - 20.0).abs() < 1e-9);
}

/// An Erlang loss system of two servers with load 0.2: whoever finds nobody idle is lost.
fn lost_at_once(deadline: &str) -> f64 {
    let text = format!(
        "calendar = \"always\"\npeople.rep = 2\n{deadline}\n\
         run = {{ weeks = 100, replications = 40 }}\n\
         channels.web.arrivals = \"0.2 per h\"\n"
    );
    let ends = observe(&text, 0, |run: super::lab::Run<'_, Ends>| {
        let all = run.seen.measured().count() as f64;
        let lost = run.seen.measured().filter(|lead| lead.first_touch.is_none()).count();
        lost as f64 / all
    });
    mean(ends)
}

#[test]
fn who_can_be_served_at_once_is_served_before_a_deadline_of_no_length() {
    let touch = "role = \"rep\", touch = { exponential = \"1 h\" }";
    // B(2; 0.2) = 0.02 / 1.22; 134,400 leads, so a standard error of 0.00035
    let erlang_b = 0.02 / 1.22;
    for deadline in [
        format!("stages.s = {{ {touch}, patience = {{ after = \"0 h\", exit = \"gone cold\" }} }}"),
        format!("interest = \"0 h\"\nstages.s = {{ {touch} }}"),
        format!("stages.s = {{ {touch}, timebox = {{ after = \"0 h\", exit = \"gone cold\" }} }}"),
    ] {
        let lost = lost_at_once(&deadline);
        assert!((lost - erlang_b).abs() < 0.0014, "{deadline}: {lost} for {erlang_b}");
    }
}

/// M/M/1 at 80 %: mean of the squared waits in each replication.
fn squared_waits(order: &str) -> Vec<f64> {
    let text = format!(
        "calendar = \"always\"\npeople.rep = 1\n\
         run = {{ until = \"22000 leads\", warm_up = \"2000 leads\", replications = 48 }}\n\
         channels.web.arrivals = \"0.8 per h\"\n\
         stages.serve = {{ role = \"rep\", touch = {{ exponential = \"1 h\" }}, advance = 1 }}\n\
         policies.p.rules.order = \"{order}\"\n"
    );
    observe(&text, 0, |run: super::lab::Run<'_, Ends>| {
        mean(run.seen.measured().map(|lead| wait(lead) * wait(lead)))
    })
}

#[test]
fn random_order_draws_anew_at_every_choice() {
    // E[Wq²] = 40 · 2 / (2 − ρ) of service in random order, 40 first come first served
    for (order, expected) in [("fifo", 40.0), ("random", 40.0 * 2.0 / 1.2)] {
        let squares: posse::stats::Tally = squared_waits(order).into_iter().collect();
        let error = squares.standard_error();
        assert!(error < 0.05 * expected, "{order}: ± {error}");
        assert!((squares.mean() - expected).abs() < 4.0 * error, "{order}: {}", squares.mean());
    }
}

/// The outcomes of a policy and of a switch to the same policy.
fn with_and_without_switch(policy: &str, start: &str, replication: u32) -> (Outcome, Outcome) {
    let text = format!(
        "base = \"hero-vs-team.toml\"\ncompare = [\"{policy}\", \"again\"]\n\
         policies.hero.pay.scale = 1\npolicies.team.pay.scale = 1\n\
         policies.again = {{ like = \"{policy}\", start = \"{start}\", before = \"{policy}\" }}\n\
         run.weeks = 30\nrun.warm_up = \"8 weeks\"\nrun.run_out = \"8 weeks\"\n"
    );
    let load = |path: &str| {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/");
        std::fs::read_to_string(format!("{folder}{path}")).ok()
    };
    let scenario =
        Scenario::parse(text.as_bytes(), "switch.toml", &load).unwrap_or_else(|e| panic!("{e}"));
    let design = Design::new(crate::ready(&scenario));
    let outcome = |p| design.observe(p, replication, ()).unwrap_or_else(|e| panic!("{e}")).0;
    (outcome(0), outcome(1))
}

#[test]
fn a_switch_to_the_same_rules_changes_nothing() {
    for policy in ["hero", "team"] {
        for (replication, start) in ["0 h", "week 12", "3000.3 h", "3150 h"].iter().enumerate() {
            let replication = u32::try_from(replication).expect("few");
            let (without, with) = with_and_without_switch(policy, start, replication);
            let bits = |o: &Outcome| o.values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            assert!(bits(&without) == bits(&with), "{policy} from {start}");
            assert_eq!(without.by_week, with.by_week, "{policy} from {start}");
        }
    }
}

#[test]
fn people_who_join_a_group_by_date_stay_when_other_rules_begin() {
    let text = r#"
calendar = "always"
people.rep = { count = 1, headcount = [["2 h", 3]] }
channels.web = { arrivals = { at = ["5 h"] }, batch = 3 }
stages.call = { role = "rep", touch = "1 h" }
run = { hours = 10, warm_up = "0 h", replications = 1 }
compare = ["first", "later"]
policies.first = { rules = { order = "fifo" } }
policies.later = { rules = { order = "lifo" }, start = "4 h", before = "first" }
"#;
    let trace: Trace = observe_once(text, 1);
    let starts: Vec<f64> = trace.touches.iter().map(|touch| touch.start).collect();
    assert_eq!(starts, [5.0, 5.0, 5.0]);
}

#[test]
fn a_group_takes_other_roles_though_those_of_another_group_stay() {
    let text = r#"
calendar = "always"
people.rep = { count = 3, jobs = { caller = {}, closer = {} } }
people.clerk = 1
channels.web = { arrivals = { at = ["5 h"] }, batch = 3 }
stages.call = { role = "rep", touch = "1 h" }
stages.close = { role = "rep", touch = "1 h" }
stages.file = { role = "clerk", touch = "1 h" }
run = { hours = 20, warm_up = "0 h", run_out = "0 h", replications = 1 }
compare = ["first", "later"]
[policies.first.roles]
caller = { heads = 1, stages = ["call"] }
closer = { heads = 2, stages = ["close"] }
[policies.later]
start = "4 h"
before = "first"
[policies.later.roles]
caller = { heads = 2, stages = ["call"] }
closer = { heads = 1, stages = ["close"] }
"#;
    // three leads come at once after the change: one caller lets them wait 0, 1 and 2 hours, two
    // callers 0, 0 and 1
    let results = results(text);
    let wait = |policy| results.values(policy, "stage.call.wait_mean")[0];
    assert_eq!((wait(0), wait(1)), (1.0, 1.0 / 3.0));
}

fn failure(text: &str) -> Failure {
    experiment::run(&parse(text), |_| Continue::Yes).expect_err("a run that is given up")
}

const BUSY: &str = "calendar = \"always\"\npeople.rep = 1\nchannels.web.arrivals = \"10 per h\"\n\
                    stages.call = { role = \"rep\", touch = \"1 h\" }\n";

#[test]
fn a_replication_beyond_its_budget_of_events_is_given_up() {
    let text = format!("{BUSY}run = {{ weeks = 10, replications = 1, max_events = 20000 }}\n");
    let found = failure(&text);
    assert!(matches!(found, Failure::TooManyEvents { most: 20_000, .. }), "{found}");
    assert!(found.to_string().contains("raise `run.max_events`"), "{found}");
}

#[test]
fn a_replication_with_too_many_leads_at_once_is_given_up() {
    let text = format!("{BUSY}run = {{ weeks = 10, replications = 1, max_leads = 500 }}\n");
    let found = failure(&text);
    assert!(matches!(found, Failure::TooManyLeads { most: 500, .. }), "{found}");
    assert!(found.to_string().contains("raise `run.max_leads`"), "{found}");
}

#[test]
fn more_leads_than_events_allowed_are_refused_before_any_run() {
    let text = "channels.web.arrivals = { every = \"1e-9 week\" }\nrun = { weeks = 4 }\n\
                stages.close = { touch = \"4 h\", advance = 0.25 }\n";
    let refused = Scenario::parse(text.as_bytes(), "test.toml", &|_| None);
    let error = refused.expect_err("too many leads").to_string();
    assert!(error.contains("each run expects 4.000e9 leads"), "{error}");
}

#[test]
fn plans_that_nobody_is_paid_by_do_not_hold_the_clock() {
    let text = "run = { weeks = 14, replications = 1 }\nchannels.web.arrivals = \"50 per week\"\n\
                stages.close = { touch = \"4 h\", advance = 0.25 }\ndeal.value = 100\n\
                plans.p.salary = \"100 per week\"\n";
    let all = results(text);
    let leads = all.measure("leads").expect("a measure");
    assert!(all.policies[0].values[leads][0] > 500.0);
}

#[test]
fn leads_that_come_without_time_passing_are_an_error() {
    let text = "channels.web.arrivals = { every = \"0 h\" }\nrun = { weeks = 1, replications = 1 }\n\
                stages.close = { touch = \"4 h\", advance = 0.25 }\n";
    match Scenario::parse(text.as_bytes(), "test.toml", &|_| None) {
        Err(_) => {} // refused even earlier
        Ok(scenario) => {
            let found = experiment::run(&scenario, |_| Continue::Yes).expect_err("no time");
            assert!(matches!(found, Failure::GoesRound { .. }), "{found}");
        }
    }
}

#[test]
fn sums_that_no_number_can_hold_are_undefined() {
    let text = "channels.web.arrivals = \"50 per week\"\nrun = { weeks = 4, replications = 3 }\n\
                stages.close = { touch = \"4 h\", advance = 1 }\ndeal.value = 100\n";
    let mut scenario = parse(text);
    scenario.system.segments[0].value =
        posse::engine::law::Law::lognormal(100.0, 300.0).expect("a law");
    let all = experiment::run(&scenario, |_| Continue::Yes).unwrap_or_else(|e| panic!("{e}"));
    let revenue = all.measure("revenue").expect("a measure");
    assert!(all.policies[0].values[revenue].iter().all(|value| value.is_nan()));
    let wins = all.measure("wins").expect("a measure");
    assert!(all.policies[0].values[wins].iter().all(|value| *value > 0.0));
    experiment::summarise(&scenario, &all, Vec::new());
}

#[test]
fn the_capacity_of_a_roster_is_that_of_all_its_people() {
    let text = "calendar = \"always\"\nchannels.web.arrivals = \"300 per week\"\n\
                people.rep = { on_duty = [[\"0 h\", 1], [\"9 h\", 5], [\"11 h\", 1]] }\n\
                stages.serve = { role = \"rep\", touch = { exponential = \"1 h\" } }\n";
    let scenario = parse(text);
    let loads = posse::sales::role_loads(&scenario.system, &scenario.policies[0]).expect("loads");
    assert!((loads[0].needed_hours - 300.0).abs() < 1e-9, "{loads:?}");
    assert!((loads[0].capacity_hours - 224.0).abs() < 1e-9, "168 and four times 14: {loads:?}");
}

#[test]
fn batches_are_whole_in_what_is_planned_too() {
    // the mean of a Poisson number of mean 1/2, at least 1: 1/2 + exp(−1/2)
    let text = "calendar = \"always\"\npeople.rep = 1\n\
                channels.web = { arrivals = \"0.25 per h\", batch = { poisson = 0.5 } }\n\
                stages.s = { role = \"rep\", touch = \"1.4 h\" }\n";
    let leads = parse(text).system.channels[0].mean_leads_per_week();
    let expected = 42.0 * (0.5 + 0.606_530_659_712_633_4);
    assert!((leads / expected - 1.0).abs() < 0.005, "{leads} for {expected}");
}

#[test]
fn a_run_until_empty_that_is_cut_off_is_told() {
    let text = "calendar = \"always\"\npeople.rep = { count = 1, headcount = [[\"5 h\", 0]] }\n\
                channels.web.arrivals = { at = [\"1 h\", \"10 h\"] }\n\
                stages.call = { role = \"rep\", touch = \"1 h\" }\n\
                run = { days = 1, replications = 2, run_out = \"drain\" }\n";
    assert_eq!(results(text).policies[0].stranded, 2);
    // as is a window that waits for leads that never come
    let by_leads = text
        .replace("days = 1", "until = \"3 leads\"")
        .replace("run_out = \"drain\"", "run_out = \"1 h\"");
    assert_eq!(results(&by_leads).policies[0].stranded, 2);
    assert_eq!(results(&by_leads.replace("\"5 h\", 0", "\"5 h\", 1")).policies[0].stranded, 0);
    let all = results(text);
    let warnings = experiment::run_warnings(&all);
    let expected = "2 of 2 runs were still not empty ten years after the window and were cut off";
    assert!(warnings.iter().any(|warning| warning.contains(expected)), "{warnings:?}");
}
