//! `compare --pick`: which policy of a scenario is the best, in as few runs as it takes.

use std::path::Path;

use super::doing::Doing;
use super::job::{Job, plain};
use super::keeper::{self, Keeper};
use super::market_cost::{self, Records};
use super::place::folder;
use super::require::{Answers, Asked, Frame, of_race};
use super::run_options::Pick;
use super::watching::{Manner, Watching};
use super::work::{Ended, Work, Written};
use super::{Code, CompareOptions, check, files, talk};
use crate::experiment::race::{self, Aim, MOST_CANDIDATES, RaceSummary, Racer, Reckoning};
use crate::experiment::scaling::{self, Scaling};
use crate::experiment::{End, Failure, Reached, Study};
use crate::report::{self, FolderOptions, Origin, Screen};
use crate::scenario::Scenario;

/// The most runs of a policy where nobody says how many.
const MOST_RUNS: u32 = 10_000;

/// The policies of a scenario in a race.
struct Picking<'a> {
    options: &'a CompareOptions,
    pick: Pick,
    file: Option<&'a Path>,
    scenario: Scenario,
    aim: Aim,
    scaling: Option<Scaling>,
}

pub(super) fn pick(options: &CompareOptions, pick: Pick, doing: &Doing) -> Code {
    let asked = files::asked(&options.files);
    let [file] = asked[..] else {
        return talk::refuse("`--pick` is of one scenario\nhint: a command for each scenario");
    };
    let Some(mut scenario) = files::load(file) else { return Code::Refused };
    scenario.seed = options.how.study.seed.unwrap_or(scenario.seed);
    let aim = match aim(&scenario) {
        Ok(aim) => aim,
        Err(message) => return talk::refuse(&message),
    };
    let name = format!("{}-pick", scenario.name);
    let folder = folder(options.how.study.out.as_deref(), &name, false);
    let work = Picking { options, pick, file, scenario, aim, scaling: None };
    Job { work, options: &options.how.study, folder: Some(folder), doing, shelf: None }.run()
}

/// What decides between the policies of a scenario, or why nothing can.
fn aim(scenario: &Scenario) -> Result<Aim, String> {
    let (name, count) = (&scenario.name, scenario.policies.len());
    if !(2..=MOST_CANDIDATES).contains(&count) {
        return Err(format!(
            "nothing to pick: scenario `{name}` has {count} policies\nhint: from 2 to {MOST_CANDIDATES} \
             under [policies]"
        ));
    }
    let aim = Aim::of(scenario, &scenario.primary);
    aim.filter(|aim| aim.measure.better.is_some()).ok_or_else(|| {
        format!(
            "nothing to pick: neither more nor less `{}` is better\nhint: choose another `primary` under \
             `[measure]`",
            scenario.primary
        )
    })
}

impl Picking<'_> {
    fn most_runs(&self) -> u32 {
        let usual = if self.pick == Pick::Best { MOST_RUNS } else { self.scenario.replications };
        self.options.how.max_runs.unwrap_or(usual)
    }

    fn racers(&self) -> Vec<Racer> {
        let racer =
            |of: &crate::sales::Policy| Racer { name: of.name.clone(), label: of.label.clone() };
        self.scenario.policies.iter().map(racer).collect()
    }

    /// `no other is better by more than 2.1 pp; 12 of 40 may be the best; about 3 min more`.
    fn in_words(&self, known: &Reckoning, (watching, reached): (&Watching, &Reached)) -> String {
        let words = report::reckoning_in_words(&self.aim.measure, &self.scenario.currency, known);
        let time = known.left.and_then(|runs| watching.time_for(reached, runs));
        let time = time.map_or(String::new(), |time| format!(" · about {time} more"));
        plain(&format!("{words}{time}"))
    }
}

impl Work for Picking<'_> {
    type Found = RaceSummary;

    fn about(&self) -> (&str, u64) {
        (&self.scenario.name, self.scenario.policies.len() as u64 * u64::from(self.most_runs()))
    }

    fn planned(&self) -> String {
        let (most, count) = (self.most_runs(), self.scenario.policies.len());
        format!("at most {most} runs of each of {count} policies, fewer of those that fall behind")
    }

    fn origin(&self) -> (Option<&Scenario>, Option<&Path>) {
        (Some(&self.scenario), self.file)
    }

    fn study(&self) -> Result<(Study<'_>, Vec<u32>), Failure> {
        let (count, most) = (self.scenario.policies.len(), self.most_runs());
        Ok((race::study(&self.scenario, &self.aim, (count, most))?, vec![most; count]))
    }

    fn factors(&self) -> Option<(String, Vec<u8>)> {
        // Factors do not depend on the seed or the number of runs.
        self.scaling.as_ref().map(|of| market_cost::record(of, &self.scenario.scaling_hash()))
    }

    fn settle(&mut self, results: &Path, manner: Manner) -> Result<(), Code> {
        if scaling::needed(&self.scenario, market_cost::ALL).is_empty() {
            return Ok(());
        }
        let folders = vec![results.to_owned(), folder(None, &self.scenario.name, false)];
        let records = Records { file: self.file, folders, keeps: true };
        let scaling = market_cost::factors((&self.scenario, market_cost::ALL), &records, manner)?;
        scaling.apply(&mut self.scenario.policies);
        self.scaling = Some(scaling);
        Ok(())
    }

    fn points(&self) -> Vec<(String, Origin)> {
        let whole = Origin { measures: self.aim.keys.clone(), ..keeper::origin(&self.scenario) };
        let of = |name: &String| Origin { policies: vec![name.clone()], ..whole.clone() };
        keeper::named(whole.policies.iter().map(of))
    }

    fn is_open(&self) -> bool {
        true
    }

    fn run(
        &mut self,
        kept: Vec<Keeper>,
        watching: &Watching,
    ) -> Result<Ended<RaceSummary>, String> {
        let (_, all) = self.about();
        let most = |reached: &Reached| Reached { planned: all, ..*reached };
        let seen = |reached: &Reached, known: &Reckoning| {
            watching.show(&most(reached), || self.in_words(known, (watching, reached)));
        };
        let (study, _) = self.study().map_err(|failure| failure.to_string())?;
        let raced =
            race::run(&study, (&self.aim, (self.most_runs(), u64::MAX)), kept, &seen, watching);
        let raced = raced.map_err(|(_, failure)| failure.to_string())?;
        let end = match (raced.is_complete, raced.race.is_decided()) {
            (_, true) => End::Goal,
            (true, false) => End::Runs,
            (false, false) => watching.end(),
        };
        let (racers, reached) = (self.racers(), most(&raced.reached));
        let warnings = check::load_warnings(&self.scenario, racers.len().min(12));
        let about = (end, self.most_runs(), warnings);
        let mut found = race::summarise(&self.scenario, (&self.aim, &racers), &raced, about);
        found.scaling.clone_from(&self.scaling);
        // That the time was up is told with what was not reached.
        let end = if matches!(end, End::Interrupted) { end } else { End::Runs };
        Ok(Ended {
            found: (raced.race.winner().is_some() || raced.is_complete).then_some(found),
            reached,
            end,
        })
    }

    fn write(&self, found: &RaceSummary, folder: &Path, files: FolderOptions) -> Written {
        report::write_race(found, folder, &files)
    }

    fn told(&self, found: &RaceSummary, screen: Option<Screen<'_>>) -> String {
        match screen {
            None => report::race_json(found),
            Some(screen) => report::race_screen(found, screen),
        }
    }

    fn frame(&self) -> Frame {
        let names = self.scenario.policies.iter().map(|policy| policy.name.as_str());
        of_race::frame(names, &self.aim.measure, &self.scenario.currency)
    }

    fn answers(&self, found: &RaceSummary, asked: &Asked) -> Answers {
        of_race::answers(found, asked)
    }

    fn judge(&self, found: &RaceSummary) -> Code {
        if found.is_decided || self.pick == Pick::Subset && found.end == End::Runs {
            return Code::Done;
        }
        talk::say(&format!("not decided {}", plain(&report::race_end_in_words(found))));
        Code::NotReached
    }
}
