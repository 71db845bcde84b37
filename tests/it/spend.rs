//! Money spent on a channel: how many leads it brings, when, of what fit, and what it costs.

#![expect(clippy::float_cmp, reason = "the same leads give the same bits")]

use posse::engine::Time;
use posse::engine::random::Luck;
use posse::experiment::Design;
use posse::sales::buyer::Prospects;
use posse::sales::{ArrivalClock, Arrivals, Channel, Rate, RateShape, Spend};
use posse::scenario::Scenario;

use crate::scenario_errors::refused;

fn spend(per_week: f64, elasticity: f64, half_life_weeks: f64) -> Spend {
    Spend { per_week, reference: 1000.0, elasticity, half_life_weeks, dilution: 0.03, focus: 1.0 }
}

fn near(found: f64, expected: f64, tolerance: f64) {
    assert!((found - expected).abs() <= tolerance, "found {found}, expected {expected}");
}

#[test]
fn nothing_brings_nobody_the_reference_what_arrivals_say_and_no_money_more_than_the_limit() {
    for elasticity in [0.0, 0.24, 0.45, 0.7, 1.0] {
        let law = spend(1000.0, elasticity, 13.0);
        assert_eq!((law.volume(0.0), law.volume(1.0)), (0.0, 1.0));
        let slope = (law.volume(1.0 + 1e-6) - law.volume(1.0 - 1e-6)) / 2e-6;
        near(slope, elasticity, 1e-6);
        assert!(law.volume(0.5) <= law.volume(2.0));
        if elasticity < 1.0 {
            near(law.volume(1e12), 1.0 / (1.0 - elasticity), 1e-6);
        }
    }
    near(spend(0.0, 1.0, 0.0).volume(2.0), 2.0, 0.0);
    near(spend(0.0, 0.45, 0.0).volume(2.0), 2.0 / 1.55, 1e-15);
}

#[test]
fn each_half_life_goes_half_of_the_way_to_what_is_spent_now() {
    let twice = spend(2000.0, 0.45, 4.0);
    near(twice.stock(3), 1.5, 1e-12);
    near(twice.stock(7), 1.75, 1e-12);
    near(twice.stock(400), 2.0, 1e-12);
    let half_life_as_told = 0.5_f64.powf(0.25);
    near(
        twice.stock(1),
        (1.0 - half_life_as_told) * 2.0 + half_life_as_told * twice.stock(0),
        1e-12,
    );
    near(spend(0.0, 0.45, 4.0).stock(7), 0.25, 1e-12);
    assert_eq!(spend(0.0, 0.45, 4.0).stock(200), 0.0, "what is forgotten is");
    assert_eq!(spend(3000.0, 0.45, 0.0).stock(0), 3.0);
}

#[test]
fn a_doubling_takes_three_hundredths_off_the_rank_and_a_halving_gives_them_back() {
    let law = |share: f64| spend(1000.0 * share, 1.0, 0.0);
    near(law(2.0).diluted(0.0), 0.03, 1e-12);
    near(law(8.0).diluted(5000.0), 0.09, 1e-12);
    near(law(0.5).diluted(0.0), -0.03, 1e-12);
    assert_eq!((law(1.0).diluted(0.0), law(0.0).diluted(0.0)), (0.0, 0.0));
}

/// The first arrivals of a channel with one lead an hour, in hours.
fn arrivals(spend: Option<Spend>, count: usize) -> Vec<f64> {
    let shape = RateShape::Constant { per_hour: 1.0 };
    let rate = Rate { shape, season: Vec::new(), growth_per_year: 0.0, dispersion: 1.0 };
    let channel = Channel {
        name: "ads".into(),
        arrivals: Arrivals::Rate(rate),
        batch: None,
        cost_per_lead: 0.0,
        spend,
        segment_mix: vec![1.0],
        class: 0,
        entry: None,
        reply_sensitivity: None,
        prospects: Prospects::default(),
    };
    let (mut clock, luck) = (ArrivalClock::new(&channel), Luck::new(20_260, 0));
    std::iter::from_fn(|| clock.next(&luck)).map(Time::hours).take(count).collect()
}

#[test]
fn more_money_brings_the_same_leads_earlier_and_the_reference_moves_no_bit() {
    let usual = arrivals(None, 1000);
    assert_eq!(arrivals(Some(spend(1000.0, 0.45, 13.0)), 1000), usual);
    let twice = arrivals(Some(spend(2000.0, 1.0, 0.0)), 1000);
    for (early, late) in twice.iter().zip(&usual) {
        near(*early, late / 2.0, 1e-6);
    }
    assert_eq!(arrivals(Some(spend(0.0, 0.45, 0.0)), 10), Vec::<f64>::new());
    // what was spent before goes on for a while: a stock that halves every week brings
    // 168 · Σ ½^(w+1) = 168 leads in proportion, Poisson
    let fading = arrivals(Some(spend(0.0, 1.0, 1.0)), 10_000).len();
    near(fading as f64, 168.0, 4.0 * 168_f64.sqrt());
}

/// Whoever comes buys; wins are good from a fit of .4375 on, and fits are uniform.
const WORLD: &str = r#"calendar = "always"
run = { weeks = 104, warm_up = "4 weeks", run_out = "0 h", replications = 4, seed = 5 }
deal = { value = 1000, margin = 1 }
stages.close.advance = 1
buyers.needs = { value_spread = 0, breaker = 0, churn_level = -20, hour_cost = 0 }
[channels.ads]
arrivals = "50 per week"
cost = 40
"#;

/// The means of measures over the runs.
fn means<const N: usize>(text: &str, keys: [&str; N]) -> [f64; N] {
    let scenario =
        Scenario::parse(text.as_bytes(), "test.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"));
    let design = Design::new(crate::ready(&scenario));
    let mut sums = [0.0; N];
    for replication in 0..scenario.replications {
        let outcome = design.observe(0, replication, ()).expect("a run that ends").0;
        for (sum, key) in sums.iter_mut().zip(keys) {
            *sum += outcome.value(design.catalogue.measures(), key);
        }
    }
    sums.map(|sum| sum / f64::from(scenario.replications))
}

fn spending(text: &str) -> String {
    format!("{WORLD}[channels.ads.spend]\n{text}\n")
}

const KEYS: [&str; 4] = ["leads", "selling_cost.leads", "win_win_rate", "contribution"];

#[test]
fn who_spends_what_leads_have_cost_meets_the_same_leads_and_pays_by_the_week() {
    let [leads, cost, good, contribution] = means(WORLD, KEYS);
    let spent = means(&spending("amount = \"2 k per week\""), KEYS);
    assert_eq!([spent[0], spent[2]], [leads, good]);
    near(spent[1], 2000.0 * 104.0, 1e-6);
    near(spent[3] - contribution, cost - spent[1], 1e-6);
}

#[test]
fn no_money_no_leads_no_cost() {
    let none =
        means(&spending("amount = \"0 per week\"\nhalf_life = 0"), ["leads", "selling_cost"]);
    assert_eq!(none, [0.0, 0.0]);
}

#[test]
fn four_times_the_leads_in_proportion_cost_four_times_as_much_and_fit_less() {
    let text = spending("amount = \"8 k per week\"\nelasticity = 1\nhalf_life = 0");
    let [leads, cost, good, _] = means(&text, KEYS);
    let expected = 4.0 * 50.0 * 104.0;
    near(leads, expected, 4.0 * (expected / 4.0).sqrt());
    near(cost, 8000.0 * 104.0, 1e-6);
    // good from rank .4375 + 2 · .03 on
    near(good, 0.5025, 4.0 * (0.25 / (4.0 * expected)).sqrt());
}

#[test]
fn where_more_money_brings_nobody_it_is_a_cost_alone() {
    let text = spending("amount = \"8 k per week\"\nelasticity = 0\nhalf_life = 0");
    let [leads, _, good, contribution] = means(&text, KEYS);
    let usual = means(&spending("amount = \"2 k per week\""), KEYS);
    assert_eq!([leads, good], [usual[0], usual[2]]);
    near(contribution, usual[3] - 6000.0 * 104.0, 1e-6);
}

#[test]
fn with_less_by_the_law_fewer_come() {
    let text = spending("amount = \"1 k per week\"\nhalf_life = 0");
    let expected = 50.0 * 104.0 * 0.5 / (0.45 + 0.55 * 0.5);
    near(means(&text, KEYS)[0], expected, 4.0 * (expected / 4.0).sqrt());
}

/// Two segments alike but for what is said of them, and an aim at one.
fn aiming(segments: &str, aim: &str) -> String {
    let spend = "[channels.ads.spend]\namount = \"2 k per week\"\n";
    format!("{segments}\n{WORLD}{spend}[policies.aims]\nrules.aim = {aim}\n")
}

const ALIKE: &str = "segments.small.share = 0.7\nsegments.large.share = 0.3";
/// Twice the weight on the large: .4615 of them instead of .3, and the information in that.
const LARGE: f64 = 0.6 / 1.3;

fn dearer() -> f64 {
    LARGE * (LARGE / 0.3).ln() + (1.0 - LARGE) * ((1.0 - LARGE) / 0.7).ln()
}

#[test]
fn an_aim_with_equal_weights_changes_no_bit() {
    let bits = |aim: &str| means(&aiming(ALIKE, aim), KEYS).map(f64::to_bits);
    assert_eq!(bits("{ small = 1, large = 1 }"), bits("{}"));
}

#[test]
fn where_segments_are_alike_an_aim_is_a_cost_alone() {
    let [leads, cost, good, contribution] = means(&aiming(ALIKE, "{}"), KEYS);
    let aimed = means(&aiming(ALIKE, "{ large = 2 }"), KEYS);
    assert_eq!([aimed[0], aimed[2]], [leads, good]);
    near(aimed[1], cost * (1.0 + dearer()), 1e-6);
    near(aimed[3], contribution - cost * dearer(), 1e-6);
}

#[test]
fn an_aim_brings_more_of_whom_it_means() {
    let worth = format!("{ALIKE}\nsegments.large.value = 3000");
    let [leads, revenue] = means(&aiming(&worth, "{ large = 2 }"), ["leads", "revenue"]);
    near(revenue / leads, 1000.0 + 2000.0 * LARGE, 4.0 * 1000.0 / (4.0 * leads).sqrt());
    let none = means(&aiming(&worth, "{ small = 0 }"), ["leads", "revenue"]);
    near(none[1] / none[0], 3000.0, 1e-6);
}

refused! {
    spend_needs_an_amount_and_a_reference: r#"[channels.web]
arrivals = "1 per h"
spend = { elasticity = 2 }
[stages.serve]
"# => [
        r#"3:1: `spend` has no `amount`
  hint: e.g. `amount = "5 k per week"`"#,
        r"3:1: `spend` needs a `reference` above 0: what brings the `arrivals`
  hint: unless given, it is `cost` × leads a week, and that is 0 here",
        r#"3:24: a share lies between 0 and 1, found `2`
  hint: for 2 per cent write `"2 %"`"#,
    ];

    spend_needs_a_rate: r#"[channels.web]
arrivals = { every = "1 h" }
cost = 5
spend = { amount = "1 k per week" }
[stages.serve]
"# => [
        r#"4:1: `spend` needs a rate, and `arrivals` of `web` are none
  hint: e.g. `arrivals = "5 per week"`; `every` and `at` say when leads come, whatever is spent"#,
    ];

    a_reference_of_nothing_is_refused: r#"[channels.web]
arrivals = "1 per h"
cost = 5
spend = { amount = "1 k per week", reference = "0 per week" }
[stages.serve]
"# => [
        r"4:48: `spend` needs a `reference` above 0: what brings the `arrivals`
  hint: unless given, it is `cost` × leads a week, and that is 0 here",
    ];

    only_money_can_be_aimed: r#"[channels.web]
arrivals = "1 per h"
[stages.serve]
[segments.large]
[policies.aims]
rules.aim = { large = 2, lagre = 2 }
"# => [
        r#"6:13: `aim` needs a channel with `spend`: only money can be aimed
  hint: e.g. `channels.ads.spend.amount = "5 k per week"`"#,
        r"6:26: no segment named `lagre`; did you mean `large`?
  hint: expected `large`",
    ];

    an_aim_at_nobody_is_refused: r#"[channels.web]
arrivals = "1 per h"
cost = 5
spend = { amount = "1 k per week" }
[stages.serve]
[segments.large]
[policies.aims]
rules.aim = { large = 0 }
"# => [
        r"8:13: `aim` leaves nobody whom `web` could bring
  hint: give some segment a weight above 0",
    ];
}
