//! What the organisation learns from its own results: win rates by stage, and what an hour of its
//! bottleneck is worth. Observed only, the same for every policy; brought up to date once a week.

use super::SalesModel;
use crate::math;
use crate::sales::handle::{Handle, LeadId, SegmentId, StageId};
use crate::sales::observer::Observer;
use crate::sales::record::Presence;
use crate::sales::setup::{HourWorth, Setup};

/// What a week leaves of what is known after it: half of it after half a year.
const KEPT: f64 = 0.973_692_7;
/// Leads and hours that the planner's figures count for.
const PRIOR_LEADS: f64 = 4.0;
const PRIOR_HOURS: f64 = 50.0;
/// A bottleneck used less than this costs nothing, and the width of the way to its full price.
const SLACK: f64 = 0.7;
const SLACK_WIDTH: f64 = 0.3;
/// How fast the price of an hour follows what is observed, and the most it moves in a week as a share
/// of the worth of an hour.
const PRICE_SPEED: f64 = 0.15;
const PRICE_STEP: f64 = 0.25;
/// Sellers see their deals too brightly: they add this to the log odds.
const OPTIMISM: f64 = 0.8;

/// Running records of a replication.
#[derive(Clone, Debug, Default)]
pub(super) struct Records {
    stages: usize,
    /// By segment and stage: leads that ended and had been there, and wins among them.
    ended: Vec<f64>,
    won: Vec<f64>,
    /// By stage: sum of believed fits of those who came, and how many.
    belief: Vec<f64>,
    came: Vec<f64>,
    /// Of this week: margin less costs of leads and stages, hours of touches, busy hours by role.
    pub week_value: f64,
    /// Of this week: margin expected of later years.
    pub week_later: f64,
    week_hours: f64,
    week_busy: Vec<f64>,
    value: f64,
    later: f64,
    hours: f64,
    busy: Vec<f64>,
    present: Vec<f64>,
    /// What an hour of the bottleneck is worth, in money: by all years of customers; and by the first,
    /// which is all that a seller is paid for.
    pub hour_price: f64,
    /// See [`Records::hour_price`].
    pub first_hour_price: f64,
}

impl Records {
    /// Nothing is known yet.
    pub(super) fn new(setup: &Setup<'_>) -> Self {
        let (stages, roles) = (setup.system.stages.len(), setup.role_names.len());
        let ends = stages * setup.system.segments.len();
        Self {
            stages,
            ended: vec![0.0; ends],
            won: vec![0.0; ends],
            belief: vec![0.0; stages],
            came: vec![0.0; stages],
            week_busy: vec![0.0; roles],
            busy: vec![0.0; roles],
            present: vec![0.0; roles],
            ..Self::default()
        }
    }

    /// Somebody in a role has worked: hours in use, and hours of touches among them.
    #[inline]
    pub(super) fn works(&mut self, role: usize, busy_hours: f64, touch_hours: f64) {
        self.week_busy[role] += busy_hours;
        self.week_hours += touch_hours;
    }

    /// A lead with this belief comes to a stage.
    pub(super) fn comes(&mut self, stage: StageId, belief: f64) {
        self.belief[stage.place()] += belief;
        self.came[stage.place()] += 1.0;
    }

    /// A lead ends that has been at a stage.
    pub(super) fn ends(&mut self, segment: SegmentId, stage: StageId, won: bool) {
        let at = segment.place() * self.stages + stage.place();
        self.ended[at] += 1.0;
        self.won[at] += f64::from(u8::from(won));
    }

    /// The chance to win from a stage on of a lead with this belief; `planned` is the planner's.
    fn win_chance(&self, segment: SegmentId, stage: StageId, planned: f64, belief: f64) -> f64 {
        let at = segment.place() * self.stages + stage.place();
        let rate = (self.won[at] + PRIOR_LEADS * planned) / (self.ended[at] + PRIOR_LEADS);
        let usual = if self.came[stage.place()] >= 1.0 {
            self.belief[stage.place()] / self.came[stage.place()]
        } else {
            belief
        };
        (rate * (1.0 + 2.0 * (belief - usual)).clamp(0.2, 2.0)).clamp(0.01, 0.95)
    }

    fn fade(&mut self) {
        for list in [&mut self.ended, &mut self.won, &mut self.belief, &mut self.came] {
            for count in list {
                *count *= KEPT;
            }
        }
    }

    /// Takes the week into the books and sets the price of an hour; `planned` is what a planner
    /// expects an hour to be worth.
    fn price_hour(&mut self, present_hours: &[f64], planned: HourWorth) {
        self.value = self.value * KEPT + std::mem::take(&mut self.week_value);
        self.later = self.later * KEPT + std::mem::take(&mut self.week_later);
        self.hours = self.hours * KEPT + std::mem::take(&mut self.week_hours);
        let mut most_used: f64 = 0.0;
        for (role, present) in present_hours.iter().enumerate() {
            let busy = std::mem::take(&mut self.week_busy[role]);
            self.busy[role] = self.busy[role] * KEPT + busy;
            self.present[role] = self.present[role] * KEPT + present;
            if self.present[role] > 0.0 {
                most_used = most_used.max(self.busy[role] / self.present[role]);
            }
        }
        let worth = |value, planned| (value + PRIOR_HOURS * planned) / (self.hours + PRIOR_HOURS);
        let all = worth(self.value + self.later, planned.all);
        let first = worth(self.value, planned.first);
        let scarce = ((most_used - SLACK) / SLACK_WIDTH).clamp(0.0, 1.0);
        self.hour_price = next_price(self.hour_price, all.max(0.0), scarce);
        self.first_hour_price = next_price(self.first_hour_price, first.max(0.0), scarce);
    }
}

/// The price of an hour a week on: it follows what an hour is worth, as far as hours are scarce.
fn next_price(price: f64, worth: f64, scarce: f64) -> f64 {
    let step = PRICE_STEP * worth;
    let change = (PRICE_SPEED * (worth * scarce - price)).clamp(-step, step);
    (price + change).max(0.0)
}

/// Which years of customers a price of an hour goes by.
#[derive(Clone, Copy)]
pub(super) enum Years {
    First,
    All,
}

impl<O: Observer> SalesModel<'_, O> {
    /// The chance to win and the standard hours left of a lead from a stage on, as records have it.
    pub(super) fn prospects(&self, lead: LeadId, stage: StageId) -> (f64, f64) {
        let record = &self.flow.leads[lead];
        let (planned, hours) = self.ctx.setup.outlook(stage, record.channel, record.segment);
        let buyer = &self.market.buyers[lead];
        let belief = if buyer.is_known {
            buyer.belief
        } else {
            self.ctx.market().tables.prior(record.channel.place())
        };
        let chance = self.market.records.win_chance(record.segment, stage, planned, belief.mean());
        (chance, hours)
    }

    /// Fades old records, prices the bottleneck's hour, and notes which deals are forecast to be won.
    pub(super) fn learn_from_week(&mut self) {
        let mut present = vec![0.0; self.ctx.setup.role_names.len()];
        for seat in self.floor.seats.iter() {
            if seat.presence == Presence::Present && seat.crew.is_some() {
                let calendar = &self.ctx.calendar(seat);
                present[seat.account.place()] += calendar.hours_per_week();
            }
        }
        self.market.records.price_hour(&present, self.ctx.setup.planned_hour_worth);
        let now_counts = self.tallies.window.from < crate::engine::Time::NEVER
            && self.tallies.window.to == crate::engine::Time::NEVER;
        if now_counts {
            self.tallies.buyers.hour_price += self.market.records.hour_price;
            self.tallies.buyers.hour_price_weeks += 1;
        }
        self.market.records.fade();
        self.forecast();
    }

    /// Deals past the gate whose sellers give them at least even chances.
    fn forecast(&mut self) {
        for lead in self.flow.leads.ids() {
            let (record, buyer) = (&self.flow.leads[lead], &self.market.buyers[lead]);
            if !record.alive || !buyer.has_passed || buyer.was_forecast {
                continue;
            }
            let visit = record.visits;
            if visit.is_none() {
                continue;
            }
            let stage = self.flow.visits[visit].stage;
            // Even chances as stated: the log odds of the records, and what sellers add to them.
            if self.prospects(lead, stage).0 >= math::logistic(-OPTIMISM) {
                self.market.buyers[lead].was_forecast = true;
            }
        }
    }
}
