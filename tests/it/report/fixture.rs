//! Summaries with invented numbers.

use posse::experiment::{
    InputCount, LeadTimeSummary, PairSummary, PolicySummary, StageHours, Summary, WeekSummary,
};
use posse::sales::Direction::{Higher, Lower};
use posse::sales::{Direction, Measure, Phase, Unit};
use posse::stats::{self, Comparison, Estimate, Interval};

/// Return on Sales of a policy and its spread over runs; all else follows from it.
#[derive(Clone, Copy)]
pub(super) struct Policy {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) level: f64,
    pub(super) spread: f64,
}

pub(super) const HERO: Policy =
    Policy { name: "hero", label: "Lone hero", level: 0.093, spread: 0.035 };
pub(super) const TEAM: Policy = Policy { name: "team", label: "Team", level: 0.114, spread: 0.022 };

/// The first policy is better.
pub(super) fn hero_win() -> Summary {
    summary(&[Policy { level: 0.131, ..HERO }, Policy { level: 0.098, ..TEAM }], 400)
}

/// The second policy is better.
pub(super) fn team_win() -> Summary {
    summary(&[Policy { level: 0.083, ..HERO }, TEAM], 400)
}

/// The interval of the difference excludes 0 and lies within the zone.
pub(super) fn tie() -> Summary {
    summary(&[HERO, Policy { level: 0.097, spread: 0.034, ..TEAM }], 2_000)
}

/// The interval of the difference holds both the zone's end and more.
pub(super) fn undecided() -> Summary {
    summary(&[HERO, Policy { level: 0.103, ..TEAM }], 12)
}

/// The whole summary of some policies.
pub(super) fn summary(policies: &[Policy], runs: usize) -> Summary {
    let measures = measures();
    let values: Vec<Vec<Vec<f64>>> =
        policies.iter().enumerate().map(|(index, policy)| values(index, policy, runs)).collect();
    let policies = policies.iter().zip(&values).enumerate();
    let policies = policies.map(|(index, (policy, values))| of_policy(index, policy, values));
    Summary {
        exits: Vec::new(),
        scenario: "Base case".into(),
        question: "Should we sell as a team?".into(),
        hash: "5f2b".repeat(16),
        world: "c0de".repeat(16),
        currency: "EUR".into(),
        seed: 42,
        replications: u32::try_from(runs).unwrap(),
        replications_planned: u32::try_from(runs).unwrap(),
        events: 1_234_567,
        stopping: None,
        measured_weeks: 104.0,
        stages: stages(),
        primary: 0,
        comparisons: comparisons(&measures, &values),
        measures,
        policies: policies.collect(),
        scaling: None,
        transitions: Vec::new(),
        uncertainty: None,
        inputs: InputCount { total: 84, assumptions: 61 },
        influence: None,
        not_modelled: vec!["competitors react to prices".into(), "sellers quit".into()],
        traits: None,
        targets: Vec::new(),
        lasts: true,
        drifts: Vec::new(),
        warnings: Vec::new(),
    }
}

fn stages() -> Vec<(String, Phase)> {
    let stages = [
        ("qualify", Phase::Engage),
        ("discovery", Phase::Select),
        ("proposal", Phase::Drive),
        ("negotiation", Phase::Drive),
    ];
    stages.into_iter().map(|(name, phase)| (name.to_owned(), phase)).collect()
}

fn measures() -> Vec<Measure> {
    let measure = |key: &str, label: &str, unit, better| Measure {
        key: key.into(),
        label: label.into(),
        unit,
        better,
        phase: None,
        ratio_of: (key == "return_on_sales").then_some(("contribution", "revenue")),
    };
    vec![
        measure("return_on_sales", "Return on Sales", Unit::Share, Some(Higher)),
        measure("contribution", "Contribution", Unit::Money, Some(Higher)),
        measure("revenue", "Revenue", Unit::Money, Some(Higher)),
        measure("selling_cost", "Selling cost", Unit::Money, Some(Lower)),
        measure("decisions_per_week", "Decisions per week", Unit::PerWeek, Some(Higher)),
        measure("wins", "Wins", Unit::Count, None),
        measure("lead_time_p85", "Lead time, 85 %", Unit::Days, Some(Lower)),
        measure("response_time_p50", "Response time, median", Unit::Hours, Some(Lower)),
    ]
}

/// Values by measure and run. All policies meet the same luck, and some of their own.
fn values(index: usize, policy: &Policy, runs: usize) -> Vec<Vec<f64>> {
    let mut luck = Luck(7);
    let mut own = Luck(1_000 + index as u64);
    let mut columns = vec![Vec::with_capacity(runs); measures().len()];
    for _ in 0..runs {
        let common = luck.normal();
        let noise = policy.spread * (0.9 * common + 0.45 * own.normal());
        let return_on_sales = policy.level + noise;
        let revenue = 4.1e6 * (1.0 + 0.1 * common + 0.03 * own.normal()) * (0.9 + policy.level);
        let flow = 3.0 + 40.0 * policy.level + 0.6 * common + 0.3 * own.normal();
        let row = [
            return_on_sales,
            return_on_sales * revenue,
            revenue,
            revenue * 0.35 * (1.4 - 4.0 * return_on_sales),
            flow,
            (flow * 30.0).round(),
            200.0 - 800.0 * policy.level + 8.0 * common + 4.0 * own.normal(),
            9.0 + 200.0 * policy.level + own.normal(),
        ];
        for (column, value) in columns.iter_mut().zip(row) {
            column.push(value);
        }
    }
    columns
}

fn of_policy(index: usize, policy: &Policy, values: &[Vec<f64>]) -> PolicySummary {
    let use_ = 0.95 - policy.level;
    let roles = match index {
        0 => vec![("closer".to_owned(), 6, use_)],
        _ => vec![
            ("caller".to_owned(), 2, 0.71),
            ("consultant".to_owned(), 3, use_),
            ("engineer".to_owned(), 1, 0.52),
        ],
    };
    let bottleneck = roles.iter().max_by(|a, b| a.2.total_cmp(&b.2)).map(|r| (r.0.clone(), r.2));
    PolicySummary {
        audit: None,
        buyers: None,
        pay: None,
        name: policy.name.into(),
        label: policy.label.into(),
        estimates: (0..values.len()).map(|m| Some(estimate(values, m))).collect(),
        adjusted: vec![None; values.len()],
        bottleneck,
        roles,
        weeks: (1..=104).map(|week| week_of(f64::from(week), policy, index)).collect(),
        snapshots: Vec::new(),
        primary_by_run: values[0].clone(),
        lead_time: lead_time(policy),
        stage_hours: stage_hours(policy),
    }
}

fn estimate(values: &[Vec<f64>], measure: usize) -> Estimate {
    match measure {
        0 => Estimate::of_ratio(&values[1], &values[2], Interval::Student),
        _ => Estimate::of(&values[measure]),
    }
}

fn week_of(week: f64, policy: &Policy, index: usize) -> WeekSummary {
    let slope = 40_000.0 * policy.level;
    let median = slope * week - 60_000.0 * (week / 20.0).min(1.0) * index as f64;
    let spread = 3e6 * policy.spread * (week / 104.0).sqrt();
    let queue = 10.0 + week * if index == 0 { 0.6 } else { 0.15 };
    WeekSummary {
        contribution: [-1.64, -0.67, 0.0, 0.67, 1.64].map(|z| median + z * spread),
        contribution_mean: median,
        in_stage: vec![30.0, 18.0, queue, 9.0],
        lost: 1.9 * week,
        won: (0.4 + 4.0 * policy.level) * week,
        arrived: 67.0 + 3.5 * week,
    }
}

fn lead_time(policy: &Policy) -> LeadTimeSummary {
    let scale = 90.0 - 400.0 * policy.level;
    let share = |from: f64, to: f64| {
        let left = |days: f64| (1.0 + days / scale) * (-days / scale).exp();
        left(from) - left(to)
    };
    let mut bins: Vec<(f64, f64, f64)> = (0..60)
        .map(|bin| (f64::from(bin) * 5.0, f64::from(bin + 1) * 5.0))
        .map(|(from, to)| (from, to, share(from, to)))
        .collect();
    bins.push((300.0, f64::INFINITY, share(300.0, 1e9)));
    LeadTimeSummary {
        quantiles: [Some(1.68 * scale), Some(3.37 * scale), Some(4.74 * scale)],
        bins,
    }
}

fn stage_hours(policy: &Policy) -> Vec<StageHours> {
    let queue = 400.0 * (0.15 - policy.level).max(0.01);
    let hours = |queue, touch, buyer, visits| StageHours { queue, touch, buyer, visits };
    vec![
        hours(queue, 1.2, 0.0, 900.0),
        hours(0.4 * queue, 3.0, 48.0, 500.0),
        hours(2.0 * queue, 6.5, 120.0, 240.0),
        hours(0.2 * queue, 2.0, 72.0, 130.0),
    ]
}

fn comparisons(measures: &[Measure], values: &[Vec<Vec<f64>>]) -> Vec<PairSummary> {
    let mut pairs = Vec::new();
    for a in 0..values.len() {
        for b in a + 1..values.len() {
            for (index, measure) in measures.iter().enumerate() {
                let direction = match measure.better {
                    Some(Direction::Lower) => stats::Direction::LowerIsBetter,
                    _ => stats::Direction::HigherIsBetter,
                };
                let sides = |policy: usize| (&values[policy][1][..], &values[policy][2][..]);
                let comparison = match index {
                    0 => Comparison::of_ratios(sides(a), sides(b), direction, Interval::Student),
                    _ => Comparison::paired(&values[a][index], &values[b][index], direction),
                };
                let zone = match measure.key.as_str() {
                    "return_on_sales" => 0.01,
                    "contribution" => 12_000.0,
                    _ => 0.0,
                };
                pairs.push(PairSummary { a, b, measure: index, comparison, zone, drifts: false });
            }
        }
    }
    pairs
}

/// Numbers that look random and never change.
struct Luck(u64);

impl Luck {
    fn uniform(&mut self) -> f64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as f64 + 0.5) / f64::from(1_u32 << 31)
    }

    fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.uniform()).sum::<f64>() - 6.0
    }
}

/// One policy alone.
pub(super) fn single() -> Summary {
    summary(&[TEAM], 200)
}

/// Three policies, the third far below zero.
pub(super) fn three() -> Summary {
    let third = Policy { name: "commission", label: "Full commission", level: -0.04, spread: 0.05 };
    summary(&[HERO, Policy { level: 0.128, ..TEAM }, third], 500)
}

/// Five policies with labels too long for any chart.
pub(super) fn many() -> Summary {
    let label = "A team of callers, consultants and engineers that shares every opportunity";
    let policy = |name, level| Policy { name, label, level, spread: 0.03 };
    summary(
        &[HERO, policy("a", 0.07), policy("b", 0.11), policy("c", 0.05), policy("d", 0.09)],
        300,
    )
}

/// One week, no variance, huge money, something undefined: everything that is hard to draw.
pub(super) fn odd() -> Summary {
    let flat = Policy { level: 0.1, spread: 0.0, ..HERO };
    let mut summary = summary(&[flat, Policy { level: -0.2, ..TEAM }], 50);
    for policy in &mut summary.policies {
        policy.weeks.truncate(1);
        for value in &mut policy.weeks[0].contribution {
            *value *= 1e6;
        }
        policy.lead_time.quantiles[2] = None;
        policy.estimates[4] = None;
    }
    summary.policies[1].primary_by_run[3] = f64::NAN;
    summary.replications_planned = 1_000;
    summary
}

/// The first measure is undefined in every fifth run of one policy.
pub(super) fn withheld() -> Summary {
    let mut summary = team_win();
    let (hero, team) = summary.policies.split_at_mut(1);
    let values = &mut team[0].primary_by_run;
    values.iter_mut().step_by(5).for_each(|value| *value = f64::NAN);
    team[0].estimates[0] = Some(Estimate::of(values));
    let direction = stats::Direction::HigherIsBetter;
    summary.comparisons[0].comparison =
        Comparison::paired(&hero[0].primary_by_run, values, direction);
    summary
}

/// The verdict is about a measure of which less is better.
pub(super) fn less_is_better() -> Summary {
    let mut summary = team_win();
    summary.primary = 6;
    let zone = |pair: &mut PairSummary| pair.zone = 7.0;
    summary.comparisons.iter_mut().filter(|pair| pair.measure == 6).for_each(zone);
    for policy in &mut summary.policies {
        let level = 150.0 - 400.0 * policy.estimates[0].unwrap().mean;
        let days = |value: &f64| level - 300.0 * value;
        policy.primary_by_run = policy.primary_by_run.iter().map(days).collect();
        policy.estimates[6] = Some(Estimate::of(&policy.primary_by_run));
    }
    let [hero, team] = [0, 1].map(|policy: usize| summary.policies[policy].primary_by_run.clone());
    summary.comparisons[6].comparison =
        Comparison::paired(&hero, &team, stats::Direction::LowerIsBetter);
    summary
}

/// Every fixture and its name.
pub(super) fn all() -> Vec<(&'static str, Summary)> {
    vec![
        ("hero", hero_win()),
        ("team", team_win()),
        ("tie", tie()),
        ("undecided", undecided()),
        ("single", single()),
        ("three", three()),
        ("many", many()),
        ("odd", odd()),
        ("withheld", withheld()),
        ("less is better", less_is_better()),
    ]
}
