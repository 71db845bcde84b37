//! The buyers: what they need and want, whom they ask, how they decide.
//!
//! `world` and `rules` are inert data; the other files are what a buyer does. What a buyer truly
//! needs is private to this module: rules and sellers see what [`Belief`] holds and what was said.

mod rules;
mod world;

pub use rules::{
    BuyerRules, DialogueMix, Gate, HourPrice, Message, Objective, Teaching, Unready,
};
pub use world::{
    BuyerSkills, Buyers, Buying, BuyingTime, CommitteeEffects, CommitteeSize, DialogueEffects,
    Leaves, MONTH_HOURS, Needs, Prospects, Readiness, Rivals, WORKING_DAY_HOURS,
};
