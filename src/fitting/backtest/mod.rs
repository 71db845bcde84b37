//! Forecasts from what was known at earlier dates, beside what came.

use super::arrivals::WeekFit;
use super::estimated::LEVEL;
use super::outcomes::{self, WON};
use super::too_little::TooLittle;
use super::window::Window;
use crate::math::{exp, ln, ln_gamma};
use crate::records::{Deal, EventLog, Moment, Outcome};
use crate::stats::{CompetingRisks, quantile};

const WEEK: i64 = 7 * 86_400;
const DAYS: f64 = 7.0;
/// A forecast looks so many weeks ahead, or a fifth of a short log.
const HORIZON: usize = 13;
/// Weeks, and ended deals, that must be known at an origin.
const FEWEST_WEEKS: usize = 13;
const FEWEST_ENDS: usize = 40;
const MOST_ORIGINS: usize = 12;
/// Parts of a week at which its leads are taken to come.
const PARTS: usize = 7;

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
    /// Mean weekly wins of the 13 weeks before, and of all weeks before: the naive forecasts.
    pub naive: [f64; 2],
}

/// Wins of one week.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeekForecast {
    /// Their expected number.
    pub mean: f64,
    /// Their range with a probability of 50 %.
    pub half: (u32, u32),
    /// With 90 %.
    pub most: (u32, u32),
    /// How many there were.
    pub found: u32,
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
        let mut origins = Vec::new();
        for back in 1..=MOST_ORIGINS {
            let Some(week) = weeks.checked_sub(back * horizon).filter(|week| *week >= first) else {
                break;
            };
            let at = later(from, week, WEEK);
            if horizon > 0
                && let Some(origin) = origin(log, &window, (at, week), &wins, horizon)
            {
                origins.push(origin);
            }
        }
        if origins.is_empty() {
            return Err(TooLittle::Past(weeks));
        }
        origins.reverse();
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

fn origin(
    log: &EventLog,
    window: &Window,
    (at, week): (Moment, usize),
    wins: &[u32],
    horizon: usize,
) -> Option<Origin> {
    let past = as_of(log, at);
    let ended = past.deals.iter().filter(|deal| deal.outcome != Outcome::Open).count();
    if ended < FEWEST_ENDS || past.deals.iter().all(|deal| deal.outcome != Outcome::Won) {
        return None;
    }
    let then = Window { until: at, ..*window };
    let found = outcomes::Outcomes::of(&past, &then);
    let mut counts = vec![0_u32; week];
    for deal in past.deals.iter().filter(|deal| deal.created >= window.from) {
        let back = usize::try_from((at.0 - deal.created.0) / WEEK).unwrap_or(0);
        if let Some(place) = week.checked_sub(back + 1) {
            counts[place] += 1;
        }
    }
    let arrivals = WeekFit::of(&counts);
    let open: Vec<f64> = past
        .deals
        .iter()
        .filter(|deal| deal.outcome == Outcome::Open)
        .map(|deal| at.days_since(deal.created))
        .collect();
    let outlook = Outlook {
        risks: &found.fit.risks,
        open: &open,
        per_week: arrivals.per_week.value,
        over: arrivals.dispersion.value - 1.0,
        doubt: [
            relative_error(arrivals.per_week.value, arrivals.per_week.interval),
            relative_error(found.of_all.value, found.of_all.interval),
        ],
        unrest: WeekFit::of(&wins[..week]).dispersion.value,
    };
    let mean =
        |weeks: &[u32]| weeks.iter().map(|n| f64::from(*n)).sum::<f64>() / weeks.len() as f64;
    Some(Origin {
        at,
        week,
        weeks: (0..horizon).map(|ahead| outlook.week(ahead, wins[week + ahead])).collect(),
        cycles: outlook.cycles(log, at, horizon),
        naive: [mean(&wins[week - FEWEST_WEEKS.min(week)..week]), mean(&wins[..week])],
    })
}

/// Standard error by value, of an interval.
fn relative_error(value: f64, (low, high): (f64, f64)) -> f64 {
    let z = crate::math::normal_quantile(0.5 + 0.5 * LEVEL);
    ((high - low) / (2.0 * z * value)).clamp(0.0, 1.0)
}

/// What is to come, by what was known.
struct Outlook<'a> {
    risks: &'a CompetingRisks,
    /// Ages of open deals, in days.
    open: &'a [f64],
    per_week: f64,
    /// By how much the dispersion of arrivals exceeds 1.
    over: f64,
    /// Relative standard errors of arrivals and of the share of wins.
    doubt: [f64; 2],
    /// Variance of weekly wins so far by their mean: what else moves wins, such as the end of a quarter, is
    /// expected to move them as much.
    unrest: f64,
}

impl Outlook<'_> {
    fn won_by(&self, age: f64) -> f64 {
        if age <= 0.0 { 0.0 } else { self.risks.incidence(WON, age) }
    }

    /// Chance that an open deal is won between two times from now.
    fn of_open(&self, age: f64, from: f64, to: f64) -> f64 {
        let alive = self.risks.survival(age).max(1e-9);
        ((self.won_by(age + to) - self.won_by(age + from)) / alive).clamp(0.0, 1.0)
    }

    /// Chance that a lead of the week that begins at `week` is won between two times from now.
    fn of_new(&self, week: f64, from: f64, to: f64) -> f64 {
        let parts = (0..PARTS).map(|part| {
            let came = week * DAYS + DAYS * (part as f64 + 0.5) / PARTS as f64;
            self.won_by(to - came) - self.won_by(from - came)
        });
        parts.sum::<f64>() / PARTS as f64
    }

    fn week(&self, ahead: usize, found: u32) -> WeekForecast {
        let (from, to) = (DAYS * ahead as f64, DAYS * (ahead + 1) as f64);
        let (mut mean, mut variance) = (0.0, 0.0);
        for age in self.open {
            let chance = self.of_open(*age, from, to);
            mean += chance;
            variance += chance * (1.0 - chance);
        }
        let mut fresh = 0.0;
        for week in 0..=ahead {
            let chance = self.of_new(week as f64, from, to);
            fresh += self.per_week * chance;
            variance += self.per_week * chance * (1.0 + self.over * chance);
        }
        mean += fresh;
        let [arrivals, wins] = self.doubt;
        variance += (arrivals * fresh) * (arrivals * fresh) + (wins * mean) * (wins * mean);
        let law = CountLaw { mean: mean.max(1e-9), variance: variance.max(self.unrest * mean) };
        WeekForecast {
            mean,
            half: (law.quantile(0.25), law.quantile(0.75)),
            most: (law.quantile(0.05), law.quantile(0.95)),
            found,
        }
    }

    /// The wins within the horizon: how long each took, and the share of the predicted ones that take no longer.
    fn cycles(&self, log: &EventLog, at: Moment, horizon: usize) -> Vec<(f64, f64)> {
        let ahead = DAYS * horizon as f64;
        let all = self.cycle_mass(f64::INFINITY, horizon);
        let is_in = |deal: &&Deal| {
            deal.outcome == Outcome::Won
                && deal.closed.is_some_and(|closed| closed > at && closed.days_since(at) <= ahead)
        };
        let cycles = log.deals.iter().filter(is_in).filter_map(Deal::cycle_days);
        cycles.map(|days| (days, self.cycle_mass(days, horizon) / all.max(1e-9))).collect()
    }

    /// Expected wins within the horizon that take no longer than so many days.
    fn cycle_mass(&self, days: f64, horizon: usize) -> f64 {
        let ahead = DAYS * horizon as f64;
        let open =
            self.open.iter().map(|age| self.of_open(*age, 0.0, (days - age).clamp(0.0, ahead)));
        let steps = 4 * horizon;
        let fresh = (0..steps).map(|step| {
            let came = ahead * (step as f64 + 0.5) / steps as f64;
            self.won_by((ahead - came).min(days))
        });
        let came = self.per_week * ahead / DAYS;
        open.sum::<f64>() + came * fresh.sum::<f64>() / steps.max(1) as f64
    }
}

/// Counts with a mean and a variance: negative binomial, or Poisson where the variance is no greater.
struct CountLaw {
    mean: f64,
    variance: f64,
}

impl CountLaw {
    /// The least count with so much probability up to it.
    fn quantile(&self, p: f64) -> u32 {
        let over = self.variance / self.mean - 1.0;
        let most = self.mean + 12.0 * (self.variance + 1.0).sqrt();
        let (mut sum, mut count) = (0.0, 0_u32);
        loop {
            sum += exp(self.ln_probability(f64::from(count), over));
            if sum >= p || f64::from(count) > most {
                return count;
            }
            count += 1;
        }
    }

    fn ln_probability(&self, x: f64, over: f64) -> f64 {
        if over < 1e-6 {
            return x * ln(self.mean) - self.mean - ln_gamma(x + 1.0);
        }
        let r = self.mean / over;
        ln_gamma(x + r) - ln_gamma(r) - ln_gamma(x + 1.0) - r * ln(1.0 + over)
            + x * (ln(over) - ln(1.0 + over))
    }
}

/// Median of the cycle times found.
pub(super) fn median_cycle(backtest: &Backtest) -> f64 {
    let days: Vec<f64> =
        backtest.origins.iter().flat_map(|o| o.cycles.iter().map(|c| c.0)).collect();
    if days.is_empty() { f64::NAN } else { quantile(&days, 0.5) }
}
