//! Plans that count by the fiscal year: what is credited now moves pay on every later date of it.

use super::behaviour::Patience;
use super::part::{Part, weight};
use super::plan::Plan;
use super::{Curve, Terms, YearSoFar, in_cents};

/// A date on which a plan that counts by the year pays: what all of the year so far comes to.
#[derive(Clone, Debug)]
pub struct Date {
    /// Commission and bonuses of that date by the credit of the year.
    all: Curve,
    /// Commission alone: what is paid already is taken off later dates.
    commission: Curve,
}

impl Date {
    /// Commission and bonuses of that date by the credit of the year.
    pub fn all(&self) -> &Curve {
        &self.all
    }

    /// The later dates of the fiscal year, after the running period: so many periods are `left`. None of
    /// a plan that counts each period alone.
    pub fn later(plan: &Plan, terms: &Terms, left: u32) -> Vec<Self> {
        if !plan.cumulative {
            return Vec::new();
        }
        let date = |periods: u32| {
            let quota = terms.year.quota + f64::from(periods) * terms.quota;
            let year = YearSoFar { credit: 0.0, quota: in_cents(quota), commission: 0.0 };
            let terms = Terms { year, ..Terms::new(terms.quota, terms.scale) };
            let curve = |bonuses| Curve::of_year(plan, &terms, bonuses);
            Self { all: curve(true), commission: curve(false) }
        };
        (1..=left).map(date).collect()
    }
}

/// The later dates of pay as a person sees them in the running period.
///
/// With C and B the commission and bonuses by the credit of the year up to a date, and ω what money paid
/// then is worth, the year is worth `Σ ω·B + Σ (ω − ω′)·C`, ω′ that of the next date: commission that is
/// paid earlier is paid once.
#[derive(Clone, Copy, Debug)]
pub struct Year<'a> {
    /// The later dates, in order.
    pub dates: &'a [Date],
    /// The commission of the running period by its credit.
    pub commission: &'a Curve,
    /// Credit of the year before the running period.
    pub before: f64,
    /// Hours to the end of the running period, and from one date to the next.
    pub left_hours: f64,
    /// See [`Year::left_hours`].
    pub period_hours: f64,
    /// Weeks of a period.
    pub period_weeks: f64,
    /// What money on a later date is worth.
    pub patience: Option<Patience>,
}

impl Year<'_> {
    /// What the later dates are worth if so many weeks are worked at e = 1, of which so many book in
    /// the running period, and later periods are usual ones.
    pub(super) fn expected(&self, own: &Part<'_>, worked: f64, booked: f64) -> f64 {
        let (mean, sd) = own.credit(booked);
        let first = -self.at(0) * self.commission.expected_beyond(own.booked, mean, sd);
        self.sum(own, worked, Curve::expected_beyond) + first
    }

    /// What one more unit of credit booked now is worth on the later dates.
    pub(super) fn slope(&self, own: &Part<'_>, worked: f64, booked: f64) -> f64 {
        let (mean, sd) = own.credit(booked);
        self.sum(own, worked, |curve, _, mean, sd| curve.slope(mean, sd))
            - self.at(0) * self.commission.slope(mean, sd)
    }

    /// The weight of date `number` after the running period's end, from 0; 0 beyond the last.
    fn at(&self, number: usize) -> f64 {
        if number >= self.dates.len() {
            return 0.0;
        }
        weight(self.patience, self.left_hours + (number + 1) as f64 * self.period_hours)
    }

    fn sum(&self, own: &Part<'_>, worked: f64, read: impl Fn(&Curve, f64, f64, f64) -> f64) -> f64 {
        let value = |(number, date): (usize, &Date)| {
            let weeks = worked + (number + 1) as f64 * self.period_weeks;
            let (mean, sd) = own.credit(weeks);
            let of = |curve| read(curve, self.before + own.booked, self.before + mean, sd);
            self.at(number) * of(&date.all) - self.at(number + 1) * of(&date.commission)
        };
        self.dates.iter().enumerate().map(value).sum()
    }
}
