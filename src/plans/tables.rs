//! The tables of a part: what credit pays, exactly.

use num_traits::{Signed, Zero};

use super::exact::{Exact, one, zero};
use super::plan::{Bend, Mark, Rate, Row};

/// What marks and rates of a part refer to in a period.
#[derive(Clone, Debug, Default)]
pub struct Basis {
    /// The quota of the period; nothing = there is none.
    pub quota: Option<Exact>,
    /// The target rate: target over quota, both of the full year.
    pub target_rate: Exact,
    /// Whether credit is a level: then a share without a quota is the level itself.
    pub is_level: bool,
}

impl Basis {
    /// The credit that a mark stands for; nothing if it cannot be reached.
    pub fn credit(&self, mark: &Mark) -> Option<Exact> {
        match mark {
            Mark::Credit(credit) => Some(credit.clone()),
            Mark::Attainment(share) if share.is_zero() => Some(zero()),
            Mark::Attainment(share) => match &self.quota {
                Some(quota) if quota.is_positive() => Some(share * quota),
                None if self.is_level => Some(share.clone()),
                _ => None,
            },
        }
    }

    /// The attainment of a credit; of no quota 0.
    pub fn attainment(&self, credit: &Exact) -> Exact {
        match &self.quota {
            Some(quota) if quota.is_positive() => credit / quota,
            None if self.is_level => credit.clone(),
            _ => zero(),
        }
    }

    fn money(&self, rate: &Rate) -> Exact {
        match rate {
            Rate::Money(rate) => rate.clone(),
            Rate::Times(times) => times * &self.target_rate,
        }
    }
}

/// Rates by place on the line of credit, for a final credit: ascending, the first from 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale(Vec<(Exact, Exact)>);

impl Scale {
    /// The scale of rows that hold, where `total` is the final credit.
    pub fn new<'r>(rows: impl Iterator<Item = &'r Row>, basis: &Basis, total: &Exact) -> Self {
        let place = |row: &'r Row| Some((basis.credit(&row.from)?, row));
        let rows: Vec<(Exact, &Row)> = rows.filter_map(place).collect();
        let mut steps = vec![(zero(), zero())];
        for (from, row) in &rows {
            steps.push((from.clone(), basis.money(&row.rate)));
        }
        let reached = |at: &usize| rows[*at].0 <= *total && rows[*at].1.reaches_back.is_some();
        if let Some(at) = (0..rows.len()).rev().find(reached) {
            let rate = steps[at + 1].1.clone();
            let back = rows[at].1.reaches_back.as_ref().and_then(|mark| basis.credit(mark));
            let back = back.unwrap_or_else(zero);
            let after = steps.split_off(at + 1);
            steps.retain(|step| step.0 < back);
            steps.push((back, rate));
            steps.extend(after.into_iter().skip(1));
        }
        Self(steps)
    }

    /// What the stretch from `low` to `high` pays; below 0 the rate at 0 holds.
    pub fn between(&self, low: &Exact, high: &Exact) -> Exact {
        if high < low {
            return -self.between(high, low);
        }
        let mut sum = zero();
        for (at, (from, rate)) in self.0.iter().enumerate() {
            let end = self.0.get(at + 1).map(|step| &step.0);
            let begin = if at == 0 { low } else { from.max(low) };
            let end = end.map_or(high, |end| end.min(high));
            if end > begin {
                sum += (end - begin) * rate;
            }
        }
        // of rows from 0 on the last holds below 0
        if low.is_negative() {
            let at_zero = self.0.iter().rfind(|step| !step.0.is_positive()).map(|step| &step.1);
            let below = high.min(&zero()) - low;
            sum += below * (at_zero.cloned().unwrap_or_else(zero) - &self.0[0].1);
        }
        sum
    }
}

/// The share that a line of bends gives at a credit; 0 before the first.
pub fn share_at(bends: &[Bend], basis: &Basis, credit: &Exact) -> Exact {
    let (mut at, mut share) = (zero(), zero());
    for bend in bends {
        let Some(mark) = basis.credit(&bend.at) else { break };
        if *credit >= mark {
            (at, share) = (mark, bend.share.clone());
            continue;
        }
        if bend.is_line && mark > at {
            let credit = stepped(bend, basis, &at, credit);
            let way = (&credit - &at) / (&mark - &at);
            return &share + way.max(zero()) * (&bend.share - &share);
        }
        break;
    }
    share
}

/// Credit beyond `from` in whole steps.
fn stepped(bend: &Bend, basis: &Basis, from: &Exact, credit: &Exact) -> Exact {
    let step = basis.credit(&Mark::Attainment(bend.steps.clone())).unwrap_or_else(zero);
    if !step.is_positive() {
        return credit.clone();
    }
    from + ((credit - from) / &step).floor() * step
}

/// The factor in a grid for two values, in the cell whose marks are reached; 0 below the first marks.
pub fn cell(
    from: &[Vec<Exact>; 2],
    share: &[Vec<Exact>],
    is_between: bool,
    values: &[Exact; 2],
) -> Exact {
    let place = |axis: usize| from[axis].iter().rposition(|mark| *mark <= values[axis]);
    let (Some(row), Some(column)) = (place(0), place(1)) else { return zero() };
    let at = |row: usize, column: usize| {
        share.get(row).and_then(|list| list.get(column)).cloned().unwrap_or_else(zero)
    };
    if !is_between {
        return at(row, column);
    }
    let way = |axis: usize, place: usize| match from[axis].get(place + 1) {
        Some(next) => (&values[axis] - &from[axis][place]) / (next - &from[axis][place]),
        None => zero(),
    };
    let (down, right) = (way(0, row), way(1, column));
    let [below, beside] = [(row + 1).min(share.len() - 1), (column + 1).min(from[1].len() - 1)];
    let along = |row| at(row, column) * (one() - &right) + at(row, beside) * &right;
    along(row) * (one() - &down) + along(below) * &down
}
