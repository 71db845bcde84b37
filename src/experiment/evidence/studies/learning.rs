//! What people learn of each other, and of a conversation that goes nowhere.

use super::{NOTHING, world};
use crate::experiment::evidence::reading::{Values, Worlds, change};
use crate::experiment::evidence::study::Expected::{Nothing, Within};
use crate::experiment::evidence::study::Reading::{Change, Of, RatioChange};
use crate::experiment::evidence::study::{Study, Test};

pub(super) const PAIRS: Study = Study {
    id: "V-I16",
    name: "sandvik",
    source: "Sandvik et al. 2020",
    setting: "a call centre, pairs tell each other how they sell, an hour a week for four weeks",
    measured: "+24 % during four weeks, +18 % for twenty more",
    calibrates: "frictions: learning",
    worlds: &[world!("sandvik.toml")],
    others: &[world!("sandvik-other.toml")],
    other: "thirty agents, who differ less",
    tests: &[Test::new(
        "sales, twenty weeks after",
        Within(0.15, 0.18),
        Change("revenue", (0, "alone"), (0, "pairs")),
    )
    .measured_within((0.15, 0.165, 0.18), "15 % in the abstract, 18 % in HBR (both seen)")
    .predicted(
        ("Sandvik et al. †", "sales, twenty weeks after four weeks of meetings"),
        "+18.4 %",
        (0.184, 0.184),
    )],
    ..NOTHING
};

const MENTORED: (&str, &str) =
    ("Mentors (NBER 29148)", "sales of new people in six months; in the first two");

pub(super) const MENTORS: Study = Study {
    id: "V-I19",
    name: "mentors",
    source: "Sandvik et al. 2021",
    setting: "new people of a call centre, a mentor for an hour a week in the first four weeks",
    measured: "+18 % in six months, +19 % in the first two; nothing where people chose it",
    worlds: &[world!("mentors.toml"), world!("mentors-two-months.toml")],
    tests: &[
        Test::new("new people: sales, six months", Within(0.09, 0.27), Of(|w| of_mentored(w, 0)))
            .measured(
                0.18,
                "NBER 29148, where nobody chose (not seen; abstract of 2021: 17 % in two)",
            )
            .predicted(MENTORED, "+12 … +26 %", (0.12, 0.26)),
        Test::new("new people: sales, two months", Within(0.095, 0.285), Of(|w| of_mentored(w, 1)))
            .measured_within((0.17, 0.19, 0.19), "NBER 29148: 17 % in the abstract of 2021 (seen)")
            .predicted(MENTORED, "+12 … +26 %", (0.12, 0.26)),
    ],
    ..NOTHING
};

/// How many pairs there are, and the salary of each.
const PAIRS_OF_TWO: usize = 10;
const SALARY: f64 = 25_000.0;

/// The change of new people's commission by their mentors: of the first of each pair whose second earns,
/// alone, as much as the better half.
fn of_mentored(w: &Worlds, world: usize) -> Values {
    let pay = |policy, pair: usize, seat: u32| {
        w.measure((world, policy), &format!("person.pair-{pair}.{seat}.pay"))
    };
    let pairs = || 1..=PAIRS_OF_TWO;
    let seconds: Vec<Values> = pairs().map(|pair| pay("alone", pair, 2)).collect();
    let firsts: Vec<Values> = pairs().map(|pair| pay("alone", pair, 1)).collect();
    let is_mentor = |run: usize, pair: usize| {
        let all = seconds.iter().chain(&firsts);
        let better = all.filter(|other| other[run] > seconds[pair - 1][run]).count();
        better < PAIRS_OF_TWO
    };
    let sum = |policy| {
        let of_pair: Vec<Values> = pairs().map(|pair| pay(policy, pair, 1)).collect();
        let run = |run: usize| {
            let own = pairs().filter(|pair| is_mentor(run, *pair));
            own.map(|pair| of_pair[pair - 1][run] - SALARY).sum()
        };
        (0..of_pair[0].len()).map(run).collect::<Values>()
    };
    change(&sum("alone"), &sum("mentored"))
}

const QUITTING: (&str, &str) = ("Manzoor et al. 2025", "time on calls that fail; sales per hour");

pub(super) const QUITTING_CALLS: Study = Study {
    id: "V-I20",
    name: "manzoor",
    source: "Manzoor et al. 2025",
    setting: "calls to households that are ended once they promise nothing",
    measured: "54 % less time on calls that fail, nearly all sales kept, up to 37 % more sales",
    worlds: &[world!("manzoor.toml")],
    others: &[world!("manzoor-other.toml")],
    other: "a quarter of a call tells less",
    tests: &[
        Test::new(
            "time on calls that fail",
            Within(-0.81, -0.27),
            RatioChange(("hours_on_lost", "dialogues"), (0, "through"), (0, "quit")),
        )
        .measured(-0.54, "abstract (seen)")
        .predicted(QUITTING, "−22 … −61 %", (-0.61, -0.22)),
        Test::new(
            "sales of the same calls",
            Nothing(0.05),
            RatioChange(("wins", "dialogues"), (0, "through"), (0, "quit")),
        ),
        Test::new(
            "sales an hour",
            Within(0.185, 0.555),
            Change("wins", (0, "through"), (0, "quit")),
        )
        .measured_within((0.0, 0.37, 0.37), "abstract: up to 37 % (seen)")
        .predicted(QUITTING, "+10 … +43 %", (0.10, 0.43)),
    ],
    ..NOTHING
};
