//! A policy: organisational rules, and nothing else.

use super::buyer::BuyerRules;
use super::pay::PayRules;

/// Named rules over one world. Holds no accuracy, speed or chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Policy {
    /// Its name, unique.
    pub name: String,
    /// How people read it, e.g. `lone hero`.
    pub label: String,
    /// What it is made of, if the scenario says so.
    pub traits: Option<Traits>,
    /// How a lead finds its person.
    pub routing: Routing,
    /// Which of several idle people takes the next piece of work from a shared queue.
    pub pick: Pick,
    /// What is worked first.
    pub order: Order,
    /// Whether a strictly higher class takes a busy person.
    pub preempt: bool,
    /// Whether work that fits into the shift may overtake work that does not.
    pub overtake: bool,
    /// What a person looks at first: own work, new work or the better of both.
    pub prefer: Prefer,
    /// Whether work belongs to somebody.
    pub owner: Ownership,
    /// Owned leads per person, by job or group name (`None` name = all others).
    pub wip_per_person: Vec<(Option<String>, u32)>,
    /// Leads in a stage: (stage, limit); the next one waits outside.
    pub wip_per_stage: Vec<(usize, u32)>,
    /// Leads in the whole funnel; the next one waits outside.
    pub wip_total: Option<u32>,
    /// Meeting hours per person and week.
    pub meeting_hours_per_week: f64,
    /// Hours per person and week in which pairs of colleagues teach each other.
    pub sharing_hours_per_week: f64,
    /// How much is written down, 0 to 1.
    pub documentation: f64,
    /// Who does what; empty = every group works every stage that names it.
    pub roles: Vec<RoleRule>,
    /// Whether an idle person may take another role's work of the same group from its queue.
    pub overflow: bool,
    /// For [`Routing::Territory`]: the person (number in the group) of each segment or channel.
    pub territory: Vec<TerritoryRule>,
    /// Segments at which money spent on channels is aimed: (segment, weight); all others have weight 1.
    pub aim: Vec<(usize, f64)>,
    /// Who looks for leads, and when, by job or group name (`None` name = all others).
    pub prospect: Vec<(Option<String>, Prospect)>,
    /// How it deals with buyers (read where the system has buyers).
    pub buyers: BuyerRules,
    /// What it pays for.
    pub pay: PayRules,
    /// When these rules begin; before, those of another policy hold.
    pub start: Option<Start>,
}

/// What a policy is made of, each by a name of the scenario's own: policies that share a name share the
/// rules behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Traits {
    /// Who does what, and how work finds its person.
    pub organisation: String,
    /// How buyers are dealt with.
    pub attitude: String,
    /// What is paid for.
    pub pay: String,
}

impl Policy {
    /// Whether work waits in the same places and in the same order under `other`, roles aside.
    pub(super) fn queues_like(&self, other: &Self) -> bool {
        let rules = |policy: &Self| {
            (policy.routing, policy.order, policy.preempt, policy.owner, policy.wip_total)
        };
        rules(self) == rules(other)
            && self.wip_per_person == other.wip_per_person
            && self.wip_per_stage == other.wip_per_stage
            && self.territory == other.territory
    }
}

/// A role that a policy makes: a job, its heads and its stages.
#[derive(Clone, Debug, PartialEq)]
pub struct RoleRule {
    /// The group its people come from.
    pub group: usize,
    /// The job (index in the group's jobs), which is the role's name and pay.
    pub job: usize,
    /// How many people.
    pub heads: u32,
    /// The stages it works.
    pub stages: Vec<usize>,
}

/// The leads of these channels and segments belong to these people.
#[derive(Clone, Debug, PartialEq)]
pub struct TerritoryRule {
    /// Channel or segment.
    pub of: TerritoryKey,
    /// People: group and number in it, from 1.
    pub people: Vec<(usize, u32)>,
}

/// What a territory is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TerritoryKey {
    /// Leads of a channel.
    Channel(usize),
    /// Leads of a segment.
    Segment(usize),
}

/// When people look for leads themselves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Prospect {
    /// Whenever there is no other work.
    Idle,
    /// So many hours a week, before any other work.
    Weekly(f64),
}

/// The date on which a policy takes over in a running system.
#[derive(Clone, Debug, PartialEq)]
pub struct Start {
    /// Hours since the start of the run.
    pub at_hours: f64,
    /// The policy (index) whose rules hold before.
    pub before: usize,
}

/// How a lead finds its person.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Routing {
    /// Idle people take from a shared queue.
    #[default]
    Pull,
    /// Idle people pick what they like best from a shared queue: big, easy, nearby.
    Claim,
    /// Strict rotation on arrival.
    RoundRobin,
    /// A random person on arrival.
    Random,
    /// The person with the fewest open leads, on arrival.
    LeastLoaded,
    /// The person who did best at the first stage, as results showed.
    BySkill,
    /// The person whose territory it is.
    Territory,
}

/// Which idle person takes the next piece of work.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pick {
    /// Idle for longest.
    #[default]
    LongestIdle,
    /// Best at this stage, as results showed.
    Fastest,
    /// Any.
    Random,
    /// The one who costs least.
    Cheapest,
}

/// What is worked first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Order {
    /// Longest in this queue.
    #[default]
    Fifo,
    /// Shortest in this queue.
    Lifo,
    /// The lead that arrived first.
    Oldest,
    /// The lead that arrived last.
    Newest,
    /// Any.
    Random,
    /// Priority class, then longest in this queue.
    Class,
    /// Biggest deal.
    Biggest,
    /// Expected margin per hour left (c-mu).
    ValuePerHour,
    /// Earliest due time.
    Deadline,
    /// What brings its owner the most pay per hour of work left (as value per hour while nobody owns
    /// it, and where the owner is on no plan).
    OwnPay,
}

/// What a person looks at first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Prefer {
    /// What they already own.
    Own,
    /// New work from a shared queue.
    New,
    /// Whichever is first in the order.
    #[default]
    Index,
}

/// Whether work belongs to somebody.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Ownership {
    /// Whoever starts a lead keeps it, as far as their role goes.
    Named,
    /// Every touch may be another person.
    #[default]
    Shared,
}

impl Policy {
    /// The plain rules: a shared queue, first in first out, nobody owns anything, no limits.
    pub fn plain(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            traits: None,
            label: name.to_owned(),
            routing: Routing::default(),
            pick: Pick::default(),
            order: Order::default(),
            preempt: false,
            overtake: false,
            prefer: Prefer::default(),
            owner: Ownership::default(),
            wip_per_person: Vec::new(),
            wip_per_stage: Vec::new(),
            wip_total: None,
            meeting_hours_per_week: 0.0,
            sharing_hours_per_week: 0.0,
            documentation: 0.0,
            roles: Vec::new(),
            overflow: false,
            territory: Vec::new(),
            aim: Vec::new(),
            prospect: Vec::new(),
            buyers: BuyerRules::default(),
            pay: PayRules::default(),
            start: None,
        }
    }
}
