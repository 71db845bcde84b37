//! Aiming the money that is spent on channels at segments: other leads for more money.

use super::channel::Channel;
use super::policy::Policy;
use super::system::SalesSystem;
use crate::math::ln;

/// What an aim makes of the channels: of each its mix of segments, where money is spent on it and the
/// policy aims; and what is spent in a week.
#[derive(Clone, Debug, Default)]
pub(super) struct Aimed {
    pub mixes: Vec<Option<Vec<f64>>>,
    pub spend_per_week: f64,
}

impl Aimed {
    pub(super) fn new(system: &SalesSystem, policy: &Policy) -> Self {
        let mut aimed = Self::default();
        for channel in &system.channels {
            let mix = channel.spend.filter(|_| !policy.aim.is_empty());
            let mix = mix.map(|_| aimed_mix(channel, &policy.aim));
            let dearer = mix.as_ref().map_or(1.0, |mix| focus(channel, mix));
            aimed.spend_per_week += channel.spend.map_or(0.0, |spend| spend.per_week * dearer);
            aimed.mixes.push(mix);
        }
        aimed
    }
}

/// The shares of segments in proportion to share × weight.
fn aimed_mix(channel: &Channel, aim: &[(usize, f64)]) -> Vec<f64> {
    let mut mix = channel.segment_mix.clone();
    for (segment, weight) in aim {
        mix[*segment] *= weight;
    }
    let sum: f64 = mix.iter().sum();
    mix.iter().map(|share| share / sum).collect()
}

/// By which factor the same leads cost more if they come in this mix: `1 + focus · Σ q' · ln(q'/q)`.
fn focus(channel: &Channel, mix: &[f64]) -> f64 {
    let focus = channel.spend.map_or(0.0, |spend| spend.focus);
    let shares = mix.iter().zip(&channel.segment_mix).filter(|(aimed, _)| **aimed > 0.0);
    1.0 + focus * shares.map(|(aimed, usual)| aimed * ln(aimed / usual)).sum::<f64>()
}
