//! Sensitivity: designs, luck, findings of worlds that are known, words.

#![expect(clippy::unwrap_used, reason = "a test may fail")]

mod designs;
mod findings;
#[cfg(feature = "report")]
pub(crate) mod words;

use posse::experiment::sensitivity::{
    Method, Plan, Question, Ran, SensitivitySummary, Subject, plan, summarise,
};
use posse::sales::Catalogue;
use posse::scenario::{Draft, Level, Scenario, Variation};

/// Two policies and inputs of each kind.
const WORLD: &str = r#"
[channels.web]
arrivals = "5 per week"
[deal]
value = 1000
[stages.close]
role = "seller"
touch = "2 h"
advance = "40 %"
[people.seller]
count = 4
cost = "50000 per year"
[policies.hero]
label = "lone hero"
[policies.team]
[measure]
indifference = { return_on_sales = "1 pp" }
"#;

const PEOPLE: &str = "people.seller.count=2..6";
const NOTE: &str = "Hand-off work: frictions.hand_off_note=0 h..4 h";
const ADVANCE: &str = "stages.close.advance=20 %..60 %";
const ORDER: &str = "policies.team.rules.order=fifo,lifo,biggest";

fn scenario(text: &str) -> Scenario {
    let draft = Draft::read(text.as_bytes(), "test.toml", &|_| None).unwrap();
    draft.scenario(&|_| None).unwrap()
}

fn variation(text: &str, vary: &[&str]) -> Variation {
    let draft = Draft::read(text.as_bytes(), "test.toml", &|_| None).unwrap();
    let asked: Vec<String> = vary.iter().map(|words| (*words).to_owned()).collect();
    Variation::read(draft, &asked).unwrap()
}

fn question(scenario: &Scenario, key: &str, subject: Subject) -> Question {
    let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
    let measure = catalogue.measures().iter().find(|measure| measure.key == key).unwrap().clone();
    Question { measure, subject }
}

/// What comes out at a point under each policy looked at: by policy, from the numbers of the point
/// (words by their place on the list) and the luck of a run, which is −1 or 1: in a single row in
/// turns, else by row and run.
type Surface<'a> = &'a dyn Fn(&[f64], f64) -> Vec<f64>;

/// The findings where cells came out as `surface` says.
fn invented(
    method: Method,
    vary: &[&str],
    (key, subject): (&str, Subject),
    runs: u32,
    surface: Surface<'_>,
) -> SensitivitySummary {
    let scenario = scenario(WORLD);
    let axes = variation(WORLD, vary).axes;
    let plan = plan(method, &axes, runs, scenario.seed);
    let number = |(input, level): (usize, &Level)| {
        if level.number.is_nan() {
            posse::experiment::sensitivity::place(&axes[input], level) * 2.0
        } else {
            level.number
        }
    };
    let luck = |row: u32, run: u32| {
        let mixed = (u64::from(row) << 32 | u64::from(run)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        let mixed = (mixed ^ (mixed >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let is_good = if plan.rows.len() == 1 { run.is_multiple_of(2) } else { mixed >> 63 == 0 };
        if is_good { 1.0 } else { -1.0 }
    };
    let cell = |(levels, row): (&Vec<Level>, &u32)| {
        let numbers: Vec<f64> = levels.iter().enumerate().map(number).collect();
        let by_run: Vec<Vec<f64>> =
            (0..runs).map(|run| surface(&numbers, luck(*row, run))).collect();
        (0..by_run[0].len()).map(|policy| by_run.iter().map(|of| of[policy]).collect()).collect()
    };
    let values = plan.cells.iter().zip(&plan.row_of).map(cell).collect();
    let ran = Ran { values, events: 7 };
    let question = question(&scenario, key, subject);
    summarise(&scenario, (&axes, &plan), &question, &ran, Vec::new())
}

/// The difference team − hero in Return on Sales.
const DIFFERENCE: (&str, Subject) = ("return_on_sales", Subject::Difference { a: 0, b: 1 });

fn planned(method: Method, vary: &[&str], runs: u32) -> (Variation, Plan) {
    let variation = variation(WORLD, vary);
    let plan = plan(method, &variation.axes, runs, 1);
    (variation, plan)
}
