//! Shares of successes that may differ from one group to the next.

use super::maximum::maximum;
use crate::math::{exp, gamma_q, ln, ln_gamma, logistic, normal_cdf, normal_quantile};

/// Trials and successes of one group, e.g. of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Group {
    /// How often it was tried.
    pub trials: u64,
    /// How often it worked.
    pub successes: u64,
}

/// The spread of true success rates between groups: rates are drawn from a beta law (Skellam 1948).
#[derive(Debug, Clone, PartialEq)]
pub struct BetaBinomial {
    /// Mean of the true rates.
    pub mean: f64,
    /// Correlation of two trials of one group, 1 / (alpha + beta + 1): 0 if all groups are alike.
    pub rho: f64,
    /// The interval of rho by profile likelihood at the level asked for.
    pub rho_interval: (f64, f64),
    /// Log-likelihood, without binomial coefficients.
    pub ln_likelihood: f64,
    /// Twice the log-likelihood gained over groups that are all alike.
    pub likelihood_ratio: f64,
    /// Chance of such a ratio if all are alike; rho lies at the edge of its range then, so half of
    /// a chi-square law with one degree (Self and Liang 1987).
    pub p_value: f64,
    /// Pearson's chi-square of equal rates, with one degree of freedom less than there are groups.
    pub chi_square: f64,
}

impl BetaBinomial {
    /// The most likely mean and rho; `None` if fewer than two groups have trials, or nothing or
    /// everything worked.
    ///
    /// # Panics
    /// If a group has more successes than trials, or `level` is not strictly between 0 and 1.
    pub fn fit(groups: &[Group], level: f64) -> Option<Self> {
        assert!(level > 0.0 && level < 1.0, "a level lies strictly between 0 and 1, not {level}");
        assert!(groups.iter().all(|g| g.successes <= g.trials), "more successes than trials");
        let groups: Vec<Group> = groups.iter().copied().filter(|g| g.trials > 0).collect();
        let trials: u64 = groups.iter().map(|g| g.trials).sum();
        let successes: u64 = groups.iter().map(|g| g.successes).sum();
        if groups.len() < 2 || successes == 0 || successes == trials {
            return None;
        }
        let pooled = successes as f64 / trials as f64;
        let alike = ln_likelihood(&groups, pooled, 0.0);
        let start = [ln(pooled / (1.0 - pooled)), -3.0];
        let found = maximum(|at| ln_likelihood(&groups, logistic(at[0]), logistic(at[1])), &start);
        let (mut mean, mut rho, mut best) =
            (logistic(found.at[0]), logistic(found.at[1]), found.value);
        if alike >= best {
            (mean, rho, best) = (pooled, 0.0, alike);
        }
        let ratio = 2.0 * (best - alike);
        let z = normal_quantile(0.5 + 0.5 * level);
        let deficit = |rho: f64| best - profile(&groups, pooled, rho) - 0.5 * z * z;
        let low = if deficit(0.0) <= 0.0 { 0.0 } else { crossing(0.0, rho, &deficit) };
        let high = crossing(1.0 - 1e-9, rho, &deficit);
        let chi_square = groups.iter().map(|g| pearson(g, pooled)).sum();
        let p_value = normal_cdf(-ratio.sqrt());
        Some(Self {
            mean,
            rho,
            rho_interval: (low, high),
            ln_likelihood: best,
            likelihood_ratio: ratio,
            p_value,
            chi_square,
        })
    }

    /// The shapes alpha and beta of the law of rates; infinite if all groups are alike.
    pub fn shapes(&self) -> (f64, f64) {
        let sum = 1.0 / self.rho - 1.0;
        (self.mean * sum, (1.0 - self.mean) * sum)
    }

    /// What a group's true rate is expected to be: its own, drawn towards the mean the more the
    /// fewer its trials.
    pub fn shrunken(&self, group: Group) -> f64 {
        let n = group.trials as f64;
        let weight = n * self.rho / (1.0 - self.rho + n * self.rho);
        let own = if group.trials > 0 { group.successes as f64 / n } else { self.mean };
        self.mean + weight * (own - self.mean)
    }
}

/// Upper tail of the chi-square law with `degrees` degrees of freedom.
pub fn chi_square_tail(chi_square: f64, degrees: u64) -> f64 {
    gamma_q(0.5 * degrees as f64, 0.5 * chi_square)
}

fn pearson(group: &Group, pooled: f64) -> f64 {
    let n = group.trials as f64;
    let off = group.successes as f64 - n * pooled;
    off * off / (n * pooled * (1.0 - pooled))
}

fn ln_likelihood(groups: &[Group], mean: f64, rho: f64) -> f64 {
    let sum = 1.0 / rho - 1.0;
    groups
        .iter()
        .map(|g| {
            let (s, f) = (g.successes as f64, (g.trials - g.successes) as f64);
            if sum > 1e9 {
                return s * ln(mean) + f * ln(1.0 - mean);
            }
            rising(mean * sum, g.successes) + rising((1.0 - mean) * sum, g.trials - g.successes)
                - rising(sum, g.trials)
        })
        .sum()
}

/// ln of a (a + 1) … (a + n − 1).
fn rising(a: f64, n: u64) -> f64 {
    if n < 200 {
        (0..n).map(|k| ln(a + k as f64)).sum()
    } else {
        ln_gamma(a + n as f64) - ln_gamma(a)
    }
}

/// The log-likelihood of rho with the mean that suits it best.
fn profile(groups: &[Group], pooled: f64, rho: f64) -> f64 {
    let start = [ln(pooled / (1.0 - pooled))];
    maximum(|at| ln_likelihood(groups, logistic(at[0]), rho), &start).value
}

/// Where `deficit` changes sign between `outside`, where it is above 0, and `inside`.
fn crossing(outside: f64, inside: f64, deficit: &impl Fn(f64) -> f64) -> f64 {
    let (mut out, mut within) = (outside, inside);
    for _ in 0..50 {
        let middle = if within > 1e-6 && out > 1e-6 {
            exp(0.5 * (ln(out) + ln(within)))
        } else {
            0.5 * (out + within)
        };
        if deficit(middle) > 0.0 {
            out = middle;
        } else {
            within = middle;
        }
    }
    0.5 * (out + within)
}
