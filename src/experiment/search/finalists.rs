//! The finalists of a search: the designs that looked best, those of them that keep the limits, their race.

use super::course::Course;
use super::limits::{of_organisation, screened};
use super::{Design, NoAnswer, Phase, Question, Reached, Shelf, Total, Watch, failed};
use crate::experiment::Continue;
use crate::experiment::race::{self, Raced, Racer};
use crate::experiment::scaling::{self, Unsolved};
use crate::sales::pay::Scale;
use crate::scenario::Scenario;

/// The most designs that race, the scenario as written besides.
const MOST: usize = 23;
/// The most where each needs a factor of market cost of its own.
const MOST_SCALED: usize = 7;
/// The last generations whose best designs and centres are finalists, and the parts of the second half of a
/// search of which one each is.
const LAST: usize = 8;
const PARTS: usize = 16;
/// Runs that tell whether a finalist keeps the limits.
const SCREEN: u32 = 64;

/// Designs that race.
pub(super) struct Field {
    /// `None` = the scenario as written.
    pub(super) designs: Vec<Option<Design>>,
    /// In which search each was found.
    pub(super) searches: Vec<Option<u32>>,
    /// Its scenarios, without a seed of their own.
    pub(super) scenarios: Vec<Scenario>,
    /// Whether none of the designs is likely to keep the limits.
    pub(super) is_beyond: bool,
    /// Factors on variable pay, where policies are at market cost.
    pub(super) factors: Vec<Option<f64>>,
}

impl<H: Shelf, S: Fn(&Reached, &str) + Sync, W: Watch> Question<'_, H, S, W> {
    /// The designs that race: the scenario as written, and those of every search that looked best.
    pub(super) fn finalists(
        &self,
        courses: &[Course],
        total: &mut Total,
    ) -> Result<Field, NoAnswer> {
        let is_scaled = self.space.is_scaled();
        // Everybody must be able to have two looks.
        let room = usize::try_from(self.plan.of_race() / 32).unwrap_or(MOST).saturating_sub(1);
        let most = if is_scaled { MOST_SCALED } else { MOST }.min(room) / courses.len();
        let mut found: Vec<(Design, u32)> = Vec::new();
        for (search, course) in courses.iter().enumerate() {
            let mut own = 0;
            for design in proposed(course) {
                let is_new = !found.iter().any(|known| known.0 == *design);
                if is_new && own < most && self.keeps_organisation(design) {
                    own += 1;
                    found.push((design.clone(), u32::try_from(search).unwrap_or(u32::MAX)));
                }
            }
        }
        let all = std::iter::once(None).chain(found.iter().map(|of| Some(of.0.clone())));
        let mut field = Field::of(all.collect());
        field.searches = std::iter::once(None).chain(found.iter().map(|of| Some(of.1))).collect();
        self.make(&mut field)?;
        self.screen(&mut field, total)?;
        Ok(field)
    }

    pub(super) fn keeps_organisation(&self, design: &Design) -> bool {
        let scenario = self.space.scenario(Some(design), 0);
        scenario.is_some_and(|made| of_organisation(self.space.limits(), &made) == 0.0)
    }

    /// Makes the scenarios, each with a factor of market cost of its own where that is asked for; designs
    /// without one go.
    pub(super) fn make(&self, field: &mut Field) -> Result<(), NoAnswer> {
        let (mut kept, mut known) = (Vec::new(), Vec::<(String, Scale)>::new());
        for place in 0..field.designs.len() {
            let design = field.designs[place].as_ref();
            let Some(mut scenario) = self.space.scenario(design, 0) else { continue };
            if let (Some(design), true) = (design, self.space.is_scaled()) {
                match self.factor(design, &mut known)? {
                    Some(scale) => scenario.policies[0].pay.scale = scale,
                    None => continue,
                }
            }
            field.factors.push(match scenario.policies[0].pay.scale {
                Scale::Factor(factor) if self.space.is_scaled() => Some(factor),
                _ => None,
            });
            field.scenarios.push(scenario);
            kept.push(place);
        }
        field.designs = kept.iter().map(|place| field.designs[*place].clone()).collect();
        field.searches = kept.iter().map(|place| field.searches[*place]).collect();
        Ok(())
    }

    /// The factor of market cost of a design; `None` if there is none.
    fn factor(
        &self,
        design: &Design,
        known: &mut Vec<(String, Scale)>,
    ) -> Result<Option<Scale>, NoAnswer> {
        let Some(scenario) = self.space.unscaled(design) else { return Ok(None) };
        let hash = scenario.scaling_hash();
        if let Some((_, scale)) = known.iter().find(|(of, _)| *of == hash) {
            return Ok(Some(*scale));
        }
        let watch = |_: &scaling::Progressing<'_>| {
            if self.watch.stops() { Continue::No } else { Continue::Yes }
        };
        match scaling::solve(&scenario, watch) {
            Ok(found) => {
                let factor = found.policies.first().map_or(1.0, |of| of.factor);
                known.push((hash, Scale::Factor(factor)));
                Ok(Some(Scale::Factor(factor)))
            }
            Err(Unsolved::Interrupted) => Err(NoAnswer::Stopped),
            Err(Unsolved::Failed(failure)) => Err(failed(&failure)),
            Err(Unsolved::NothingVariable { .. } | Unsolved::OutOfRange { .. }) => Ok(None),
        }
    }

    /// Leaves those that are likely to keep the limits; if there are none, the one that exceeds them least.
    fn screen(&self, field: &mut Field, total: &mut Total) -> Result<(), NoAnswer> {
        let limits = self.space.limits();
        if limits.iter().all(|limit| limit.measure().is_none()) {
            let is_fit = |own: &usize| of_organisation(limits, &field.scenarios[*own]) == 0.0;
            let fit: Vec<usize> = (0..field.scenarios.len()).filter(is_fit).collect();
            field.is_beyond = fit.is_empty();
            field.keep(if fit.is_empty() { &[0] } else { &fit });
            return Ok(());
        }
        let scenarios = field.seeded(Phase::Screen.seed(self.space.base().seed));
        let at = (Phase::Screen, 0, SCREEN);
        let values = self.values(&scenarios, at, (total, "finalists: do they keep the limits?"))?;
        let keys = self.keys();
        let found: Vec<(bool, f64)> =
            values.iter().map(|values| screened(limits, &keys, values)).collect();
        let is_fit =
            |own: &usize| found[*own].0 && of_organisation(limits, &field.scenarios[*own]) == 0.0;
        let mut fit: Vec<usize> = (0..found.len()).filter(is_fit).collect();
        if fit.is_empty() {
            let least = (0..found.len()).min_by(|a, b| found[*a].1.total_cmp(&found[*b].1));
            fit.extend(least);
            field.is_beyond = true;
        }
        field.keep(&fit);
        Ok(())
    }

    /// Races the finalists.
    pub(super) fn race(&self, field: &Field, total: &mut Total) -> Result<Raced, NoAnswer> {
        let scenarios = field.seeded(Phase::Race.seed(self.space.base().seed));
        let each = self.plan.of_race().min(u64::from(u32::MAX));
        let most = u32::try_from(each).unwrap_or(u32::MAX);
        let study = self.study(&scenarios, (0, most))?;
        let kept = self.kept(&scenarios, (Phase::Race, 0))?;
        let before = *total;
        let seen = |reached: &Reached, known: &race::Reckoning| {
            let words = format!("race: {} of {} may be the best", known.possible, scenarios.len());
            self.tell(&before, reached, &words);
        };
        let most = (most, self.plan.of_race());
        let raced = race::run(&study, (&self.aim, most), kept, &seen, self.watch);
        let raced = raced.map_err(|(_, failure)| failed(&failure))?;
        total.add(&raced.reached, raced.events);
        if raced.is_complete { Ok(raced) } else { Err(NoAnswer::Stopped) }
    }
}

impl Field {
    /// These designs, of no search, before they are made.
    pub(super) fn of(designs: Vec<Option<Design>>) -> Self {
        let searches = vec![None; designs.len()];
        Self { designs, searches, scenarios: Vec::new(), is_beyond: false, factors: Vec::new() }
    }

    /// The scenarios on the luck of a seed.
    pub(super) fn seeded(&self, seed: u64) -> Vec<Scenario> {
        self.scenarios.iter().map(|made| Scenario { seed, ..made.clone() }).collect()
    }

    /// Leaves these.
    fn keep(&mut self, those: &[usize]) {
        self.designs = those.iter().map(|own| self.designs[*own].clone()).collect();
        self.searches = those.iter().map(|own| self.searches[*own]).collect();
        self.scenarios = those.iter().map(|own| self.scenarios[*own].clone()).collect();
        self.factors = those.iter().map(|own| self.factors[*own]).collect();
    }

    /// The names under which they race.
    pub(super) fn racers(&self) -> Vec<Racer> {
        let racer = |(place, design): (usize, &Option<Design>)| {
            let name = match design {
                None => "as written".to_owned(),
                Some(_) => format!("design {place}"),
            };
            Racer { label: name.clone(), name }
        };
        let first = usize::from(self.designs.first().is_some_and(Option::is_some));
        self.designs
            .iter()
            .enumerate()
            .map(|(place, design)| racer((place + first, design)))
            .collect()
    }
}

/// The designs of a search in the order in which they are wanted: the centre and the best of the last
/// generations, then the best of each part of the second half.
fn proposed(course: &Course) -> impl Iterator<Item = &Design> {
    let all = &course.generations;
    let last = all.iter().rev().take(LAST).flat_map(|(best, centre)| [centre, best]);
    let half = &all[all.len() / 2..];
    let parts = (0..PARTS).rev().filter_map(move |part| half.get(part * half.len() / PARTS));
    last.chain(parts.map(|(best, _)| best))
}
