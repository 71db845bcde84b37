//! From a text to a scenario, with all mistakes at once.

use std::fmt::Write;

use super::accounts;
use super::channels::{self, channel, duplicates};
use super::problem::{Error, Fault, Log, SourceFile, Span};
use super::reader::Reading;
use super::routes::{Exits, Names};
use super::scope::Scope;
use super::tree::Table;
use super::world::Calendars;
use super::{
    Scenario, Uncertainty, aim, buyers, checks, conversations, customers, draft, funnel, leaves,
    pay_checks, people, plans, policies, prospecting, run, word_of_mouth, world,
};
use crate::sales::{Group, Horizon, Policy, SalesSystem, Segment, Stage, StageKind};

/// The largest scenario text, in bytes.
pub const LARGEST_TEXT: usize = 4 << 20;

impl Scenario {
    /// Reads a scenario.
    ///
    /// `name` is the name of the file, for messages; its stem names the scenario. `load` gives the
    /// text of a file that the scenario names: its base, or data for an empirical law.
    ///
    /// ```
    /// use posse::scenario::Scenario;
    ///
    /// let text = r#"
    /// [channels.web]
    /// arrivals = "50 per week"
    /// [stages.close]
    /// advance = "25 %"
    /// "#;
    /// let scenario = Scenario::parse(text.as_bytes(), "small.toml", &|_| None)?;
    /// assert_eq!(scenario.name, "small");
    ///
    /// let mistake = text.replace("advance", "advence");
    /// let error = Scenario::parse(mistake.as_bytes(), "small.toml", &|_| None).unwrap_err();
    /// assert_eq!(error.problems[0].label, "did you mean `advance`?");
    /// # Ok::<(), posse::scenario::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Every mistake in the text, with its place.
    pub fn parse(
        text: &[u8],
        name: &str,
        load: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let (draft, log) = draft::read(text, name, load)?;
        draft.complete(log, load)
    }

    /// The model in memory as text that is the same for the same model within this build of the
    /// program. Neither comments nor the order of the lines nor sources change it.
    pub fn canonical(&self) -> String {
        let mut text = String::new();
        let Self { system, policies, horizon, replications, seed, primary, zones, .. } = self;
        // writing to a string cannot fail
        let _ = write!(
            text,
            "{system:#?}\n{policies:#?}\n{horizon:?}\n{replications} {seed} {primary}\n{zones:?}\n{:?}\n",
            self.snapshots_hours
        );
        for input in self.uncertainty.iter().flat_map(Uncertainty::inputs) {
            let _ = writeln!(text, "{:?} {} {:?}", input.keys, input.unit, input.levels);
        }
        text
    }
}

pub(super) fn stem(name: &str) -> &str {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name);
    file.strip_suffix(".toml").unwrap_or(file)
}

/// The name of a file as reports can show it.
fn shown(stem: &str) -> String {
    let shown = |letter: char| if letter.is_control() { ' ' } else { letter };
    stem.chars().map(shown).collect()
}

pub(super) fn failure(log: Log) -> Error {
    let (problems, files) = log.finish();
    Error { problems, files }
}

/// The text, if it is one of reasonable size.
pub(super) fn decode(bytes: &[u8], name: &str) -> Result<String, Error> {
    let refuse = |text: String, at: usize, fault: Fault| {
        let mut log = Log::default();
        log.files.push(SourceFile { name: name.to_owned(), text });
        log.error(Span { file: 0, start: at, end: at }, fault);
        Err(failure(log))
    };
    if bytes.len() > LARGEST_TEXT {
        let message = format!("the text has {} bytes; at most 4 MB are allowed", bytes.len());
        return refuse(String::new(), 0, Fault::new(message));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) if text.trim().is_empty() => {
            let help = "a scenario has at least a channel and a stage; `posse init` writes one";
            refuse(text.to_owned(), 0, Fault::new("the text is empty").help(help))
        }
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text).to_owned()),
        Err(error) => {
            let at = error.valid_up_to();
            let text = String::from_utf8_lossy(&bytes[..at]).into_owned();
            refuse(text, at, Fault::new("the text is not UTF-8").help("save it as UTF-8"))
        }
    }
}

fn names_of(scopes: &[Scope<'_>]) -> Vec<String> {
    scopes.iter().map(|scope| scope.name.clone()).collect()
}

pub(super) fn build(table: &Table, stem: &str, cx: &mut Reading<'_>) -> Scenario {
    let root = Scope::root(table);
    let [name, question, currency] = ["name", "question", "currency"].map(|key| root.text(key, cx));
    let mut calendars = world::calendars(&root, cx);
    let has_buyers = root.section("buyers").is_present();
    let (segments, shares) = world::segments(&root, has_buyers, cx);
    let people = root.section("people");
    let (channel_scopes, stage_scopes) =
        (root.section("channels").sections(), root.section("stages").sections());
    let (groups_scopes, jobs) = (people.sections(), jobs(&people));
    let names = Names {
        stages: names_of(&stage_scopes),
        channels: names_of(&channel_scopes),
        segments: segments.iter().map(|segment| segment.name.clone()).collect(),
        groups: names_of(&groups_scopes),
        jobs: jobs.iter().map(|job| job.0.clone()).collect(),
    };
    check_names(&root, &jobs, cx);
    let (mut exits, buyer_exits) = Exits::read(&root, has_buyers, cx);
    let (stages, mut skills) = funnel::stages(&stage_scopes, &names, has_buyers, &mut exits, cx);
    let customers = customers::customers(&root, has_buyers, cx);
    let word = word_of_mouth::word(&root, &names.channels, cx);
    let buyers = has_buyers.then(|| {
        leaves::named_leaves(&stage_scopes, cx);
        let asked_for = conversations::skills(&mut skills);
        buyers::buyers(&root.section("buyers"), asked_for, buyer_exits, (customers, word), cx)
    });
    let prospecting =
        prospecting::prospecting(&root, &names.channels, (&mut skills, &mut exits), cx);
    let known = channels::Names {
        segments: &names.segments,
        shares: &shares,
        stages: &names.stages,
        weekday: calendars.weekday,
        has_buyers,
    };
    let channels = channel_scopes.iter().map(|scope| channel(scope, &known, cx)).collect();
    let has_plans = !root.section("plans").sections().is_empty();
    let groups = groups(&people, (&skills, has_plans), &mut calendars, cx);
    let payroll = plans::payroll(&root, Some(&names.stages), cx);
    let plans: Vec<String> =
        payroll.iter().flat_map(|pay| &pay.plans).map(|plan| plan.name.clone()).collect();
    let rules_of = super::rules::World {
        groups: &groups,
        stages: &names.stages,
        channels: &names.channels,
        segments: &names.segments,
        plans: &plans,
        has_buyers,
        has_prospecting: root.section("prospecting").is_present(),
    };
    let (policies, cells) = policies::policies(&root, &rules_of, cx);
    super::search::note(&root, cx);
    let (primary, zones, snapshots_hours) = run::measure(&root, has_value(&segments), cx);
    let targets = run::targets(&root, cx);
    let system = SalesSystem {
        buyers,
        entry: entry(&stages),
        calendars: calendars.all,
        segments,
        channels,
        stages,
        exits: exits.0,
        groups,
        skills,
        backlog: run::backlog(&root, &names.stages, cx),
        interest: root.law("interest", cx),
        frictions: world::frictions(&root, cx),
        payroll,
        prospecting,
    };
    let horizon = run::horizon(&root, (&system, &policies), cx);
    let (replications, seed) = run::repeated(&root, cx);
    let budget = run::budget(&root, cx);
    whole(&system, &policies, &horizon, &root, cx);
    run::within_budget(&system, &horizon, budget, &root, cx);
    run::sources(&root, cx);
    Scenario {
        name: name.unwrap_or_else(|| shown(stem)),
        question: question.unwrap_or_default(),
        currency: currency.unwrap_or_default(),
        system,
        policies,
        cells,
        horizon,
        budget,
        replications,
        seed,
        primary,
        zones,
        targets,
        snapshots_hours,
        start_day: cx.start,
        uncertainty: None,
        search: None,
        world: String::new(),
        inputs: Vec::new(),
        warnings: Vec::new(),
        files: Vec::new(),
    }
}

/// The people, by group, with the skills that stages ask for.
fn groups(
    people: &Scope<'_>,
    (skills, has_plans): (&[String], bool),
    calendars: &mut Calendars,
    cx: &mut Reading<'_>,
) -> Vec<Group> {
    let group = |scope: &Scope<'_>| {
        let short = people::short(people, &scope.name);
        people::group(scope, short, skills, calendars, has_plans, cx)
    };
    people.sections().iter().map(group).collect()
}

/// The first stage that is not a branch of another.
fn entry(stages: &[Stage]) -> usize {
    let is_branch = |stage: usize| {
        stages.iter().any(|other| match &other.kind {
            StageKind::Parallel { branches, .. } => branches.contains(&stage),
            StageKind::Chance(_)
            | StageKind::Contact(_)
            | StageKind::Buyer(_)
            | StageKind::Account(_) => false,
        })
    };
    let is_account = |stage: usize| stages[stage].kind.account().is_some();
    (0..stages.len()).find(|stage| !is_branch(*stage) && !is_account(*stage)).unwrap_or(0)
}

fn has_value(segments: &[Segment]) -> bool {
    segments.iter().any(|segment| segment.value.mean() > 0.0)
}

fn jobs(people: &Scope<'_>) -> Vec<(String, Span)> {
    let groups = people.sections();
    let jobs = groups.iter().flat_map(|group| group.section("jobs").sections());
    jobs.map(|job| (job.name, job.span)).collect()
}

const RESERVED: [&str; 8] = ["won", "lost", "rest", "by", "default", "total", "others", "backlog"];

/// Names that mean two things, or would share their luck.
fn check_names(root: &Scope<'_>, jobs: &[(String, Span)], cx: &mut Reading<'_>) {
    let all = |key: &str| -> Vec<(String, Span)> {
        let sections = root.section(key).sections();
        sections.into_iter().map(|scope| (scope.name, scope.span)).collect()
    };
    let (stages, channels, people) = (all("stages"), all("channels"), all("people"));
    let seats: Vec<_> = people.iter().chain(jobs).cloned().collect();
    duplicates(&seats, "groups and jobs", cx);
    duplicates(&[all("exits"), stages.clone()].concat(), "stages and exits", cx);
    for (name, span) in stages.iter().chain(&channels).chain(&seats).chain(&all("segments")) {
        if RESERVED.contains(&name.as_str()) {
            cx.log
                .error(*span, Fault::new(format!("`{name}` has a meaning of its own; rename it")));
        }
    }
    let places: Vec<_> = [stages, channels, seats].concat();
    checks::places(&places, cx);
}

fn whole(
    system: &SalesSystem,
    policies: &[Policy],
    horizon: &Horizon,
    root: &Scope<'_>,
    cx: &mut Reading<'_>,
) {
    let end = cx.log.files.first().map_or(0, |file| file.text.len());
    let nowhere = Span { file: 0, start: end, end };
    if system.stages.is_empty() {
        let fault = Fault::new("the scenario has no stages");
        cx.log.error(nowhere, fault.help("e.g. `[stages.close]` with `advance = 0.25`"));
        return;
    }
    if system.channels.is_empty() && system.backlog.is_empty() {
        let fault = Fault::new("no leads: the scenario has neither channels nor a backlog");
        cx.log
            .error(nowhere, fault.help("e.g. `[channels.web]` with `arrivals = \"50 per week\"`"));
    }
    if !checks::are_few_stages(system, root, cx) {
        return;
    }
    checks::funnel(system, root, cx);
    checks::last_words(system, root, cx);
    checks::idle_patience(system, root, cx);
    checks::staffing(system, policies, root, cx);
    checks::rules(system, policies, root, cx);
    pay_checks::pay(system, policies, horizon, root, cx);
    accounts::check(system, root, cx);
    word_of_mouth::check(system, root, cx);
    aim::check(system, policies, root, cx);
    prospecting::check(system, policies, root, cx);
    if !cx.log.has_errors() {
        run::check_measures(root, system, policies, cx);
    }
}
