//! The front of two measures: designs of which no other is better in one without being worse in the other.
//!
//! The search for the primary measure is one end of it. From its best design on, further courses weigh the second
//! measure more and more, each beginning where the one before ended. What they find is judged on the luck of
//! the confirmation, which had no part in finding it.

use super::course::{Course, Heading, Weighing};
use super::finalists::Field;
use super::limits::{Kept, confirmed};
use super::summary::{Front, FrontPoint, Trial};
use super::{Design, NoAnswer, Phase, Question, Reached, Shelf, Total, Values, Watch};
use crate::experiment::race::Aim;
use crate::stats::{Estimate, Stands, Tally, front};

/// Weights, the primary measure alone included: of small budgets, and of large ones.
const WEIGHTS: u32 = 6;
const MOST_WEIGHTS: u32 = 12;
/// From so many runs on there are more weights.
const MANY: u64 = 10_000;
/// Runs of each point.
const RUNS: u32 = 256;

impl<H: Shelf, S: Fn(&Reached, &str) + Sync, W: Watch> Question<'_, H, S, W> {
    /// Runs of the front, besides those of the search; 0 if there is one measure.
    pub(super) fn of_front(&self) -> u64 {
        if self.second.is_none() {
            return 0;
        }
        self.plan.of_trials() + u64::from(2 * self.weights() * RUNS)
    }

    fn weights(&self) -> u32 {
        if self.plan.budget >= MANY { MOST_WEIGHTS } else { WEIGHTS }
    }

    /// The front from the best design of the primary measure on; `None` if there is one measure.
    pub(super) fn front(
        &self,
        courses: &[Course],
        best: Option<&Design>,
        total: &mut Total,
    ) -> Result<Option<Front>, NoAnswer> {
        let Some(second) = &self.second else { return Ok(None) };
        let (weights, spreads) = (self.weights(), spreads(&courses[0].trials));
        let mut place = best.or(courses[0].generations.last().map(|last| &last.1)).cloned();
        let mut designs = vec![None];
        designs.extend(best.cloned().map(Some));
        let mut trials = Vec::new();
        for weight in 1..weights {
            let share = f64::from(weight) / f64::from(weights - 1);
            let heading = Heading {
                phase: Phase::Front,
                search: weight,
                budget: self.plan.of_trials() / u64::from(weights - 1),
                start: place.as_ref().map(|design| self.space.point(design)),
                weighing: Some(Weighing { share, spreads }),
            };
            let course = self.course(&heading, total)?;
            if let Some((best, centre)) = course.generations.last() {
                let both = [centre, best];
                for design in &both[..if self.space.is_scaled() { 1 } else { 2 }] {
                    let design = Some((*design).clone());
                    if !designs.contains(&design)
                        && design.as_ref().is_some_and(|of| self.keeps_organisation(of))
                    {
                        designs.push(design);
                    }
                }
                place = Some(centre.clone());
            }
            trials.extend(course.trials);
        }
        let mut field = Field::of(designs);
        self.make(&mut field)?;
        let (zones, points) = self.points(&field, second, total)?;
        Ok(Some(Front { measure: second.measure.clone(), zones, weights, trials, points }))
    }

    /// Runs the designs on fresh luck and says where each stands, the best in the primary measure first.
    fn points(
        &self,
        field: &Field,
        second: &Aim,
        total: &mut Total,
    ) -> Result<([f64; 2], Vec<FrontPoint>), NoAnswer> {
        let scenarios = field.seeded(Phase::Confirm.seed(self.space.base().seed));
        let at = (Phase::Confirm, 0, RUNS);
        let values = self.values(&scenarios, at, (total, "the front on fresh luck"))?;
        let zones = [self.aim.zone(&values[0]), second.zone(&self.of_second(second, &values[0]))];
        let scores: Vec<[Vec<f64>; 2]> = values.iter().map(|of| self.both(second, of)).collect();
        let (keys, count) = (self.keys(), scenarios.len());
        let point = |own: usize| FrontPoint {
            values: field.designs[own].as_ref().map(|design| self.space.values(design)),
            factor: field.factors[own],
            worth: scores[own].each_ref().map(|of| Estimate::of(of)),
            limits: confirmed(self.space.limits(), (&keys, count), (&scenarios[own], &values[own])),
            stands: None,
        };
        let mut points: Vec<(FrontPoint, [Vec<f64>; 2])> =
            (0..count).map(|own| (point(own), self.improvements(second, &scores[own]))).collect();
        let good = |of: &FrontPoint| self.aim.better.improvement(of.worth[0].mean);
        points.sort_by(|a, b| good(&b.0).total_cmp(&good(&a.0)));
        let (mut points, improved): (Vec<_>, Vec<_>) = points.into_iter().unzip();
        stand(&mut points, &improved, zones);
        Ok((zones, points))
    }

    /// The values of the second measure among those kept.
    pub(super) fn of_second(&self, second: &Aim, values: &Values) -> Values {
        let keys = self.keys();
        let column = |key: &String| keys.iter().position(|known| known == key);
        second.keys.iter().filter_map(column).map(|at| values[at].clone()).collect()
    }

    /// Scores of runs in both measures.
    fn both(&self, second: &Aim, values: &Values) -> [Vec<f64>; 2] {
        let runs = values[0].len();
        [self.aim.score(values, runs), second.score(&self.of_second(second, values), runs)]
    }

    fn improvements(&self, second: &Aim, scores: &[Vec<f64>; 2]) -> [Vec<f64>; 2] {
        let better = [self.aim.better, second.better];
        std::array::from_fn(|of| {
            scores[of].iter().map(|own| better[of].improvement(*own)).collect()
        })
    }
}

/// How much designs of the first generation differ in both measures: the units in which they are weighed.
fn spreads(trials: &[Trial]) -> [f64; 2] {
    let first = || trials.iter().filter(|trial| trial.generation == 0);
    let of = |values: &mut dyn Iterator<Item = f64>| {
        let spread = values.filter(|mean| mean.is_finite()).collect::<Tally>().sd();
        if spread > 0.0 { spread } else { 1.0 }
    };
    [of(&mut first().map(|trial| trial.mean)), of(&mut first().map(|trial| trial.second))]
}

/// Notes where the points stand that are not known to break a limit.
fn stand(points: &mut [FrontPoint], improved: &[[Vec<f64>; 2]], zones: [f64; 2]) {
    let keeps = |own: &usize| points[*own].limits.iter().all(|limit| limit.kept != Kept::No);
    let fit: Vec<usize> = (0..points.len()).filter(keeps).collect();
    let those: Vec<[Vec<f64>; 2]> = fit.iter().map(|own| improved[*own].clone()).collect();
    for (own, stands) in fit.iter().zip(front(&those, zones)) {
        points[*own].stands = Some(match stands {
            Stands::Beaten(by) => Stands::Beaten(fit[by]),
            Stands::Front | Stands::Open => stands,
        });
    }
}
