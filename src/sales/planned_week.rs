//! What a planner expects of one person's week.

use super::pay::{Base, Overlay, Plan};
use super::pay_setup::PaySetup;

/// What a planner expects of a person's week at normal effort.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct PlannedWeek {
    /// Credit in the unit of the plan.
    pub credit: f64,
    /// Deals closed, and meetings held.
    pub wins: f64,
    pub meetings: f64,
}

/// What somebody does on a deal.
#[derive(Clone, Copy, Debug)]
pub(super) enum Doing {
    /// Closes it.
    Closing,
    /// Holds its meetings.
    Meeting,
    /// Works it at this stage.
    Stage(usize),
}

impl PlannedWeek {
    /// Of somebody on a plan who does such a `part` of what all do together, where so much of the whole
    /// funnel is handled and deals are split like that. Credit out of what people on other plans have is
    /// left out.
    pub(super) fn of(
        planned: &PaySetup,
        plan: &Plan,
        (split, throughput): (&[(usize, f64)], f64),
        part: impl Fn(Doing) -> f64,
    ) -> Self {
        let upstream: f64 = split.iter().map(|(_, share)| share).sum();
        let (closed, met) = (part(Doing::Closing), part(Doing::Meeting));
        let by_stage = split.iter().map(|(stage, share)| share * part(Doing::Stage(*stage)));
        let overlay = |overlay: &Overlay| match overlay {
            Overlay::Stage { stage, share } => share * part(Doing::Stage(*stage)),
            Overlay::Plan { .. } => 0.0,
        };
        let overlays: f64 = plan.overlays.iter().map(overlay).sum();
        let flow = |base: Base| planned.expected(base).per_week * throughput;
        let deals = closed * (1.0 - upstream) + by_stage.sum::<f64>() + overlays;
        let credit = match plan.base {
            Base::Meetings => met * flow(Base::Meetings),
            base => deals * flow(base),
        };
        Self { credit, wins: closed * flow(Base::Deals), meetings: met * flow(Base::Meetings) }
    }
}
