//! Plans made to measure, and when a sample agrees with a reference value.

use posse::sales::pay::{Band, Base, Bonus, Mark, PayLine, Plan, Split, Team};

/// A plan with this quota that pays nothing.
pub(super) fn plan(quota: f64) -> Plan {
    Plan { quota, ..Plan::new("plan") }
}

/// A plan with one rate on all credit.
pub(super) fn linear(rate: f64) -> Plan {
    Plan { commission: vec![credit(0.0, rate)], ..plan(0.0) }
}

/// A rate from this attainment on.
pub(super) fn attainment(share: f64, rate: f64) -> Band {
    Band { from: Mark::Attainment(share), rate }
}

/// A rate from this credit on.
pub(super) fn credit(from: f64, rate: f64) -> Band {
    Band { from: Mark::Credit(from), rate }
}

/// A bonus at this attainment.
pub(super) fn bonus(share: f64, amount: f64) -> Bonus {
    Bonus { at: Mark::Attainment(share), amount }
}

/// A pool with one rate on all credit.
pub(super) fn pool(weight: f64, rate: f64) -> Team {
    Team {
        weight,
        base: Base::Revenue,
        quota: 0.0,
        commission: vec![credit(0.0, rate)],
        bonuses: Vec::new(),
        split: Split::Equal,
    }
}

/// The sum of all lines, in cents.
pub(super) fn cents(lines: &[PayLine]) -> f64 {
    lines.iter().map(|line| (line.amount * 100.0).round()).sum()
}

/// Whether two numbers are the same up to rounding.
pub(super) fn close(a: f64, b: f64, share: f64) -> bool {
    (a - b).abs() <= share * (1.0 + a.abs().min(b.abs()))
}

/// How noisy an estimate may be.
#[derive(Clone, Copy, Debug)]
pub(super) enum Noise {
    /// Standard error at most this share of the reference value.
    Relative(f64),
    /// Standard error at most this.
    Absolute(f64),
}

/// Independent values of one quantity.
pub(super) struct Sample {
    mean: f64,
    /// Central moments: second and fourth.
    moments: (f64, f64),
    count: f64,
}

impl Sample {
    pub(super) fn of(values: &[f64]) -> Self {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let moment = |power| values.iter().map(|v| (v - mean).powi(power)).sum::<f64>() / count;
        Self { mean, moments: (moment(2), moment(4)), count }
    }

    /// How often something is so: 1 where it is, else 0.
    pub(super) fn chance(values: &[f64], is: impl Fn(f64) -> bool) -> Self {
        let hits: Vec<f64> = values.iter().map(|value| f64::from(u8::from(is(*value)))).collect();
        Self::of(&hits)
    }

    fn mean_error(&self) -> f64 {
        (self.moments.0 / self.count).sqrt()
    }

    /// The mean is the reference, within three standard errors that are small enough.
    pub(super) fn mean_is(&self, name: &str, reference: f64, noise: Noise) {
        judge(name, (self.mean, self.mean_error()), reference, noise);
    }

    /// The same of the standard deviation.
    pub(super) fn sd_is(&self, name: &str, reference: f64, noise: Noise) {
        let (second, fourth) = self.moments;
        let error = ((fourth - second * second) / self.count).sqrt() / (2.0 * second.sqrt());
        judge(name, (second.sqrt(), error), reference, noise);
    }

    /// The mean is not `wrong`: more than three standard errors away.
    pub(super) fn mean_is_not(&self, name: &str, wrong: f64) {
        let z = (self.mean - wrong) / self.mean_error();
        assert!(z.abs() > 3.0, "{name}: {} cannot be told from {wrong}", self.mean);
    }
}

fn judge(name: &str, (found, error): (f64, f64), reference: f64, noise: Noise) {
    let allowed = match noise {
        Noise::Relative(share) => share * reference.abs(),
        Noise::Absolute(width) => width,
    };
    let z = (found - reference) / error;
    eprintln!("{name}: {found:.6} for {reference:.6}, z = {z:.2}, error {:.2}", error / allowed);
    assert!(error <= allowed, "{name}: too noisy: ± {error}");
    assert!(z.abs() <= 3.0, "{name}: {found} ± {error} for {reference} (z = {z:.2})");
}
