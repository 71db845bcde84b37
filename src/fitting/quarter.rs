//! Wins by the month of the quarter: what the end of a quarter does.

use std::collections::BTreeMap;

use super::window::Window;
use crate::math::ln;
use crate::records::{EventLog, Moment, Outcome};

const DAY: i64 = 86_400;
const STEP: usize = 86_400;
/// So many days of average wins are taken to have been seen beside those of each month.
const DAYS_OF_DOUBT: f64 = 7.0;
/// Gain in held-out log-likelihood from which on months are told apart: one for each factor that is free.
const LEAST_GAIN: f64 = 2.0;

/// How wins spread over the months of calendar quarters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quarter {
    /// Wins a day in the first, second and third month, by the mean of the three.
    pub factors: [f64; 3],
    /// By how much the factors raise the log-likelihood of months that they were not fitted to, over wins at the
    /// same pace in all months; divided by the variance of wins from week to week by their mean.
    pub gain: f64,
}

/// Days of a month that were seen, and wins in them.
#[derive(Clone, Copy, Default)]
struct Seen {
    days: f64,
    wins: f64,
}

impl Quarter {
    /// Of the wins of a log; `None` if months that were held out are not forecast better.
    pub(super) fn of_log(log: &EventLog, window: &Window) -> Option<Self> {
        let span = (window.from, window.until);
        Self::of(&wins(log, span), span)
    }

    /// Of wins within a span; `None` if months that were held out are not forecast better.
    pub(super) fn of(wins: &[Moment], span: (Moment, Moment)) -> Option<Self> {
        let months = months(wins, span);
        let mut found = Self { factors: factors_of(months.iter().copied()), gain: 0.0 };
        let gain = (0..months.len()).map(|held_out| {
            let (place, seen) = months[held_out];
            let others = || (0..months.len()).filter(|at| *at != held_out).map(|at| months[at]);
            let factor = factors_of(others())[place];
            let all = sum(others().map(|month| month.1));
            seen.wins * ln(factor) - all.wins / all.days.max(1.0) * seen.days * (factor - 1.0)
        });
        found.gain = gain.sum::<f64>() / Unrest::of(wins, span, Some(&found)).of_weeks;
        (found.gain >= LEAST_GAIN).then_some(found)
    }

    /// The factor on wins of the week that begins here.
    pub(super) fn of_week(&self, from: Moment) -> f64 {
        (0..7).map(|day| self.on(from.plus(day * DAY))).sum::<f64>() / 7.0
    }

    /// The factor on wins of a day.
    fn on(&self, day: Moment) -> f64 {
        self.factors[place(day)]
    }
}

/// When the deals of a log were won, within a span.
pub(super) fn wins(log: &EventLog, (from, until): (Moment, Moment)) -> Vec<Moment> {
    let won = log.deals.iter().filter(|deal| deal.outcome == Outcome::Won);
    won.filter_map(|deal| deal.closed).filter(|at| (from..until).contains(at)).collect()
}

/// The place of a day's month in its quarter: 0, 1 or 2. Of a fiscal year that begins with any month of the
/// calendar the places are the same in another order.
fn place(day: Moment) -> usize {
    usize::try_from((day.date().1 - 1) % 3).unwrap_or(0)
}

/// Every month between two instants: its place in its quarter, days and wins.
fn months(wins: &[Moment], (from, until): (Moment, Moment)) -> Vec<(usize, Seen)> {
    let mut months: BTreeMap<(i64, i64), (usize, Seen)> = BTreeMap::new();
    let month = |day: Moment| (day.date().0, day.date().1);
    for day in (from.0..until.0).step_by(STEP).map(Moment) {
        months.entry(month(day)).or_insert((place(day), Seen::default())).1.days += 1.0;
    }
    for win in wins {
        if let Some((_, seen)) = months.get_mut(&month(*win)) {
            seen.wins += 1.0;
        }
    }
    months.into_values().collect()
}

fn sum(seen: impl Iterator<Item = Seen>) -> Seen {
    seen.fold(Seen::default(), |all, one| Seen {
        days: all.days + one.days,
        wins: all.wins + one.wins,
    })
}

/// Wins a day in the months of each place by the mean of the three; where little was seen, nearer to 1.
fn factors_of(months: impl Iterator<Item = (usize, Seen)>) -> [f64; 3] {
    let mut places = [Seen::default(); 3];
    for (place, seen) in months {
        places[place] = sum([places[place], seen].into_iter());
    }
    let all = sum(places.into_iter());
    let pace = all.wins / all.days.max(1.0);
    if pace <= 0.0 {
        return [1.0; 3];
    }
    let doubt = DAYS_OF_DOUBT * pace;
    let raw = places.map(|seen| (seen.wins + doubt) / (seen.days * pace + doubt));
    let mean = raw.iter().sum::<f64>() / 3.0;
    raw.map(|factor| factor / mean)
}

/// Wins a day at the mean of the three months, if wins keep to these factors.
pub(super) fn pace(wins: usize, (from, until): (Moment, Moment), quarter: Option<&Quarter>) -> f64 {
    let factor = |day: Moment| quarter.map_or(1.0, |quarter| quarter.on(day));
    let days: f64 = (from.0..until.0).step_by(STEP).map(|day| factor(Moment(day))).sum();
    wins as f64 / days.max(1.0)
}

/// How much weekly wins vary besides the factors, as variance by mean; at least 1.
#[derive(Clone, Copy)]
pub(super) struct Unrest {
    /// Around one pace for the whole span.
    pub(super) of_pace: f64,
    /// From week to week: slow changes of the pace do not count.
    pub(super) of_weeks: f64,
}

impl Unrest {
    pub(super) fn of(wins: &[Moment], span: (Moment, Moment), quarter: Option<&Quarter>) -> Self {
        let pace = pace(wins.len(), span, quarter);
        let weeks = usize::try_from((span.1.0 - span.0.0) / (7 * DAY)).unwrap_or(0);
        let mut found = vec![0.0; weeks];
        for win in wins {
            let week = usize::try_from((win.0 - span.0.0) / (7 * DAY)).ok();
            if let Some(count) = week.and_then(|week| found.get_mut(week)) {
                *count += 1.0;
            }
        }
        let off = |(week, found): (i64, &f64)| {
            let from = span.0.plus(week * 7 * DAY);
            let mean = 7.0 * pace * quarter.map_or(1.0, |quarter| quarter.of_week(from));
            (found - mean) / mean.max(1e-9).sqrt()
        };
        let off: Vec<f64> = (0..).zip(&found).map(off).collect();
        let free = if quarter.is_some() { 3 } else { 1 };
        let around = off.iter().map(|off| off * off).sum::<f64>();
        let steps = off.windows(2).map(|pair| (pair[1] - pair[0]) * (pair[1] - pair[0]) / 2.0);
        let mean = |sum: f64, terms: usize| (sum / terms.max(1) as f64).max(1.0);
        Self {
            of_pace: mean(around, weeks.saturating_sub(free)),
            of_weeks: mean(steps.sum(), weeks.saturating_sub(1)),
        }
    }
}
