//! The stages: where deals go from each, and after how long.

use std::collections::BTreeMap;

use super::estimated::{FOLDS, LEVEL};
use super::window::{Window, fold_of};
use crate::records::{Deal, EventLog, Moment, Outcome, StageId};
use crate::stats::{LifetimeFamily, RisksFit, RisksIntervals, Spell};

/// Ends of a stage below which its law is exponential without a choice.
const FEW: f64 = 40.0;

/// The stages and the ways between them.
#[derive(Clone, Debug, PartialEq)]
pub struct FunnelFit {
    /// The stages that deals were in, in the order of the process.
    pub stages: Vec<StageFit>,
    /// How many deals began in each of them.
    pub entries: Vec<u64>,
    /// Deals without stages, where others have some: they are no part of the funnel.
    pub without_stages: u64,
    /// Changes of owner for each deal.
    pub hand_offs: f64,
    /// Visits that went back to an earlier stage, as a share of all that went on.
    pub back: f64,
}

/// Why a visit ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The deal goes on, or is won.
    On,
    /// The deal is lost.
    Lost,
}

/// Where a deal goes that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Route {
    /// To a stage, by its place among those of the fit.
    Stage(usize),
    /// It is won.
    Won,
}

/// One stage.
#[derive(Clone, Debug, PartialEq)]
pub struct StageFit {
    /// Its key in the scenario.
    pub key: String,
    /// What the company calls it.
    pub label: String,
    /// Visits that went on, that were lost, and that were not over at the end of the log.
    pub counts: [u64; 3],
    /// What ended visits, in the order of the fit's causes.
    pub causes: Vec<Cause>,
    /// Shares and durations; `None` if no visit ended.
    pub fit: Option<(RisksFit, RisksIntervals)>,
    /// Where those went that went on.
    pub routes: BTreeMap<Route, u64>,
    /// Deals that are there at the end of the log, as fresh ones: each counts for its chance to go on yet,
    /// by that of one that has just come.
    pub fresh: f64,
}

impl FunnelFit {
    pub(super) fn of(log: &EventLog, window: &Window, is_in: &dyn Fn(&Deal) -> bool) -> Self {
        let mut stays: BTreeMap<StageId, Stays> = BTreeMap::new();
        let mut entries: BTreeMap<StageId, u64> = BTreeMap::new();
        let (mut without_stages, mut hand_offs, mut back, mut moves) = (0, 0, 0, 0);
        let deals: Vec<&Deal> = log.deals.iter().filter(|deal| is_in(deal)).collect();
        for deal in &deals {
            hand_offs += changes_of_owner(deal);
            let path = path_of(deal, window);
            if path.is_empty() {
                without_stages += 1;
                continue;
            }
            *entries.entry(path[0].stage).or_default() += 1;
            for (place, stay) in path.iter().enumerate() {
                let next = path.get(place + 1).map(|next| next.stage);
                moves += u64::from(next.is_some());
                back += u64::from(next.is_some_and(|next| next < stay.stage));
                stays.entry(stay.stage).or_default().add(deal, stay, next, window);
            }
        }
        let ids: Vec<StageId> = stays.keys().copied().collect();
        let place = |id: &StageId| ids.iter().position(|known| known == id);
        let stages = stays
            .iter()
            .map(|(id, stays)| {
                let is_named = window.has_stages || log.stages.len() == 1;
                let known = log.stages.get(id.0 as usize).filter(|_| is_named);
                let key = known.map_or("deal".to_owned(), |stage| stage.key.clone());
                let label = known.map_or(String::new(), |stage| stage.label.clone());
                stays.fitted(key, label, window, &place)
            })
            .collect();
        Self {
            stages,
            entries: ids.iter().map(|id| entries.get(id).copied().unwrap_or(0)).collect(),
            without_stages,
            hand_offs: hand_offs as f64 / deals.len().max(1) as f64,
            back: if moves > 0 { back as f64 / moves as f64 } else { 0.0 },
        }
    }

    /// Share of deals that these stages lead to a win in the end.
    pub fn wins(&self) -> f64 {
        let mut chance = vec![0.0; self.stages.len()];
        // Rounds of a deal through all stages; going back is rare.
        for _ in 0..200 {
            chance = self.stages.iter().map(|stage| stage.wins(&chance)).collect();
        }
        let all: u64 = self.entries.iter().sum();
        let sum: f64 = self.entries.iter().zip(&chance).map(|(n, chance)| *n as f64 * chance).sum();
        sum / all.max(1) as f64
    }

    /// Visits to each stage, for each deal that comes in.
    pub fn visits(&self) -> Vec<f64> {
        let all = self.entries.iter().sum::<u64>().max(1) as f64;
        let first: Vec<f64> = self.entries.iter().map(|count| *count as f64 / all).collect();
        let mut visits = first.clone();
        for _ in 0..200 {
            let mut next = first.clone();
            for (stage, coming) in self.stages.iter().zip(&visits) {
                for (route, share) in stage.ways() {
                    if let Route::Stage(to) = route {
                        next[to] += coming * share;
                    }
                }
            }
            visits = next;
        }
        visits
    }
}

impl StageFit {
    /// Share of visits that end for a cause.
    pub fn share(&self, cause: Cause) -> f64 {
        let place = self.causes.iter().position(|known| *known == cause);
        place.zip(self.fit.as_ref()).map_or(0.0, |(at, (fit, _))| fit.risks.shares[at])
    }

    /// Where visits go on to, as shares of all visits.
    pub fn ways(&self) -> Vec<(Route, f64)> {
        let all = self.routes.values().sum::<u64>().max(1) as f64;
        let on = self.share(Cause::On);
        self.routes.iter().map(|(route, count)| (*route, on * *count as f64 / all)).collect()
    }

    fn wins(&self, chance: &[f64]) -> f64 {
        let of = |(route, share): (Route, f64)| match route {
            Route::Won => share,
            Route::Stage(to) => share * chance[to],
        };
        self.ways().into_iter().map(of).sum()
    }
}

/// A deal's stay in a stage.
struct Stay {
    stage: StageId,
    entered: Moment,
    /// `None` if it was there at the end of the log.
    left: Option<Moment>,
    /// When it entered and left are known.
    is_dated: (bool, bool),
}

/// The stays of a deal; of a log without stages, its life as one.
fn path_of(deal: &Deal, window: &Window) -> Vec<Stay> {
    if !window.has_stages {
        let (entered, left) = (deal.created, deal.closed);
        return vec![Stay { stage: StageId(0), entered, left, is_dated: (true, true) }];
    }
    let visits = &deal.visits;
    let of = |place: usize| {
        let visit = &visits[place];
        let next = visits.get(place + 1);
        Stay {
            stage: visit.stage,
            entered: visit.entered,
            left: visit.left.filter(|left| *left <= window.until),
            is_dated: (visit.dated, next.is_none_or(|next| next.dated)),
        }
    };
    (0..visits.len()).map(of).collect()
}

fn changes_of_owner(deal: &Deal) -> usize {
    let between = deal.visits.windows(2).filter(|pair| {
        pair[0].owner.zip(pair[1].owner).is_some_and(|(before, after)| before != after)
    });
    between.count() + deal.handovers.len()
}

/// All stays in one stage.
#[derive(Default)]
struct Stays {
    folds: Vec<Vec<(Cause, Spell)>>,
    open: Vec<(usize, Spell, Moment)>,
    routes: BTreeMap<Option<StageId>, u64>,
}

impl Stays {
    fn add(&mut self, deal: &Deal, stay: &Stay, next: Option<StageId>, window: &Window) {
        self.folds.resize(FOLDS, Vec::new());
        let fold = fold_of(&deal.id);
        let is_last = next.is_none();
        let cause = match (is_last, deal.outcome) {
            (false, _) | (true, Outcome::Won) => Some(Cause::On),
            (true, Outcome::Lost) => Some(Cause::Lost),
            (true, Outcome::Open) => None,
        };
        let end = stay.left.unwrap_or(window.until).max(stay.entered);
        let mut spell = window.spell(stay.entered, end, cause.map(|_| 0));
        match cause {
            None => self.open.push((fold, spell, stay.entered)),
            Some(cause) => {
                if !stay.is_dated.0 {
                    spell.low = 0.0;
                }
                if cause == Cause::On {
                    *self.routes.entry(next).or_default() += 1;
                }
                // When it left is not known either: some time between this visit's end and the deal's.
                if !stay.is_dated.1 {
                    let latest = deal.closed.unwrap_or(window.until);
                    spell.high = window.age(stay.entered, latest.max(end)).1.max(spell.high);
                }
                spell.entry = spell.entry.min(spell.low);
                self.folds[fold].push((cause, spell));
            }
        }
    }

    fn fitted(
        &self,
        key: String,
        label: String,
        window: &Window,
        place: &dyn Fn(&StageId) -> Option<usize>,
    ) -> StageFit {
        let count = |wanted: Cause| {
            self.folds.iter().flatten().filter(|(cause, _)| *cause == wanted).count() as u64
        };
        let counts = [count(Cause::On), count(Cause::Lost), self.open.len() as u64];
        let causes: Vec<Cause> =
            [Cause::On, Cause::Lost].into_iter().filter(|cause| count(*cause) > 0).collect();
        let fit = (!causes.is_empty()).then(|| self.fit(&causes));
        let routes = self.routes.iter().filter_map(|(to, count)| match to {
            None => Some((Route::Won, *count)),
            Some(stage) => place(stage).map(|at| (Route::Stage(at), *count)),
        });
        let routes = routes.collect();
        let fresh = match (&fit, causes.first()) {
            (Some((fit, _)), Some(Cause::On)) => {
                let start = fit.risks.shares[0].max(1e-9);
                let age = |since: &Moment| window.until.days_since(*since);
                self.open.iter().map(|(.., since)| fit.risks.still(0, age(since)) / start).sum()
            }
            _ => 0.0,
        };
        StageFit { key, label, counts, causes, fit, routes, fresh }
    }

    fn fit(&self, causes: &[Cause]) -> (RisksFit, RisksIntervals) {
        let mut folds: Vec<Vec<Spell>> = self
            .folds
            .iter()
            .map(|fold| {
                let spell = |(cause, spell): &(Cause, Spell)| Spell {
                    cause: causes.iter().position(|known| known == cause),
                    ..*spell
                };
                fold.iter().map(spell).collect()
            })
            .collect();
        for (fold, spell, _) in &self.open {
            folds[*fold].push(*spell);
        }
        let has_cure = !self.open.is_empty();
        let ended =
            |cause| folds.iter().flatten().filter(|s| s.cause == Some(cause)).count() as f64;
        let fit = if (0..causes.len()).any(|cause| ended(cause) < FEW) {
            let families = vec![LifetimeFamily::Exponential; causes.len()];
            RisksFit::of_families(&folds.concat(), &families, has_cure)
        } else {
            RisksFit::chosen(&folds, causes.len(), has_cure)
        };
        let intervals = fit.intervals(&folds, LEVEL);
        (fit, intervals)
    }
}
