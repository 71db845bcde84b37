//! Equal cost: the factor on variable pay at which pay costs what the first policy's does.

use posse::experiment::scaling::{
    FactorErrors, PILOT_SEED, Piloting, Scaling, Unsolved, factor_errors, factor_errors_ahead,
    is_scaled, needed, solve, solve_some,
};
use posse::experiment::{
    Continue, Design, End, Failure, Goal, Looks, PairSummary, Ready, Summary, primary_pairs, run,
    run_warnings, summarise,
};
use posse::sales::pay::Scale;
use posse::scenario::{Scenario, Zone};
use posse::stats::{Interval, PooledRatio};

/// Two policies that differ in their pay alone: half of the deals of five leads a week are won, each
/// 1,000. An hour is worth little, so that nobody ever waits.
const FLOOR: &str = r#"
[channels.web]
arrivals = "5 per week"
[deal]
value = 1000
[stages.close]
role = "seller"
touch = "2 h"
advance = 0.5
[people.seller]
count = 2
cost = "40000 per year"
loading = 1.25
[plans.ten]
salary = "30 k per year"
commission = 0.10
[plans.sixteen]
salary = "30 k per year"
commission = 0.16
[policies.hero.pay]
plans = { seller = "ten" }
[policies.team.pay]
plans = { seller = "sixteen" }
scale = "equal cost"
[run]
weeks = 26
warm_up = "4 weeks"
run_out = "1 week"
"#;

fn scenario(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

fn solved(scenario: &Scenario) -> Scaling {
    solve(scenario, |_| Continue::Yes).unwrap_or_else(|error| panic!("{error}"))
}

fn unsolved(scenario: &Scenario) -> Unsolved {
    solve(scenario, |_| Continue::Yes).expect_err("no factor")
}

/// The scenario with its factors, on a seed that pilot runs know nothing of.
fn settled(scenario: &Scenario, scaling: &Scaling, (seed, runs): (u64, u32)) -> Scenario {
    let mut settled = scenario.clone();
    scaling.apply(&mut settled.policies);
    (settled.seed, settled.replications) = (seed, runs);
    settled
}

/// How much more pay costs under policy number `policy` than under the first, and half its interval.
fn gap(scenario: &Scenario, policy: usize) -> (f64, f64) {
    let results = run(scenario, |_| Continue::Yes).expect("a run that ends");
    let [first, own] = [0, policy].map(|policy| results.values(policy, "pay_cost"));
    let ratio = PooledRatio::of(own, first);
    (ratio.ratio - 1.0, 0.5 * (ratio.interval.1 - ratio.interval.0))
}

#[test]
fn rates_alone_are_scaled_in_proportion() {
    let scaling = solved(&scenario(FLOOR));
    let [team] = &scaling.policies[..] else { panic!("{scaling:?}") };
    assert_eq!((team.policy.as_str(), team.factor), ("team", 0.10 / 0.16));
    assert!(team.gap.abs() < 1e-12 && team.error < 1e-12, "{team:?}");
    assert_eq!((scaling.first.as_str(), scaling.seed), ("hero", PILOT_SEED));
}

/// Loaded cost = 1.25 · (fixed + factor · rate · revenue), both with 65 wins of 1,000 expected in 26
/// weeks: 1.25 · (30,000 + 6,500) = 1.25 · (20,000 + x · 10,400).
#[test]
fn a_lower_salary_is_made_up_for_by_variable_pay() {
    let text = FLOOR.replace(
        "salary = \"30 k per year\"\ncommission = 0.16",
        "salary = \"20 k per year\"\ncommission = 0.16",
    );
    let scaling = solved(&scenario(&text));
    let team = &scaling.policies[0];
    let exact = (30_000.0 - 20_000.0 + 6_500.0) / 10_400.0;
    // Wins in 256 trial runs are known to 1/√(256 · 65), the factor to 10,000/16,500 of that.
    let error = exact * (10_000.0 / 16_500.0) / (256.0 * 65.0_f64).sqrt();
    assert!((team.factor - exact).abs() < 4.0 * error, "{} for {exact} ± {error}", team.factor);
    assert!((scaling.target.mean - 1.25 * 36_500.0).abs() < 2.0 * scaling.target.error);
    let unscaled = team.unscaled.pay_cost;
    assert!((unscaled.mean - 1.25 * 30_400.0).abs() < 2.0 * unscaled.error, "{unscaled:?}");
    // Return on Sales at factor 1: all that people are paid is spent, half of the deals' value is.
    let share = team.unscaled.return_on_sales.expect("every run has revenue");
    let contribution = team.unscaled.contribution;
    let exact = 65_000.0 - 1.25 * 30_400.0;
    assert!((contribution.mean - exact).abs() < 2.0 * contribution.error, "{contribution:?}");
    assert!((share.mean - exact / 65_000.0).abs() < 0.02, "{share:?}");
}

/// Sellers with effort, patience and the rest of it: pay is no straight line of the factor any more.
const ANSWERED: &str = "\n[behaviour]\n[behaviour.effort]\nresponse = 1\nelasticity = 1\n";

#[test]
fn where_people_answer_their_pay_the_gap_is_small_on_other_luck() {
    let text = FLOOR.replace("touch = \"2 h\"", "touch = \"14 h\"") + ANSWERED;
    let scenario = scenario(&text);
    let scaling = solved(&scenario);
    let team = &scaling.policies[0];
    assert!(team.gap.abs() < 0.01 && team.error <= 0.005, "{team:?}");
    let (gap, error) = gap(&settled(&scenario, &scaling, (77, 4_000)), 1);
    assert!(gap.abs() + error < 0.01, "{gap} ± {error}");
    // The two gaps agree.
    assert!((gap - team.gap).abs() < 2.0 * error.hypot(team.error), "{gap}, {team:?}");
}

#[test]
fn factors_depend_on_neither_seed_nor_number_of_runs() {
    let scenario = scenario(FLOOR);
    let other = Scenario { seed: 99, replications: 3, ..scenario.clone() };
    assert_eq!(solved(&scenario), solved(&other));
}

#[test]
#[cfg(feature = "parallel")]
fn the_number_of_threads_changes_no_bit_of_a_factor() {
    let text = FLOOR.replace("touch = \"2 h\"", "touch = \"14 h\"") + ANSWERED;
    let scenario = scenario(&text);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| format!("{:?}", solved(&scenario)))
    };
    assert_eq!(with(1), with(3));
}

#[test]
fn a_cost_out_of_reach_is_told_with_both_ends() {
    let text = FLOOR.replace(
        "salary = \"30 k per year\"\ncommission = 0.16",
        "salary = \"90 k per year\"\ncommission = 0.16",
    );
    let error = unsolved(&scenario(&text));
    let Unsolved::NotFound { policy, first, target, least, most } = &error else {
        panic!("{error}")
    };
    assert_eq!((policy.as_str(), first.as_str()), ("team", "hero"));
    // In money: 1.25 · (90,000 + x · 10,400) at 0.2 and at 5.
    for (found, exact) in [(target, 45_625.0), (least, 115_100.0), (most, 177_500.0)] {
        assert!((found / exact - 1.0).abs() < 0.02, "{found} for {exact}");
    }
    let text = error.to_string();
    for part in ["from 0.2 to 5", "at 0.2 it costs 115", "at 5 17", "`team`", "`hero`"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn there_must_be_a_cost_to_be_equal_to() {
    let text = FLOOR.replace("salary = \"30 k per year\"\ncommission = 0.10", "commission = 0");
    assert_eq!(unsolved(&scenario(&text)), Unsolved::NoCost { first: "hero".into() });
}

#[test]
fn people_who_cost_nothing_are_no_base_of_a_percentage() {
    let text = FLOOR
        .replace("salary = \"30 k per year\"\ncommission = 0.10", "commission = 0")
        .replace("scale = \"equal cost\"\n", "");
    let scenario = Scenario { replications: 4, ..scenario(&text) };
    let results = run(&scenario, |_| Continue::Yes).expect("a run that ends");
    let warned = run_warnings(&scenario, &results).join("\n");
    assert!(warned.contains(": those of hero cost nothing, those of team do"), "{warned}");
}

/// Deals of which one in a thousand is worth all the others: no number of runs allowed tells what they
/// cost.
#[test]
fn what_luck_moves_too_much_is_said() {
    let text =
        FLOOR.replace("value = 1000", "value = { lognormal = { mean = 1000, cv = 100 } }").replace(
            "salary = \"30 k per year\"\ncommission = 0.16",
            "salary = \"25 k per year\"\ncommission = 0.16",
        );
    let error = unsolved(&scenario(&text));
    let Unsolved::Imprecise { policy, runs, error } = error else { panic!("{error}") };
    assert_eq!((policy.as_str(), runs), ("team", 16_384));
    assert!(error > 0.005, "{error}");
}

#[test]
fn the_search_can_be_stopped() {
    let mut told = Vec::new();
    let stopped = solve(&scenario(FLOOR), |piloting| {
        told.push(piloting.runs);
        if told.len() < 3 { Continue::Yes } else { Continue::No }
    });
    assert_eq!(stopped, Err(Unsolved::Interrupted));
    assert!(told.is_sorted() && told[0] > 0 && told[2] < 256, "{told:?}");
}

#[test]
fn a_policy_that_begins_later_is_scaled_over_the_whole_run() {
    let text = FLOOR.to_owned()
        + r#"
[policies.change]
start = "week 18"
before = "team"
pay = { plans = { seller = "ten" }, scale = "equal cost" }
"#;
    let scaling = solved(&scenario(&text));
    let factors: Vec<f64> = scaling.policies.iter().map(|scaled| scaled.factor).collect();
    let names: Vec<&str> = scaling.policies.iter().map(|s| s.policy.as_str()).collect();
    // Before the change team's pay costs what the hero's does, after it the hero's own pay.
    assert_eq!((names, factors), (vec!["team", "change"], vec![0.625, 1.0]));
}

#[test]
fn nothing_runs_before_its_factor_is_known() {
    let scenario = scenario(FLOOR);
    let waits = Failure::WaitsForFactor { policy: "team".into() };
    assert_eq!(run(&scenario, |_| Continue::Yes).unwrap_err(), waits);
    assert_eq!(Ready::of(&scenario).unwrap_err(), waits);
    let mut first = scenario.clone();
    first.select_policies(&[0]);
    let design = Design::new(crate::ready(&first));
    assert!(design.observe(0, 0, ()).is_ok(), "the first policy is as it is");
}

/// A third policy that is scaled as well.
fn three() -> Scenario {
    scenario(&(FLOOR.to_owned() + "[policies.other]\nlike = \"team\"\n"))
}

#[test]
fn only_the_factors_asked_for_are_sought_and_each_is_kept_at_once() {
    let scenario = three();
    let all = solved(&scenario);
    let mut kept: Vec<Vec<String>> = Vec::new();
    let names = |scaling: &Scaling| scaling.policies.iter().map(|s| s.policy.clone()).collect();
    let mut first = None;
    solve_some(
        &scenario,
        (&|name| name == "other", None),
        |_| Continue::Yes,
        |scaling| {
            kept.push(names(scaling));
            first = Some(scaling.clone());
        },
    )
    .expect("a factor");
    assert_eq!(kept, [["other"]]);
    // What is known is not sought again, and what is found later is the same to the last bit.
    let mut runs = Vec::new();
    let mut both = None;
    let watch = |piloting: &Piloting<'_>| {
        runs.push(piloting.label.to_owned());
        Continue::Yes
    };
    solve_some(&scenario, (&|_| true, first.as_ref()), watch, |scaling| {
        both = Some(scaling.clone());
    })
    .expect("a factor");
    assert!(runs.iter().all(|label| label != "other"), "{runs:?}");
    let both = both.expect("a factor");
    assert_eq!((&both.policies, both.target), (&all.policies, all.target));
    assert_eq!(needed(&scenario, &|name| name == "hero"), Vec::<String>::new());
    assert_eq!(needed(&scenario, &|_| true), ["team", "other"]);
}

/// The law of the cost is a straight line, 1.25 · (30,000 + x · rate · revenue): an error of one per
/// cent of the cost moves pay cost by itself, contribution by as much the other way, and wins not at
/// all.
#[test]
fn the_error_of_a_factor_is_in_the_interval_of_everything_it_moves() {
    let scenario = scenario(FLOOR);
    let mut scaling = solved(&scenario);
    let settled = settled(&scenario, &scaling, (3, 40));
    let results = run(&settled, |_| Continue::Yes).expect("a run that ends");
    (scaling.policies[0].gap, scaling.policies[0].error) = (-0.004, 0.006);
    let off = 0.01 * scaling.target.mean;
    let errors = factor_errors(&settled, &results, &scaling, None).expect("runs that end");
    let before = summarise(&settled, &results, Vec::new());
    let after = before.clone().scaled(scaling, &errors);
    for (key, moved) in [("pay_cost", off), ("contribution", off), ("wins", 0.0)] {
        let at = results.measure(key).expect("a measure");
        let half = |summary: &Summary, policy: usize| {
            summary.policies[policy].estimates[at].as_ref().expect("defined").half_width()
        };
        let expected = half(&before, 1).hypot(moved);
        assert!((half(&after, 1) / expected - 1.0).abs() < 1e-9, "{key}");
        assert_eq!(half(&after, 0).to_bits(), half(&before, 0).to_bits(), "{key} of the first");
        let pair = |summary: &Summary| {
            let is_it = |pair: &&PairSummary| pair.measure == at;
            summary
                .comparisons
                .iter()
                .find(is_it)
                .expect("a pair")
                .comparison
                .difference
                .half_width()
        };
        let expected = pair(&before).hypot(moved);
        assert!((pair(&after) - expected).abs() <= 1e-9 * expected.max(1.0), "{key}");
    }
}

#[test]
fn a_run_goes_on_until_the_error_of_the_factor_fits_into_the_width_too() {
    let text = FLOOR.replace(
        "commission = 0.16",
        "commission = [{ rate = 0.16 }, { from = 9000, rate = 0.2 }]",
    );
    let scenario = scenario(&text);
    let mut scaling = solved(&scenario);
    let mut settled = settled(&scenario, &scaling, (3, 64));
    settled.primary = "pay_cost".into();
    let results = run(&settled, |_| Continue::Yes).expect("a run that ends");
    (scaling.policies[0].gap, scaling.policies[0].error) = (-0.004, 0.006);
    let off = 0.01 * scaling.target.mean;
    let errors = factor_errors_ahead(&settled, &scaling, None).expect("runs that end");
    let pairs = primary_pairs(&settled, &results, 2, Interval::Sequence);
    let half = pairs[0].comparison.difference.half_width();
    let goal = |width: f64| Goal { decided: false, precision: Some(Zone::Absolute(width)) };
    let is_reached = |width: f64, errors: Option<FactorErrors>| {
        Looks::new(&settled, 2, goal(width), errors).room(&results) == 0
    };
    assert!(is_reached(1.001 * half, None));
    assert!(!is_reached(1.001 * half, Some(errors.clone())));
    assert!(is_reached(1.001 * half.hypot(off), Some(errors.clone())));
    // no number of runs makes the error of a factor smaller
    let needed = |width: f64| {
        let looks = Looks::new(&settled, 2, goal(width), Some(errors.clone()));
        looks.last(&results, End::Runs).runs_needed
    };
    assert_eq!(needed(0.99 * off), None);
    assert!(needed(off.hypot(0.5 * half)).is_some_and(|runs| runs > 64));
}

#[test]
fn the_unscaled_return_on_sales_is_contribution_of_all_runs_over_their_revenue() {
    let scenario = scenario(FLOOR);
    let share = solved(&scenario).policies[0].unscaled.return_on_sales.expect("revenue");
    let mut plain = scenario.clone();
    plain.policies[1].pay.scale = Scale::Factor(1.0);
    (plain.seed, plain.replications) = (PILOT_SEED, 256);
    let results = run(&plain, |_| Continue::Yes).expect("a run that ends");
    let [contribution, revenue] =
        ["contribution", "revenue"].map(|key| results.values(1, key).iter().sum::<f64>());
    assert!((share.mean / (contribution / revenue) - 1.0).abs() < 1e-12, "{share:?}");
}

#[test]
fn a_warning_says_whose_people_cost_more_unless_they_are_scaled() {
    let scenario = scenario(FLOOR);
    let warned = |scenario: &Scenario| {
        let results = run(scenario, |_| Continue::Yes).unwrap();
        let warnings = run_warnings(scenario, &results);
        warnings.into_iter().filter(|warning| warning.contains("cost the same")).collect::<Vec<_>>()
    };
    let scaled = settled(&scenario, &solved(&scenario), (5, 200));
    assert_eq!(warned(&scaled), Vec::<String>::new());
    let mut unscaled = scaled.clone();
    for policy in &mut unscaled.policies {
        policy.pay.scale = Scale::Factor(1.0);
        assert!(!is_scaled(policy));
    }
    // 1.25 · 6,500 · 0.6 more than 1.25 · 36,500.
    let expected = "the policies' people do not cost the same: those of team cost 11 % more than those \
                    of hero";
    assert_eq!(warned(&unscaled), [expected]);
}
