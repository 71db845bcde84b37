//! The event log of a run.

use std::collections::{BTreeMap, BTreeSet};

use crate::experiment::{Design, Trace};
use crate::records::{Deal, EventLog, Handover, Label, Moment, Outcome, Stage, StageId, Visit};
use crate::report::traces::channel_name;
use crate::sales::{Exit, Exited, TouchStarted};

const SECONDS_PER_HOUR: f64 = 3600.0;
const SECONDS_PER_DAY: i64 = 86_400;

/// What is seen of a lead.
#[derive(Default)]
struct Seen<'t> {
    arrived: Option<f64>,
    touches: Vec<&'t TouchStarted>,
    exits: Vec<&'t Exited>,
}

/// The event log of a run: a visit to a stage begins when the lead becomes ready for its first touch there,
/// and ends where the next begins. Leads that are open at the end of the run are open deals. Branches that
/// are open at the same time stand one after the other, in the order in which they became ready.
pub fn log_of_run(design: &Design<'_>, policy: usize, trace: &Trace) -> EventLog {
    let mut leads: BTreeMap<(usize, u64), Seen<'_>> = BTreeMap::new();
    for arrived in &trace.arrivals {
        leads.entry((arrived.channel, arrived.number)).or_default().arrived = Some(arrived.at);
    }
    for touch in trace.touches.iter().map(|touch| &touch.start).chain(&trace.unfinished) {
        leads.entry((touch.channel, touch.number)).or_default().touches.push(touch);
    }
    for exited in &trace.deals {
        leads.entry((exited.channel, exited.number)).or_default().exits.push(exited);
    }
    let mut keys = BTreeSet::new();
    let stages = design.scenario.system.stages.iter();
    let stages = stages.map(|stage| Stage::named(&stage.name, &mut keys)).collect();
    let log = EventLog { stages, ..EventLog::default() };
    let mut writer = Writer { design, policy, log };
    let mut deals: Vec<Deal> =
        leads.into_iter().filter_map(|(lead, seen)| writer.deal(lead, seen)).collect();
    deals.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
    let last = |deal: &Deal| {
        let visit = deal.visits.last().map(|visit| visit.entered);
        let handover = deal.handovers.last().map(|handover| handover.at);
        [Some(deal.created), visit, handover, deal.closed].into_iter().flatten().max()
    };
    let mut log = writer.log;
    log.observed_until = deals.iter().filter_map(last).max();
    log.deals = deals;
    log
}

struct Writer<'a> {
    design: &'a Design<'a>,
    policy: usize,
    log: EventLog,
}

impl Writer<'_> {
    fn moment(&self, hours: f64) -> Moment {
        #[expect(clippy::cast_possible_truncation, reason = "hours of a run")]
        let seconds = (hours * SECONDS_PER_HOUR).round() as i64;
        Moment(self.design.scenario.start_day * SECONDS_PER_DAY).plus(seconds)
    }

    /// The name of a seat.
    fn owner(&mut self, seat: Option<usize>) -> Option<Label> {
        let seat = &self.design.setups[self.policy].seats()[seat?];
        let group = &self.design.scenario.system.groups[seat.group].name;
        self.log.labels.label(&format!("{group} {}", seat.number))
    }

    fn deal(&mut self, (channel, number): (usize, u64), mut seen: Seen<'_>) -> Option<Deal> {
        let arrived = seen.arrived.or(seen.exits.first().map(|exited| exited.arrived))?;
        seen.touches.sort_by(|a, b| a.ready.total_cmp(&b.ready).then(a.at.total_cmp(&b.at)));
        // A lead that was nurtured and came back has ended more than once.
        let last_work = seen.touches.last().map_or(arrived, |touch| touch.ready);
        let ended = seen.exits.last().filter(|exited| exited.at >= last_work).copied();
        let is_won = ended.is_some_and(|exited| exited.exit == Exit::WON);
        let name = channel_name(self.design, channel);
        let segment =
            seen.exits.first().map(|exited| &self.design.scenario.system.segments[exited.segment]);
        let mut deal = Deal {
            id: format!("{name}-{number}"),
            pipeline: None,
            channel: self.log.labels.label(name),
            segment: segment.and_then(|segment| self.log.labels.label(&segment.name)),
            amount: ended.filter(|_| is_won).map(|exited| exited.revenue),
            currency: self.log.labels.label(&self.design.scenario.currency),
            created: self.moment(arrived),
            outcome: match ended {
                None => Outcome::Open,
                Some(_) if is_won => Outcome::Won,
                Some(_) => Outcome::Lost,
            },
            closed: ended.map(|exited| self.moment(exited.at)),
            visits: Vec::new(),
            handovers: Vec::new(),
            owner: None,
        };
        for touch in &seen.touches {
            self.touch(&mut deal, touch, &seen.exits);
        }
        let closed = deal.closed;
        if let Some(visit) = deal.visits.last_mut() {
            visit.left = closed;
        }
        Some(deal)
    }

    /// A touch: it may begin a visit, or go on with one in other hands.
    fn touch(&mut self, deal: &mut Deal, touch: &TouchStarted, exits: &[&Exited]) {
        let owner = self.owner(touch.seat);
        let stage = StageId(u32::try_from(touch.stage).unwrap_or(0));
        let earliest = deal.visits.last().map_or(deal.created, |visit| visit.entered);
        let latest = deal.handovers.last().map_or(earliest, |handover| handover.at.max(earliest));
        let before = exits.iter().map(|exited| self.moment(exited.at));
        let away = before.filter(|at| *at >= earliest && *at <= self.moment(touch.ready)).max();
        let same = deal.visits.last_mut().filter(|visit| visit.stage == stage && away.is_none());
        if let Some(visit) = same {
            let at = self.moment(touch.at).max(latest);
            let within = deal.closed.is_none_or(|closed| at <= closed);
            let to = owner.filter(|_| visit.owner.is_some() && owner != deal.owner && within);
            deal.handovers.extend(to.map(|to| Handover { at, to }));
            visit.owner = visit.owner.or(owner);
        } else {
            let entered = self.moment(touch.ready).max(latest);
            if let Some(visit) = deal.visits.last_mut() {
                visit.left = Some(away.map_or(entered, |away| away.min(entered)));
            }
            deal.visits.push(Visit { stage, entered, left: None, dated: true, owner });
        }
        deal.owner = owner.or(deal.owner);
    }
}
