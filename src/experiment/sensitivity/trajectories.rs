//! Trajectories of Morris' method, spread out.

use crate::engine::random::philox2x64;

/// Levels of every input: 0, ⅓, ⅔, 1.
const LEVELS: u64 = 4;
/// A step moves an input by as many levels: p / (2 (p − 1)) of the range, so that every level is
/// left and reached equally often.
const STEP: u64 = LEVELS / 2;
/// Trajectories drawn for each that is kept.
const CANDIDATES: u32 = 4;

/// Points of one trajectory, each with its place on every input, 0 to 1.
type Trajectory = Vec<Vec<f64>>;

/// `count` trajectories through the cube of so many inputs, keyed by `seed`: from a random point of
/// four levels each input is moved once, in random order, by ⅔ up or down. Of four times as many
/// drawn, those are kept that are farthest from one another (Campolongo, Cariboni and Saltelli,
/// 2007), picked one after the other (Ruano et al., 2012).
pub fn trajectories(inputs: usize, count: u32, seed: u64) -> Vec<Trajectory> {
    let mut left: Vec<Trajectory> =
        (0..count * CANDIDATES).map(|number| drawn(inputs, number, seed)).collect();
    let mut far = vec![0.0; left.len()];
    let mut kept = Vec::new();
    while kept.len() < count as usize {
        let farthest = (1..left.len()).fold(0, |best, k| if far[k] > far[best] { k } else { best });
        far.swap_remove(farthest);
        let next = left.swap_remove(farthest);
        for (far, other) in far.iter_mut().zip(&left) {
            *far += distance(&next, other);
        }
        kept.push(next);
    }
    kept
}

fn drawn(inputs: usize, number: u32, seed: u64) -> Trajectory {
    const DOMAIN: u64 = u64::from_be_bytes(*b"\0\0morris");
    let words =
        |input: usize| philox2x64::<10>([u64::from(number) << 32 | input as u64, DOMAIN], seed);
    let level = |input: usize| words(input)[0] % LEVELS;
    let mut order: Vec<(u64, usize)> = (0..inputs).map(|input| (words(input)[1], input)).collect();
    order.sort_unstable();
    let mut levels: Vec<u64> = (0..inputs).map(level).collect();
    let place = |levels: &[u64]| -> Vec<f64> {
        levels.iter().map(|level| *level as f64 / (LEVELS - 1) as f64).collect()
    };
    let mut points = vec![place(&levels)];
    for (_, input) in order {
        levels[input] = (levels[input] + STEP) % LEVELS;
        points.push(place(&levels));
    }
    points
}

/// Sum of the distances between the points of two trajectories.
fn distance(one: &Trajectory, other: &Trajectory) -> f64 {
    let apart =
        |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum::<f64>().sqrt();
    one.iter().flat_map(|a| other.iter().map(move |b| apart(a, b))).sum()
}
