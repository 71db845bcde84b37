//! Both sides of what must not get lost in a run, counted apart: leads, their time, people's hours.

use super::tallies::{Tallies, Window};
use crate::engine::Time;

/// The gap that rounding may leave between two sums of the same, as a share of them.
const ROUNDING: f64 = 1e-7;

/// What a run counted twice, over its measured window. Numbers of leads, and hours.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Audit {
    /// Leads in progress when the window began, as the state had them.
    pub at_start: f64,
    /// The same when it ended.
    pub at_end: f64,
    /// Leads that came in it, new ones and those back from nurture.
    pub came: f64,
    /// Leads that ended in it.
    pub left: f64,
    /// The time integral of the number of leads in progress.
    pub progress_hours: f64,
    /// The time of each lead in it, summed lead by lead.
    pub lead_hours: f64,
    /// Its length in hours.
    pub window_hours: f64,
    /// Working hours in use, summed by role.
    pub role_hours: f64,
    /// The same, summed by person.
    pub person_hours: f64,
    /// Working hours at work by role, overtime included.
    pub present_hours: f64,
}

/// Leads in progress as the state has them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Progress {
    /// When their number last changed.
    since: Time,
    hours: f64,
    came: u64,
    at_start: u32,
    at_end: Option<u32>,
}

impl Default for Progress {
    fn default() -> Self {
        Self { since: Time::START, hours: 0.0, came: 0, at_start: 0, at_end: None }
    }
}

impl Progress {
    /// There were so many up to now.
    #[inline]
    pub(super) fn were(&mut self, active: u32, now: Time, window: Window) {
        self.hours += f64::from(active) * window.inside(self.since, now);
        self.since = now;
    }

    /// One more comes.
    #[inline]
    pub(super) fn comes(&mut self, active: u32, now: Time, window: Window) {
        self.were(active, now, window);
        self.came += u64::from(window.covers(now));
    }

    /// The window begins with so many.
    pub(super) fn begins(&mut self, active: u32) {
        self.at_start = active;
    }

    /// It ends with so many; the first end counts.
    pub(super) fn ends(&mut self, active: u32) {
        self.at_end.get_or_insert(active);
    }
}

impl Audit {
    /// Of a run that is over, with a window of so many hours.
    pub(super) fn of(tallies: &Tallies, window_hours: f64) -> Self {
        let Progress { hours, came, at_start, at_end, .. } = tallies.progress;
        let roles = || tallies.roles.iter();
        Self {
            at_start: f64::from(at_start),
            at_end: f64::from(at_end.unwrap_or(0)),
            came: came as f64,
            left: tallies.exits.iter().sum::<u64>() as f64,
            progress_hours: hours,
            lead_hours: tallies.sums.wip_area,
            window_hours,
            role_hours: roles().map(|role| role.busy).sum(),
            person_hours: tallies.seats.iter().map(|seat| seat.busy).sum(),
            present_hours: roles().map(|role| role.present + role.overtime).sum(),
        }
    }

    /// Whether the leads that came or were there are those that ended or are left.
    pub fn keeps_leads(&self) -> bool {
        (self.at_start + self.came - self.left - self.at_end).abs() < 0.5
    }

    /// Whether the time integral of the number of leads is the sum of their times: Little's law for this very
    /// run (Stidham 1974).
    pub fn keeps_time(&self) -> bool {
        agree(self.progress_hours, self.lead_hours)
    }

    /// Whether the hours of roles are those of their people, none of them longer than at work.
    pub fn keeps_hours(&self) -> bool {
        let most = self.present_hours * (1.0 + ROUNDING) + ROUNDING;
        agree(self.role_hours, self.person_hours) && self.role_hours <= most
    }

    /// Its numbers, in order.
    pub fn numbers(&self) -> [f64; 10] {
        [
            self.at_start,
            self.at_end,
            self.came,
            self.left,
            self.progress_hours,
            self.lead_hours,
            self.window_hours,
            self.role_hours,
            self.person_hours,
            self.present_hours,
        ]
    }

    /// The audit with these numbers.
    pub fn of_numbers(numbers: [f64; 10]) -> Self {
        let [at_start, at_end, came, left, progress_hours, rest @ ..] = numbers;
        let [lead_hours, window_hours, role_hours, person_hours, present_hours] = rest;
        Self {
            at_start,
            at_end,
            came,
            left,
            progress_hours,
            lead_hours,
            window_hours,
            role_hours,
            person_hours,
            present_hours,
        }
    }
}

fn agree(a: f64, b: f64) -> bool {
    (a - b).abs() <= ROUNDING * a.abs().max(b.abs()).max(1.0)
}
