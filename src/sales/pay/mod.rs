//! Pay: plans as data, what they come to, and what people do about it.
//!
//! A plan is a pure function from credits to pay lines; nothing here knows leads, queues or time
//! beyond the period that a plan counts in.

pub mod behaviour;
mod build;
mod curve;
mod effort;
mod exact;
mod labour;
mod part;
mod payout;
pub mod plan;
mod pool;
mod prize;
mod ratchet;
mod reckoning;
pub mod tally;
mod terms;
mod usual;
mod year;

pub use behaviour::{Advice, Behaviour, Duty, Effort, Patience, Timing};
pub use build::has_ends;
pub use curve::Curve;
pub use effort::{MOST_REWARD, Prospect, best_effort, least_effort, most_effort};
pub use exact::{Sum, in_cents, plus, product_in_cents, share_in_cents};
pub use labour::Labour;
pub use part::{Part, weight};
pub use payout::{Payout, PayoutPoint};
pub use plan::{
    Band, Base, Bonus, Draw, Fee, Mark, Overlay, PayRules, Payroll, Period, Plan, Ratchet, Scale,
    Spiff, Split, Team, Tier,
};
pub use pool::{part_of, split_cents};
pub use prize::Contest;
pub use ratchet::{next_quota, ratchet_slope};
pub use reckoning::{
    Factor, Factors, PayLine, PayRule, PeriodSums, PoolShare, commission_in, reckon, reckon_pool,
};
pub use terms::{Terms, YearSoFar, clawback_share, deal_pay, own_weight};
pub use usual::{UsualYear, Week};
pub use year::{Date, Year};
