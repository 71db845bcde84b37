//! The sales system: what a scenario describes, and how it runs.
//!
//! **Invariant:** nothing here knows files, threads or plots. State changes only in [`SalesModel`].

mod account_measures;
mod aim;
pub mod arrivals;
mod audit;
pub mod buyer;
mod buyer_measures;
pub mod calendar;
mod catalogue;
mod channel;
mod controls;
mod customer_measures;
mod handle;
mod horizon;
mod labour_measures;
mod load;
mod measure;
mod model;
pub mod nominal;
mod observer;
mod outcome;
pub mod pay;
mod pay_level;
mod pay_measures;
mod pay_setup;
mod people;
mod planned_week;
mod policy;
mod prospect_measures;
mod prospecting;
pub mod purpose;
pub mod queue;
pub mod ranking;
mod record;
mod rules;
mod setup;
mod spend;
mod stage;
mod stock;
mod system;
mod tallies;
mod titles;
mod word_measures;

pub use arrivals::ArrivalClock;
pub use audit::Audit;
pub use calendar::{Calendar, CalendarError};
pub use catalogue::Catalogue;
pub use channel::{Arrivals, Channel, Rate, RateShape};
pub use controls::Controls;
pub use handle::{
    CalendarId, ChannelId, CrewId, DormantId, Handle, LeadId, PlanId, RoleId, SeatId, SegmentId,
    StageId, VisitId,
};
pub use horizon::{Budget, Extent, Horizon, RunOut};
pub use load::{RoleLoad, role_loads};
pub use measure::{Direction, Measure, Unit};
pub use model::{Event, SalesModel, Stopped};
pub use nominal::{Nominal, NominalError, offered_load};
pub use observer::{
    AccountEvent, Arrived, Award, Awarded, Credited, Exited, Merit, Note, Noted, Observer, Paid,
    Planned, Pooled, TouchEnded, TouchStarted,
};
pub use outcome::Outcome;
pub use pay_level::{PayLevel, pay_levels};
pub use people::{
    Absence, Attention, Frictions, Group, Interruptions, Job, Ramp, ShiftEnd, SkillSpread, Turnover,
};
pub use policy::{
    Order, Ownership, Pick, Policy, Prefer, Prospect, RoleRule, Routing, Start, TerritoryKey,
    TerritoryRule, Traits,
};
pub use prospecting::Prospecting;
pub use rules::{Role, Rules, STAGES_AT_MOST, SeatName};
pub use setup::Setup;
pub use spend::Spend;
pub use stage::{
    AccountWork, ByLead, Chance, Contact, Conversation, Exit, ExitFamily, Leave, Phase, ReplyDecay,
    Room, Routes, Stage, StageKind, Target, Topic,
};
pub use stock::{Quarters, Stock};
pub use system::{SalesSystem, Segment};
pub use tallies::{LEAD_TIME_CAUSES, WeekRecord};
pub use titles::stages_of_any_title;
