//! Needs as requirements: what customers ask of each capability of the offering.

use super::{Belief, LeadLuck, Quantiles};
use crate::engine::law::Law;
use crate::engine::random::Place;
use crate::math::exp;
use crate::sales::purpose;

/// What the customers of a segment require of one capability of the offering.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// Where its draws are keyed: a hash of the capability's name.
    pub capability: Place,
    /// How much is required, 0 to 1.
    pub level: Law,
    /// How much the offering has, 0 to 1.
    pub offered: f64,
    /// How much a shortfall matters, 0 or more.
    pub weight: f64,
}

impl Requirement {
    /// What is left of the fit where `required` is asked for:
    /// `exp(−½ · weight · max(0, required − offered)²)`.
    fn fit(&self, required: f64) -> f64 {
        let short = (required - self.offered).max(0.0);
        exp(-0.5 * self.weight * short * short)
    }
}

/// The requirements of a segment, and what is believed of the fit of its leads at first.
#[derive(Clone, Debug)]
pub(super) struct Requirements {
    all: Vec<(Requirement, Quantiles)>,
    pub prior: Belief,
}

/// Points at which moments are taken.
const POINTS: u32 = 4096;

impl Requirements {
    /// None where a segment has no requirements: then the channel's fit holds.
    pub(super) fn of(requirements: &[Requirement]) -> Option<Self> {
        let mut all: Vec<_> =
            requirements.iter().map(|r| (r.clone(), Quantiles::of(&r.level))).collect();
        // The order in which a scenario lists them decides nothing, not even a bit.
        all.sort_by_key(|(requirement, _)| requirement.capability);
        // Levels are drawn independently, so moments of the product are products of moments.
        let (mut mean, mut square) = (1.0, 1.0);
        for (requirement, levels) in &all {
            let at = |k: u32| requirement.fit(levels.at((f64::from(k) + 0.5) / f64::from(POINTS)));
            mean *= (0..POINTS).map(at).sum::<f64>() / f64::from(POINTS);
            square *= (0..POINTS).map(|k| at(k) * at(k)).sum::<f64>() / f64::from(POINTS);
        }
        let prior = Belief::of_moments(mean, square - mean * mean);
        (!all.is_empty()).then_some(Self { all, prior })
    }

    /// The fit of a lead: the product over its requirements, each with luck of its own.
    pub(super) fn fit(&self, luck: LeadLuck<'_>) -> f64 {
        let of = |(requirement, levels): &(Requirement, Quantiles)| {
            let u = luck.luck.at(luck.lead, purpose::FIT, requirement.capability, 0).unit();
            requirement.fit(levels.at(u))
        };
        self.all.iter().map(of).product()
    }
}
