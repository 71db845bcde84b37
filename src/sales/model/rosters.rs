//! Rankings of people, so that nobody is looked for among all of them: whom a push rule names, and who is
//! seen to be best of a group at a stage.
//!
//! A roster is made when somebody first asks for it, under the rules then in force. From then on whoever
//! changes is noted, and takes another place in it when somebody asks again.

use super::SalesModel;
use crate::sales::handle::{ById, Handle, LeadId, SeatId, StageId};
use crate::sales::observer::Observer;
use crate::sales::policy::{Routing, TerritoryKey};
use crate::sales::purpose;
use crate::sales::ranking::{Rank, Ranking, greatest_first};
use crate::sales::record::Presence;

/// The rosters made so far.
#[derive(Debug, Default)]
pub(super) struct Rosters {
    list: Vec<Roster>,
    /// Who has changed since somebody last asked; and by seat, whether it is noted.
    changed: Vec<SeatId>,
    is_noted: ById<SeatId, bool>,
}

/// Some seats, in order, and their ranking.
#[derive(Debug)]
struct Roster {
    of: Choice,
    seats: Vec<SeatId>,
    ranking: Ranking,
}

/// Among whom is chosen, at a stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Choice {
    /// People to whom work of the stage can be pushed; of a territory only, if its rule is named.
    Targets(StageId, Option<usize>),
    /// People of a group who are there.
    Colleagues(StageId, usize),
}

impl Rosters {
    /// A person comes or goes, has more or less in hand, or is seen in another light.
    #[inline]
    pub(super) fn note(&mut self, seat: SeatId) {
        if !self.list.is_empty() && !std::mem::replace(&mut self.is_noted[seat], true) {
            self.changed.push(seat);
        }
    }

    /// The rules have changed by which people are ranked.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }
}

impl<O: Observer> SalesModel<'_, O> {
    /// Whom the push rule in force names for a lead at a stage; nobody if all have their hands full.
    pub(super) fn named(&mut self, lead: LeadId, stage: StageId) -> Option<SeatId> {
        let territory = match self.ctx.policy.routing {
            Routing::Territory => Some(self.territory_of(lead)?),
            _ => None,
        };
        let at = self.roster(Choice::Targets(stage, territory));
        let Roster { seats, ranking, .. } = &self.floor.rosters.list[at];
        let place = match self.ctx.policy.routing {
            Routing::Pull | Routing::Claim => None,
            Routing::RoundRobin => {
                let turn = &mut self.floor.turn[stage];
                let next = ranking.next_from(*turn % seats.len());
                *turn = next.map_or(*turn, |next| next + 1) % seats.len();
                next
            }
            Routing::Random => {
                let entity = self.flow.leads[lead].entity;
                let place = self.flow.stage(stage).place;
                nth(ranking, self.ctx.luck.at(entity, purpose::ROUTE_RANDOM, place, 0).unit())
            }
            Routing::LeastLoaded | Routing::BySkill | Routing::Territory => ranking.first(),
        };
        place.map(|place| seats[place])
    }

    /// The rule of the territory that a lead belongs to.
    fn territory_of(&self, lead: LeadId) -> Option<usize> {
        let record = &self.flow.leads[lead];
        self.ctx.policy.territory.iter().position(|rule| match rule.of {
            TerritoryKey::Channel(channel) => channel == record.channel.place(),
            TerritoryKey::Segment(segment) => segment == record.segment.place(),
        })
    }

    /// Who of the others of a person's group is seen to be best at a stage.
    pub(super) fn best_other(&mut self, seat: SeatId, stage: StageId) -> Option<SeatId> {
        let group = self.floor.seats[seat].name.group;
        let at = self.roster(Choice::Colleagues(stage, group));
        let Roster { seats, ranking, .. } = &self.floor.rosters.list[at];
        let own = seats.binary_search(&seat).expect("everybody is among the people of the group");
        ranking.first_but(own).map(|place| seats[place])
    }

    /// The roster of a choice as people are now.
    fn roster(&mut self, of: Choice) -> usize {
        let mut rosters = std::mem::take(&mut self.floor.rosters);
        for seat in rosters.changed.drain(..) {
            rosters.is_noted[seat] = false;
            for roster in &mut rosters.list {
                if let Ok(place) = roster.seats.binary_search(&seat) {
                    roster.ranking.set(place, self.rank(roster.of, seat));
                }
            }
        }
        let at = rosters.list.iter().position(|roster| roster.of == of).unwrap_or_else(|| {
            rosters.is_noted.resize_with(self.floor.seats.len(), || false);
            rosters.list.push(self.new_roster(of));
            rosters.list.len() - 1
        });
        self.floor.rosters = rosters;
        at
    }

    fn new_roster(&self, of: Choice) -> Roster {
        let seats: Vec<SeatId> = match of {
            Choice::Targets(stage, None) => self.floor.targets[stage].clone(),
            Choice::Targets(stage, Some(rule)) => {
                let mut people = self.ctx.policy.territory[rule].people.clone();
                people.sort_unstable();
                let is_of_it = |seat: &SeatId| {
                    let name = &self.floor.seats[*seat].name;
                    people.binary_search(&(name.group, name.number)).is_ok()
                };
                self.floor.targets[stage].iter().copied().filter(is_of_it).collect()
            }
            Choice::Colleagues(_, group) => {
                let is_in = |seat: &SeatId| self.floor.seats[*seat].name.group == group;
                self.floor.seats.ids().filter(is_in).collect()
            }
        };
        let ranks = seats.iter().map(|seat| self.rank(of, *seat)).collect();
        Roster { of, seats, ranking: Ranking::of(ranks) }
    }

    /// What puts a person before others; none = cannot be chosen. Seats stand in order of their keys,
    /// which decide among equals.
    fn rank(&self, of: Choice, seat: SeatId) -> Option<Rank> {
        let record = &self.floor.seats[seat];
        let skill = |stage| (greatest_first(self.observed(seat, stage)), 0);
        match of {
            Choice::Colleagues(stage, _) => {
                (record.presence == Presence::Present).then(|| skill(stage))
            }
            Choice::Targets(stage, _) => {
                let has_room = record.presence != Presence::Vacant && record.owned < record.limit;
                has_room.then(|| match self.ctx.policy.routing {
                    Routing::LeastLoaded => {
                        (u64::from(record.owned), record.idle_since.hours().to_bits())
                    }
                    Routing::Territory => (u64::from(record.owned), 0),
                    Routing::BySkill => skill(stage),
                    _ => (0, 0),
                })
            }
        }
    }
}

/// Any of those who take part; `u` from 0 to 1 says whom.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 ≤ u < 1")]
fn nth(ranking: &Ranking, u: f64) -> Option<usize> {
    ranking.nth((u * ranking.count() as f64) as usize)
}
