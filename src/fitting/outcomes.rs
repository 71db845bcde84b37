//! How deals end, and when: of those decided, and of all.

use super::estimated::{Estimated, FOLDS, LEVEL};
use super::window::{Window, fold_of};
use crate::records::{EventLog, Moment, Outcome};
use crate::stats::{RisksFit, RisksIntervals, Spell, quantile, wilson_interval};

/// Standard deviations beyond which older deals are not believed to be a fair sample.
const TOO_FAR: f64 = 3.0;
/// In the fits of outcomes: won, lost.
pub(super) const WON: usize = 0;
const LOST: usize = 1;

/// How deals end.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    /// Deals won, lost and open.
    pub counts: [u64; 3],
    /// Won of won and lost: what most firms call their win rate. It leaves open deals out.
    pub of_decided: Estimated,
    /// Share of all deals that is won in the end.
    pub of_all: Estimated,
    /// Share that is lost in the end.
    pub lost: Estimated,
    /// Share that never ends.
    pub never: Estimated,
    /// Days from creation to the win, of those that have been won: median and 90th percentile.
    pub cycle_of_wins: (f64, f64),
    /// Days of those that have been lost.
    pub cycle_of_losses: (f64, f64),
    /// Deals created before the window.
    pub older: u64,
    /// Whether these are left out, since far fewer or more of them are open than of deals of their age.
    pub is_older_left_out: bool,
    /// Shares and durations, won first.
    pub fit: RisksFit,
}

impl Outcomes {
    pub(super) fn of(log: &EventLog, window: &Window) -> Self {
        let counts = [Outcome::Won, Outcome::Lost, Outcome::Open]
            .map(|outcome| log.deals.iter().filter(|d| d.outcome == outcome).count() as u64);
        let decided = counts[0] + counts[1];
        let older = log.deals.iter().filter(|deal| deal.created < window.from).count() as u64;
        let newer = spells(log, window, &|created| created >= window.from);
        let mut chosen = fit(&newer);
        let mut folds = newer;
        let is_older_left_out = older > 0 && !is_fair_sample(log, window, &chosen);
        if older > 0 && !is_older_left_out {
            folds = spells(log, window, &|_| true);
            chosen = fit(&folds);
        }
        let intervals = chosen.intervals(&folds, LEVEL);
        let share = |value, interval| Estimated { value, interval };
        Self {
            counts,
            of_decided: share(
                counts[0] as f64 / decided as f64,
                wilson_interval(counts[0], decided, LEVEL),
            ),
            of_all: share(chosen.risks.shares[WON], intervals.shares[WON]),
            lost: lost(&chosen, &intervals),
            never: share(chosen.risks.never(), intervals.never),
            cycle_of_wins: cycles(log, Outcome::Won),
            cycle_of_losses: cycles(log, Outcome::Lost),
            older,
            is_older_left_out,
            fit: chosen,
        }
    }
}

fn lost(fit: &RisksFit, intervals: &RisksIntervals) -> Estimated {
    let value = fit.risks.shares.get(LOST).copied().unwrap_or(0.0);
    Estimated { value, interval: intervals.shares.get(LOST).copied().unwrap_or((0.0, 0.0)) }
}

/// Deals as spells from creation on, by fold.
pub(super) fn spells(
    log: &EventLog,
    window: &Window,
    is_in: &dyn Fn(Moment) -> bool,
) -> Vec<Vec<Spell>> {
    let mut folds = vec![Vec::new(); FOLDS];
    for deal in log.deals.iter().filter(|deal| is_in(deal.created)) {
        let cause = match deal.outcome {
            Outcome::Won => Some(WON),
            Outcome::Lost => Some(LOST),
            Outcome::Open => None,
        };
        let end = deal.closed.unwrap_or(window.until).max(deal.created);
        let mut spell = window.spell(deal.created, end, cause);
        // Entered when it was over: how it ended is known, after how long is not.
        if window.has_stages && deal.visits.is_empty() && cause.is_some() && end <= deal.created {
            (spell.entry, spell.low, spell.high) = (0.0, 0.0, f64::INFINITY);
        }
        folds[fold_of(&deal.id)].push(spell);
    }
    folds
}

/// The fit of spells that were won or lost; of what only one way out is seen, that one.
pub(super) fn fit(folds: &[Vec<Spell>]) -> RisksFit {
    let has = |cause| folds.iter().flatten().any(|spell| spell.cause == Some(cause));
    let causes = if has(LOST) { 2 } else { 1 };
    RisksFit::chosen(folds, causes, has_open(folds))
}

pub(super) fn has_open(folds: &[Vec<Spell>]) -> bool {
    folds.iter().flatten().any(|spell| spell.cause.is_none())
}

/// Whether about as many of the older deals are open as of deals that are as old by `fit`.
fn is_fair_sample(log: &EventLog, window: &Window, fit: &RisksFit) -> bool {
    let (mut open, mut expected, mut variance) = (0.0, 0.0, 0.0);
    for deal in log.deals.iter().filter(|deal| deal.created < window.from) {
        let (then, now) =
            (window.from.days_since(deal.created), window.until.days_since(deal.created));
        let chance = fit.risks.survival(now) / fit.risks.survival(then).max(1e-9);
        expected += chance;
        variance += chance * (1.0 - chance);
        open += f64::from(u8::from(deal.outcome == Outcome::Open));
    }
    (open - expected).abs() <= TOO_FAR * (variance + 1.0).sqrt()
}

/// Median and 90th percentile of the days until such an end; NaN if there is none.
fn cycles(log: &EventLog, outcome: Outcome) -> (f64, f64) {
    let ended = log.deals.iter().filter(|deal| deal.outcome == outcome);
    let ended = ended.filter(|deal| deal.closed.is_some_and(|closed| closed > deal.created));
    let days: Vec<f64> = ended.filter_map(crate::records::Deal::cycle_days).collect();
    if days.is_empty() {
        (f64::NAN, f64::NAN)
    } else {
        (quantile(&days, 0.5), quantile(&days, 0.9))
    }
}
