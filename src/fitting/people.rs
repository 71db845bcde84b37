//! Who works, and how much people differ.

use std::collections::BTreeMap;

use super::estimated::LEVEL;
use super::window::Window;
use crate::records::{Deal, EventLog, Label, Moment, Outcome};
use crate::stats::{BetaBinomial, Group, chi_square_tail};

/// Who did nothing for so long before the end of the log has left, or sells no more (days).
const SILENT: f64 = 92.0;
/// Decided deals of one person, below which he says nothing about the spread.
const FEWEST: u64 = 5;

/// Who works, and how much people differ.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleFit {
    /// Everybody who owned a deal.
    pub owners: Vec<Owner>,
    /// Those of them who did something in the last quarter of the log.
    pub active: usize,
    /// The spread of win rates (of decided deals) between people with at least five; `None` if there are not
    /// two of them.
    pub spread: Option<BetaBinomial>,
    /// Chance of a mix of segments that differs as much between people, if deals are given out by chance; NaN
    /// where the log does not say.
    pub p_given_by_chance: f64,
}

/// Somebody who owned deals.
#[derive(Clone, Debug, PartialEq)]
pub struct Owner {
    /// As the log names him.
    pub name: String,
    /// Decided deals, and those won.
    pub decided: Group,
    /// His win rate (of decided), drawn towards that of all the more the fewer his deals.
    pub win_rate: f64,
    /// First and last time that one of his deals moved.
    pub seen: (Moment, Moment),
    /// Whether the last time is in the last quarter of the log.
    pub is_active: bool,
}

impl PeopleFit {
    pub(super) fn of(log: &EventLog, window: &Window) -> Self {
        let mut seen: BTreeMap<Label, (Moment, Moment)> = BTreeMap::new();
        let mut decided: BTreeMap<Label, Group> = BTreeMap::new();
        for deal in &log.deals {
            for (who, when) in moves(deal) {
                let span = seen.entry(who).or_insert((when, when));
                *span = (span.0.min(when), span.1.max(when));
            }
            if let (Some(owner), true) = (deal.owner, deal.outcome != Outcome::Open) {
                let group = decided.entry(owner).or_insert(Group { trials: 0, successes: 0 });
                group.trials += 1;
                group.successes += u64::from(deal.outcome == Outcome::Won);
            }
        }
        let enough: Vec<Group> =
            decided.values().copied().filter(|group| group.trials >= FEWEST).collect();
        let spread = BetaBinomial::fit(&enough, LEVEL);
        let owner = |(label, seen): (&Label, &(Moment, Moment))| {
            let own = decided.get(label).copied().unwrap_or(Group { trials: 0, successes: 0 });
            let rate = spread.as_ref().map_or(f64::NAN, |spread| spread.shrunken(own));
            Owner {
                name: log.word(Some(*label)).to_owned(),
                decided: own,
                win_rate: rate,
                seen: *seen,
                is_active: window.until.days_since(seen.1) <= SILENT,
            }
        };
        let owners: Vec<Owner> = seen.iter().map(owner).collect();
        Self {
            active: owners.iter().filter(|owner| owner.is_active).count(),
            owners,
            spread,
            p_given_by_chance: p_given_by_chance(log),
        }
    }
}

/// Who moved a deal, and when.
fn moves(deal: &Deal) -> Vec<(Label, Moment)> {
    let mut moves: Vec<(Label, Moment)> = deal
        .visits
        .iter()
        .filter_map(|visit| Some((visit.owner?, visit.entered)))
        .chain(deal.handovers.iter().map(|handover| (handover.to, handover.at)))
        .collect();
    moves.extend(deal.owner.map(|owner| (owner, deal.closed.unwrap_or(deal.created))));
    moves
}

/// Pearson's test of independence of owner and segment; cells that expect too little are left out.
fn p_given_by_chance(log: &EventLog) -> f64 {
    let mut cells: BTreeMap<(Label, Label), f64> = BTreeMap::new();
    let (mut owners, mut segments) = (BTreeMap::new(), BTreeMap::new());
    let mut total = 0.0;
    for deal in &log.deals {
        let Some((owner, segment)) = deal.owner.zip(deal.segment) else { continue };
        *cells.entry((owner, segment)).or_insert(0.0) += 1.0;
        *owners.entry(owner).or_insert(0.0) += 1.0;
        *segments.entry(segment).or_insert(0.0) += 1.0;
        total += 1.0;
    }
    let (mut sum, mut used) = (0.0, 0_usize);
    for (owner, of_owner) in &owners {
        for (segment, of_segment) in &segments {
            let expected: f64 = of_owner * of_segment / total;
            if expected >= 1.0 {
                let found = cells.get(&(*owner, *segment)).copied().unwrap_or(0.0);
                sum += (found - expected) * (found - expected) / expected;
                used += 1;
            }
        }
    }
    let degrees = used.saturating_sub(owners.len() + segments.len() - usize::from(used > 0));
    if owners.len() < 2 || segments.len() < 2 || degrees == 0 {
        return f64::NAN;
    }
    chi_square_tail(sum, degrees as u64)
}
