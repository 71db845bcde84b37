//! Needs as requirements: what customers ask of each capability of the offering.

use super::truth::LeadLuck;
use super::world::Requirement;
use super::{Belief, Quantiles};
use crate::sales::purpose;

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
