//! One scenario whose policies are run and compared, or of which one is run.

use std::path::Path;

use super::job::plain;
use super::keeper::{self, Keeper};
use super::live::{self, First};
use super::market_cost::{self, Records};
use super::place::folder;
use super::require::{Answers, Asked, Conditions, Frame, of_comparison};
use super::watching::{Manner, Watching};
use super::work::{Ended, Work, Written};
use super::{Code, How, check, goal, influence, talk};
use crate::experiment::scaling::{self, Scaling};
use crate::experiment::{
    self, Ahead, Design, Drawn, End, Failure, Looks, Reached, Ready, Results, Stopping, Study,
    Summary, Trace,
};
use crate::report::handover::{self, Chapter};
use crate::report::{self, Baseline, FolderOptions, Origin, RunValues, Screen};
use crate::scenario::Scenario;

/// A scenario to run and what to do with the results.
pub(super) struct Comparison<'a> {
    pub(super) scenario: Scenario,
    /// The scenario as it was read, and its file (`None` = the built-in one).
    pub(super) written: (Scenario, Option<&'a Path>),
    /// The policy that the last one is a copy of, if it is one.
    pub(super) copied: Option<usize>,
    /// How many policies, from the first, are reported; further ones only hold before them.
    pub(super) shown: usize,
    pub(super) how: &'a How,
    /// Whether to run until the verdicts are settled.
    pub(super) decided: bool,
    /// Whether that may take no more runs than without a goal.
    pub(super) is_quick: bool,
    /// What earlier results found, where they are named.
    pub(super) baseline: Option<Baseline>,
    /// Whether it is one of several, so that its JSON is one line.
    pub(super) is_of_many: bool,
    /// The factors of market cost, once they are known.
    pub(super) scaling: Option<Scaling>,
}

/// What was found.
pub(super) struct Compared {
    summary: Summary,
    /// By policy, by measure, by run.
    values: Vec<Vec<Vec<f64>>>,
    /// What the runs drew for the uncertain inputs.
    drawn: Vec<Drawn>,
    /// Deals, touches and notes of the runs asked for.
    traces: Vec<(String, Vec<u8>)>,
}

impl Comparison<'_> {
    /// Applies the options to the scenario, or says what of them does not fit.
    pub(super) fn prepare(&mut self) -> Result<(), Vec<String>> {
        let (how, goal) = (self.how, self.goal());
        self.scenario.replications = goal::most_runs(how, (goal, self.is_quick), &self.scenario);
        self.scenario.seed = how.study.seed.unwrap_or(self.scenario.seed);
        let (scenario, planned) = (&self.scenario, self.scenario.replications);
        let mut wrong = Vec::new();
        match how.baseline.as_deref().map(|folder| (folder, Baseline::read(folder))) {
            Some((folder, Err(error))) => wrong.push(format!(
                "cannot read the results in `{}`: {}",
                folder.display(),
                talk::words(&error)
            )),
            Some((_, Ok(baseline))) => self.baseline = Some(baseline),
            None => {}
        }
        wrong.extend(
            Conditions::read(&how.study.require, &self.frame()).err().into_iter().flatten(),
        );
        wrong.extend(how.trace.iter().filter(|run| **run >= planned).map(|run| {
            format!("no run {run} to trace\nhint: the runs are numbered from 0 to {}", planned - 1)
        }));
        wrong.extend(goal::wrong(how, (goal, self.is_quick), scenario, self.shown));
        if wrong.is_empty() { Ok(()) } else { Err(wrong) }
    }

    fn goal(&self) -> Option<experiment::Goal> {
        goal::goal(self.how, self.decided)
    }

    /// Runs the scenario as far as it goes, and returns the results with how it ended.
    fn results(
        &self,
        keeper: &mut Keeper,
        watching: &Watching,
    ) -> Result<(Results, Option<Stopping>, End), Failure> {
        let (scenario, goal) = (&self.scenario, self.goal());
        let mut looks = goal.map(|goal| Looks::new(scenario, self.shown, goal));
        let mut first = First::of(scenario, self.shown).filter(|_| goal.is_none());
        let ahead = match &mut first {
            Some(first) => first.ahead(keeper, watching)?,
            None => Ahead::default(),
        };
        let pace = |results: &Results| match (&mut looks, &mut first) {
            (Some(looks), _) => looks.room(results),
            (None, Some(first)) => first.room(results, &watching.progress),
            (None, None) => u32::MAX,
        };
        let seen = |results: &Results| {
            let live = || live::verdict(scenario, results, (self.shown, goal.is_some()));
            watching.show(&reached(results, scenario.replications), live);
        };
        let results = experiment::run_after(ahead, scenario, keeper, pace, &seen, watching);
        let mut results = results?;
        results.cells = results.policies.split_off(self.shown);
        let is_cut = results.replications < scenario.replications;
        let end = if is_cut { watching.end() } else { End::Runs };
        let stopping = looks.map(|looks| looks.last(&results, end));
        // Who reached the goal was not stopped; of one not reached, the sentence on it says enough.
        let is_reached = stopping.as_ref().is_some_and(|stopping| stopping.end == End::Goal);
        let is_told = stopping.is_some() && end == End::Time;
        Ok((results, stopping, if is_reached || is_told { End::Runs } else { end }))
    }

    fn compared(
        &mut self,
        (results, stopping, end): (Results, Option<Stopping>, End),
    ) -> Result<Compared, Failure> {
        let done = results.replications;
        if stopping.is_some() && end != End::Interrupted {
            // With a goal, what was run is what was asked for.
            self.scenario.replications = done;
        }
        let mut warnings = check::load_warnings(&self.scenario, self.shown);
        warnings.extend(experiment::run_warnings(&results));
        let summary = experiment::summarise_stopped(&self.scenario, &results, warnings, stopping);
        let influence = influence::told(self.written.1, &summary);
        let summary = Summary { scaling: self.scaling.clone(), influence, ..summary };
        let traces = self.traces(done)?;
        let values = results.policies.into_iter().map(|policy| policy.values).collect();
        let drawn = experiment::drawn(&self.scenario, done);
        Ok(Compared { summary, values, drawn, traces })
    }

    /// Deals, touches and notes of the runs asked for, of those that were `done`, as files.
    fn traces(&self, done: u32) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let mut replications = self.how.trace.clone();
        replications.sort_unstable();
        replications.dedup();
        for run in replications.extract_if(.., |run| *run >= done) {
            talk::say(&format!("run {run} is not traced: there were {done} runs"));
        }
        if replications.is_empty() {
            return Ok(Vec::new());
        }
        let design = Design::new(Ready::of(&self.scenario)?);
        let mut seen = Vec::new();
        for replication in replications {
            for policy in 0..self.shown {
                let (_, trace) = design.observe(policy, replication, Trace::default())?;
                seen.push((policy, replication, trace));
            }
        }
        let mut files = vec![
            ("deals.csv".to_owned(), report::deals_csv(&design, &seen)),
            ("people.csv".to_owned(), report::people_csv(&design, &seen)),
        ];
        if self.scenario.system.buyers.is_some() {
            files.push(("notes.csv".to_owned(), report::notes_csv(&design, &seen)));
        }
        Ok(files)
    }
}

impl Work for Comparison<'_> {
    type Found = Compared;

    fn about(&self) -> (&str, u64) {
        (&self.scenario.name, u64::from(self.scenario.replications))
    }

    fn planned(&self) -> String {
        let most = if self.is_open() { "at most " } else { "" };
        let whose = match self.shown {
            1 => format!("policy `{}`", self.scenario.policies[0].name),
            many => format!("each of {many} policies"),
        };
        format!("{most}{} runs of {whose}", self.scenario.replications)
    }

    fn origin(&self) -> (Option<&Scenario>, Option<&Path>) {
        (Some(&self.scenario), self.written.1)
    }

    fn study(&self) -> Result<(Study<'_>, Vec<u32>), Failure> {
        Ok((experiment::study(&self.scenario)?, vec![self.scenario.replications]))
    }

    fn factors(&self) -> Option<(String, Vec<u8>)> {
        let fingerprint = || self.written.0.scaling_hash();
        self.scaling.as_ref().map(|of| market_cost::record(of, &fingerprint()))
    }

    fn settle(&mut self, results: &Path, manner: Manner) -> Result<(), Code> {
        let (written, file) = &self.written;
        let runs = |name: &str| self.scenario.policies.iter().any(|policy| policy.name == name);
        if scaling::needed(written, &runs).is_empty() {
            return Ok(());
        }
        // A single policy's results lie beside those of the comparison.
        let folders = vec![results.to_owned(), folder(None, &written.name, false)];
        let records = Records { file: *file, folders, keeps: true };
        let scaling = market_cost::factors((written, &runs), &records, manner)?;
        let policies = &mut self.scenario.policies;
        scaling.apply(policies);
        if let Some(model) = self.copied {
            let scale = policies[model].pay.scale;
            policies.last_mut().expect("a copy").pay.scale = scale;
        }
        self.scaling = Some(scaling);
        Ok(())
    }

    fn points(&self) -> Vec<(String, Origin)> {
        vec![(String::new(), keeper::origin(&self.scenario))]
    }

    fn is_open(&self) -> bool {
        self.goal().is_some()
    }

    fn run(
        &mut self,
        mut kept: Vec<Keeper>,
        watching: &Watching,
    ) -> Result<Ended<Compared>, String> {
        let ran = self.results(&mut kept[0], watching);
        let ran = ran.map_err(|failure| failure.to_string())?;
        let (reached, end) = (reached(&ran.0, self.scenario.replications), ran.2);
        let found = self.compared(ran).map_err(|failure| failure.to_string())?;
        Ok(Ended { found: Some(found), reached, end })
    }

    fn write(&self, found: &Compared, folder: &Path, files: FolderOptions) -> Written {
        let extra = [files.extra, found.traces.clone()].concat();
        let files = FolderOptions { extra, runs: self.how.runs, ..files };
        let values = RunValues { measures: &found.values, drawn: &found.drawn };
        report::write_folder(&found.summary, values, folder, &files)
    }

    fn told(&self, found: &Compared, screen: Option<Screen<'_>>) -> String {
        match screen {
            None if self.is_of_many => one_line(&report::results_json(&found.summary)),
            None => report::results_json(&found.summary),
            Some(screen) => report::first_screen(&found.summary, screen),
        }
    }

    fn chapter(&self, found: &Compared) -> Option<Chapter> {
        let summary = found.summary.clone();
        let money = summary.measures.iter().position(|of| of.key == "contribution");
        let by_run = |values: &Vec<Vec<f64>>| money.map_or(Vec::new(), |at| values[at].clone());
        let contribution = found.values.iter().map(by_run).collect();
        Some(Chapter::Comparison(Box::new(handover::Compared { summary, contribution })))
    }

    fn frame(&self) -> Frame {
        of_comparison::frame(&self.scenario, self.shown, self.how.baseline.is_some())
    }

    fn answers(&self, found: &Compared, asked: &Asked) -> Answers {
        of_comparison::answers(&found.summary, self.baseline.as_ref(), asked)
    }

    fn judge(&self, found: &Compared) -> Code {
        let is_reached = |end| matches!(end, End::Goal | End::Interrupted);
        let is_reached = found.summary.stopping.as_ref().is_none_or(|s| is_reached(s.end));
        if is_reached {
            return Code::Done;
        }
        let sentence = report::stopping_sentence(&found.summary).unwrap_or_default();
        talk::say(&format!("not reached {}", plain(&sentence)));
        Code::NotReached
    }
}

/// A document of JSON as one line: no text in it goes over the end of a line.
fn one_line(json: &str) -> String {
    json.lines().map(str::trim_start).chain(["\n"]).collect()
}

/// How far the runs of one scenario are.
fn reached(results: &Results, planned: u32) -> Reached {
    let [runs, reused, planned] = [results.replications, results.reused, planned].map(u64::from);
    Reached { runs, reused, planned, ..Reached::default() }
}
