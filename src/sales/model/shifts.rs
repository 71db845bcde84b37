//! Whether people of a calendar are at work now, looked up once for each shift.

use super::{Event, Events, schedule};
use crate::engine::Time;
use crate::sales::calendar::Calendar;

/// The calendars as they stand in a run.
pub(super) struct Shifts<'a> {
    calendars: &'a [Calendar],
    /// By calendar: open now, until.
    open: Vec<(bool, Time)>,
    /// By calendar: whether its next opening is awaited.
    awaited: Vec<bool>,
}

impl<'a> Shifts<'a> {
    pub(super) fn new(calendars: &'a [Calendar]) -> Self {
        Self { calendars, open: Vec::new(), awaited: Vec::new() }
    }

    /// Forgets what was looked up, for another run.
    pub(super) fn reset(&mut self) {
        self.open.clear();
        self.open.resize(self.calendars.len(), (false, Time::START));
        self.awaited.clear();
        self.awaited.resize(self.calendars.len(), false);
    }

    /// Whether people of a calendar are at work.
    #[inline(always)]
    pub(super) fn are_on(&mut self, calendar: u32, now: Time) -> bool {
        self.state(calendar, now).0
    }

    /// Whether people of a calendar are at work, and until when that stays so.
    #[inline(always)]
    fn state(&mut self, calendar: u32, now: Time) -> (bool, Time) {
        let state = self.open[calendar as usize];
        if now < state.1 { state } else { self.look(calendar, now) }
    }

    #[cold]
    #[inline(never)]
    fn look(&mut self, calendar: u32, now: Time) -> (bool, Time) {
        let clock = &self.calendars[calendar as usize];
        let state = (clock.is_open(now), clock.next_change(now));
        self.open[calendar as usize] = state;
        state
    }

    /// Looks again when the next shift begins.
    pub(super) fn await_next(&mut self, calendar: u32, events: &mut Events) {
        if std::mem::replace(&mut self.awaited[calendar as usize], true) {
            return;
        }
        let (is_on, until) = self.state(calendar, events.now());
        let clock = &self.calendars[calendar as usize];
        let opening = if is_on { clock.next_opening(until) } else { until };
        if opening < Time::NEVER {
            schedule(events, opening, Event::ShiftStarts(calendar));
        }
    }

    /// A shift that was awaited begins.
    pub(super) fn begin(&mut self, calendar: u32) {
        self.awaited[calendar as usize] = false;
    }
}
