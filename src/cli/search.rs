//! `search`: which values of some levers make a policy the best, and what that is worth.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use super::compare::policy_named;
use super::doing::Doing;
use super::job::{Job, plain};
use super::keeper::{self, Keeper};
use super::market_cost::{self, Recorded};
use super::place::folder;
use super::require::{Answers, Asked, Frame, of_search};
use super::watching::{Manner, Watching};
use super::work::{Ended, Work, Written};
use super::{Code, SearchOptions, files, talk};
use crate::experiment::race::Aim;
use crate::experiment::scaling::is_scaled;
use crate::experiment::search::{
    self, NoAnswer, Phase, Plan, Question, SearchSummary, Shelf, Space,
};
use crate::experiment::{End, Failure, Reached, Record, Study};
use crate::report::{self, Blocks, FolderOptions, Origin, Screen};
use crate::scenario::Scenario;

/// The runs of trials and race where nobody says how many.
const BUDGET: u64 = 4_000;
/// The fewest of them where two measures are weighed.
const LEAST_BUDGET_OF_TWO: u64 = 1_000;
/// Fewer generations than this seldom come near the best.
const GENERATIONS: u64 = 20;

/// A search of a scenario.
struct Searching<'a> {
    options: &'a SearchOptions,
    scenario: Scenario,
    aim: Aim,
    /// What is weighed against it, if anything.
    second: Option<Aim>,
    plan: Plan,
    /// Of a search for the worst world: the policy, and that which is taken off it.
    pair: Option<(usize, usize)>,
    /// By policy: whether it is at market cost as written.
    is_scaled: Vec<bool>,
    scaling: Option<Recorded>,
    blocks: Option<Blocks>,
}

pub(super) fn search(options: &SearchOptions, doing: &Doing) -> Code {
    let Some(mut scenario) = files::load(Some(&options.file)) else { return Code::Refused };
    scenario.seed = options.study.seed.unwrap_or(scenario.seed);
    let work = match Searching::new(options, scenario) {
        Ok(work) => work,
        Err(messages) => return talk::refuse_all(&messages),
    };
    let kind = if options.against.is_some() { "against" } else { "search" };
    let name = format!("{}-{kind}", work.scenario.name);
    let folder = folder(options.study.out.as_deref(), &name, false);
    Job { work, options: &options.study, folder: Some(folder), doing, shelf: None }.run()
}

impl<'a> Searching<'a> {
    fn new(options: &'a SearchOptions, scenario: Scenario) -> Result<Self, Vec<String>> {
        let mut wrong = Vec::new();
        if options.study.report {
            wrong.push(
                "`--report` has no page on a search\nhint: `posse compare best.toml --report` makes one \
                 on its winner"
                    .to_owned(),
            );
        }
        let name = &scenario.name;
        let pair = options.against.as_deref().map(|policy| pair(&scenario, policy));
        let pair = pair.transpose().unwrap_or_else(|message| {
            wrong.push(message);
            None
        });
        if options.against.is_none() && scenario.search.is_none() {
            wrong.push(format!(
                "scenario `{name}` does not say what may be changed\nhint: add a section [search] with \
                 `levers`, e.g. `levers = [\"people.seller.count=4..12\"]`"
            ));
        }
        if options.against.is_some() && scenario.uncertainty.is_none() {
            wrong.push(format!(
                "nothing in scenario `{name}` is uncertain: it has one world\nhint: give inputs a range, \
                 e.g. `advance = {{ value = 0.4, uncertain = \"0.3 to 0.5\" }}`"
            ));
        }
        let aim = Aim::of(&scenario, &scenario.primary).filter(|aim| aim.measure.better.is_some());
        let Some(aim) = aim else {
            wrong.push(format!(
                "neither more nor less `{}` is better\nhint: choose another `primary` under `[measure]`",
                scenario.primary
            ));
            return Err(wrong);
        };
        let trade_off = scenario.search.as_ref().and_then(|search| search.trade_off.as_deref());
        let second = trade_off.filter(|_| options.against.is_none());
        let second = second.and_then(|key| Aim::of(&scenario, key));
        let plan = Plan::of(options.budget.unwrap_or(BUDGET));
        if second.is_some() && plan.budget < LEAST_BUDGET_OF_TWO {
            wrong.push(format!(
                "two measures need a `--budget` of at least {LEAST_BUDGET_OF_TWO}, not {}\nhint: without \
                 `trade_off` under [search] the primary measure alone is searched",
                plan.budget
            ));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        Ok(Self {
            options,
            aim: if pair.is_some() { aim.against() } else { aim },
            second,
            plan,
            pair,
            is_scaled: scenario.policies.iter().map(is_scaled).collect(),
            scaling: None,
            blocks: None,
            scenario,
        })
    }

    fn space(&self) -> Space<'_> {
        let (base, is_scaled) = (&self.scenario, self.is_scaled.as_slice());
        match (self.pair, &self.scenario.uncertainty, &self.scenario.search) {
            (Some(pair), Some(inputs), _) => Space::Worlds { base, inputs, pair },
            (_, _, Some(search)) => Space::Levers { base, search, is_scaled },
            _ => unreachable!("refused before"),
        }
    }

    fn warnings(&self) -> Vec<String> {
        let mut warnings = Vec::new();
        let generations = self.plan.generations(self.space().levers().len());
        if generations < GENERATIONS {
            warnings.push(format!(
                "so few runs allow {generations} generations of trials: a larger `--budget` searches better"
            ));
        }
        if self.pair.is_none() {
            warnings.extend(self.scenario.uncertainty.as_ref().map(|uncertainty| {
                let inputs = uncertainty.inputs().len();
                format!("{inputs} uncertain inputs stand at their values as written")
            }));
        }
        warnings.extend(self.scaling.as_ref().map(|(scaling, _)| {
            let words = report::factors_in_words(scaling);
            if self.pair.is_some() {
                return market_cost::of_base(self.scaling.as_ref().expect("there is one"));
            }
            format!(
                "trials are paid by the factors of market cost as written ({words}); finalists each by a \
                 factor of their own"
            )
        }));
        warnings
    }

    /// The scenario with the best values as a text, if it is another one.
    fn best(&self, found: &SearchSummary) -> Option<(String, Vec<u8>)> {
        let values = found.values[found.found.winner].as_ref()?;
        let (file, kind) = if self.pair.is_some() { ("worst", "worst") } else { ("best", "best") };
        let name = format!("{}-{kind}", self.scenario.name);
        let text = match (self.pair, &self.scenario.uncertainty, &self.scenario.search) {
            (Some(_), Some(inputs), _) => inputs.text_at(values, &name),
            (_, _, Some(search)) => search.text_at(values, &name),
            _ => return None,
        };
        let head = report::search_head(found);
        Some((format!("{file}.toml"), format!("{head}{text}").into_bytes()))
    }
}

/// The policy, and the first other one.
fn pair(scenario: &Scenario, policy: &str) -> Result<(usize, usize), String> {
    let own = policy_named(scenario, policy)?;
    let other = (0..scenario.policies.len()).find(|other| *other != own);
    other.map(|other| (own, other)).ok_or_else(|| {
        format!("scenario `{}` has one policy: there is no other to do worse than", scenario.name)
    })
}

/// Where the runs of designs are kept.
struct Shelved {
    blocks: Option<Blocks>,
    quiet: bool,
    /// The names given out: two designs may make one scenario, whose runs need one place only.
    taken: Mutex<BTreeSet<String>>,
}

impl Shelf for Shelved {
    type Kept = Keeper;

    fn of(
        &self,
        scenario: &Scenario,
        (phase, first): (Phase, u32),
        keys: &[String],
    ) -> Result<Keeper, String> {
        let Some(blocks) = &self.blocks else { return Ok(Keeper::none()) };
        let origin = Origin { first, measures: keys.to_vec(), ..keeper::origin(scenario) };
        let name = format!("{}-{first}-{}", phase.name(), &origin.scenario[..16]);
        let is_new = self.taken.lock().unwrap_or_else(PoisonError::into_inner).insert(name.clone());
        if !is_new {
            return Ok(Keeper::none());
        }
        keeper::one(blocks, (&name, origin), self.quiet)
    }
}

impl Work for Searching<'_> {
    type Found = SearchSummary;

    fn about(&self) -> (&str, u64) {
        (&self.scenario.name, self.plan.budget)
    }

    fn planned(&self) -> String {
        let Plan { budget, searches, runs } = self.plan;
        let levers = self.space().levers().len();
        let plural = if searches == 1 { "search" } else { "searches" };
        let front =
            if self.second.is_some() { "; then more for the front of two measures" } else { "" };
        format!(
            "{searches} {plural} over {levers} levers, {budget} runs in all, {runs} of each trial{front}"
        )
    }

    fn origin(&self) -> (Option<&Scenario>, Option<&Path>) {
        (Some(&self.scenario), Some(&self.options.file))
    }

    fn study(&self) -> Result<(Study<'_>, Vec<u32>), Failure> {
        // What is run is known only on the way.
        Ok((Study { points: Vec::new(), record: Record::Measures(Vec::new()) }, Vec::new()))
    }

    fn factors(&self) -> Option<(String, Vec<u8>)> {
        self.scaling.as_ref().map(|(_, record)| record.clone())
    }

    fn settle(&mut self, results: &Path, manner: Manner) -> Result<(), Code> {
        let base = self.scenario.clone();
        let place = (Some(self.options.file.as_path()), results);
        let told = "the factors of market cost as written hold in every trial";
        let own = std::slice::from_mut(&mut self.scenario);
        self.scaling = market_cost::of_worlds((&base, own), place, manner, told)?;
        Ok(())
    }

    fn points(&self) -> Vec<(String, Origin)> {
        Vec::new()
    }

    fn keep_in(&mut self, blocks: Option<&Blocks>) {
        self.blocks = blocks.cloned();
    }

    fn run(&mut self, _: Vec<Keeper>, watching: &Watching) -> Result<Ended<SearchSummary>, String> {
        let quiet = self.options.study.manner.quiet;
        if !quiet {
            talk::say(&self.planned());
        }
        let places = Shelved { blocks: self.blocks.clone(), quiet, taken: Mutex::default() };
        let reached = Mutex::new(Reached::default());
        let seen = |now: &Reached, words: &str| {
            *reached.lock().unwrap_or_else(PoisonError::into_inner) = *now;
            watching.show(now, || words.to_owned());
        };
        let (space, aim) = (self.space(), self.aim.clone());
        let question = Question {
            space,
            aim: aim.clone(),
            second: self.second.clone(),
            plan: self.plan,
            shelf: &places,
            seen: &seen,
            watch: watching,
        };
        let answer = question.answer();
        let reached = reached.into_inner().unwrap_or_else(PoisonError::into_inner);
        match answer {
            Ok(found) => {
                let runs = found.runs;
                let reached = Reached { runs, reused: found.reused, planned: runs, ..reached };
                let mut found = search::summarise((space, &aim), self.plan, found, self.warnings());
                found.race.scaling = self.scaling.as_ref().map(|(scaling, _)| scaling.clone());
                Ok(Ended { found: Some(found), reached, end: End::Runs })
            }
            Err(NoAnswer::Stopped) => Ok(Ended { found: None, reached, end: watching.end() }),
            Err(NoAnswer::Failed(message)) => Err(message),
        }
    }

    fn write(&self, found: &SearchSummary, folder: &Path, files: FolderOptions) -> Written {
        let mut extra = files.extra.clone();
        extra.extend(self.best(found));
        report::write_search(found, folder, &FolderOptions { extra, ..files })
    }

    fn told(&self, found: &SearchSummary, screen: Option<Screen<'_>>) -> String {
        match screen {
            None => report::search_json(found),
            Some(screen) => report::search_screen(found, screen),
        }
    }

    fn frame(&self) -> Frame {
        of_search::frame(&self.aim.measure, &self.scenario.currency)
    }

    fn answers(&self, found: &SearchSummary, asked: &Asked) -> Answers {
        of_search::answers(found, asked)
    }

    fn judge(&self, found: &SearchSummary) -> Code {
        if found.race.is_decided && found.is_kept() {
            return Code::Done;
        }
        talk::say(&format!("not settled: {}", plain(&report::search_open_in_words(found))));
        Code::NotReached
    }
}
