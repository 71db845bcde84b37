//! A buyer in the course of a deal.

use super::rules::{BuyerRules, DialogueMix};
use super::truth::{LeadLuck, Sale, Truth};
use super::waiting::{WaitEnd, Waiting};
use super::world::{Buyers, Buying, Prospects};
use super::{Belief, Committee, Quantiles, Session};
use crate::engine::law::Law;
use crate::math::exp;
use crate::sales::purpose;

const HOURS_PER_DAY: f64 = 24.0;
const HOURS_PER_WEEK: f64 = 168.0;

/// What tables make quick: one of each system.
#[derive(Clone, Debug)]
pub struct Tables {
    /// By channel: the fit of its leads, and what is believed of them at first.
    pub(super) fits: Vec<(Quantiles, Belief)>,
    pub(super) joins: Quantiles,
    pub(super) rivals: Quantiles,
}

impl Tables {
    /// The tables of a world; `prospects` by channel. What is the same in `like`, those of another
    /// world, is taken from there.
    pub fn new<'a>(
        buyers: &Buyers,
        prospects: impl Iterator<Item = &'a Prospects>,
        like: Option<&Self>,
    ) -> Self {
        let table = |law: &Law| Quantiles::among(law, like.into_iter().flat_map(Self::quantiles));
        let of = |p: &Prospects| (table(&p.fit), Belief::prior(&p.fit));
        let mut fits: Vec<_> = prospects.map(of).collect();
        if fits.is_empty() {
            fits.push(of(&Prospects::default()));
        }
        Self { fits, joins: table(&buyers.committee.join), rivals: table(&buyers.rival.fit) }
    }

    fn quantiles(&self) -> impl Iterator<Item = &Quantiles> {
        self.fits.iter().map(|fit| &fit.0).chain([&self.joins, &self.rivals])
    }

    /// Of a channel; leads of the backlog are like those of the first.
    fn of_channel(&self, channel: usize) -> &(Quantiles, Belief) {
        self.fits.get(channel).unwrap_or(&self.fits[0])
    }

    /// What is believed of the leads of a channel before any signal.
    pub fn prior(&self, channel: usize) -> Belief {
        self.of_channel(channel).1
    }
}

/// A buyer: the latent truth, what has been learned on both sides, and the state of the deal.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read alone")]
pub struct Buyer {
    pub(super) truth: Truth,
    pub(super) wants: f64,
    /// What the seller believes of the fit.
    pub belief: Belief,
    /// Who decides.
    pub committee: Committee,
    pub(super) waiting: Waiting,
    pub(super) is_urgent: bool,
    pub(super) has_rival: bool,
    pub(super) rival_fit: f64,
    /// Exposure still to come until offence is taken, and until a deal-breaker surfaces.
    pub(super) offence_left: f64,
    pub(super) breaker_left: f64,
    /// When the boosts of the members were last brought up to date, in hours.
    pub(super) boosted_at: f64,
    /// Dialogues so far, over the lead's life (they number its signals).
    pub dialogues: u32,
    /// Standard hours of dialogue since the deal began, and dialogues.
    pub dialogue_hours: f64,
    /// See [`Buyer::dialogue_hours`].
    pub deal_dialogues: u32,
    /// What warnings have taken off its first wants, 0 to 1.
    pub(in crate::sales) chill: f64,
    /// What its fit is short of among those of its channel, as a part of their ranks.
    pub(in crate::sales) outranked: f64,
    /// Whether the truth has been drawn.
    pub is_known: bool,
    /// Whether the buyer can buy now.
    pub is_ready: bool,
    /// Whether dialogue has begun: the window runs.
    pub has_begun: bool,
    /// Whether it has passed the gate.
    pub has_passed: bool,
    /// Times the committee has gone back to what was short.
    pub loops: u32,
    /// When a no is carried out, in hours; infinite before the first.
    pub no_from: f64,
    /// Whether a committee has voted, and whether it bought from somebody in the end.
    pub has_met: bool,
    /// See [`Buyer::has_met`].
    pub has_bought: bool,
    /// Whether one has voted ever, in this deal or an earlier one: its members' luck is drawn then.
    pub(in crate::sales) has_voted: bool,
    /// Whether the deal was forecast to be won at the end of some week.
    pub was_forecast: bool,
    /// The discount granted, as a share of the price.
    pub discount: f64,
    /// What the committee that bought expects, 0 to 1 and beyond: the mean over those present of view and
    /// persuasion; 0 where no committee has voted.
    pub(super) promised: f64,
    /// When the committee decides that has the proposal, in hours; infinite before the first.
    pub decides: f64,
    /// Steps of discount at which it was asked to decide at once, and one more; 0 = not yet.
    pub asked: u8,
    /// Whether validation is complete.
    pub is_validated: bool,
    /// When the deal ends, in hours, and how, if nothing of it changes before.
    pub due: (f64, WaitEnd),
    /// When the next member joins, in hours: what was foreseen changes then.
    pub joins_next: f64,
    /// Hours given to the supplier in the calendar week of the last contact, and its day.
    given_week: u32,
    given_hours: f64,
    given_day: u32,
}

impl Buyer {
    /// A lead that nobody has talked with.
    pub const UNKNOWN: Self = Self {
        truth: Truth { fit: 0.0, first_wants: 0.0, value_factor: 0.0, breaker: false },
        wants: 0.0,
        belief: Belief::NOTHING,
        committee: Committee::NONE,
        waiting: Waiting::NONE,
        is_urgent: false,
        has_rival: false,
        rival_fit: 0.0,
        offence_left: 0.0,
        breaker_left: 0.0,
        boosted_at: 0.0,
        dialogues: 0,
        dialogue_hours: 0.0,
        deal_dialogues: 0,
        chill: 0.0,
        outranked: 0.0,
        is_known: false,
        is_ready: false,
        has_begun: false,
        has_passed: false,
        loops: 0,
        no_from: f64::INFINITY,
        has_met: false,
        has_bought: false,
        has_voted: false,
        was_forecast: false,
        discount: 0.0,
        promised: 0.0,
        decides: f64::INFINITY,
        asked: 0,
        is_validated: false,
        due: (f64::INFINITY, WaitEnd::WindowCloses),
        joins_next: f64::INFINITY,
        given_week: u32::MAX,
        given_hours: 0.0,
        given_day: u32::MAX,
    };

    /// Draws the truth about a lead of `channel`, if that has not been done. Drawn when somebody first
    /// asks; the bits are the same whenever that is.
    #[inline]
    pub fn know(
        &mut self,
        buyers: &Buyers,
        tables: &Tables,
        (channel, prospects): (usize, &Prospects),
        luck: LeadLuck<'_>,
    ) {
        if self.is_known {
            return;
        }
        let rank = (luck.unit(purpose::FIT) - self.outranked).clamp(0.0, 1.0);
        let fit = tables.of_channel(channel).0.at(rank);
        self.truth = Truth::draw(&buyers.needs, fit, luck);
        self.truth.first_wants = (self.truth.first_wants - self.chill).max(0.0);
        self.wants = self.truth.first_wants;
        self.belief = tables.prior(channel);
        self.is_ready = luck.unit(purpose::READY) < prospects.ready;
        self.is_known = true;
    }

    /// The first dialogue: the window begins, the committee forms around a champion.
    pub fn begin(
        &mut self,
        buyers: &Buyers,
        tables: &Tables,
        buying: &Buying,
        luck: LeadLuck<'_>,
        now: f64,
    ) {
        let mut window =
            luck.luck.at(luck.lead, purpose::WINDOW, crate::engine::random::Place::NONE, 0);
        let window_hours = buying.window.sample(&mut window);
        self.is_urgent = luck.unit(purpose::URGENT) < buyers.time.urgent;
        let factor = if self.is_urgent { buyers.time.urgent_window } else { 1.0 };
        self.has_rival = luck.unit(purpose::RIVAL) < buying.rival;
        if self.has_rival {
            self.rival_fit = tables.rivals.at(luck.unit(purpose::RIVAL_FIT));
        }
        self.offence_left = luck.threshold(purpose::OFFENCE);
        self.breaker_left =
            if self.truth.breaker { luck.threshold(purpose::BREAKER_HOURS) } else { f64::INFINITY };
        let window_hours = window_hours * factor;
        self.committee =
            Committee::form(&buyers.committee, buying, &tables.joins, (now, window_hours), luck);
        self.waiting = Waiting::begin(now, window_hours, luck);
        self.boosted_at = now;
        self.has_begun = true;
    }

    /// Becomes ready after a time of nurture: a new deal, with what both sides have learned.
    pub fn wake(&mut self) {
        let before = std::mem::replace(self, Self::UNKNOWN);
        *self = Self {
            truth: before.truth,
            wants: before.wants,
            belief: before.belief,
            dialogues: before.dialogues,
            has_voted: before.has_voted,
            is_known: true,
            is_ready: true,
            ..Self::UNKNOWN
        };
    }

    /// Whether wants have come so near to needs that nothing one can say changes them.
    #[inline]
    pub(super) fn has_converged(&self, buyers: &Buyers) -> bool {
        (self.wants - self.truth.fit).abs() < buyers.dialogue.converged
    }

    /// What is left at `now` of a boost that was up to date when pitches were last counted.
    #[inline]
    pub(super) fn boost_now(&self, boost: f64, buyers: &Buyers, now: f64) -> f64 {
        if boost == 0.0 {
            return 0.0;
        }
        let half_life = buyers.dialogue.half_life_hours.max(f64::MIN_POSITIVE);
        let halves = (now - self.boosted_at) / half_life;
        boost * exp(-std::f64::consts::LN_2 * halves)
    }

    /// Wants, with what pitches have added for those present, unless dialogue has converged.
    pub(super) fn wants_with_boost(&self, buyers: &Buyers, now: f64) -> f64 {
        if self.has_converged(buyers) {
            return self.wants;
        }
        self.wants + self.mean_boost(buyers, now)
    }

    pub(super) fn mean_boost(&self, buyers: &Buyers, now: f64) -> f64 {
        let (mut sum, mut count) = (0.0, 0_u32);
        for (_, member) in self.committee.there(now) {
            sum += member.boost;
            count += 1;
        }
        self.boost_now(sum / f64::from(count.max(1)), buyers, now)
    }

    /// Everybody present hears a pitch: `boost += π·charisma·share·max(0, 1 − wants − boost)`.
    pub fn pitch(&mut self, buyers: &Buyers, share: f64, close_skill: f64, now: f64) {
        let effects = &buyers.dialogue;
        let strength = effects.persuasion * close_skill.min(effects.most_charisma) * share;
        if strength <= 0.0 {
            return;
        }
        let (wants, kept) = (self.wants, self.boost_now(1.0, buyers, now));
        self.committee.decay(kept);
        for member in self.committee.there_mut(now) {
            member.boost += strength * (1.0 - wants - member.boost).max(0.0);
        }
        self.boosted_at = now;
    }

    /// Somebody else takes over: of what the seller believes the share that is written down
    /// survives, and of the good will that pitches have made as much.
    pub fn changes_hands(&mut self, prior: Belief, written: f64) {
        self.belief.hand_over(prior, written);
        self.committee.decay(written);
    }

    /// Alignment as the buyer sees it: who has a date to keep is content with less.
    pub(super) fn agreement(&self, buyers: &Buyers) -> f64 {
        let alignment = self.committee.alignment();
        if self.is_urgent {
            (alignment / buyers.time.urgent_alignment.max(1e-9)).min(1.0)
        } else {
            alignment
        }
    }

    /// Whether everybody present knows enough.
    pub fn is_taught(&self, buyers: &Buyers, now: f64) -> bool {
        self.committee.is_taught(buyers.committee.learned, now)
    }

    /// Whether the committee is aligned.
    pub fn is_aligned(&self, buyers: &Buyers) -> bool {
        self.committee.is_aligned(buyers.committee.aligned)
    }

    /// Teaches for `hours` (standard hours; a session for one takes at most `longest`) with this
    /// skill; returns how many were taught.
    pub fn learn(
        &mut self,
        buyers: &Buyers,
        rules: &BuyerRules,
        (hours, longest): (f64, f64),
        skill: f64,
        now: f64,
    ) -> u32 {
        self.committee.teach(&buyers.committee, rules.teaching, (hours, longest), skill, now)
    }

    /// Holds a session of alignment with this skill.
    pub fn align(&mut self, buyers: &Buyers, rules: &BuyerRules, skill: f64, now: f64) {
        self.committee.align(&buyers.committee, rules.teaching.message, skill, now);
    }

    /// The next session of teaching.
    pub fn lesson(&self, buyers: &Buyers, rules: &BuyerRules, longest: f64, now: f64) -> Session {
        self.committee.lesson(&buyers.committee, rules.teaching, longest, now)
    }

    /// Factor on the buyer's time before it: a group has to find a date.
    pub fn date_factor(&self, buyers: &Buyers, rules: &BuyerRules, now: f64) -> f64 {
        self.committee.date_factor(&buyers.committee, rules.teaching, now)
    }

    /// Standard hours that the messages of a session of alignment take to prepare.
    pub fn message_hours(&self, rules: &BuyerRules, now: f64) -> f64 {
        self.committee.message_hours(rules.teaching.message, now)
    }

    /// While a buyer who prefers the status quo goes back to learn, challenge brings wants nearer to
    /// needs.
    pub fn challenge(&mut self, buyers: &Buyers, mix: DialogueMix, hours: f64, skill: f64) {
        let effects = &buyers.dialogue;
        let speed = effects.teaching * hours * skill * effects.challenge_boost * mix.challenge;
        self.wants = self.truth.fit + (self.wants - self.truth.fit) * exp(-speed);
    }

    /// Whether this buyer, if undecided, prefers that everything stays as it is.
    pub fn prefers_status_quo(&self, buyers: &Buyers, luck: LeadLuck<'_>) -> bool {
        luck.unit(purpose::NO_DECISION) < buyers.committee.status_quo
    }

    /// Everybody still absent comes to hear the proposal.
    pub fn everybody_joins(&mut self, now: f64) {
        self.committee.all_join(now);
    }

    /// When half of the committee has joined, in hours.
    pub fn half_joined(&self) -> f64 {
        self.committee.half_there()
    }

    /// The buyer has given so many hours in a conversation that started at `at`.
    pub fn gives_hours(&mut self, at: f64, hours: f64) {
        let week = whole(at / HOURS_PER_WEEK);
        if week != self.given_week {
            (self.given_week, self.given_hours) = (week, 0.0);
        }
        self.given_hours += hours;
        self.given_day = whole(at / HOURS_PER_DAY);
    }

    /// The first instant from `ready` on at which the buyer gives `hours` more: not on the day of the
    /// last conversation, and no more in a week than `most` (but for a long one in an empty week).
    pub fn admits(&self, ready: f64, hours: f64, most: f64) -> f64 {
        let mut at = ready;
        if whole(at / HOURS_PER_DAY) == self.given_day {
            at = (f64::from(self.given_day) + 1.0) * HOURS_PER_DAY;
        }
        let full = self.given_hours + hours > most && self.given_hours > 0.0;
        if full && whole(at / HOURS_PER_WEEK) == self.given_week {
            at = (f64::from(self.given_week) + 1.0) * HOURS_PER_WEEK;
        }
        at
    }

    /// An expert works for `hours` (standard hours); true if a deal-breaker surfaces.
    pub fn validate(&mut self, buyers: &Buyers, hours: f64, skill: f64) -> bool {
        self.breaker_left -= buyers.needs.breaker_found_per_hour * hours * skill;
        self.breaker_left <= 0.0
    }

    /// What the buyer seems to expect beyond what is believed of the fit, in log odds of churn.
    pub fn strain_seen(&self, buyers: &Buyers, now: f64) -> f64 {
        let customers = buyers.years();
        if customers.promise == 0.0 {
            return 0.0;
        }
        customers.strain(self.wants_with_boost(buyers, now), self.belief.mean())
    }

    /// Whether a sale at list price with standard labour is good for both sides.
    pub fn is_good(&self, buyers: &Buyers, price: f64, margin: f64) -> bool {
        self.truth.is_good(&buyers.needs, price, margin, 0.0)
    }

    /// Whether a sale at the discount granted is good for both sides.
    pub fn is_glad(&self, buyers: &Buyers, price: f64, margin: f64) -> bool {
        self.truth.is_good(&buyers.needs, price, margin, self.discount)
    }

    /// The sum of both sides' surplus of a sale at list price, in money.
    pub fn surplus(&self, buyers: &Buyers, price: f64, margin: f64) -> f64 {
        self.truth.customer_surplus(&buyers.needs, price, 0.0)
            + self.truth.provider_surplus(&buyers.needs, price, margin, 0.0)
    }

    /// What a sale comes to.
    pub fn sell(&self, buyers: &Buyers, price: f64, margin: f64, luck: LeadLuck<'_>) -> Sale {
        Sale::settle(&self.truth, buyers, (price, self.discount), margin, self.promised, luck)
    }

    /// The true fit, 0 to 1: for measures and for readers of a lead's story.
    pub fn fit(&self) -> f64 {
        self.truth.fit
    }

    /// What the buyer wants now, 0 to 1: see [`Buyer::fit`].
    pub fn wants(&self) -> f64 {
        self.wants
    }
}

/// The whole part of a number of days or weeks since the start.
#[inline]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "saturates")]
fn whole(number: f64) -> u32 {
    number as u32
}
