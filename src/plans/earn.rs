//! Steps 3 to 5: what a part pays for the credit of a period: tables, gates and factors, limits.

use num_traits::Signed;

use super::asked::{Of, ramped};
use super::credit::{Entry, Files, Removed};
use super::date::{Every, Period, Stretch};
use super::exact::{Exact, one, shown, zero};
use super::plan::{Condition, Count, Gate, Mark, Part, Quota, Rate, Row, Times, What};
use super::tables::{Basis, Scale, cell, share_at};

/// What is looked at: a period, or the first instalments of one.
#[derive(Clone, Debug)]
pub struct Look {
    /// The whole period of the part.
    pub period: Period,
    /// The instalments so far; of a whole period just itself.
    pub so_far: Vec<Period>,
    /// Whether quota and target count for the time so far.
    pub is_so_far: bool,
}

impl Look {
    /// The whole of a period.
    pub fn whole(period: Period) -> Self {
        Self { period, so_far: vec![period], is_so_far: false }
    }

    /// The days whose credit counts.
    pub fn days(&self) -> Stretch {
        let whole = self.period.stretch();
        let last = self.so_far.last().map_or(whole.last, |period| period.stretch().last);
        Stretch { first: whole.first, last }
    }

    /// The periods whose quota and target count.
    fn asked(&self) -> &[Period] {
        if self.is_so_far { &self.so_far } else { std::slice::from_ref(&self.period) }
    }
}

/// What a part pays.
#[derive(Clone, Debug, Default)]
pub struct Earned {
    /// The credit of the period.
    pub credit: Exact,
    /// Commission, entry by entry.
    pub deals: Vec<(Entry, Exact)>,
    /// By the table `pays`.
    pub pays: Exact,
    /// Amounts for marks.
    pub bonus: Exact,
    /// By scored goals, and what lifts pay to its least.
    pub goals: Exact,
}

impl Earned {
    /// The commission.
    pub fn commission(&self) -> Exact {
        self.deals.iter().fold(zero(), |sum, deal| sum + &deal.1)
    }

    /// All of it.
    pub fn sum(&self) -> Exact {
        self.commission() + &self.pays + &self.bonus + &self.goals
    }

    fn scale(&mut self, factor: &Exact) {
        self.deals.iter_mut().for_each(|deal| deal.1 *= factor);
        for amount in [&mut self.pays, &mut self.bonus, &mut self.goals] {
            *amount *= factor;
        }
    }
}

impl Files<'_> {
    /// What a part pays a person for what is looked at.
    pub fn earn(&self, of: Of<'_>, part: &Part, look: &Look, removed: &Removed) -> Earned {
        let mut earned = self.unlimited(of, part, look, removed);
        self.limit(of, part, look, removed, &mut earned);
        earned
    }

    /// Steps 3 and 4.
    fn unlimited(&self, of: Of<'_>, part: &Part, look: &Look, removed: &Removed) -> Earned {
        let basis = self.basis_of(of, part, look);
        let mut earned = Earned::default();
        let who = (of.person, of.own);
        if part.count.what.is_level() {
            let value = self.value(part, who, look.days(), removed);
            if value.is_none() && !(part.pays.is_empty() && part.bonus.is_empty()) {
                let (measure, name) = (part.count.what.name(), &of.person.name);
                let period = look.period.name();
                self.note(format!("{name}, {period}: `{measure}` has no value, so it counts 0"));
            }
            earned.credit = value.unwrap_or_else(zero);
        } else {
            let entries = self.entries(part, who, look.days(), removed);
            earned.credit = entries.iter().fold(zero(), |sum, entry| sum + &entry.credit);
            let gate = |gate: &Gate| self.is_open(of, part, gate, look, removed);
            earned.deals = self.commission(of, part, (&basis, &gate), entries);
        }
        let end = part.ends_at.as_ref().and_then(|at| basis.credit(&Mark::Attainment(at.clone())));
        let credit = end.map_or(earned.credit.clone(), |end| end.min(earned.credit.clone()));
        let asked = look.asked().iter();
        let target = asked.fold(zero(), |sum, period| sum + of.target_of(part, *period));
        earned.pays = &target * share_at(&part.pays, &basis, &credit);
        earned.bonus = self.bonus(of, part, look, &basis, &credit);
        earned.goals = target * self.goals(of, part, look);
        let factor = self.factor(of, part, look, removed);
        earned.scale(&factor);
        earned
    }

    /// The quota of what is looked at, and the target rate.
    pub(super) fn basis_of(&self, of: Of<'_>, part: &Part, look: &Look) -> Basis {
        let add = |sum: Option<Exact>, period: &Period| {
            Some(sum.unwrap_or_else(zero) + self.quota(of, part, *period)?)
        };
        let level = matches!(part.quota, Quota::Level(_));
        let asked = if level { &look.asked()[..1] } else { look.asked() };
        let quota = asked.iter().fold(None, add);
        self.basis(of, part, quota, look.period.stretch().first)
    }

    /// Commission, deal by deal, each piece by its own column and by where it lies.
    fn commission(
        &self,
        of: Of<'_>,
        part: &Part,
        (basis, gate): (&Basis, &dyn Fn(&Gate) -> bool),
        entries: Vec<Entry>,
    ) -> Vec<(Entry, Exact)> {
        let Some(table) = &part.commission else {
            return entries.into_iter().map(|entry| (entry, zero())).collect();
        };
        let end = part.ends_at.clone().map(Mark::Attainment).map(|from| Row {
            from,
            rate: Rate::Money(zero()),
            reaches_back: None,
            gate: Gate::default(),
        });
        let total = entries.iter().fold(zero(), |sum, entry| sum + &entry.credit);
        let scale = |rows: &Vec<Row>| {
            let rows = rows.iter().filter(|row| gate(&row.gate)).chain(&end);
            Scale::new(rows, basis, &total)
        };
        let scales: Vec<(&Vec<Row>, Scale)> =
            table.all().into_iter().map(|rows| (rows, scale(rows))).collect();
        let mut place = zero();
        let mut pieces = Vec::new();
        for entry in entries {
            let high = &place + &entry.credit;
            let attribute = |name: &str| match name {
                "credit" => Some(shown(&entry.credit, 6)),
                _ => self.attribute(entry.event, of.person, name),
            };
            let mut pay = if let Some(rows) = table.at(&attribute) {
                let scale = scales.iter().find(|scale| std::ptr::eq(scale.0, rows));
                scale.map_or_else(zero, |scale| scale.1.between(&place, &high))
            } else {
                let (line, by) = (self.ledger.events[entry.event].line, table.attribute());
                let by = by.unwrap_or_default();
                self.note(format!("line {line}: no rate fits its `{by}`, so it pays 0"));
                zero()
            };
            if let Some(times) = &part.times_deal {
                pay *= times.at(&attribute).cloned().unwrap_or_else(one);
            }
            pay = of_deal(pay, part, &entry);
            place = high;
            pieces.push((entry, pay));
        }
        pieces
    }

    fn bonus(&self, of: Of<'_>, part: &Part, look: &Look, basis: &Basis, credit: &Exact) -> Exact {
        let day = look.days().last;
        let attribute =
            |name: &str| of.person.attribute(name, day).or_else(|| self.of_day(day, name));
        let mut sum = zero();
        for bonus in &part.bonus {
            let is_reached = basis.credit(&bonus.at).is_some_and(|mark| *credit >= mark);
            if is_reached {
                sum += bonus.amount.at(&attribute).cloned().unwrap_or_else(zero);
            }
        }
        let there = if part.ramps_amounts {
            ramped(of, part, look.period)
        } else {
            of.employed(look.period)
        };
        sum * there
    }

    /// The share of the goals that is reached.
    fn goals(&self, of: Of<'_>, part: &Part, look: &Look) -> Exact {
        let mut sum = zero();
        for (name, weight) in &part.goals {
            let score = self.score(name, of.person, look.days());
            if score.is_none() {
                let (person, period) = (&of.person.name, look.period.name());
                self.note(format!(
                    "{person}, {period}: goal `{name}` has no score, so it counts 0"
                ));
            }
            sum += weight * score.unwrap_or_else(zero);
        }
        sum
    }

    /// Gates and factors of the part, then of the plan.
    fn factor(&self, of: Of<'_>, part: &Part, look: &Look, removed: &Removed) -> Exact {
        let is_open = |gate| self.is_open(of, part, gate, look, removed);
        if !is_open(&part.gate) || !is_open(&of.plan.gate) {
            return zero();
        }
        let mut factor = one();
        for times in part.times.iter().chain(&of.plan.times) {
            factor *= match times {
                Times::Line { name, bends } => {
                    let (value, basis) = self.named(of, part, name, look, removed);
                    share_at(bends, &basis, &value)
                }
                Times::Grid { names, from, share, is_between } => {
                    let value = |name: &String| {
                        let (value, basis) = self.named(of, part, name, look, removed);
                        if basis.quota.is_some() { basis.attainment(&value) } else { value }
                    };
                    cell(from, share, *is_between, &[value(&names[0]), value(&names[1])])
                }
            };
        }
        factor
    }

    /// Whether a gate lets through.
    fn is_open(
        &self,
        of: Of<'_>,
        part: &Part,
        gate: &Gate,
        look: &Look,
        removed: &Removed,
    ) -> bool {
        let holds = |any: &Vec<Condition>| {
            any.iter().any(|condition| self.holds(of, part, condition, look, removed))
        };
        gate.when.iter().all(holds) && (gate.unless.is_empty() || !gate.unless.iter().all(holds))
    }

    fn holds(
        &self,
        of: Of<'_>,
        part: &Part,
        condition: &Condition,
        look: &Look,
        removed: &Removed,
    ) -> bool {
        let year = |look: &Look| {
            let last = look.days().last;
            let period = self.book.fiscal.period(last, Every::Year);
            let parts = period.parts(look.period.every).into_iter();
            let so_far = parts.filter(|part| part.stretch().first <= last).collect();
            Look { period, so_far, is_so_far: true }
        };
        let look = if condition.is_year_so_far { year(look) } else { look.clone() };
        let (value, basis) = self.named(of, part, &condition.name, &look, removed);
        basis.credit(&condition.mark).is_some_and(|mark| value >= mark)
    }

    /// The value of a part (`self` = this one) or measure, and what its marks refer to.
    fn named(
        &self,
        of: Of<'_>,
        part: &Part,
        name: &str,
        look: &Look,
        removed: &Removed,
    ) -> (Exact, Basis) {
        let own;
        let found = of.plan.parts.iter().find(|other| other.name == name);
        let found = found.filter(|_| !name.is_empty());
        let part = match found {
            _ if name == "self" => part,
            Some(other) => other,
            None => {
                let measures = self.book.measures.iter();
                let count =
                    measures.filter(|measure| measure.0 == name).map(|m| m.1.clone()).next();
                let count =
                    count.unwrap_or_else(|| Count { what: built_in(name), ..Count::default() });
                own = Part { count, ..Part::default() };
                &own
            }
        };
        let value = self.value(part, (of.person, of.own), look.days(), removed);
        (value.unwrap_or_else(zero), self.basis_of(of, part, look))
    }

    /// Step 5: the most and the least that a part pays in a period and in a year.
    fn limit(&self, of: Of<'_>, part: &Part, look: &Look, removed: &Removed, earned: &mut Earned) {
        let there = of.employed(look.period);
        let mut most = part.most.a_period.as_ref().map(|most| most * &there);
        if let Some(year) = &part.most.a_year {
            let before = self.before(of, part, look, removed);
            let left = (year - before).max(zero());
            most = Some(most.map_or(left.clone(), |most| most.min(left)));
        }
        let sum = earned.sum();
        if let Some(most) = most.filter(|most| sum > *most && sum.is_positive()) {
            earned.scale(&(most / &sum));
        }
        let least = part.least.a_period.as_ref().map(|least| least * there);
        if let Some(least) = least.filter(|least| sum < *least) {
            earned.goals += least - sum;
        }
    }

    /// What a part has paid in the fiscal year before a period.
    fn before(&self, of: Of<'_>, part: &Part, look: &Look, removed: &Removed) -> Exact {
        let year = self.book.fiscal.period(look.period.stretch().first, Every::Year);
        let earlier = year.parts(look.period.every).into_iter();
        let earlier = earlier.take_while(|period| *period != look.period);
        let sum = earlier.fold(zero(), |sum, period| {
            sum + self.unlimited(of, part, &Look::whole(period), removed).sum()
        });
        part.most.a_year.as_ref().map_or(zero(), |most| sum.min(most.clone()))
    }
}

/// The pay of a deal within its limits; who share a deal share them.
fn of_deal(pay: Exact, part: &Part, entry: &Entry) -> Exact {
    if !entry.credit.is_positive() {
        return pay;
    }
    let limit = |limit: &Option<Exact>| limit.as_ref().map(|limit| limit * &entry.share);
    let pay = limit(&part.most.a_deal).map_or(pay.clone(), |most| pay.min(most));
    limit(&part.least.a_deal).map_or(pay.clone(), |least| pay.max(least))
}

/// A measure that no file defines: told from deals, or by events.
fn built_in(name: &str) -> What {
    match name {
        "margin_share" => What::Ratio(Box::new(What::Margin), Box::new(What::Revenue)),
        _ => What::Measured(name.to_owned()),
    }
}
