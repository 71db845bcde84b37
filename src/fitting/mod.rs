//! What a company's own records say of its sales system: arrivals, funnel, values, people.
//!
//! [`Fit::of`] reads an event log, [`Roster`] says who works; [`scenario_text`] writes both as a scenario that runs.
//! Durations are in days. Deals that are open are censored, deals that ended before the export began are
//! missing (left truncation), and some never end: all three are part of every estimate here.

mod arrivals;
mod backtest;
mod estimated;
mod fit;
mod funnel;
mod json;
mod keys;
mod outcomes;
mod people;
mod quarter;
mod roster;
mod scenario;
mod toml_text;
mod too_little;
mod values;
mod window;
mod words;

pub use arrivals::{Arrivals, ChannelFit, Clock};
pub use backtest::{
    Backtest, Basis, Origin, Score, WeekForecast, backtest_csv, backtest_json, backtest_text,
};
pub use estimated::{Estimated, LEVEL};
pub use fit::Fit;
pub use funnel::{Cause, FunnelFit, Route, StageFit};
pub use json::fit_json;
pub use outcomes::Outcomes;
pub use people::PeopleFit;
pub use quarter::Quarter;
pub use roster::{Group, Member, Roster};
pub use scenario::scenario_text;
pub use too_little::TooLittle;
pub use values::{SegmentFit, Values};
pub use window::Window;
pub use words::report;
