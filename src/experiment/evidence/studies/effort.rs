//! How strongly pay moves effort, and whose.

use super::{NOTHING, world};
use crate::experiment::evidence::reading::{Case, Values, Worlds, less};
use crate::experiment::evidence::study::Expected::{Negative, Positive, Within};
use crate::experiment::evidence::study::Reading::{Apart, Change, ChangeOf, Of, RatioChange};
use crate::experiment::evidence::study::{Expected, Study, Test};

pub(super) const LAZEAR: Study = Study {
    id: "V-I3",
    name: "lazear",
    source: "Lazear 2000",
    setting: "installers of windshields, hourly wage to piece rates",
    measured: "+44 % a worker, half of it by incentives",
    calibrates: "behaviour.effort: response, elasticity, norm",
    worlds: &[world!("lazear.toml")],
    others: &[world!("lazear-other.toml")],
    other: "twenty installers who differ more, jobs that do",
    tests: &[
        Test::new(
            "output, old wage guaranteed",
            Within(0.18, 0.26),
            Change("wins", (0, "hourly"), (0, "pieces")),
        )
        .measured(0.22, "log 0.197 with each worker's own level (table 3, seen in a lecture)")
        .predicted(("Lazear", "output, old wage guaranteed"), "+12 … +19 %", (0.12, 0.19)),
        Test::new(
            "output, no guarantee",
            Within(0.18, 0.26),
            Change("wins", (0, "hourly"), (0, "line")),
        )
        .measured(0.22, "the same number: the study has no plan without guarantee")
        .predicted(("Lazear †", "output, straight line"), "+23.8 %", (0.238, 0.238)),
    ],
    ..NOTHING
};

const SORTING: (&str, &str) = ("Lazear", "sorting: output by who stays and comes");
/// What is made, and the hours it takes.
const OUTPUT: &str = "wins";
const HOURS: &str = "role.installer.touch_hours";

pub(super) const SORTED: Study = Study {
    id: "V-I3",
    name: "lazear-sorting",
    source: "Lazear 2000",
    setting: "the same installers, where people come and go: fifteenth to twenty-second month",
    measured: "the other half of +44 % by who stays and who comes",
    worlds: &[world!("lazear-sorting.toml"), world!("lazear.toml")],
    others: &[world!("lazear-sorting-other.toml"), world!("lazear-other.toml")],
    other: "installers who differ more, twice as many who leave",
    tests: &[
        Test::new(
            "output by who stays and comes",
            Within(0.093, 0.279),
            Of(|w| less(&an_hour(w, 0), &an_hour(w, 1))),
        )
        .measured(
            0.186,
            "log 0.368 for all less 0.197 for each worker (table 3, seen in a lecture)",
        )
        .predicted(SORTING, "+2.9 %", (0.029, 0.029)),
        Test::new(
            "output, both together",
            Within(0.22, 0.66),
            RatioChange((OUTPUT, HOURS), (0, "hourly"), (0, "line")),
        )
        .measured(0.44, "abstract (seen)")
        .predicted(SORTING, "+26.6 %", (0.266, 0.266)),
    ],
    ..NOTHING
};

/// The change of output an hour from wage to piece rates in a world.
fn an_hour(w: &Worlds, world: usize) -> Values {
    let cases: [Case; 2] = ["hourly", "line"].map(|policy| (world, policy));
    w.change_of_ratio((OUTPUT, HOURS), cases[0], cases[1])
}

const WITHOUT_EACH: (&str, &str) =
    ("Misra, Nair", "revenue without quota, cap, ratchet, each alone");

pub(super) const MISRA_NAIR: Study = Study {
    id: "V-I7",
    name: "misra-nair",
    source: "Misra, Nair 2011",
    setting: "contact lenses: quota, cap at 133 % and ratchet, then a straight line",
    measured: "+9 % revenue (+8 % predicted) without quota, cap and ratchet",
    worlds: &[world!("misra-nair.toml")],
    others: &[world!("misra-nair-other.toml")],
    other: "twelve sellers who differ more, deals that differ less",
    tests: &[
        Test::new(
            "revenue, straight line",
            Within(0.03, 0.15),
            Change("revenue", (0, "old"), (0, "line")),
        )
        .measured_within((0.08, 0.09, 0.09), "9 % found, 8 % by their own model (seen)")
        .predicted(("Misra, Nair", "revenue, straight line"), "+3 … +6 %", (0.03, 0.06)),
        Test::new(
            "revenue, quota removed",
            Positive,
            Change("revenue", (0, "old"), (0, "no-quota")),
        )
        .predicted(WITHOUT_EACH, "+2.5", (0.025, 0.025)),
        Test::new("revenue, cap removed", Positive, Change("revenue", (0, "old"), (0, "no-cap")))
            .predicted(WITHOUT_EACH, "+1.8", (0.018, 0.018)),
        Test::new(
            "revenue, ratchet removed",
            Positive,
            Change("revenue", (0, "old"), (0, "no-ratchet")),
        )
        .predicted(WITHOUT_EACH, "+3.4 %", (0.034, 0.034)),
    ],
    ..NOTHING
};

const OVERACHIEVEMENT: (&str, &str) =
    ("Chung et al. 2014", "sales without overachievement pay: top, and more than the weak");
const BONUS: (&str, &str) = ("Chung et al. 2014", "sales without the bonus: top, middle, weak");

pub(super) const CHUNG: Study = Study {
    id: "V-I8",
    name: "chung",
    source: "Chung et al. 2014",
    setting: "office durables: quarterly bonus, pay for overachievement, three abilities",
    measured: "overachievement pay keeps the top going; bonuses help all; cumulative is better",
    worlds: &[world!("chung.toml")],
    others: &[world!("chung-other.toml")],
    other: "deals half as large, abilities nearer to each other",
    tests: &[
        Test::new(
            "top: sales, no overachievement pay",
            Negative,
            ChangeOf("top", (0, "full"), (0, "no-overachievement")),
        )
        .predicted(OVERACHIEVEMENT, "top −6.1", (-0.061, -0.061)),
        Test::new(
            "top less weak, without that pay",
            Negative,
            Apart("top", "weak", (0, "full"), (0, "no-overachievement")),
        ),
        Test::new(
            "top: sales without the bonus",
            Negative,
            ChangeOf("top", (0, "full"), (0, "no-bonus")),
        )
        .predicted(BONUS, "−1.3", (-0.013, -0.013)),
        Test::new(
            "middle: sales without the bonus",
            Negative,
            ChangeOf("middle", (0, "full"), (0, "no-bonus")),
        )
        .predicted(BONUS, "−6.5", (-0.065, -0.065)),
        Test::new(
            "weak: sales without the bonus",
            Negative,
            ChangeOf("weak", (0, "full"), (0, "no-bonus")),
        )
        .predicted(BONUS, "−1.6 %", (-0.016, -0.016)),
        Test::new(
            "sales, cumulative quotas",
            Positive,
            Change("revenue", (0, "full"), (0, "cumulative")),
        )
        .predicted(
            ("Chung et al. 2014", "sales, cumulative against quarterly"),
            "0.0 %",
            (0.0, 0.0),
        ),
    ],
    ..NOTHING
};

const DAILY: (&str, &str) = (
    "Chung, Narayandas, Chang 2021",
    "daily against monthly quota, by ability 0.7, 0.85, 1, 1.15, 1.3, 1.5",
);

pub(super) const QUOTA_FREQUENCY: Study = Study {
    id: "V-I21",
    name: "quota-frequency",
    source: "Chung et al. 2021",
    setting: "a chain of shops, daily instead of monthly quota, six abilities",
    measured: "the weak sell more, the strong less and cheaper things",
    worlds: &[world!("quota-frequency.toml")],
    tests: &[
        by_day("ability 0.7: sales", Positive, "ability-70").predicted(
            DAILY,
            "+11.7",
            (0.117, 0.117),
        ),
        by_day("ability 1.15: sales", Negative, "ability-115").predicted(
            DAILY,
            "−8",
            (-0.08, -0.08),
        ),
        by_day("ability 1.3: sales", Negative, "ability-130").predicted(
            DAILY,
            "−1.8",
            (-0.018, -0.018),
        ),
        by_day("ability 1.5: sales", Negative, "ability-150").predicted(
            DAILY,
            "+4.2 %",
            (0.042, 0.042),
        ),
    ],
    ..NOTHING
};

const fn by_day(what: &'static str, expected: Expected, group: &'static str) -> Test {
    Test::new(what, expected, ChangeOf(group, (0, "monthly"), (0, "daily")))
}
