//! `why`: the difference between two policies divided over the rules in which they differ.

use std::path::Path;

use super::compare::policy_named;
use super::doing::Doing;
use super::job::Job;
use super::keeper::{self, Keeper};
use super::market_cost::{self, Recorded, Records};
use super::place::folder;
use super::require::{Answers, Asked, Frame, of_why};
use super::watching::{Manner, Watching};
use super::work::{Ended, Work, Written};
use super::{Code, WhyOptions, check, files, talk};
use crate::experiment::why::{self, Question, Why};
use crate::experiment::{End, Failure, Reached, Study, scaling, sweep};
use crate::report::handover::Chapter;
use crate::report::{self, FolderOptions, Origin, Screen};
use crate::scenario::Scenario;

/// Runs of each mixed policy unless something else is asked for.
const RUNS: u32 = 64;

/// Two policies of a scenario, and those between them.
struct Difference<'a> {
    options: &'a WhyOptions,
    file: Option<&'a Path>,
    scenario: Scenario,
    pair: (usize, usize),
    /// The factors of market cost, once they are known.
    scaling: Option<Recorded>,
    /// The scenario with all policies between the two, once the factors are known.
    mixed: Option<Scenario>,
}

pub(super) fn why(options: &WhyOptions, doing: &Doing) -> Code {
    let (file, names) = asked(&options.words);
    let Some(read) = files::load(file) else { return Code::Refused };
    let (mut scenario, _) = read.with_cells();
    scenario.seed = options.study.seed.unwrap_or(scenario.seed);
    let pair = match pair(&scenario, names) {
        Ok(pair) => pair,
        Err(message) => return talk::refuse(&message),
    };
    if let Err(message) = Question::new(&scenario, pair) {
        return talk::refuse(&message);
    }
    let name = format!("{}-why", scenario.name);
    let folder = folder(options.study.out.as_deref(), &name, false);
    let work = Difference { options, file, scenario, pair, scaling: None, mixed: None };
    Job { work, options: &options.study, folder: Some(folder), doing, shelf: None }.run()
}

impl Difference<'_> {
    fn runs(&self) -> u32 {
        self.options.replications.unwrap_or(RUNS)
    }

    fn question(&self) -> Question<'_> {
        Question::new(&self.scenario, self.pair).expect("asked before")
    }

    fn mixed(&self) -> &Scenario {
        self.mixed.as_ref().expect("mixed when the factors were known")
    }

    fn warnings(&self) -> Vec<String> {
        let mut scenario = self.scenario.clone();
        scenario.select_policies(&[self.pair.0, self.pair.1]);
        let mut warnings = check::load_warnings(&scenario, 2);
        warnings.extend(self.scaling.as_ref().map(|(scaling, _)| {
            let words = report::factors_in_words(scaling);
            format!(
                "variable pay is scaled as in the scenario ({words}): mixed policies cost what they \
                 cost"
            )
        }));
        warnings
    }
}

impl Work for Difference<'_> {
    type Found = Why;

    fn about(&self) -> (&str, u64) {
        (&self.scenario.name, u64::from(self.runs()))
    }

    fn planned(&self) -> String {
        asked_about(&self.question(), self.runs())
    }

    fn origin(&self) -> (Option<&Scenario>, Option<&Path>) {
        (Some(&self.scenario), self.file)
    }

    fn study(&self) -> Result<(Study<'_>, Vec<u32>), Failure> {
        Ok((why::study(self.mixed())?, vec![self.runs()]))
    }

    fn factors(&self) -> Option<(String, Vec<u8>)> {
        self.scaling.as_ref().map(|(_, record)| record.clone())
    }

    fn settle(&mut self, results: &Path, manner: Manner) -> Result<(), Code> {
        let names = [self.pair.0, self.pair.1].map(|p| self.scenario.policies[p].name.clone());
        let is_asked = |name: &str| names.iter().any(|asked| asked == name);
        if !scaling::needed(&self.scenario, &is_asked).is_empty() {
            let own = folder(None, &self.scenario.name, false);
            let records =
                Records { file: self.file, folders: vec![results.to_owned(), own], keeps: true };
            let asked = (&self.scenario, &is_asked as &scaling::Wanted<'_>);
            let found = market_cost::factors(asked, &records, manner)?;
            let record = market_cost::record(&found, &self.scenario.scaling_hash());
            found.apply(&mut self.scenario.policies);
            self.scaling = Some((found, record));
        }
        self.mixed = Some(self.question().mixed(self.runs()));
        Ok(())
    }

    fn points(&self) -> Vec<(String, Origin)> {
        let mixed = self.mixed();
        let measures = sweep::measures(mixed).into_iter().map(|measure| measure.key).collect();
        vec![(String::new(), Origin { measures, ..keeper::origin(mixed) })]
    }

    fn run(&mut self, mut kept: Vec<Keeper>, watching: &Watching) -> Result<Ended<Why>, String> {
        let question = self.question();
        if !self.options.study.manner.quiet {
            talk::say(&self.planned());
        }
        let words = || format!("of each of {} policies", question.mixes());
        let seen = |reached: &Reached| watching.show(reached, words);
        let why = question.answer(self.mixed(), &mut kept[0], &seen, watching);
        let mut why = why.map_err(|failure| failure.to_string())?;
        why.warnings = self.warnings();
        why.scaling = self.scaling.as_ref().map(|(scaling, _)| scaling.clone());
        let end = if why.runs < why.planned { watching.end() } else { End::Runs };
        let [runs, reused, planned] = [why.runs, why.reused, why.planned].map(u64::from);
        let reached = Reached { runs, reused, planned, ..Reached::default() };
        Ok(Ended { found: Some(why), reached, end })
    }

    fn write(&self, why: &Why, folder: &Path, files: FolderOptions) -> Written {
        report::write_why(why, folder, &files)
    }

    fn told(&self, why: &Why, screen: Option<Screen<'_>>) -> String {
        match screen {
            None => report::why_json(why),
            Some(screen) => report::why_screen(why, screen),
        }
    }

    fn chapter(&self, found: &Why) -> Option<Chapter> {
        Some(Chapter::Why(Box::new(found.clone())))
    }

    fn frame(&self) -> Frame {
        of_why::frame(&self.question(), &self.scenario)
    }

    fn answers(&self, found: &Why, asked: &Asked) -> Answers {
        of_why::answers(found, asked)
    }
}

/// The scenario file, if the first word is one, and the names of policies.
fn asked(words: &[String]) -> (Option<&Path>, &[String]) {
    match words.split_first() {
        Some((first, names)) if words.len() == 3 || is_file(first) => {
            (Some(Path::new(first)), names)
        }
        _ => (None, words),
    }
}

fn is_file(word: &str) -> bool {
    let path = Path::new(word);
    word == files::STANDARD_INPUT
        || path.extension().is_some_and(|extension| extension == "toml")
        || path.is_file()
        || files::given(word).is_some()
}

/// The two policies named, or the first two.
fn pair(scenario: &Scenario, names: &[String]) -> Result<(usize, usize), String> {
    match names {
        [] if scenario.policies.len() >= 2 => Ok((0, 1)),
        [] => Err(format!("scenario `{}` has one policy: there is no other", scenario.name)),
        [a, b] => {
            let pair = (policy_named(scenario, a)?, policy_named(scenario, b)?);
            if pair.0 == pair.1 {
                return Err(format!(
                    "`{a}` differs in nothing from itself\nhint: name two policies"
                ));
            }
            Ok(pair)
        }
        [one, ..] => Err(format!(
            "expected two policies, found `{one}` alone\nhint: e.g. `posse why hero team`, or \
             `posse why mine.toml hero team`"
        )),
    }
}

/// What is asked, and how much there is to run.
fn asked_about(question: &Question<'_>, runs: u32) -> String {
    let names: Vec<&str> = question.parts().iter().map(|part| part.name()).collect();
    let (rules, differ) = if names.len() == 1 { ("rule", "differs") } else { ("rules", "differ") };
    format!(
        "{} {rules} {differ} ({}): {} policies between the two, {runs} runs of each",
        names.len(),
        names.join(", "),
        question.mixes()
    )
}
