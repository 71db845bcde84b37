//! Step 6: when what is earned falls due.

use num_traits::{Signed, Zero};

use super::asked::Of;
use super::credit::{Entry, Files, Removed, month_of};
use super::date::{Day, Period};
use super::earn::{Earned, Look};
use super::exact::{Cents, Exact, whole, zero};
use super::ledger::Kind;
use super::plan::{Advance, On, Paid, Part, Plan};

/// An amount that falls due.
#[derive(Clone, Debug)]
pub struct Due {
    /// The day.
    pub day: Day,
    /// The line of the slip.
    pub line: String,
    /// The amount.
    pub amount: Exact,
    /// The deal that it is for.
    pub deal: Option<usize>,
}

/// The lines of a part: what its main table pays, and its bonus.
pub fn lines(plan: &Plan, part: &Part) -> (String, String) {
    let main = match part {
        part if !part.name.is_empty() => part.name.clone(),
        part if part.commission.is_some() => "commission".to_owned(),
        part if !part.pays.is_empty() => "incentive".to_owned(),
        part if !part.goals.is_empty() => "goals".to_owned(),
        _ => "bonus".to_owned(),
    };
    let has_bonus = |part: &&Part| !part.bonus.is_empty();
    let is_only = plan.parts.iter().filter(has_bonus).count() == 1;
    let bonus = if is_only { "bonus".to_owned() } else { format!("{main} bonus") };
    let has_more = part.commission.is_some() || !part.pays.is_empty() || !part.goals.is_empty();
    if has_more { (main, bonus) } else { (main.clone(), main) }
}

impl Files<'_> {
    /// What a part's period brings, and when.
    pub(super) fn due(
        &self,
        of: Of<'_>,
        part: &Part,
        period: Period,
        removed: &Removed,
    ) -> Vec<Due> {
        let mut dues = if let Some(advance) = &part.advance {
            self.advanced(of, part, advance, period, removed)
        } else {
            let earned = self.earn(of, part, &Look::whole(period), removed);
            self.at_end(of, part, period, &earned)
        };
        for due in &mut dues {
            due.day = due.day.plus_days(part.hold);
        }
        dues
    }

    /// All at the end of the period, or by deal as `paid` says.
    fn at_end(&self, of: Of<'_>, part: &Part, period: Period, earned: &Earned) -> Vec<Due> {
        let (main, bonus) = lines(of.plan, part);
        let end = period.stretch().last.min(of.days().last);
        let mut dues = Vec::new();
        let mut add = |line: &String, amount: Exact| {
            dues.push(Due { day: end, line: line.clone(), amount, deal: None });
        };
        add(&main, &earned.pays + &earned.goals);
        if !part.bonus.is_empty() {
            add(&bonus, earned.bonus.clone());
        }
        for (entry, pay) in &earned.deals {
            if part.paid.is_empty() {
                let (line, amount) = (main.clone(), pay.clone());
                dues.push(Due { day: end, line, amount, deal: entry.deal });
            }
            for paid in &part.paid {
                let line = format!("{main} {}", event_in_words(paid.on));
                for (day, amount) in self.shares(entry, pay, paid) {
                    let day = day.max(end);
                    dues.push(Due { day, line: line.clone(), amount, deal: entry.deal });
                }
            }
        }
        dues
    }

    /// When a share of a deal's pay falls due.
    fn shares(&self, entry: &Entry, pay: &Exact, paid: &Paid) -> Vec<(Day, Exact)> {
        let all = pay * &paid.share;
        let deal = entry.deal.map(|deal| &self.ledger.deals[deal]);
        let later = |kind: Kind| {
            let places =
                deal.iter().flat_map(|deal| &deal.later).map(|at| &self.ledger.events[*at]);
            places.filter(|event| event.kind == kind).collect::<Vec<_>>()
        };
        let price = deal.and_then(|deal| self.ledger.events[deal.win?].amount.clone());
        let by_money = |kind| {
            let event = |event: &super::ledger::Event| {
                let share = match (&event.amount, &price) {
                    (Some(money), Some(price)) if price.is_positive() => money / price,
                    _ => whole(1),
                };
                (event.day, &all * share)
            };
            later(kind).into_iter().map(event).collect()
        };
        match paid.on {
            On::Booking => vec![(entry.day, all)],
            On::Invoice => by_money(Kind::Invoice),
            On::Cash => by_money(Kind::Cash),
            On::Start => {
                later(Kind::Start).first().map(|event| (event.day, all)).into_iter().collect()
            }
            On::Months(first, last) => {
                let last = last.unwrap_or(first);
                let count = whole((i128::from(last) - i128::from(first) + 1).max(1));
                let cancelled = deal.and_then(|deal| deal.cancelled);
                let days = (first..=last).map(|month| month_of(entry.day, month));
                let days = days.filter(|day| cancelled.is_none_or(|end| *day < end));
                days.map(|day| (day, &all / &count)).collect()
            }
        }
    }

    /// Instalments: what the credit so far has earned, less what was paid.
    fn advanced(
        &self,
        of: Of<'_>,
        part: &Part,
        advance: &Advance,
        period: Period,
        removed: &Removed,
    ) -> Vec<Due> {
        let (main, bonus_line) = lines(of.plan, part);
        let all = period.parts(advance.every);
        let days = of.days();
        let (mut dues, mut paid, mut bonus_paid) = (Vec::new(), Cents::default(), zero());
        for (number, part_of) in all.iter().enumerate() {
            let stretch = part_of.stretch();
            if stretch.within(days).days() == 0 {
                continue;
            }
            let is_last = number + 1 == all.len() || stretch.contains(days.last);
            let so_far = all[..=number].to_vec();
            let look = Look { period, so_far, is_so_far: advance.is_so_far };
            let earned = self.earn(of, part, &look, removed);
            let day = stretch.last.min(days.last);
            let mut sum = earned.commission() + &earned.pays + &earned.goals;
            if let Some(most) = advance.most.as_ref().filter(|_| !is_last) {
                let target = all[..=number].iter();
                let target = target.fold(zero(), |sum, p| sum + of.target_of(part, *p));
                sum = sum.min(most * target);
            }
            if let Some(amount) = advance.amount.as_ref().filter(|_| !is_last) {
                sum = amount * whole(i128::try_from(number + 1).unwrap_or(1));
            }
            let mut amount = Cents::of(&(sum - paid.exact()));
            if amount.0 < 0 && !(is_last && advance.takes_back) {
                amount = Cents::default();
            }
            paid += amount;
            dues.push(Due { day, line: main.clone(), amount: amount.exact(), deal: None });
            // a bonus is paid once, when it is first reached, and stays
            let more = (&earned.bonus - &bonus_paid).max(zero());
            if !part.bonus.is_empty() {
                bonus_paid += &more;
                dues.push(Due { day, line: bonus_line.clone(), amount: more, deal: None });
            }
            if is_last {
                break;
            }
        }
        dues.retain(|due| !due.amount.is_zero() || due.line == main);
        dues
    }
}

/// An event in words, as lines of slips have it.
pub fn event_in_words(on: On) -> String {
    match on {
        On::Booking => "on booking".to_owned(),
        On::Invoice => "on invoice".to_owned(),
        On::Cash => "on cash".to_owned(),
        On::Start => "on start".to_owned(),
        On::Months(first, Some(last)) => format!("in months {first}..{last}"),
        On::Months(first, None) => format!("in months {first}.."),
    }
}
