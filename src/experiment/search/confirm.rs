//! The confirmation: what the winner is worth on luck that had no part in choosing it, and what is near it.

use super::course::Course;
use super::finalists::Field;
use super::limits::{Kept, confirmed, of_organisation};
use super::summary::{Agreement, Confirmed, Neighbour, Searched};
use super::{Design, NoAnswer, Phase, Question, Reached, Shelf, Total, Values, Watch};
use crate::experiment::race::Raced;
use crate::scenario::Scenario;
use crate::stats::Estimate;

/// Runs of each design that is confirmed, and of each neighbour.
const RUNS: u32 = 256;
const NEAR: u32 = 64;
/// Values that agree to this share of their size differ by rounding only.
const ROUNDING: f64 = 1e-12;
/// Designs as good as the winner that are confirmed besides.
const MOST_NEAR: usize = 5;

impl<H: Shelf, S: Fn(&Reached, &str) + Sync, W: Watch> Question<'_, H, S, W> {
    /// Runs at most after the race.
    pub(super) fn after(&self) -> u64 {
        let neighbours: u64 = self
            .space
            .levers()
            .iter()
            .map(|axis| if axis.is_numeric() { 2 } else { u64::from(axis.count()) - 1 })
            .sum();
        (MOST_NEAR as u64 + 1 + u64::from(self.plan.searches)) * u64::from(RUNS)
            + neighbours * u64::from(NEAR)
    }

    /// Confirms the winner and those as good, settles the limits, and looks at the neighbours.
    pub(super) fn confirm(
        &self,
        courses: Vec<Course>,
        field: Field,
        raced: Raced,
        total: &mut Total,
    ) -> Result<Searched, NoAnswer> {
        let seed = Phase::Confirm.seed(self.space.base().seed);
        let those = self.worth_confirming(&field, &raced);
        let mut scenarios: Vec<Scenario> =
            those.iter().map(|own| Scenario { seed, ..field.scenarios[*own].clone() }).collect();
        // The scenario as written is confirmed though it does not keep the limits.
        let base = self.space.scenario(None, seed).ok_or(NoAnswer::Stopped)?;
        scenarios.push(base);
        let values = self.values(
            &scenarios,
            (Phase::Confirm, 0, RUNS),
            (total, "confirmation on fresh luck"),
        )?;
        let (keys, zone) = (self.keys(), self.aim.zone(values.last().expect("as written")));
        let count = scenarios.len() - 1;
        let written = values.last().expect("as written");
        let about = |place: usize| {
            let limits = self.space.limits();
            let limits = confirmed(limits, (&keys, count), (&scenarios[place], &values[place]));
            Confirmed {
                candidate: those.get(place).copied(),
                estimate: self.estimate(&values[place]),
                gain: self.gain(&values[place], written, RUNS),
                limits,
            }
        };
        let found: Vec<Confirmed> = (0..count).map(about).collect();
        let is_refuted = |of: &Confirmed| of.limits.iter().any(|limit| limit.kept == Kept::No);
        let best = found.iter().position(|of| !is_refuted(of)).unwrap_or(0);
        let written = about(count);
        let winner = those[best];
        let neighbours = match &field.designs[winner] {
            Some(design) => self.neighbours(design, (&scenarios[best], &values[best]), total)?,
            None => Vec::new(),
        };
        let front = self.front(&courses, field.designs[winner].as_ref(), total)?;
        let agreement = self.agreement(&field, &raced, (&those, &found), winner);
        Ok(Searched {
            trials: courses.into_iter().flat_map(|course| course.trials).collect(),
            racers: field.racers(),
            designs: field.designs,
            searches: field.searches,
            factors: field.factors,
            is_beyond: field.is_beyond,
            raced,
            winner,
            best,
            confirmed: found,
            written,
            neighbours,
            agreement,
            front,
            zone,
            runs: total.runs,
            reused: total.reused,
            events: total.events,
        })
    }

    /// The winner, those as good (the least regret first), and the best of each search.
    fn worth_confirming(&self, field: &Field, raced: &Raced) -> Vec<usize> {
        let race = &raced.race;
        let zone = self.aim.zone(&raced.values[0]);
        let mut near: Vec<usize> = (0..field.scenarios.len())
            .filter(|own| race.is_in(*own) && race.regret(*own) <= zone)
            .collect();
        near.sort_by(|a, b| race.regret(*a).total_cmp(&race.regret(*b)).then(a.cmp(b)));
        let mut those: Vec<usize> = race.winner().into_iter().collect();
        let mut add = |own: usize| {
            if !those.contains(&own) {
                those.push(own);
            }
        };
        near.into_iter().take(MOST_NEAR + 1).for_each(&mut add);
        if self.plan.searches > 1 {
            (0..self.plan.searches)
                .filter_map(|search| self.best_of(field, raced, search))
                .for_each(&mut add);
        }
        if those.is_empty() { vec![0] } else { those }
    }

    /// The finalist of a search that did best in the race.
    fn best_of(&self, field: &Field, raced: &Raced, search: u32) -> Option<usize> {
        let own = (0..field.designs.len()).filter(|own| field.searches[*own] == Some(search));
        let score = |own: usize| {
            let runs = raced.race.runs(own);
            let mean = self.aim.better.improvement(self.aim.mean(&raced.values[own]));
            (runs, if mean.is_nan() { f64::NEG_INFINITY } else { mean })
        };
        own.max_by(|a, b| {
            let (a, b) = (score(*a), score(*b));
            a.0.cmp(&b.0).then(a.1.total_cmp(&b.1))
        })
    }

    fn estimate(&self, values: &Values) -> Estimate {
        Estimate::of(&self.aim.score(values, values[0].len()))
    }

    /// How much better some runs are than others on the same luck.
    fn gain(&self, values: &Values, than: &Values, runs: u32) -> Estimate {
        let [own, other] = [values, than].map(|of| self.aim.score(of, runs as usize));
        let gain = |(own, other): (&f64, f64)| {
            // What agrees but for rounding is the same.
            let is_same = (own - other).abs() <= ROUNDING * (own.abs() + other.abs());
            if is_same { 0.0 } else { self.aim.better.improvement(own - other) }
        };
        Estimate::of(&own.iter().zip(other).map(gain).collect::<Vec<_>>())
    }

    /// What becomes of the winner if one lever is moved.
    fn neighbours(
        &self,
        design: &Design,
        (winner, values): (&Scenario, &Values),
        total: &mut Total,
    ) -> Result<Vec<Neighbour>, NoAnswer> {
        let around = self.space.neighbours(design);
        let made: Vec<Option<Scenario>> = around
            .iter()
            .map(|(_, other)| {
                let mut made = self.space.scenario(Some(other), winner.seed)?;
                made.policies[0].pay.scale = winner.policies[0].pay.scale;
                (of_organisation(self.space.limits(), &made) == 0.0).then_some(made)
            })
            .collect();
        let scenarios: Vec<Scenario> = made.iter().flatten().cloned().collect();
        let at = (Phase::Confirm, 0, NEAR);
        let mut found = self.values(&scenarios, at, (total, "levers near the best"))?.into_iter();
        let own = first(values, NEAR);
        let keys = self.keys();
        let neighbour = |((lever, other), made): ((usize, Design), Option<Scenario>)| {
            let ran = made.and_then(|made| Some((made, found.next()?)));
            let is_beyond = ran.as_ref().is_none_or(|(made, values)| {
                confirmed(self.space.limits(), (&keys, 1), (made, values))
                    .iter()
                    .any(|limit| limit.kept == Kept::No)
            });
            let gain = ran.map(|(_, values)| self.gain(&values, &own, NEAR));
            Neighbour { lever, place: other[lever], gain, is_beyond }
        };
        Ok(around.into_iter().zip(made).map(neighbour).collect())
    }

    /// What the best of each search is worth, and how far it is from the winner.
    fn agreement(
        &self,
        field: &Field,
        raced: &Raced,
        (those, found): (&[usize], &[Confirmed]),
        winner: usize,
    ) -> Vec<Agreement> {
        if self.plan.searches < 2 {
            return Vec::new();
        }
        let of = |search: u32| {
            let own = self.best_of(field, raced, search)?;
            let place = those.iter().position(|known| *known == own)?;
            let designs = (field.designs[own].as_ref(), field.designs[winner].as_ref());
            let distance = match designs {
                (Some(a), Some(b)) => self.space.distance(a, b),
                _ => f64::NAN,
            };
            Some(Agreement { candidate: own, estimate: found[place].estimate, distance })
        };
        (0..self.plan.searches).filter_map(of).collect()
    }
}

/// The first so many runs.
fn first(values: &Values, runs: u32) -> Values {
    values.iter().map(|of| of[..runs as usize].to_vec()).collect()
}
