//! Step 2: what is asked of a person in a period, and what the part pays at target.

use num_traits::{Signed, Zero};

use super::credit::Files;
use super::date::{Day, Every, Period, Stretch};
use super::exact::{Exact, one, ratio, whole, zero};
use super::people::{OwnTerms, Person};
use super::plan::{Part, Plan, Quota};
use super::tables::Basis;

/// A person on a plan: the person, the own terms, the plan.
#[derive(Clone, Copy)]
pub struct Of<'a> {
    /// The person.
    pub person: &'a Person,
    /// The person's terms.
    pub own: &'a OwnTerms,
    /// The plan.
    pub plan: &'a Plan,
}

impl Of<'_> {
    /// The days on the plan.
    pub fn days(&self) -> Stretch {
        self.own.days.within(self.person.there)
    }

    /// The share of a period's days on the plan.
    pub fn employed(&self, period: Period) -> Exact {
        let all = period.stretch();
        ratio(all.within(self.days()).days().into(), all.days().into())
    }

    /// The target of a part in a period.
    pub(super) fn target_of(&self, part: &Part, period: Period) -> Exact {
        let share = if part.target_follows_season {
            pieces(part, period).into_iter().fold(zero(), |sum, piece| sum + piece.1)
        } else {
            ratio(1, period.every.per_year().into())
        };
        self.target(part) * share * self.employed(period)
    }

    /// The target of a part in a year.
    pub fn target(&self, part: &Part) -> Exact {
        match &self.own.target {
            Some(own) if self.plan.target.is_positive() => own * &part.target / &self.plan.target,
            Some(own) if part.target.is_positive() => own.clone(),
            _ => part.target.clone(),
        }
    }
}

impl Files<'_> {
    /// The quota of a full year, if there is one.
    pub(super) fn yearly_quota(&self, of: Of<'_>, part: &Part, day: Day) -> Option<Exact> {
        let first = of.plan.parts.iter().find(|part| part.quota != Quota::None);
        let is_first = first.is_some_and(|first| first.name == part.name);
        let quotas = &of.own.quotas;
        let own = quotas.get(&part.name).or_else(|| quotas.get("").filter(|_| is_first));
        if let Some(own) = own.filter(|_| part.quota != Quota::None) {
            return Some(own.clone());
        }
        let attribute =
            |name: &str| of.person.attribute(name, day).or_else(|| self.of_day(day, name));
        match &part.quota {
            Quota::None | Quota::Level(_) => None,
            Quota::Yearly(quota) => quota.at(&attribute).cloned(),
            Quota::ByPeriod(list) => Some(list.iter().fold(zero(), |sum, quota| sum + quota)),
            Quota::SumOfTeam => {
                let reports = |other: &&Person| {
                    other.name != of.person.name && other.manager == of.person.name
                };
                let mut sum = zero();
                for other in self.people.iter().filter(reports) {
                    let own = other.terms.iter().find(|terms| terms.days.contains(day));
                    let Some(own) = own else { continue };
                    let plan = &self.book.plans[own.plan];
                    let asks = |part: &&Part| !matches!(part.quota, Quota::None | Quota::SumOfTeam);
                    let Some(part) = plan.parts.iter().find(asks) else { continue };
                    let other = Of { person: other, own, plan };
                    sum += self.yearly_quota(other, part, day).unwrap_or_else(zero);
                }
                Some(sum)
            }
        }
    }

    /// The quota of a period, which may be shorter than the part's: yearly quota × season × ramp × days.
    pub(super) fn quota(&self, of: Of<'_>, part: &Part, period: Period) -> Option<Exact> {
        if let Quota::Level(level) = &part.quota {
            return Some(level.clone());
        }
        let yearly = self.yearly_quota(of, part, period.stretch().first)?;
        let mut sum = zero();
        for (piece, share) in pieces(part, period) {
            sum += share * ramped(of, part, piece);
        }
        Some(yearly * sum)
    }

    /// What marks and rates of a part refer to in a period.
    pub(super) fn basis(&self, of: Of<'_>, part: &Part, quota: Option<Exact>, day: Day) -> Basis {
        let target_rate = match self.yearly_quota(of, part, day) {
            Some(yearly) if yearly.is_positive() => of.target(part) / yearly,
            _ => zero(),
        };
        Basis { quota, target_rate, is_level: part.count.what.is_level() }
    }
}

/// The pieces of a period for which the year's quota is told, each with its share of the year.
fn pieces(part: &Part, period: Period) -> Vec<(Period, Exact)> {
    let shares: Vec<Exact> = match &part.quota {
        Quota::ByPeriod(list) => {
            let sum = list.iter().fold(zero(), |sum, quota| sum + quota);
            list.iter().map(|quota| if sum.is_zero() { zero() } else { quota / &sum }).collect()
        }
        _ => part.season.clone(),
    };
    let every = match shares.len() {
        0 => return vec![(period, ratio(1, period.every.per_year().into()))],
        12 => Every::Month,
        2 => Every::HalfYear,
        1 => Every::Year,
        _ => Every::Quarter,
    };
    let share = |piece: Period| shares[piece.place()].clone();
    if period.every < every {
        // a month of a seasonal quarter has a third of it
        let ratio_of = usize::try_from(every.months() / period.every.months()).unwrap_or(1);
        let at = period.place() / ratio_of;
        let parts = ratio(period.every.months().into(), every.months().into());
        return vec![(period, &shares[at] * parts)];
    }
    period.parts(every).into_iter().map(|piece| (piece, share(piece))).collect()
}

/// The mean over the days of a period of the ramp, 0 on days when the person is not there.
pub(super) fn ramped(of: Of<'_>, part: &Part, period: Period) -> Exact {
    let all = period.stretch();
    let there = all.within(of.days());
    let Some(hired) = of.person.hired.filter(|_| !part.ramp.is_empty()) else {
        return ratio(there.days().into(), all.days().into());
    };
    let mut sum = zero();
    let mut left = there;
    for (month, share) in part.ramp.iter().map(Some).chain([None]).enumerate() {
        let end = month_after(hired, part.counts_from_day, month + 1);
        let until = if share.is_some() { end.plus_days(-1).min(left.last) } else { left.last };
        let days = Stretch { first: left.first, last: until }.days();
        sum += whole(days.into()) * share.cloned().unwrap_or_else(one);
        left.first = left.first.max(until.plus_days(1));
    }
    sum / whole(all.days().into())
}

/// The first day after so many months of employment, counted from the day of joining or from the first of
/// its calendar month.
pub(super) fn month_after(hired: Day, is_from_day: bool, months: usize) -> Day {
    let (.., date) = hired.civil();
    let first = if is_from_day { hired } else { hired.plus_days(1 - date.cast_signed()) };
    first.plus_months(i32::try_from(months).unwrap_or(i32::MAX / 2).min(12_000))
}
