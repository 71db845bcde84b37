//! The meeting: the committee votes.

use super::Buyer;
use super::committee::Member;
use super::poll::Poll;
use super::truth::LeadLuck;
use super::world::{Buyers, CommitteeEffects};
use crate::engine::random::Place;
use crate::sales::purpose::{self, member_entity};

/// A discount counts like as much more fit as is worth it to the customer; where fit is worth next to
/// nothing, as if this much.
const LEAST_SLOPE: f64 = 0.1;

/// How a meeting ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The committee buys from us.
    Buys,
    /// It buys from the rival.
    BuysFromRival,
    /// It says no.
    Declines,
    /// It falls out with itself: no decision, for good.
    Derails,
    /// Not enough of them: back to what was short, if anything is.
    FallsShort,
}

/// A meeting as it went.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Meeting {
    /// How it ended.
    pub decision: Decision,
    /// Members present, and how many of them said yes.
    pub members: u32,
    /// See [`Meeting::members`].
    pub yes: u32,
    /// Coverage and alignment at the meeting, 0 to 1.
    pub coverage: f64,
    /// See [`Meeting::coverage`].
    pub alignment: f64,
    /// Mean chance of a yes, over the members.
    pub yes_chance: f64,
    /// Whether somebody blocked.
    pub blocked: bool,
    /// The chance, before anybody voted, that it ends with a purchase from us: exact, given how the
    /// committee sees the rival.
    pub win_chance: f64,
}

impl Buyer {
    /// Holds the meeting. `relief` is what the seller's closing skill takes off conflict (only for
    /// an undecided committee that has looped).
    pub fn meet(&mut self, buyers: &Buyers, relief: f64, luck: LeadLuck<'_>, now: f64) -> Meeting {
        self.committee.look(now);
        let coverage = self.committee.coverage(now);
        let alignment = self.agreement(buyers);
        let conflict = conflict(&buyers.committee, (coverage, alignment), relief);
        let (mut members, mut yes, mut chances, mut views) = (0, 0, 0.0, 0.0);
        let (mut derailed, mut blocked) = (false, false);
        let mut poll = Poll::new();
        for (m, member) in self.committee.there(now) {
            let entity = member_entity(luck.lead, m);
            let unit = |purpose| luck.luck.at(entity, purpose, Place::NONE, 0).unit();
            let view = self.view_of(buyers, member, now);
            let chance = self.chance_of_yes(buyers, member, view);
            members += 1;
            chances += chance;
            views += view;
            yes += u32::from(unit(purpose::MEMBER_VOTE) < chance);
            derailed |= m > 0 && unit(purpose::MEMBER_CONFLICT) < conflict;
            let untaught = member.knowledge < buyers.committee.learned;
            blocked |= unit(purpose::MEMBER_BLOCK) < buyers.committee.blocker
                && (untaught || alignment < unit(purpose::MEMBER_BLOCK_AT));
            let against = if untaught { 1.0 } else { 1.0 - alignment };
            let falls_out = if m > 0 { conflict } else { 0.0 };
            poll.hears(
                chance,
                1.0 - (1.0 - falls_out) * (1.0 - buyers.committee.blocker * against),
            );
        }
        let ours = self.chance_against_rival(buyers, luck, now);
        let decision = if buyers.committee.declines(yes, members) {
            Decision::Declines
        } else if derailed {
            Decision::Derails
        } else if buyers.committee.suffices(yes, members) && !blocked {
            choose(ours, luck)
        } else {
            Decision::FallsShort
        };
        let win_chance = poll.passes(&buyers.committee) * ours.unwrap_or(1.0);
        let yes_chance = chances / f64::from(members.max(1));
        self.promised = views / f64::from(members.max(1));
        Meeting { decision, members, yes, coverage, alignment, yes_chance, blocked, win_chance }
    }

    /// What a member expects: a view that goes from the first wants to today's with what he knows, and
    /// what pitches have added, which is void once dialogue has converged.
    fn view_of(&self, buyers: &Buyers, member: &Member, now: f64) -> f64 {
        let first = self.truth.first_wants;
        let view = first + (self.wants - first) * member.knowledge;
        let persuaded = !self.has_converged(buyers);
        view + if persuaded { self.boost_now(member.boost, buyers, now) } else { 0.0 }
    }

    /// Chance that a member says yes who expects this.
    fn chance_of_yes(&self, buyers: &Buyers, member: &Member, view: f64) -> f64 {
        let cheaper = if self.discount > 0.0 {
            self.discount / buyers.needs.value_slope.max(LEAST_SLOPE)
        } else {
            0.0
        };
        let push = view + member.stance + cheaper - buyers.committee.vote_centre;
        buyers.committee.preference(push)
    }

    /// The chance that a committee that buys takes our offer; `None` where there is no other.
    fn chance_against_rival(&self, buyers: &Buyers, luck: LeadLuck<'_>, now: f64) -> Option<f64> {
        let rival = self.rival(buyers, luck)?;
        Some(buyers.committee.preference(self.wants_with_boost(buyers, now) - rival))
    }

    /// Whether a rival takes a deal that ends without a decision.
    pub fn rival_takes(&self, buyers: &Buyers, luck: LeadLuck<'_>) -> bool {
        self.rival(buyers, luck).is_some_and(|rival| {
            let liked = buyers.committee.preference(rival - buyers.committee.vote_centre);
            luck.unit(purpose::RIVAL_TAKES) < buyers.rival.takes * liked
        })
    }

    /// The rival's offer as the committee sees it, 0 to 1.
    fn rival(&self, buyers: &Buyers, luck: LeadLuck<'_>) -> Option<f64> {
        self.has_rival.then(|| {
            let fit = self.rival_fit;
            (fit + buyers.rival.noise * luck.normal(purpose::RIVAL_VIEW)).clamp(0.0, 1.0)
        })
    }
}

/// Whose offer a committee takes that buys, where ours is chosen with this chance.
fn choose(ours: Option<f64>, luck: LeadLuck<'_>) -> Decision {
    match ours {
        Some(chance) if luck.unit(purpose::RIVAL_CHOICE) >= chance => Decision::BuysFromRival,
        _ => Decision::Buys,
    }
}

/// Chance of conflict for each member beyond the champion: it falls with how much they know and
/// share.
fn conflict(effects: &CommitteeEffects, (coverage, alignment): (f64, f64), relief: f64) -> f64 {
    let most = effects.conflict_most;
    let chance = most - effects.conflict_relief * coverage * alignment - relief;
    chance.clamp(effects.conflict_least.min(effects.conflict_most), effects.conflict_most)
}
