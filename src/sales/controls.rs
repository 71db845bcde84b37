//! Luck whose mean is exactly 0: what chance decided in a run, less what was to be expected just before.

use std::ops::Range;

use super::measure::{Measure, Unit};

/// Control variates of one run: sums over the decisions of chance in the window of what was decided less its
/// expectation. The mean over runs of each is 0, whatever the policy does.
///
/// *Votes*: at the first meeting of every customer, whether it ended with a purchase from us, less the exact
/// chance of that. *Routes*: wherever chance sent a lead from a stage to one of several places, the nominal
/// chance to win from there, less its expectation over all of them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Controls([f64; Self::COUNT]);

impl Controls {
    /// How many there are.
    pub const COUNT: usize = 5;

    /// Those with these numbers.
    pub fn of(numbers: [f64; Self::COUNT]) -> Self {
        Self(numbers)
    }

    /// Wins of votes, wins of routes; gross margin and revenue of votes, gross margin of routes: as many
    /// more than were to be expected, and what they would bring in money, later years as expected.
    pub fn numbers(&self) -> [f64; Self::COUNT] {
        self.0
    }

    /// Votes and routes added up: gross margin for what moves with money, else wins.
    pub fn added_up(&self, of_money: bool) -> f64 {
        let [votes, routes, margin_of_votes, _, margin_of_routes] = self.0;
        if of_money { margin_of_votes + margin_of_routes } else { votes + routes }
    }

    /// Which of the numbers move with a measure: money with money and with what is a ratio of money, else
    /// wins. Of routes the margin stands for the revenue, which moves like it.
    pub fn beside(measure: &Measure, measures: &[Measure]) -> Range<usize> {
        if Self::is_of_money(measure, measures) { 2..5 } else { 0..2 }
    }

    /// Whether a measure moves with money: it is money, or a ratio of money.
    pub fn is_of_money(measure: &Measure, measures: &[Measure]) -> bool {
        let unit = measure.sides(measures).map_or(measure.unit, |(above, _)| measures[above].unit);
        unit == Unit::Money
    }

    /// A vote came out so much better than was to be expected, where a win brings this.
    pub(super) fn vote(&mut self, wins: f64, margin: f64, revenue: f64) {
        let [of_votes, _, of_margin, of_revenue, _] = &mut self.0;
        *of_votes += wins;
        *of_margin += wins * margin;
        *of_revenue += wins * revenue;
    }

    /// A route did.
    pub(super) fn route(&mut self, wins: f64, margin: f64) {
        let [_, of_routes, .., of_margin] = &mut self.0;
        *of_routes += wins;
        *of_margin += wins * margin;
    }
}
