//! What random numbers decide: the addresses of all luck in the sales system.
//!
//! A number's address is an entity, a purpose, a place and an occurrence (see
//! [`crate::engine::random`]). **No policy, pay plan, instant of an event or count of other
//! entities is part of any address:** a lead meets the same luck whoever serves it, whenever and
//! among however many others. The numbers below are fixed for good; changing one changes every
//! result.
//!
//! Occurrences count what has happened to the entity itself (its visits, touches, attempts) and
//! stay below 2²⁰. What may come more often is an entity of its own, as the arrivals of a channel
//! are.

use crate::engine::random::{Entity, Place};

/// Kinds of entities: the upper 8 bits of an [`Entity`].
pub mod kind {
    /// A lead: channel and its number among the leads of that channel.
    pub const LEAD: u8 = 1;
    /// A channel.
    pub const CHANNEL: u8 = 2;
    /// An arrival, of one lead or a batch: channel and number among the arrivals of that channel.
    pub const ARRIVAL: u8 = 3;
    /// A person: the seat and the number of the hire on it.
    pub const PERSON: u8 = 4;
    /// A seat: a place for one person in a group, whoever sits there.
    pub const SEAT: u8 = 5;
    /// A member of a buying committee: the lead's number and the member's.
    pub const MEMBER: u8 = 6;
    /// Possible referred leads of a channel: those of a week and a layer.
    pub const REFERRAL: u8 = 7;
    /// A lead that people can find: channel and its number on the list.
    pub const PROSPECT: u8 = 8;
}

// What customers bring: (arrival k of a channel; 0), (channel; week) or (lead; 0).

/// The gap before an arrival, in units of the cumulative rate or in hours (arrival; 0); or before a lead that
/// people can find, in expected finds (prospect; 0).
pub const ARRIVAL_GAP: u8 = 1;
/// How many leads come at once (arrival; 0).
pub const BATCH_SIZE: u8 = 2;
/// The factor on the rate of a week (channel; week).
pub const RATE_MIX: u8 = 3;
/// The segment of a lead (lead; 0).
pub const SEGMENT: u8 = 4;
/// The value of a deal (lead; 0).
pub const PRICE: u8 = 5;
/// How long a lead waits for a touch before it leaves (lead, stage; visit).
pub const PATIENCE: u8 = 6;
/// How long an untouched lead stays interested (lead; 0).
pub const INTEREST: u8 = 7;

// What customers say of us: (possible referred leads of a week and a layer; count) or (lead; 0).

/// How far up in its layer a possible referred lead lies (referral; count).
pub const REFERRED: u8 = 55;
/// Whether a lead has been warned (lead; 0).
pub const WARNED: u8 = 56;

/// Whether a lead goes with the person who found it and leaves (lead; 0).
pub const TAKEN: u8 = 57;

/// From one piece of work on a customer to the next of its kind (lead, stage; how many there were).
pub const ACCOUNT_GAP: u8 = 58;

/// True fit (lead; 0).
pub const FIT: u8 = 8;
/// First wants less needs (lead; 0).
pub const WANTS: u8 = 9;
/// Value to the customer beyond fit (lead; 0).
pub const VALUE: u8 = 10;
/// Whether there is a deal-breaker (lead; 0).
pub const BREAKER: u8 = 11;
/// Hours of an expert until it surfaces, in units of its rate (lead; 0).
pub const BREAKER_HOURS: u8 = 12;
/// Whether a lead is ready to buy (lead; 0).
pub const READY: u8 = 13;
/// Whether it never will be (lead; 0).
pub const NEVER_READY: u8 = 14;
/// When it will be (lead; 0).
pub const WAKE: u8 = 15;
/// Whether there is a date to keep (lead; 0).
pub const URGENT: u8 = 16;
/// The purchase window (lead; 0).
pub const WINDOW: u8 = 17;
/// Exposure at which a neglected deal stalls (lead; 0).
pub const STALL: u8 = 18;
/// Exposure at which a buyer who sees no gain walks away (lead; 0).
pub const WALK_AWAY: u8 = 19;
/// Exposure at which a deal lapses between gate and meeting (lead; 0).
pub const LAPSE: u8 = 20;
/// Exposure to challenge at which a buyer takes offence (lead; 0).
pub const OFFENCE: u8 = 21;
/// How many are on the committee (lead; 0).
pub const COMMITTEE: u8 = 22;
/// Whether procurement or finance joins on the proposal (lead; 0).
pub const FINANCE: u8 = 23;
/// Whether there is a rival (lead; 0).
pub const RIVAL: u8 = 24;
/// The fit of the rival's offer (lead; 0), and the error with which it is seen.
pub const RIVAL_FIT: u8 = 25;
/// See [`RIVAL_FIT`].
pub const RIVAL_VIEW: u8 = 26;
/// Which offer a committee that buys chooses (lead; 0).
pub const RIVAL_CHOICE: u8 = 27;
/// Whether the rival takes a no-decision (lead; 0).
pub const RIVAL_TAKES: u8 = 28;
/// Which kind of no-decision the lead is prone to (lead; 0).
pub const NO_DECISION: u8 = 29;
/// Exposure at which a customer leaves (lead; 0).
pub const CHURN: u8 = 30;
/// The error with which a seller sees a buyer's interest (lead; 0).
pub const INTEREST_NOISE: u8 = 31;

// The course of the work: (lead, stage; count over the lead's own history).

/// The work of a touch (lead, stage; touch of the lead there).
pub const TOUCH_CONTENT: u8 = 32;
/// Where a lead goes (lead, stage; visit).
pub const ADVANCE: u8 = 33;
/// Whether an attempt reaches the buyer (lead, stage; attempt over the lead's life).
pub const REACH: u8 = 34;
/// Whether a seller gives up after a failed attempt (lead, stage; attempt over the lead's life).
pub const GIVE_UP: u8 = 35;
/// The time to the next attempt (lead, stage; attempt over the lead's life).
pub const RETRY_GAP: u8 = 36;
/// The time with the buyer between touches (lead, stage; touch of the lead there).
pub const BUYER_DELAY: u8 = 37;
/// Hours of work to the next interruptions (lead, stage; touch of the lead there), word by word.
pub const INTERRUPT_GAP: u8 = 38;
/// The lengths of interruptions (lead, stage; touch of the lead there), word by word.
pub const INTERRUPT_LENGTH: u8 = 39;
/// The rank in a random order of service (lead, stage; visit).
pub const QUEUE_RANDOM: u8 = 40;
/// The error of a signal on fit (lead; dialogue).
pub const SIGNAL: u8 = 41;

// What buyers do about the ends of pay periods: (lead; 0) or (lead; step).

/// When within its days a decision falls that a seller has moved (lead; 0).
pub const MOMENT: u8 = 43;
/// The discount at which a buyer decides earlier (lead; 0).
pub const RESERVATION: u8 = 44;
/// Whether no discount moves a buyer (lead; 0).
pub const IMMOVABLE: u8 = 45;
/// Whether a buyer who is asked and does not move says no (lead; step of the discount).
pub const PRESSED: u8 = 46;
/// Whether a buyer does not mind when the decision is put off (lead; 0).
pub const WAITS: u8 = 47;

// Members of a committee: (member; 0).

/// When a member joins, as a share of the window.
pub const MEMBER_JOIN: u8 = 48;
/// Hours of teaching that a member needs.
pub const MEMBER_NEED: u8 = 49;
/// A member's private offset.
pub const MEMBER_OFFSET: u8 = 50;
/// A member's vote.
pub const MEMBER_VOTE: u8 = 51;
/// Whether a member falls out with the others.
pub const MEMBER_CONFLICT: u8 = 52;
/// Whether a member blocks.
pub const MEMBER_BLOCK: u8 = 53;
/// The alignment that contents a blocker.
pub const MEMBER_BLOCK_AT: u8 = 54;

// People: (person; 0), (person, skill; 0), (seat; n) or (lead, seat or stage; …).

/// The part of log skill that is this skill's own (person, skill; candidate for the job).
pub const SKILL: u8 = 64;
/// The part of log skill that a person's skills share (person; candidate).
pub const SKILL_COMMON: u8 = 65;
/// The error with which a manager sees a skill (person, skill; candidate).
pub const PAST_RESULT: u8 = 66;
/// The exposure at which a person leaves (person; 0).
pub const QUIT: u8 = 67;
/// The time until a seat is filled again, or the next candidate comes (person who left; candidate).
pub const REPLACE_TIME: u8 = 68;
/// From one absence to the next (seat; n).
pub const ABSENCE_GAP: u8 = 69;
/// How long an absence lasts (seat; n).
pub const ABSENCE_LENGTH: u8 = 70;
/// The error with which a seller judges a lead to claim (lead, seat; 0).
pub const CLAIM_NOISE: u8 = 71;
/// Which of several equal seats takes the work (lead, stage; visit).
pub const PICK_SEAT: u8 = 72;
/// The seat a random routing gives a lead (lead, stage; visit).
pub const ROUTE_RANDOM: u8 = 73;
/// Tenure of a person at the start, and whether the seat is vacant then (person; 0).
pub const START: u8 = 75;

/// Whether a candidate accepts the job (person to come; candidate).
pub const OFFER: u8 = 76;
/// Whether somebody is among those who are there at the start (person; candidate).
pub const SELECTION: u8 = 77;

/// The 24 bits that a name contributes to the numbers of its entities.
///
/// Two names may share them (1 in 16 million for a pair): whoever loads a system compares them.
pub const fn name_hash(name: &str) -> u32 {
    Place::of(name).number()
}

/// Lead `k` of the channel with this hash.
#[inline]
pub const fn lead_entity(channel_hash: u32, k: u32) -> Entity {
    numbered(kind::LEAD, channel_hash, k)
}

/// Number `n` of the leads that people can find, of the kind of the channel with this hash.
#[inline]
pub const fn prospect_entity(channel_hash: u32, n: u32) -> Entity {
    numbered(kind::PROSPECT, channel_hash, n)
}

/// Member `m` of the committee of this lead, from 0 (the champion).
#[inline]
pub const fn member_entity(lead: Entity, m: u32) -> Entity {
    lead.child(kind::MEMBER, m as u64)
}

/// The channel with this hash.
#[inline]
pub const fn channel_entity(channel_hash: u32) -> Entity {
    numbered(kind::CHANNEL, channel_hash, 0)
}

/// Arrival `k` of the channel with this hash.
#[inline]
pub const fn arrival_entity(channel_hash: u32, k: u32) -> Entity {
    numbered(kind::ARRIVAL, channel_hash, k)
}

/// The person who is the `hire`-th on the seat with this hash, from 0.
#[inline]
pub const fn person_entity(seat_hash: u32, hire: u32) -> Entity {
    numbered(kind::PERSON, seat_hash, hire)
}

/// The seat with this hash.
#[inline]
pub const fn seat_entity(seat_hash: u32) -> Entity {
    numbered(kind::SEAT, seat_hash, 0)
}

#[inline]
const fn numbered(kind: u8, hash: u32, number: u32) -> Entity {
    Entity::new(kind, (hash as u64) << 32 | number as u64)
}
