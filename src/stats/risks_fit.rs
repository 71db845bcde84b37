//! Shares and laws of competing risks, as spells tell them.

use super::aalen_johansen::AalenJohansen;
use super::competing::{CompetingRisks, Spell};
use super::lifetime::{Duration, Lifetime, LifetimeFamily};
use super::maximum::{Maximum, maximum};
use super::risks_likelihood::RisksLikelihood;
use super::student::student_quantile;
use crate::math::{exp, ln, logistic, normal_quantile};

/// How weakly shares are held away from 0 and 1 (standard deviations of a normal prior of their
/// logits), so that the likelihood has a maximum where a share vanishes.
const PRIOR_SD: f64 = 6.0;
/// Parts of a law that is counted instead of fitted.
const PARTS: usize = 20;
/// A likelihood is held out from so many parts, one after the other, of which each has several folds.
const HELD_OUT: usize = 3;
/// A counted law takes so many ends of its cause.
const FEWEST_FOR_STEPS: f64 = 20.0 * PARTS as f64;
/// Families without a mean, or nearly so, are of no use to who simulates.
const LONGEST_MEAN: f64 = 1e6;

/// Competing risks, and how well they are known.
#[derive(Debug, Clone, PartialEq)]
pub struct RisksFit {
    /// The most likely shares and laws.
    pub risks: CompetingRisks,
    /// Log-likelihood of the spells.
    pub ln_likelihood: f64,
    /// Where the search ended; `None` if shares and laws were counted (Aalen and Johansen).
    found: Option<Maximum>,
    has_cure: bool,
}

/// Intervals of a fit, at one level.
#[derive(Debug, Clone, PartialEq)]
pub struct RisksIntervals {
    /// Of the share of each cause.
    pub shares: Vec<(f64, f64)>,
    /// Of the share that never ends.
    pub never: (f64, f64),
    /// Of scale and shape of each law of a family; empty for a counted one.
    pub laws: Vec<Vec<(f64, f64)>>,
}

impl RisksFit {
    /// The most likely shares and laws of the given families, one for each cause. Without
    /// `has_cure` everything ends in the end.
    ///
    /// # Panics
    /// If there is no family, or a spell names a cause without one.
    pub fn of_families(spells: &[Spell], families: &[LifetimeFamily], has_cure: bool) -> Self {
        Self::from(spells, families, has_cure, &starting_point(spells, families, has_cure))
    }

    fn from(spells: &[Spell], families: &[LifetimeFamily], has_cure: bool, start: &[f64]) -> Self {
        let logits = logit_count(families.len(), has_cure);
        let penalty = |at: &[f64]| -> f64 {
            at[..logits].iter().map(|x| 0.5 * (x / PRIOR_SD) * (x / PRIOR_SD)).sum()
        };
        let likelihood = RisksLikelihood::of(spells, families);
        let goal = |at: &[f64]| {
            let (shares, coordinates) = parts(at, families, has_cure);
            likelihood.at(&shares, &coordinates) - penalty(at)
        };
        let found = maximum(goal, start);
        let risks = unpacked(&found.at, families, has_cure);
        let ln_likelihood = found.value + penalty(&found.at);
        Self { risks, ln_likelihood, found: Some(found), has_cure }
    }

    /// Shares and laws as counted (Aalen and Johansen 1978); `None` where too few ended for a cause.
    pub fn counted(spells: &[Spell], causes: usize, has_cure: bool) -> Option<Self> {
        let curves = AalenJohansen::of(spells, causes);
        let enough = |cause: usize| {
            let ended = spells.iter().filter(|s| s.cause == Some(cause)).map(|s| s.count);
            ended.sum::<f64>() >= FEWEST_FOR_STEPS
        };
        if !(0..causes).all(enough) {
            return None;
        }
        let laws = (0..causes).map(|cause| curves.law(cause, PARTS).map(Duration::Steps));
        let laws = laws.collect::<Option<Vec<Duration>>>()?;
        let mut shares = curves.shares();
        if !has_cure {
            let sum: f64 = shares.iter().sum();
            for share in &mut shares {
                *share /= sum;
            }
        }
        let risks = CompetingRisks { shares, laws };
        let ln_likelihood = risks.ln_likelihood(spells);
        Some(Self { risks, ln_likelihood, found: None, has_cure })
    }

    /// The fit that predicts best what it was not fitted to, by the likelihood of each fold under a
    /// fit to the others: cause by cause every family, then all as counted.
    ///
    /// # Panics
    /// If there are fewer than two folds, or a spell names a cause beyond `causes`.
    pub fn chosen(folds: &[Vec<Spell>], causes: usize, has_cure: bool) -> Self {
        assert!(folds.len() >= 2, "a likelihood held out takes two folds");
        let all = folds.concat();
        let mut families = vec![LifetimeFamily::Lognormal; causes];
        let mut best = Self::of_families(&all, &families, has_cure);
        let mut most = best.held_out(folds);
        for cause in 0..causes {
            for family in LifetimeFamily::ALL {
                let mut tried = families.clone();
                tried[cause] = family;
                if tried == families {
                    continue;
                }
                let fit = Self::of_families(&all, &tried, has_cure);
                let held_out = fit.held_out(folds);
                let is_useful = fit.risks.laws.iter().all(|law| law.mean() < LONGEST_MEAN);
                if is_useful && held_out > most {
                    (best, most, families) = (fit, held_out, tried);
                }
            }
        }
        let counted = Self::counted(&all, causes, has_cure);
        counted.filter(|fit| fit.held_out(folds) > most).unwrap_or(best)
    }

    /// Log-likelihood of each fold under a fit to the others, summed; −∞ if there is no such fit.
    fn held_out(&self, folds: &[Vec<Spell>]) -> f64 {
        let folds: Vec<Vec<Spell>> = (0..folds.len().min(HELD_OUT))
            .map(|out| folds.iter().skip(out).step_by(HELD_OUT).flatten().copied().collect())
            .collect();
        let of = |out: usize| {
            let others = without(&folds, out);
            let Some(found) = &self.found else {
                let fit = Self::counted(&others, self.risks.laws.len(), self.has_cure);
                return fit.map_or(f64::NEG_INFINITY, |f| f.risks.ln_likelihood(&folds[out]));
            };
            let fit = Self::from(&others, &self.families(), self.has_cure, &found.at);
            fit.risks.ln_likelihood(&folds[out])
        };
        (0..folds.len()).map(of).sum()
    }

    fn families(&self) -> Vec<LifetimeFamily> {
        let family = |law: &Duration| match law {
            Duration::Law(law) => Some(law.family),
            Duration::Steps(_) => None,
        };
        self.risks.laws.iter().filter_map(family).collect()
    }

    /// Intervals at a level: of families by observed information, of counted shares by leaving out one
    /// fold after the other (jackknife).
    pub fn intervals(&self, folds: &[Vec<Spell>], level: f64) -> RisksIntervals {
        let causes = self.risks.shares.len();
        let (z, errors) = match &self.found {
            Some(found) => (normal_quantile(0.5 + 0.5 * level), self.errors_of_families(found)),
            None => (
                student_quantile(0.5 + 0.5 * level, folds.len() as u64 - 1),
                self.errors_by_jackknife(folds),
            ),
        };
        let share = |share: f64, error: f64| logit_interval(share, error, z);
        let shares = (0..causes).map(|c| share(self.risks.shares[c], errors.shares[c])).collect();
        let laws = self.risks.laws.iter().zip(&errors.laws).map(|(law, errors)| match law {
            Duration::Law(law) => [law.scale, law.shape]
                .iter()
                .zip(errors)
                .map(|(x, e)| (x * exp(-z * e), x * exp(z * e)))
                .collect(),
            Duration::Steps(_) => Vec::new(),
        });
        RisksIntervals {
            shares,
            never: share(self.risks.never(), errors.never),
            laws: laws.collect(),
        }
    }

    fn errors_of_families(&self, found: &Maximum) -> Errors {
        let families = self.families();
        let error = |of: &dyn Fn(&CompetingRisks) -> f64| {
            found
                .standard_error(|at| of(&unpacked(at, &families, self.has_cure)))
                .unwrap_or(f64::INFINITY)
        };
        let coordinate = |cause: usize, place: usize| {
            error(&|risks| match &risks.laws[cause] {
                Duration::Law(law) => law.coordinates()[place],
                Duration::Steps(_) => 0.0,
            })
        };
        let of_law = |cause: usize| {
            (0..families[cause].parameters()).map(|place| coordinate(cause, place)).collect()
        };
        Errors {
            shares: (0..families.len()).map(|c| error(&|risks| risks.shares[c])).collect(),
            never: error(&CompetingRisks::never),
            laws: (0..families.len()).map(of_law).collect(),
        }
    }

    fn errors_by_jackknife(&self, folds: &[Vec<Spell>]) -> Errors {
        let causes = self.risks.shares.len();
        let left: Vec<CompetingRisks> = (0..folds.len())
            .map(|out| AalenJohansen::of(&without(folds, out), causes).shares())
            .map(|shares| CompetingRisks { shares, laws: Vec::new() })
            .collect();
        let error = |of: &dyn Fn(&CompetingRisks) -> f64| {
            let n = left.len() as f64;
            let mean = left.iter().map(of).sum::<f64>() / n;
            let squares: f64 = left.iter().map(|r| (of(r) - mean) * (of(r) - mean)).sum();
            (squares * (n - 1.0) / n).sqrt()
        };
        Errors {
            shares: (0..causes).map(|c| error(&|risks| risks.shares[c])).collect(),
            never: error(&CompetingRisks::never),
            laws: vec![Vec::new(); causes],
        }
    }
}

/// Standard errors: of shares as they are, of laws of the logarithms.
struct Errors {
    shares: Vec<f64>,
    never: f64,
    laws: Vec<Vec<f64>>,
}

/// The interval of a share on the scale of its logit.
fn logit_interval(share: f64, error: f64, z: f64) -> (f64, f64) {
    let inside = share * (1.0 - share);
    if inside <= 1e-12 || !error.is_finite() {
        return (0.0, 1.0);
    }
    let (logit, half) = (ln(share / (1.0 - share)), z * error / inside);
    (logistic(logit - half), logistic(logit + half))
}

fn without(folds: &[Vec<Spell>], out: usize) -> Vec<Spell> {
    let others = folds.iter().enumerate().filter(|(fold, _)| *fold != out);
    others.flat_map(|(_, spells)| spells.iter().copied()).collect()
}

/// How many logits stand before the coordinates of the laws.
fn logit_count(causes: usize, has_cure: bool) -> usize {
    if has_cure { causes } else { causes - 1 }
}

/// The risks at free coordinates: logits of the shares against the share that never ends (without
/// it: against the last cause), then the coordinates of each law.
fn unpacked(at: &[f64], families: &[LifetimeFamily], has_cure: bool) -> CompetingRisks {
    let (shares, coordinates) = parts(at, families, has_cure);
    let law = |(family, own): (&LifetimeFamily, &&[f64])| Duration::Law(Lifetime::at(*family, own));
    CompetingRisks { shares, laws: families.iter().zip(&coordinates).map(law).collect() }
}

/// The shares, and the coordinates of each law.
fn parts<'a>(
    at: &'a [f64],
    families: &[LifetimeFamily],
    has_cure: bool,
) -> (Vec<f64>, Vec<&'a [f64]>) {
    let (logits, mut rest) = at.split_at(logit_count(families.len(), has_cure));
    let mut shares: Vec<f64> = logits.iter().map(|x| exp(x.min(600.0))).collect();
    let sum = 1.0 + shares.iter().sum::<f64>();
    for share in &mut shares {
        *share /= sum;
    }
    if !has_cure {
        shares.push(1.0 / sum);
    }
    let own = |family: &LifetimeFamily| {
        let (own, others) = rest.split_at(family.parameters());
        rest = others;
        own
    };
    let coordinates = families.iter().map(own).collect();
    (shares, coordinates)
}

/// Moments of what ended, and shares as counted with half of the open ones never ending.
fn starting_point(spells: &[Spell], families: &[LifetimeFamily], has_cure: bool) -> Vec<f64> {
    let causes = families.len();
    let counted = |cause: Option<usize>| {
        0.5 + spells.iter().filter(|s| s.cause == cause).map(|s| s.count).sum::<f64>()
    };
    let reference = if has_cure { 0.5 * counted(None) } else { counted(Some(causes - 1)) };
    let mut start: Vec<f64> = (0..logit_count(causes, has_cure))
        .map(|cause| ln(counted(Some(cause)) / reference))
        .collect();
    for (cause, family) in families.iter().enumerate() {
        let (mut weight, mut sum, mut squares) = (0.0, 0.0, 0.0);
        for spell in spells.iter().filter(|s| s.cause == Some(cause) && s.high.is_finite()) {
            let middle = ln((0.5 * (spell.low.max(0.0) + spell.high)).max(1e-6));
            weight += spell.count;
            sum += spell.count * middle;
            squares += spell.count * middle * middle;
        }
        let mean = if weight > 0.0 { sum / weight } else { 0.0 };
        let spread =
            if weight > 1.0 { (squares / weight - mean * mean).max(0.01).sqrt() } else { 1.0 };
        start.extend(Lifetime::like(*family, mean, spread).coordinates());
    }
    start
}
