//! What the ages of open deals and the leads to come say of wins.

use std::collections::BTreeMap;

use super::law::CountLaw;
use crate::fitting::arrivals::WeekFit;
use crate::fitting::estimated::LEVEL;
use crate::fitting::outcomes::{Outcomes, WON};
use crate::math::normal_quantile;
use crate::records::{Deal, EventLog, Moment, Outcome};
use crate::stats::CompetingRisks;

const DAYS: f64 = 7.0;
const QUARTER_DAY: i64 = 21_600;
/// Parts of a week at which its leads are taken to come.
const PARTS: usize = 7;

/// Standard error by value, of an interval.
fn relative_error(value: f64, (low, high): (f64, f64)) -> f64 {
    let z = normal_quantile(0.5 + 0.5 * LEVEL);
    ((high - low) / (2.0 * z * value)).clamp(0.0, 1.0)
}

/// What is to come, by what was known.
pub(super) struct Outlook {
    risks: CompetingRisks,
    /// Ages of open deals in days, to the quarter of a day, and how many have each.
    open: Vec<(f64, f64)>,
    per_week: f64,
    /// By how much the dispersion of arrivals exceeds 1.
    over: f64,
    /// Relative standard errors of arrivals and of the share of wins.
    doubt: [f64; 2],
}

impl Outlook {
    /// Of a log as it was at a date, with the leads of each week until then.
    pub(super) fn of(past: &EventLog, found: Outcomes, counts: &[u32], at: Moment) -> Self {
        let arrivals = WeekFit::of(counts);
        let mut open: BTreeMap<i64, f64> = BTreeMap::new();
        for deal in past.deals.iter().filter(|deal| deal.outcome == Outcome::Open) {
            *open.entry((at.0 - deal.created.0) / QUARTER_DAY).or_default() += 1.0;
        }
        Self {
            open: open.into_iter().map(|(age, count)| (age as f64 / 4.0, count)).collect(),
            per_week: arrivals.per_week.value,
            over: arrivals.dispersion.value - 1.0,
            doubt: [
                relative_error(arrivals.per_week.value, arrivals.per_week.interval),
                relative_error(found.of_all.value, found.of_all.interval),
            ],
            risks: found.fit.risks,
        }
    }

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

    /// The wins of a week ahead.
    pub(super) fn week(&self, ahead: usize) -> CountLaw {
        let (from, to) = (DAYS * ahead as f64, DAYS * (ahead + 1) as f64);
        let (mut mean, mut variance) = (0.0, 0.0);
        for (age, count) in &self.open {
            let chance = self.of_open(*age, from, to);
            mean += count * chance;
            variance += count * chance * (1.0 - chance);
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
        CountLaw { mean, variance }
    }

    /// The wins within the horizon: how long each took, and the share of the predicted ones that take no longer.
    #[expect(clippy::cast_possible_truncation, reason = "a number of days")]
    pub(super) fn cycles(&self, log: &EventLog, at: Moment, horizon: usize) -> Vec<(f64, f64)> {
        let ahead = DAYS * horizon as f64;
        let all = self.cycle_mass(f64::INFINITY, horizon);
        let is_in = |deal: &&Deal| {
            deal.outcome == Outcome::Won
                && deal.closed.is_some_and(|closed| closed > at && closed.days_since(at) <= ahead)
        };
        let mut known: BTreeMap<i64, f64> = BTreeMap::new();
        let mut mass = |days: f64| {
            let whole = (4.0 * days).round();
            let of = || self.cycle_mass(whole / 4.0, horizon) / all.max(1e-9);
            *known.entry(whole as i64).or_insert_with(of)
        };
        let cycles = log.deals.iter().filter(is_in).filter_map(Deal::cycle_days);
        cycles.map(|days| (days, mass(days))).collect()
    }

    /// Expected wins within the horizon that take no longer than so many days.
    fn cycle_mass(&self, days: f64, horizon: usize) -> f64 {
        let ahead = DAYS * horizon as f64;
        let open = self
            .open
            .iter()
            .map(|(age, count)| count * self.of_open(*age, 0.0, (days - age).clamp(0.0, ahead)));
        let steps = 4 * horizon;
        let fresh = (0..steps).map(|step| {
            let came = ahead * (step as f64 + 0.5) / steps as f64;
            self.won_by((ahead - came).min(days))
        });
        let came = self.per_week * ahead / DAYS;
        open.sum::<f64>() + came * fresh.sum::<f64>() / steps.max(1) as f64
    }
}
