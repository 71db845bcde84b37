//! The gate: go on with a lead, say no, or ask again.

use super::Belief;
use super::customers::leaving_rate;
use super::rules::{Gate, Objective};
use super::world::{Buyers, Needs};
use crate::math::exp;

/// What a gate is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// What is believed of the fit.
    pub belief: Belief,
    /// What the customer seems to expect beyond that, in log odds of churn; 0 where no promise counts.
    pub strain: f64,
    /// Standard hours of dialogue so far, and dialogues.
    pub dialogue_hours: f64,
    /// See [`Question::dialogue_hours`].
    pub dialogues: u32,
    /// What a dialogue takes by the standard, in hours.
    pub standard_hours: f64,
    /// Price of the deal in money, and its gross margin as a share.
    pub price: f64,
    /// See [`Question::price`].
    pub margin: f64,
    /// Chance to win and standard hours left, as records have it.
    pub win_chance: f64,
    /// See [`Question::win_chance`].
    pub hours_left: f64,
    /// Price of an hour of the bottleneck, in money.
    pub hour_price: f64,
    /// What the deal is worth to the seller himself, and what an hour is, in money.
    pub own_value: f64,
    /// See [`Question::own_value`].
    pub own_hour_price: f64,
    /// What it brings him that the deal goes on, whatever becomes of it, in money.
    pub own_meeting: f64,
}

/// What the gate says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Go on.
    Go,
    /// This is not for us.
    No,
    /// Not sure yet: talk once more.
    Again,
}

impl Gate {
    /// Both must hold: believed fit ≥ cutoff, and expected value above the threshold. Asked again
    /// while too little has been said, or while the belief is near the cutoff.
    pub fn answer(&self, buyers: &Buyers, asked: &Question) -> Answer {
        let is_short = asked.dialogue_hours < self.depth * asked.standard_hours;
        let near = (asked.belief.mean() - self.cutoff).abs() < self.margin * asked.belief.sd();
        let is_unsure = self.cutoff > 0.0 && near;
        if is_short || (is_unsure && asked.dialogues < self.dialogues) {
            return Answer::Again;
        }
        if asked.belief.mean() >= self.cutoff && self.expected(buyers, asked) > self.threshold {
            Answer::Go
        } else {
            Answer::No
        }
    }

    /// Expected value less the price of the hours left, in money; infinite without an objective.
    pub fn expected(&self, buyers: &Buyers, asked: &Question) -> f64 {
        let Some(objective) = self.objective else { return f64::INFINITY };
        let value = match objective {
            Objective::Private => {
                let gain = asked.win_chance * asked.own_value + asked.own_meeting;
                return gain - asked.own_hour_price * asked.hours_left;
            }
            Objective::Firm => firm_value(buyers, asked),
            Objective::Mutual => {
                let customer = customer_surplus(buyers, asked);
                let labour = buyers.needs.standard_hours * buyers.needs.hour_cost;
                let provider = firm_value(buyers, asked) - labour;
                if customer >= 0.0 && provider >= 0.0 {
                    customer + provider
                } else {
                    customer.min(provider)
                }
            }
        };
        asked.win_chance * value - asked.hour_price * asked.hours_left
    }
}

/// Expected margin less cost to serve and churn, of the first year and of later ones.
fn firm_value(buyers: &Buyers, asked: &Question) -> f64 {
    let Question { belief, strain, price, margin, .. } = asked;
    let gross = price * margin;
    let churn = buyers.needs.churn_within_year(belief.mean(), *strain);
    let later = later_margin(buyers, belief, *strain, (*price, *margin));
    let lost = churn * buyers.years().unearned() * gross;
    gross - serve_cost(&buyers.needs, belief, *price) - lost + later
}

/// Expected cost to serve in a year.
fn serve_cost(needs: &Needs, belief: &Belief, price: f64) -> f64 {
    let misfit = needs.serve_misfit * belief.shortfall(needs.serve_below);
    price * (needs.serve_base + misfit)
}

/// What the years after the first are expected to bring of a customer who buys at this price and margin,
/// in money: the cost to serve by all that is believed, churn and gain at its mean.
pub(in crate::sales) fn later_margin(
    buyers: &Buyers,
    belief: &Belief,
    strain: f64,
    (price, margin): (f64, f64),
) -> f64 {
    let (needs, customers) = (&buyers.needs, buyers.years());
    let leaves = leaving_rate(needs.churn_within_year(belief.mean(), strain));
    let grows = customers.growth(value_share(needs, belief) - 1.0);
    (price * margin - serve_cost(needs, belief, price)) * customers.later(leaves, grows)
}

/// The customer's expected surplus: a gain for each year of use, and what changing over costs once.
fn customer_surplus(buyers: &Buyers, asked: &Question) -> f64 {
    let needs = &buyers.needs;
    let leaves = leaving_rate(needs.churn_within_year(asked.belief.mean(), asked.strain));
    let years = 1.0 + buyers.years().stays_later(leaves);
    asked.price * ((value_share(needs, &asked.belief) - 1.0) * years - needs.switching)
}

/// The customer's expected value of a year as a share of the price.
fn value_share(needs: &Needs, belief: &Belief) -> f64 {
    let fit_value = needs.value_floor + needs.value_slope * belief.mean();
    fit_value * exp(0.5 * needs.value_spread * needs.value_spread)
}
