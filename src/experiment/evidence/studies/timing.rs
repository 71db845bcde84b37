//! When in a period deals close, and what is given away for it.

use super::{NOTHING, world};
use crate::experiment::evidence::reading::{Values, Worlds, change, less, ratio};
use crate::experiment::evidence::study::Expected::{Below, Negative, Nothing, Positive, Within};
use crate::experiment::evidence::study::Reading::{Change, Of};
use crate::experiment::evidence::study::{Study, Test};
use crate::experiment::evidence::watch::Part;

const LAST_WEEKS: (&str, &str) = ("Oyer", "sales in the last 4 weeks of the fiscal year");
const FIRST_WEEKS: (&str, &str) = ("Oyer", "sales in the first 4 weeks");
const DISCOUNTS: (&str, &str) = ("Oyer", "discounts in the last 4 weeks, less the others");
const BY_LINE: (&str, &str) = ("Oyer", "all three under a straight line");
/// Sales of a straight line count as level, and its discounts, if they change by less than the least that
/// is predicted under the quota.
const LEVEL: f64 = 0.08;
const LEVEL_DISCOUNTS: f64 = 0.005;

pub(super) const OYER: Study = Study {
    id: "V-I4",
    name: "oyer",
    source: "Oyer 1998",
    setting: "yearly quota with bonus, fiscal years that begin now or half a year later",
    measured: "sales high at the end of the fiscal year and low after it, prices lower at the end",
    worlds: &[world!("oyer.toml"), world!("oyer-shifted.toml")],
    others: &[world!("oyer-other.toml"), world!("oyer-other-shifted.toml")],
    other: "eight sellers, deals that differ less, longer decisions",
    tests: &[
        Test::new("sales, last 4 weeks", Positive, Of(|w| last_weeks(w, 0, "yearly"))).predicted(
            LAST_WEEKS,
            "+8 … +30 %",
            (0.08, 0.30),
        ),
        Test::new("sales, first 4 weeks", Negative, Of(|w| first_weeks(w, "yearly"))).predicted(
            FIRST_WEEKS,
            "−8 … −25 %",
            (-0.25, -0.08),
        ),
        Test::new(
            "discounts, last 4 weeks less others",
            Positive,
            Of(|w| discounts_at_end(w, "yearly")),
        )
        .predicted(DISCOUNTS, "+0.5 … +4 points", (0.005, 0.04)),
        Test::new("line: sales, last 4 weeks", Nothing(LEVEL), Of(|w| last_weeks(w, 0, "line")))
            .predicted(BY_LINE, "none", (-LEVEL, LEVEL)),
        Test::new("line: sales, first 4 weeks", Nothing(LEVEL), Of(|w| first_weeks(w, "line")))
            .predicted(BY_LINE, "none", (-LEVEL, LEVEL)),
        Test::new(
            "line: discounts, last 4 weeks",
            Nothing(LEVEL_DISCOUNTS),
            Of(|w| discounts_at_end(w, "line")),
        )
        .predicted(BY_LINE, "none", (-LEVEL_DISCOUNTS, LEVEL_DISCOUNTS)),
        Test::new(
            "shifted year: sales, last 4 weeks",
            Positive,
            Of(|w| last_weeks(w, 1, "yearly")),
        )
        .predicted(LAST_WEEKS, "+8 … +30 %", (0.08, 0.30)),
        Test::new(
            "shifted year: old end against new",
            Negative,
            Of(|w| {
                let new = w.of((1, "yearly"), |run| run.last().revenue);
                change(&new, &w.of((1, "yearly"), |run| run.calendar[12]))
            }),
        ),
    ],
    ..NOTHING
};

fn last_weeks(w: &Worlds, world: usize, policy: &'static str) -> Values {
    w.at_end((world, policy), |part| part.revenue)
}

fn first_weeks(w: &Worlds, policy: &'static str) -> Values {
    let first = w.of((0, policy), |run| run.parts[0].revenue);
    let all = w.of((0, policy), |run| run.parts.iter().map(|part| part.revenue).sum());
    change(&all, &first.iter().map(|first| 13.0 * first).collect::<Vec<_>>())
}

/// The share of list prices given away in the last weeks, less that of all others.
fn discounts_at_end(w: &Worlds, policy: &'static str) -> Values {
    let share = |from: usize, to: usize| {
        let given = w.of((0, policy), |run| run.discounts[from..to].iter().sum());
        let paid = w.of((0, policy), |run| run.bookings[from..to].iter().sum());
        of_list(&given, &paid)
    };
    less(&share(12, 13), &share(0, 12))
}

pub(super) const STEENBURGH: Study = Study {
    id: "V-I5",
    name: "steenburgh",
    source: "Steenburgh 2008",
    setting: "small orders of office durables, quarterly lump-sum bonus",
    measured: "bonuses mostly raise effort, games with timing are minor",
    worlds: &[world!("steenburgh.toml")],
    others: &[world!("steenburgh-other.toml")],
    other: "ten sellers, orders that differ less, longer decisions",
    tests: &[
        Test::new("deals won with the bonus", Positive, Change("wins", (0, "line"), (0, "bonus")))
            .predicted(("Steenburgh", "deals won with the bonus"), "+3 … +9 %", (0.03, 0.09)),
        Test::new(
            "moved, of moved and more won",
            Below(1.0 / 3.0),
            Of(|w| {
                let moved = moved(w);
                let more = less(&w.measure((0, "bonus"), "wins"), &w.measure((0, "line"), "wins"));
                let all: Vec<f64> = moved.iter().zip(&more).map(|(a, b)| a + b).collect();
                ratio(&moved, &all)
            }),
        )
        .predicted(
            ("Steenburgh", "deals moved, of deals moved and more won"),
            "15 … 33 %",
            (0.15, 0.33),
        ),
    ],
    ..NOTHING
};

/// Decisions that sellers moved because of the bonus.
fn moved(w: &Worlds) -> Values {
    let of = |policy| {
        let forward = w.measure((0, policy), "pulled_in");
        let back = w.measure((0, policy), "pushed_out");
        forward.iter().zip(&back).map(|(a, b)| a + b).collect::<Vec<_>>()
    };
    less(&of("bonus"), &of("line"))
}

pub(super) const LARKIN: Study = Study {
    id: "V-I9",
    name: "larkin",
    source: "Larkin 2014",
    setting: "enterprise software, rates from 2 % to 25 % within a quarter",
    measured: "gaming costs 6 to 8 % of revenue",
    worlds: &[world!("larkin.toml")],
    others: &[world!("larkin-other.toml")],
    other: "decisions of 45 working days, deals that differ less",
    tests: &[Test::new(
        "discounts, less those of a line",
        Within(0.06, 0.08),
        Of(|w| less(&given_away(w, "accelerator"), &given_away(w, "line"))),
    )
    .measured_within((0.06, 0.07, 0.08), "abstract: 6 to 8 % of revenue (seen)")
    .predicted(
        ("Larkin", "lost by discounts, less that of a line"),
        "+2 … +6 points",
        (0.02, 0.06),
    )],
    ..NOTHING
};

/// Money given away in discounts, as a share of what list prices would have brought.
fn given_away(w: &Worlds, policy: &'static str) -> Values {
    of_list(&w.measure((0, policy), "discount_money"), &w.measure((0, policy), "revenue"))
}

fn of_list(given: &[f64], paid: &[f64]) -> Values {
    let list: Vec<f64> = given.iter().zip(paid).map(|(a, b)| a + b).collect();
    ratio(given, &list)
}

const MONTH_END_LINE: (&str, &str) =
    ("InsideSales †", "wins, losses, win rate, size in the last 3 days of a month");
const HBR: &str = "9.8 million deals of 151 firms (seen)";

pub(super) const MONTH_END: Study = Study {
    id: "V-I17",
    name: "month-end",
    source: "InsideSales, HBR 2017",
    setting: "deals of firms with monthly quotas, in the last days of a month",
    measured: "3 times the closes, 11 times the losses, win rate -51 %, size -34.5 %",
    calibrates: "behaviour.timing: immovable, reservation",
    worlds: &[world!("month-end.toml")],
    others: &[world!("month-end-other.toml")],
    other: "ten sellers, decisions of 15 working days",
    tests: &[
        Test::new(
            "deals won",
            Within(1.0, 3.0),
            Of(|w| w.at_end((0, "monthly"), |part| part.wins)),
        )
        .measured(2.0, HBR)
        .predicted(MONTH_END_LINE, "× 2.6 … 3.2", (1.6, 2.2)),
        Test::new(
            "deals lost",
            Within(5.2, 15.6),
            Of(|w| w.at_end((0, "monthly"), |part| part.losses)),
        )
        .measured(10.43, HBR)
        .predicted(MONTH_END_LINE, "× 5.7 … 6.1", (4.7, 5.1)),
        Test::new(
            "win rate",
            Within(-0.765, -0.255),
            Of(|w| {
                let closed = |part: &Part| part.wins + part.losses;
                w.ratio_at_end((0, "monthly"), |part| part.wins, closed)
            }),
        )
        .measured(-0.51, HBR)
        .predicted(MONTH_END_LINE, "−27 … −32 %", (-0.32, -0.27)),
        Test::new(
            "size of wins",
            Within(-0.5175, -0.1725),
            Of(|w| w.ratio_at_end((0, "monthly"), |part| part.revenue, |part| part.wins)),
        )
        .measured(-0.345, HBR)
        .predicted(MONTH_END_LINE, "−3 %", (-0.03, -0.03)),
    ],
    ..NOTHING
};
