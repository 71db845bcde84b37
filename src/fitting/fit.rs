//! Everything that a log says.

use super::arrivals::Arrivals;
use super::funnel::FunnelFit;
use super::outcomes::Outcomes;
use super::people::PeopleFit;
use super::quarter::Quarter;
use super::too_little::{FEWEST_DEALS, FEWEST_ENDS, TooLittle};
use super::values::Values;
use super::window::Window;
use crate::records::{Deal, EventLog, Outcome};

/// What a log says.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Deals that were read.
    pub deals: usize,
    /// What the log can show.
    pub window: Window,
    /// How deals end, and when.
    pub outcomes: Outcomes,
    /// How wins spread over the months of quarters, where it can be told.
    pub quarter: Option<Quarter>,
    /// When leads arrive.
    pub arrivals: Arrivals,
    /// The stages.
    pub funnel: FunnelFit,
    /// What deals are worth.
    pub values: Values,
    /// Who works.
    pub people: PeopleFit,
}

impl Fit {
    /// Fits everything that a log tells.
    ///
    /// # Errors
    ///
    /// If it holds too little.
    ///
    /// # Panics
    ///
    /// Never: a log that gets so far has deals.
    pub fn of(log: &EventLog) -> Result<Self, TooLittle> {
        let ended = log.deals.iter().filter(|deal| deal.outcome != Outcome::Open).count();
        if log.deals.len() < FEWEST_DEALS {
            return Err(TooLittle::Deals(log.deals.len()));
        }
        if ended < FEWEST_ENDS {
            return Err(TooLittle::Ends(ended));
        }
        if !log.deals.iter().any(|deal| deal.outcome == Outcome::Won) {
            return Err(TooLittle::Wins);
        }
        let window = Window::of(log).expect("a log with deals");
        if window.days() < 28.0 {
            return Err(TooLittle::Days(format!("{:.0}", window.days())));
        }
        let outcomes = Outcomes::of(log, &window);
        let usable = |deal: &Deal| !outcomes.is_older_left_out || deal.created >= window.from;
        Ok(Self {
            deals: log.deals.len(),
            arrivals: Arrivals::of(log, &window),
            funnel: FunnelFit::of(log, &window, &usable),
            values: Values::of(log),
            people: PeopleFit::of(log, &window),
            quarter: Quarter::of_log(log, &window),
            window,
            outcomes,
        })
    }
}
