//! Domain bands: what is known of business-to-business selling, as outputs of the default world under a
//! neutral policy. The world was tuned on seed 101 (MODEL.md 4.5); it is judged here on another.
//! The figures come from surveys and vendors' benchmarks: they show plausibility, not truth.

use std::sync::OnceLock;

use posse::experiment::scaling::Scaling;
use posse::experiment::{self, Continue, Results};
use posse::scenario::Scenario;

const DEFAULT: &str = include_str!("../../../scenarios/hero-vs-team.toml");
const NEUTRAL: &str = include_str!("../../../scenarios/neutral.toml");
const RECORD: &str = include_str!("../../../scenarios/hero-vs-team.scale.json");
const FRESH_SEED: u64 = 102;

/// The factors of market cost that ship with the default world.
fn factors() -> Scaling {
    let written = Scenario::parse(DEFAULT.as_bytes(), "hero-vs-team.toml", &|_| None);
    let fingerprint = written.unwrap_or_else(|e| panic!("{e}")).scaling_hash();
    posse::report::read_scale(RECORD, &fingerprint).expect("the record fits")
}

fn run(policy: &str, changes: &str, replications: u32) -> Results {
    let text = format!("base = \"neutral.toml\"\ncompare = [\"{policy}\"]\n{changes}");
    let base = |name: &str| match name {
        "neutral.toml" => Some(NEUTRAL.to_owned()),
        "hero-vs-team.toml" => Some(DEFAULT.to_owned()),
        _ => None,
    };
    let mut scenario =
        Scenario::parse(text.as_bytes(), "bands.toml", &base).unwrap_or_else(|e| panic!("{e}"));
    factors().apply(&mut scenario.policies);
    scenario.seed = FRESH_SEED;
    scenario.replications = replications;
    experiment::run(&scenario, |_| Continue::Yes).unwrap_or_else(|e| panic!("{e}"))
}

/// The default world under the neutral policy.
fn default_world() -> &'static Results {
    static RESULTS: OnceLock<Results> = OnceLock::new();
    RESULTS.get_or_init(|| run("neutral", "", 300))
}

/// The same under the lone hero, whose plan has a quota.
fn with_quotas() -> &'static Results {
    static RESULTS: OnceLock<Results> = OnceLock::new();
    RESULTS.get_or_init(|| run("hero", "", 300))
}

fn mean(results: &Results, key: &str) -> f64 {
    let defined = results.values(0, key).iter().copied().filter(|value| !value.is_nan());
    defined.collect::<posse::stats::Tally>().mean()
}

#[track_caller]
fn lies_in(key: &str, low: f64, high: f64) {
    lies_within(default_world(), key, low, high);
}

#[track_caller]
fn lies_within(results: &Results, key: &str, low: f64, high: f64) {
    let value = mean(results, key);
    assert!((low..=high).contains(&value), "{key} is {value:.4}, the band is {low} to {high}");
}

/// Leads whose committee met, and the share that bought from anybody, over committees of these sizes.
fn purchases(sizes: std::ops::RangeInclusive<usize>) -> (f64, f64) {
    let books = default_world().policies[0].buyers.as_ref().expect("there are buyers");
    let chosen = &books.purchases[sizes.start() - 1..(*sizes.end()).min(books.purchases.len())];
    let met: f64 = chosen.iter().map(|p| p.met).sum();
    (met, chosen.iter().map(|p| p.bought).sum::<f64>() / met)
}

/// V-D1: CEB's survey of 3,000 buyers: 81 % of committees of one buy, 55 % of two, 60 % of three, 31 %
/// of six and more (Challenger; PYMNTS 2015). The figures for four and five are from memory only.
#[test]
fn purchases_fall_with_the_size_of_the_committee_as_ceb_found() {
    let survey = [(1..=1, 0.81), (2..=2, 0.55), (3..=3, 0.60), (6..=16, 0.31)];
    let squares = survey.map(|(sizes, rate)| (purchases(sizes).1 - rate).powi(2));
    let error = (squares.iter().sum::<f64>() / squares.len() as f64).sqrt();
    assert!(error < 0.06, "root mean square error {error:.4}");
}

/// CEB's bump: three buy more readily than two, since a majority of 60 % of two is both of them.
#[test]
fn committees_of_three_buy_more_readily_than_committees_of_two() {
    let ((two, of_two), (three, of_three)) = (purchases(2..=2), purchases(3..=3));
    let error = (of_two * (1.0 - of_two) / two + of_three * (1.0 - of_three) / three).sqrt();
    assert!(of_three - of_two > 2.0 * error, "{of_two:.3} and {of_three:.3} ± {error:.3}");
}

/// The static fit to CEB's curve has a mean chance of .80.
#[test]
fn who_decides_says_yes_in_four_of_five_cases() {
    lies_in("yes_chance", 0.76, 0.84);
}

/// V-D2: 40 to 60 % of opportunities end without a decision (Dixon and others, *The Jolt Effect*, 2022).
#[test]
fn about_half_of_the_opportunities_end_without_a_decision() {
    lies_in("no_decision_share", 0.40, 0.60);
}

/// V-D3: of deals forecast at 50 % and more 45 to 48 % are won, 29 to 32 % lost, 20 to 24 % undecided
/// (CSO Insights, 2015 to 2018).
#[test]
fn forecast_deals_end_as_cso_found() {
    lies_in("forecast_won", 0.45, 0.48);
    lies_in("forecast_lost", 0.29, 0.32);
    lies_in("forecast_undecided", 0.20, 0.24);
}

/// V-D4: 17 to 30 % of opportunities are won (benchmarks).
#[test]
fn a_fifth_to_a_third_of_the_opportunities_is_won() {
    lies_in("win_rate", 0.17, 0.30);
}

/// V-D5: won cycles of 14 to 45, 30 to 90 and 90 to 180 days and more (thecroreport, revopsdictionary).
#[test]
fn wins_take_as_long_as_benchmarks_say_in_each_segment() {
    lies_in("segment.smb.won_cycle_p50", 14.0, 45.0);
    lies_in("segment.mid.won_cycle_p50", 30.0, 90.0);
    lies_in("segment.enterprise.won_cycle_p50", 90.0, 200.0);
}

/// V-D6: under high load 30 to 75 % of leads are never worked (Sabnis et al. 2013; an audit of Harvard
/// Business Review found 23 %). Judged at three times the leads.
#[test]
fn under_three_times_the_load_many_leads_are_never_worked() {
    let triple = run(
        "neutral",
        r#"
[channels]
inbound.arrivals = { per_week = 52.5, dispersion = 4 }
ads.arrivals = { per_week = 22.5, dispersion = 4 }
outbound.arrivals = "45 per week"
events.arrivals = { per_week = 18, dispersion = 4 }
referral.arrivals = "12 per week"
"#,
        60,
    );
    let share = mean(&triple, "never_worked_share");
    assert!((0.30..=0.75).contains(&share), "never worked: {share:.3}");
}

/// V-D7: 20 to 40 % of sellers' time is spent with customers (Proudfoot 2005, Pace, CSO 2011).
#[test]
fn a_third_of_the_time_is_spent_with_customers() {
    lies_in("customer_time_share", 0.20, 0.40);
}

/// V-D8: flow efficiency of 5 to 15 % in business hours (benchmarks of knowledge work).
#[test]
fn flow_efficiency_is_what_it_is_elsewhere() {
    lies_in("flow_efficiency", 0.05, 0.15);
    lies_in("flow_efficiency_opportunities", 0.05, 0.15);
}

/// V-D9: quotas are set so that about half of the people reach theirs.
#[test]
fn about_half_of_all_quotas_are_reached() {
    lies_within(with_quotas(), "quota_reached", 0.40, 0.60);
}

/// W16: a plan that bends brings 20 to 35 % of bookings in the last two of thirteen weeks ("healthy" to a mild
/// hockey stick); a straight one no more than the two parts in thirteen that are due, 15 %.
#[test]
fn quarters_end_in_a_rush_where_the_plan_bends_and_nowhere_else() {
    lies_within(with_quotas(), "late_bookings", 0.20, 0.35);
    lies_in("late_bookings", 0.14, 0.16);
}

/// W1: new business of the first year is 3.0 to 4.2 times the target pay of whoever sells it, 150,000.
#[test]
fn a_seller_brings_three_to_four_times_the_target_pay() {
    lies_in("revenue_per_head", 450_000.0, 630_000.0);
}

/// W8, W9: customers keep 88 to 94 % of their money a year, with growth 100 to 106 %.
#[test]
fn customers_stay_and_grow_as_surveys_say() {
    lies_in("gross_retention", 0.88, 0.94);
    lies_in("net_retention", 1.00, 1.06);
}

/// People are busy, not swamped: the load that the world is tuned to.
#[test]
fn sellers_are_busy_four_fifths_of_their_time() {
    lies_in("utilisation", 0.78, 0.87);
}
