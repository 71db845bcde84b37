//! What one person's week is expected to bring, before it is known.

use super::pay::{Base, Overlay, Plan};

/// What a person's week is expected to bring at normal effort.
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
    /// Of somebody on a plan who `brings` so much of a kind of credit a week by doing something on deals,
    /// which are split like that. Credit out of what people on other plans have is left out.
    pub(super) fn of(
        plan: &Plan,
        split: &[(usize, f64)],
        brings: impl Fn(Base, Doing) -> f64,
    ) -> Self {
        let upstream: f64 = split.iter().map(|(_, share)| share).sum();
        let stage = |(stage, share): (usize, f64)| share * brings(plan.base, Doing::Stage(stage));
        let overlay = |overlay: &Overlay| match *overlay {
            Overlay::Stage { stage: at, share } => stage((at, share)),
            Overlay::Plan { .. } => 0.0,
        };
        let credit = match plan.base {
            Base::Meetings => brings(Base::Meetings, Doing::Meeting),
            base => {
                let overlays: f64 = plan.overlays.iter().map(overlay).sum();
                if !plan.credits_closing {
                    return Self::beside(overlays, &brings);
                }
                let by_stage: f64 = split.iter().map(|part| stage(*part)).sum();
                brings(base, Doing::Closing) * (1.0 - upstream) + by_stage + overlays
            }
        };
        Self::beside(credit, &brings)
    }

    /// So much credit, beside the deals and meetings.
    fn beside(credit: f64, brings: &impl Fn(Base, Doing) -> f64) -> Self {
        Self {
            credit,
            wins: brings(Base::Deals, Doing::Closing),
            meetings: brings(Base::Meetings, Doing::Meeting),
        }
    }
}
