//! A repeating pattern of open hours and the days taken out of it.

/// Hours in a week.
pub const HOURS_PER_WEEK: f64 = 168.0;
pub(super) const HOURS_PER_DAY: f64 = 24.0;
/// Instants closer than this (a third of a millisecond) are one instant, so that work that ends with
/// the shift up to rounding is complete at the shift's end. It is more than what ten thousand
/// touches in a row round away after ten years, and far less than any work takes.
pub(super) const HAIR: f64 = 1e-7;

/// Why a calendar is impossible.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum CalendarError {
    /// Nobody would ever work.
    #[error("no open hours at all")]
    NoHours,
    /// An interval that is not one.
    #[error("the hours from {start} to {end} are not an interval")]
    NotAnInterval {
        /// Its start in hours since the start of the cycle.
        start: f64,
        /// Its end.
        end: f64,
    },
    /// Intervals overlap or stand in the wrong order.
    #[error(
        "the hours from {start} begin before the interval ahead of them ends at {previous_end}"
    )]
    OutOfOrder {
        /// The start of the later interval in the list.
        start: f64,
        /// The end of the one before it.
        previous_end: f64,
    },
    /// An interval goes on after the end of the cycle.
    #[error("the hours end at {end}, beyond the cycle of {period} hours")]
    BeyondCycle {
        /// The end of the interval.
        end: f64,
        /// The length of the cycle.
        period: f64,
    },
    /// A cycle without length.
    #[error("a cycle must be longer than 0 hours, not {period}")]
    NoPeriod {
        /// The length asked for.
        period: f64,
    },
    /// There are seven weekdays, from 0 (Monday) to 6.
    #[error("weekday {weekday} is not one of 0 (Monday) to 6 (Sunday)")]
    NoWeekday {
        /// The number found.
        weekday: u8,
    },
}

/// A repeating pattern. "Raw" means before holidays are taken out.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cycle {
    period: f64,
    /// Where in the cycle the run starts.
    phase: f64,
    /// Work of the cycle before `phase`.
    phase_work: f64,
    /// Work of a whole cycle.
    work: f64,
    /// Work of a day with any.
    pub(super) hours_per_day: f64,
    intervals: Vec<Interval>,
    holidays: Vec<Block>,
}

/// Open from `start` to `end` of a cycle, with `before` hours of work ahead of it in the cycle.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Interval {
    start: f64,
    end: f64,
    before: f64,
}

/// Days off from `start` to `end` on the clock, at which `worked` hours had been worked and by the
/// end of which `lost` raw hours have been lost to this and earlier blocks.
///
/// There are raw hours in every block, and between any two.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Block {
    start: f64,
    end: f64,
    worked: f64,
    lost: f64,
}

impl Cycle {
    pub(super) fn new(period: f64, open: &[(f64, f64)]) -> Result<Self, CalendarError> {
        if !(period > HAIR && period.is_finite()) {
            return Err(CalendarError::NoPeriod { period });
        }
        let mut intervals: Vec<Interval> = Vec::with_capacity(open.len());
        let mut work = 0.0;
        for &(start, end) in open {
            if !(start >= 0.0 && end > start + HAIR) {
                return Err(CalendarError::NotAnInterval { start, end });
            }
            if end > period {
                return Err(CalendarError::BeyondCycle { end, period });
            }
            let previous_end = intervals.last().map_or(0.0, |last| last.end);
            if start < previous_end {
                return Err(CalendarError::OutOfOrder { start, previous_end });
            }
            match intervals.last_mut() {
                Some(last) if start - last.end <= HAIR => last.end = end,
                _ => intervals.push(Interval { start, end, before: work }),
            }
            work = intervals.last().map_or(0.0, |last| last.before + (last.end - last.start));
        }
        if intervals.is_empty() {
            return Err(CalendarError::NoHours);
        }
        let (phase, phase_work, holidays) = (0.0, 0.0, Vec::new());
        let cycle =
            Self { period, phase, phase_work, work, hours_per_day: 0.0, intervals, holidays };
        Ok(Self { hours_per_day: cycle.mean_day(), ..cycle })
    }

    pub(super) fn begin_at(&mut self, phase: f64) {
        self.phase = phase;
        self.phase_work = self.work_before(phase);
    }

    /// Takes out days, joining those that have no raw hours between them.
    pub(super) fn close_on(&mut self, days: &[u32]) {
        let mut days = days.to_vec();
        days.sort_unstable();
        let mut blocks: Vec<Block> = Vec::new();
        for day in days {
            let start = f64::from(day) * HOURS_PER_DAY;
            let end = start + HOURS_PER_DAY;
            if self.raw_opening(start) >= end {
                continue;
            }
            match blocks.last_mut() {
                Some(last) if self.raw_opening(last.end) >= start => last.end = end,
                _ => blocks.push(Block { start, end, worked: 0.0, lost: 0.0 }),
            }
        }
        let mut lost = 0.0;
        for block in &mut blocks {
            let before = self.raw_worked(block.start);
            block.worked = before - lost;
            lost += self.raw_worked(block.end) - before;
            block.lost = lost;
        }
        self.holidays = blocks;
    }

    /// Out of line, to keep the path of calendars without a pattern short.
    #[inline(never)]
    pub(super) fn between(&self, a: f64, b: f64) -> f64 {
        self.worked_until(b) - self.worked_until(a)
    }

    #[inline]
    pub(super) fn worked_until(&self, t: f64) -> f64 {
        let started = self.holidays.partition_point(|block| block.start <= t);
        match started.checked_sub(1).map(|last| &self.holidays[last]) {
            None => self.raw_worked(t),
            Some(block) if t < block.end => block.worked,
            Some(block) => self.raw_worked(t) - block.lost,
        }
    }

    #[inline]
    pub(super) fn after(&self, t: f64, work: f64) -> f64 {
        if work <= 0.0 {
            return t;
        }
        if let Some(end) = self.end_if_open(t) {
            let done = t + work;
            if done < end - HAIR {
                return done;
            }
            if done <= end + HAIR {
                return end;
            }
        }
        let target = self.worked_until(t) + work;
        let passed = self.holidays.partition_point(|block| block.worked < target - HAIR);
        let lost = passed.checked_sub(1).map_or(0.0, |last| self.holidays[last].lost);
        self.raw_reached(target + lost).max(t)
    }

    #[inline]
    pub(super) fn answered(&self, t: f64, hours: f64) -> f64 {
        let share = self.work / self.period;
        self.after(t, (hours * share).max(hours.min(self.hours_per_day)))
    }

    /// The end of the shift at `t`, if one is on.
    #[inline]
    pub(super) fn end_if_open(&self, t: f64) -> Option<f64> {
        let end = self.raw_end_if_open(t)?;
        let started = self.holidays.partition_point(|block| block.start <= t + HAIR);
        if started > 0 && t + HAIR < self.holidays[started - 1].end {
            return None;
        }
        Some(self.holidays.get(started).map_or(end, |block| end.min(block.start)))
    }

    #[inline]
    pub(super) fn next_opening(&self, t: f64) -> f64 {
        let from = self.past_holiday(t);
        let opening = self.raw_opening(from);
        if opening <= from {
            return from;
        }
        let past = self.past_holiday(opening);
        if past > opening { self.raw_opening(past) } else { opening }
    }

    /// `t`, or the end of the block it lies in.
    #[inline]
    fn past_holiday(&self, t: f64) -> f64 {
        let started = self.holidays.partition_point(|block| block.start <= t + HAIR);
        match started.checked_sub(1).map(|last| self.holidays[last].end) {
            Some(end) if t + HAIR < end => end,
            _ => t,
        }
    }

    /// How many whole cycles lie before `t`, and where in its cycle `t` is.
    #[inline]
    fn locate(&self, t: f64) -> (f64, f64) {
        let since = t + self.phase;
        let cycles = whole(since / self.period);
        (cycles, (since - cycles * self.period).clamp(0.0, self.period))
    }

    /// The instant at a place of a cycle.
    #[inline]
    fn instant(&self, cycles: f64, place: f64) -> f64 {
        cycles * self.period + place - self.phase
    }

    /// How many intervals of a cycle start at `place` or before.
    #[inline]
    fn started(&self, place: f64) -> usize {
        count_while(&self.intervals, |interval| interval.start <= place)
    }

    #[inline]
    fn work_before(&self, place: f64) -> f64 {
        match self.started(place).checked_sub(1).map(|last| &self.intervals[last]) {
            None => 0.0,
            Some(interval) => interval.before + (place.min(interval.end) - interval.start),
        }
    }

    #[inline]
    fn raw_worked(&self, t: f64) -> f64 {
        let (cycles, place) = self.locate(t);
        cycles * self.work + self.work_before(place) - self.phase_work
    }

    /// The earliest instant at which [`Self::raw_worked`] is `worked`.
    #[inline]
    fn raw_reached(&self, worked: f64) -> f64 {
        let total = worked + self.phase_work;
        let cycles = whole((total - HAIR) / self.work).max(0.0);
        let rest = total - cycles * self.work;
        let next = count_while(&self.intervals, |i| i.before < rest - HAIR).max(1);
        let interval = &self.intervals[next - 1];
        let place = interval.start + (rest - interval.before);
        let place = if place > interval.end - HAIR { interval.end } else { place };
        self.instant(cycles, place)
    }

    #[inline]
    fn raw_end_if_open(&self, t: f64) -> Option<f64> {
        let (cycles, place) = self.locate(t);
        // In the last hair of a cycle the next one has begun.
        let (cycles, place) =
            if place + HAIR < self.period { (cycles, place) } else { (cycles + 1.0, 0.0) };
        let interval = &self.intervals[self.started(place + HAIR).checked_sub(1)?];
        if place + HAIR >= interval.end {
            return None;
        }
        if interval.end + HAIR < self.period || !self.is_joined() {
            return Some(self.instant(cycles, interval.end));
        }
        if self.is_full() {
            return Some(f64::INFINITY);
        }
        Some(self.instant(cycles + 1.0, self.intervals[0].end))
    }

    #[inline]
    fn raw_opening(&self, t: f64) -> f64 {
        if self.raw_end_if_open(t).is_some() {
            return t;
        }
        let (cycles, place) = self.locate(t);
        match self.intervals.get(self.started(place)) {
            Some(next) => self.instant(cycles, next.start),
            None => self.instant(cycles + 1.0, self.intervals[0].start),
        }
    }

    /// Whether the end of a cycle and the start of the next are one shift.
    #[inline]
    fn is_joined(&self) -> bool {
        self.intervals[0].start <= HAIR
            && self.intervals[self.intervals.len() - 1].end >= self.period - HAIR
    }

    /// Whether it never closes but for holidays.
    #[inline]
    fn is_full(&self) -> bool {
        self.intervals.len() == 1 && self.is_joined()
    }

    /// Whether it never closes.
    pub(super) fn never_closes(&self) -> bool {
        self.is_full() && self.holidays.is_empty()
    }

    pub(super) fn hours_per_week(&self) -> f64 {
        self.work / self.period * HOURS_PER_WEEK
    }

    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "days of a cycle")]
    fn mean_day(&self) -> f64 {
        let days = (self.period / HOURS_PER_DAY).round();
        if (days * HOURS_PER_DAY - self.period).abs() > HAIR {
            return self.work / self.period * HOURS_PER_DAY;
        }
        let has_hours = |day: &u32| {
            let start = f64::from(*day) * HOURS_PER_DAY;
            self.work_before(start + HOURS_PER_DAY) > self.work_before(start) + HAIR
        };
        self.work / (0..days as u32).filter(has_hours).count() as f64
    }

    pub(super) fn longest_shift(&self) -> f64 {
        if self.is_full() {
            return f64::INFINITY;
        }
        let length = |interval: &Interval| interval.end - interval.start;
        let longest = self.intervals.iter().map(length).fold(0.0, f64::max);
        if !self.is_joined() {
            return longest;
        }
        longest.max(length(&self.intervals[0]) + length(&self.intervals[self.intervals.len() - 1]))
    }
}

/// The whole part of a number of cycles. `floor` is a call into the math library on machines
/// without an instruction for it; where the result is below 0 the callers take 0.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "below 2^52 it fits")]
fn whole(x: f64) -> f64 {
    const ALL_WHOLE: f64 = 4_503_599_627_370_496.0;
    if x < ALL_WHOLE { (x as i64) as f64 } else { x }
}

/// How many items from the start on fulfil `holds`, which none does after one that does not.
#[inline]
fn count_while<T>(items: &[T], holds: impl Fn(&T) -> bool) -> usize {
    const FEW: usize = 16;
    if items.len() <= FEW {
        // No branch depends on the time of day, which nobody could predict.
        items.iter().map(|item| usize::from(holds(item))).sum()
    } else {
        items.partition_point(holds)
    }
}
