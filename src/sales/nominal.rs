//! What a manager knows from long records: chances to win, work left, load.
//!
//! The funnel is an absorbing Markov chain (Kemeny & Snell, "Finite Markov Chains", 1960), one for
//! each channel and segment. The records are those of leads that were served at once: replies
//! without delay, chances that have not decayed, nobody lost to waiting. They do not know any
//! policy, so every policy may use them.

mod chain;
mod customers;
mod linear;

use super::stage::{Chance, Contact, Conversation, Exit, Stage, StageKind, Target, Topic};
use super::system::SalesSystem;
use crate::engine::law::Law;
use crate::engine::random::name_key;
use chain::{Chain, Visit};
use customers::calls_per_customer;
pub use linear::solve;

// What a planner expects of conversations until there are records: shares that go on.
/// Of those ready to buy, at the gate.
const PLANNED_QUALIFIED: f64 = 0.6;
/// Through teaching, and through alignment.
const PLANNED_KEPT: f64 = 0.8;
/// Of those validated.
const PLANNED_DELIVERABLE: f64 = 0.9;
/// Of those who vote.
const PLANNED_AGREED: f64 = 0.45;

/// Nominal figures for every stage, channel and segment.
///
/// A lead within a parallel stage counts as being at that stage: its branches have its chance and
/// its work left.
#[derive(Clone, Debug, PartialEq)]
pub struct Nominal {
    stages: usize,
    segments: usize,
    win: Vec<f64>,
    hours_left: Vec<f64>,
    visits: Vec<f64>,
    hours_per_visit: Vec<f64>,
    wait_to_win: Vec<f64>,
    wait_to_proposal: Vec<f64>,
}

/// Why a funnel has no nominal figures.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NominalError {
    /// Leads would circle for ever.
    #[error("no way out of the stages `{}`", .stages.join("`, `"))]
    NoWayOut {
        /// The names of the stages from which no exit can be reached.
        stages: Vec<String>,
    },
    /// A parallel stage is, through its branches, a branch of itself.
    #[error("the parallel stage `{stage}` is a branch of itself")]
    BranchOfItself {
        /// Its name.
        stage: String,
    },
}

impl Nominal {
    /// Solves the funnel for every channel and segment.
    pub fn new(system: &SalesSystem) -> Result<Self, NominalError> {
        let (stages, segments) = (system.stages.len(), system.segments.len());
        let mut nominal = Self {
            stages,
            segments,
            win: Vec::new(),
            hours_left: Vec::new(),
            visits: Vec::new(),
            hours_per_visit: Vec::new(),
            wait_to_win: Vec::new(),
            wait_to_proposal: Vec::new(),
        };
        let parents = parents(system)?;
        let mut order: Vec<usize> = (0..stages).collect();
        order.sort_by_key(|stage| name_key(&system.stages[*stage].name));
        for channel in 0..system.channels.len().max(1) {
            for segment in 0..segments {
                nominal.solve(Funnel { system, channel, segment }, &parents, &order)?;
            }
        }
        Ok(nominal)
    }

    /// Solves the funnel of one channel and segment.
    fn solve(
        &mut self,
        funnel: Funnel<'_>,
        parents: &[Option<usize>],
        order: &[usize],
    ) -> Result<(), NominalError> {
        let system = funnel.system;
        let visits: Vec<Visit> = (0..self.stages).map(|stage| funnel.visit(stage)).collect();
        let chain = Chain::new(&visits, parents, order);
        let entry = system.channels.get(funnel.channel).and_then(|channel| channel.entry);
        let entry = entry.unwrap_or(system.entry);
        if let Some(stages) = chain.without_exit() {
            let name = |stage: usize| system.stages[stage].name.clone();
            return Err(NominalError::NoWayOut { stages: stages.into_iter().map(name).collect() });
        }
        let win = chain.expected(&chain.win);
        let waits = |stage: usize| visits[stage].wait_hours;
        let early = |stage: usize| waits(stage) * funnel.is_before_proposal(stage);
        self.wait_to_win.extend(chain.given_a_win(&win, waits));
        self.wait_to_proposal.extend(chain.given_a_win(&win, early));
        self.win.extend(win);
        self.hours_left.extend(chain.expected(&chain.hours));
        self.visits.extend(funnel.with_branches(chain.visits_from(entry)));
        self.hours_per_visit.extend(visits.iter().map(|visit| visit.own_hours));
        Ok(())
    }

    /// The chance P̂ to win from the start of a visit at `stage`.
    #[inline]
    pub fn win(&self, stage: usize, channel: usize, segment: usize) -> f64 {
        self.win[self.index(stage, channel, segment)]
    }

    /// The standard hours ĥ still to be worked from the start of a visit at `stage`.
    ///
    /// Stages that need nobody take no standard hours.
    #[inline]
    pub fn hours_left(&self, stage: usize, channel: usize, segment: usize) -> f64 {
        self.hours_left[self.index(stage, channel, segment)]
    }

    /// Expected visits at `stage` of a lead of this channel and segment, over its life.
    #[inline]
    pub fn visits(&self, stage: usize, channel: usize, segment: usize) -> f64 {
        self.visits[self.index(stage, channel, segment)]
    }

    /// Expected standard hours of one visit at `stage`, without those of its branches.
    #[inline]
    pub fn hours_per_visit(&self, stage: usize, channel: usize, segment: usize) -> f64 {
        self.hours_per_visit[self.index(stage, channel, segment)]
    }

    /// Hours with the buyer from the start of a visit at `stage` to the win, of leads that are won; and
    /// those of them before a proposal is made. Nobody waits for a person in these.
    pub fn waits_to_win(&self, stage: usize, channel: usize, segment: usize) -> (f64, f64) {
        let at = self.index(stage, channel, segment);
        (self.wait_to_win[at], self.wait_to_proposal[at])
    }

    #[inline]
    fn index(&self, stage: usize, channel: usize, segment: usize) -> usize {
        (channel * self.segments + segment) * self.stages + stage
    }
}

/// Expected standard hours of work per calendar week at each stage, once the funnel has filled.
///
/// Channels count with their mean volume (before growth), leads with all the visits they make if
/// nobody is lost to waiting: compare it with what people can do. The backlog is left out.
pub fn offered_load(system: &SalesSystem) -> Result<Vec<f64>, NominalError> {
    Ok(Nominal::new(system)?.offered_load(system))
}

impl Nominal {
    /// See [`offered_load`].
    pub(super) fn offered_load(&self, system: &SalesSystem) -> Vec<f64> {
        let nominal = self;
        let mut load = vec![0.0; system.stages.len()];
        for (c, channel) in system.channels.iter().enumerate() {
            let leads = channel.mean_leads_per_week();
            for (s, share) in channel.segment_mix.iter().enumerate() {
                for (stage, hours) in load.iter_mut().enumerate() {
                    let calls = calls_per_customer(system, &system.stages[stage]);
                    let won = nominal.win(channel.entry.unwrap_or(system.entry), c, s);
                    let visits = nominal.visits(stage, c, s) + won * calls;
                    let per_lead = visits * nominal.hours_per_visit(stage, c, s);
                    *hours += leads * share * per_lead;
                }
            }
        }
        load
    }
}

/// For each stage the (first) parallel stage whose branch it is, if any.
fn parents(system: &SalesSystem) -> Result<Vec<Option<usize>>, NominalError> {
    let count = system.stages.len();
    let mut parents = vec![None; count];
    let mut bounded = vec![false; count];
    // A stage is bounded if its branches are; what is not after as many rounds as stages never is.
    for _ in 0..count {
        for (parent, stage) in system.stages.iter().enumerate() {
            let branches = branches(stage);
            bounded[parent] = branches.iter().all(|branch| bounded[*branch]);
            for &branch in branches {
                parents[branch].get_or_insert(parent);
            }
        }
    }
    match bounded.iter().position(|bounded| !bounded) {
        Some(stage) => {
            Err(NominalError::BranchOfItself { stage: system.stages[stage].name.clone() })
        }
        None => Ok(parents),
    }
}

/// The stages that `stage` opens at once.
fn branches(stage: &Stage) -> &[usize] {
    match &stage.kind {
        StageKind::Parallel { branches, .. } => branches,
        StageKind::Chance(_)
        | StageKind::Contact(_)
        | StageKind::Buyer(_)
        | StageKind::Account(_) => &[],
    }
}

/// The funnel as the leads of one channel and segment meet it.
#[derive(Clone, Copy)]
struct Funnel<'a> {
    system: &'a SalesSystem,
    channel: usize,
    segment: usize,
}

impl Funnel<'_> {
    fn visit(self, index: usize) -> Visit {
        let stage = &self.system.stages[index];
        match &stage.kind {
            StageKind::Chance(chance) => self.chance_visit(stage, chance),
            StageKind::Contact(contact) => self.contact_visit(stage, contact),
            StageKind::Buyer(talk) => self.conversation_visit(stage, talk),
            StageKind::Parallel { branches, then } => self.parallel_visit(branches, *then),
            StageKind::Account(_) => self.account_visit(stage),
        }
    }

    /// Mean standard hours of a touch; none where nobody is needed.
    fn touch_hours(self, stage: &Stage) -> f64 {
        if stage.groups.is_empty() {
            0.0
        } else {
            stage.touch.mean_by(self.channel, self.segment, Law::mean)
        }
    }

    /// Mean hours with the buyer after a touch.
    fn buyer_hours(self, stage: &Stage) -> f64 {
        let law = stage.buyer.as_ref();
        law.map_or(0.0, |law| law.mean_by(self.channel, self.segment, Law::mean))
    }

    /// 1 at a stage where no committee decides, else 0.
    fn is_before_proposal(self, stage: usize) -> f64 {
        let talk = self.system.stages[stage].kind.conversation();
        f64::from(u8::from(talk.is_none_or(|talk| talk.about != Topic::Decide)))
    }

    fn chance_visit(self, stage: &Stage, chance: &Chance) -> Visit {
        let hours = f64::from(chance.touches) * self.touch_hours(stage);
        let routes = chance.routes.of(self.channel, self.segment, 0).0.clone();
        let wait_hours = f64::from(chance.touches) * self.buyer_hours(stage);
        Visit { routes, hours, own_hours: hours, wait_hours }
    }

    fn contact_visit(self, stage: &Stage, contact: &Contact) -> Visit {
        let touch = self.touch_hours(stage);
        let missed = match &contact.missed {
            Some(law) if !stage.groups.is_empty() => law.mean(),
            _ => touch,
        };
        let (mut alive, mut reached, mut hours, mut tried) = (1.0, 0.0, 0.0, 0.0);
        for k in 0..contact.attempts as usize {
            let reach = repeating(&contact.reach, k);
            reached += alive * reach;
            tried += alive;
            hours += alive * (reach * touch + (1.0 - reach) * missed);
            alive *= (1.0 - reach) * (1.0 - repeating(&contact.give_up, k));
        }
        let routes = vec![(contact.then, reached), (Target::Exit(contact.lost), 1.0 - reached)];
        Visit { routes, hours, own_hours: hours, wait_hours: tried * self.buyer_hours(stage) }
    }

    /// What a planner expects of a conversation with buyers, before there is any record.
    fn conversation_visit(self, stage: &Stage, talk: &Conversation) -> Visit {
        let members = self.system.segments[self.segment].buying.members.mean();
        let ready = self.system.channels.get(self.channel).map_or(1.0, |c| c.prospects.ready);
        let needs_teaching = self.system.buyers.as_ref().map_or(0.0, |buyers| {
            buyers.committee.education.mean() * (1.0 - buyers.committee.self_taught)
        });
        let session = self.touch_hours(stage);
        let (ahead, hours, sessions) = match talk.about {
            Topic::Qualify => (ready * PLANNED_QUALIFIED, session, 1.0),
            Topic::Educate => {
                let hours = (members - 1.0) * needs_teaching;
                (PLANNED_KEPT, hours, if session > 0.0 { hours / session } else { 1.0 })
            }
            Topic::Align => {
                let sessions = (members / 2.0).ceil();
                (PLANNED_KEPT, sessions * session, sessions)
            }
            Topic::Validate => {
                let sessions = f64::from(talk.sessions);
                (PLANNED_DELIVERABLE, sessions * session, sessions)
            }
            Topic::Decide => (PLANNED_AGREED, session, 1.0),
        };
        let out = Target::Exit(self.system.buyers.as_ref().map_or(0, |b| b.leaves.declined));
        let routes = vec![(talk.then, ahead), (out, 1.0 - ahead)];
        Visit { routes, hours, own_hours: hours, wait_hours: sessions * self.buyer_hours(stage) }
    }

    /// No lead comes here; whoever did would be at an end.
    fn account_visit(self, stage: &Stage) -> Visit {
        let hours = self.touch_hours(stage);
        let routes = vec![(Target::Exit(Exit::NEVER_WORKED), 1.0)];
        Visit { routes, hours, own_hours: hours, wait_hours: 0.0 }
    }

    /// All branches must advance: the product of their chances. Else the lead goes where a branch
    /// that failed sends it, each as likely as its failure.
    fn parallel_visit(self, branches: &[usize], then: Target) -> Visit {
        let (mut all, mut failures, mut hours, mut wait_hours) = (1.0, 0.0, 0.0, 0.0f64);
        let mut others = Vec::new();
        for &index in branches {
            let (branch, again) = self.branch(index);
            let advance = branch.routes.first().map_or(0.0, |route| route.1) / again;
            all *= advance;
            failures += 1.0 - advance;
            hours += branch.hours / again;
            wait_hours = wait_hours.max(branch.wait_hours / again);
            let other =
                branch.routes.iter().skip(1).filter(|route| route.0 != Target::Stage(index));
            others.extend(other.map(|(target, chance)| (*target, chance / again)));
        }
        let scale = if failures > 0.0 { (1.0 - all) / failures } else { 0.0 };
        let failed = others.into_iter().map(|(target, chance)| (target, chance * scale));
        let routes = std::iter::once((then, all)).chain(failed).collect();
        Visit { routes, hours, own_hours: 0.0, wait_hours }
    }

    /// A branch's visit and the chance that it is the last one (a branch may repeat itself).
    fn branch(self, index: usize) -> (Visit, f64) {
        let visit = self.visit(index);
        let last = visit.last_chance(index);
        (visit, last)
    }

    /// Adds to the visits of stages those that parallel stages open in their branches.
    fn with_branches(self, mut visits: Vec<f64>) -> Vec<f64> {
        let direct = visits.clone();
        for (stage, count) in direct.into_iter().enumerate() {
            self.open_branches(stage, count, &mut visits);
        }
        visits
    }

    fn open_branches(self, stage: usize, count: f64, visits: &mut [f64]) {
        for &branch in branches(&self.system.stages[stage]) {
            let opened = count / self.branch(branch).1;
            visits[branch] += opened;
            self.open_branches(branch, opened, visits);
        }
    }
}

/// Value `k` of a list whose last value repeats; 0 if it is empty.
fn repeating(values: &[f64], k: usize) -> f64 {
    values.get(k).or(values.last()).copied().unwrap_or(0.0)
}
