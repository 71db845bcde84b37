//! `results.json` and `race.csv`. See `docs/search.md`.

use crate::experiment::End;
use crate::experiment::race::{Candidate, RaceSummary};
use crate::report::json::{Described, Head, Ordered, text};
use crate::report::known::Known;
use crate::report::scale::Found as Scaled;
use crate::report::tables::{finished, number, table, write};
use crate::stats::{DEFAULT_LEVEL, Standing};
use serde::Serialize;

/// The schema of `results.json`.
pub const RACE_SCHEMA: &str = "posse/race/1";

/// The text of `results.json`: the same bytes for the same race. Undefined numbers are `null`.
pub fn race_json(race: &RaceSummary) -> String {
    let results = Results {
        head: Head::of(
            RACE_SCHEMA,
            [&race.scenario, &race.hash, &race.world],
            (&race.currency, race.seed),
        ),
        interrupted: race.end == End::Interrupted,
        race: Found::of(race),
        scaling: race.scaling.as_ref().map(Scaled::of),
        warnings: &race.warnings,
        events: race.events,
    };
    text(&results)
}

#[derive(Serialize)]
struct Results<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    interrupted: bool,
    race: Found<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scaling: Option<Scaled>,
    warnings: &'a [String],
    events: u64,
}

/// What a race found, in every kind of `results.json`.
#[derive(Serialize)]
pub(in crate::report) struct Found<'a> {
    measure: &'a str,
    #[serde(flatten)]
    described: Described<'a>,
    zone: f64,
    level: f64,
    max_replications: u32,
    runs: u64,
    ended: &'static str,
    decided: bool,
    winner: Option<&'a str>,
    regret: f64,
    runs_left: Option<u64>,
    near_best: Vec<&'a str>,
    possibly_best: Vec<&'a str>,
    candidates: Ordered<'a, Row<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    label: &'a str,
    replications: u32,
    #[serde(flatten)]
    known: Known,
    undefined: usize,
    behind: f64,
    regret: f64,
    stands: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    dropped_for: Option<&'a str>,
}

impl<'a> Found<'a> {
    pub(in crate::report) fn of(race: &'a RaceSummary) -> Self {
        let name = |of: &'a Candidate| of.name.as_str();
        let those = |is: fn(&Candidate) -> bool| {
            race.candidates.iter().filter(|of| is(of)).map(name).collect()
        };
        Self {
            measure: &race.measure.key,
            described: Described::of(&race.measure),
            zone: race.zone,
            level: DEFAULT_LEVEL,
            max_replications: race.most_runs,
            runs: race.runs,
            ended: ended(race),
            decided: race.is_decided,
            winner: race.winner.map(|winner| name(&race.candidates[winner])),
            regret: race.regret(),
            runs_left: race.left,
            near_best: those(|of| of.is_near_best),
            possibly_best: those(Candidate::is_possibly_best),
            candidates: Ordered(
                race.candidates.iter().map(|of| (name(of), row(race, of))).collect(),
            ),
        }
    }
}

fn row<'a>(race: &'a RaceSummary, of: &'a Candidate) -> Row<'a> {
    Row {
        label: &of.label,
        replications: of.runs,
        known: Known::of_estimate(&of.estimate),
        undefined: of.estimate.undefined,
        behind: of.behind,
        regret: of.regret,
        stands: stands(of),
        dropped_for: dropped_for(race, of),
    }
}

fn ended(race: &RaceSummary) -> &'static str {
    match race.end {
        End::Goal => "decided",
        End::Runs => "runs",
        End::Time => "time",
        End::Interrupted => "interrupted",
    }
}

fn stands(of: &Candidate) -> &'static str {
    match of.standing {
        Standing::Runs => "runs",
        Standing::Rests => "rests",
        Standing::Dropped(_) => "dropped",
        Standing::Withheld => "withheld",
    }
}

fn dropped_for<'a>(race: &'a RaceSummary, of: &Candidate) -> Option<&'a str> {
    match of.standing {
        Standing::Dropped(by) => Some(&race.candidates[by].name),
        Standing::Runs | Standing::Rests | Standing::Withheld => None,
    }
}

/// `race.csv`: a line for each candidate, the best first.
pub fn race_csv(race: &RaceSummary) -> Vec<u8> {
    let columns = "scenario place policy label measure unit runs mean standard_error low high behind \
                regret stands dropped_for";
    let mut table = table(columns);
    for (place, index) in race.order().into_iter().enumerate() {
        let of = &race.candidates[index];
        let mut row = vec![race.scenario.clone(), (place + 1).to_string()];
        row.extend([&of.name, &of.label, &race.measure.key].map(String::clone));
        row.extend([race.measure.unit.name().to_owned(), of.runs.to_string()]);
        let (low, high) = of.estimate.interval;
        let numbers = [of.estimate.mean, of.estimate.standard_error, low, high];
        row.extend(numbers.into_iter().chain([of.behind, of.regret]).map(number));
        row.push(stands(of).to_owned());
        row.push(dropped_for(race, of).unwrap_or_default().to_owned());
        write(&mut table, &row);
    }
    finished(table)
}
