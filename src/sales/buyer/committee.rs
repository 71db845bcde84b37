//! The buying committee: who joins when, what each knows, how near they are to each other.

use super::rules::{Message, Teaching};
use super::world::{Buying, CommitteeEffects, CommitteeSize};
use super::{LeadLuck, Quantiles};
use crate::engine::random::Place;
use crate::sales::purpose::{self, member_entity};

/// Members at most.
pub(super) const MOST: usize = CommitteeSize::MOST as usize;
/// Fewer are taught one by one.
const LEAST_GROUP: u32 = 3;
/// With less coverage a message for the group finds no group that it could speak to.
const INFORMED: f64 = 0.5;
/// Effect of an hour in a group, for each of the group: an assumption, as are the prices below.
const GROUP_EFFECT: f64 = 0.5;
/// Hours that each further member adds to a group session, and hours of preparing one.
const GROUP_HOURS: f64 = 0.5;
const GROUP_PREP_HOURS: f64 = 1.0;
/// What each further member adds to the buyer's time before a group session, as a share: finding a date.
const GROUP_WAIT: f64 = 0.1;
/// Factors on alignment of messages for the group and for individuals (Gartner's survey of buyers).
const GROUP_MESSAGE: f64 = 1.20;
const INDIVIDUAL_MESSAGE: f64 = 0.41;
/// Hours of preparing such messages: for each session with the group, for each member with individuals.
const MESSAGE_PREP_HOURS: f64 = 1.0;

/// A conversation, in standard hours.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Session {
    /// With the buyer.
    pub hours: f64,
    /// Before it, alone.
    pub prep_hours: f64,
}

/// One member.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Member {
    /// When he joins, in hours since the start of the run; infinite = with the proposal.
    pub joins: f64,
    /// Hours of teaching he needs from nothing.
    pub need_hours: f64,
    /// What he knows, 0 to 1.
    pub knowledge: f64,
    /// His stance: starts at a private offset, and alignment draws it to the others'.
    pub stance: f64,
    /// What pitches have added to his wants.
    pub boost: f64,
}

/// The committee of a deal. Its first member is the champion.
///
/// Most leads never get one, so that the members stand apart: waiting leads are many.
#[derive(Clone, Debug, PartialEq)]
pub struct Committee {
    members: Vec<Member>,
    /// How many had joined when somebody last looked.
    seen: u32,
    /// Joins since the first session of alignment.
    late: u32,
    /// Sessions of alignment, weighted by skill and by who was there.
    sessions: f64,
    sessions_held: u32,
}

/// Who sits where, for readers of a lead's story.
const TITLES: [&str; 5] =
    ["champion", "user", "technical evaluator", "economic buyer", "executive"];

impl Committee {
    /// Nobody yet.
    pub const NONE: Self =
        Self { members: Vec::new(), seen: 0, late: 0, sessions: 0.0, sessions_held: 0 };

    /// The committee that forms at `now` (hours) around a champion, over a window of this length.
    pub(super) fn form(
        effects: &CommitteeEffects,
        buying: &Buying,
        join: &Quantiles,
        (now, window_hours): (f64, f64),
        luck: LeadLuck<'_>,
    ) -> Self {
        let size = size(buying.members, luck);
        let last = size - 1;
        let finance = last > 0 && luck.unit(purpose::FINANCE) < buying.finance;
        let member = |m| {
            let entity = member_entity(luck.lead, m);
            let at = |purpose| luck.luck.at(entity, purpose, Place::NONE, 0);
            let joins = match m {
                0 => now,
                _ if finance && m == last => f64::INFINITY,
                _ => now + window_hours * join.at(at(purpose::MEMBER_JOIN).unit()),
            };
            let need_hours = effects.education.sample(&mut at(purpose::MEMBER_NEED));
            Member {
                joins,
                need_hours,
                knowledge: if m == 0 || need_hours <= 0.0 { 1.0 } else { effects.self_taught },
                stance: effects.offset_spread * at(purpose::MEMBER_OFFSET).normal(),
                boost: 0.0,
            }
        };
        Self { members: (0..size).map(member).collect(), seen: 1, ..Self::NONE }
    }

    /// How many there are in all, absent ones included.
    #[inline]
    #[expect(clippy::cast_possible_truncation, reason = "a dozen at most")]
    pub fn size(&self) -> u32 {
        self.members.len() as u32
    }

    /// How many have joined by `now`, in hours.
    pub fn present(&self, now: f64) -> u32 {
        self.there(now).fold(0, |count, _| count + 1)
    }

    /// What a member is called.
    pub fn title(&self, member: u32) -> &'static str {
        const OTHERS: usize = TITLES.len() - 1;
        if member == 0 { TITLES[0] } else { TITLES[1 + (member as usize - 1) % OTHERS] }
    }

    pub(super) fn there(&self, now: f64) -> impl Iterator<Item = (u32, &Member)> {
        (0..).zip(&self.members).filter(move |(_, member)| member.joins <= now)
    }

    pub(super) fn there_mut(&mut self, now: f64) -> impl Iterator<Item = &mut Member> {
        self.members.iter_mut().filter(move |member| member.joins <= now)
    }

    /// Looks who has come since the last look; who comes after alignment has begun sets it back.
    pub(super) fn look(&mut self, now: f64) -> u32 {
        let present = self.present(now);
        let new = present - self.seen.min(present);
        self.seen = present;
        if self.sessions_held > 0 {
            self.late += new;
        }
        new
    }

    /// When the next member joins after `since`, in hours; infinite = only with the proposal.
    pub(super) fn next_join(&self, since: f64) -> f64 {
        let later = self.members.iter().map(|member| member.joins).filter(|joins| *joins > since);
        later.fold(f64::INFINITY, f64::min)
    }

    /// What is left of the boosts, as a share.
    pub(super) fn decay(&mut self, kept: f64) {
        for member in &mut self.members {
            member.boost *= kept;
        }
    }

    /// Everybody still absent comes: nobody signs without them.
    pub(super) fn all_join(&mut self, now: f64) -> u32 {
        for member in &mut self.members {
            member.joins = member.joins.min(now);
        }
        self.look(now)
    }

    /// When at least half are there, in hours; infinite where that takes a proposal.
    pub(super) fn half_there(&self) -> f64 {
        let mut joins = [f64::INFINITY; MOST];
        for (slot, member) in joins.iter_mut().zip(&self.members) {
            *slot = member.joins;
        }
        let size = self.members.len();
        joins[..size].sort_by(f64::total_cmp);
        joins[size.div_ceil(2) - 1]
    }

    /// Mean knowledge of those present.
    pub fn coverage(&self, now: f64) -> f64 {
        let (mut sum, mut count) = (0.0, 0);
        for (_, member) in self.there(now) {
            sum += member.knowledge;
            count += 1;
        }
        if count == 0 { 1.0 } else { sum / f64::from(count) }
    }

    /// How far the committee is aligned, 0 to 1.
    pub fn alignment(&self) -> f64 {
        if self.size() <= 1 {
            return 1.0;
        }
        let needed = f64::from(self.size().div_ceil(2));
        let set_back = f64::from(self.late) / f64::from(self.size());
        (self.sessions / needed - set_back).clamp(0.0, 1.0)
    }

    /// Whether everybody present knows at least `enough`.
    pub(super) fn is_taught(&self, enough: f64, now: f64) -> bool {
        self.there(now).all(|(_, member)| member.knowledge >= enough)
    }

    /// Whether aligned to at least `enough`, or beyond what sessions can do.
    pub(super) fn is_aligned(&self, enough: f64) -> bool {
        let most = self.size().div_ceil(2) + 2;
        self.size() <= 1 || self.alignment() >= enough || self.sessions_held >= most
    }

    /// The next session of teaching, for the member who knows least or for a group.
    pub(super) fn lesson(
        &self,
        effects: &CommitteeEffects,
        teaching: Teaching,
        longest_hours: f64,
        now: f64,
    ) -> Session {
        if let Some(pupils) = self.group(effects, teaching, now) {
            let hours = longest_hours + GROUP_HOURS * f64::from(pupils - 1);
            return Session { hours, prep_hours: GROUP_PREP_HOURS };
        }
        let Some(pupil) = self.slowest(now) else { return Session::default() };
        let member = &self.members[pupil];
        let hours = (member.need_hours * (1.0 - member.knowledge)).min(longest_hours);
        Session { hours, prep_hours: 0.0 }
    }

    /// How much longer the buyer takes before the next session of teaching: a date has to be found for
    /// everybody in a group.
    pub(super) fn date_factor(
        &self,
        effects: &CommitteeEffects,
        teaching: Teaching,
        now: f64,
    ) -> f64 {
        let more = self.group(effects, teaching, now).map_or(0, |pupils| pupils - 1);
        1.0 + GROUP_WAIT * f64::from(more)
    }

    /// What preparing the messages of a session of alignment takes, in standard hours.
    pub(super) fn message_hours(&self, message: Message, now: f64) -> f64 {
        match message {
            Message::General => 0.0,
            Message::Group => MESSAGE_PREP_HOURS,
            Message::Individual => MESSAGE_PREP_HOURS * f64::from(self.present(now)),
        }
    }

    /// How many are taught together in the next session, if they are.
    fn group(&self, effects: &CommitteeEffects, teaching: Teaching, now: f64) -> Option<u32> {
        if !teaching.in_groups {
            return None;
        }
        let enough = effects.learned;
        let pupils = self.there(now).filter(|(_, member)| member.knowledge < enough);
        let count = pupils.fold(0, |count, _| count + 1);
        (count >= LEAST_GROUP).then_some(count)
    }

    /// The member present who knows least; of equals who joined first.
    fn slowest(&self, now: f64) -> Option<usize> {
        let by_knowledge = |a: &(u32, &Member), b: &(u32, &Member)| {
            let by_join = || a.1.joins.total_cmp(&b.1.joins).then(a.0.cmp(&b.0));
            a.1.knowledge.total_cmp(&b.1.knowledge).then_with(by_join)
        };
        self.there(now).min_by(by_knowledge).map(|(m, _)| m as usize)
    }

    /// Teaches for `hours` (standard hours) with this skill; returns how many were taught.
    pub(super) fn teach(
        &mut self,
        effects: &CommitteeEffects,
        teaching: Teaching,
        (hours, longest_hours): (f64, f64),
        skill: f64,
        now: f64,
    ) -> u32 {
        let enough = effects.learned;
        let learn = |member: &mut Member, hours: f64| {
            let gain = hours * skill / member.need_hours.max(1e-9);
            member.knowledge = (member.knowledge + gain).min(1.0);
        };
        if let Some(pupils) = self.group(effects, teaching, now) {
            let each = GROUP_EFFECT * longest_hours.min(hours);
            for member in self.there_mut(now).filter(|member| member.knowledge < enough) {
                learn(member, each);
            }
            return pupils;
        }
        if let Some(pupil) = self.slowest(now) {
            learn(&mut self.members[pupil], hours);
        }
        1
    }

    /// Holds a session of alignment with this skill.
    pub(super) fn align(
        &mut self,
        effects: &CommitteeEffects,
        message: Message,
        skill: f64,
        now: f64,
    ) {
        let factor = match message {
            Message::Group if self.coverage(now) >= INFORMED => GROUP_MESSAGE,
            Message::General | Message::Group => 1.0,
            Message::Individual => INDIVIDUAL_MESSAGE,
        };
        let present = self.present(now);
        let pull = (effects.contraction * skill * factor).min(1.0);
        let mean = self.there(now).map(|(_, member)| member.stance).sum::<f64>()
            / f64::from(present.max(1));
        for member in self.there_mut(now) {
            member.stance += pull * (mean - member.stance);
        }
        self.seen = self.seen.max(present);
        self.sessions += skill * factor * f64::from(present) / f64::from(self.size());
        self.sessions_held += 1;
    }
}

/// The number of members: each possible one comes by the lead's own luck.
fn size(members: CommitteeSize, luck: LeadLuck<'_>) -> u32 {
    if members.more == 0 {
        return members.least.max(1);
    }
    let mut draws = luck.luck.at(luck.lead, purpose::COMMITTEE, Place::NONE, 0);
    let more = (0..members.more).filter(|_| draws.unit() < members.chance).count();
    members.least.max(1) + u32::try_from(more).expect("a small committee")
}
