//! The cumulative rate over the clock, and its inverse.

use std::f64::consts::{FRAC_1_PI, PI, TAU};

use crate::math::sin;
use crate::sales::channel::RateShape;

/// Steps of a bracketed Newton search, at most; bisection alone would end within as many.
const NEWTON_STEPS: u32 = 64;

/// The shape of a rate, integrated.
#[derive(Clone, Debug)]
pub(super) enum Curve {
    Constant { per_hour: f64 },
    Steps { steps: Vec<Step>, period: f64, per_cycle: f64 },
    Wave { per_hour: f64, amplitude: f64, period: f64 },
}

/// A span of constant positive rate, with the arrivals expected ahead of it in its cycle.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    start: f64,
    end: f64,
    per_hour: f64,
    before: f64,
}

impl Curve {
    pub(super) fn new(shape: &RateShape) -> Self {
        match shape {
            RateShape::Constant { per_hour } => Self::Constant { per_hour: *per_hour },
            RateShape::Steps { steps, repeat_hours } => Self::steps(steps, *repeat_hours),
            RateShape::Wave { per_hour, amplitude, period_hours } => {
                Self::Wave { per_hour: *per_hour, amplitude: *amplitude, period: *period_hours }
            }
        }
    }

    fn steps(breaks: &[(f64, f64)], period: f64) -> Self {
        let mut before = 0.0;
        let mut steps = Vec::with_capacity(breaks.len());
        for (i, &(start, per_hour)) in breaks.iter().enumerate() {
            let end = breaks.get(i + 1).map_or(period, |next| next.0);
            if per_hour > 0.0 && end > start {
                steps.push(Step { start, end, per_hour, before });
                before += (end - start) * per_hour;
            }
        }
        Self::Steps { steps, period, per_cycle: before }
    }

    pub(super) fn mean_per_hour(&self) -> f64 {
        match self {
            Self::Constant { per_hour } | Self::Wave { per_hour, .. } => *per_hour,
            Self::Steps { period, per_cycle, .. } => per_cycle / period,
        }
    }

    /// Expected arrivals from the start to `t`.
    pub(super) fn cumulative(&self, t: f64) -> f64 {
        match self {
            Self::Constant { per_hour } => per_hour * t,
            Self::Steps { steps, period, per_cycle } => {
                let cycles = (t / period).floor();
                let place = (t - cycles * period).max(0.0);
                let started = steps.partition_point(|step| step.start <= place);
                let within = started.checked_sub(1).map_or(0.0, |last| {
                    let step = steps[last];
                    step.before + (place.min(step.end) - step.start) * step.per_hour
                });
                cycles * per_cycle + within
            }
            Self::Wave { per_hour, amplitude, period } => {
                let turns = t / period;
                let whole = turns.floor();
                per_hour * period * (whole + wave_share(turns - whole, *amplitude))
            }
        }
    }

    /// The instant by which `position` arrivals are expected. Needs a positive rate somewhere.
    #[inline]
    pub(super) fn instant(&self, position: f64) -> f64 {
        match self {
            Self::Constant { per_hour } => position / per_hour,
            Self::Steps { steps, period, per_cycle } => {
                let cycles = (position / per_cycle).floor();
                let rest = position - cycles * per_cycle;
                let step = steps[steps.partition_point(|step| step.before < rest).max(1) - 1];
                let place = step.start + (rest - step.before) / step.per_hour;
                cycles * period + place.clamp(step.start, step.end)
            }
            Self::Wave { per_hour, amplitude, period } => {
                let turns = position / (per_hour * period);
                let whole = turns.floor();
                (whole + wave_place(turns - whole, *amplitude)) * period
            }
        }
    }
}

/// The share of a cycle's arrivals expected in its first `place`, a part of a turn: the integral
/// of `1 + amplitude sin(2π s)`, with `1 − cos(2π s) = 2 sin²(π s)`.
fn wave_share(place: f64, amplitude: f64) -> f64 {
    let sine = sin(PI * place);
    place + amplitude * FRAC_1_PI * sine * sine
}

/// The inverse of [`wave_share`]: Newton's method, with bisection where it leaves the bracket.
fn wave_place(share: f64, amplitude: f64) -> f64 {
    let mut low = (share - amplitude * FRAC_1_PI).max(0.0);
    let mut high = share;
    let mut place = 0.5 * (low + high);
    for _ in 0..NEWTON_STEPS {
        let error = wave_share(place, amplitude) - share;
        if error > 0.0 {
            high = place;
        } else {
            low = place;
        }
        let newton = place - error / (1.0 + amplitude * sin(TAU * place));
        let next = if low < newton && newton < high { newton } else { 0.5 * (low + high) };
        if (next - place).abs() <= f64::EPSILON {
            return next;
        }
        place = next;
    }
    place
}
