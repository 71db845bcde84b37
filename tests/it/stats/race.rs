//! Selection of the best: constants, the chance of a good choice, what a race costs, special cases.

use posse::math::{exp, ln, normal_cdf};
use posse::stats::Direction::{HigherIsBetter, LowerIsBetter};
use posse::stats::{Race, Scores, Standing};

use super::normal_numbers::Numbers;

const ZONE: f64 = 0.2;

/// How means lie: all others worse by the zone; at random; within two zones of the best.
#[derive(Clone, Copy, Debug)]
enum Field {
    Slippage,
    Random,
    Edge,
}

/// Luck with mean 0 and variance 1 from a standard normal number.
type Law = fn(f64) -> f64;

fn normal(z: f64) -> f64 {
    z
}

fn exponential(z: f64) -> f64 {
    -ln(normal_cdf(-z)) - 1.0
}

/// Lognormal with a coefficient of variation of 1.5.
fn lognormal(z: f64) -> f64 {
    let variance = ln(1.0 + 1.5 * 1.5);
    (exp(variance.sqrt() * z - variance / 2.0) - 1.0) / 1.5
}

/// How values come about: correlation of a system with each other one, law of the luck, and the share of a
/// system's own luck that a control tells; it is normal, or the luck of votes, which are won or lost. No share: no
/// control.
#[derive(Clone, Copy)]
struct Luck {
    correlation: f64,
    law: Law,
    told: f64,
    votes: bool,
}

impl Luck {
    fn plain(correlation: f64, law: Law) -> Self {
        Self { correlation, law, told: 0.0, votes: false }
    }

    /// Adds a value with this mean and spread to the scores of a system.
    fn add(
        &self,
        numbers: &mut Numbers,
        scores: &mut Scores,
        (shared, mean, spread): (f64, f64, f64),
    ) {
        let drawn = numbers.normal();
        // Three votes of ten are won.
        let vote = if normal_cdf(drawn) < 0.3 { 0.7 } else { -0.3 } / 0.21_f64.sqrt();
        let control = if self.votes { vote } else { drawn };
        let own = self.told.sqrt() * control + (1.0 - self.told).sqrt() * numbers.normal();
        let z = self.correlation.sqrt() * shared + (1.0 - self.correlation).sqrt() * own;
        scores.values.push(mean + spread * (self.law)(z));
        if self.told > 0.0 {
            scores.controls.resize(1, Vec::new());
            scores.controls[0].push(control);
        }
    }
}

/// What became of a race with known means.
struct Outcome {
    /// Whether the pick is within the zone of the best; in slippage, the best.
    is_good: bool,
    /// Whether nobody is further behind the best than its regret says.
    is_covered: bool,
    runs: u64,
}

fn race(numbers: &mut Numbers, (k, field): (usize, Field), luck: Luck) -> Outcome {
    let means: Vec<f64> = (0..k)
        .map(|own| match field {
            Field::Random => 3.0 * ZONE * numbers.normal(),
            _ if own == 0 => 0.0,
            Field::Slippage => -ZONE,
            Field::Edge => -2.0 * ZONE * normal_cdf(numbers.normal()),
        })
        .collect();
    let spreads: Vec<f64> = (0..k).map(|_| 0.7 + 0.6 * normal_cdf(numbers.normal())).collect();
    let (mut race, mut common) = (Race::new(k, 0.95), Vec::new());
    let mut scores = vec![Scores::default(); k];
    let (mut look, mut runs) = (0, 0);
    while !race.is_decided() {
        look = Race::next_look(look);
        common.resize_with(look as usize, || numbers.normal());
        for own in race.running() {
            for shared in &common[scores[own].values.len()..] {
                luck.add(numbers, &mut scores[own], (*shared, means[own], spreads[own]));
                runs += 1;
            }
        }
        race.look(&scores, look as usize, HigherIsBetter, ZONE);
    }
    let best = means.iter().copied().fold(f64::MIN, f64::max);
    let behind = |own: usize| best - means[own];
    let winner = race.winner().expect("none is withheld");
    let is_covered = (0..k).all(|own| behind(own) <= race.regret(own) + 1e-9);
    let is_good = match field {
        Field::Slippage => winner == 0,
        Field::Random | Field::Edge => behind(winner) <= ZONE,
    };
    Outcome { is_good, is_covered, runs }
}

/// `docs/search.md` promises 95 %; what is measured lies above, since not all pairs err at once.
#[test]
fn the_best_is_picked_and_every_regret_holds_as_often_as_promised() {
    let laws: [(&str, Law); 3] =
        [("normal", normal), ("exponential", exponential), ("lognormal", lognormal)];
    let plain = [0.3, 0.6, 0.9].into_iter().zip(laws);
    let plain = plain.map(|(correlation, (name, law))| (name, Luck::plain(correlation, law)));
    kept_promises(&plain.collect::<Vec<_>>());
}

/// With less than half of a system's own luck told by controls, of whatever law.
#[test]
fn the_best_is_picked_as_often_where_the_luck_of_controls_is_taken_out() {
    let told = |correlation, law: Law, votes| Luck { correlation, law, told: 0.41, votes };
    kept_promises(&[
        ("votes", told(0.3, normal, true)),
        ("exponential", told(0.6, exponential, false)),
        ("lognormal", told(0.9, lognormal, false)),
    ]);
}

fn kept_promises(lucks: &[(&str, Luck)]) {
    for (k, times) in [(2, 300), (10, 200), (100, 24)] {
        for field in [Field::Slippage, Field::Random, Field::Edge] {
            for (name, luck) in lucks {
                let mut numbers = Numbers::new(k as u64);
                let all: Vec<Outcome> =
                    (0..times).map(|_| race(&mut numbers, (k, field), *luck)).collect();
                let share = |is: fn(&Outcome) -> bool| {
                    all.iter().filter(|of| is(of)).count() as f64 / all.len() as f64
                };
                // Two standard errors of a share of 95 %.
                let least = 0.95 - 2.0 * (0.95 * 0.05 / f64::from(times)).sqrt();
                let [good, covered] = [share(|of| of.is_good), share(|of| of.is_covered)];
                assert!(
                    good >= least && covered >= least,
                    "{k} {field:?} {name}: {good} {covered}"
                );
            }
        }
    }
}

#[test]
fn a_thousand_candidates_that_differ_are_settled_in_few_runs_each() {
    let mut numbers = Numbers::new(5);
    let of = race(&mut numbers, (1000, Field::Random), Luck::plain(0.6, normal));
    assert!(of.is_good && of.is_covered);
    assert!(of.runs < 30_000, "{}", of.runs);
}

/// Narrowest at 64 values; computed in double precision from the formula of the docs, to two decimals.
#[test]
fn the_width_of_bounds_is_that_of_the_table() {
    let table = [
        (2, [3.66, 3.00, 2.84, 2.83, 2.89, 3.07]),
        (10, [5.18, 3.99, 3.71, 3.64, 3.66, 3.79]),
        (20, [5.73, 4.29, 3.97, 3.88, 3.89, 4.00]),
        (100, [7.04, 4.95, 4.50, 4.36, 4.35, 4.43]),
        (1000, [9.28, 5.84, 5.18, 4.97, 4.91, 4.96]),
    ];
    for (systems, expected) in table {
        let race = Race::new(systems, 0.95);
        for (count, expected) in [16, 32, 64, 128, 256, 1024].into_iter().zip(expected) {
            let found = race.multiplier(count);
            assert!((found - expected).abs() <= 0.005, "{systems} {count}: {found}");
        }
    }
}

/// Kim and Nelson's procedure on independent streams: sequential, with 20 values first.
fn kim_nelson(numbers: &mut Numbers, (k, zone): (usize, f64)) -> u64 {
    const FIRST: usize = 20;
    let degrees = (FIRST - 1) as f64;
    let eta = 0.5 * (posse::math::powf(2.0 * 0.05 / (k as f64 - 1.0), -2.0 / degrees) - 1.0);
    let mut draw = |own: usize| numbers.normal() - if own == 0 { 0.0 } else { zone };
    let values: Vec<Vec<f64>> = (0..k).map(|own| (0..FIRST).map(|_| draw(own)).collect()).collect();
    let variance = |a: usize, b: usize| {
        let differences: Vec<f64> = values[a].iter().zip(&values[b]).map(|(a, b)| a - b).collect();
        differences.into_iter().collect::<posse::stats::Tally>().variance()
    };
    let variances: Vec<Vec<f64>> =
        (0..k).map(|a| (0..k).map(|b| variance(a, b)).collect()).collect();
    let mut sums: Vec<f64> = values.iter().map(|own| own.iter().sum()).collect();
    let (mut left, mut count, mut runs) = ((0..k).collect::<Vec<_>>(), FIRST, k * FIRST);
    loop {
        let is_out = |a: &usize| {
            left.iter().any(|b| {
                let wide = 2.0 * eta * degrees * variances[*a][*b] / (zone * zone);
                let slack = (zone / 2.0 * (wide - count as f64)).max(0.0);
                a != b && sums[*a] < sums[*b] - slack
            })
        };
        left = left.iter().copied().filter(|own| !is_out(own)).collect();
        if left.len() < 2 {
            return runs as u64;
        }
        for own in &left {
            sums[*own] += draw(*own);
        }
        (count, runs) = (count + 1, runs + left.len());
    }
}

/// Runs on independent streams for one run of a race of ten, all others worse by the zone.
fn saved(luck: Luck) -> f64 {
    let (mut numbers, mut raced, mut independent) = (Numbers::new(9), 0, 0);
    for _ in 0..100 {
        raced += race(&mut numbers, (10, Field::Slippage), luck).runs;
        independent += kim_nelson(&mut numbers, (10, ZONE));
    }
    independent as f64 / raced as f64
}

#[test]
fn with_a_correlation_of_95_percent_it_takes_a_fifth_of_what_independent_streams_do() {
    let saved = saved(Luck::plain(0.95, normal));
    assert!(saved >= 5.0, "{saved}");
}

/// Designs of the default world have a correlation of 0.73 (median of 24), and votes tell two fifths of what
/// is left between them.
#[test]
fn without_the_luck_of_votes_designs_of_the_default_world_take_a_third_of_independent_streams() {
    let plain = saved(Luck::plain(0.73, normal));
    let saved = saved(Luck { correlation: 0.73, law: normal, told: 0.41, votes: true });
    assert!(saved >= 3.0 && saved > 1.2 * plain, "{saved}, with votes {plain}");
}

/// Ten orders for a day whose demand is exponential with mean 100, bought for 3 and sold for 5.
#[test]
fn the_newsvendor_finds_how_much_to_order() {
    let (mut numbers, mut good) = (Numbers::new(3), 0);
    let order = |own: usize| 10.0 + 10.0 * own as f64;
    let truth = |own: usize| 500.0 * (1.0 - exp(-order(own) / 100.0)) - 3.0 * order(own);
    for _ in 0..100 {
        let (mut race, mut days) = (Race::new(10, 0.95), vec![]);
        let mut scores = vec![Scores::default(); 10];
        let mut look = 0;
        while !race.is_decided() {
            look = Race::next_look(look);
            days.resize_with(look as usize, || 100.0 * (exponential(numbers.normal()) + 1.0));
            for own in race.running() {
                let profit = |demand: &f64| 5.0 * demand.min(order(own)) - 3.0 * order(own);
                scores[own].values = days.iter().map(profit).collect();
            }
            race.look(&scores, look as usize, HigherIsBetter, 3.0);
        }
        let best = (0..10).map(truth).fold(f64::MIN, f64::max);
        good += u32::from(best - truth(race.winner().unwrap()) <= 3.0);
    }
    assert!(good >= 95, "{good} of 100");
}

fn without_controls(values: &[Vec<f64>]) -> Vec<Scores> {
    values.iter().cloned().map(Scores::from).collect()
}

fn decided(values: &[Vec<f64>], looks: &[usize], zone: f64) -> Race {
    let (mut race, scores) = (Race::new(values.len(), 0.95), without_controls(values));
    for look in looks {
        race.look(&scores, *look, HigherIsBetter, zone);
    }
    race
}

#[test]
fn candidates_that_are_all_the_same_are_known_to_be_only_after_64_runs() {
    let mut numbers = Numbers::new(1);
    let one: Vec<f64> = (0..64).map(|_| numbers.normal()).collect();
    let values = vec![one; 5];
    assert!(!decided(&values, &[16, 32, 48], 0.1).is_decided());
    let race = decided(&values, &[16, 32, 48, 64], 0.1);
    assert!(race.is_decided());
    assert_eq!((race.winner(), race.regret(0)), (Some(0), 0.0));
}

#[test]
fn a_difference_without_noise_is_settled_at_the_first_look_whatever_the_zone() {
    let values: Vec<Vec<f64>> = (0..3).map(|own| vec![f64::from(own); 16]).collect();
    let race = decided(&values, &[16], 0.0);
    assert!(race.is_decided());
    assert_eq!((race.winner(), race.standing(0)), (Some(2), Standing::Dropped(1)));
    let mut turned = Race::new(3, 0.95);
    turned.look(&without_controls(&values), 16, LowerIsBetter, 0.0);
    assert_eq!(turned.winner(), Some(0));
}

#[test]
fn a_race_of_one_is_won_and_one_of_equals_without_a_zone_may_never_end() {
    assert_eq!(decided(&[vec![1.0; 16]], &[16], 0.0).winner(), Some(0));
    let mut numbers = Numbers::new(2);
    let values: Vec<Vec<f64>> =
        (0..2).map(|_| (0..512).map(|_| numbers.normal()).collect()).collect();
    let race = decided(&values, &[16, 64, 512], 0.0);
    assert!(!race.is_decided() && race.regret(0).is_finite());
}

#[test]
fn a_candidate_that_is_often_undefined_is_withheld_and_never_wins() {
    let mut numbers = Numbers::new(4);
    let mut values: Vec<Vec<f64>> =
        (0..3).map(|own| (0..64).map(|_| f64::from(own) + numbers.normal()).collect()).collect();
    values[2].iter_mut().step_by(8).for_each(|value| *value = f64::NAN);
    let race = decided(&values, &[64], 0.1);
    assert_eq!(race.standing(2), Standing::Withheld);
    assert_eq!((race.winner(), race.regret(2)), (Some(1), f64::INFINITY));
}

#[test]
fn what_is_left_is_about_what_it_then_takes() {
    let mut numbers = Numbers::new(6);
    let common: Vec<f64> = (0..4096).map(|_| numbers.normal()).collect();
    let mut one = |mean: f64| -> Vec<f64> {
        common.iter().map(|shared| mean + shared + numbers.normal()).collect()
    };
    let scores = without_controls(&[one(0.1), one(0.0), one(0.05)]);
    let (mut race, mut look) = (Race::new(3, 0.95), 0);
    let mut told = None;
    while !race.is_decided() {
        look = Race::next_look(look);
        race.look(&scores, look as usize, HigherIsBetter, 0.2);
        if look == 256 {
            told = race.runs_left(&scores, HigherIsBetter).map(|left| left + 3 * 256);
        }
    }
    let took: u64 = (0..3).map(|own| u64::from(race.runs(own))).sum();
    let told = told.expect("not decided by then");
    assert!(told <= 2 * took && took <= 2 * told, "{told} and {took}");
}

/// A difference that is nothing but the luck of a control and a constant is known at the first look.
#[test]
fn what_controls_tell_in_full_is_known_at_once_and_what_seldom_differs_is_not() {
    let mut numbers = Numbers::new(7);
    let control: Vec<f64> = (0..16).map(|_| numbers.normal()).collect();
    let scores = |mean: f64, by: f64, control: &[f64]| Scores {
        values: control.iter().map(|of| mean + by * of).collect(),
        controls: vec![control.iter().map(|of| by * of).collect()],
    };
    let both = [scores(0.0, 0.0, &control), scores(1.0, 2.0, &control)];
    let mut race = Race::new(2, 0.95);
    race.look(&both, 16, HigherIsBetter, 0.0);
    assert!(race.is_decided() && race.winner() == Some(1));
    assert!((both[1].more_than(&both[0], 16) - 1.0).abs() < 1e-9);
    let seldom: Vec<f64> =
        control.iter().enumerate().map(|(at, of)| if at < 8 { *of } else { 0.0 }).collect();
    let both = [scores(0.0, 0.0, &seldom), scores(0.0, 1.0, &seldom)];
    let mut race = Race::new(2, 0.95);
    race.look(&both, 16, HigherIsBetter, 0.1);
    assert!(!race.is_decided());
}

/// The winner of a race of twenty equal candidates looks better there than it is; 128 runs on fresh luck tell
/// the truth.
#[test]
fn the_interval_of_a_winner_on_fresh_luck_covers_while_the_race_flatters() {
    let mut numbers = Numbers::new(8);
    let (mut covered, mut flattery) = (0, posse::stats::Tally::new());
    for _ in 0..500 {
        let mut values = vec![Vec::new(); 20];
        let mut draw = |count: usize| -> Vec<f64> {
            (0..count).map(|_| exponential(numbers.normal())).collect()
        };
        for own in &mut values {
            *own = draw(64);
        }
        let mut race = Race::new(20, 0.95);
        race.look(&without_controls(&values), 64, HigherIsBetter, 0.5);
        let winner = race.winner().unwrap();
        flattery.add(values[winner].iter().sum::<f64>() / 64.0);
        let (low, high) = posse::stats::Estimate::of(&draw(128)).interval;
        covered += u32::from(low <= 0.0 && 0.0 <= high);
    }
    // Students' interval of skewed values misses a little more than 5 %.
    assert!((460..=488).contains(&covered), "{covered} of 500");
    assert!(flattery.mean() > 3.0 * flattery.standard_error(), "{}", flattery.mean());
}
