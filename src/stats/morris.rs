//! Elementary effects: which inputs matter, from few points (Morris, 1991).

use super::crossed::{defined, mean, only, product};
use super::interval::{DEFAULT_LEVEL, Interval};
use super::tally::Tally;

/// What moving one input does, over many places in the space of all inputs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ElementaryEffects {
    /// Trajectories that tell about the input.
    pub count: usize,
    /// Trajectories in which the output was undefined in too many runs.
    pub undefined: usize,
    /// Mean effect, in units of the output for the whole range of the input; NaN of nothing.
    pub mu: f64,
    /// Mean size of the effect (Campolongo, Cariboni and Saltelli, 2007): not lost where effects
    /// of both signs cancel. Noise in the outputs adds to it, at most `noise` on average; see
    /// [`ElementaryEffects::noise_bound`].
    pub mu_star: f64,
    /// Standard error of `mu_star` over trajectories; NaN below two.
    pub mu_star_error: f64,
    /// Its 95 % Student interval, not below 0.
    pub mu_star_interval: (f64, f64),
    /// Standard deviation of the effects, less what noise adds: interactions with other inputs, or
    /// a response that is not a straight line. 0 where noise would make more; NaN below two
    /// trajectories.
    pub sigma: f64,
    /// Standard error that noise gives to one effect (root mean square); 0 for a single run, which
    /// is taken as free of noise.
    pub noise: f64,
}

/// The effects along one trajectory: by input, by run, the change of the output over the (signed)
/// change of the input. Each point differs from the one before in one coordinate.
///
/// # Panics
/// If outputs are not there for each point with the same number of runs, or a point does not differ
/// from the one before in just one coordinate, or an input is moved twice or never.
pub fn elementary_effects(points: &[Vec<f64>], outputs: &[Vec<f64>]) -> Vec<Vec<f64>> {
    assert!(points.len() == outputs.len(), "an output for each point");
    let inputs = points.first().map_or(0, Vec::len);
    let mut effects: Vec<Vec<f64>> = vec![Vec::new(); inputs];
    for (pair, outputs) in points.windows(2).zip(outputs.windows(2)) {
        let steps = pair[1].iter().zip(&pair[0]).map(|(after, before)| after - before);
        let moved: Vec<(usize, f64)> = steps.enumerate().filter(|(_, step)| *step != 0.0).collect();
        let [(input, step)] = moved[..] else { panic!("a step moves one input: {pair:?}") };
        assert!(effects[input].is_empty(), "input {input} is moved twice");
        assert!(outputs[0].len() == outputs[1].len(), "as many runs at each point");
        let changes = outputs[1].iter().zip(&outputs[0]);
        effects[input] = changes.map(|(after, before)| (after - before) / step).collect();
    }
    assert!(effects.iter().all(|effect| !effect.is_empty()), "every input is moved");
    effects
}

impl ElementaryEffects {
    /// What `mu_star` would stay below in about 19 of 20 screenings if noise alone made it: the mean
    /// size of normal numbers, √(2/π) of their deviation, and two of its standard errors more.
    pub fn noise_bound(&self) -> f64 {
        const SIZE: f64 = 0.797_884_560_802_865_4;
        const SPREAD: f64 = 0.602_810_274_989_087;
        self.noise * (SIZE + 2.0 * SPREAD / (self.count as f64).sqrt())
    }

    /// From the effects of one input: by trajectory, by run; NaN = undefined. Trajectories are
    /// independent, and so are the runs of a trajectory.
    ///
    /// # Panics
    /// If a trajectory has no runs.
    pub fn of(effects: &[Vec<f64>]) -> Self {
        let kept: Vec<Vec<f64>> =
            effects.iter().filter_map(|runs| Some(only(runs, &defined(&[runs])?))).collect();
        let means: Tally = kept.iter().map(|runs| mean(runs)).collect();
        let sizes: Tally = kept.iter().map(|runs| mean(runs).abs()).collect();
        let error = sizes.standard_error();
        let (low, high) = Interval::Student.around(sizes.mean(), error, kept.len(), DEFAULT_LEVEL);
        Self {
            count: kept.len(),
            undefined: effects.len() - kept.len(),
            mu: means.mean(),
            mu_star: sizes.mean(),
            mu_star_error: error,
            mu_star_interval: (low.max(0.0), high),
            sigma: spread(&kept),
            noise: noise(&kept),
        }
    }
}

/// Variance between trajectories: products within one from different runs, less products of
/// different trajectories.
fn spread(effects: &[Vec<f64>]) -> f64 {
    let count = effects.len() as f64;
    let within: f64 = effects.iter().map(|runs| product(runs, runs)).sum();
    let means: Vec<f64> = effects.iter().map(|runs| mean(runs)).collect();
    let variance = within / count - product(&means, &means);
    if effects.len() < 2 { f64::NAN } else { variance.max(0.0).sqrt() }
}

fn noise(effects: &[Vec<f64>]) -> f64 {
    let squares: Tally = effects
        .iter()
        .map(|runs| runs.iter().copied().collect::<Tally>().standard_error())
        .map(|error| if error.is_nan() { 0.0 } else { error * error })
        .collect();
    squares.mean().sqrt()
}
