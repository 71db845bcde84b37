//! What a part pays for any credit of one period: pay, the next unit, and what reaching a mark brings at once.
//!
//! One person, there for the whole period, whose yearly quota falls on its periods in equal parts. Gates and
//! factors that look at the part itself are reckoned; of others it is assumed that gates are met and factors 1.

use num_traits::{Signed, Zero};

use super::exact::{Exact, one, ratio, whole, zero};
use super::plan::{Bend, Condition, Gate, Mark, Part, Plan, Quota, Row, Times};
use super::tables::{Basis, Scale, share_at};

/// The pay of a part of a plan by credit.
#[derive(Clone, Debug)]
pub struct Curve<'p> {
    /// The part.
    pub part: &'p Part,
    /// Its rates: of a table by an attribute one of its columns.
    rows: &'p [Row],
    /// What the column is for; empty = there is one.
    pub column: String,
    basis: Basis,
    target: Exact,
}

/// Less than any two marks are apart.
fn hair() -> Exact {
    ratio(1, 1_000_000_000)
}

impl<'p> Curve<'p> {
    /// The curves of a part: one, or one for each column of its rates.
    pub fn of(part: &'p Part) -> Vec<Self> {
        let per_year = whole(part.every.per_year().into());
        let yearly = yearly_quota(part);
        let quota = match &part.quota {
            Quota::Level(level) => Some(level.clone()),
            _ => yearly.as_ref().map(|yearly| yearly / &per_year),
        };
        let target_rate = match &yearly {
            Some(yearly) if yearly.is_positive() => &part.target / yearly,
            _ => zero(),
        };
        let basis = Basis { quota, target_rate, is_level: part.count.what.is_level() };
        let target = &part.target / per_year;
        let curve = |rows: &'p [Row], column: String| {
            let (basis, target) = (basis.clone(), target.clone());
            Self { part, rows, column, basis, target }
        };
        match &part.commission {
            None => vec![curve(&[], String::new())],
            Some(super::attribute::By::One(rows)) => vec![curve(rows, String::new())],
            Some(super::attribute::By::Cases { by, cases, default }) => {
                let named = cases.iter().map(|(case, rows)| (format!("{by} {case}"), rows));
                let rest = default.iter().map(|rows| (format!("{by} otherwise"), rows));
                named.chain(rest).map(|(column, rows)| curve(rows, column)).collect()
            }
        }
    }

    /// The quota of a period, if there is one.
    pub fn quota(&self) -> Option<&Exact> {
        self.basis.quota.as_ref()
    }

    /// The credit at so much attainment; of a level without a quota the level.
    pub fn credit_at(&self, attainment: &Exact) -> Option<Exact> {
        self.basis.credit(&Mark::Attainment(attainment.clone()))
    }

    /// Pay at a credit.
    pub fn pay(&self, credit: &Exact) -> Exact {
        if !self.is_open(&self.part.gate, credit) {
            return zero();
        }
        let end = self.end();
        let counted = end.map_or(credit.clone(), |end| end.min(credit.clone()));
        let rows = self.rows.iter().filter(|row| self.is_open(&row.gate, credit));
        let commission = Scale::new(rows, &self.basis, &counted).between(&zero(), &counted);
        let mut bonus = zero();
        for step in &self.part.bonus {
            let is_reached = self.basis.credit(&step.at).is_some_and(|mark| counted >= mark);
            if is_reached {
                bonus += step.amount.all().first().copied().cloned().unwrap_or_else(zero);
            }
        }
        let goals = self.part.goals.iter().fold(zero(), |sum, goal| sum + &goal.1);
        let share = share_at(&self.part.pays, &self.basis, &counted) + goals;
        let mut pay = commission + bonus + &self.target * share;
        for times in &self.part.times {
            if let Times::Line { name, bends } = times
                && self.is_own(name)
            {
                pay *= share_at(bends, &self.basis, credit);
            }
        }
        if let Some(most) = &self.part.most.a_period {
            pay = pay.min(most.clone());
        }
        match &self.part.least.a_period {
            Some(least) => pay.max(least.clone()),
            None => pay,
        }
    }

    /// Money for the next unit of credit.
    pub fn next_unit(&self, credit: &Exact) -> Exact {
        (self.pay(&(credit + hair())) - self.pay(credit)) / hair()
    }

    /// Money for the unit just before a credit.
    pub fn last_unit(&self, credit: &Exact) -> Exact {
        (self.pay(&(credit - hair())) - self.pay(&(credit - hair() - hair()))) / hair()
    }

    /// What reaching exactly this credit brings at once.
    pub fn jump(&self, credit: &Exact) -> Exact {
        if !credit.is_positive() {
            return zero();
        }
        let below = self.pay(&(credit - hair())) + self.last_unit(credit) * hair();
        self.pay(credit) - below
    }

    /// Where the curve may bend or jump, ascending, without 0.
    pub fn marks(&self) -> Vec<Exact> {
        let mut marks: Vec<&Mark> = self.rows.iter().map(|row| &row.from).collect();
        marks.extend(self.part.bonus.iter().map(|bonus| &bonus.at));
        let own = |condition: &&Condition| self.is_own(&condition.name);
        let gates = self.rows.iter().map(|row| &row.gate).chain([&self.part.gate]);
        for gate in gates {
            let conditions = gate.when.iter().chain(&gate.unless).flatten();
            marks.extend(conditions.filter(own).map(|condition| &condition.mark));
        }
        let mut credits: Vec<Exact> =
            marks.into_iter().filter_map(|mark| self.basis.credit(mark)).collect();
        credits.extend(self.bends(&self.part.pays));
        for times in &self.part.times {
            if let Times::Line { name, bends } = times
                && self.is_own(name)
            {
                credits.extend(self.bends(bends));
            }
        }
        credits.extend(self.end());
        if let Some(most) = &self.part.most.a_period {
            credits.extend(self.reaching(&credits, most));
        }
        credits.sort();
        credits.dedup();
        credits.retain(Signed::is_positive);
        credits
    }

    /// The credits at which a line bends, or is climbed by a step.
    fn bends(&self, bends: &[Bend]) -> Vec<Exact> {
        let (mut all, mut before) = (Vec::new(), zero());
        for bend in bends {
            let Some(at) = self.basis.credit(&bend.at) else { continue };
            let step =
                self.basis.credit(&Mark::Attainment(bend.steps.clone())).unwrap_or_else(zero);
            if step.is_positive() {
                let mut next = &before + &step;
                while next < at && all.len() < 1000 {
                    all.push(next.clone());
                    next += &step;
                }
            }
            all.push(at.clone());
            before = at;
        }
        all
    }

    /// Where pay without its limit reaches the limit, beyond the last mark or between two.
    fn reaching(&self, marks: &[Exact], most: &Exact) -> Option<Exact> {
        let part = Part { most: super::plan::Limits::default(), ..self.part.clone() };
        let free = Curve { part: &part, rows: self.rows, column: String::new(), ..self.clone() };
        let mut at: Vec<Exact> = [zero()].into_iter().chain(marks.iter().cloned()).collect();
        at.sort();
        for (place, mark) in at.iter().enumerate() {
            let (pay, slope) = (free.pay(mark), free.next_unit(mark));
            if pay >= *most {
                return Some(mark.clone());
            }
            if slope.is_positive() {
                let there = mark + (most - pay) / slope;
                if at.get(place + 1).is_none_or(|next| there < *next) {
                    return Some(there);
                }
            }
        }
        None
    }

    /// The credit from which on nothing more is paid.
    fn end(&self) -> Option<Exact> {
        let end = self.part.ends_at.clone().map(Mark::Attainment);
        end.and_then(|end| self.basis.credit(&end))
    }

    fn is_own(&self, name: &str) -> bool {
        name == "self" || (!name.is_empty() && name == self.part.name)
    }

    /// Whether a gate lets through, as far as it looks at the part itself.
    fn is_open(&self, gate: &Gate, credit: &Exact) -> bool {
        let reached = |condition: &Condition| {
            let mark = self.basis.credit(&condition.mark);
            mark.is_some_and(|mark| *credit >= mark)
        };
        let holds = |any: &Vec<Condition>| {
            any.iter().any(|condition| !self.is_own(&condition.name) || reached(condition))
        };
        let shut = |any: &Vec<Condition>| {
            any.iter().any(|condition| self.is_own(&condition.name) && reached(condition))
        };
        gate.when.iter().all(holds) && (gate.unless.is_empty() || !gate.unless.iter().all(shut))
    }
}

/// The quota of a year, where one is told; of quotas by an attribute the first.
pub fn yearly_quota(part: &Part) -> Option<Exact> {
    match &part.quota {
        Quota::None | Quota::Level(_) | Quota::SumOfTeam => None,
        Quota::Yearly(quota) => quota.all().first().copied().cloned(),
        Quota::ByPeriod(list) => Some(list.iter().fold(zero(), |sum, quota| sum + quota)),
    }
}

/// What a plan pays in a year in which every part is just at its quota, and every goal reached; nothing where a
/// part has none.
pub fn at_quota(plan: &Plan) -> Option<Exact> {
    let has_quota = |part: &&Part| !part.target.is_zero() || yearly_quota(part).is_some();
    let parts: Vec<&Part> = plan.parts.iter().filter(has_quota).collect();
    if parts.is_empty() {
        return None;
    }
    let mut sum = zero();
    for part in parts {
        // of two parts that exclude each other one pays
        if !part.gate.unless.is_empty() {
            continue;
        }
        let curve = Curve::of(part).into_iter().next()?;
        let pay = match curve.credit_at(&one()) {
            Some(credit) => curve.pay(&credit),
            None if !part.goals.is_empty() => curve.pay(&zero()),
            None => return None,
        };
        sum += pay * whole(part.every.per_year().into());
    }
    Some(sum)
}
