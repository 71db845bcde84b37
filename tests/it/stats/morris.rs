//! Elementary effects: a worked case, and noise.

use posse::stats::{ElementaryEffects, elementary_effects};

use super::normal_numbers::Numbers;
use super::{assert_close, numbers};

/// Six trajectories of five points in four inputs (case S-MORRIS-1).
const TRAJECTORIES: &str = include_str!("morris_trajectories.txt");

/// Σ cᵢ xᵢ + 4 x₀ x₁ + x₂².
fn quadratic(x: &[f64]) -> f64 {
    3.0 * x[0] - 2.0 * x[1] + 0.5 * x[2] + 4.0 * x[0] * x[1] + x[2] * x[2]
}

/// By input: the effects, by trajectory, by run; each point's output in each run by `output`.
fn effects(runs: usize, mut output: impl FnMut(&[f64], usize) -> f64) -> Vec<Vec<Vec<f64>>> {
    let points: Vec<Vec<f64>> = numbers(TRAJECTORIES).chunks(4).map(<[f64]>::to_vec).collect();
    let mut all = vec![Vec::new(); 4];
    for trajectory in points.chunks(5) {
        let outputs: Vec<Vec<f64>> =
            trajectory.iter().map(|x| (0..runs).map(|run| output(x, run)).collect()).collect();
        for (of, effects) in all.iter_mut().zip(elementary_effects(trajectory, &outputs)) {
            of.push(effects);
        }
    }
    all
}

/// Case S-MORRIS-1: exact, from Morris (1991) and Campolongo et al. (2007).
#[test]
fn the_worked_case_comes_out() {
    let found: Vec<ElementaryEffects> =
        effects(1, |x, _| quadratic(x)).iter().map(|of| ElementaryEffects::of(of)).collect();
    let mu = [4.333_333_333_333_33, -0.222_222_222_222_667, 1.5, 0.0];
    let mu_star = [4.333_333_333_333_33, 1.555_555_555_556, 1.5, 0.0];
    let sigma = [1.686_548_085_423_35, 1.821_680_136_170_73, 0.365_148_371_669_746, 0.0];
    for (input, found) in found.iter().enumerate() {
        // The steps are written with twelve digits.
        assert!((found.mu - mu[input]).abs() < 4e-12, "{found:?}");
        assert!((found.mu_star - mu_star[input]).abs() < 4e-12, "{found:?}");
        assert!((found.sigma - sigma[input]).abs() < 4e-12, "{found:?}");
        assert_eq!((found.count, found.undefined, found.noise), (6, 0, 0.0));
    }
    // No effect changes sign for the first input, so both errors are σ/√6.
    assert_close(found[0].mu_star_error, sigma[0] / 6.0_f64.sqrt(), 1e-10);
    assert_eq!(found[3].mu_star_interval, (0.0, 0.0));
}

#[test]
fn luck_that_all_points_share_changes_nothing() {
    let mut source = Numbers::new(1);
    let luck: Vec<f64> = (0..8).map(|_| source.normal()).collect();
    let plain = effects(1, |x, _| quadratic(x));
    let lucky = effects(8, |x, run| quadratic(x) + 100.0 * luck[run]);
    for (plain, lucky) in plain.iter().zip(&lucky) {
        let (plain, lucky) = (ElementaryEffects::of(plain), ElementaryEffects::of(lucky));
        assert!((plain.mu - lucky.mu).abs() < 1e-11);
        assert!((plain.sigma - lucky.sigma).abs() < 1e-11);
        assert!(lucky.noise < 1e-11);
    }
}

#[test]
fn noise_is_taken_off_sigma_and_bounds_what_it_adds_to_mu_star() {
    let mut source = Numbers::new(2);
    let truth: Vec<ElementaryEffects> =
        effects(1, |x, _| quadratic(x)).iter().map(|of| ElementaryEffects::of(of)).collect();
    let trials = 2_000;
    let (mut variance, mut mu, mut mu_star, mut noise) = ([0.0; 4], [0.0; 4], [0.0; 4], [0.0; 4]);
    for _ in 0..trials {
        let trial = effects(4, |x, _| quadratic(x) + source.normal());
        for (input, of) in trial.iter().enumerate() {
            let found = ElementaryEffects::of(of);
            variance[input] += found.sigma * found.sigma / f64::from(trials);
            mu[input] += found.mu / f64::from(trials);
            mu_star[input] += found.mu_star / f64::from(trials);
            noise[input] += found.noise / f64::from(trials);
        }
    }
    // Noise of variance 1 in four runs, a step of 2/3: an effect has the error √(2/4) · 3/2.
    let error = 1.5 * 0.5_f64.sqrt();
    for input in 0..4 {
        // Four standard errors of the mean of 2,000 trials of six effects.
        let tolerance = 4.0 * (error / 6.0_f64.sqrt()) / f64::from(trials).sqrt();
        assert!((mu[input] - truth[input].mu).abs() < tolerance, "{input}");
        assert!((noise[input] / error - 1.0).abs() < 0.05, "{}", noise[input]);
        let added = mu_star[input] - truth[input].mu_star;
        assert!(added > -tolerance && added < noise[input], "{input}: {added}");
    }
    // Where σ² is far above 0 no estimate is cut off there, and the mean is right; without the
    // correction it would be 1.125 more.
    let tolerance = 0.12;
    for input in [0, 1] {
        let expected = truth[input].sigma * truth[input].sigma;
        assert!((variance[input] - expected).abs() < tolerance, "{} {expected}", variance[input]);
    }
}

#[test]
fn noise_alone_stays_below_its_bound_in_19_of_20() {
    let mut source = Numbers::new(3);
    let mut below = 0;
    for _ in 0..4_000 {
        let noise: Vec<Vec<f64>> =
            (0..10).map(|_| (0..8).map(|_| source.normal()).collect()).collect();
        let found = ElementaryEffects::of(&noise);
        below += u32::from(found.mu_star <= found.noise_bound());
    }
    let share = f64::from(below) / 4_000.0;
    assert!((0.93..=0.97).contains(&share), "{share}");
}

#[test]
fn undefined_runs_are_left_out_and_trajectories_without_runs_counted() {
    let nan = f64::NAN;
    let found = ElementaryEffects::of(&[vec![1.0, nan, 3.0], vec![nan, nan, 5.0], vec![4.0; 3]]);
    assert_eq!((found.count, found.undefined), (2, 1));
    assert_close(found.mu, 3.0, 1e-15);
    let nothing = ElementaryEffects::of(&[vec![nan, nan]]);
    assert!(nothing.mu.is_nan() && nothing.sigma.is_nan() && nothing.mu_star.is_nan());
}

#[test]
#[should_panic(expected = "a step moves one input")]
fn a_step_in_two_inputs_is_no_trajectory() {
    elementary_effects(&[vec![0.0, 0.0], vec![1.0, 1.0]], &[vec![0.0], vec![1.0]]);
}
