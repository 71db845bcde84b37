//! What people do who share a pool, compete for a prize or differ in ability.

use super::{NOTHING, world};
use crate::experiment::evidence::reading::less;
use crate::experiment::evidence::study::Expected::{Negative, Positive, Within};
use crate::experiment::evidence::study::Reading::{Apart, Change, ChangeOf, Of};
use crate::experiment::evidence::study::{Study, Test};

pub(super) const HOLMSTROM: Study = Study {
    id: "V-I6",
    name: "holmstrom",
    source: "Holmstrom 1982; Holmstrom, Milgrom 1991",
    setting: "four sellers: own commission, equal share of all, salary",
    measured: "shares of the whole weaken effort; pay for one task starves the others",
    worlds: &[world!("holmstrom.toml")],
    others: &[world!("holmstrom-other.toml")],
    other: "eight people, deals half as large",
    tests: &[
        Test::new(
            "sales, equal share against own",
            Negative,
            Change("revenue", (0, "own"), (0, "share")),
        )
        .predicted(
            ("Holmstrom", "sales, equal share against own"),
            "−9 … −15 %",
            (-0.15, -0.09),
        ),
        Test::new(
            "unpaid duties, own against salary",
            Negative,
            Change("duty", (0, "salary"), (0, "own")),
        )
        .predicted(
            ("Holmstrom", "unpaid duties, own commission against salary"),
            "below 0",
            (f64::NEG_INFINITY, 0.0),
        ),
    ],
    ..NOTHING
};

pub(super) const FRIEBEL: Study = Study {
    id: "V-I13",
    name: "friebel",
    source: "Friebel et al. 2017",
    setting: "a bakery's shop of seven, team bonus for the monthly target",
    measured: "+3 % sales, wages +2.2 %, 2.10 of profit for 1 of bonus",
    worlds: &[world!("friebel.toml")],
    others: &[world!("friebel-other.toml")],
    other: "a shop of five, sales that vary more",
    tests: &[
        Test::new("sales", Within(0.01, 0.06), Change("revenue", (0, "wage"), (0, "bonus")))
            .measured(0.03, "abstract (seen)")
            .predicted(("Friebel et al.", "sales"), "+1 … +6 %", (0.01, 0.06)),
        Test::new("contribution", Positive, Change("contribution", (0, "wage"), (0, "bonus")))
            .predicted(("Friebel et al.", "contribution"), "above 0", (0.0, f64::INFINITY)),
    ],
    ..NOTHING
};

const KNOWN_TEAMS: (&str, &str) =
    ("Delfgaauw et al.", "sales, half of Friebel's bonus; more where people know each other");

pub(super) const KNOWN: Study = Study {
    id: "V-I18",
    name: "delfgaauw",
    source: "Delfgaauw et al. 2022",
    setting: "a shop of seven, half the team bonus, people who know each other more or less",
    measured: "+1.5 points of sales, not beyond chance; more where people know each other",
    worlds: &[
        world!("delfgaauw.toml"),
        world!("delfgaauw-none.toml"),
        world!("delfgaauw-half.toml"),
        world!("delfgaauw-twice.toml"),
    ],
    bases: &[world!("friebel.toml")],
    tests: &[
        Test::new("sales", Within(0.0, 0.04), Change("revenue", (0, "wage"), (0, "bonus")))
            .measured(0.015, "abstract: does not differ from 0 beyond chance (seen)")
            .predicted(KNOWN_TEAMS, "0 … +4 %", (0.0, 0.04)),
        Test::new(
            "sales, regard 2 less regard 0.5",
            Positive,
            Of(|w| {
                let of = |world| w.change("revenue", (world, "wage"), (world, "bonus"));
                less(&of(3), &of(2))
            }),
        ),
        Test::new(
            "sales, regard 0.5 less none",
            Positive,
            Of(|w| {
                let of = |world| w.change("revenue", (world, "wage"), (world, "bonus"));
                less(&of(2), &of(1))
            }),
        ),
    ],
    ..NOTHING
};

pub(super) const RANKS: Study = Study {
    id: "V-I14",
    name: "bandiera-feedback",
    source: "Bandiera et al. 2013",
    setting: "teams of fruit pickers are told their rank",
    measured: "-14 %, by the teams at the bottom",
    missing: "a rank without a prize moves nobody here: nobody knows or minds it",
    ..NOTHING
};

pub(super) const TOURNAMENT: Study = Study {
    id: "V-I14",
    name: "bandiera",
    source: "Bandiera et al. 2013",
    setting: "teams of fruit pickers compete for a prize",
    measured: "+24 %, by the teams at the top",
    worlds: &[world!("bandiera.toml")],
    others: &[world!("bandiera-other.toml")],
    other: "six teams, nearer to each other",
    tests: &[
        Test::new(
            "top third: output",
            Within(0.12, 0.36),
            ChangeOf("top", (0, "pieces"), (0, "tournament")),
        )
        .measured(0.24, "abstract: all teams together, by those at the top alone (seen)")
        .predicted(
            (
                "Bandiera et al., tournament",
                "output of the top third; the same, less that of the bottom",
            ),
            "+3.5",
            (0.035, 0.035),
        ),
        Test::new(
            "top less bottom third: output",
            Positive,
            Apart("top", "bottom", (0, "pieces"), (0, "tournament")),
        ),
    ],
    ..NOTHING
};

const UNLIKE: (&str, &str) = ("Chan, Li, Pierce", "sales of unlike sellers: own pay, team pay");

pub(super) const COUNTERS: Study = Study {
    id: "V-I15",
    name: "chan-li-pierce",
    source: "Chan, Li, Pierce 2014",
    setting: "counters of cosmetics, sellers alike or not, paid by own sales or the counter's",
    measured: "differences in ability help under team pay and hurt under own pay",
    worlds: &[world!("chan-li-pierce.toml"), world!("chan-li-pierce-unlike.toml")],
    others: &[world!("chan-li-pierce-other.toml"), world!("chan-li-pierce-other-unlike.toml")],
    other: "counters of six, purchases twice as large that take more time",
    tests: &[
        Test::new("own pay: sales if unlike", Negative, Change("revenue", (0, "own"), (1, "own")))
            .predicted(UNLIKE, "−1.3 %", (-0.013, -0.013)),
        Test::new(
            "team pay: sales if unlike",
            Positive,
            Change("revenue", (0, "counter"), (1, "counter")),
        )
        .predicted(UNLIKE, "+1.4 %", (0.014, 0.014)),
    ],
    ..NOTHING
};
