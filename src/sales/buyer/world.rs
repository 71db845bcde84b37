//! The numbers of the buyers' side: the same for every policy.

use super::{Customers, WordOfMouth};
use crate::engine::law::Law;
use crate::math::logistic;

/// Buyers as people with needs, wants and a committee. Inert data, checked when it is made.
///
/// A working day of the buyer is 33.6 calendar hours (a fifth of a week): buyers keep no office hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Buyers {
    /// The skills that conversations take besides their stage's.
    pub skills: BuyerSkills,
    /// The exits that buyers bring: indices into [`crate::sales::SalesSystem::exits`].
    pub leaves: Leaves,
    /// Fit, value, and what a sale comes to afterwards.
    pub needs: Needs,
    /// What an hour of conversation does.
    pub dialogue: DialogueEffects,
    /// How a committee learns, aligns and votes.
    pub committee: CommitteeEffects,
    /// How long buyers wait.
    pub time: BuyingTime,
    /// Buyers who are not ready yet.
    pub readiness: Readiness,
    /// Other suppliers.
    pub rival: Rivals,
    /// What becomes of customers after their first year, if the scenario asks for it.
    pub customers: Option<Customers>,
    /// What customers say of us to others, if the scenario asks for it.
    pub word: Option<WordOfMouth>,
}

impl Buyers {
    /// How many years of a customer count: the first alone unless the scenario says more.
    pub(in crate::sales) fn years(&self) -> Customers {
        self.customers.unwrap_or(Customers::FIRST_YEAR)
    }
}

/// Indices into [`crate::sales::SalesSystem::skills`]: what a conversation takes besides the skill that
/// its stage asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BuyerSkills {
    /// To teach and to challenge.
    pub educate: usize,
    /// To persuade and to close.
    pub close: usize,
}

/// Exits that buyers bring, next to `won` (won, mutual) and `never worked`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Leaves {
    /// Won, and one side will regret it.
    pub won_regretted: usize,
    /// We said no, rightly: not a good fit.
    pub disqualified_right: usize,
    /// We said no to a good fit.
    pub disqualified_wrong: usize,
    /// The buyer said no.
    pub declined: usize,
    /// A deal-breaker surfaced.
    pub cannot_deliver: usize,
    /// The buyer chose another supplier.
    pub competitor: usize,
    /// No decision: everything stays as it is.
    pub status_quo: usize,
    /// No decision: the committee could not make up its mind.
    pub indecision: usize,
    /// Not ready to buy: nurtured or let go.
    pub not_ready: usize,
}

/// Fit, value, and what a sale comes to afterwards. Shares of the price unless said.
#[derive(Clone, Debug, PartialEq)]
pub struct Needs {
    /// First wants less needs: mean and standard deviation; wants are cut to 0 to 1.
    pub wants_bias: f64,
    /// See [`Needs::wants_bias`].
    pub wants_spread: f64,
    /// Value to the customer: `price·(floor + slope·fit)·exp(spread·z)`.
    pub value_floor: f64,
    /// See [`Needs::value_floor`].
    pub value_slope: f64,
    /// See [`Needs::value_floor`].
    pub value_spread: f64,
    /// What changing over costs the customer.
    pub switching: f64,
    /// Chance of a deal-breaker: `this·(1 − fit)²`.
    pub breaker: f64,
    /// Rate at which an expert's standard hour brings it to light.
    pub breaker_found_per_hour: f64,
    /// Cost to serve: `price·(base + misfit·max(0, below − fit))`.
    pub serve_base: f64,
    /// See [`Needs::serve_base`].
    pub serve_misfit: f64,
    /// See [`Needs::serve_base`].
    pub serve_below: f64,
    /// Factor on the cost to serve where a deal-breaker was sold.
    pub serve_broken: f64,
    /// Chance of churn within a year: `logistic(level − slope·(fit − centre))`, and what a promise adds.
    pub churn_level: f64,
    /// See [`Needs::churn_level`].
    pub churn_slope: f64,
    /// See [`Needs::churn_level`].
    pub churn_centre: f64,
    /// Labour that a sale takes by the standard, in hours; for the label of a fit.
    pub standard_hours: f64,
    /// Money for an hour of it.
    pub hour_cost: f64,
}

impl Needs {
    /// The share of customers of middling fit who are still there a year later.
    pub(in crate::sales) fn usual_stay(&self) -> f64 {
        1.0 - self.churn_within_year(self.churn_centre, 0.0)
    }

    /// The chance of churn within a year at this fit; `strain` is what a promise adds to its log odds.
    pub(super) fn churn_within_year(&self, fit: f64, strain: f64) -> f64 {
        logistic(self.churn_level - self.churn_slope * (fit - self.churn_centre) + strain)
    }
}

impl Default for Needs {
    fn default() -> Self {
        Self {
            wants_bias: 0.08,
            wants_spread: 0.20,
            value_floor: 0.4,
            value_slope: 1.6,
            value_spread: 0.25,
            switching: 0.10,
            breaker: 0.6,
            breaker_found_per_hour: 0.25,
            serve_base: 0.05,
            serve_misfit: 0.7,
            serve_below: 0.5,
            serve_broken: 3.0,
            churn_level: -2.6,
            churn_slope: 5.0,
            churn_centre: 0.6,
            standard_hours: 28.0,
            hour_cost: 130.0,
        }
    }
}

/// What an hour of conversation does.
#[derive(Clone, Debug, PartialEq)]
pub struct DialogueEffects {
    /// Noise of a signal on fit: standard deviation `noise/√(hours·skill·(0.5 + listen))`.
    pub noise: f64,
    /// Speed of wants towards needs, per standard hour at the reference mix.
    pub teaching: f64,
    /// What challenging adds: factor `1 + boost·challenge`.
    pub challenge_boost: f64,
    /// Offence per hour of challenge, divided by skill.
    pub offence_per_hour: f64,
    /// Offence per hour of pitching.
    pub pressure_per_hour: f64,
    /// Hours that pitching once more with the proposal takes.
    pub persuading_hours: f64,
    /// The share of pitching in the reference mix.
    pub reference_pitch: f64,
    /// Wants this near to needs have converged: persuasion is void.
    pub converged: f64,
    /// π: what a pitch adds to the wants of those present.
    pub persuasion: f64,
    /// Half-life of what a pitch added, in hours.
    pub half_life_hours: f64,
    /// The most charisma there is.
    pub most_charisma: f64,
}

impl Default for DialogueEffects {
    fn default() -> Self {
        Self {
            noise: 0.22,
            teaching: 0.35,
            challenge_boost: 0.5,
            offence_per_hour: 0.04,
            pressure_per_hour: 0.02,
            persuading_hours: 0.5,
            reference_pitch: 0.3,
            converged: 0.05,
            persuasion: 0.10,
            half_life_hours: 20.0 * WORKING_DAY_HOURS,
            most_charisma: 1.5,
        }
    }
}

/// How a committee learns, aligns and votes.
#[derive(Clone, Debug, PartialEq)]
pub struct CommitteeEffects {
    /// Hours of teaching that a member needs.
    pub education: Law,
    /// Knowledge of a member who has taught himself, 0 to 1 (the champion's is 1).
    pub self_taught: f64,
    /// Share of their distance that a session of skill 1 takes from the members' stances.
    pub contraction: f64,
    /// A member with this knowledge is educated.
    pub learned: f64,
    /// A committee with this alignment is aligned.
    pub aligned: f64,
    /// When members join, as a share of the window.
    pub join: Law,
    /// Standard deviation of a member's private offset.
    pub offset_spread: f64,
    /// Share of members who block.
    pub blocker: f64,
    /// Chance to vote yes: `logistic((view + boost + stance − centre)/scale)`.
    pub vote_centre: f64,
    /// See [`CommitteeEffects::vote_centre`].
    pub vote_scale: f64,
    /// A share of yes below this is a no.
    pub declined_below: f64,
    /// A share of yes from this on is a yes.
    pub quorum: f64,
    /// Chance of conflict for each member beyond the champion:
    /// `most − relief·coverage·alignment`, at least `least`.
    pub conflict_most: f64,
    /// See [`CommitteeEffects::conflict_most`].
    pub conflict_relief: f64,
    /// See [`CommitteeEffects::conflict_most`].
    pub conflict_least: f64,
    /// Times a committee goes back to what was short.
    pub loops: u32,
    /// Share of no-decisions that prefer the status quo; the others cannot make up their mind.
    pub status_quo: f64,
}

impl CommitteeEffects {
    /// Chance to prefer what looks better by `lead`; without any scale, a threshold.
    #[inline]
    pub(super) fn preference(&self, lead: f64) -> f64 {
        crate::math::logistic(lead / self.vote_scale.max(f64::MIN_POSITIVE))
    }

    /// Whether so many yeses of so many members are so few that the committee says no.
    pub(super) fn declines(&self, yes: u32, members: u32) -> bool {
        share(yes, members) < self.declined_below
    }

    /// Whether they are enough to buy.
    pub(super) fn suffices(&self, yes: u32, members: u32) -> bool {
        share(yes, members) >= self.quorum - 1e-9
    }
}

fn share(yes: u32, members: u32) -> f64 {
    f64::from(yes) / f64::from(members.max(1))
}

impl Default for CommitteeEffects {
    fn default() -> Self {
        Self {
            education: Law::lognormal_mean_cv(2.0, 0.5).expect("a positive mean"),
            self_taught: 0.3,
            contraction: 0.35,
            learned: 0.8,
            aligned: 0.9,
            join: Law::beta(1.2, 1.5, 0.0, 0.5).expect("positive shapes"),
            offset_spread: 0.11,
            blocker: 0.08,
            vote_centre: 0.36,
            vote_scale: 0.11,
            declined_below: 0.35,
            quorum: 0.60,
            conflict_most: 0.25,
            conflict_relief: 0.17,
            conflict_least: 0.08,
            loops: 2,
            status_quo: 0.44,
        }
    }
}

/// How long buyers wait. Rates per calendar hour.
#[derive(Clone, Debug, PartialEq)]
pub struct BuyingTime {
    /// So long after the last contact a deal begins to stall, in hours.
    pub stall_after_hours: f64,
    /// Rate at which a stalling deal ends.
    pub stall_per_hour: f64,
    /// Rate at which a buyer walks away who sees no gain.
    pub walk_away_per_hour: f64,
    /// Wants (with persuasion) below this see no gain.
    pub no_gain_below: f64,
    /// Rate at which a deal lapses between gate and meeting, times `1 − coverage·alignment`.
    pub lapse_per_hour: f64,
    /// Share of buyers with a date to keep.
    pub urgent: f64,
    /// Factor on their window.
    pub urgent_window: f64,
    /// Share of full alignment that they are content with.
    pub urgent_alignment: f64,
}

impl Default for BuyingTime {
    fn default() -> Self {
        Self {
            stall_after_hours: 12.0 * WORKING_DAY_HOURS,
            stall_per_hour: 0.030_459_207_484_708_574 / WORKING_DAY_HOURS,
            walk_away_per_hour: 0.020_202_707_317_519_466 / WORKING_DAY_HOURS,
            no_gain_below: 0.4375,
            lapse_per_hour: 0.026 / WORKING_DAY_HOURS,
            urgent: 0.15,
            urgent_window: 0.4,
            urgent_alignment: 0.7,
        }
    }
}

/// Buyers who are not ready yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Readiness {
    /// Time until they are, in hours.
    pub wake: Law,
    /// Share who never are.
    pub never: f64,
    /// Money for a month of nurture.
    pub nurture_cost_per_month: f64,
}

impl Default for Readiness {
    fn default() -> Self {
        Self {
            wake: Law::exponential(9.0 * MONTH_HOURS).expect("a positive mean"),
            never: 0.40,
            nurture_cost_per_month: 10.0,
        }
    }
}

/// Other suppliers.
#[derive(Clone, Debug, PartialEq)]
pub struct Rivals {
    /// The fit of a rival's offer.
    pub fit: Law,
    /// Error with which the committee sees it.
    pub noise: f64,
    /// The share of no-decisions that a rival everybody likes takes.
    pub takes: f64,
}

impl Default for Rivals {
    fn default() -> Self {
        Self {
            fit: Law::beta(2.0, 2.0, 0.0, 1.0).expect("positive shapes"),
            noise: 0.1,
            takes: 0.5,
        }
    }
}

/// What a segment adds: how it buys.
#[derive(Clone, Debug, PartialEq)]
pub struct Buying {
    /// Members of the committee: `least` and as many of `more` as chance will have.
    pub members: CommitteeSize,
    /// The purchase window from the first dialogue on, in hours.
    pub window: Law,
    /// Chance that a member from procurement or finance joins on the proposal.
    pub finance: f64,
    /// Chance that there is a rival.
    pub rival: f64,
    /// Hours a week that the buyer gives a supplier; infinite = any.
    pub contact_hours_per_week: f64,
}

impl Default for Buying {
    /// One person, who decides alone and has all the time in the world.
    fn default() -> Self {
        Self {
            members: CommitteeSize { least: 1, more: 0, chance: 0.0 },
            window: Law::fixed(100_000.0).expect("a finite number"),
            finance: 0.0,
            rival: 0.0,
            contact_hours_per_week: f64::INFINITY,
        }
    }
}

/// `least + Binomial(more, chance)` members.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CommitteeSize {
    /// At least this many, at least 1.
    pub least: u32,
    /// At most so many more; `least + more` is at most [`CommitteeSize::MOST`].
    pub more: u32,
    /// The chance of each of them, 0 to 1.
    pub chance: f64,
}

impl CommitteeSize {
    /// The largest committee that is modelled.
    pub const MOST: u32 = 16;

    /// The expected number of members.
    pub fn mean(self) -> f64 {
        f64::from(self.least) + f64::from(self.more) * self.chance
    }
}

/// What a channel adds: who comes through it.
#[derive(Clone, Debug, PartialEq)]
pub struct Prospects {
    /// The fit of its leads, 0 to 1.
    pub fit: Law,
    /// Share who are ready to buy now.
    pub ready: f64,
}

impl Default for Prospects {
    /// Any fit is as likely as any other; everybody is ready.
    fn default() -> Self {
        Self { fit: Law::beta(1.0, 1.0, 0.0, 1.0).expect("positive shapes"), ready: 1.0 }
    }
}

/// A working day in the buyer's time: a fifth of a calendar week, in hours.
pub const WORKING_DAY_HOURS: f64 = 33.6;

/// A month (a twelfth of 52 weeks), in hours.
pub const MONTH_HOURS: f64 = 728.0;
