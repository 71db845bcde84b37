//! Everything about a policy over its world that is the same in every replication.

use super::buyer::{Buyers, Prospects, Tables, later_margin};
use super::channel::Channel;
use super::handle::{ById, CalendarId, ChannelId, Handle, SeatId, SegmentId, StageId};
use super::load::throughput;
use super::nominal::Nominal;
use super::pay_setup::PaySetup;
use super::policy::Policy;
use super::purpose::name_hash;
use super::record::Seat;
use super::rules::{Role, Rules, SeatName, role_names, seat_names};
use super::system::SalesSystem;
use super::titles::Titles;
use crate::engine::random::{Place, name_key};

/// A policy ready to run: made once, shared by all replications.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "independent facts, each read alone")]
pub struct Setup<'a> {
    pub(super) system: &'a SalesSystem,
    /// The rules in force from the start; and the later ones with their date in hours.
    pub(super) first: Rules,
    pub(super) later: Option<(f64, Rules)>,
    pub(super) seats: Vec<SeatName>,
    /// Names under which roles are reported.
    pub(super) role_names: Vec<String>,
    nominal: Nominal,
    /// The bit of each stage in sets of stages, and the stage of each bit: in order of the stages'
    /// names, so that the order in which a scenario lists them decides nothing.
    pub(super) bit: Vec<u64>,
    pub(super) by_bit: [StageId; 64],
    /// By skill: where its draws are keyed.
    pub(super) skill_places: Vec<Place>,
    /// What jobs show of a skill at which stage.
    pub(super) titles: Titles,
    /// The segments in order of their names, so that the order in which a scenario lists them
    /// decides nothing.
    pub(super) segment_order: Vec<usize>,
    /// By channel: its number in keys.
    channel_hashes: Vec<u32>,
    /// Whether no stage holds a conversation, so that the first touch fills a limit.
    pub(super) contact_only: bool,
    /// Whether some stage is of phase select.
    pub(super) has_select: bool,
    /// Whether passing a lead on to another role costs anything.
    pub(super) hand_offs_cost: bool,
    /// Whether anything can time out.
    pub(super) has_alarms: bool,
    /// The buyers' side, if the system has one.
    pub(super) buyers: Option<BuyerSetup<'a>>,
    /// What a planner expects an hour of touches to bring.
    pub(super) planned_hour_worth: HourWorth,
    /// The stages of work on customers.
    pub(super) accounts: Vec<StageId>,
    /// Of pay, if the system has plans.
    pub(super) pay: Option<PaySetup>,
}

/// What a planner expects an hour of touches to bring, before labour, in money: by customers' first year,
/// and by all years that count.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct HourWorth {
    pub first: f64,
    pub all: f64,
}

/// The buyers' side of a system, with what is made once.
#[derive(Clone, Debug)]
pub(super) struct BuyerSetup<'a> {
    pub world: &'a Buyers,
    pub tables: Tables,
    channels: Vec<&'a Prospects>,
    /// The stages that a committee goes back to: to learn, to align.
    pub educate: Option<StageId>,
    pub align: Option<StageId>,
    /// Whether some stage has a gate, which an opportunity must have passed.
    pub has_gate: bool,
    /// Leads a year that channels bring by a planner's reckoning.
    pub leads_per_year: f64,
    /// Who comes where there are no channels.
    everybody: Prospects,
}

impl<'a> BuyerSetup<'a> {
    fn new(system: &'a SalesSystem, like: Option<&BuyerSetup<'_>>) -> Option<Self> {
        let world = system.buyers.as_ref()?;
        let about = |topic| {
            let is_it = |stage: &super::Stage| {
                stage.kind.conversation().is_some_and(|talk| talk.about == topic)
            };
            system.stages.iter().position(is_it).map(StageId::at)
        };
        let channels: Vec<_> = system.channels.iter().map(|c| &c.prospects).collect();
        Some(Self {
            world,
            tables: Tables::new(world, channels.iter().copied(), like.map(|like| &like.tables)),
            channels,
            educate: about(super::Topic::Educate),
            align: about(super::Topic::Align),
            has_gate: about(super::Topic::Qualify).is_some(),
            leads_per_year: WEEKS_PER_YEAR
                * system.channels.iter().map(Channel::mean_leads_per_week).sum::<f64>(),
            everybody: Prospects::default(),
        })
    }

    /// What a planner expects the years after the first to bring of a customer of this channel
    /// who buys at this price and margin, in money.
    fn later_margin(&self, channel: usize, (price, margin): (f64, f64)) -> f64 {
        later_margin(self.world, &self.tables.prior(channel), 0.0, (price, margin))
    }

    /// Who comes through a channel; leads of the backlog are like those of the first.
    #[inline]
    pub(super) fn prospects(&self, channel: usize) -> &Prospects {
        self.channels.get(channel).or(self.channels.first()).map_or(&self.everybody, |p| p)
    }
}

/// The weeks of a year.
const WEEKS_PER_YEAR: f64 = 52.0;

/// Expected work left counts as at least this, in standard hours: nothing is free.
const LEAST_HOURS_LEFT: f64 = 0.1;

/// People with the same role and calendar: interchangeable for whoever calls.
#[derive(Clone, Copy, Debug)]
pub(super) struct Crew {
    /// Index into the roles of the rules in force.
    pub role: usize,
    pub calendar: CalendarId,
    /// Stages whose queues it draws from, and those it helps out in.
    pub desks: u64,
    pub overflow: u64,
    /// Whether no other crew has a stage with it in common.
    pub is_alone: bool,
    /// The idle ones, longest first.
    pub first: SeatId,
    pub last: SeatId,
}

impl Crew {
    /// Puts a seat among the idle, in order of idle time, then key.
    #[inline]
    pub(super) fn append(&mut self, seats: &mut ById<SeatId, Seat>, seat: SeatId) {
        let record = &seats[seat];
        let (since, key) = (record.idle_since, record.name.key);
        let mut before = self.last;
        while before.is_some() {
            let other = &seats[before];
            let earlier = other.idle_since < since;
            if earlier || (other.idle_since == since && other.name.key <= key) {
                break;
            }
            before = other.previous;
        }
        let after = if before.is_none() {
            std::mem::replace(&mut self.first, seat)
        } else {
            std::mem::replace(&mut seats[before].next, seat)
        };
        if after.is_none() {
            self.last = seat;
        } else {
            seats[after].previous = seat;
        }
        let record = &mut seats[seat];
        (record.previous, record.next, record.listed) = (before, after, true);
    }

    /// Takes a seat from among the idle.
    #[inline]
    pub(super) fn unlink(&mut self, seats: &mut ById<SeatId, Seat>, seat: SeatId) {
        let record = &mut seats[seat];
        record.listed = false;
        let (before, after) = (record.previous, record.next);
        if before.is_none() {
            self.first = after;
        } else {
            seats[before].next = after;
        }
        if after.is_none() {
            self.last = before;
        } else {
            seats[after].previous = before;
        }
    }
}

impl<'a> Setup<'a> {
    /// Makes every policy ready to run in `system`; what takes time and is the world's is made once,
    /// or taken from `like`, a setup in another world, where the two agree.
    ///
    /// # Panics
    ///
    /// If the system and the policies do not fit together; a scenario that was read is checked.
    pub fn all(
        system: &'a SalesSystem,
        policies: &[Policy],
        like: Option<&Setup<'_>>,
    ) -> Vec<Self> {
        let nominal = Nominal::new(system).expect("a scenario without a way out is refused");
        let buyers = BuyerSetup::new(system, like.and_then(|like| like.buyers.as_ref()));
        let pay = PaySetup::new(system, &nominal, like.and_then(|like| like.pay.as_ref()));
        let ready = |index| {
            let common = (nominal.clone(), buyers.clone(), pay.clone());
            Self::new(system, policies, index, common)
        };
        (0..policies.len()).map(ready).collect()
    }

    /// Policy number `index` of `policies`.
    fn new(
        system: &'a SalesSystem,
        policies: &[Policy],
        index: usize,
        (nominal, buyers, pay): (Nominal, Option<BuyerSetup<'a>>, Option<PaySetup>),
    ) -> Self {
        let rules = |policy: &Policy| {
            let mut rules = Rules::new(system, policy);
            if pay.is_some() {
                (rules.throughput, rules.parts) = throughput(system, &rules, &nominal);
            }
            rules
        };
        let own = rules(&policies[index]);
        let (first, later) = match &policies[index].start {
            None => (own, None),
            Some(start) => (rules(&policies[start.before]), Some((start.at_hours, own))),
        };
        let all: Vec<_> = std::iter::once(&first).chain(later.as_ref().map(|(_, r)| r)).collect();
        let seats = seat_names(system, &all);
        let mut order: Vec<usize> = (0..system.stages.len()).collect();
        order.sort_by_key(|s| name_key(&system.stages[*s].name));
        let mut bit = vec![0; system.stages.len()];
        for (rank, stage) in order.iter().enumerate() {
            bit[*stage] = 1 << rank;
        }
        let mut by_bit = [StageId::NONE; 64];
        for (rank, stage) in order.iter().enumerate() {
            by_bit[rank] = StageId::at(*stage);
        }
        let mut segment_order: Vec<usize> = (0..system.segments.len()).collect();
        segment_order.sort_by_key(|s| name_key(&system.segments[*s].name));
        let frictions = &system.frictions;
        let hand_off_hours = frictions.hand_off_note_hours
            + frictions.hand_off_read_hours
            + frictions.hand_off_relearn_hours;
        let is_contact = |s: &super::Stage| matches!(s.kind, super::StageKind::Contact(_));
        let mut setup = Self {
            system,
            seats,
            role_names: role_names(system),
            nominal,
            bit,
            by_bit,
            titles: Titles::new(system),
            skill_places: system.skills.iter().map(|s| Place::of(s)).collect(),
            segment_order,
            channel_hashes: system.channels.iter().map(|c| name_hash(&c.name)).collect(),
            contact_only: system.stages.iter().all(is_contact),
            has_select: system.stages.iter().any(|s| s.phase == super::Phase::Select),
            hand_offs_cost: hand_off_hours > 0.0,
            has_alarms: buyers.is_some()
                || system.interest.is_some()
                || system.stages.iter().any(|s| s.patience.is_some() || s.timebox.is_some()),
            first,
            later,
            buyers,
            planned_hour_worth: HourWorth::default(),
            accounts: system.account_stages().map(StageId::at).collect(),
            pay,
        };
        if let Some(market) = &setup.buyers {
            setup.planned_hour_worth = planned_hour_worth(&setup, market);
        }
        setup
    }

    /// The roles that this policy has at any time: (index of the name, heads, role).
    pub fn roles(&self) -> impl Iterator<Item = &(usize, Role)> {
        self.later.as_ref().map_or(&self.first, |(_, r)| r).roles.iter()
    }

    /// The name of a role by its index: a job's or a group's.
    ///
    /// # Panics
    ///
    /// If there is no such role.
    pub fn role_name(&self, role: usize) -> &str {
        &self.role_names[role]
    }

    /// The set of stages `mask` (one bit for each index) as bits in order of name.
    pub(super) fn bits(&self, mask: u64) -> u64 {
        let chosen = self.bit.iter().enumerate().filter(|(s, _)| mask >> s & 1 == 1);
        chosen.fold(0, |bits, (_, bit)| bits | bit)
    }

    #[inline]
    pub(super) fn channel_hash(&self, channel: usize) -> u32 {
        self.channel_hashes[channel]
    }

    /// The stage at which leads of a channel enter.
    #[inline]
    pub(super) fn entry_of(&self, channel: usize) -> StageId {
        StageId::at(self.system.channels[channel].entry.unwrap_or(self.system.entry))
    }

    /// What a manager expects of a lead at a stage: chance to win, standard hours left (at least
    /// a tenth).
    #[inline]
    pub(super) fn outlook(
        &self,
        stage: StageId,
        channel: ChannelId,
        segment: SegmentId,
    ) -> (f64, f64) {
        let channel = channel.place().min(self.channel_hashes.len().saturating_sub(1));
        let segment = segment.place();
        let hours = self.nominal.hours_left(stage.place(), channel, segment).max(LEAST_HOURS_LEFT);
        (self.nominal.win(stage.place(), channel, segment), hours)
    }

    /// What is made once of pay.
    ///
    /// # Panics
    ///
    /// If the system has no plans: nobody is on one then.
    #[inline]
    pub(super) fn pay(&self) -> &PaySetup {
        self.pay.as_ref().expect("who is paid is on a plan")
    }

    /// The names of the policy's seats, in the order of every list of seats.
    pub fn seats(&self) -> &[SeatName] {
        &self.seats
    }
}

/// What a planner expects an hour of touches to bring: over all leads.
fn planned_hour_worth(setup: &Setup<'_>, market: &BuyerSetup<'_>) -> HourWorth {
    let system = setup.system;
    let (mut value, mut later, mut hours) = (0.0, 0.0, 0.0);
    for (c, channel) in system.channels.iter().enumerate() {
        let (volume, cost) = (channel.mean_leads_per_week(), channel.planned_cost_per_lead());
        let entry = setup.entry_of(c);
        for (s, share) in channel.segment_mix.iter().enumerate() {
            let segment = &system.segments[s];
            let (win, left) = setup.outlook(entry, ChannelId::at(c), SegmentId::at(s));
            let price = segment.value.mean();
            let margin = price * segment.margin;
            value += volume * share * (win * margin - cost);
            later += volume * share * win * market.later_margin(c, (price, segment.margin));
            hours += volume * share * left;
        }
    }
    let worth = |value: f64| if hours > 0.0 { (value / hours).max(0.0) } else { 0.0 };
    HourWorth { first: worth(value), all: worth(value + later) }
}
