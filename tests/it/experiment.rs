//! Experiments: pairing, threads, intervals.

use posse::experiment::{
    Continue, Design, Drift, Goal, Looks, PairSummary, Results, break_even, next_look,
    results_ahead, run, run_after, run_ahead, run_kept, summarise,
};
use posse::sales::{Extent, Stock};
use posse::scenario::Scenario;
use posse::stats::{Estimate, Support, Verdict};

use crate::memory::Memory;

const FLOOR: &str = r#"
calendar = "always"
people = { rep = 2 }
run = { weeks = 4, warm_up = "1 week", run_out = "1 week", replications = 40 }
channels.web = { arrivals = { per_week = 150, dispersion = 4 }, cost = 10 }
deal = { value = { lognormal = { mean = 1000, cv = 1 } }, margin = 0.7 }
[stages.call]
role = "rep"
touch = { exponential = "1 h" }
advance = 0.5
[stages.sell]
role = "rep"
touch = { lognormal = { mean = "1.5 h", cv = 1 } }
advance = 0.4
[policies.fifo]
[policies.biggest]
rules = { order = "biggest" }
"#;

fn scenario(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "test.toml", &|_| None).expect("a scenario without mistakes")
}

fn all(scenario: &Scenario) -> Results {
    run(scenario, |_| Continue::Yes).expect("leads that do not go round in circles")
}

fn bits(results: &Results) -> Vec<u64> {
    let values = results.policies.iter().flat_map(|p| p.values.iter().flatten());
    values.map(|v| v.to_bits()).collect()
}

#[test]
#[cfg(feature = "parallel")]
fn the_number_of_threads_changes_no_bit() {
    let scenario = scenario(FLOOR);
    let with = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| all(&scenario))
    };
    let (one, three) = (with(1), with(3));
    assert_eq!(bits(&one), bits(&three));
    let quantiles =
        |r: &Results| r.policies[1].lead_times.all_causes().quantile(0.85).map(f64::to_bits);
    assert_eq!(quantiles(&one), quantiles(&three));
}

#[test]
fn runs_made_ahead_are_those_of_the_whole_and_change_no_bit() {
    let scenario = Scenario { replications: 70, ..scenario(FLOOR) };
    let whole = all(&scenario);
    let ahead = run_ahead(&scenario, 1, &(), &|| false).unwrap().expect("one policy of two");
    let first = results_ahead(&ahead, &scenario).unwrap();
    assert_eq!((first.policies.len(), first.replications), (1, 64));
    assert_eq!(first.policies[0].values[0][..], whole.policies[0].values[0][..64]);
    let never = || false;
    let after = run_after(ahead, &scenario, &mut (), |_| u32::MAX, &|_| {}, &never).unwrap();
    assert_eq!(bits(&after), bits(&whole));
    for policy in 0..2 {
        let quantile = |of: &Results| of.policies[policy].lead_times.all_causes().quantile(0.85);
        assert_eq!(quantile(&after), quantile(&whole));
    }
    assert!(run_ahead(&scenario, 2, &(), &never).unwrap().is_none(), "nobody runs beside them");
}

#[test]
fn a_replication_is_a_function_of_its_number_alone() {
    let scenario = scenario(FLOOR);
    let results = all(&scenario);
    let design = Design::new(crate::ready(&scenario));
    for replication in [0, 7, 39] {
        let (outcome, ()) = design.observe(1, replication, ()).unwrap();
        let together = results.policies[1].values.iter().map(|v| v[replication as usize]);
        let alone: Vec<u64> = outcome.values.iter().map(|v| v.to_bits()).collect();
        assert_eq!(alone, together.map(f64::to_bits).collect::<Vec<_>>());
    }
}

#[test]
fn another_policy_beside_it_changes_nothing_for_a_policy() {
    let two = scenario(FLOOR);
    let mut one = two.clone();
    one.policies.truncate(1);
    let (two, one) = (all(&two), all(&one));
    for (with, without) in two.policies[0].values.iter().zip(&one.policies[0].values) {
        let same = with.iter().zip(without).all(|(a, b)| a.to_bits() == b.to_bits());
        assert!(same);
    }
}

#[test]
fn an_experiment_that_is_stopped_keeps_what_it_has() {
    let mut scenario = scenario(FLOOR);
    scenario.replications = 1000;
    let results = run(&scenario, |_| Continue::No).unwrap();
    assert!(results.replications > 0 && results.replications < 1000);
    let summary = summarise(&scenario, &results, Vec::new());
    assert_eq!(summary.replications_planned, 1000);
}

/// Metamorphic relation M-12: to stop after k replications and go on is one uninterrupted run.
#[test]
fn whatever_is_kept_and_however_it_is_paced_the_results_are_the_same() {
    let mut scenario = scenario(FLOOR);
    scenario.replications = 200;
    let at_once = format!("{:?}", all(&scenario));
    for (first, lost, pace) in [(1, 9, 7), (63, 9, 64), (130, 0, 200), (199, 2, 1), (200, 1, 33)] {
        let mut kept = Memory::default();
        let mut left = first;
        run_kept(&scenario, &mut kept, |_| std::mem::take(&mut left)).unwrap();
        assert_eq!(kept.0.values().map(|b| b.outcomes.len()).sum::<usize>(), first as usize);
        kept.0.remove(&lost);
        let reused: usize = kept.0.values().map(|b| b.outcomes.len()).sum();
        let mut results = run_kept(&scenario, &mut kept, |_| pace).unwrap();
        assert_eq!(results.reused as usize, reused, "{first} runs first");
        results.reused = 0;
        assert!(format!("{results:?}") == at_once, "{first} runs first, without block {lost}");
    }
}

#[test]
fn pairing_on_the_same_luck_wins_variance() {
    let results = all(&scenario(FLOOR));
    let summary = summarise(&scenario(FLOOR), &results, Vec::new());
    let revenue = summary.measures.iter().position(|m| m.key == "revenue").unwrap();
    let pair = summary.comparisons.iter().find(|p| p.measure == revenue).unwrap();
    assert!(pair.comparison.variance_reduction.unwrap() > 2.0);
}

#[test]
fn a_pair_that_never_differs_is_exactly_zero_and_decides_nothing() {
    let mut scenario = scenario(FLOOR);
    let mut placebo = scenario.policies[0].clone();
    placebo.name = "placebo".into();
    scenario.policies = vec![scenario.policies[0].clone(), placebo];
    let summary = summarise(&scenario, &all(&scenario), Vec::new());
    for pair in &summary.comparisons {
        let difference = &pair.comparison.difference;
        assert_eq!((difference.mean, difference.interval), (0.0, (0.0, 0.0)));
        assert_eq!(pair.comparison.support, Support::NoDifference);
        assert_eq!(pair.verdict(), Verdict::Undecided);
    }
}

#[test]
fn a_zone_may_be_a_share_of_the_first_policy() {
    let text = FLOOR.replace(
        "[policies.fifo]",
        "[measure]\nindifference = { revenue = \"10 %\" }\n[policies.fifo]",
    );
    let scenario = scenario(&text);
    let summary = summarise(&scenario, &all(&scenario), Vec::new());
    let revenue = summary.measures.iter().position(|m| m.key == "revenue").unwrap();
    let pair = summary.comparisons.iter().find(|p| p.measure == revenue).unwrap();
    let mean = summary.policies[0].estimates[revenue].as_ref().unwrap().mean;
    assert!((pair.zone - 0.1 * mean).abs() < 1e-9 * mean);
}

/// Leads arrive at 10 a week for 8 weeks and are won with chance 0.3 each, so wins are Poisson with
/// mean 24, and each brings 100 with a margin of a half.
const KNOWN: &str = r#"
calendar = "always"
run = { weeks = 8, warm_up = "0 h", run_out = "0 h", replications = 25 }
channels.web = { arrivals = "10 per week", cost = 3 }
deal = { value = 100, margin = 0.5 }
[stages.decide]
touch = "0 h"
advance = 0.3
"#;

/// How many of `repetitions` experiments of 25 runs have an interval that covers the true value.
fn covered(repetitions: u64, key: &str, truth: f64) -> f64 {
    let mut scenario = scenario(KNOWN);
    let mut covered = 0;
    for repetition in 0..repetitions {
        scenario.seed = 1_000 + repetition;
        let estimate = Estimate::of(all(&scenario).values(0, key));
        covered += u64::from(estimate.interval.0 <= truth && truth <= estimate.interval.1);
    }
    covered as f64 / repetitions as f64
}

#[test]
fn intervals_of_95_percent_cover_the_known_number_of_wins() {
    let share = covered(2_000, "wins", 24.0);
    assert!((0.94..=0.96).contains(&share), "{share}");
}

#[test]
fn intervals_of_95_percent_cover_the_known_contribution() {
    let share = covered(2_000, "contribution", 24.0 * 50.0 - 80.0 * 3.0);
    assert!((0.94..=0.96).contains(&share), "{share}");
}

/// An office whose people come, go and are away for ever, and three leads.
fn office_of_three_leads(run: &str) -> Scenario {
    scenario(&format!(
        r#"
hours = "Mon-Fri 09:00-17:00"
run = {{ {run}, replications = 2 }}
channels.web.arrivals = {{ at = ["9 h", "10 h", "11 h"] }}
[people.rep]
count = 1
turnover = {{ per_year = "50 % per year", replace = "2 mo" }}
absence = {{ every = "20 d", lasts = "3 d" }}
[stages.call]
role = "rep"
touch = "1 h"
"#
    ))
}

#[test]
fn a_window_that_asks_for_more_leads_than_come_ends_with_the_last_lead() {
    let scenario = office_of_three_leads(r#"warm_up = "0 leads", until = "100 leads""#);
    assert_eq!(all(&scenario).values(0, "wins"), [3.0, 3.0]);
}

#[test]
fn a_warm_up_that_asks_for_more_leads_than_come_leaves_an_empty_window() {
    let scenario = office_of_three_leads(r#"warm_up = "100 leads", until = "10 weeks""#);
    assert_eq!(all(&scenario).values(0, "wins"), [0.0, 0.0]);
}

#[test]
fn looks_fall_on_the_ends_of_blocks_and_grow_rare() {
    let looks: Vec<u32> =
        std::iter::successors(Some(next_look(0)), |n| Some(next_look(*n))).take(40).collect();
    assert_eq!(looks[..3], [64, 128, 192]);
    assert_eq!(looks[31..34], [2_048, 2_176, 2_304]);
    assert!(looks.iter().all(|look| look % 64 == 0));
    // Where a run was continued from does not matter.
    assert_eq!(next_look(100), 128);
    assert_eq!(next_look(u32::MAX), u32::MAX);
}

#[test]
fn a_change_has_paid_when_it_is_never_behind_again() {
    let gains = [0.0, 0.0, -5.0, 1.0, -1.0, 0.0, 2.0];
    assert_eq!(break_even(&gains, 2.0), Some(6));
}

#[test]
fn a_change_that_never_costs_pays_in_the_week_it_begins() {
    assert_eq!(break_even(&[0.0, 0.0, 3.0, 4.0], 2.0), Some(3));
    assert_eq!(break_even(&[0.0, 0.0, 3.0, 4.0], 2.5), Some(3));
}

#[test]
fn a_change_that_is_behind_at_the_end_has_not_paid() {
    assert_eq!(break_even(&[0.0, 5.0, -1.0], 0.0), None);
    assert_eq!(break_even(&[], 0.0), None);
}

#[test]
fn a_change_that_changes_nothing_does_not_pay() {
    assert_eq!(break_even(&[0.0, 0.0, 0.0], 1.0), None);
}

/// One customer in ten thousand buys for ten million; all others for ten.
const RARE_DEAL: &str = r#"
calendar = "always"
people.rep = { count = 1, cost = "100 per week" }
channels.web.arrivals = "25 per week"
segments.small = { share = 0.9999, value = 10 }
segments.whale = { share = 0.0001, value = 10_000_000 }
stages.close = { role = "rep", touch = "8 h", patience = { after = "20 h", exit = "gone cold" } }
policies.fifo = {}
policies.big.rules.order = "biggest"
run = { weeks = 20, warm_up = "0 h", run_out = "drain", replications = 64 }
measure = { primary = "revenue", indifference = { revenue = 1000 } }
"#;

#[test]
fn a_rare_difference_that_was_not_seen_is_no_tie() {
    for seed in 1..=8 {
        let mut scenario = scenario(RARE_DEAL);
        scenario.seed = seed;
        let results = all(&scenario);
        let summary = summarise(&scenario, &results, Vec::new());
        let is_primary = |pair: &&posse::experiment::PairSummary| pair.measure == summary.primary;
        let pair = summary.comparisons.iter().find(is_primary).unwrap();
        assert_eq!(
            pair.verdict(),
            Verdict::Undecided,
            "seed {seed}: {:?}",
            pair.comparison.support
        );
        let goal = Goal { decided: true, precision: None };
        assert!(Looks::new(&scenario, 2, goal).room(&results) > 0, "seed {seed}");
        let goal =
            Goal { decided: false, precision: Some(posse::scenario::Zone::Absolute(1_000.0)) };
        assert!(Looks::new(&scenario, 2, goal).room(&results) > 0, "seed {seed}");
    }
}

#[test]
fn a_goal_about_a_measure_that_is_not_there_is_never_reached() {
    let mut scenario = scenario(FLOOR);
    scenario.replications = 64;
    let results = all(&scenario);
    scenario.primary = "return_on_salez".into();
    let width = posse::scenario::Zone::Absolute(1e9);
    for goal in
        [Goal { decided: true, precision: None }, Goal { decided: false, precision: Some(width) }]
    {
        for compared in [1, 2] {
            assert!(Looks::new(&scenario, compared, goal).room(&results) > 0, "{goal:?}");
        }
    }
}

/// A rep costs 1,000 a week and wins one lead in ten, each worth 20,000: contribution is half of
/// revenue, and many a quarter sells nothing.
const QUIET: &str = r#"
people.rep = { count = 1, cost = "1000 per week" }
channels.web.arrivals = "1 per week"
stages.a = { role = "rep", touch = "1 h", advance = 0.1 }
deal.value = 20000
policies.x = {}
policies.y = {}
run = { weeks = 13, warm_up = "0 h", replications = 1500 }
"#;

#[test]
fn a_quarter_without_revenue_counts_in_the_return_on_sales() {
    let scenario = scenario(QUIET);
    let summary = summarise(&scenario, &all(&scenario), Vec::new());
    let found = summary.policies[0].estimates[summary.primary].unwrap();
    assert!((found.mean - 0.5).abs() < 4.0 * found.standard_error, "{found:?}");
    assert!(found.undefined_share() > 0.2);
    // What the other quarters say of themselves flatters.
    assert!(found.mean_of_ratios.unwrap().mean > found.mean);
    let measure = &summary.measures[summary.primary];
    assert_eq!(measure.ratio_of, Some(("contribution", "revenue")));
}

#[test]
fn there_is_no_verdict_where_a_queue_grows() {
    let busy =
        QUIET.replace("1 per week", "100 per week").replace("1 h", "2 h").replace("13", "52");
    let mut scenario = scenario(&busy.replace("1500", "8").replace("x = {}", "x.rules.wip = 1"));
    scenario.replications = 8;
    let summary = summarise(&scenario, &all(&scenario), Vec::new());
    let grows = |drift: &&Drift| drift.stock == Stock::Leads && drift.quarters[1] > 1_000.0;
    assert_eq!(summary.drifts.iter().filter(grows).count(), 2, "{:?}", summary.drifts);
    let verdicts = || summary.comparisons.iter().map(PairSummary::verdict);
    assert!(verdicts().len() > 0 && verdicts().all(|verdict| verdict == Verdict::Withheld));
}

#[test]
fn a_goal_about_verdicts_is_not_reached_where_they_are_withheld() {
    let busy =
        QUIET.replace("1 per week", "100 per week").replace("1 h", "2 h").replace("13", "52");
    let mut scenario = scenario(&busy.replace("1500", "64").replace("x = {}", "x.rules.wip = 1"));
    scenario.replications = 64;
    let results = all(&scenario);
    let decided = Goal { decided: true, precision: None };
    assert!(Looks::new(&scenario, 2, decided).room(&results) > 0);
}

#[test]
fn a_world_that_changes_by_itself_has_no_state_to_settle_in() {
    let busy =
        QUIET.replace("13", "52").replace("\"1 per week\"", "{ per_week = 100, growth = 0.5 }");
    let mut scenario = scenario(&busy.replace("1500", "8"));
    scenario.replications = 8;
    let summary = summarise(&scenario, &all(&scenario), Vec::new());
    assert_eq!(summary.drifts, []);
}

#[test]
fn a_warm_up_is_as_long_as_what_forgets_last_takes() {
    let warm_up = |text: &str| scenario(text).horizon.warm_up;
    let weeks = |weeks: f64| Extent::Hours(168.0 * weeks);
    let office = QUIET.replace("warm_up = \"0 h\", ", "");
    assert_eq!(warm_up(&office), weeks(26.0));
    assert_eq!(warm_up(&office.replace("run = {", "run = { warm_up = \"auto\",")), weeks(26.0));
    assert_eq!(warm_up(&format!("calendar = \"always\"\n{office}")), weeks(0.0));
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/scenarios/");
    let load = |path: &str| std::fs::read_to_string(format!("{folder}{path}")).ok();
    let talking = "base = \"word-of-mouth.toml\"\nrun.warm_up = \"auto\"";
    let talking = Scenario::parse(talking.as_bytes(), "x.toml", &load).expect("no mistakes");
    assert_eq!(talking.horizon.warm_up, weeks(312.0));
}
