//! The table of studies, in the order of their numbers.
//!
//! Settings stand in the scenarios; expectations are those of the studies, fixed before anything was
//! run. A test is never loosened so that it holds.

use super::reading::{Worlds, change, less, ratio};
use super::{Expected, Study, Test};
use Expected::{Below, Negative, Positive, Within};

macro_rules! world {
    ($file:literal) => {
        ($file, include_str!(concat!("../../../scenarios/evidence/", $file)))
    };
}

const fn test(what: &'static str, expected: Expected, read: fn(&Worlds) -> Vec<f64>) -> Test {
    Test { what, expected, read }
}

/// All of them.
pub const STUDIES: &[Study] = &[
    Study {
        id: "V-I1",
        name: "lal-srinivasan",
        source: "Basu et al. 1985; Lal, Srinivasan 1993",
        setting: "the best share of salary, by uncertainty, cost and effectiveness of effort",
        measured: "more salary the less certain sales are, more commission the more effort does",
        calibrates: "",
        missing: "people do not mind risk here and plans are not designed but compared: no best share",
        worlds: &[],
        tests: &[],
    },
    Study {
        id: "V-I2",
        name: "holmstrom-risk",
        source: "Holmstrom 1979; Holmstrom, Milgrom 1987",
        setting: "the best strength of incentives, by risk",
        measured: "weaker incentives the more chance there is in results; straight lines are best",
        calibrates: "",
        missing: "people do not mind risk here: chance in results does not weaken a plan's effect",
        worlds: &[],
        tests: &[],
    },
    Study {
        id: "V-I3",
        name: "lazear",
        source: "Lazear 2000",
        setting: "installers of windshields, hourly wage to piece rates",
        measured: "+44 % a worker, half of it by incentives",
        calibrates: "behaviour.effort: response, elasticity, least",
        missing: "",
        worlds: &[world!("lazear.toml")],
        tests: &[
            test("output, old wage guaranteed", Within(0.18, 0.26), |w| {
                w.change("wins", (0, "hourly"), (0, "pieces"))
            }),
            test("output, no guarantee", Within(0.18, 0.26), |w| {
                w.change("wins", (0, "hourly"), (0, "line"))
            }),
        ],
    },
    Study {
        id: "V-I4",
        name: "oyer",
        source: "Oyer 1998",
        setting: "yearly quota with bonus, fiscal years that begin now or half a year later",
        measured: "sales high at the end of the fiscal year and low after it, prices lower at the end",
        calibrates: "",
        missing: "",
        worlds: &[world!("oyer.toml"), world!("oyer-shifted.toml")],
        tests: &[
            test("sales in the last 4 weeks", Positive, |w| {
                w.at_end((0, "yearly"), |part| part.revenue)
            }),
            test("sales in the first 4 weeks", Negative, |w| {
                let first = w.of((0, "yearly"), |run| run.parts[0].revenue);
                let all = w.of((0, "yearly"), |run| run.parts.iter().map(|p| p.revenue).sum());
                change(&all, &first.iter().map(|first| 13.0 * first).collect::<Vec<_>>())
            }),
            test("discounts in the last 4 weeks, less the others", Positive, |w| {
                let share = |from: usize, to: usize| {
                    let given = w.of((0, "yearly"), |run| run.discounts[from..to].iter().sum());
                    let paid = w.of((0, "yearly"), |run| run.bookings[from..to].iter().sum());
                    let list: Vec<f64> = given.iter().zip(&paid).map(|(a, b)| a + b).collect();
                    ratio(&given, &list)
                };
                less(&share(12, 13), &share(0, 12))
            }),
            test("shifted: sales in the last 4 weeks", Positive, |w| {
                w.at_end((1, "yearly"), |part| part.revenue)
            }),
            test("shifted: end of the old year against the new", Negative, |w| {
                let new = w.of((1, "yearly"), |run| run.parts[12].revenue);
                change(&new, &w.of((1, "yearly"), |run| run.calendar[12]))
            }),
        ],
    },
    Study {
        id: "V-I5",
        name: "steenburgh",
        source: "Steenburgh 2008",
        setting: "small orders of office durables, quarterly lump-sum bonus",
        measured: "bonuses mostly raise effort, games with timing are minor",
        calibrates: "",
        missing: "",
        worlds: &[world!("steenburgh.toml")],
        tests: &[
            test("deals won with the bonus", Positive, |w| {
                w.change("wins", (0, "line"), (0, "bonus"))
            }),
            test("deals moved, of deals moved and more won", Below(1.0 / 3.0), |w| {
                let moved = moved(w);
                let more = less(&w.measure((0, "bonus"), "wins"), &w.measure((0, "line"), "wins"));
                let all: Vec<f64> = moved.iter().zip(&more).map(|(a, b)| a + b).collect();
                ratio(&moved, &all)
            }),
        ],
    },
    Study {
        id: "V-I6",
        name: "holmstrom",
        source: "Holmstrom 1982; Holmstrom, Milgrom 1991",
        setting: "four sellers: own commission, equal share of all, salary",
        measured: "shares of the whole weaken effort; pay for one task starves the others",
        calibrates: "",
        missing: "",
        worlds: &[world!("holmstrom.toml")],
        tests: &[
            test("sales, equal share against own", Negative, |w| {
                w.change("revenue", (0, "own"), (0, "share"))
            }),
            test("unpaid duties, own commission against salary", Negative, |w| {
                w.change("duty", (0, "salary"), (0, "own"))
            }),
        ],
    },
    Study {
        id: "V-I7",
        name: "misra-nair",
        source: "Misra, Nair 2011",
        setting: "contact lenses: quota, cap at 133 % and ratchet, then a straight line",
        measured: "+9 % revenue (+8 % predicted) without quota, cap and ratchet",
        calibrates: "",
        missing: "",
        worlds: &[world!("misra-nair.toml")],
        tests: &[
            test("revenue, straight line", Within(0.03, 0.15), |w| {
                w.change("revenue", (0, "old"), (0, "line"))
            }),
            test("revenue, quota removed", Positive, |w| {
                w.change("revenue", (0, "old"), (0, "no-quota"))
            }),
            test("revenue, cap removed", Positive, |w| {
                w.change("revenue", (0, "old"), (0, "no-cap"))
            }),
            test("revenue, ratchet removed", Positive, |w| {
                w.change("revenue", (0, "old"), (0, "no-ratchet"))
            }),
        ],
    },
    Study {
        id: "V-I8",
        name: "chung",
        source: "Chung et al. 2014",
        setting: "office durables: quarterly bonus, pay for overachievement, three abilities",
        measured: "overachievement pay keeps the top going; bonuses help all; cumulative is better",
        calibrates: "",
        missing: "",
        worlds: &[world!("chung.toml")],
        tests: &[
            test("top: sales without overachievement pay", Negative, |w| {
                w.change_of("top", (0, "full"), (0, "no-overachievement"))
            }),
            test("the same, less that of the weak", Negative, |w| {
                let of = |group| w.change_of(group, (0, "full"), (0, "no-overachievement"));
                less(&of("top"), &of("weak"))
            }),
            test("top: sales without the bonus", Negative, |w| {
                w.change_of("top", (0, "full"), (0, "no-bonus"))
            }),
            test("middle: sales without the bonus", Negative, |w| {
                w.change_of("middle", (0, "full"), (0, "no-bonus"))
            }),
            test("weak: sales without the bonus", Negative, |w| {
                w.change_of("weak", (0, "full"), (0, "no-bonus"))
            }),
            test("sales, cumulative against quarterly", Positive, |w| {
                w.change("revenue", (0, "full"), (0, "cumulative"))
            }),
        ],
    },
    Study {
        id: "V-I9",
        name: "larkin",
        source: "Larkin 2014",
        setting: "enterprise software, rates from 2 % to 25 % within a quarter",
        measured: "gaming costs 6 to 8 % of revenue",
        calibrates: "behaviour.timing: bargaining",
        missing: "",
        worlds: &[world!("larkin.toml")],
        tests: &[test("lost by discounts, less that of a line", Within(0.06, 0.08), |w| {
            less(&given_away(w, "accelerator"), &given_away(w, "line"))
        })],
    },
    Study {
        id: "V-I13",
        name: "friebel",
        source: "Friebel et al. 2017",
        setting: "a bakery's shop of seven, team bonus for the monthly target",
        measured: "+3 % sales, wages +2.2 %, 2.10 of profit for 1 of bonus",
        calibrates: "",
        missing: "",
        worlds: &[world!("friebel.toml")],
        tests: &[
            test("sales", Within(0.01, 0.06), |w| w.change("revenue", (0, "wage"), (0, "bonus"))),
            test("contribution", Positive, |w| w.change("contribution", (0, "wage"), (0, "bonus"))),
        ],
    },
    Study {
        id: "V-I14",
        name: "bandiera-feedback",
        source: "Bandiera et al. 2013",
        setting: "teams of fruit pickers are told their rank",
        measured: "-14 %, by the teams at the bottom",
        calibrates: "",
        missing: "a rank without a prize moves nobody here: nobody knows or minds it",
        worlds: &[],
        tests: &[],
    },
    Study {
        id: "V-I14",
        name: "bandiera",
        source: "Bandiera et al. 2013",
        setting: "teams of fruit pickers compete for a prize",
        measured: "+24 %, by the teams at the top",
        calibrates: "",
        missing: "",
        worlds: &[world!("bandiera.toml")],
        tests: &[
            test("output of the top third", Positive, |w| {
                w.change_of("top", (0, "pieces"), (0, "tournament"))
            }),
            test("the same, less that of the bottom third", Positive, |w| {
                let of = |group| w.change_of(group, (0, "pieces"), (0, "tournament"));
                less(&of("top"), &of("bottom"))
            }),
        ],
    },
    Study {
        id: "V-I15",
        name: "chan-li-pierce",
        source: "Chan, Li, Pierce 2014",
        setting: "counters of cosmetics, sellers alike or not, paid by own sales or the counter's",
        measured: "differences in ability help under team pay and hurt under own pay",
        calibrates: "",
        missing: "",
        worlds: &[world!("chan-li-pierce.toml"), world!("chan-li-pierce-unlike.toml")],
        tests: &[
            test("own pay: sales of unlike sellers", Negative, |w| {
                w.change("revenue", (0, "own"), (1, "own"))
            }),
            test("team pay: sales of unlike sellers", Positive, |w| {
                w.change("revenue", (0, "counter"), (1, "counter"))
            }),
        ],
    },
    Study {
        id: "V-I16",
        name: "sandvik",
        source: "Sandvik et al. 2020",
        setting: "a call centre, pairs tell each other how they sell, an hour a week",
        measured: "+24 % during four weeks, +18 % for twenty more",
        calibrates: "frictions: learning",
        missing: "",
        worlds: &[world!("sandvik.toml")],
        tests: &[test("sales", Within(0.15, 0.18), |w| {
            w.change("revenue", (0, "alone"), (0, "pairs"))
        })],
    },
    Study {
        id: "V-I17",
        name: "month-end",
        source: "InsideSales, HBR 2017",
        setting: "deals of firms with monthly quotas, in the last days of a month",
        measured: "3 times the closes, 11 times the losses, win rate -51 %, size -34.5 %",
        calibrates: "",
        missing: "",
        worlds: &[world!("month-end.toml")],
        tests: &[
            test("deals closed", Within(1.0, 3.0), |w| {
                w.at_end((0, "monthly"), |part| part.wins + part.losses)
            }),
            test("deals lost", Positive, |w| w.at_end((0, "monthly"), |part| part.losses)),
            test("win rate", Negative, |w| {
                let closed = |part: &super::watch::Part| part.wins + part.losses;
                w.ratio_at_end((0, "monthly"), |part| part.wins, closed)
            }),
            test("size of wins", Negative, |w| {
                w.ratio_at_end((0, "monthly"), |part| part.revenue, |part| part.wins)
            }),
        ],
    },
];

/// Decisions that sellers moved because of the bonus.
fn moved(w: &Worlds) -> Vec<f64> {
    let of = |policy| {
        let forward = w.measure((0, policy), "pulled_in");
        let back = w.measure((0, policy), "pushed_out");
        forward.iter().zip(&back).map(|(a, b)| a + b).collect::<Vec<_>>()
    };
    less(&of("bonus"), &of("line"))
}

/// Money given away in discounts, as a share of what list prices would have brought.
fn given_away(w: &Worlds, policy: &'static str) -> Vec<f64> {
    let given = w.measure((0, policy), "discount_money");
    let paid = w.measure((0, policy), "revenue");
    let list: Vec<f64> = given.iter().zip(&paid).map(|(a, b)| a + b).collect();
    ratio(&given, &list)
}
