//! What a run goes by: the description, its luck, and the rules in force.

use crate::engine::random::Luck;
use crate::sales::aim::Aimed;
use crate::sales::calendar::Calendar;
use crate::sales::handle::{Handle, StageId};
use crate::sales::horizon::{Budget, Horizon};
use crate::sales::policy::{Order, Policy, Routing};
use crate::sales::record::{Lead, Seat};
use crate::sales::rules::{Role, Rules};
use crate::sales::setup::{BuyerSetup, Setup};
use crate::sales::stage::Stage;
use crate::sales::system::{SalesSystem, Segment};

/// Every part of the model reads it, and none changes it but when rules come into force.
pub(super) struct Context<'a> {
    pub setup: &'a Setup<'a>,
    pub system: &'a SalesSystem,
    /// Measures flow efficiency.
    pub business: &'a Calendar,
    pub luck: Luck,
    pub horizon: Horizon,
    pub budget: Budget,
    pub snapshots_hours: &'a [f64],
    /// The rules in force.
    pub policy: &'a Policy,
    pub roles: &'a [(usize, Role)],
    /// What of the wins of the whole funnel the people can handle, 0 to 1; and by role one of its people.
    pub throughput: f64,
    pub parts: &'a [f64],
    /// Whom money spent on channels brings, and what is spent.
    pub aimed: &'a Aimed,
    /// Whether work is done in the order in which it comes, and nothing else decides.
    pub is_in_order_of_coming: bool,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        setup: &'a Setup<'a>,
        horizon: Horizon,
        budget: Budget,
        snapshots_hours: &'a [f64],
    ) -> Self {
        Self {
            setup,
            system: setup.system,
            business: &setup.system.calendars[0],
            luck: Luck::new(0, 0),
            horizon,
            budget,
            snapshots_hours,
            policy: &setup.first.policy,
            roles: &setup.first.roles,
            throughput: setup.first.throughput,
            parts: &setup.first.parts,
            aimed: &setup.first.aimed,
            is_in_order_of_coming: false,
        }
    }

    /// Other rules come into force.
    pub(super) fn take(&mut self, rules: &'a Rules) {
        (self.policy, self.roles) = (&rules.policy, &rules.roles);
        (self.throughput, self.parts) = (rules.throughput, &rules.parts);
        self.aimed = &rules.aimed;
        self.is_in_order_of_coming = self.policy.order == Order::Fifo
            && self.policy.routing != Routing::Claim
            && !self.policy.preempt;
    }

    /// Whether work goes to whom a rule names, not to whom it pleases.
    #[inline]
    pub(super) fn is_push(&self) -> bool {
        !matches!(self.policy.routing, Routing::Pull | Routing::Claim)
    }

    /// The world of buyers.
    ///
    /// # Panics
    ///
    /// If the system has none: a stage that talks with buyers is refused then.
    #[inline]
    pub(super) fn market(&self) -> &'a BuyerSetup<'a> {
        self.setup.buyers.as_ref().expect("stages that talk with buyers need buyers")
    }

    /// The kind of customer that a lead is.
    #[inline]
    pub(super) fn segment(&self, lead: &Lead) -> &'a Segment {
        &self.system.segments[lead.segment.place()]
    }

    /// The mean of something over the stages of a set (a bit mask); 1 over none.
    pub(super) fn mean_over(&self, stages: u64, of: impl Fn(StageId, &Stage) -> f64) -> f64 {
        let (mut sum, mut count) = (0.0, 0.0);
        for (s, stage) in self.system.stages.iter().enumerate() {
            if stages >> s & 1 == 1 {
                sum += of(StageId::at(s), stage);
                count += 1.0;
            }
        }
        if count > 0.0 { sum / count } else { 1.0 }
    }

    /// The calendar of a person's work.
    #[inline]
    pub(super) fn calendar(&self, seat: &Seat) -> &'a Calendar {
        &self.system.calendars[seat.calendar.place()]
    }
}
