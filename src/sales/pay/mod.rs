//! Pay: plans as data, what they come to, and what people do about it.
//!
//! A plan is a pure function from credits to pay lines; nothing here knows leads, queues or time
//! beyond the period that a plan counts in.

pub mod behaviour;
pub mod plan;

pub use behaviour::Behaviour;
pub use plan::{
    Band, Base, Bonus, Draw, Fee, Mark, Overlay, PayRules, Payroll, Period, Plan, Ratchet, Scale,
    Spiff, Split, Team, Tier,
};
