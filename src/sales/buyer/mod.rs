//! The buyers: what they need and want, whom they ask, how they decide.
//!
//! `world` and `rules` are inert data; the other files are what a buyer is and does. What a customer
//! truly needs is private to this module: sellers and rules see what a [`Belief`] holds and what
//! was said. The truth is read by the world itself, by measures and by who reads a lead's story
//! afterwards.

mod account;
mod belief;
mod committee;
mod customers;
mod dialogue;
mod gate;
mod poll;
mod quantiles;
mod rules;
mod state;
pub mod tally;
mod truth;
mod vote;
mod waiting;
mod word;
mod world;

pub use account::{Account, Change};
pub use belief::Belief;
pub use committee::{Committee, Session};
pub use customers::Customers;
pub use dialogue::Skills;
pub(super) use gate::later_margin;
pub use gate::{Answer, Question};
pub use quantiles::Quantiles;
pub use rules::{BuyerRules, DialogueMix, Gate, HourPrice, Message, Objective, Teaching, Unready};
pub use state::{Buyer, Tables};
pub use truth::{Expected, LeadLuck, Sale, Truth};
pub use vote::{Decision, Meeting};
pub use waiting::WaitEnd;
pub use word::{Layer, Possible, WordOfMouth};
pub use world::{
    BuyerSkills, Buyers, Buying, BuyingTime, CommitteeEffects, CommitteeSize, DialogueEffects,
    Leaves, MONTH_HOURS, Needs, Prospects, Readiness, Rivals, WORKING_DAY_HOURS,
};
