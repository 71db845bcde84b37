//! Control variates: means without luck, whose intervals cover what they promise, however one stops.

use posse::experiment::next_look;
use posse::stats::Direction::HigherIsBetter;
use posse::stats::{
    Adjusted, Comparison, DEFAULT_LEVEL, Estimate, Interval, LeastSquares, PairedTally, Verdict,
    without_luck,
};

use super::assert_close;
use super::normal_numbers::Numbers;

/// One pair of values and the controls of both sides.
struct Pair {
    a: f64,
    b: f64,
    controls: [f64; 2],
}

/// A law of luck with mean 0 and variance near 1.
type Law = fn(&mut Numbers) -> f64;

const LAWS: [(&str, Law); 3] = [
    ("normal", |numbers| numbers.normal()),
    ("skewed", |numbers| numbers.exponential() - 1.0),
    ("votes", |numbers| {
        // Twelve votes with chances and stakes of their own: what was decided less what was expected.
        let vote = |_| {
            let (chance, stake) = (numbers.uniform(), (0.8 * numbers.normal()).exp());
            (f64::from(u8::from(numbers.uniform() < chance)) - chance) * stake
        };
        (0..12).map(vote).sum::<f64>() / 1.9
    }),
];

/// b is `mean` better; the controls stand for this share of the variance of the difference.
fn pair(law: Law, share: f64, mean: f64, numbers: &mut Numbers) -> Pair {
    let (common, controls) = (3.0 * numbers.normal(), [law(numbers), law(numbers)]);
    let (known, unknown) = ((0.5 * share).sqrt(), (1.0 - share).sqrt());
    let b = common + mean + known * controls[1] + unknown * numbers.normal();
    Pair { a: common - known * controls[0], b, controls }
}

/// Lists of the values of a and b and of both controls.
fn lists(pairs: &[Pair]) -> [Vec<f64>; 4] {
    let list = |read: fn(&Pair) -> f64| pairs.iter().map(read).collect();
    [list(|p| p.a), list(|p| p.b), list(|p| p.controls[0]), list(|p| p.controls[1])]
}

fn compared(pairs: &[Pair], interval: Interval) -> Comparison {
    let [a, b, first, second] = &lists(pairs);
    Comparison::paired_beside(&[first, second], (a, b), HigherIsBetter, interval)
}

fn sample(count: usize, share: f64, seed: u64) -> Vec<Pair> {
    let mut numbers = Numbers::new(seed);
    (0..count).map(|_| pair(LAWS[0].1, share, 0.3, &mut numbers)).collect()
}

#[test]
fn the_adjusted_difference_is_the_intercept_of_the_regression() {
    let pairs = sample(100, 0.6, 1);
    let [a, b, first, second] = lists(&pairs);
    let differences: Vec<f64> = a.iter().zip(&b).map(|(a, b)| b - a).collect();
    let fit = LeastSquares::fit(&[first, second], &differences);
    let found = compared(&pairs, Interval::Student);
    assert_close(found.difference.mean, fit.intercept, 1e-10);
    let plain = found.plain.expect("the controls tell much");
    assert_close(plain.mean, Estimate::of(&differences).mean, 1e-12);
    let least = (fit.residual_variance / 100.0).sqrt();
    let error = found.difference.standard_error;
    assert!((least..1.1 * least).contains(&error), "{error} is a little over {least}");
    assert!(error < 0.8 * plain.standard_error);
}

#[test]
fn controls_that_tell_little_change_nothing() {
    let plain = |pairs: &[Pair]| {
        let [a, b, ..] = lists(pairs);
        Comparison::paired_by(&a, &b, HigherIsBetter, Interval::Student)
    };
    for pairs in [sample(200, 0.0, 2), sample(63, 0.9, 3)] {
        assert_eq!(compared(&pairs, Interval::Student), plain(&pairs));
    }
    let mut undefined = sample(200, 0.9, 4);
    undefined[17].b = f64::NAN;
    let found = compared(&undefined, Interval::Student);
    assert_eq!(found.plain, None, "the controls of those left need not have mean 0");
}

#[test]
fn a_control_that_never_varies_or_comes_twice_adds_nothing() {
    let [a, b, first, second] = &lists(&sample(200, 0.6, 5));
    let nothing = vec![0.0; 200];
    let with = |controls: &[&[f64]]| {
        Comparison::paired_beside(controls, (a, b), HigherIsBetter, Interval::Sequence).difference
    };
    let (once, more) = (with(&[first, second]), with(&[first, &nothing, second, second]));
    assert_close(once.mean, more.mean, 1e-9);
    assert_close(once.standard_error, more.standard_error, 1e-9);
    assert_close(once.half_width(), more.half_width(), 1e-9);
}

#[test]
fn a_stream_and_a_list_agree_to_the_last_bit() {
    let pairs = sample(300, 0.5, 6);
    let mut tally = PairedTally::new(HigherIsBetter);
    for Pair { a, b, controls } in &pairs {
        tally.add_beside(controls, *a, *b);
    }
    let found = compared(&pairs, Interval::Student).difference;
    assert_eq!((tally.mean(), tally.interval()), (found.mean, found.interval));
}

#[test]
fn values_without_luck_have_the_adjusted_mean_and_its_error() {
    let [a, b, first, second] = &lists(&sample(150, 0.7, 7));
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| b - a).collect();
    let controls: [&[f64]; 2] = [first, second];
    let adjusted = Adjusted::of(&differences, &controls).expect("the controls tell much");
    let values = Estimate::of(&without_luck(&differences, &controls));
    assert_close(values.mean, adjusted.mean, 1e-10);
    assert_close(values.standard_error, adjusted.standard_error, 1e-10);
    assert_eq!(without_luck(&differences[..50], &[&first[..50]]), differences[..50]);
}

#[test]
fn the_adjusted_interval_covers_in_94_to_96_percent() {
    for (seed, (name, law)) in (71..).zip(LAWS) {
        for share in [0.2, 0.5, 0.8] {
            let mut numbers = Numbers::new(seed);
            let covered = (0..2_000).filter(|_| {
                let pairs: Vec<Pair> =
                    (0..128).map(|_| pair(law, share, 0.3, &mut numbers)).collect();
                let (low, high) = compared(&pairs, Interval::Student).difference.interval;
                low <= 0.3 && 0.3 <= high
            });
            let found = covered.count() as f64 / 2_000.0;
            assert!((0.94..=0.96).contains(&found), "{name}, share {share}: {found}");
        }
    }
}

#[test]
fn the_adjusted_interval_of_a_ratio_covers_in_94_to_96_percent() {
    let mut numbers = Numbers::new(75);
    // Profit y and sales x: E y / E x is 0.2 of the first system and 0.25 of the second.
    let mut experiment = || {
        let (mut y, mut x, mut luck) = ([vec![], vec![]], [vec![], vec![]], [vec![], vec![]]);
        for _ in 0..128 {
            let common = 10.0 * numbers.normal();
            for (side, ratio) in [0.2, 0.25].into_iter().enumerate() {
                let control = LAWS[2].1(&mut numbers);
                let sales = 100.0 + common + 12.0 * control + 3.0 * numbers.normal();
                y[side].push(ratio * 100.0 + 0.5 * (sales - 100.0) + 2.0 * numbers.normal());
                x[side].push(sales);
                luck[side].push(control);
            }
        }
        let sides = ((&y[0][..], &x[0][..]), (&y[1][..], &x[1][..]));
        let controls: [&[f64]; 2] = [&luck[0], &luck[1]];
        Comparison::of_ratios_beside(&controls, sides, HigherIsBetter, Interval::Student)
    };
    let covered = (0..2_000).filter(|_| {
        let found = experiment();
        assert!(found.plain.is_some(), "the controls tell much");
        let (low, high) = found.difference.interval;
        low <= 0.05 && 0.05 <= high
    });
    let found = covered.count() as f64 / 2_000.0;
    assert!((0.94..=0.96).contains(&found), "{found}");
}

#[test]
fn the_adjusted_interval_covers_in_at_least_95_percent_whenever_one_stops() {
    for (seed, (name, law)) in (81..).zip(LAWS) {
        // Clear, a tie, and on the edge of the zone, where nothing settles it.
        for (share, mean, zone) in [(0.5, 0.25, 0.05), (0.8, 0.0, 0.2), (0.3, 0.1, 0.1)] {
            let mut numbers = Numbers::new(seed);
            let covered = (0..1_000).filter(|_| {
                let (mut tally, mut done) = (PairedTally::new(HigherIsBetter), 0);
                let (low, high) = loop {
                    let look = next_look(done);
                    for _ in done..look {
                        let Pair { a, b, controls } = pair(law, share, mean, &mut numbers);
                        tally.add_beside(&controls, a, b);
                    }
                    done = look;
                    let (low, high) = tally.interval_by(Interval::Sequence, DEFAULT_LEVEL);
                    let is_open = (low <= zone && high >= -zone) && (low < -zone || high > zone);
                    if !is_open || done >= 1_024 {
                        break (low, high);
                    }
                };
                low <= mean && mean <= high
            });
            let found = covered.count() as f64 / 1_000.0;
            assert!(found >= 0.95, "{name}, share {share}, mean {mean}: {found}");
        }
    }
}

#[test]
fn without_its_luck_a_difference_is_settled_sooner() {
    let pairs = sample(128, 0.8, 9);
    let [a, b, ..] = lists(&pairs);
    let plain = Comparison::paired_by(&a, &b, HigherIsBetter, Interval::Sequence);
    let adjusted = compared(&pairs, Interval::Sequence);
    assert_eq!((plain.verdict(0.1), adjusted.verdict(0.1)), (Verdict::Undecided, Verdict::Better));
    assert!(adjusted.difference.half_width() < 0.6 * plain.difference.half_width());
}
