//! The world of a scenario: what is the same under every policy.

use super::buyer::{Buyers, Buying};
use super::calendar::Calendar;
use super::channel::Channel;
use super::pay::Payroll;
use super::people::{Frictions, Group};
use super::prospecting::Prospecting;
use super::stage::{Exit, Stage};
use crate::engine::law::Law;

/// A sales system: customers, funnel, people and money. Inert data, checked when it is made.
///
/// Indices (of stages, channels, groups …) are positions in the lists held here.
#[derive(Clone, Debug)]
pub struct SalesSystem {
    /// Working calendars; the first is the business calendar, which measures flow efficiency.
    pub calendars: Vec<Calendar>,
    /// Kinds of customers; at least one.
    pub segments: Vec<Segment>,
    /// Where leads come from; at least one, unless there is a backlog.
    pub channels: Vec<Channel>,
    /// The funnel, in file order; a lead enters at [`SalesSystem::entry`].
    pub stages: Vec<Stage>,
    /// How a lead can end; [`Exit::WON`] is the first.
    pub exits: Vec<Exit>,
    /// The stage at which leads of a channel enter (unless the channel names another).
    pub entry: usize,
    /// The people, by group.
    pub groups: Vec<Group>,
    /// Names of the skills that stages ask for; a stage's skill is an index into this list.
    pub skills: Vec<String>,
    /// Leads waiting at a stage when the clock starts: (stage, count).
    pub backlog: Vec<(usize, u32)>,
    /// How long a lead that nobody has touched stays interested, in hours; then it is never worked.
    pub interest: Option<Law>,
    /// Prices of working together and of working on much at once.
    pub frictions: Frictions,
    /// Buyers with needs, wants and committees, if the scenario speaks of them.
    pub buyers: Option<Buyers>,
    /// Plans and what people make of them, if the scenario speaks of pay.
    pub payroll: Option<Payroll>,
    /// What prospecting finds, if people can look for leads themselves.
    pub prospecting: Option<Prospecting>,
}

impl SalesSystem {
    /// The stages of work on customers, by index.
    pub fn account_stages(&self) -> impl Iterator<Item = usize> {
        let stages = self.stages.iter().enumerate();
        stages.filter(|(_, stage)| stage.kind.account().is_some()).map(|(at, _)| at)
    }

    /// Whether some plan takes pay back of customers who leave: what a win cost may then be known long
    /// after it.
    pub fn takes_pay_back(&self) -> bool {
        let plans = self.payroll.iter().flat_map(|payroll| &payroll.plans);
        plans.into_iter().any(|plan| !plan.clawback.is_empty())
    }
}

/// A kind of customer.
#[derive(Clone, Debug)]
pub struct Segment {
    /// Its name, unique.
    pub name: String,
    /// The value of a deal in money.
    pub value: Law,
    /// Gross margin as a share of the value, 0 to 1.
    pub margin: f64,
    /// How it buys (read where the system has buyers).
    pub buying: Buying,
}
