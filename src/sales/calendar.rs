//! Working calendars by arithmetic: no events, no state.
//!
//! A calendar is a cycle of open intervals with some days taken out. Everything follows from
//! `W(t)`, the working hours up to `t`, which is piecewise linear: [`Calendar::worked_until`]
//! evaluates it and [`Calendar::after`] inverts it, in constant time plus a binary search over the
//! holidays. Intervals are half open: whoever arrives exactly at the end of a shift waits.

mod cycle;

use crate::engine::Time;
use cycle::{Cycle, HAIR, HOURS_PER_DAY};

pub use cycle::{CalendarError, HOURS_PER_WEEK};

const HOURS_PER_QUARTER: f64 = 13.0 * HOURS_PER_WEEK;

/// The number of the week in which an instant lies (hours since the start); the first is week 1.
pub fn week_of(hours: f64) -> f64 {
    (hours / HOURS_PER_WEEK).floor() + 1.0
}

/// The fiscal quarter of 13 weeks in which `t` lies; the run starts with quarter 0.
#[inline]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "time is positive")]
pub fn quarter(t: Time) -> u32 {
    (t.hours() / HOURS_PER_QUARTER) as u32
}

/// When people work: a repeating pattern of open hours, with holidays.
#[derive(Clone, Debug, PartialEq)]
pub struct Calendar {
    name: String,
    pattern: Pattern,
}

#[derive(Clone, Debug, PartialEq)]
enum Pattern {
    Always,
    Cycle(Cycle),
}

impl Calendar {
    /// The calendar that is always open.
    pub fn always(name: impl Into<String>) -> Self {
        Self { name: name.into(), pattern: Pattern::Always }
    }

    /// A week of open hours: intervals (start, end) in hours since Monday 00:00, ascending.
    ///
    /// The run starts at 00:00 of `start_weekday` (0 = Monday). `holidays` are days on which
    /// nobody works, by their number since the run's start (0 = its first day), in any order.
    pub fn weekly(
        name: impl Into<String>,
        open: &[(f64, f64)],
        start_weekday: u8,
        holidays: &[u32],
    ) -> Result<Self, CalendarError> {
        if start_weekday > 6 {
            return Err(CalendarError::NoWeekday { weekday: start_weekday });
        }
        let mut cycle = Cycle::new(HOURS_PER_WEEK, open)?;
        cycle.begin_at(f64::from(start_weekday) * HOURS_PER_DAY);
        cycle.close_on(holidays);
        Ok(Self::of(name.into(), cycle))
    }

    /// Open hours that repeat every `period_hours`, the first cycle starting with the run.
    pub fn cyclic(
        name: impl Into<String>,
        period_hours: f64,
        open: &[(f64, f64)],
    ) -> Result<Self, CalendarError> {
        Ok(Self::of(name.into(), Cycle::new(period_hours, open)?))
    }

    fn of(name: String, cycle: Cycle) -> Self {
        if cycle.never_closes() {
            return Self::always(name);
        }
        Self { name, pattern: Pattern::Cycle(cycle) }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is open round the clock, for ever.
    #[inline]
    pub fn is_always(&self) -> bool {
        matches!(self.pattern, Pattern::Always)
    }

    /// `W(t)`: the working hours from the start of the run to `t`.
    #[inline]
    pub fn worked_until(&self, t: Time) -> f64 {
        match &self.pattern {
            Pattern::Always => t.hours(),
            Pattern::Cycle(cycle) => cycle.worked_until(t.hours()),
        }
    }

    /// The working hours from `a` to `b`; 0 if `b` is not later.
    #[inline]
    pub fn between(&self, a: Time, b: Time) -> f64 {
        let hours = match &self.pattern {
            Pattern::Always => b.hours() - a.hours(),
            Pattern::Cycle(cycle) => cycle.between(a.hours(), b.hours()),
        };
        if hours > 0.0 { hours } else { 0.0 }
    }

    /// The earliest instant at which `work_hours` of work begun at `t` are done.
    ///
    /// Work that ends exactly with a shift is done at the shift's end; no work is done at `t`.
    #[inline]
    pub fn after(&self, t: Time, work_hours: f64) -> Time {
        match &self.pattern {
            Pattern::Always => Time::from_hours(t.hours() + work_hours),
            Pattern::Cycle(cycle) => Time::from_hours(cycle.after(t.hours(), work_hours)),
        }
    }

    /// The same where the end of the shift that is on at `t` may be known: most work ends before it.
    #[inline]
    pub fn after_in_shift(&self, t: Time, work_hours: f64, shift_end: Option<Time>) -> Time {
        let done = t.hours() + work_hours;
        match shift_end {
            Some(end) if work_hours > 0.0 && done < end.hours() - HAIR => Time::from_hours(done),
            _ => self.after(t, work_hours),
        }
    }

    /// When somebody answers who takes `hours` from `t` on and keeps this calendar.
    ///
    /// Up to a business day the hours pass while it is open: 4 h from 15:00 on end at 11:00 of the
    /// next business day. Longer times are spans of the calendar, with the share of open hours in
    /// them: a working day is a business day, a week is a week. What lies between, such as `"1 d"`,
    /// ends at the same time of the next business day. An answer without delay comes at once.
    #[inline]
    pub fn answered(&self, t: Time, hours: f64) -> Time {
        match &self.pattern {
            Pattern::Always => Time::from_hours(t.hours() + hours),
            Pattern::Cycle(cycle) => Time::from_hours(cycle.answered(t.hours(), hours)),
        }
    }

    /// The instant `hours` of opening before the last one until `end`, seen from `t`; `t` if there
    /// are no more.
    pub fn ahead_of(&self, t: Time, end: Time, hours: f64) -> Time {
        self.after(t, (self.between(t, end) - hours).max(0.0))
    }

    /// Whether somebody with this calendar works at `t`.
    #[inline]
    pub fn is_open(&self, t: Time) -> bool {
        match &self.pattern {
            Pattern::Always => true,
            Pattern::Cycle(cycle) => cycle.end_if_open(t.hours()).is_some(),
        }
    }

    /// The first instant from `t` on at which it is open: `t` itself if it is open then.
    #[inline]
    pub fn next_opening(&self, t: Time) -> Time {
        match &self.pattern {
            Pattern::Always => t,
            Pattern::Cycle(cycle) => Time::from_hours(cycle.next_opening(t.hours())),
        }
    }

    /// The end of the shift that is on at `t`, or `t` if it is closed; [`Time::NEVER`] if the shift
    /// has no end. Intervals that adjoin are one shift.
    #[inline]
    pub fn shift_end(&self, t: Time) -> Time {
        match &self.pattern {
            Pattern::Always => Time::NEVER,
            Pattern::Cycle(cycle) => cycle.end_if_open(t.hours()).map_or(t, Time::from_hours),
        }
    }

    /// The end of work that goes straight on for `hours` from `t`: the end of the shift if it is only
    /// rounding that tells the two apart.
    #[inline]
    pub fn straight_on(&self, t: Time, hours: f64) -> Time {
        let end = Time::from_hours(t.hours() + hours);
        let shift_end = self.shift_end(t);
        if (end.hours() - shift_end.hours()).abs() <= HAIR { shift_end } else { end }
    }

    /// Hours of the span from `a` to `b` that lie outside opening hours, rounding aside.
    pub fn outside(&self, a: Time, b: Time) -> f64 {
        let hours = b.hours() - a.hours() - self.between(a, b);
        if hours > HAIR { hours } else { 0.0 }
    }

    /// The next instant after `t` at which it opens or closes.
    #[inline]
    pub fn next_change(&self, t: Time) -> Time {
        match &self.pattern {
            Pattern::Always => Time::NEVER,
            Pattern::Cycle(cycle) => Time::from_hours(
                cycle.end_if_open(t.hours()).unwrap_or_else(|| cycle.next_opening(t.hours())),
            ),
        }
    }

    /// Working hours of one full business day: the hours of a cycle over its days with any hours.
    ///
    /// In a cycle that is no whole number of days: the mean hours in 24.
    pub fn hours_per_day(&self) -> f64 {
        match &self.pattern {
            Pattern::Always => HOURS_PER_DAY,
            Pattern::Cycle(cycle) => cycle.hours_per_day,
        }
    }

    /// Working hours of a week without holidays.
    pub fn hours_per_week(&self) -> f64 {
        match &self.pattern {
            Pattern::Always => HOURS_PER_WEEK,
            Pattern::Cycle(cycle) => cycle.hours_per_week(),
        }
    }

    /// The longest shift in hours, holidays aside; infinite if it never closes otherwise.
    pub fn longest_shift_hours(&self) -> f64 {
        match &self.pattern {
            Pattern::Always => f64::INFINITY,
            Pattern::Cycle(cycle) => cycle.longest_shift(),
        }
    }
}
