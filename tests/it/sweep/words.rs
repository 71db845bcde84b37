//! What a sweep says: of invented surfaces the words are known.

use posse::experiment::sweep::{
    CellTallies, Layout, PairTallies, Plan, Reached, SweepSummary, Swept, grid, measures,
    sobol_points, summarise,
};
use posse::report::{Screen, sweep_charts, sweep_csv, sweep_json, sweep_screen};
use posse::scenario::Level;
use posse::stats::{Direction, PairedTally, Tally};

use super::{draft, variation};

const WORLD: &str = r#"
[channels.web]
arrivals = "5 per week"
[deal]
value = 1000
[stages.close]
role = "seller"
touch = "2 h"
advance = 0.4
[people.seller]
count = 4
cost = "50000 per year"
"#;

const TWO: &str = "[policies.hero]\nlabel = \"lone hero\"\n[policies.team]\n";
const THREE: &str = "[policies.mixed]\nlabel = \"a mixture\"\n";

/// The improvement of each later policy over the first in Return on Sales, by the numbers of a
/// cell; half of the runs lie `spread` above it, half below.
type Surface<'a> = &'a dyn Fn(&[f64]) -> Vec<f64>;

const PEOPLE: &str = "people.seller.count=2..10";
const NOTE: &str = "Price of a hand-off: frictions.hand_off_note=0 h..4 h";

fn text(policies: usize) -> String {
    format!("{WORLD}{TWO}{}", if policies > 2 { THREE } else { "" })
}

/// The findings of a sweep in which the cells came out as `surface` says.
fn invented(policies: usize, vary: &[&str], spread: f64, surface: Surface<'_>) -> SweepSummary {
    let text = text(policies);
    let axes = variation(&text, vary).axes;
    let (layout, cells) =
        if vary.len() > 2 { sobol_points(&axes, 64) } else { grid(&axes, (9, 5)) };
    of_cells(&text, vary, (layout, cells), (40, spread, surface))
}

/// A sweep that was stopped before its first run.
fn stopped_at_once(policies: usize) -> SweepSummary {
    let (text, vary) = (text(policies), [PEOPLE, NOTE]);
    let cells = grid(&variation(&text, &vary).axes, (9, 5));
    of_cells(&text, &vary, cells, (0, 0.0, &|_| vec![0.0; policies - 1]))
}

fn of_cells(
    text: &str,
    vary: &[&str],
    (layout, cells): (Layout, Vec<Vec<Level>>),
    (runs, spread, surface): (u32, f64, Surface<'_>),
) -> SweepSummary {
    let scenario = draft(text).scenario(&|_| None).unwrap();
    let variation = variation(text, vary);
    let (scenarios, _) = variation.cells(&cells, &|_| None).unwrap();
    let measures = measures(&scenario);
    let primary = measures.iter().position(|m| m.key == "return_on_sales").unwrap();
    let tallies = cells.iter().map(|levels| {
        let numbers: Vec<f64> = levels.iter().map(|level| level.number).collect();
        let mut means = vec![0.1];
        means.extend(surface(&numbers).iter().map(|improvement| 0.1 + improvement));
        tallies(&means, spread, (runs, measures.len()))
    });
    let cells_of = tallies.collect();
    let (reached, is_complete) = (Reached::default(), runs > 0);
    let swept = Swept { measures, primary, cells: cells_of, reached, is_complete };
    let plan = Plan { layout, cells, runs, most_runs: runs };
    summarise(&scenario, (&variation.axes, &plan), &scenarios, &swept, Vec::new())
}

/// Runs of which every measure is the Return on Sales.
fn tallies(means: &[f64], spread: f64, (runs, measures): (u32, usize)) -> CellTallies {
    let of = |policy: usize, run: u32| {
        let sign = if run.is_multiple_of(2) { 1.0 } else { -1.0 };
        means[policy] + if policy == 0 { 0.0 } else { sign * spread }
    };
    let policies = (0..means.len()).map(|policy| {
        let tally: Tally = (0..runs).map(|run| of(policy, run)).collect();
        vec![tally; measures]
    });
    let pairs = (0..means.len()).flat_map(|a| (a + 1..means.len()).map(move |b| (a, b)));
    let pairs = pairs.map(|(a, b)| {
        let mut tally = PairedTally::new(Direction::HigherIsBetter);
        (0..runs).for_each(|run| tally.add(of(a, run), of(b, run)));
        PairTallies { a, b, measures: vec![tally; measures] }
    });
    let pairs = pairs.collect();
    CellTallies {
        runs,
        events: 7,
        policies: policies.collect(),
        sides: vec![None; measures],
        beside: vec![0..2; measures],
        pairs,
    }
}

fn title(summary: &SweepSummary) -> String {
    sweep_charts(summary).remove(0).title
}

/// One summary of each kind, for whoever looks at drawings.
pub(crate) fn every_kind() -> Vec<(&'static str, SweepSummary)> {
    let plane = |x: &[f64]| vec![0.01 * (x[0] - 6.0) - 0.02 * (x[1] - 2.0)];
    let two = |x: &[f64]| vec![0.01 * (x[0] - 6.0), 0.02 * (x[1] - 2.0)];
    let line = |x: &[f64]| vec![0.01 * (x[0] - 5.5)];
    let cube = |x: &[f64]| vec![0.01 * (x[0] - 6.0) - 0.2 * (x[2] - 0.5)];
    let words = "policies.team.rules.order=fifo,lifo,biggest";
    let by_word = |x: &[f64]| vec![0.01 * (x[0] - 6.0)];
    let word = |_: &[f64]| vec![0.03];
    vec![
        ("a map", invented(2, &[PEOPLE, NOTE], 0.02, &plane)),
        ("a map of three", invented(3, &[PEOPLE, NOTE], 0.02, &two)),
        ("a line", invented(2, &[PEOPLE], 0.02, &line)),
        ("lines of three", invented(3, &[NOTE], 0.02, &|x| vec![0.01 * x[0], -0.01 * x[0]])),
        ("words on one side", invented(2, &[PEOPLE, words], 0.02, &by_word)),
        ("words alone", invented(2, &[words], 0.05, &word)),
        ("points", invented(2, &[PEOPLE, NOTE, "stages.close.advance=0.1..0.9"], 0.02, &cube)),
        ("nothing known", invented(2, &[PEOPLE, NOTE], 5.0, &plane)),
        ("nothing run", stopped_at_once(3)),
        ("no difference", invented(2, &[PEOPLE, NOTE], 0.0, &|_| vec![0.0])),
    ]
}

#[test]
fn who_wins_everywhere_wins_everywhere() {
    let of = |improvement: f64| invented(2, &[PEOPLE, NOTE], 0.001, &move |_| vec![improvement]);
    assert_eq!(title(&of(0.05)), "Team wins everywhere against lone hero");
    assert_eq!(title(&of(-0.05)), "Lone hero wins everywhere against team");
    assert_eq!(
        title(&of(0.005)),
        "The difference between lone hero and team is too small to matter everywhere"
    );
}

#[test]
fn where_nothing_is_decided_no_winner_is_named() {
    let found = invented(2, &[PEOPLE, NOTE], 5.0, &|x| vec![0.01 * x[0]]);
    assert_eq!(
        title(&found),
        "No cell is decided between lone hero and team: more runs are needed"
    );
    let stopped = stopped_at_once(2);
    assert_eq!(
        title(&stopped),
        "No cell is decided between lone hero and team: more runs are needed"
    );
    assert!(sweep_json(&stopped).contains("\"interrupted\": true"));
    let found = invented(2, &[PEOPLE, NOTE], 0.0, &|x| vec![if x[0] < 4.0 { 0.01 } else { 0.005 }]);
    assert_eq!(
        title(&found),
        "The difference between lone hero and team is too small to matter everywhere"
    );
}

#[test]
fn the_sides_of_the_axes_on_which_each_wins_are_named() {
    let up = invented(2, &[PEOPLE, NOTE], 0.001, &|x| vec![0.02 * (x[0] - 4.0)]);
    assert_eq!(
        title(&up),
        "Team wins where seller count is high (30 of 45 cells); lone hero where seller count is \
         low (10)"
    );
    let down = invented(2, &[PEOPLE, NOTE], 0.001, &|x| vec![-0.02 * (x[0] - 4.0)]);
    assert_eq!(
        title(&down),
        "Lone hero wins where seller count is high (30 of 45 cells); team where seller count is \
         low (10)"
    );
    let both = invented(2, &[PEOPLE, NOTE], 0.001, &|x| vec![0.01 * (x[0] - 9.0) - 0.02 * x[1]]);
    assert_eq!(title(&both), "Lone hero wins in 41 of 45 cells; team wins nowhere");
}

#[test]
fn a_map_has_a_break_even_line_where_signs_turn_and_not_where_both_do_the_same() {
    let drawn = |surface: Surface<'_>| {
        let map = sweep_charts(&invented(2, &[PEOPLE, NOTE], 0.0, surface)).remove(0);
        map.svg.contains("Line") // what the subtitle says of the marks
    };
    assert!(drawn(&|x| vec![0.05 * (x[0] - 5.5)]));
    assert!(drawn(&|x| vec![0.05 * (x[0] - 6.0)]), "exactly 0 on the way");
    assert!(!drawn(&|x| vec![0.05 * (x[0] - 6.0).min(0.0)]), "alike from 6 on");
    assert!(!drawn(&|_| vec![0.0]), "alike everywhere");
}

#[test]
fn flip_points_are_told_in_words() {
    let of = |spread: f64, surface: Surface<'_>| title(&invented(2, &[PEOPLE], spread, surface));
    assert_eq!(
        of(0.02, &|x| vec![0.02 * (x[0] - 5.5)]),
        "Seller count: lone hero wins up to 4, team wins from 7 on; break-even at 5.5 (5.2 to 5.8)"
    );
    assert_eq!(
        of(0.02, &|x| vec![0.02 * (5.5 - x[0])]),
        "Seller count: team wins up to 4, lone hero wins from 7 on; break-even at 5.5 (5.2 to 5.8)"
    );
    assert_eq!(
        of(0.001, &|x| vec![if (4.0..=6.0).contains(&x[0]) { 0.03 } else { -0.03 }]),
        "Seller count: lone hero wins up to 3 and from 7 on, team wins from 4 to 6; break-even at \
         3.5 (3.5 to 3.5) and 6.5 (6.5 to 6.5)"
    );
    assert_eq!(
        of(0.5, &|x| vec![if x[0] > 9.0 { 0.5 } else { 0.01 * (x[0] - 5.5) }]),
        "Seller count: team wins from 10 on; break-even at 5.5 (not above 9.3)"
    );
}

#[test]
fn among_three_policies_the_cells_of_each_are_counted() {
    let found = invented(3, &[PEOPLE, NOTE], 0.0, &|x| {
        vec![0.05 * (x[0] - 6.0), if x[1] > 3.0 { 1.0 } else { -1.0 }]
    });
    assert_eq!(
        title(&found),
        "Best in Return on Sales: lone hero in 16 of 45 cells, team in 16 and a mixture in 9"
    );
    let names: Vec<String> = sweep_charts(&found).into_iter().map(|chart| chart.name).collect();
    assert_eq!(names[0], "map_return_on_sales_best");
    assert_eq!(names[1], "map_return_on_sales_team_minus_hero");
    assert_eq!(names[2], "map_return_on_sales_mixed_minus_hero");
}

#[test]
fn the_screen_draws_a_map_in_characters() {
    let found =
        invented(2, &[PEOPLE, NOTE], 0.02, &|x| vec![0.02 * (x[0] - 6.0) - 0.02 * (x[1] - 2.0)]);
    let folder = Some("output/test-sweep".as_ref());
    let screen = sweep_screen(&found, Screen { width: 100, color: false, folder });
    insta::assert_snapshot!(screen);
}

#[test]
fn every_cell_pair_and_measure_has_its_line_in_the_table() {
    let found = invented(3, &[PEOPLE, NOTE], 0.02, &|x| vec![0.02 * (x[0] - 6.0), 0.0]);
    let table = String::from_utf8(sweep_csv(&found)).unwrap();
    assert_eq!(table.lines().count(), 1 + 45 * 3 * found.measures.len());
    let head = "scenario,cell,people.seller.count,frictions.hand_off_note [h],runs,a,b,measure,\
                unit,a_mean,b_mean,difference,standard_error,low,high,zone,b_better_share,verdict,\
                undefined";
    assert_eq!(table.lines().next().unwrap(), head);
    let json: serde_json::Value = serde_json::from_str(&sweep_json(&found)).unwrap();
    assert_eq!(json["schema"], "posse/sweep/1");
    assert_eq!(json["cells"].as_array().unwrap().len(), 45);
    assert_eq!(json["axes"][1]["unit"], "h");
    assert_eq!(json["axes"][0]["base"], 4.0);
    assert_eq!(json["regimes"][0]["flips"].as_array().unwrap().len(), 5);
}

#[test]
fn no_policy_is_named_in_the_source_of_the_words() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/sweep");
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        let code: String = text.lines().filter(|l| !l.trim_start().starts_with("//")).collect();
        for name in ["team", "hero", "generalist"] {
            assert!(!code.to_lowercase().contains(name), "{} names `{name}`", path.display());
        }
    }
}
