//! Event logs of simulated runs, as a CRM would have kept them: what is open at the end stays open, what never
//! ends is never closed.

use std::collections::BTreeMap;

use posse::experiment::{Design, Ready};
use posse::records::{Deal, EventLog, Label, Moment, Outcome, Stage, StageId, Visit};
use posse::sales::{Arrived, Exit, Exited, Observer, TouchStarted};
use posse::scenario::Scenario;

/// 2024-01-01, a Monday.
const START: Moment = Moment(1_704_067_200);

pub(super) fn scenario(text: &str) -> Scenario {
    Scenario::parse(text.as_bytes(), "truth.toml", &|_| None).unwrap_or_else(|e| panic!("{e}"))
}

/// What a CRM sees of each lead: when it came, when it entered a stage, how and when it ended.
#[derive(Default)]
struct Crm {
    leads: BTreeMap<(usize, u64), Lead>,
}

#[derive(Default)]
struct Lead {
    arrived: f64,
    stages: Vec<(usize, f64, Option<usize>)>,
    ended: Option<(usize, f64, f64)>,
}

impl Observer for Crm {
    fn arrived(&mut self, fact: &Arrived) {
        self.leads.entry((fact.channel, fact.number)).or_default().arrived = fact.at;
    }

    fn touch_started(&mut self, fact: &TouchStarted) {
        let lead = self.leads.entry((fact.channel, fact.number)).or_default();
        if !fact.resumed {
            lead.stages.push((fact.stage, fact.ready, fact.seat));
        }
    }

    fn exited(&mut self, fact: &Exited) {
        let lead = self.leads.entry((fact.channel, fact.number)).or_default();
        lead.ended = Some((fact.exit, fact.at, fact.revenue));
    }
}

fn moment(hours: f64) -> Moment {
    START.plus((hours * 3600.0).round() as i64)
}

/// The log of a replication, exported after so many weeks. A stage named `…-on`, `…-lost` or `…-silent` is
/// where a deal waits, and no stage of the CRM.
pub(super) fn log_of(scenario: &Scenario, replication: u32, weeks: f64) -> EventLog {
    let design = Design::new(Ready::of(scenario).expect("ready"));
    let (_, crm) = design.observe(0, replication, Crm::default()).expect("a run");
    let system = &scenario.system;
    let until = weeks * 168.0;
    let waits = |name: &str| ["-on", "-lost", "-silent"].iter().any(|end| name.ends_with(end));
    let (mut stages, mut ids) = (Vec::new(), BTreeMap::new());
    for (place, stage) in system.stages.iter().enumerate().filter(|(_, s)| !waits(&s.name)) {
        ids.insert(place, StageId(stages.len() as u32));
        stages.push(Stage { key: stage.name.clone(), label: stage.name.clone() });
    }
    let mut log = EventLog { stages, observed_until: Some(moment(until)), ..EventLog::default() };
    let mut leads: Vec<_> = crm.leads.iter().filter(|(_, lead)| lead.arrived < until).collect();
    leads.sort_by(|a, b| a.1.arrived.total_cmp(&b.1.arrived).then(a.0.cmp(b.0)));
    for ((channel, number), lead) in leads {
        let name = |exit: usize| system.exits[exit].name.as_str();
        let end = lead.ended.filter(|(exit, at, _)| *at <= until && name(*exit) != "no decision");
        let channel = log.labels.label(&system.channels[*channel].name);
        let visits = visits_of(lead, &ids, until, &mut |seat| {
            log.labels.label(&format!("person {}", seat + 1))
        });
        log.deals.push(deal(lead, (format!("{number}"), channel), visits, end));
    }
    log
}

fn visits_of(
    lead: &Lead,
    ids: &BTreeMap<usize, StageId>,
    until: f64,
    person: &mut dyn FnMut(usize) -> Option<Label>,
) -> Vec<Visit> {
    let entered: Vec<_> = lead
        .stages
        .iter()
        .filter(|(stage, at, _)| ids.contains_key(stage) && *at < until)
        .collect();
    let end = lead.ended.map_or(f64::INFINITY, |ended| ended.1);
    let visit = |(place, (stage, at, seat)): (usize, &&(usize, f64, Option<usize>))| Visit {
        stage: ids[stage],
        entered: moment(*at),
        left: entered
            .get(place + 1)
            .map(|next| next.1)
            .or((end <= until).then_some(end))
            .map(moment),
        dated: true,
        owner: seat.and_then(&mut *person),
    };
    entered.iter().enumerate().map(visit).collect()
}

fn deal(
    lead: &Lead,
    (id, channel): (String, Option<Label>),
    mut visits: Vec<Visit>,
    end: Option<(usize, f64, f64)>,
) -> Deal {
    if end.is_none()
        && let Some(last) = visits.last_mut()
    {
        last.left = None;
    }
    let outcome = match end {
        None => Outcome::Open,
        Some((Exit::WON, ..)) => Outcome::Won,
        Some(_) => Outcome::Lost,
    };
    let owner = visits.iter().rev().find_map(|visit| visit.owner);
    Deal {
        id,
        pipeline: None,
        channel,
        segment: None,
        amount: end.and_then(|(exit, _, revenue)| (exit == Exit::WON).then_some(revenue)),
        currency: None,
        created: moment(lead.arrived),
        outcome,
        closed: end.map(|(_, at, _)| moment(at)),
        visits,
        handovers: Vec::new(),
        owner,
    }
}
