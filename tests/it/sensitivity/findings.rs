//! Findings where every point is known.

use posse::experiment::sensitivity::{Findings, Method, Subject, Turn};
use posse::stats::Verdict;

use super::{ADVANCE, DIFFERENCE, NOTE, ORDER, PEOPLE, invented};

/// Team − hero: 2 pp for each seller above 4.5, 1 pp less for each hour above 2; nothing for the
/// third input; luck that both inputs leave alone.
fn plane(x: &[f64], luck: f64) -> Vec<f64> {
    let difference = 0.02 * (x[0] - 4.5) - 0.01 * (x[1] - 2.0);
    vec![0.1 + 0.05 * luck, 0.1 + 0.055 * luck + difference]
}

#[test]
fn a_tornado_finds_ends_turns_and_break_evens() {
    let vary = [ADVANCE, NOTE, PEOPLE];
    let surface = |x: &[f64], luck: f64| plane(&[x[2], x[1]], luck);
    let found = invented(Method::Tornado, &vary, DIFFERENCE, 40, &surface);
    let Findings::Tornado { base, bars } = &found.findings else { panic!("a tornado") };
    // As written: 4 sellers, no note.
    assert!((base.mean - 0.01).abs() < 1e-12);
    assert_eq!(base.verdict, Some(Verdict::Undecided));
    let order: Vec<usize> = bars.iter().map(|bar| bar.input).collect();
    assert_eq!(order, [2, 1, 0], "the longest first");
    let people = &bars[0];
    assert!((people.swing - 0.08).abs() < 1e-12);
    assert!((people.swing_interval.0 - 0.08).abs() < 1e-9, "the same luck at both ends");
    assert_eq!(people.readings[0].verdict, Some(Verdict::Worse));
    assert_eq!(people.readings[1].verdict, Some(Verdict::Better));
    assert_eq!(people.turn, Turn::Changes(vec![0, 1]));
    assert!((people.break_even[0].at - 3.5).abs() < 1e-12);
    let idle = &bars[2];
    assert!(idle.is_idle && idle.break_even.is_empty());
    assert_eq!(idle.turn, Turn::Stands);
}

#[test]
fn an_input_that_makes_another_policy_win_turns_the_verdict() {
    let surface = |x: &[f64], _: f64| vec![0.1, 0.13 - 0.02 * x[0]];
    let found = invented(Method::Tornado, &[NOTE], DIFFERENCE, 4, &surface);
    let Findings::Tornado { base, bars } = &found.findings else { panic!("a tornado") };
    assert_eq!(base.verdict, Some(Verdict::Better));
    assert_eq!(bars[0].turn, Turn::Turns(vec![1]));
    // The base lies at one end: two points, and what is between.
    assert!((bars[0].break_even[0].at - 1.5).abs() < 1e-12);
}

#[test]
fn words_are_taken_all_and_their_bar_is_from_least_to_greatest() {
    // 0, 0.03 and −0.02.
    let surface = |x: &[f64], _: f64| vec![0.1, 0.1 + 0.07 * x[0] - 0.04 * x[0] * x[0]];
    let found = invented(Method::Tornado, &[ORDER], DIFFERENCE, 4, &surface);
    let Findings::Tornado { bars, .. } = &found.findings else { panic!("a tornado") };
    assert_eq!((bars[0].readings.len(), bars[0].ends), (3, (2, 1)));
    assert!((bars[0].swing - 0.05).abs() < 1e-12);
    assert!(bars[0].break_even.is_empty(), "between words there is nothing");
}

#[test]
fn the_elementary_effects_of_a_plane_are_its_slopes() {
    let vary = [PEOPLE, NOTE, ADVANCE];
    let found = invented(Method::Morris(6), &vary, DIFFERENCE, 4, &plane);
    let Findings::Morris(inputs) = &found.findings else { panic!("a screening") };
    let order: Vec<usize> = inputs.iter().map(|of| of.input).collect();
    assert_eq!(order, [0, 1, 2]);
    for (of, slope) in inputs.iter().zip([0.08, -0.04, 0.0]) {
        assert!((of.effects.mu - slope).abs() < 1e-12);
        assert!((of.effects.mu_star - slope.abs()).abs() < 1e-12);
        assert!(of.effects.sigma < 1e-7 && of.effects.noise < 1e-12, "{:?}", of.effects);
        assert_eq!(of.effects.count, 6);
    }
    assert!(inputs[2].is_idle && !inputs[1].is_idle);
}

#[test]
fn the_sobol_indices_of_a_plane_are_the_shares_of_its_variance() {
    // Luck of the same size as everything else, and no index hears of it.
    let vary = [ADVANCE, NOTE, "deal.value=500..2000"];
    let surface = |x: &[f64], luck: f64| vec![0.5 * luck, 0.9 * luck + x[0] / 40.0 + x[1] / 8.0];
    let found = invented(Method::Sobol(256), &vary, DIFFERENCE, 4, &surface);
    let Findings::Sobol { variance, inputs, rows, .. } = &found.findings else { panic!("indices") };
    // Two uniform inputs over 1 and ½: 1/12 and 1/48.
    assert!((variance.value - 5.0 / 48.0).abs() < 4.0 * variance.standard_error);
    assert_eq!(*rows, 256);
    for (of, share) in inputs.iter().zip([0.8, 0.2, 0.0]) {
        for index in [of.index.first, of.index.total] {
            let error = index.standard_error.max(1e-12);
            assert!((index.value - share).abs() < 4.0 * error, "{share}: {index:?}");
        }
    }
    assert!(inputs[2].is_idle);
}

#[test]
fn what_is_worth_knowing_is_what_turns_the_decision() {
    let choice = ("contribution", Subject::Choice);
    // Team − hero is uniform on (−10,000, 10,000) over the note, whatever the rest.
    let surface = |x: &[f64], luck: f64| {
        let common = 1e6 + 1e5 * luck + 1e5 * x[1];
        vec![common, common + 5_000.0 * (2.0 - x[0])]
    };
    let found = invented(Method::Value(256), &[NOTE, ADVANCE], choice, 2, &surface);
    let Findings::Value(value) = &found.findings else { panic!("a value") };
    let first = value.inputs[0];
    assert_eq!((first.input, value.points, value.undefined), (0, 256, 0));
    // E max(0, ·) = 10,000/4.
    assert!((first.worth.value - 2_500.0).abs() < 4.0 * first.worth.standard_error);
    assert!(value.inputs[1].worth.interval.0 <= 0.0);
    assert!((value.explained - 1.0).abs() < 1e-9);
    assert!((found.weeks.unwrap() - 52.0).abs() < 1.0);
}

#[test]
fn of_a_measure_of_which_less_is_better_less_is_chosen() {
    let choice = ("lead_time_p50", Subject::Choice);
    let surface = |x: &[f64], _: f64| vec![100.0, 90.0 + 2.0 * x[0]];
    let found = invented(Method::Value(64), &[NOTE], choice, 1, &surface);
    let Findings::Value(value) = &found.findings else { panic!("a value") };
    assert_eq!(value.best, 1);
    assert_eq!(value.means[0].to_bits(), 100.0_f64.to_bits());
    assert_eq!(value.inputs[0].worth.value.to_bits(), 0.0_f64.to_bits());
}

#[test]
fn a_measure_that_is_never_defined_says_nothing() {
    let nothing = |_: &[f64], _: f64| vec![f64::NAN, f64::NAN];
    for method in [Method::Tornado, Method::Morris(3), Method::Sobol(9)] {
        let found = invented(method, &[NOTE, PEOPLE], DIFFERENCE, 3, &nothing);
        match found.findings {
            Findings::Tornado { base, bars } => {
                assert!(base.mean.is_nan() && bars[0].swing.is_nan());
                assert_eq!(base.verdict, Some(Verdict::Withheld));
            }
            Findings::Morris(inputs) => assert_eq!(inputs[0].effects.undefined, 3),
            Findings::Sobol { undefined, .. } => assert_eq!(undefined, 9),
            Findings::Value(_) => unreachable!("not asked for"),
        }
    }
    let choice = ("return_on_sales", Subject::Choice);
    let found = invented(Method::Value(32), &[NOTE], choice, 3, &nothing);
    let Findings::Value(value) = &found.findings else { panic!("a value") };
    assert_eq!((value.points, value.undefined, value.inputs.len()), (0, 32, 0));
}
