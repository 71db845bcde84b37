//! The gate: go on with a lead, say no, or ask again.

use super::Belief;
use super::rules::{Gate, Objective};
use super::world::{Buyers, Needs};
use crate::math::{exp, logistic};

/// What a gate is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Question {
    /// What is believed of the fit.
    pub belief: Belief,
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
                return asked.win_chance * asked.own_value
                    - asked.own_hour_price * asked.hours_left;
            }
            Objective::Firm => firm_value(&buyers.needs, asked),
            Objective::Mutual => {
                let customer = customer_surplus(&buyers.needs, asked);
                let labour = buyers.needs.standard_hours * buyers.needs.hour_cost;
                let provider = firm_value(&buyers.needs, asked) - labour;
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

/// Expected margin less cost to serve and churn.
fn firm_value(needs: &Needs, asked: &Question) -> f64 {
    let gross = asked.price * asked.margin;
    let misfit = needs.serve_misfit * asked.belief.shortfall(needs.serve_below);
    let distance = asked.belief.mean() - needs.churn_centre;
    let churn = logistic(needs.churn_level - needs.churn_slope * distance);
    gross - asked.price * (needs.serve_base + misfit) - churn * 0.5 * gross
}

/// The customer's expected surplus.
fn customer_surplus(needs: &Needs, asked: &Question) -> f64 {
    let fit_value = needs.value_floor + needs.value_slope * asked.belief.mean();
    let spread = exp(0.5 * needs.value_spread * needs.value_spread);
    asked.price * (fit_value * spread - 1.0 - needs.switching)
}
