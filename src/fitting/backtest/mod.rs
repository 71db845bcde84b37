//! Forecasts from what was known at earlier dates, beside what came.
//!
//! Wins are forecast in two ways: by the ages of open deals and the leads to come, or by the pace so far. Which of
//! them an origin uses is settled by the likelihood of the weeks that the two origins before it forecast. Both follow the months of the
//! quarter where wins so far do ([`Quarter`]).

mod law;
mod outlook;
mod words;

use self::law::CountLaw;
pub use self::law::WeekForecast;
use self::outlook::Outlook;
pub use self::words::{backtest_csv, backtest_json, backtest_text};
use super::outcomes::Outcomes;
use super::quarter::{self, Quarter, Unrest};
use super::too_little::TooLittle;
use super::window::Window;
use crate::records::{Deal, EventLog, Moment, Outcome};
use crate::stats::quantile;

const WEEK: i64 = 7 * 86_400;
/// A forecast looks so many weeks ahead, or a fifth of a short log.
const HORIZON: usize = 13;
/// Weeks, and ended deals, that must be known at an origin.
const FEWEST_WEEKS: usize = 13;
const FEWEST_ENDS: usize = 40;
const MOST_ORIGINS: usize = 12;
/// Weeks that must be known where a forecast is made only to learn which way of forecasting holds.
const FEWEST_TO_LEARN: usize = 9;

/// So many forecasts before it say by what the next one is made.
const REMEMBERED: usize = 2;

/// Forecasts and what came.
#[derive(Clone, Debug, PartialEq)]
pub struct Backtest {
    /// The dates at which forecasts were made, the earliest first.
    pub origins: Vec<Origin>,
    /// Weeks that each looks ahead.
    pub horizon: usize,
    /// Weekly wins of the whole log, the last week at its end.
    pub wins: Vec<u32>,
    /// When the first of these weeks begins.
    pub from: Moment,
}

/// What was forecast at one date.
#[derive(Clone, Debug, PartialEq)]
pub struct Origin {
    /// The date.
    pub at: Moment,
    /// Its place among the weeks of the log: the first week that it forecasts.
    pub week: usize,
    /// Each week ahead.
    pub weeks: Vec<WeekForecast>,
    /// Cycle times of the deals that were won within the horizon: days, and the share of predicted wins that
    /// take no longer.
    pub cycles: Vec<(f64, f64)>,
    /// What they are forecast by.
    pub basis: Basis,
    /// How wins spread over the months of quarters, where that is forecast, too.
    pub quarter: Option<Quarter>,
    /// Mean weekly wins of the 13 weeks before, and of all weeks before: the naive forecasts.
    pub naive: [f64; 2],
}

/// What weekly wins are forecast by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// The ages of open deals, and the leads to come.
    Pipeline,
    /// The pace so far.
    Pace,
}

impl Basis {
    /// What it is called in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Pipeline => "pipeline",
            Self::Pace => "pace",
        }
    }
}

/// How good the forecasts were.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Share of weeks within the range of 50 and of 90 %.
    pub weeks: (f64, f64),
    /// Share of cycle times within the middle 50 and 90 % predicted; NaN without wins.
    pub cycles: (f64, f64),
    /// Mean absolute error of weekly wins: of the forecast, of the last quarter's mean, of the mean so far.
    pub errors: [f64; 3],
    /// Wins forecast by wins found, all horizons together.
    pub total: f64,
}

impl Backtest {
    /// Makes a forecast at every origin that the log allows: a horizon apart, back from its end.
    ///
    /// # Errors
    ///
    /// If the log is too short, or too little had ended.
    pub fn of(log: &EventLog) -> Result<Self, TooLittle> {
        let window = Window::of(log).ok_or(TooLittle::Deals(0))?;
        let weeks = usize::try_from((window.until.0 - window.from.0) / WEEK).unwrap_or(0);
        let horizon = HORIZON.min(weeks / 5);
        let from = later(window.until, weeks, -WEEK);
        let mut wins = vec![0; weeks];
        for closed in
            log.deals.iter().filter(|d| d.outcome == Outcome::Won).filter_map(|d| d.closed)
        {
            if let Some(week) = week_of(from, closed).and_then(|week| wins.get_mut(week)) {
                *week += 1;
            }
        }
        let first = FEWEST_WEEKS.max(weeks / 3);
        let past = Past { log, window: &window, wins: &wins, from, horizon };
        let origins = past.origins(first);
        if origins.is_empty() {
            return Err(TooLittle::Past(weeks));
        }
        Ok(Self { origins, horizon, wins, from })
    }

    /// When a week of the log begins.
    pub fn start(&self, week: usize) -> Moment {
        later(self.from, week, WEEK)
    }

    /// How good they were.
    pub fn score(&self) -> Score {
        let weeks: Vec<&WeekForecast> =
            self.origins.iter().flat_map(|origin| &origin.weeks).collect();
        let share = |is_in: &dyn Fn(&WeekForecast) -> bool| {
            weeks.iter().filter(|week| is_in(week)).count() as f64 / weeks.len() as f64
        };
        let within = |(low, high): (u32, u32), found: u32| low <= found && found <= high;
        let cycles: Vec<f64> =
            self.origins.iter().flat_map(|o| o.cycles.iter().map(|c| c.1)).collect();
        let middle = |low: f64, high: f64| {
            cycles.iter().filter(|p| (low..=high).contains(*p)).count() as f64 / cycles.len() as f64
        };
        let error = |of: &dyn Fn(&Origin, &WeekForecast) -> f64| {
            let each = self.origins.iter().flat_map(|origin| {
                origin.weeks.iter().map(|week| (of(origin, week) - f64::from(week.found)).abs())
            });
            each.sum::<f64>() / weeks.len() as f64
        };
        let found: f64 = weeks.iter().map(|week| f64::from(week.found)).sum();
        Score {
            weeks: (share(&|w| within(w.half, w.found)), share(&|w| within(w.most, w.found))),
            cycles: (middle(0.25, 0.75), middle(0.05, 0.95)),
            errors: [
                error(&|_, week| week.mean),
                error(&|o, _| o.naive[0]),
                error(&|o, _| o.naive[1]),
            ],
            total: weeks.iter().map(|week| week.mean).sum::<f64>() / found,
        }
    }
}

/// So many spans later.
fn later(from: Moment, count: usize, seconds: i64) -> Moment {
    from.plus(i64::try_from(count).unwrap_or(0) * seconds)
}

fn week_of(from: Moment, at: Moment) -> Option<usize> {
    usize::try_from((at.0 - from.0).div_euclid(WEEK)).ok()
}

/// The log as it was at an earlier date.
fn as_of(log: &EventLog, at: Moment) -> EventLog {
    let known = |deal: &Deal| {
        let mut deal = deal.clone();
        if deal.closed.is_none_or(|closed| closed > at) {
            (deal.closed, deal.outcome) = (None, Outcome::Open);
        }
        deal
    };
    let deals = log.deals.iter().filter(|deal| deal.created <= at).map(known).collect();
    EventLog { deals, observed_until: Some(at), ..log.clone() }
}

/// A log, and what is forecast of it.
struct Past<'a> {
    log: &'a EventLog,
    window: &'a Window,
    /// Wins of each week.
    wins: &'a [u32],
    /// When the first week begins.
    from: Moment,
    horizon: usize,
}

/// What could be forecast at a date.
struct Outlooks {
    week: usize,
    /// The weeks ahead, by pipeline and by pace.
    laws: [Vec<CountLaw>; 2],
    quarter: Option<Quarter>,
    cycles: Vec<(f64, f64)>,
}

impl Past<'_> {
    /// A forecast at each date from the week `first` on, the earliest first; those before it only show which way of
    /// forecasting holds.
    fn origins(&self, first: usize) -> Vec<Origin> {
        let weeks = self.wins.len();
        let back =
            (1..=MOST_ORIGINS).rev().filter_map(|back| weeks.checked_sub(back * self.horizon));
        let (mut origins, mut held_out) = (Vec::new(), Vec::new());
        for week in back.filter(|week| *week >= FEWEST_TO_LEARN && self.horizon > 0) {
            let Some(outlooks) = self.at(week) else { continue };
            if week >= first {
                let gain = held_out.iter().rev().take(REMEMBERED).sum::<f64>();
                origins.push(self.origin(&outlooks, gain > 0.0));
            }
            let found = &self.wins[week..week + self.horizon];
            let [pipeline, pace] = outlooks.laws.each_ref().map(|laws| {
                laws.iter().zip(found).map(|(law, found)| law.ln_chance(*found)).sum::<f64>()
            });
            held_out.push(pace - pipeline);
        }
        origins
    }

    fn origin(&self, outlooks: &Outlooks, is_pace: bool) -> Origin {
        let (week, wins) = (outlooks.week, self.wins);
        let mean =
            |weeks: &[u32]| weeks.iter().map(|n| f64::from(*n)).sum::<f64>() / weeks.len() as f64;
        let laws = &outlooks.laws[usize::from(is_pace)];
        Origin {
            at: later(self.from, week, WEEK),
            week,
            weeks: laws.iter().zip(&wins[week..]).map(|(law, found)| law.beside(*found)).collect(),
            cycles: outlooks.cycles.clone(),
            basis: if is_pace { Basis::Pace } else { Basis::Pipeline },
            quarter: outlooks.quarter,
            naive: [mean(&wins[week - FEWEST_WEEKS.min(week)..week]), mean(&wins[..week])],
        }
    }

    /// What could be forecast when so many weeks were over; nothing if too little had ended.
    fn at(&self, week: usize) -> Option<Outlooks> {
        let at = later(self.from, week, WEEK);
        let past = as_of(self.log, at);
        let ended = past.deals.iter().filter(|deal| deal.outcome != Outcome::Open).count();
        if ended < FEWEST_ENDS || past.deals.iter().all(|deal| deal.outcome != Outcome::Won) {
            return None;
        }
        let mut counts = vec![0_u32; week];
        for deal in past.deals.iter().filter(|deal| deal.created >= self.window.from) {
            let back = usize::try_from((at.0 - deal.created.0) / WEEK).unwrap_or(0);
            if let Some(place) = week.checked_sub(back + 1) {
                counts[place] += 1;
            }
        }
        let found = Outcomes::of(&past, &Window { until: at, ..*self.window });
        let outlook = Outlook::of(&past, found, &counts, at);
        let (span, wins) = ((self.from, at), quarter::wins(&past, (self.from, at)));
        let quarter = Quarter::of(&wins, span);
        let unrest = Unrest::of(&wins, span, quarter.as_ref());
        let pace = 7.0 * quarter::pace(wins.len(), span, quarter.as_ref());
        let doubt = unrest.of_pace / wins.len().max(1) as f64;
        let pace = CountLaw { mean: pace, variance: unrest.of_pace * pace + doubt * pace * pace };
        let law = |ahead: usize, law: CountLaw, unrest: f64| {
            let factor = quarter.map_or(1.0, |quarter| quarter.of_week(later(at, ahead, WEEK)));
            law.times(factor, unrest)
        };
        let weeks = 0..self.horizon;
        let of_open = |ahead: usize| law(ahead, outlook.week(ahead), unrest.of_weeks);
        let of_pace = |ahead: usize| law(ahead, pace, unrest.of_pace);
        Some(Outlooks {
            week,
            laws: [weeks.clone().map(of_open).collect(), weeks.map(of_pace).collect()],
            quarter,
            cycles: outlook.cycles(self.log, at, self.horizon),
        })
    }
}

/// Median of the cycle times found.
pub(super) fn median_cycle(backtest: &Backtest) -> f64 {
    let days: Vec<f64> =
        backtest.origins.iter().flat_map(|o| o.cycles.iter().map(|c| c.0)).collect();
    if days.is_empty() { f64::NAN } else { quantile(&days, 0.5) }
}
