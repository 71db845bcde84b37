//! Rules come into force: people take roles, work is queued anew.

use super::floor::Floor;
use super::flow::Desk;
use super::{Event, Events, SalesModel, schedule};
use crate::engine::Time;
use crate::math;
use crate::sales::handle::{ById, CalendarId, CrewId, Handle, RoleId, SeatId, VisitId};
use crate::sales::observer::Observer;
use crate::sales::record::{Leaving, Presence, Seat, State};
use crate::sales::rules::{Role, Rules};
use crate::sales::setup::Crew;

/// At least this share of the hours is left for touches, whatever the meetings.
const LEAST_AVAILABLE: f64 = 0.05;

impl<'a, O: Observer> SalesModel<'a, O> {
    /// Everybody who is there at the start comes in and takes a role.
    pub(super) fn hire_everybody(&mut self, events: &mut Events) {
        let setup = self.ctx.setup;
        self.floor = Floor::new(setup);
        for seat in self.floor.seats.ids() {
            self.draw_skills(seat, 0, 0);
        }
        if let Some(payroll) = &mut self.payroll {
            payroll.start(setup, events);
        }
        self.take_rules(&setup.first, events);
        for (g, group) in setup.system.groups.iter().enumerate() {
            for (entry, (hours, _)) in group.headcount.iter().enumerate() {
                let index = |i: usize| u32::try_from(i).expect("few groups and dates");
                let event = Event::Headcount(index(g), index(entry));
                schedule(events, Time::from_hours(*hours), event);
            }
        }
    }

    /// Other rules take over: what is the same in both goes on as it is.
    pub(super) fn policy_starts(&mut self, events: &mut Events) {
        if let Some((_, rules)) = &self.ctx.setup.later {
            self.close_periods(events.now());
            self.book_spend(events.now());
            self.take_rules(rules, events);
        }
    }

    /// The rules in force change, at the start or at a date: roles, crews, limits, queues. What is
    /// in hand goes on; what waits queues up anew if the rules of queueing differ.
    fn take_rules(&mut self, rules: &'a Rules, events: &mut Events) {
        let now = events.now();
        let (before, roles_before) = (self.ctx.policy, self.ctx.roles);
        self.ctx.take(rules);
        self.floor.rosters.forget();
        let is_push = self.ctx.is_push();
        for (s, desk) in self.flow.desks.iter_mut().enumerate() {
            desk.is_first_come = self.ctx.is_in_order_of_coming && !is_push && desk.only_waits();
            let rule = self.ctx.policy.wip_per_stage.iter().find(|(stage, _)| *stage == s);
            let limit = rule.map_or(u32::MAX, |(_, limit)| *limit);
            desk.limit = limit.min(desk.description.room.map_or(u32::MAX, |room| room.places));
        }
        let kept = self.kept_roles(roles_before, rules);
        self.paying(|office| office.divide_pools_that_end(before.pay.scale, now));
        self.floor.is_prospected = self.is_prospected();
        self.make_crews(rules);
        let assigned = self.assign_roles(rules, &kept, now);
        for seat in self.floor.seats.ids() {
            self.take_role(seat, assigned[seat.place()], now, events);
        }
        self.paying(|office| office.open_pools(before.pay.scale));
        self.find_targets();
        let roles_stay = are_alike(roles_before, &rules.roles);
        if !roles_stay || !before.queues_like(self.ctx.policy) {
            self.queue_everything_anew(roles_stay, events);
        }
    }

    /// By seat: the role of a person whose group has the same roles as before, whatever the people
    /// have shown since they took them. At the start nobody has one.
    fn kept_roles(&self, before: &[(usize, Role)], rules: &Rules) -> Vec<Option<usize>> {
        let of_group = |roles: &[(usize, Role)], group: usize| -> Vec<(usize, Role)> {
            roles.iter().filter(|(_, role)| role.group == group).cloned().collect()
        };
        let role_of = |seat: &Seat| {
            let crew = self.floor.crews.get(seat.crew)?;
            let group = seat.name.group;
            if !are_alike(&of_group(before, group), &of_group(&rules.roles, group)) {
                return None;
            }
            let account = before[crew.role].0;
            rules.roles.iter().position(|(other, _)| *other == account)
        };
        self.floor.seats.iter().map(role_of).collect()
    }

    /// How many people a group has now: as the last date passed says, else as the rules do.
    fn heads_now(&self, rules: &Rules, group: usize, now: Time) -> u32 {
        let dates = &self.ctx.system.groups[group].headcount;
        let passed = dates.iter().rev().find(|(hours, _)| *hours <= now.hours());
        passed.map_or_else(|| rules.heads(group), |(_, heads)| *heads)
    }

    /// One crew for each role and calendar.
    fn make_crews(&mut self, rules: &Rules) {
        let setup = self.ctx.setup;
        self.floor.crews = ById::default();
        for (r, (_, role)) in rules.roles.iter().enumerate() {
            let mut calendars = setup.system.groups[role.group].calendars.clone();
            calendars.sort_unstable();
            calendars.dedup();
            for calendar in calendars {
                self.floor.crews.push(Crew {
                    role: r,
                    calendar: CalendarId::at(calendar),
                    desks: setup.bits(role.stages),
                    overflow: setup.bits(role.overflow),
                    is_alone: false,
                    first: Handle::NONE,
                    last: Handle::NONE,
                });
            }
        }
        for desk in self.flow.desks.iter_mut() {
            let works = |crew: &CrewId| {
                let crew = &self.floor.crews[*crew];
                (crew.desks | crew.overflow) & desk.bit != 0
            };
            desk.crews = self.floor.crews.ids().filter(works).collect();
            desk.crews.sort_by_key(|c| self.floor.crews[*c].desks & desk.bit == 0);
        }
        for crew in self.floor.crews.iter_mut() {
            let stages = crew.desks | crew.overflow;
            let mut desks = self.flow.desks.iter().filter(|desk| desk.bit & stages != 0);
            crew.is_alone = desks.all(|desk| desk.crews.len() == 1);
        }
        self.floor.find_callable(&self.ctx);
    }

    /// Who takes which role: the one kept, else by comparative advantage, as results have shown it.
    /// Highest advantage first, each person once, until every role has its heads; whoever there is
    /// beyond them joins the role with the fewest people for its heads.
    fn assign_roles(&self, rules: &Rules, kept: &[Option<usize>], now: Time) -> Vec<Option<usize>> {
        let mut chosen = kept.to_vec();
        let mut wishes = Vec::new();
        let mut open: Vec<u32> = rules.roles.iter().map(|(_, role)| role.heads).collect();
        for role in kept.iter().flatten() {
            open[*role] = open[*role].saturating_sub(1);
        }
        let is_open = |seat: &Seat| seat.name.number <= self.heads_now(rules, seat.name.group, now);
        for (id, seat) in self.floor.seats.ids().zip(self.floor.seats.iter()) {
            let s = id.place();
            if kept[s].is_some() || !is_open(seat) {
                continue;
            }
            let all = rules.roles.iter().filter(|(_, r)| r.group == seat.name.group);
            let everything = all.fold(0, |mask, (_, r)| mask | r.stages);
            for (r, (_, role)) in rules.roles.iter().enumerate() {
                if role.group == seat.name.group {
                    let advantage =
                        self.mean_log_skill(id, role.stages) - self.mean_log_skill(id, everything);
                    wishes.push((advantage, seat.name.key, r, s));
                }
            }
        }
        wishes.sort_by(|a, b| {
            b.0.total_cmp(&a.0)
                .then(a.1.cmp(&b.1))
                .then_with(|| rules.roles[a.2].1.name.cmp(&rules.roles[b.2].1.name))
        });
        for (_, _, role, seat) in wishes {
            if chosen[seat].is_none() && open[role] > 0 {
                chosen[seat] = Some(role);
                open[role] -= 1;
            }
        }
        for (s, seat) in self.floor.seats.iter().enumerate() {
            if chosen[s].is_none() && is_open(seat) {
                let staffed = |role: usize| chosen.iter().filter(|c| **c == Some(role)).count();
                chosen[s] = shortest_role(&rules.roles, seat.name.group, staffed);
            }
        }
        chosen
    }

    /// Mean log of the observed skills that a set of stages asks for.
    fn mean_log_skill(&self, seat: SeatId, stages: u64) -> f64 {
        let system = self.ctx.system;
        let (mut sum, mut count) = (0.0, 0.0);
        for (s, stage) in system.stages.iter().enumerate() {
            if stages >> s & 1 == 1 {
                sum += math::ln(self.floor.skill[(seat, stage.skill)].observed);
                count += 1.0;
            }
        }
        if count > 0.0 { sum / count } else { 0.0 }
    }

    /// A seat gets a role under the rules in force, or none.
    fn take_role(&mut self, seat: SeatId, role: Option<usize>, now: Time, events: &mut Events) {
        self.floor.seats[seat].listed = false;
        self.floor.rosters.note(seat);
        let Some(role) = role else {
            if now > Time::START && self.floor.seats[seat].crew.is_none() {
                return;
            }
            self.book_pay(seat, now);
            let record = &mut self.floor.seats[seat];
            (record.crew, record.vacant_since) = (Handle::NONE, Time::NEVER);
            self.take_plan(seat, None, now);
            if self.floor.seats[seat].is_idle() {
                self.dismiss(seat, events);
            } else {
                self.floor.seats[seat].leaves_next = Leaving::Cut;
            }
            return;
        };
        let name = &self.floor.seats[seat].name;
        let group = &self.ctx.system.groups[name.group];
        let calendar = group.calendars[(name.number as usize - 1).min(group.calendars.len() - 1)];
        let week = self.ctx.system.calendars[calendar].hours_per_week();
        let calendar = CalendarId::at(calendar);
        let crew = self.floor.crews.iter().position(|c| c.role == role && c.calendar == calendar);
        let together =
            self.ctx.policy.meeting_hours_per_week + self.ctx.policy.sharing_hours_per_week;
        let meetings = together / week;
        let (account, terms) = &self.ctx.roles[role];
        let account = RoleId::at(*account);
        let specialist = self.ctx.system.frictions.specialist;
        let available = (1.0 - group.admin - meetings).clamp(LEAST_AVAILABLE, 1.0);
        let record = &self.floor.seats[seat];
        let books = (record.account, record.calendar, record.cost_per_week, record.available);
        if books != (account, calendar, terms.cost_per_week, available) {
            self.book_pay(seat, now);
        }
        let record = &mut self.floor.seats[seat];
        record.crew = CrewId::at(crew.expect("a crew for every role"));
        (record.account, record.calendar) = (account, calendar);
        (record.cost_per_week, record.available) = (terms.cost_per_week, available);
        record.limit = terms.limit;
        record.prospect = terms.prospect.filter(|_| self.ctx.system.prospecting.is_some());
        record.pace = group.pace;
        record.specialist = terms.is_specialist.then_some(specialist);
        if record.leaves_next == Leaving::Cut {
            record.leaves_next = Leaving::Stays;
        }
        let salary = || self.payroll.as_ref()?.salary_of(account);
        let (plan, was_in_market) = (terms.plan.or_else(salary), self.is_in_market(seat));
        self.take_plan(seat, plan, now);
        self.find_ability(seat);
        self.keep_stay(seat, was_in_market, events);
        let record = &mut self.floor.seats[seat];
        if record.replacement_due {
            record.vacant_since = record.vacant_since.min(now);
            return;
        }
        if record.presence == Presence::Vacant {
            if now > Time::START {
                record.came_hours = now.hours();
                let hire = record.hire;
                self.draw_skills(seat, hire, 0);
                self.come(seat, events);
            } else {
                self.be_there(seat, events);
            }
        } else {
            self.floor.list(seat, &self.ctx);
        }
    }

    /// Seats that a push rule can choose from, by stage, in order of their key.
    fn find_targets(&mut self) {
        let floor = &self.floor;
        let of =
            |desk: &Desk<'_>| floor.seats.ids().filter(|s| floor.works(*s, desk.bit)).collect();
        self.floor.targets = self.flow.desks.iter().map(of).collect();
        self.floor.rosters.forget();
    }

    /// Everything that waits takes its place under the rules in force; notes are still written if
    /// the roles are the same.
    fn queue_everything_anew(&mut self, roles_stay: bool, events: &mut Events) {
        let mut waiting = Vec::new();
        for queue in 0..2 * self.flow.desks.len() + 1 + self.floor.seats.len() {
            let is_note =
                |visit: &VisitId| roles_stay && self.flow.visits[*visit].state == State::Note;
            let all = self.flow.queues.waiting(queue);
            waiting.extend(all.into_iter().filter(|visit| !is_note(visit)));
        }
        self.flow.waiting = 0;
        for visit in &waiting {
            self.flow.queues.remove(*visit);
        }
        for visit in waiting {
            match self.flow.visits[visit].state {
                State::Waiting => self.queue_up(visit),
                State::Note => {
                    let lead = self.flow.visits[visit].lead;
                    self.flow.clock(lead, events.now(), self.ctx.business);
                    self.flow.leads[lead].queued -= 1;
                    self.flow.visits[visit].state = State::Between;
                    self.proceed(visit, events);
                }
                _ => self.queue_outside_anew(visit, events),
            }
        }
        for seat in self.floor.seats.ids() {
            if self.has_own_work(seat) {
                self.floor.callers.push(seat);
            }
        }
    }

    fn queue_outside_anew(&mut self, visit: VisitId, events: &mut Events) {
        let record = self.flow.visits[visit];
        let funnel = record.next_stage.is_some();
        let stage = record.stage;
        let queue = if funnel { self.flow.outside_funnel() } else { self.flow.outside(stage) };
        self.line_up(queue, visit);
        if funnel {
            self.let_next_in(events);
        } else {
            self.admit_waiting(stage, events);
        }
    }

    /// The number of people in a group changes at a date.
    pub(super) fn headcount_changes(&mut self, group: u32, entry: u32, events: &mut Events) {
        let (_, heads) = self.ctx.system.groups[group as usize].headcount[entry as usize];
        let now = events.now();
        for seat in self.floor.seats.ids() {
            if self.floor.seats[seat].name.group != group as usize {
                continue;
            }
            let wanted = self.floor.seats[seat].name.number <= heads;
            let there = self.floor.seats[seat].crew.is_some();
            if wanted != there {
                if there && self.floor.seats[seat].listed {
                    self.floor.unlink(seat, &self.ctx);
                }
                let role = wanted.then(|| self.role_short_of_people(group as usize)).flatten();
                self.take_role(seat, role, now, events);
            }
        }
        self.find_targets();
    }

    /// The newcomer's role in a group.
    fn role_short_of_people(&self, group: usize) -> Option<usize> {
        let staffed = |role: usize| {
            let has_it = |s: &&Seat| self.floor.crews.get(s.crew).is_some_and(|c| c.role == role);
            self.floor.seats.iter().filter(has_it).count()
        };
        shortest_role(self.ctx.roles, group, staffed)
    }
}

/// The role of a group that has the fewest people (`staffed`) for its heads.
fn shortest_role(
    roles: &[(usize, Role)],
    group: usize,
    staffed: impl Fn(usize) -> usize,
) -> Option<usize> {
    let filled = |role: usize| staffed(role) as f64 / f64::from(roles[role].1.heads.max(1));
    let of_group = (0..roles.len()).filter(|role| roles[*role].1.group == group);
    of_group.min_by(|a, b| filled(*a).total_cmp(&filled(*b)))
}

/// Whether two lists hold the same roles: the same people would do the same work.
fn are_alike(some: &[(usize, Role)], others: &[(usize, Role)]) -> bool {
    let work = |(account, role): &(usize, Role)| (*account, role.heads, role.stages, role.overflow);
    some.len() == others.len() && some.iter().all(|one| others.iter().any(|o| work(o) == work(one)))
}
