//! One conversation: both sides learn.

use super::rules::DialogueMix;
use super::state::Buyer;
use super::truth::LeadLuck;
use super::world::Buyers;
use crate::engine::random::Place;
use crate::math::exp;
use crate::sales::purpose;

/// The skills of whoever talks, 1 = standard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Skills {
    /// To ask and to listen.
    pub qualify: f64,
    /// To teach and to challenge.
    pub educate: f64,
    /// To persuade.
    pub close: f64,
}

impl Buyer {
    /// A dialogue of `hours` (standard hours). False: the buyer takes offence and says no.
    ///
    /// The seller's belief learns from a signal on fit; the buyer's wants move towards needs; a pitch
    /// adds to wants, for a while.
    pub fn talk(
        &mut self,
        buyers: &Buyers,
        mix: DialogueMix,
        hours: f64,
        skills: Skills,
        luck: LeadLuck<'_>,
        now: f64,
    ) -> bool {
        let effects = &buyers.dialogue;
        let skill = skills.educate.max(f64::MIN_POSITIVE);
        let challenge = effects.offence_per_hour * mix.challenge / skill;
        self.offence_left -= (challenge + effects.pressure_per_hour * mix.pitch()) * hours;
        if self.offence_left <= 0.0 {
            return false;
        }
        let heard = hours * skills.qualify * (0.5 + mix.listen);
        if heard > 0.0 {
            let noise = effects.noise / heard.sqrt();
            let error =
                luck.luck.at(luck.lead, purpose::SIGNAL, Place::NONE, self.dialogues).normal();
            self.belief.learn(self.truth.fit + noise * error, noise);
        }
        let room = (1.0 - effects.reference_pitch).max(1e-9);
        let boosted = 1.0 + effects.challenge_boost * mix.challenge;
        let taught = (1.0 - mix.pitch()) / room;
        let speed = effects.teaching * hours * skills.educate * boosted * taught;
        self.wants = self.truth.fit + (self.wants - self.truth.fit) * exp(-speed);
        self.pitch(buyers, mix.pitch(), skills.close, now);
        self.dialogues += 1;
        self.deal_dialogues += 1;
        self.dialogue_hours += hours;
        true
    }
}
