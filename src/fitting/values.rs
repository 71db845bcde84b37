//! What deals are worth: those that were won, by segment.

use std::collections::BTreeMap;

use super::estimated::{FOLDS, LEVEL};
use super::keys::keys;
use super::window::{binned, fold_of};
use crate::records::{EventLog, Label, Outcome};
use crate::stats::{Lifetime, LifetimeFamily, RisksFit, RisksIntervals, Spell, chi_square_tail};

/// Segments that are told apart; the others are one.
const MOST_SEGMENTS: usize = 8;
/// Wins with a value below which a segment has no law of its own.
const FEWEST: usize = 20;

/// What deals are worth.
#[derive(Clone, Debug, PartialEq)]
pub struct Values {
    /// The currency of most deals.
    pub currency: String,
    /// Won deals without a value, or in another currency: they say nothing here.
    pub left_out: u64,
    /// Of all segments together; `None` if hardly any won deal has a value.
    pub all: Option<ValueFit>,
    /// The segments, the largest first; none if the log tells of one at most.
    pub segments: Vec<SegmentFit>,
    /// Chance of win rates that differ as much between segments if they are all the same; NaN without
    /// segments.
    pub p_win_rates_alike: f64,
}

/// A law of values.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueFit {
    /// Won deals with a value.
    pub count: u64,
    /// Their mean.
    pub mean: f64,
    /// The law.
    pub fit: RisksFit,
    /// Its intervals.
    pub intervals: RisksIntervals,
}

/// A kind of customer or deal.
#[derive(Clone, Debug, PartialEq)]
pub struct SegmentFit {
    /// Its key in the scenario.
    pub key: String,
    /// What the company calls it.
    pub label: String,
    /// Its share of all deals.
    pub share: f64,
    /// Deals won and lost.
    pub decided: (u64, u64),
    /// Its values; `None` if too few are known: those of all then.
    pub value: Option<ValueFit>,
}

impl Values {
    pub(super) fn of(log: &EventLog) -> Self {
        let mut currencies: BTreeMap<Option<Label>, u64> = BTreeMap::new();
        for deal in log.deals.iter().filter(|deal| deal.amount.is_some()) {
            *currencies.entry(deal.currency).or_default() += 1;
        }
        let currency = currencies.iter().max_by_key(|(label, n)| (**n, std::cmp::Reverse(**label)));
        let currency = currency.and_then(|(label, _)| *label);
        let mut known: BTreeMap<Option<Label>, Vec<(usize, f64)>> = BTreeMap::new();
        let mut left_out = 0;
        for deal in log.deals.iter().filter(|deal| deal.outcome == Outcome::Won) {
            match deal.amount.filter(|amount| *amount > 0.0 && deal.currency == currency) {
                Some(amount) => {
                    known.entry(deal.segment).or_default().push((fold_of(&deal.id), amount));
                }
                None => left_out += 1,
            }
        }
        let all: Vec<(usize, f64)> = known.values().flatten().copied().collect();
        let segments = segments(log, &known);
        Self {
            currency: log.word(currency).to_owned(),
            left_out,
            all: ValueFit::of(&all),
            p_win_rates_alike: p_alike(&segments),
            segments,
        }
    }
}

/// A segment: its name, the labels of which it is made, and how many deals there are, won and lost.
type Kind = (String, Vec<Option<Label>>, [u64; 3]);

fn segments(log: &EventLog, known: &BTreeMap<Option<Label>, Vec<(usize, f64)>>) -> Vec<SegmentFit> {
    let mut counts: BTreeMap<Option<Label>, [u64; 3]> = BTreeMap::new();
    for deal in &log.deals {
        let of = counts.entry(deal.segment).or_default();
        of[0] += 1;
        of[1] += u64::from(deal.outcome == Outcome::Won);
        of[2] += u64::from(deal.outcome == Outcome::Lost);
    }
    if counts.len() < 2 {
        return Vec::new();
    }
    let mut order: Vec<(Option<Label>, [u64; 3])> = counts.into_iter().collect();
    order.sort_by_key(|(label, n)| (std::cmp::Reverse(n[0]), *label));
    let mut groups: Vec<Kind> = Vec::new();
    for (label, n) in order {
        let word = label.map_or("not said", |_| log.word(label)).to_owned();
        if groups.len() < MOST_SEGMENTS {
            groups.push((word, vec![label], n));
        } else if let Some(last) = groups.last_mut() {
            last.0 = "other".into();
            last.1.push(label);
            (0..3).for_each(|i| last.2[i] += n[i]);
        }
    }
    let keys = keys(groups.iter().map(|group| group.0.as_str()));
    let total = log.deals.len() as f64;
    let segment = |((label, members, n), key): (Kind, String)| {
        let own = members.iter().filter_map(|member| known.get(member)).flatten().copied();
        let own: Vec<(usize, f64)> = own.collect();
        let (share, decided) = (n[0] as f64 / total, (n[1], n[2]));
        SegmentFit { key, label, share, decided, value: ValueFit::of(&own) }
    };
    groups.into_iter().zip(keys).map(segment).collect()
}

impl ValueFit {
    fn of(amounts: &[(usize, f64)]) -> Option<Self> {
        if amounts.len() < FEWEST {
            return None;
        }
        let mut folds = vec![Vec::new(); FOLDS];
        for (fold, amount) in amounts {
            let (low, high) = binned(*amount);
            folds[*fold].push(Spell { entry: 0.0, low, high, cause: Some(0), count: 1.0 });
        }
        let fit = if amounts.len() < 4 * FEWEST {
            RisksFit::of_families(&folds.concat(), &[LifetimeFamily::Lognormal], false)
        } else {
            RisksFit::chosen(&folds, 1, false)
        };
        let intervals = fit.intervals(&folds, LEVEL);
        let mean = amounts.iter().map(|(_, amount)| amount).sum::<f64>() / amounts.len() as f64;
        Some(Self { count: amounts.len() as u64, mean, fit, intervals })
    }

    /// The law's values and, of a family, the law.
    pub fn law(&self) -> Option<&Lifetime> {
        match &self.fit.risks.laws[0] {
            crate::stats::Duration::Law(law) => Some(law),
            crate::stats::Duration::Steps(_) => None,
        }
    }
}

/// Pearson's test of equal win rates.
fn p_alike(segments: &[SegmentFit]) -> f64 {
    let decided: Vec<(f64, f64)> = segments
        .iter()
        .map(|segment| (segment.decided.0 as f64, segment.decided.1 as f64))
        .filter(|(won, lost)| won + lost > 0.0)
        .collect();
    let (won, lost) = decided.iter().fold((0.0, 0.0), |sum, (w, l)| (sum.0 + w, sum.1 + l));
    if decided.len() < 2 || won <= 0.0 || lost <= 0.0 {
        return f64::NAN;
    }
    let rate = won / (won + lost);
    let off = |(w, l): &(f64, f64)| {
        let n = w + l;
        (w - n * rate) * (w - n * rate) / (n * rate * (1.0 - rate))
    };
    chi_square_tail(decided.iter().map(off).sum(), decided.len() as u64 - 1)
}
