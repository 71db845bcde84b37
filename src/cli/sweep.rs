//! `sweep`: the same comparison in many worlds.

use std::path::Path;

use super::doing::Doing;
use super::files::{self, Text};
use super::job::{self, Job};
use super::keeper::{self, Keeper};
use super::market_cost::{self, Recorded};
use super::place::folder;
use super::require::{Answers, Asked, Frame, of_sweep};
use super::sweep_plan::plan;
use super::watching::{Manner, Watching};
use super::work::{Ended, Work, Written};
use super::{Code, SweepOptions, check, problems, talk};
use crate::experiment::sweep::{self, Plan, Reached, SweepSummary};
use crate::experiment::{self, End, Failure, Study};
use crate::report::handover::Chapter;
use crate::report::{self, FolderOptions, Origin, Screen};
use crate::scenario::{Axis, Scenario, Variation};

/// A scenario, and the worlds in which its policies are compared.
struct Sweep<'a> {
    options: &'a SweepOptions,
    scenario: Scenario,
    /// The factors of market cost of the scenario as written, once they are known.
    scaling: Option<Recorded>,
    axes: Vec<Axis>,
    plan: Plan,
    cells: Vec<Scenario>,
}

pub(super) fn sweep(options: &SweepOptions, doing: &Doing) -> Code {
    let Some(work) = Sweep::new(options) else { return Code::Refused };
    let name = format!("{}-sweep", work.scenario.name);
    let folder = folder(options.study.out.as_deref(), &name, false);
    Job { work, options: &options.study, folder: Some(folder), doing, shelf: None }.run()
}

impl<'a> Sweep<'a> {
    fn new(options: &'a SweepOptions) -> Option<Self> {
        let (text, draft) = files::load_draft(options.file.as_deref())?;
        let load = |name: &str| text.beside(name);
        let mut scenario = shown(&text, draft.scenario(&load))?;
        problems::show(&scenario.warnings, &scenario.files, &text.folder);
        scenario.seed = options.study.seed.unwrap_or(scenario.seed);
        let variation = shown(&text, Variation::read(draft, &options.vary))?;
        let plan = match plan(options, &variation.axes, &scenario) {
            Ok(plan) => plan,
            Err(messages) => {
                talk::refuse_all(&messages);
                return None;
            }
        };
        let (mut cells, warnings) = shown(&text, variation.cells(&plan.cells, &load))?;
        problems::show(&warnings, &variation.files, &text.folder);
        for cell in &mut cells {
            cell.seed = scenario.seed;
        }
        Some(Self { options, scenario, scaling: None, axes: variation.axes, plan, cells })
    }

    fn warnings(&self) -> Vec<String> {
        let mut warnings = check::warnings_of_cells(&self.cells, "cell");
        warnings.extend(self.scenario.uncertainty.as_ref().map(|uncertainty| {
            let inputs = uncertainty.inputs().len();
            format!("{inputs} uncertain inputs stand at their values as written in every cell")
        }));
        warnings.extend(self.scaling.as_ref().map(market_cost::of_base));
        warnings
    }
}

impl Work for Sweep<'_> {
    type Found = SweepSummary;

    fn about(&self) -> (&str, u64) {
        let runs = self.cells.len() as u64 * u64::from(self.plan.most_runs);
        (&self.scenario.name, runs)
    }

    fn planned(&self) -> String {
        let (cells, policies) = (self.cells.len(), self.scenario.policies.len());
        let Plan { runs, most_runs, .. } = &self.plan;
        let most = if most_runs > runs {
            format!(" (at most {most_runs} where the verdict is open)")
        } else {
            String::new()
        };
        format!("{cells} cells of {runs} runs{most} of each of {policies} policies")
    }

    fn origin(&self) -> (Option<&Scenario>, Option<&Path>) {
        (Some(&self.scenario), self.options.file.as_deref())
    }

    fn study(&self) -> Result<(Study<'_>, Vec<u32>), Failure> {
        let study = sweep::study(&self.cells, &self.plan).map_err(|(_, failure)| failure)?;
        Ok((study, vec![self.plan.runs; self.cells.len()]))
    }

    fn factors(&self) -> Option<(String, Vec<u8>)> {
        self.scaling.as_ref().map(|(_, record)| record.clone())
    }

    fn settle(&mut self, results: &Path, manner: Manner) -> Result<(), Code> {
        let world = (&self.scenario, self.cells.as_mut_slice());
        let place = (self.options.file.as_deref(), results);
        let words = "these factors of the base case hold in every cell";
        self.scaling = market_cost::of_worlds(world, place, manner, words)?;
        Ok(())
    }

    fn points(&self) -> Vec<(String, Origin)> {
        keeper::named(self.cells.iter().map(|cell| {
            let measures = sweep::measures(cell).into_iter().map(|measure| measure.key).collect();
            Origin { measures, ..keeper::origin(cell) }
        }))
    }

    fn run(
        &mut self,
        kept: Vec<Keeper>,
        watching: &Watching,
    ) -> Result<Ended<SweepSummary>, String> {
        let seen = |reached: &Reached| {
            let words = || in_words(reached, &self.scenario, self.cells.len());
            watching.show(&overall(reached), words);
        };
        let swept = sweep::run(&self.cells, &self.plan, kept, &seen, watching);
        let swept = swept.map_err(|(cell, failure)| {
            format!("where {}: {failure}", job::place(&self.axes, &self.plan.cells[cell]))
        })?;
        let about = (self.axes.as_slice(), &self.plan);
        let warnings = self.warnings();
        let mut summary = sweep::summarise(&self.scenario, about, &self.cells, &swept, warnings);
        summary.scaling = self.scaling.as_ref().map(|(scaling, _)| scaling.clone());
        let end = if swept.is_complete { End::Runs } else { watching.end() };
        Ok(Ended { found: Some(summary), reached: overall(&swept.reached), end })
    }

    fn write(&self, summary: &SweepSummary, folder: &Path, files: FolderOptions) -> Written {
        report::write_sweep(summary, folder, &files)
    }

    fn told(&self, summary: &SweepSummary, screen: Option<Screen<'_>>) -> String {
        match screen {
            None => report::sweep_json(summary),
            Some(screen) => report::sweep_screen(summary, screen),
        }
    }

    fn chapter(&self, found: &SweepSummary) -> Option<Chapter> {
        Some(Chapter::Sweep(Box::new(found.clone())))
    }

    fn frame(&self) -> Frame {
        of_sweep::frame(&self.scenario)
    }

    fn answers(&self, found: &SweepSummary, asked: &Asked) -> Answers {
        of_sweep::answers(found, asked)
    }
}

/// How far a sweep is, without what it found.
fn overall(reached: &Reached) -> experiment::Reached {
    let Reached { runs, reused, planned, round, .. } = *reached;
    experiment::Reached { runs, reused, planned, round, points: 0 }
}

/// The value, or nothing after its mistakes were shown.
fn shown<T>(text: &Text, result: Result<T, crate::scenario::Error>) -> Option<T> {
    result.map_err(|error| text.refuse(&error)).ok()
}

/// `best so far: lone hero in 203, team in 12, level in 8, open 161 of 384 cells`, and which round it
/// is after the first.
fn in_words(reached: &Reached, scenario: &Scenario, cells: usize) -> String {
    let policies = scenario.policies.iter().zip(&reached.best);
    let best = policies.filter(|(_, count)| **count > 0);
    let mut parts: Vec<String> =
        best.map(|(policy, count)| format!("{} in {count}", policy.label)).collect();
    if reached.level > 0 {
        parts.push(format!("level in {}", reached.level));
    }
    let open = cells - reached.best.iter().sum::<usize>() - reached.level;
    parts.push(format!("open {open} of {cells} cells"));
    let round = if reached.round > 1 {
        format!(" · round {}, where the answer is not clear", reached.round)
    } else {
        String::new()
    };
    format!("best so far: {}{round}", parts.join(", "))
}
