//! Whether people of a calendar are at work now, looked up once for each shift.

use super::{Event, Events, schedule};
use crate::engine::Time;
use crate::sales::calendar::Calendar;
use crate::sales::handle::{ById, CalendarId, Handle};

/// The calendars as they stand in a run.
pub(super) struct Shifts<'a> {
    calendars: &'a [Calendar],
    /// By calendar: open now, until.
    open: ById<CalendarId, (bool, Time)>,
    /// By calendar: whether its next opening is awaited.
    awaited: ById<CalendarId, bool>,
}

impl<'a> Shifts<'a> {
    pub(super) fn new(calendars: &'a [Calendar]) -> Self {
        let open = calendars.iter().map(|_| (false, Time::START)).collect();
        Self { calendars, open, awaited: calendars.iter().map(|_| false).collect() }
    }

    /// Whether people of a calendar are at work.
    #[inline(always)]
    pub(super) fn are_on(&mut self, calendar: CalendarId, now: Time) -> bool {
        self.state(calendar, now).0
    }

    /// The end of the shift that is known to be on.
    #[inline(always)]
    pub(super) fn end_of_shift(&self, calendar: CalendarId, now: Time) -> Option<Time> {
        let (is_on, until) = self.open[calendar];
        (is_on && now < until).then_some(until)
    }

    /// Whether people of a calendar are at work, and until when that stays so.
    #[inline(always)]
    fn state(&mut self, calendar: CalendarId, now: Time) -> (bool, Time) {
        let state = self.open[calendar];
        if now < state.1 { state } else { self.look(calendar, now) }
    }

    #[cold]
    #[inline(never)]
    fn look(&mut self, calendar: CalendarId, now: Time) -> (bool, Time) {
        let clock = &self.calendars[calendar.place()];
        let state = (clock.is_open(now), clock.next_change(now));
        self.open[calendar] = state;
        state
    }

    /// Looks again when the next shift begins.
    pub(super) fn await_next(&mut self, calendar: CalendarId, events: &mut Events) {
        if std::mem::replace(&mut self.awaited[calendar], true) {
            return;
        }
        let (is_on, until) = self.state(calendar, events.now());
        let clock = &self.calendars[calendar.place()];
        let opening = if is_on { clock.next_opening(until) } else { until };
        if opening < Time::NEVER {
            schedule(events, opening, Event::ShiftStarts(calendar));
        }
    }

    /// A shift that was awaited begins.
    pub(super) fn begin(&mut self, calendar: CalendarId) {
        self.awaited[calendar] = false;
    }
}
