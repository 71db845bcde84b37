//! The likelihood of competing risks, for a search that asks for it thousands of times.

use std::cell::RefCell;
use std::rc::Rc;

use super::competing::Spell;
use super::lifetime::{Lifetime, LifetimeFamily};
use crate::math::ln;

/// Stands in for a probability that rounding takes to 0.
const LEAST: f64 = 1e-280;
/// Laws of one cause whose values are kept: those that one step of the search asks for.
const KEPT: usize = 12;

/// Spells, with every age at which a law is asked for named once: of the laws that a step of the search
/// tries, most differ from those before in one cause only.
pub(super) struct RisksLikelihood {
    cells: Vec<Cell>,
    /// Ages at which survival is asked for.
    ages: Vec<f64>,
    /// Ages at which the density is asked for.
    instants: Vec<f64>,
    families: Vec<LifetimeFamily>,
    known: RefCell<Vec<Vec<Known>>>,
}

/// A law's coordinates, and its values at ages and instants.
type Known = (Vec<f64>, Rc<(Vec<f64>, Vec<f64>)>);

struct Cell {
    entry: Option<usize>,
    end: End,
    count: f64,
}

enum End {
    Open(usize),
    Between(usize, usize, usize),
    Exact(usize, usize),
}

impl RisksLikelihood {
    pub(super) fn of(spells: &[Spell], families: &[LifetimeFamily]) -> Self {
        let merged = merged(spells);
        let is_exact = |spell: &Spell| spell.cause.is_some() && spell.high <= spell.low;
        let mut ages: Vec<f64> = Vec::new();
        for spell in &merged {
            let own = if is_exact(spell) {
                [spell.entry, 0.0, 0.0]
            } else {
                [spell.entry, spell.low, spell.high]
            };
            ages.extend(own);
        }
        let mut instants: Vec<f64> = merged.iter().filter(|s| is_exact(s)).map(|s| s.low).collect();
        for list in [&mut ages, &mut instants] {
            list.sort_by(f64::total_cmp);
            list.dedup();
        }
        let place = |list: &[f64], x: f64| list.partition_point(|known| *known < x);
        let cell = |spell: &Spell| {
            let low = place(&ages, spell.low);
            Cell {
                entry: (spell.entry > 0.0).then(|| place(&ages, spell.entry)),
                end: match spell.cause {
                    None => End::Open(low),
                    Some(cause) if is_exact(spell) => {
                        End::Exact(cause, place(&instants, spell.low))
                    }
                    Some(cause) => End::Between(cause, low, place(&ages, spell.high)),
                },
                count: spell.count,
            }
        };
        let cells = merged.iter().map(cell).collect();
        let known = RefCell::new(vec![Vec::new(); families.len()]);
        Self { cells, ages, instants, families: families.to_vec(), known }
    }

    /// The log-likelihood of shares, and of laws at their coordinates.
    pub(super) fn at(&self, shares: &[f64], coordinates: &[&[f64]]) -> f64 {
        let values: Vec<_> =
            coordinates.iter().enumerate().map(|(cause, at)| self.values(cause, at)).collect();
        let never = (1.0 - shares.iter().sum::<f64>()).max(0.0);
        let survival: Vec<f64> = (0..self.ages.len())
            .map(|age| {
                let lasting = shares.iter().zip(&values).map(|(share, of)| share * of.0[age]);
                ln((never + lasting.sum::<f64>()).max(LEAST))
            })
            .collect();
        let of = |cell: &Cell| {
            let here = match cell.end {
                End::Open(age) => survival[age],
                End::Between(cause, low, high) => {
                    let law = &values[cause].0;
                    ln((shares[cause] * (law[low] - law[high])).max(LEAST))
                }
                End::Exact(cause, at) => ln(shares[cause].max(LEAST)) + values[cause].1[at],
            };
            cell.count * (here - cell.entry.map_or(0.0, |age| survival[age]))
        };
        self.cells.iter().map(of).sum()
    }

    fn values(&self, cause: usize, coordinates: &[f64]) -> Rc<(Vec<f64>, Vec<f64>)> {
        let known = &mut self.known.borrow_mut()[cause];
        if let Some((_, values)) = known.iter().find(|(at, _)| at == coordinates) {
            return Rc::clone(values);
        }
        let law = Lifetime::at(self.families[cause], coordinates);
        let survival = self.ages.iter().map(|age| law.survival(*age)).collect();
        let density = self.instants.iter().map(|age| law.ln_density(*age)).collect();
        let values = Rc::new((survival, density));
        if known.len() >= KEPT {
            known.remove(0);
        }
        known.push((coordinates.to_vec(), Rc::clone(&values)));
        values
    }
}

/// Spells that look alike as one.
fn merged(spells: &[Spell]) -> Vec<Spell> {
    let mut sorted = spells.to_vec();
    sorted.sort_by(|a, b| {
        let ages = a.low.total_cmp(&b.low).then(a.high.total_cmp(&b.high));
        a.cause.cmp(&b.cause).then(ages).then(a.entry.total_cmp(&b.entry))
    });
    let mut merged: Vec<Spell> = Vec::new();
    for spell in sorted {
        match merged.last_mut() {
            Some(last) if (Spell { count: last.count, ..spell }) == *last => {
                last.count += spell.count;
            }
            _ => merged.push(spell),
        }
    }
    merged
}
