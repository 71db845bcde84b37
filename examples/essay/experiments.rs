//! What is run: one table of all experiments.

/// A question of the essay: its page and the commands behind it.
pub(crate) struct Experiment {
    /// The name under which it can be asked for.
    pub(crate) id: &'static str,
    /// The page in `docs/essay/`, without its ending.
    pub(crate) page: &'static str,
    pub(crate) runs: &'static [Run],
}

/// One command and what is taken from its folder.
pub(crate) struct Run {
    /// The arguments of `posse`, on as many lines as they need.
    pub(crate) command: &'static str,
    /// Charts of its folder, and how they are called beside the page.
    pub(crate) charts: &'static [(&'static str, &'static str)],
    /// Measures of `sweep.csv` that its screen does not show.
    pub(crate) numbers: &'static [Numbers],
}

/// A measure along the first axis of a sweep.
pub(crate) struct Numbers {
    pub(crate) title: &'static str,
    pub(crate) measure: &'static str,
    /// The value on the second axis, if there is one.
    pub(crate) at: &'static str,
    /// Factor on what the file says: 100 for per cent.
    pub(crate) scale: f64,
}

pub(crate) const EXPERIMENTS: &[Experiment] = &[
    Experiment {
        id: "X1",
        page: "john-wayne",
        runs: &[
            Run {
                command: r#"sweep scenarios/john-wayne.toml -n 100 --max-runs 200
                --vary "Persuasion: buyers.dialogue.persuasion=0..0.4:5""#,
                charts: &[("line_contribution_team_minus_hero.png", "john-wayne.png")],
                numbers: &[Numbers {
                    title: "Wins good for both sides, of 100 wins, by persuasion",
                    measure: "win_win_rate",
                    at: "",
                    scale: 100.0,
                }],
            },
            Run {
                command: r#"sweep scenarios/john-wayne.toml -n 60 --max-runs 100
                --vary "Persuasion: buyers.dialogue.persuasion=0..0.4:5"
                --vary "Size of the committee: segments.smb.committee.members,segments.mid.committee.members,segments.enterprise.committee.members=1,2,4,6,8,12""#,
                charts: &[("map_contribution_team_minus_hero.png", "john-wayne-committee.png")],
                numbers: &[],
            },
        ],
    },
    Experiment {
        id: "X2",
        page: "coordination",
        runs: &[
            Run {
                command: r#"sweep scenarios/coordination.toml -n 100 --max-runs 200
                --vary "Time for each part of a hand-off: frictions.hand_off_note,frictions.hand_off_read,frictions.hand_off_relearn=0 h,0.25 h,0.5 h,1 h,2 h,4 h""#,
                charts: &[
                    ("line_contribution_generalist_minus_team.png", "coordination.png"),
                    ("line_contribution_hero_minus_team.png", "coordination-hero.png"),
                ],
                numbers: &[],
            },
            Run {
                command: r#"sweep scenarios/coordination.toml -n 60 --max-runs 100
                --vary "Time for each part of a hand-off: frictions.hand_off_note,frictions.hand_off_read,frictions.hand_off_relearn=0 h,0.25 h,0.5 h,1 h,2 h"
                --vary "Yearly cost of a development rep: people.seller.jobs.sdr.cost=50000 per year,75000 per year,100000 per year,125000 per year,150000 per year""#,
                charts: &[("map_contribution_generalist_minus_team.png", "coordination-cost.png")],
                numbers: &[],
            },
        ],
    },
    Experiment {
        id: "X5",
        page: "what-makes-the-difference",
        runs: &[
            Run {
                command: "why scenarios/what-makes-the-difference.toml hero team -n 48",
                charts: &[("bridge_contribution.png", "what-makes-the-difference.png")],
                numbers: &[],
            },
            Run {
                command: "why scenarios/what-makes-the-difference.toml hero generalist -n 64",
                charts: &[("bridge_contribution.png", "what-makes-the-difference-generalist.png")],
                numbers: &[],
            },
        ],
    },
    Experiment {
        id: "X6",
        page: "free-riding",
        runs: &[Run {
            command: r#"sweep scenarios/free-riding.toml -n 60 --max-runs 120
                --vary "Number of sellers: people.seller.count=1,2,4,8,12"
                --vary "Weight of the pool: plans.pool.team.weight=0.25..1:4""#,
            charts: &[("map_contribution_pool_minus_own.png", "free-riding.png")],
            numbers: &[Numbers {
                title: "Effort under a pool alone (weight 1), by the number of sellers; 1 = normal",
                measure: "effort",
                at: "1",
                scale: 1.0,
            }],
        }],
    },
    Experiment {
        id: "X7",
        page: "qualify-harder",
        runs: &[Run {
            command: r#"sweep scenarios/qualify-harder.toml -n 60 --max-runs 120
                --vary "Cutoff of the gate: policies.strict.rules.gate.cutoff=0.2,0.3,0.4,0.5,0.6"
                --vary "Number of sellers: people.seller.count=8,10,12,16,20""#,
            charts: &[
                ("map_contribution_strict_minus_open.png", "qualify-harder.png"),
                ("map_return_on_sales_strict_minus_open.png", "qualify-harder-ros.png"),
            ],
            numbers: &[],
        }],
    },
    Experiment {
        id: "X8",
        page: "flow-only-late",
        runs: &[Run {
            command: r#"sweep scenarios/flow-only-late.toml -n 60 --max-runs 60
                --vary "Limit on leads in a stage: policies.early.rules.wip.respond,policies.middle.rules.wip.qualify,policies.late.rules.wip.educate,policies.late.rules.wip.align,policies.late.rules.wip.validate,policies.late.rules.wip.close,policies.all.rules.wip.respond,policies.all.rules.wip.qualify,policies.all.rules.wip.educate,policies.all.rules.wip.align,policies.all.rules.wip.validate,policies.all.rules.wip.close=8,16,32,64,128"
                --vary "Number of sellers: people.seller.count=8,10,12,16""#,
            charts: &[
                ("map_contribution_late_minus_none.png", "flow-only-late.png"),
                ("map_contribution_early_minus_none.png", "flow-only-late-early.png"),
            ],
            numbers: &[
                Numbers {
                    title: "Days within which 85 of 100 leads have ended, 12 sellers, by the limit",
                    measure: "lead_time_p85",
                    at: "12",
                    scale: 1.0,
                },
                Numbers {
                    title: "Contribution over three years, k€, 12 sellers, by the limit",
                    measure: "contribution",
                    at: "12",
                    scale: 0.001,
                },
                Numbers {
                    title: "Contribution over three years, k€, 8 sellers, by the limit",
                    measure: "contribution",
                    at: "8",
                    scale: 0.001,
                },
            ],
        }],
    },
    Experiment {
        id: "X9",
        page: "winning-or-mutual",
        runs: &[
            Run {
                command: r#"sweep scenarios/winning-or-mutual.toml -n 60 --max-runs 100
                --vary "Churn of poor fits (slope): buyers.needs.churn_slope=2.5,5,8,12"
                --vary "Number of sellers: people.seller.count=8,10,12,16""#,
                charts: &[("map_contribution_mutual_minus_bookings.png", "winning-or-mutual.png")],
                numbers: &[
                    Numbers {
                        title: "Regretted wins a year, 12 sellers, by churn",
                        measure: "regretted_wins",
                        at: "12",
                        scale: 1.0,
                    },
                    Numbers {
                        title: "Of 100 customers won, how many leave within 24 months, 12 sellers, by churn",
                        measure: "churn_24",
                        at: "12",
                        scale: 100.0,
                    },
                    Numbers {
                        title: "Customer's surplus of a win, k€, 12 sellers, by churn",
                        measure: "customer_surplus",
                        at: "12",
                        scale: 0.001,
                    },
                ],
            },
            Run {
                command: r#"sweep scenarios/winning-or-mutual.toml -n 60 --max-runs 100
                --vary "Churn of poor fits (slope): buyers.needs.churn_slope=2.5,5,8,12"
                --vary "Years that count: customers.horizon=1 years,2 years,3 years,5 years""#,
                charts: &[(
                    "map_contribution_mutual_minus_bookings.png",
                    "winning-or-mutual-years.png",
                )],
                numbers: &[],
            },
            Run {
                command: r#"sweep scenarios/mutual-and-own-leads.toml -n 60 --max-runs 100
                --vary "Churn of poor fits (slope): buyers.needs.churn_slope=2.5,5,8,12"
                --vary "Years that count: customers.horizon=1 years,2 years,3 years,5 years""#,
                charts: &[(
                    "map_contribution_mutual_minus_bookings.png",
                    "winning-or-mutual-own-leads.png",
                )],
                numbers: &[],
            },
        ],
    },
    Experiment {
        id: "X10",
        page: "training-or-system",
        runs: &[Run {
            command: r#"sweep scenarios/training-or-system.toml -n 100 --max-runs 100
                --vary "Training (factor on skills): people.seller.skill.prospect,people.seller.skill.qualify,people.seller.skill.educate,people.seller.skill.facilitate,people.seller.skill.technical,people.seller.skill.close=1..1.4:5""#,
            charts: &[("line_contribution_team_minus_hero.png", "training-or-system.png")],
            numbers: &[],
        }],
    },
    Experiment {
        id: "X11",
        page: "robustness",
        runs: &[
            Run {
                command: "compare scenarios/robustness.toml -n 400",
                charts: &[
                    ("luck_or_assumption.png", "robustness.png"),
                    ("difference.png", "robustness-worlds.png"),
                ],
                numbers: &[],
            },
            Run {
                command: "sensitivity scenarios/robustness.toml --method value -n 2 --points 256",
                charts: &[],
                numbers: &[],
            },
            Run {
                command: "sensitivity scenarios/robustness.toml --assumptions 25% -n 24",
                charts: &[("tornado.png", "robustness-tornado.png")],
                numbers: &[],
            },
        ],
    },
    Experiment {
        id: "X12",
        page: "word-of-mouth",
        runs: &[Run {
            command: r#"sweep scenarios/word-of-mouth.toml -n 60 --max-runs 100
                --vary "Leads that a glad customer refers a year: customers.word.refer=0,0.3,1,2"
                --vary "How far a regretted customer's warning carries: customers.word.warn=0,0.45,2,5""#,
            charts: &[("map_contribution_mutual_minus_win.png", "word-of-mouth.png")],
            numbers: &[],
        }],
    },
    Experiment {
        id: "X13",
        page: "quick-noes",
        runs: &[Run {
            command: r#"sweep scenarios/quick-noes.toml -n 60 --max-runs 100
                --vary "Leads found an hour: prospecting.per_hour=0,0.25,0.5,1"
                --vary "Number of sellers: people.seller.count=8,10,12,16""#,
            charts: &[("map_contribution_quick_minus_slow.png", "quick-noes.png")],
            numbers: &[],
        }],
    },
];

/// The words of a command, quotes taken off.
pub(crate) fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    parts
        .flat_map(|(at, part)| match at % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        })
        .collect()
}

/// A command on one line, with another number of runs if one is given.
pub(crate) fn on_one_line(command: &str, runs: Option<u32>) -> String {
    let command = command.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    let Some(runs) = runs else { return command };
    let mut parts = command.split(' ').map(str::to_owned).collect::<Vec<_>>();
    for at in 1..parts.len() {
        if ["-n", "--max-runs"].contains(&parts[at - 1].as_str()) {
            parts[at] = runs.to_string();
        }
    }
    parts.join(" ")
}
