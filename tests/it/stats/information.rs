//! The value of information: cases with exact answers, with noise and without.

use posse::math::{normal_cdf, normal_quantile};
use posse::stats::{Information, Worth};

use super::assert_close;
use super::normal_numbers::Numbers;

/// Points of so many inputs in the unit cube and the values of two decisions at them: 0, and
/// `second` with noise; both with luck of their own that they share.
fn sample(
    (count, inputs): (usize, usize),
    noise: f64,
    source: &mut Numbers,
    second: impl Fn(&[f64]) -> f64,
) -> (Vec<Vec<f64>>, Vec<Vec<f64>>) {
    let points: Vec<Vec<f64>> =
        (0..count).map(|_| (0..inputs).map(|_| source.uniform()).collect()).collect();
    let luck: Vec<f64> = (0..count).map(|_| 1e5 + 1e3 * source.normal()).collect();
    let own: Vec<f64> = points
        .iter()
        .zip(&luck)
        .map(|(point, luck)| luck + second(point) + noise * source.normal())
        .collect();
    (points, vec![luck, own])
}

#[track_caller]
fn assert_within(worth: Worth, truth: f64, most_error: f64) {
    let Worth { value, standard_error, .. } = worth;
    assert!(standard_error < most_error, "{worth:?}");
    assert!((value - truth).abs() < 4.0 * standard_error.max(1e-9), "{value} is not {truth}");
}

/// E max(0, a (x − c)) − max(0, E a (x − c)) for x uniform on (0, 1) and c up to ½:
/// a (1 − c)² / 2 − a (½ − c).
fn of_a_line(a: f64, c: f64) -> f64 {
    0.5 * a * (1.0 - c) * (1.0 - c) - a * (0.5 - c)
}

#[test]
fn an_uncertain_line_is_worth_its_loss_on_the_wrong_side() {
    let mut source = Numbers::new(1);
    for c in [0.5, 0.4, 0.2] {
        for noise in [0.0, 10.0] {
            let line = |point: &[f64]| 100.0 * (point[0] - c);
            let (points, values) = sample((4_000, 2), noise, &mut source, line);
            let found = Information::of(&points, &values);
            let truth = of_a_line(100.0, c);
            assert_within(found.each[0], truth, 0.6);
            assert_within(found.all.unwrap(), truth, 0.6);
            // The second input does nothing: never a gain in silence.
            let nothing = found.each[1];
            assert!(nothing.value <= 2.0 * nothing.standard_error, "{nothing:?}");
            if c < 0.5 {
                assert_eq!(found.best, 1);
            }
        }
    }
}

#[test]
fn knowing_both_of_two_is_worth_more_than_either() {
    let line = |point: &[f64]| 60.0 * (point[0] - 0.5) + 60.0 * (point[1] - 0.5);
    let (points, values) = sample((8_000, 2), 20.0, &mut Numbers::new(2), line);
    let found = Information::of(&points, &values);
    for worth in &found.each {
        assert_within(*worth, 60.0 / 8.0, 0.6);
    }
    // The sum of two uniform numbers is triangular on (−60, 60): E max(0, ·) = 60/6.
    assert_within(found.all.unwrap(), 10.0, 0.6);
    // Variance 2 · 60²/12 of 600 + 20².
    assert_close(found.explained, 0.6, 0.05);
}

/// For a normal advantage with mean m and deviation s: s φ(m/s) − |m| Φ(−|m|/s).
#[test]
fn a_normal_advantage_is_worth_what_its_loss_function_says() {
    for (m, s) in [(0.0, 1.0), (0.5, 1.0), (-1.0, 2.0)] {
        let normal = |point: &[f64]| m + s * normal_quantile(point[0]);
        let (uniform, values) = sample((8_000, 1), 0.3, &mut Numbers::new(3), normal);
        let points: Vec<Vec<f64>> = uniform.iter().map(|p| vec![normal_quantile(p[0])]).collect();
        let z: f64 = m / s;
        let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
        let truth = s * density - m.abs() * normal_cdf(-z.abs());
        assert_within(Information::of(&points, &values).each[0], truth, 0.03);
    }
}

#[test]
fn a_decision_that_is_always_best_leaves_nothing_to_learn() {
    let line = |point: &[f64]| 500.0 + 100.0 * point[0];
    let (points, values) = sample((200, 3), 5.0, &mut Numbers::new(4), line);
    let found = Information::of(&points, &values);
    let nothing = Worth { value: 0.0, standard_error: 0.0, interval: (0.0, 0.0), ..found.each[0] };
    assert_eq!((found.best, found.each[0]), (1, nothing));
    assert!(found.each[0].optimistic.abs() < 1e-6);
}

#[test]
fn an_input_that_does_nothing_is_not_worth_anything_on_average() {
    let mut source = Numbers::new(5);
    let (mut sum, mut optimistic, mut above) = (0.0, 0.0, 0);
    let trials = 400;
    for _ in 0..trials {
        // Two decisions that are equally good, in nothing but noise: the hardest case.
        let (points, values) = sample((128, 1), 100.0, &mut source, |_| 0.0);
        let worth = Information::of(&points, &values).each[0];
        sum += worth.value / f64::from(trials);
        optimistic += worth.optimistic / f64::from(trials);
        above += u32::from(worth.interval.0 > 0.0);
    }
    // The standard deviation of one value is about 8.
    assert!(sum < 4.0 * 8.0 / f64::from(trials).sqrt(), "{sum}");
    assert!(optimistic > 3.0, "the usual estimate is biased upwards: {optimistic}");
    let share = f64::from(above) / f64::from(trials);
    assert!(share < 0.05, "{share} of the intervals lie above 0");
}

#[test]
fn intervals_cover_the_value_of_one_input_and_of_all() {
    let mut source = Numbers::new(6);
    let line = |point: &[f64]| 60.0 * (point[0] - 0.45) + 60.0 * (point[1] - 0.5);
    let (mut one, mut all) = (0, 0);
    let trials = 400;
    // E max(0, s + 3) − 3 for s triangular on (−60, 60): (60³ + 3·60²·3 + 3·60·3² − 3³)/(6·60²).
    let triangular = (216_000.0 + 32_400.0 + 1_620.0 - 27.0) / 21_600.0 - 3.0;
    for _ in 0..trials {
        let (points, values) = sample((512, 2), 20.0, &mut source, line);
        let found = Information::of(&points, &values);
        let covers = |worth: Worth, truth: f64| {
            u32::from(worth.interval.0 <= truth && truth <= worth.interval.1)
        };
        one += covers(found.each[0], of_a_line(60.0, 0.45));
        all += covers(found.all.unwrap(), triangular);
    }
    for count in [one, all] {
        let share = f64::from(count) / f64::from(trials);
        assert!((0.91..=0.99).contains(&share), "{share}");
    }
}

#[test]
fn three_decisions_are_weighed_together() {
    let mut source = Numbers::new(7);
    let points: Vec<Vec<f64>> = (0..4_000).map(|_| vec![source.uniform()]).collect();
    let values = vec![
        vec![0.0; 4_000],
        points.iter().map(|p| p[0] - 0.5).collect(),
        points.iter().map(|p| 0.5 - p[0]).collect(),
    ];
    // E |x − ½| = ¼.
    assert_within(Information::of(&points, &values).each[0], 0.25, 0.01);
}

#[test]
fn too_few_points_for_all_inputs_say_nothing_about_them_together() {
    let line = |point: &[f64]| point[0] - 0.5;
    let (points, values) = sample((100, 12), 0.0, &mut Numbers::new(8), line);
    let found = Information::of(&points, &values);
    assert!(found.all.is_none() && found.explained.is_nan());
    assert_eq!(found.each.len(), 12);
}
