//! Laws of durations, as they are fitted.

use crate::math::{exp, gamma_p, gamma_q, ln, ln_gamma, normal_cdf, normal_quantile, powf};

/// A family of laws of positive quantities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LifetimeFamily {
    /// Without memory: one parameter.
    Exponential,
    /// Hazard rises or falls as a power of time.
    Weibull,
    /// The logarithm is normal.
    Lognormal,
    /// Between exponential and nearly normal.
    Gamma,
    /// Like the lognormal, with a heavier tail.
    LogLogistic,
}

impl LifetimeFamily {
    /// Every family, the simplest first.
    pub const ALL: [Self; 5] =
        [Self::Exponential, Self::Weibull, Self::Gamma, Self::Lognormal, Self::LogLogistic];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exponential",
            Self::Weibull => "weibull",
            Self::Lognormal => "lognormal",
            Self::Gamma => "gamma",
            Self::LogLogistic => "loglogistic",
        }
    }

    /// How many numbers single out a law: 1 or 2.
    pub fn parameters(self) -> usize {
        if self == Self::Exponential { 1 } else { 2 }
    }
}

/// A law of durations.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Lifetime {
    /// Its family.
    pub family: LifetimeFamily,
    /// Scale in the unit of time: the mean of the exponential, the median of the lognormal and the
    /// log-logistic law, the scale of the others. Above 0.
    pub scale: f64,
    /// Shape, above 0: sigma of the lognormal law; 1 of the exponential.
    pub shape: f64,
}

impl Lifetime {
    /// The law at free coordinates: the logarithms of scale and shape.
    ///
    /// # Panics
    /// If there are fewer coordinates than the family has.
    pub fn at(family: LifetimeFamily, coordinates: &[f64]) -> Self {
        let shape = if family.parameters() == 2 { exp(coordinates[1]) } else { 1.0 };
        Self { family, scale: exp(coordinates[0]), shape }
    }

    /// The free coordinates, of which [`Lifetime::at`] makes the law again.
    pub fn coordinates(&self) -> Vec<f64> {
        [ln(self.scale), ln(self.shape)][..self.family.parameters()].to_vec()
    }

    /// A law with this mean and standard deviation of the logarithms, to start a search from.
    pub fn like(family: LifetimeFamily, mean_log: f64, sd_log: f64) -> Self {
        let (median, spread) = (exp(mean_log), sd_log.clamp(0.05, 5.0));
        let (scale, shape) = match family {
            LifetimeFamily::Exponential => (median * 1.5, 1.0),
            LifetimeFamily::Weibull => (median * 1.3, 1.2 / spread),
            LifetimeFamily::Lognormal => (median, spread),
            LifetimeFamily::Gamma => {
                let shape = (1.0 / (spread * spread)).max(0.3);
                (median * 1.2 / shape, shape)
            }
            LifetimeFamily::LogLogistic => (median, 1.7 / spread),
        };
        Self { family, scale, shape }
    }

    /// Share that lasts longer than `time`; 1 up to 0.
    pub fn survival(&self, time: f64) -> f64 {
        if time <= 0.0 {
            return 1.0;
        }
        if time.is_infinite() {
            return 0.0;
        }
        let relative = time / self.scale;
        match self.family {
            LifetimeFamily::Exponential => exp(-relative),
            LifetimeFamily::Weibull => exp(-powf(relative, self.shape)),
            LifetimeFamily::Lognormal => normal_cdf(-ln(relative) / self.shape),
            LifetimeFamily::Gamma => gamma_q(self.shape, relative),
            LifetimeFamily::LogLogistic => 1.0 / (1.0 + powf(relative, self.shape)),
        }
    }

    /// Logarithm of the density at `time`, above 0.
    pub fn ln_density(&self, time: f64) -> f64 {
        let (relative, k) = (time / self.scale, self.shape);
        let log = ln(relative);
        match self.family {
            LifetimeFamily::Exponential => -relative - ln(self.scale),
            LifetimeFamily::Weibull => ln(k) + k * log - exp(k * log) - ln(time),
            LifetimeFamily::Lognormal => {
                const HALF_LN_TAU: f64 = 0.918_938_533_204_672_8;
                -0.5 * (log / k) * (log / k) - HALF_LN_TAU - ln(k) - ln(time)
            }
            LifetimeFamily::Gamma => k * log - relative - ln_gamma(k) - ln(time),
            LifetimeFamily::LogLogistic => {
                ln(k) + k * log - 2.0 * ln(1.0 + exp(k * log)) - ln(time)
            }
        }
    }

    /// The time by which a share `p` has ended, strictly between 0 and 1.
    pub fn quantile(&self, p: f64) -> f64 {
        match self.family {
            LifetimeFamily::Exponential => -ln(1.0 - p) * self.scale,
            LifetimeFamily::Weibull => self.scale * powf(-ln(1.0 - p), 1.0 / self.shape),
            LifetimeFamily::Lognormal => self.scale * exp(self.shape * normal_quantile(p)),
            LifetimeFamily::Gamma => {
                self.scale * crate::math::bisect(p, f64::MAX, |x| gamma_p(self.shape, x))
            }
            LifetimeFamily::LogLogistic => self.scale * powf(p / (1.0 - p), 1.0 / self.shape),
        }
    }

    /// The mean; infinite for a log-logistic law of shape 1 or less.
    pub fn mean(&self) -> f64 {
        let k = self.shape;
        match self.family {
            LifetimeFamily::Exponential => self.scale,
            LifetimeFamily::Weibull => self.scale * exp(ln_gamma(1.0 + 1.0 / k)),
            LifetimeFamily::Lognormal => self.scale * exp(0.5 * k * k),
            LifetimeFamily::Gamma => self.scale * k,
            LifetimeFamily::LogLogistic if k > 1.0 => {
                let angle = std::f64::consts::PI / k;
                self.scale * angle / crate::math::sin(angle)
            }
            LifetimeFamily::LogLogistic => f64::INFINITY,
        }
    }
}

/// A law without a formula: between one edge and the next lies the same share, evenly spread.
#[derive(Debug, Clone, PartialEq)]
pub struct Stepped {
    edges: Vec<f64>,
}

impl Stepped {
    /// The law with these edges, ascending.
    ///
    /// # Panics
    /// If there are fewer than two edges, or they fall.
    pub fn new(edges: Vec<f64>) -> Self {
        assert!(edges.len() >= 2 && edges.is_sorted(), "edges rise: {edges:?}");
        Self { edges }
    }

    /// The middle of each part.
    pub fn middles(&self) -> Vec<f64> {
        self.edges.windows(2).map(|edge| 0.5 * (edge[0] + edge[1])).collect()
    }

    fn survival(&self, time: f64) -> f64 {
        let last = self.edges.len() - 1;
        let above = self.edges.partition_point(|edge| *edge <= time);
        if above == 0 {
            return 1.0;
        }
        if above > last {
            return 0.0;
        }
        let (low, high) = (self.edges[above - 1], self.edges[above]);
        1.0 - ((above - 1) as f64 + (time - low) / (high - low)) / last as f64
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a place")]
    fn quantile(&self, p: f64) -> f64 {
        let place = p.clamp(0.0, 1.0) * (self.edges.len() - 1) as f64;
        let below = (place as usize).min(self.edges.len() - 2);
        let (low, high) = (self.edges[below], self.edges[below + 1]);
        low + (place - below as f64) * (high - low)
    }
}

/// A law of durations: of a family, or without a formula where no family does.
#[derive(Debug, Clone, PartialEq)]
pub enum Duration {
    /// Of a family.
    Law(Lifetime),
    /// As counted.
    Steps(Stepped),
}

impl Duration {
    /// Its name.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Law(law) => law.family.name(),
            Self::Steps(_) => "empirical",
        }
    }

    /// Share that lasts longer than `time`.
    pub fn survival(&self, time: f64) -> f64 {
        match self {
            Self::Law(law) => law.survival(time),
            Self::Steps(steps) => steps.survival(time),
        }
    }

    /// Logarithm of the density at `time`, above 0; of steps, of an interval of 1 % around it.
    pub fn ln_density(&self, time: f64) -> f64 {
        match self {
            Self::Law(law) => law.ln_density(time),
            Self::Steps(steps) => {
                let inside = steps.survival(0.995 * time) - steps.survival(1.005 * time);
                ln(inside.max(1e-12) / (0.01 * time))
            }
        }
    }

    /// The time by which a share `p` has ended, strictly between 0 and 1.
    pub fn quantile(&self, p: f64) -> f64 {
        match self {
            Self::Law(law) => law.quantile(p),
            Self::Steps(steps) => steps.quantile(p),
        }
    }

    /// The mean, which may be infinite.
    pub fn mean(&self) -> f64 {
        match self {
            Self::Law(law) => law.mean(),
            Self::Steps(steps) => {
                let middles = steps.middles();
                middles.iter().sum::<f64>() / middles.len() as f64
            }
        }
    }
}
