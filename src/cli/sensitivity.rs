//! `sensitivity`: which uncertain input the answer hangs on.

use std::path::Path;

use super::doing::Doing;
use super::files::{self, Text};
use super::job::{self, Job};
use super::keeper::{self, Keeper};
use super::market_cost::{self, Recorded};
use super::place::folder;
use super::require::{Answers, Asked, Frame, of_sensitivity};
use super::sensitivity_plan::planned;
use super::watching::{Manner, Watching};
use super::work::{Ended, Work, Written};
use super::{Code, SensitivityOptions, check, influence, problems, talk};
use crate::experiment::sensitivity::{self, Plan, Question, SensitivitySummary};
use crate::experiment::{End, Failure, Reached, Study};
use crate::report::handover::Chapter;
use crate::report::{self, FolderOptions, Origin, Screen};
use crate::scenario::{Assumptions, Draft, Scenario, Variation, Which};

/// A scenario, and the points at which it is looked at.
struct Sensitivity<'a> {
    options: &'a SensitivityOptions,
    scenario: Scenario,
    variation: Variation,
    /// Assumptions that cannot be moved, each with the reason.
    left_out: Vec<(String, String)>,
    plan: Plan,
    question: Question,
    cells: Vec<Scenario>,
    /// The factors of market cost of the scenario as written, once they are known.
    scaling: Option<Recorded>,
}

pub(super) fn sensitivity(options: &SensitivityOptions, doing: &Doing) -> Code {
    let Some(work) = Sensitivity::new(options) else { return Code::Refused };
    let name = format!("{}-sensitivity", work.scenario.name);
    let folder = folder(options.study.out.as_deref(), &name, false);
    Job { work, options: &options.study, folder: Some(folder), doing, shelf: None }.run()
}

impl<'a> Sensitivity<'a> {
    fn new(options: &'a SensitivityOptions) -> Option<Self> {
        let (text, draft) = files::load_draft(options.file.as_deref())?;
        let load = |name: &str| text.beside(name);
        let mut scenario = shown(&text, draft.scenario(&load))?;
        problems::show(&scenario.warnings, &scenario.files, &text.folder);
        scenario.seed = options.study.seed.unwrap_or(scenario.seed);
        let (variation, left_out) = inputs(options, &text, draft)?;
        if variation.axes.is_empty() {
            talk::error(&nothing_uncertain(options, &scenario.name));
            return None;
        }
        if options.record && !influence::can_keep(options.file.as_deref()) {
            return None;
        }
        let (plan, question) = match planned(options, &variation.axes, &scenario) {
            Ok(planned) => planned,
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
        let scaling = None;
        Some(Self { options, scenario, variation, left_out, plan, question, cells, scaling })
    }

    fn warnings(&self) -> Vec<String> {
        let mut warnings = check::warnings_of_cells(&self.cells, "point");
        warnings.extend(self.scaling.as_ref().map(market_cost::of_base));
        warnings
    }
}

impl Work for Sensitivity<'_> {
    type Found = SensitivitySummary;

    fn about(&self) -> (&str, u64) {
        (&self.scenario.name, self.plan.cells.len() as u64 * u64::from(self.plan.runs))
    }

    fn planned(&self) -> String {
        let (points, runs) = (self.plan.cells.len(), self.plan.runs);
        let policies = self.question.subject.policies(self.scenario.policies.len()).len();
        let (inputs, (_, all)) = (self.variation.axes.len(), self.about());
        let each = if policies == 1 { "one policy" } else { "each policy" };
        let plural = if inputs == 1 { "" } else { "s" };
        format!("{inputs} input{plural}, {points} points of {runs} runs: {all} runs of {each}")
    }

    fn origin(&self) -> (Option<&Scenario>, Option<&Path>) {
        (Some(&self.scenario), self.options.file.as_deref())
    }

    fn study(&self) -> Result<(Study<'_>, Vec<u32>), Failure> {
        let study = sensitivity::study(&self.cells, &self.plan, &self.question);
        let study = study.map_err(|(_, failure)| failure)?;
        Ok((study, vec![self.plan.runs; self.cells.len()]))
    }

    fn factors(&self) -> Option<(String, Vec<u8>)> {
        self.scaling.as_ref().map(|(_, record)| record.clone())
    }

    fn settle(&mut self, results: &Path, manner: Manner) -> Result<(), Code> {
        let world = (&self.scenario, self.cells.as_mut_slice());
        let place = (self.options.file.as_deref(), results);
        let words = "these factors of the base case hold at every point";
        self.scaling = market_cost::of_worlds(world, place, manner, words)?;
        Ok(())
    }

    fn points(&self) -> Vec<(String, Origin)> {
        let policies = self.question.subject.policies(self.scenario.policies.len());
        let measures = sensitivity::measures(&self.cells, &self.question);
        let origin = |(cell, row): (&Scenario, &u32)| {
            let policies = policies.iter().map(|policy| cell.policies[*policy].name.clone());
            Origin {
                first: row * self.plan.runs,
                policies: policies.collect(),
                measures: measures.clone(),
                ..keeper::origin(cell)
            }
        };
        keeper::named(self.cells.iter().zip(&self.plan.row_of).map(origin))
    }

    fn run(
        &mut self,
        kept: Vec<Keeper>,
        watching: &Watching,
    ) -> Result<Ended<SensitivitySummary>, String> {
        if !self.options.study.manner.quiet {
            talk::say(&self.planned());
        }
        let points = self.plan.cells.len();
        let seen = |reached: &Reached| {
            watching.show(reached, || format!("{} of {points} points", reached.points));
        };
        let asked = (&self.plan, &self.question);
        let ran = sensitivity::run(&self.cells, asked, kept, &seen, watching);
        let (ran, reached) = ran.map_err(|(cell, failure)| {
            let place = job::place(&self.variation.axes, &self.plan.cells[cell]);
            format!("where {place}: {failure}")
        })?;
        let Some(ran) = ran else {
            return Ok(Ended { found: None, reached, end: watching.end() });
        };
        let about = (self.variation.axes.as_slice(), &self.plan);
        let warnings = self.warnings();
        let mut summary =
            sensitivity::summarise(&self.scenario, about, &self.question, &ran, warnings);
        summary.scaling = self.scaling.as_ref().map(|(scaling, _)| scaling.clone());
        summary.left_out.clone_from(&self.left_out);
        Ok(Ended { found: Some(summary), reached, end: End::Runs })
    }

    fn write(&self, summary: &SensitivitySummary, folder: &Path, files: FolderOptions) -> Written {
        if let (true, Some(path)) = (self.options.record, &self.options.file) {
            influence::keep(path, summary)?;
        }
        report::write_sensitivity(summary, folder, &files)
    }

    fn told(&self, summary: &SensitivitySummary, screen: Option<Screen<'_>>) -> String {
        match screen {
            None => report::sensitivity_json(summary),
            Some(screen) => report::sensitivity_screen(summary, screen),
        }
    }

    fn chapter(&self, found: &SensitivitySummary) -> Option<Chapter> {
        Some(Chapter::Sensitivity(Box::new(found.clone())))
    }

    fn frame(&self) -> Frame {
        let inputs = self.variation.axes.iter().map(|axis| axis.keys.as_slice());
        let asked = (&self.question, self.plan.method);
        of_sensitivity::frame(inputs, asked, &self.scenario.currency)
    }

    fn answers(&self, found: &SensitivitySummary, asked: &Asked) -> Answers {
        of_sensitivity::answers(found, asked)
    }
}

/// What is moved: the keys of the command line, every assumption, or what the scenario calls
/// uncertain; and the assumptions that cannot be moved.
fn inputs(
    options: &SensitivityOptions,
    text: &Text,
    draft: Draft,
) -> Option<(Variation, Vec<(String, String)>)> {
    let load = |name: &str| text.beside(name);
    let of_assumed = options.assumptions.map(|share| (Which::Assumed, share));
    match of_assumed.or(options.inputs.map(|share| (Which::All, share))) {
        Some(_) if !options.vary.is_empty() => {
            talk::error(
                "`--assumptions` and `--vary` do not go together\nhint: every assumption, or the \
                 keys named",
            );
            None
        }
        Some(asked) => {
            let found = shown(text, Assumptions::of(draft, asked, &load))?;
            Some((found.variation, found.left_out))
        }
        None if options.vary.is_empty() => Some((Variation::uncertain(draft), Vec::new())),
        None => Some((shown(text, Variation::read(draft, &options.vary))?, Vec::new())),
    }
}

fn nothing_uncertain(options: &SensitivityOptions, name: &str) -> String {
    if options.assumptions.or(options.inputs).is_some() {
        let what = if options.inputs.is_some() { "input" } else { "assumption" };
        return format!(
            "scenario `{name}` has no {what} that is a number\nhint: name inputs with `--vary \
             KEY=FROM..TO`"
        );
    }
    format!(
        "scenario `{name}` says of no input that it is uncertain\nhint: write its range in the \
         scenario, e.g. `advance = {{ value = 0.3, uncertain = \"0.2 to 0.5\" }}`; or `--vary \
         KEY=FROM..TO`; or `--assumptions 25%` for every assumption"
    )
}

/// The value, or nothing after its mistakes were shown.
fn shown<T>(text: &Text, result: Result<T, crate::scenario::Error>) -> Option<T> {
    result.map_err(|error| text.refuse(&error)).ok()
}
