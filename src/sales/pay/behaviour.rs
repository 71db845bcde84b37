//! How people answer their pay: frictions of the world, the same under every policy. Each can be
//! switched off; with all of them off a plan changes what people are paid and nothing else.

use super::labour::Labour;
use crate::engine::law::Law;
use crate::math::exp;

/// What people do about their pay. `None` = this friction is off.
#[derive(Clone, Debug, Default)]
pub struct Behaviour {
    /// How hard people work for the next unit of credit.
    pub effort: Option<Effort>,
    /// Pay far away counts less.
    pub patience: Option<Patience>,
    /// ρ: what those with whom one shares a pool count for together, in multiples of what one counts for
    /// oneself; 0 = nothing.
    pub regard: f64,
    /// Advice asked for and given.
    pub advice: Option<Advice>,
    /// Unpaid duties: documentation.
    pub duty: Option<Duty>,
    /// Deals pulled in, pushed out and discounted at the end of a period.
    pub timing: Option<Timing>,
    /// Leaving and coming by pay.
    pub labour: Option<Labour>,
    /// Whether sellers hold on to, and qualify, deals by their own pay (the objective `private`).
    pub own_pay: bool,
}

impl Behaviour {
    /// Every friction by its name in scenarios, and whether it is on.
    pub fn frictions(&self) -> [(&'static str, bool); 8] {
        [
            ("effort", self.effort.is_some()),
            ("patience", self.patience.is_some()),
            ("regard", self.regard > 0.0),
            ("advice", self.advice.is_some()),
            ("duty", self.duty.is_some()),
            ("timing", self.timing.is_some()),
            ("labour", self.labour.is_some()),
            ("own pay", self.own_pay),
        ]
    }

    /// Whether anybody reckons with pay at all.
    pub(in crate::sales) fn answers(&self) -> bool {
        self.effort.is_some()
            || self.advice.is_some()
            || self.duty.is_some()
            || self.timing.is_some()
            || self.own_pay
            || self.labour.is_some()
    }
}

/// Effort e multiplies the pace by `e^response`, at a cost of
/// `response·S·e^(1 + 1/elasticity)/(1 + 1/elasticity)` a week with S = `stake` × market pay a week. Pay
/// counts 1 − `norm`; the rest is done because it is the job, as if all work earned S at normal output. So
/// a straight line that pays the stake at normal output makes people work at e = 1, and a salary at
/// `norm^(1/(1/elasticity + 1 − response))`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Effort {
    /// Exponent of effort in pace (α).
    pub response: f64,
    /// Elasticity of the cost of effort (η).
    pub elasticity: f64,
    /// What of the drive to work is not pay (m), 0 to 1.
    pub norm: f64,
    /// Share of market pay that a normal plan makes depend on output.
    pub stake: f64,
}

/// Pay that is due in t hours counts `1/(1 + t/half)`: the later, the less, and the next weeks matter
/// most (a hyperbola, after Mazur, 1987).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Patience {
    /// When pay counts half, in hours; above 0.
    pub half_hours: f64,
}

impl Patience {
    /// What money is worth that is paid in so many hours, 0 to 1.
    pub fn weight(&self, hours: f64) -> f64 {
        1.0 / (1.0 + hours.max(0.0) / self.half_hours)
    }
}

/// Before a conversation a seller may ask a better colleague for advice.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Advice {
    /// Hours that asking takes of the seller, and answering of the colleague.
    pub ask_hours: f64,
    /// See [`Advice::ask_hours`].
    pub give_hours: f64,
    /// Share of the gap in skill that advice closes in that conversation.
    pub closes: f64,
    /// Relative gain in the chance to win for a relative gain in skill in one conversation.
    pub matters: f64,
}

/// Of unpaid duties people do `least + (1 − least)·2/(1 + exp(reward/temperature))`, with `reward` the
/// marginal reward of selling less that of the duty, relative to a normal plan.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Duty {
    /// What is done whatever the pay.
    pub least: f64,
    /// How little people care.
    pub temperature: f64,
}

impl Duty {
    /// The share of unpaid duties that is done by somebody whom selling rewards so much more than
    /// them, in multiples of a normal plan's reward.
    pub fn done(&self, reward: f64) -> f64 {
        let done = 2.0 / (1.0 + exp(reward / self.temperature));
        self.least + (1.0 - self.least) * done.min(1.0)
    }
}

/// What sellers do with deals that are ready to close near the end of a period.
#[derive(Clone, Debug)]
pub struct Timing {
    /// The last hours of a period in which they do it.
    pub window_hours: f64,
    /// The discount at which a buyer decides six weeks earlier, or at once: a law of a share of the
    /// price; below 0 = without one.
    pub reservation: Law,
    /// Share of buyers whom no discount moves.
    pub immovable: f64,
    /// The chance that a buyer who is asked and does not move says no there and then.
    pub pressed: f64,
    /// Share of buyers who do not mind when a seller puts their decision off.
    pub waits: f64,
}
