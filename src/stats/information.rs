//! What it would be worth to know uncertain inputs before deciding.

use super::crossed::mean;
use super::interval::{DEFAULT_LEVEL, Interval};
use super::surface::Surface;
use super::tally::Tally;

/// Parts of the points: each is judged by rules learned from the others.
const FOLDS: usize = 8;
/// Order of the polynomial in one input.
const ORDER: usize = 4;
/// Points for each term of a surface over all inputs, at least.
const POINTS_PER_TERM: usize = 5;

/// What knowing something is worth, in the unit of the values.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Worth {
    /// How much more a decision is worth that may depend on it. By chance it may fall below 0,
    /// which no knowledge can be worth.
    pub value: f64,
    /// Its standard error over the points; 0 if no point would be decided otherwise.
    pub standard_error: f64,
    /// Its 95 % Student interval.
    pub interval: (f64, f64),
    /// The usual estimate from the same points as the rule: too high on average, the more so the
    /// noisier the values.
    pub optimistic: f64,
}

/// The value of information about uncertain inputs.
#[derive(Debug, Clone, PartialEq)]
pub struct Information {
    /// The decision that is best on average: what is done if nothing more is known.
    pub best: usize,
    /// By decision: mean of its values.
    pub means: Vec<f64>,
    /// Of knowing all inputs (EVPI); `None` with too few points for a surface over all of them.
    pub all: Option<Worth>,
    /// Of knowing one input (EVPPI), one for each.
    pub each: Vec<Worth>,
    /// Share of the variance of the advantage of the second decision over the first that all
    /// inputs together explain, adjusted; the rest is noise and interactions. NaN without `all`.
    pub explained: f64,
}

impl Information {
    /// Fewer points say nothing.
    pub const LEAST_POINTS: usize = 2 * FOLDS;

    /// From `points` (drawn independently; each with a value of every input) and the values of the
    /// decisions at them, by decision, by point: noisy, but with independent noise from point to
    /// point.
    ///
    /// The expected value of partial perfect information, E max E(value | x) − max E(value), by
    /// regression (Strong, Oakley and Brennan, 2014): the advantage of each decision is fitted by
    /// a polynomial of order 4 in the input; for all inputs by a sum of such polynomials, of order
    /// 4 or 2 as there are points for. Where a fit decides otherwise than the best mean, the
    /// values themselves say what that brings. Rules are applied only to points they were not
    /// learned from (eight parts), so that noise is no gain: an input that does nothing comes out
    /// at 0 but for its standard error. A rule learned from few or noisy points is worse than the
    /// best one, and the best of nearly equal means is flattered by chance (by up to 0.4 standard
    /// errors of their difference): the value is too low rather than too high.
    ///
    /// # Panics
    /// If there are fewer than two decisions or than [`Information::LEAST_POINTS`], numbers of points or inputs differ,
    /// or a number is not finite.
    pub fn of(points: &[Vec<f64>], values: &[Vec<f64>]) -> Self {
        assert!(values.len() > 1, "one decision is none");
        assert!(points.len() >= Self::LEAST_POINTS, "{} points are too few", points.len());
        assert!(values.iter().all(|of| of.len() == points.len()), "a value for each point");
        let means: Vec<f64> = values.iter().map(|of| mean(of)).collect();
        // Advantages over the first decision: what all have in common cancels.
        let over = |of: &Vec<f64>| -> Vec<f64> {
            of.iter().zip(&values[0]).map(|(own, first)| own - first).collect()
        };
        let advantages: Vec<Vec<f64>> = values.iter().map(over).collect();
        let inputs = points.first().map_or(0, Vec::len);
        let one = |input: usize| {
            let of_input: Vec<Vec<f64>> = points.iter().map(|point| vec![point[input]]).collect();
            worth(&of_input, &advantages, ORDER)
        };
        let is_enough =
            |order: &usize| points.len() >= POINTS_PER_TERM * (order * inputs + 1) && inputs > 0;
        let order = [ORDER, 2].into_iter().find(is_enough);
        let explained = |order| Surface::fit(points, &advantages[1], order).fit.adjusted_r_squared;
        Self {
            best: largest(&means),
            all: order.map(|order| worth(points, &advantages, order)),
            each: (0..inputs).map(one).collect(),
            explained: order.map_or(f64::NAN, explained),
            means,
        }
    }
}

/// What deciding by a surface over these inputs is worth.
fn worth(points: &[Vec<f64>], advantages: &[Vec<f64>], order: usize) -> Worth {
    let count = points.len();
    let mut gains = vec![0.0; count];
    // The same for all parts: near a tie it would otherwise change from part to part and be taken
    // for a gain.
    let otherwise = largest(&advantages.iter().map(|of| mean(of)).collect::<Vec<f64>>());
    for fold in 0..FOLDS {
        // A part is a stretch of points: designs are even in stretches, not in every eighth point.
        let part = fold * count / FOLDS..(fold + 1) * count / FOLDS;
        let is_other = |point: &usize| !part.contains(point);
        let others: Vec<usize> = (0..count).filter(is_other).collect();
        let rule = Rule::learned(&others, points, advantages, order);
        for point in part {
            let decided = rule.decision(&points[point]);
            gains[point] = advantages[decided][point] - advantages[otherwise][point];
        }
    }
    let tally: Tally = gains.iter().copied().collect();
    let (value, standard_error) = (tally.mean(), tally.standard_error());
    let everything: Vec<usize> = (0..count).collect();
    let rule = Rule::learned(&everything, points, advantages, order);
    let fitted = points.iter().map(|point| rule.heights(point));
    let best: Tally = fitted.map(|heights| heights[largest(&heights)]).collect();
    Worth {
        value,
        standard_error,
        interval: Interval::Student.around(value, standard_error, count, DEFAULT_LEVEL),
        optimistic: best.mean() - mean(&advantages[otherwise]),
    }
}

/// What to decide where.
struct Rule {
    /// One for each decision.
    surfaces: Vec<Surface>,
}

impl Rule {
    fn learned(from: &[usize], points: &[Vec<f64>], advantages: &[Vec<f64>], order: usize) -> Self {
        let places: Vec<Vec<f64>> = from.iter().map(|point| points[*point].clone()).collect();
        let values = |of: &Vec<f64>| from.iter().map(|point| of[*point]).collect::<Vec<f64>>();
        let surface = |of: &Vec<f64>| Surface::fit(&places, &values(of), order);
        Self { surfaces: advantages.iter().map(surface).collect() }
    }

    fn heights(&self, point: &[f64]) -> Vec<f64> {
        self.surfaces.iter().map(|surface| surface.at(point)).collect()
    }

    fn decision(&self, point: &[f64]) -> usize {
        largest(&self.heights(point))
    }
}

/// The place of the largest number, of several the first.
fn largest(numbers: &[f64]) -> usize {
    let is_more = |best: usize, next: usize| numbers[next] > numbers[best];
    (1..numbers.len()).fold(0, |best, next| if is_more(best, next) { next } else { best })
}
