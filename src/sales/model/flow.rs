//! Leads on their way: where they are, what they wait for, and when that may time out.

use crate::engine::Time;
use crate::sales::calendar::Calendar;
use crate::sales::handle::{ById, CrewId, Handle, LeadId, SeatId, StageId, Table, VisitId};
use crate::sales::queue::Queues;
use crate::sales::record::{Been, Lead, Visit, new_visit};
use crate::sales::setup::Setup;
use crate::sales::stage::{Stage, StageKind};
use crate::sales::tallies::StageTally;

/// The leads in the system and the stages they are at.
pub(super) struct Flow<'a> {
    pub leads: ById<LeadId, Lead>,
    /// By lead and stage.
    pub been: Table<LeadId, Been>,
    pub visits: ById<VisitId, Visit>,
    pub queues: Queues,
    /// By stage.
    pub desks: ById<StageId, Desk<'a>>,
    /// Stages whose queue holds something.
    pub waiting: u64,
    /// By day: alarms that may ring then, (visit, alarm).
    pub diary: Vec<Vec<(VisitId, u32)>>,
    /// Alarms of this instant that ring once idle people have taken work: (visit, alarm).
    pub put_off: Vec<(VisitId, u32)>,
    pub active: u32,
    pub arrived: u64,
    /// Sum of arrival times of active leads, in hours.
    pub arrival_sum: f64,
    /// Measured leads not yet ended.
    pub measured_open: u64,
}

impl<'a> Flow<'a> {
    pub(super) fn new(setup: &'a Setup<'a>) -> Self {
        Self {
            leads: ById::default(),
            been: Table::of(0, setup.system.stages.len(), Been::default()),
            visits: ById::default(),
            queues: Queues::default(),
            desks: setup.system.stages.iter().zip(&setup.bit).map(new_desk).collect(),
            waiting: 0,
            diary: Vec::new(),
            put_off: Vec::new(),
            active: 0,
            arrived: 0,
            arrival_sum: 0.0,
            measured_open: 0,
        }
    }

    /// Nobody is there yet; only the memory of what grows is kept.
    pub(super) fn start(&mut self, setup: &'a Setup<'a>) {
        let Self { leads, been, visits, queues, diary, .. } =
            std::mem::replace(self, Self::new(setup));
        self.leads = leads.emptied();
        self.visits = visits.emptied();
        self.been = been.emptied();
        self.queues = queues;
        self.queues.reset(2 * self.desks.len() + 1 + setup.seats.len());
        self.diary = diary;
        self.diary.iter_mut().for_each(Vec::clear);
    }

    #[inline]
    pub(super) fn stage(&self, stage: StageId) -> &'a Stage {
        self.desks[stage].description
    }

    /// The queue in front of a stage, shared by all who work it.
    #[inline]
    pub(super) fn desk(stage: StageId) -> usize {
        stage.place()
    }

    /// The queue of leads that a full stage does not let in.
    #[inline]
    pub(super) fn outside(&self, stage: StageId) -> usize {
        self.desks.len() + stage.place()
    }

    /// The queue of leads that the full funnel does not let in.
    #[inline]
    pub(super) fn outside_funnel(&self) -> usize {
        2 * self.desks.len()
    }

    /// The queue of a seat's own work.
    #[inline]
    pub(super) fn own(&self, seat: SeatId) -> usize {
        2 * self.desks.len() + 1 + seat.place()
    }

    /// Leads let into the funnel, the newest included.
    pub(super) fn inside_funnel(&self) -> u32 {
        let outside = self.queues.len(self.outside_funnel());
        self.active - u32::try_from(outside).expect("fewer than 2³² leads")
    }

    /// How often the lead of a visit has been to its stage.
    #[inline(always)]
    pub(super) fn been_of(&self, visit: &Visit) -> Been {
        self.been[(visit.lead, visit.stage.place())]
    }

    /// Books the time of a lead up to now to what it was doing.
    #[inline(always)]
    pub(super) fn clock(&mut self, lead: LeadId, now: Time, business: &Calendar) -> &mut Lead {
        let record = &mut self.leads[lead];
        record.clock(now, business);
        record
    }

    /// A new visit of a lead, which has not entered any stage.
    #[inline(always)]
    pub(super) fn open_visit(&mut self, lead: LeadId) -> VisitId {
        let first = &mut self.leads[lead].visits;
        let visit = self.visits.put(|before| {
            let (life, alarm) = before.map_or((0, 0), |before| (before.life, before.alarm));
            new_visit(lead, *first, life, alarm)
        });
        *first = visit;
        visit
    }

    /// Ends a visit that has left its stage; returns the first that its lead still has, or NONE.
    #[inline(always)]
    pub(super) fn close_visit(&mut self, visit: VisitId) -> VisitId {
        let record = &mut self.visits[visit];
        record.life += 1;
        record.alarm += 1;
        let (lead, sibling) = (record.lead, record.sibling);
        self.visits.give_back(visit);
        let first = &mut self.leads[lead].visits;
        if *first == visit {
            *first = sibling;
            return sibling;
        }
        let first = *first;
        self.unchain(visit, first, sibling);
        first
    }

    /// Takes a visit out of the chain of its lead's, of which it is not the first.
    #[cold]
    fn unchain(&mut self, visit: VisitId, first: VisitId, sibling: VisitId) {
        let mut at = first;
        while self.visits[at].sibling != visit {
            at = self.visits[at].sibling;
        }
        self.visits[at].sibling = sibling;
    }
}

/// The desk of a stage with this bit, with nobody there and no rules yet.
fn new_desk<'a>((description, bit): (&'a Stage, &u64)) -> Desk<'a> {
    Desk {
        description,
        bit: *bit,
        is_first_come: false,
        is_with_customer: description.kind.is_with_customer(),
        present: 0,
        limit: u32::MAX,
        crews: Box::default(),
        tally: StageTally::default(),
    }
}

/// A stage as it stands in a run, with what the steps of the work there read of it.
#[derive(Clone, Debug)]
pub(super) struct Desk<'a> {
    pub description: &'a Stage,
    /// Its bit in sets of stages.
    pub bit: u64,
    /// Whether who comes here just waits in line, in order of coming: entry costs nothing, patience
    /// has no end, work needs people, and no rule looks at the lead.
    pub is_first_come: bool,
    /// Whether touches here are time with customers.
    pub is_with_customer: bool,
    /// Leads admitted, and how many are admitted at most.
    pub present: u32,
    pub limit: u32,
    /// Crews that work it, then crews that help out in it.
    pub crews: Box<[CrewId]>,
    /// What is counted there.
    pub tally: StageTally,
}

impl Desk<'_> {
    /// Whether nothing happens to a visit that comes here but that it waits.
    pub(super) fn only_waits(&self) -> bool {
        let stage = self.description;
        stage.patience.is_none()
            && stage.cost_on_entry == 0.0
            && !stage.groups.is_empty()
            && matches!(stage.kind, StageKind::Chance(_) | StageKind::Contact(_))
    }
}
