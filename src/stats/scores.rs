//! What a race looks at: values by replication with the controls beside them, and how two such samples differ.

use super::controls::ControlMoments;
use super::verdict::difference;

/// From so many values on, every one of them counts as differing.
pub(super) const ENOUGH: usize = 64;
/// Values that agree to this share of their size differ by rounding only.
const SAME: f64 = 1e-12;

/// What is known of a system in a race.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Scores {
    /// Its value in each replication; NaN where it is undefined.
    pub values: Vec<f64>,
    /// By control, by replication: numbers whose true mean is 0, the same ones for every system of a race; at most
    /// [`super::MOST_CONTROLS`], or none.
    pub controls: Vec<Vec<f64>>,
}

impl From<Vec<f64>> for Scores {
    fn from(values: Vec<f64>) -> Self {
        Self { values, controls: Vec::new() }
    }
}

impl Scores {
    /// How much more this system has than another over the first `count` replications, without the luck of
    /// their controls; NaN if nothing is defined in both.
    ///
    /// # Panics
    /// If either has fewer values, or not the same controls.
    pub fn more_than(&self, other: &Self, count: usize) -> f64 {
        Sample::of(self, count).minus(&Sample::of(other, count)).mean
    }
}

/// The scores of a system at a look.
pub(super) struct Sample<'v> {
    values: &'v [f64],
    mean: f64,
    /// Less the mean.
    centred: Vec<f64>,
    /// Means of the controls, and the controls less their means.
    controls: Vec<(f64, Vec<f64>)>,
    is_whole: bool,
}

/// What is known of paired differences.
pub(super) struct Pair {
    pub(super) count: usize,
    /// How many of them differ by more than rounding, less one for each control that was fitted.
    pub(super) differing: usize,
    pub(super) mean: f64,
    pub(super) error: f64,
    /// As many values as a plain mean with this error and this residual variance would take.
    pub(super) weight: f64,
    /// Degrees of freedom of the residual variance.
    pub(super) freedom: u64,
}

impl<'v> Sample<'v> {
    pub(super) fn of(scores: &'v Scores, count: usize) -> Self {
        let values = &scores.values[..count];
        let (mean, centred) = centred(values);
        let controls: Vec<_> =
            scores.controls.iter().map(|of| self::centred(&of[..count])).collect();
        let is_finite = |numbers: &[f64]| numbers.iter().all(|number| number.is_finite());
        let is_whole = is_finite(values) && controls.iter().all(|of| is_finite(&of.1));
        Self { values, mean, centred, controls, is_whole }
    }

    /// The mean without the luck of the controls; the plain one where they do not vary.
    pub(super) fn adjusted(&self) -> f64 {
        let nothing = vec![0.0; self.values.len()];
        let controls = self.controls.iter().map(|_| (0.0, nothing.clone())).collect();
        let origin = Sample {
            values: &nothing,
            mean: 0.0,
            centred: nothing.clone(),
            controls,
            is_whole: true,
        };
        self.minus(&origin).mean
    }

    /// The differences from another system, value by value, without the luck of their controls.
    ///
    /// The difference is regressed on the differences of the controls, as in `controls.rs`. Where a value is
    /// undefined in either, the others need not have controls of mean 0, and stand as they are.
    pub(super) fn minus(&self, other: &Self) -> Pair {
        if !(self.is_whole && other.is_whole) {
            let differences = other.values.iter().zip(self.values);
            let defined: Vec<f64> =
                differences.map(|(a, b)| difference(*a, *b)).filter(|own| !own.is_nan()).collect();
            let (mean, centred) = centred(&defined);
            let squares = centred.iter().map(|own| own * own).sum();
            let differing = defined.iter().filter(|own| **own != 0.0).count();
            return Pair::of(defined.len(), differing, (mean, squares));
        }
        let count = self.values.len();
        let size = self.mean.abs() + other.mean.abs();
        let mean = self.mean - other.mean;
        let mean = if mean.abs() <= SAME * size { 0.0 } else { mean };
        let squares = distance(&self.centred, &other.centred);
        if squares <= count as f64 * (SAME * size) * (SAME * size) {
            return Pair::of(count, self.differing(other), (mean, 0.0));
        }
        let plain = Pair::of(count, self.differing(other), (mean, squares));
        self.without_luck(other, (mean, squares), &plain).unwrap_or(plain)
    }

    fn differing(&self, other: &Self) -> usize {
        let pairs = self.values.iter().zip(other.values);
        let differs = |(b, a): &(&f64, &f64)| (*b - *a).abs() > SAME * (b.abs() + a.abs());
        if self.values.len() < ENOUGH { pairs.filter(differs).count() } else { self.values.len() }
    }

    /// The same pair as the regression on the controls leaves it; `None` if they do not vary.
    fn without_luck(
        &self,
        other: &Self,
        (mean, squares): (f64, f64),
        plain: &Pair,
    ) -> Option<Pair> {
        if self.controls.is_empty() {
            return None;
        }
        assert!(self.controls.len() == other.controls.len(), "the same controls of every system");
        let sides = |at: usize| (&self.controls[at], &other.controls[at]);
        let (mut means, mut products) = (vec![mean], vec![squares]);
        for row in 0..self.controls.len() {
            let (own, its) = sides(row);
            means.push(own.0 - its.0);
            products.push(product((&self.centred, &other.centred), (&own.1, &its.1)));
            for column in 0..=row {
                let (a, b) = sides(column);
                products.push(product((&own.1, &its.1), (&a.1, &b.1)));
            }
        }
        let found = ControlMoments::known(plain.count, means, products).regressed(&[1.0])?;
        let (weight, freedom) = (found.weight, found.freedom);
        let fitted = plain.count - 1 - usize::try_from(freedom).unwrap_or(plain.count);
        Some(Pair {
            count: plain.count,
            differing: plain.differing.saturating_sub(fitted),
            mean: found.mean,
            error: found.standard_error,
            weight,
            freedom,
        })
    }
}

impl Pair {
    fn of(count: usize, differing: usize, (mean, squares): (f64, f64)) -> Self {
        let n = count as f64;
        let error = if count < 2 { f64::NAN } else { (squares / (n - 1.0) / n).sqrt() };
        let freedom = (count as u64).saturating_sub(1);
        Self { count, differing, mean, error, weight: n, freedom }
    }
}

/// The mean of the finite numbers, and all numbers less it.
fn centred(numbers: &[f64]) -> (f64, Vec<f64>) {
    let mean = mean(numbers);
    (mean, numbers.iter().map(|number| number - mean).collect())
}

/// The mean of the finite numbers; NaN if there are none.
pub(super) fn mean(numbers: &[f64]) -> f64 {
    let (count, sum) = numbers
        .iter()
        .filter(|number| number.is_finite())
        .fold((0_u32, 0.0), |(count, sum), number| (count + 1, sum + number));
    sum / f64::from(count)
}

/// Σ (a − b)², as [`product`] sums.
fn distance(a: &[f64], b: &[f64]) -> f64 {
    product((a, b), (a, b))
}

/// Σ (a − b)(c − d), in lanes that a processor takes together; the same sum on every machine.
fn product((a, b): (&[f64], &[f64]), (c, d): (&[f64], &[f64])) -> f64 {
    const LANES: usize = 8;
    let whole = a.len() - a.len() % LANES;
    let mut lanes = [0.0; LANES];
    let chunks = a[..whole].chunks_exact(LANES).zip(b[..whole].chunks_exact(LANES));
    let others = c[..whole].chunks_exact(LANES).zip(d[..whole].chunks_exact(LANES));
    for ((a, b), (c, d)) in chunks.zip(others) {
        for lane in 0..LANES {
            lanes[lane] += (a[lane] - b[lane]) * (c[lane] - d[lane]);
        }
    }
    let rest = (whole..a.len()).map(|at| (a[at] - b[at]) * (c[at] - d[at]));
    lanes.iter().sum::<f64>() + rest.sum::<f64>()
}
