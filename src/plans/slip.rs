//! Pay slips: the whole order of reckoning, slip by slip.
//!
//! 1. Events give credit to people (`credit.rs`).
//! 2. Quotas and targets of the period (`asked.rs`).
//! 3. Tables: what the credit pays (`tables.rs`, `earn.rs`).
//! 4. Gates, then factors: of rows, of the part, of the plan (`earn.rs`).
//! 5. The most and the least that a part pays (`earn.rs`).
//! 6. When it falls due (`due.rs`).
//! 7. Prizes by rank.
//! 8. The plan's caps.
//! 9. What goes back for deals that are cancelled.
//! 10. The draw, and debts.
//! 11. Every line is rounded once, to cents; the total is the sum of the lines.

use std::collections::BTreeMap;

use num_traits::{Signed, Zero};

use super::account::{Account, Booked, Record};
use super::asked::{Of, month_after};
use super::back;
use super::credit::{Files, Removed};
use super::date::{Every, Period, Stretch};
use super::due::lines;
use super::exact::{Cents, Exact, ratio, whole, zero};
use super::people::{OwnTerms, Person};
use super::plan::{Draw, Plan};

/// A line of a slip.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlipLine {
    /// Its name.
    pub name: String,
    /// Money.
    pub amount: Cents,
}

/// What a person is paid for a period.
#[derive(Clone, Debug)]
pub struct Slip {
    /// The person.
    pub person: String,
    /// The plan.
    pub plan: String,
    /// The period.
    pub period: Period,
    /// Salary first, the total last; a line of 0 may be missing.
    pub lines: Vec<SlipLine>,
}

impl Slip {
    /// The sum of the lines.
    pub fn total(&self) -> Cents {
        self.lines.last().map_or(Cents::default(), |line| line.amount)
    }
}

/// Every slip of everybody in a stretch of days, person by person.
pub fn slips(files: &Files<'_>, days: Stretch) -> Vec<Slip> {
    let mut all = Vec::new();
    for person in files.people {
        let mut owed = Cents::default();
        for own in &person.terms {
            let plan = &files.book.plans[own.plan];
            let Some(mut account) = Account::open(files, Of { person, own, plan }, days, owed)
            else {
                continue;
            };
            for at in 0..account.slips.len() {
                let lines = account.slip(at);
                let (person, plan) = (person.name.clone(), plan.name.clone());
                all.push(Slip { person, plan, period: account.slips[at], lines });
            }
            owed = account.owed;
        }
    }
    all
}

impl Account<'_, '_> {
    /// The lines of a slip.
    fn slip(&mut self, at: usize) -> Vec<SlipLine> {
        let period = self.slips[at];
        let mut lines = Vec::new();
        let mut add =
            |name: &str, amount: Cents| lines.push(SlipLine { name: name.to_owned(), amount });
        let salary = self.of.own.salary.as_ref().unwrap_or(&self.of.plan.salary);
        let salary = salary * ratio(1, period.every.per_year().into()) * self.of.employed(period);
        if !salary.is_zero() {
            add("salary", Cents::of(&salary));
        }
        back::leave_out(self, at);
        self.book(at);
        let back = back::taken(self, at);
        let mut record = Record::default();
        for (name, amount, is_outside) in self.due_at(at) {
            add(&name, amount);
            let sum = if is_outside { &mut record.outside } else { &mut record.inside };
            *sum += amount;
        }
        let prize = Cents::of(&self.prize(period));
        if !prize.0.is_zero() {
            add("prize", prize);
            record.inside += prize;
        }
        self.records.push(record);
        let due = self.capped()[at];
        let cut = due - record.inside - record.outside;
        if cut.0 != 0 {
            add("cap", cut);
        }
        if back.0 != 0 {
            add("taken back", back);
        }
        for (name, amount) in self.balance(period, due + back) {
            add(name, amount);
        }
        let total = lines.iter().map(|line| line.amount).sum();
        lines.push(SlipLine { name: "total".to_owned(), amount: total });
        lines
    }

    /// Reckons the periods of parts that end, or begin to be paid, by the end of a slip.
    fn book(&mut self, at: usize) {
        let first = self.slips[0].stretch().first;
        let last = self.slips[at].stretch().last.min(self.of.days().last);
        for (number, part) in self.of.plan.parts.iter().enumerate() {
            let known = self.booked.iter().rfind(|booked| booked.part == number);
            let next = known.map(|booked| booked.period.next());
            let mut period =
                next.unwrap_or_else(|| self.files.book.fiscal.period(first, part.every));
            loop {
                let days = period.stretch();
                let is_over = days.last.min(self.of.days().last) <= last;
                let is_due = if part.advance.is_some() { days.first <= last } else { is_over };
                if !is_due || days.first > last {
                    break;
                }
                let dues = self.files.due(self.of, part, period, &self.removed[number]);
                let reckoned = self.lines_of(&dues);
                let who = (self.of.person, self.of.own);
                let entries = self.files.entries(part, who, days, &Removed::new());
                let deals = entries.iter().filter_map(|entry| entry.deal).collect();
                let lines = reckoned.clone();
                self.booked.push(Booked { part: number, period, dues, deals, reckoned, lines });
                period = period.next();
            }
        }
    }

    /// The lines of parts on a slip, in the order of the plan, and whether the plan's cap is none of theirs.
    fn due_at(&self, at: usize) -> Vec<(String, Cents, bool)> {
        let mut found = Vec::new();
        for (number, part) in self.of.plan.parts.iter().enumerate() {
            let mut sums: BTreeMap<&str, Cents> = BTreeMap::new();
            let of_part = self.booked.iter().filter(|booked| booked.part == number);
            let on_slip = of_part.flat_map(|booked| &booked.lines).filter(|line| line.0.0 == at);
            for ((_, name), amount) in on_slip {
                *sums.entry(name).or_default() += *amount;
            }
            let (main, _) = lines(self.of.plan, part);
            if let Some(amount) = sums.remove(main.as_str())
                && (amount.0 != 0 || part.paid.is_empty())
            {
                found.push((main, amount, part.is_outside_cap));
            }
            let rest = sums.into_iter();
            found.extend(rest.map(|(name, amount)| (name.to_owned(), amount, part.is_outside_cap)));
        }
        found
    }

    /// Step 10: the draw makes up for what is missing, and debts are repaid from what lies above it.
    fn balance(&mut self, period: Period, variable: Cents) -> Vec<(&'static str, Cents)> {
        let (given, lent) = self.draw(period);
        let before = self.owed;
        let mut lines = Vec::new();
        let made_up = Cents((given - variable).0.clamp(0, given.0));
        let least = given + lent;
        // what is below the guarantee is not owed; what is below zero, or lent, is
        let above = variable + made_up - least;
        self.owed =
            if above.0 < 0 { before - above } else { before - Cents(above.0.min(before.0)) };
        if made_up.0 != 0 {
            lines.push(("draw", made_up));
        }
        if before.0 != 0 {
            lines.push(("brought forward", -before));
        }
        if self.owed.0 != 0 {
            lines.push(("carried", self.owed));
        }
        lines
    }

    /// The draw of a slip: what is given, and what is lent.
    fn draw(&self, period: Period) -> (Cents, Cents) {
        let (mut given, mut lent) = (zero(), zero());
        let days = period.stretch().within(self.of.days());
        for draw in &self.of.plan.draws {
            let Some(days) = drawn(self.of.person, self.of.plan, draw, days) else { continue };
            for month in period.parts(Every::Month) {
                let all = month.stretch();
                let there = ratio(all.within(days).days().into(), all.days().into());
                let amount = &draw.yearly / whole(12) * there;
                *(if draw.is_recoverable { &mut lent } else { &mut given }) += amount;
            }
        }
        (Cents::of(&given), Cents::of(&lent))
    }

    /// Step 7: the prize for the rank in a period of the plan that ends with the slip; ties share.
    fn prize(&self, slip: Period) -> Exact {
        let plan = self.of.plan;
        let period = self.files.book.fiscal.period(slip.stretch().first, plan.every);
        let Some(part) = plan.parts.first().filter(|_| !plan.prizes.is_empty()) else {
            return zero();
        };
        if period.stretch().last != slip.stretch().last {
            return zero();
        }
        let days = period.stretch();
        let credit = |person: &Person, own: &OwnTerms| {
            self.files.value(part, (person, own), days, &Removed::new()).unwrap_or_else(zero)
        };
        let own = credit(self.of.person, self.of.own);
        if !own.is_positive() {
            return zero();
        }
        let on_plan = |person: &&Person| {
            let there = days.last.min(person.there.last);
            person.terms.iter().any(|own| own.plan == self.of.own.plan && own.days.contains(there))
        };
        let others: Vec<Exact> = self
            .files
            .people
            .iter()
            .filter(on_plan)
            .filter_map(|person| Some(credit(person, person.terms.last()?)))
            .collect();
        let better = others.iter().filter(|other| **other > own).count();
        let alike = others.iter().filter(|other| **other == own).count().max(1);
        let won = plan.prizes.iter().skip(better).take(alike);
        won.fold(zero(), |sum, prize| sum + prize) / whole(i128::try_from(alike).unwrap_or(1))
    }
}

/// The days of a draw within others.
fn drawn(person: &Person, plan: &Plan, draw: &Draw, days: Stretch) -> Option<Stretch> {
    let Some((first, last)) = draw.months else { return Some(days) };
    let hired = person.hired?;
    let after = |months: i32| {
        month_after(hired, plan.counts_from_day, usize::try_from(months).unwrap_or(0))
    };
    let months = Stretch { first: after(first - 1), last: after(last).plus_days(-1) };
    Some(days.within(months))
}
