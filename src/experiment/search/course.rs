//! One search: generations of CMA-ES, each on the luck that comes next.

use super::limits::{of_organisation, penalties};
use super::summary::Trial;
use super::{Design, NoAnswer, Phase, Plan, Question, Reached, Shelf, Total, Values, Watch};
use crate::engine::random::philox2x64;
use crate::scenario::Scenario;
use crate::stats::CmaEs;

/// The spread of the first generation, as a share of a lever's range: of a search, and from a known place on.
const SPREAD: f64 = 0.3;
const NEAR: f64 = 0.15;
/// How much a limit that is exceeded by one standard deviation of a run counts, in standard deviations of
/// a generation.
const PENALTY: f64 = 3.0;
/// How often a point outside the range is drawn again.
const REDRAWS: u64 = 100;
/// Replications set apart for each search.
const APART: u32 = 1 << 24;

/// Where one search goes.
pub(super) struct Heading {
    pub(super) phase: Phase,
    /// Its number.
    pub(super) search: u32,
    /// Runs of its trials.
    pub(super) budget: u64,
    /// The point around which it begins; else in the middle or at random.
    pub(super) start: Option<Vec<f64>>,
    /// How two measures are weighed; `None` = the primary one alone.
    pub(super) weighing: Option<Weighing>,
}

/// How two measures are weighed.
pub(super) struct Weighing {
    /// The weight of the second, from 0 to 1.
    pub(super) share: f64,
    /// Their units.
    pub(super) spreads: [f64; 2],
}

impl Heading {
    /// One of the searches for the primary measure.
    pub(super) fn of(search: u32, plan: &Plan) -> Self {
        let budget = plan.of_each();
        Self { phase: Phase::Search, search, budget, start: None, weighing: None }
    }
}

/// What one search came to.
pub(super) struct Course {
    pub(super) trials: Vec<Trial>,
    /// The best design and the centre of each generation.
    pub(super) generations: Vec<(Design, Design)>,
}

/// A generation of a search: the designs in which its points lie.
struct Generation<'h> {
    heading: &'h Heading,
    number: u32,
    designs: Vec<Design>,
}

/// How a design of a generation is ranked: first those that can be run and keep what the organisation
/// alone tells, then by loss.
#[derive(Clone, Copy)]
struct Rank {
    excess: f64,
    loss: f64,
}

impl<H: Shelf, S: Fn(&Reached, &str) + Sync, W: Watch> Question<'_, H, S, W> {
    /// The searches for the primary measure.
    pub(super) fn courses(&self, total: &mut Total) -> Result<Vec<Course>, NoAnswer> {
        (0..self.plan.searches)
            .map(|search| self.course(&Heading::of(search, &self.plan), total))
            .collect()
    }

    /// Searches with its share of the budget.
    pub(super) fn course(&self, heading: &Heading, total: &mut Total) -> Result<Course, NoAnswer> {
        let mut course = Course { trials: Vec::new(), generations: Vec::new() };
        let (mut law, mut restarts, mut number) = (self.start(heading, 0), 0, 0_u32);
        let whole = law.children() as u64 * u64::from(self.plan.runs);
        let mut left = heading.budget;
        // Designs that cannot be run cost nothing: the number of generations ends the search as well.
        let most = 4 * left / whole + 1;
        while left >= whole && u64::from(number) < most {
            let points: Vec<Vec<f64>> = (0..law.children())
                .map(|child| self.child(&law, (heading, number, child)))
                .collect();
            let designs = points.iter().map(|point| self.space.design(point)).collect();
            let generation = Generation { heading, number, designs };
            let (ranks, ran) = self.ranked(&generation, &mut course.trials, total)?;
            left -= u64::from(ran) * u64::from(self.plan.runs);
            let mut order: Vec<usize> = (0..points.len()).collect();
            order.sort_by(|a, b| {
                let (a, b) = (ranks[*a], ranks[*b]);
                a.excess.total_cmp(&b.excess).then(a.loss.total_cmp(&b.loss))
            });
            let ordered: Vec<Vec<f64>> = order.iter().map(|own| points[*own].clone()).collect();
            law.learn(&ordered);
            let best = generation.designs[order[0]].clone();
            let is_flat = generation.designs.iter().all(|design| *design == best);
            course.generations.push((best, self.space.design(law.mean())));
            number += 1;
            if is_flat || law.is_spent() {
                restarts += 1;
                law = self.start(heading, restarts);
            }
        }
        Ok(course)
    }

    /// The law of the first generation: around the start or the middle, of further searches and after a restart
    /// around a place of its own.
    fn start(&self, heading: &Heading, restarts: u32) -> CmaEs {
        if let (Some(start), 0) = (&heading.start, restarts) {
            return CmaEs::new(start.clone(), NEAR);
        }
        let levers = self.space.levers().len();
        let centre = |lever: usize| {
            let share = self.unit((heading, u32::MAX - restarts, 0), (0, lever));
            if heading.search == 0 && restarts == 0 { 0.5 } else { 0.2 + 0.6 * share }
        };
        CmaEs::new((0..levers).map(centre).collect(), SPREAD)
    }

    /// A point of a generation within the ranges.
    fn child(&self, law: &CmaEs, at: (&Heading, u32, usize)) -> Vec<f64> {
        let mut point = Vec::new();
        for attempt in 0..=REDRAWS {
            let unit = |lever| self.unit(at, (attempt, lever));
            let uniform: Vec<f64> = (0..law.mean().len()).map(unit).collect();
            point = law.point(&uniform);
            if point.iter().all(|share| (0.0..=1.0).contains(share)) {
                return point;
            }
        }
        point.iter().map(|share| share.clamp(0.0, 1.0)).collect()
    }

    /// A number between 0 and 1 that belongs to a child of a generation of a search, and to a lever.
    fn unit(
        &self,
        (heading, generation, child): (&Heading, u32, usize),
        (attempt, lever): (u64, usize),
    ) -> f64 {
        const DOMAIN: u64 = u64::from_be_bytes(*b"\0\0cma-es");
        let own =
            u64::from(heading.search) << 56 | (child as u64) << 40 | attempt << 32 | lever as u64;
        let seed = heading.phase.seed(self.space.base().seed);
        let word = philox2x64::<10>([own, DOMAIN ^ u64::from(generation) << 8], seed)[0];
        ((word >> 12) as f64 + 0.5) / (1_u64 << 52) as f64
    }

    /// Runs the designs of a generation, each once, and notes the trials; how they rank, and how many
    /// were run.
    fn ranked(
        &self,
        generation: &Generation<'_>,
        trials: &mut Vec<Trial>,
        total: &mut Total,
    ) -> Result<(Vec<Rank>, u32), NoAnswer> {
        let mut designs: Vec<&Design> = Vec::new();
        for design in &generation.designs {
            if !designs.contains(&design) {
                designs.push(design);
            }
        }
        let Heading { phase, search, weighing, .. } = generation.heading;
        let seed = phase.seed(self.space.base().seed);
        let (mut fit, mut ranks) = (Vec::new(), vec![Rank::WORST; designs.len()]);
        let mut scenarios: Vec<Scenario> = Vec::new();
        for (place, design) in designs.iter().enumerate() {
            let Some(scenario) = self.space.scenario(Some(design), seed) else { continue };
            ranks[place].excess = of_organisation(self.space.limits(), &scenario);
            if ranks[place].excess == 0.0 {
                fit.push(place);
                scenarios.push(scenario);
            }
        }
        let first = search * APART + generation.number * self.plan.runs;
        let kind = if weighing.is_some() { "weight" } else { "search" };
        let words = format!("{kind} {}, generation {}", search + 1, generation.number + 1);
        let at = (*phase, first, self.plan.runs);
        let values = self.values(&scenarios, at, (total, &words))?;
        let all: Vec<&Values> = values.iter().collect();
        for (place, loss) in fit.iter().zip(self.losses(&all, weighing.as_ref())) {
            ranks[*place].loss = loss;
        }
        for (place, design) in designs.iter().enumerate() {
            let ran = fit.iter().position(|own| *own == place).map(|own| &values[own]);
            trials.push(self.trial(generation, (design, ran), ranks[place].excess));
        }
        let rank = |design: &Design| {
            let place = designs.iter().position(|own| *own == design);
            ranks[place.expect("each design is there once")]
        };
        let ran = u32::try_from(fit.len()).unwrap_or(u32::MAX);
        Ok((generation.designs.iter().map(rank).collect(), ran))
    }

    /// What the designs of a generation lose, the less the better: the mean, and what they exceed the limits
    /// by. An undefined mean is the worst.
    fn losses(&self, values: &[&Values], weighing: Option<&Weighing>) -> Vec<f64> {
        let means: Vec<f64> = values.iter().map(|of| -self.worth(of, weighing)).collect();
        let defined = means.iter().copied().filter(|mean| mean.is_finite());
        let spread = defined.collect::<crate::stats::Tally>().sd();
        let spread = if spread > 0.0 { spread } else { 1.0 };
        let penalties = penalties(self.space.limits(), &self.keys(), values);
        let loss = |(mean, penalty): (&f64, f64)| {
            if mean.is_finite() { mean + PENALTY * spread * penalty } else { f64::MAX }
        };
        means.iter().zip(penalties).map(loss).collect()
    }

    /// How good runs are on average: in the primary measure, or in both as they are weighed.
    fn worth(&self, values: &Values, weighing: Option<&Weighing>) -> f64 {
        let first = self.aim.better.improvement(self.aim.mean(values));
        match (weighing, &self.second) {
            (Some(Weighing { share, spreads }), Some(second)) => {
                let other = second.better.improvement(self.second_mean(values));
                (1.0 - share) * first / spreads[0] + share * other / spreads[1]
            }
            _ => first,
        }
    }

    /// The mean of the second measure; NaN if there is none.
    fn second_mean(&self, values: &Values) -> f64 {
        self.second.as_ref().map_or(f64::NAN, |of| of.mean(&self.of_second(of, values)))
    }

    fn trial(
        &self,
        generation: &Generation<'_>,
        (design, values): (&Design, Option<&Values>),
        excess: f64,
    ) -> Trial {
        let keys = self.keys();
        let of = |limit: &crate::scenario::Limit| {
            let column = keys.iter().position(|key| Some(key.as_str()) == limit.measure());
            let mean = column.zip(values).map(|(column, values)| mean(&values[column]));
            mean.unwrap_or(f64::NAN)
        };
        Trial {
            search: generation.heading.search,
            generation: generation.number,
            design: design.clone(),
            runs: if values.is_some() { self.plan.runs } else { 0 },
            mean: values.map_or(f64::NAN, |values| self.aim.mean(values)),
            second: values.map_or(f64::NAN, |values| self.second_mean(values)),
            limits: self.space.limits().iter().map(of).collect(),
            is_possible: excess == 0.0 && values.is_some(),
        }
    }
}

impl Rank {
    /// Of what cannot be run.
    const WORST: Self = Self { excess: f64::INFINITY, loss: f64::INFINITY };
}

fn mean(values: &[f64]) -> f64 {
    values.iter().copied().filter(|v| v.is_finite()).collect::<crate::stats::Tally>().mean()
}
