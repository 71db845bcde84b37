//! The chance that a meeting ends well, before anybody votes.

use super::committee::MOST;
use super::world::CommitteeEffects;

/// What is known of a vote before it: by number of yeses, the chance of so many.
///
/// Members vote on their own, so that their yeses follow the Poisson binomial law.
#[derive(Clone, Copy, Debug)]
pub(super) struct Poll {
    chances: [f64; MOST + 1],
    members: u32,
    /// The chance that nobody falls out with the others or blocks.
    peace: f64,
}

impl Poll {
    /// Of nobody.
    pub(super) fn new() -> Self {
        let mut chances = [0.0; MOST + 1];
        chances[0] = 1.0;
        Self { chances, members: 0, peace: 1.0 }
    }

    /// One more member, who says yes with the first chance and stops the purchase with the second.
    pub(super) fn hears(&mut self, yes: f64, stops: f64) {
        self.members += 1;
        for count in (0..=self.members as usize).rev() {
            let before = if count > 0 { self.chances[count - 1] } else { 0.0 };
            self.chances[count] = self.chances[count] * (1.0 - yes) + before * yes;
        }
        self.peace *= 1.0 - stops;
    }

    /// The chance that enough say yes and nobody stops them.
    pub(super) fn passes(&self, effects: &CommitteeEffects) -> f64 {
        let enough = |yes: &u32| {
            effects.suffices(*yes, self.members) && !effects.declines(*yes, self.members)
        };
        let all = (0..=self.members).filter(enough);
        self.peace * all.map(|yes| self.chances[yes as usize]).sum::<f64>()
    }
}
