//! Summaries of scenarios with buyers: invented numbers of a plausible size.

use super::fixture;
use posse::experiment::{BuyerSummary, Ending, FlowSummary, Summary};
use posse::sales::Direction::{Higher, Lower};
use posse::sales::buyer::tally::Flow;
use posse::sales::{Direction, ExitFamily, Measure, Phase, Unit};
use posse::stats::Estimate;

/// Every exit with its family, its kind, and leads by fit (good, not): (phase, leads, hours each).
type Exit = (&'static str, ExitFamily, Ending, Phase, [f64; 2], f64);

const EXITS: [Exit; 12] = [
    ("won", ExitFamily::Won, Ending::WonByBoth, Phase::Drive, [96.0, 0.0], 31.0),
    ("never worked", ExitFamily::NeverWorked, Ending::Silence, Phase::Engage, [44.0, 61.0], 0.0),
    ("gone cold", ExitFamily::GoneCold, Ending::Silence, Phase::Engage, [410.0, 640.0], 0.9),
    ("won, regretted", ExitFamily::Won, Ending::WonRegretted, Phase::Drive, [0.0, 17.0], 33.0),
    ("disqualified, right", ExitFamily::Lost, Ending::OurNo, Phase::Select, [0.0, 120.0], 3.0),
    ("disqualified, wrong", ExitFamily::Lost, Ending::OurNo, Phase::Select, [33.0, 0.0], 3.1),
    ("buyer declined", ExitFamily::Lost, Ending::TheirNo, Phase::Drive, [22.0, 31.0], 22.0),
    ("cannot deliver", ExitFamily::Lost, Ending::OurNo, Phase::Drive, [0.0, 2.0], 18.0),
    ("lost to competitor", ExitFamily::Lost, Ending::TheirNo, Phase::Drive, [58.0, 36.0], 27.0),
    (
        "no decision, status quo",
        ExitFamily::NoDecision,
        Ending::NoDecision,
        Phase::Drive,
        [31.0, 40.0],
        24.0,
    ),
    (
        "no decision, indecision",
        ExitFamily::NoDecision,
        Ending::NoDecision,
        Phase::Drive,
        [49.0, 51.0],
        26.0,
    ),
    ("not ready", ExitFamily::NotReady, Ending::NotReady, Phase::Select, [260.0, 420.0], 1.6),
];

const MEASURES: [(&str, &str, Unit, Option<Direction>); 6] = [
    ("win_win_rate", "Wins that benefit both sides", Unit::Share, Some(Higher)),
    ("regretted_wins", "Wins regretted by one side", Unit::Count, Some(Lower)),
    ("lost_good_fits", "Good, ready fits not won", Unit::Count, Some(Lower)),
    ("right_no_rate", "Correct disqualifications", Unit::Share, Some(Higher)),
    ("churn_12", "Wins lost again within 12 months", Unit::Share, Some(Lower)),
    ("customer_surplus", "Customer surplus per win", Unit::Money, Some(Higher)),
];

/// A summary with buyers: `tell` says how well each policy's gate tells fits apart, 0 to 1.
pub(super) fn with_buyers(mut summary: Summary, tell: &[f64]) -> Summary {
    for (at, (key, label, unit, better)) in MEASURES.into_iter().enumerate() {
        let (key, label) = (key.into(), label.into());
        summary.measures.push(Measure { key, label, unit, better, phase: None, ratio_of: None });
        for (policy, tell) in summary.policies.iter_mut().zip(tell) {
            let mean = [0.70 + 0.2 * tell, 40.0 - 20.0 * tell, 130.0, 0.9, 0.2 - 0.1 * tell, 12e3];
            policy.estimates.push(Some(Estimate::of(&[0.9 * mean[at], 1.1 * mean[at]])));
        }
    }
    summary.exits = EXITS.iter().map(|exit| (exit.0.to_owned(), exit.1)).collect();
    for (policy, tell) in summary.policies.iter_mut().zip(tell) {
        policy.buyers = Some(buyers(*tell));
    }
    summary
}

fn buyers(tell: f64) -> BuyerSummary {
    let mut flows = Vec::new();
    for (good, kind) in [(true, 0), (false, 1)] {
        for phase in Phase::ALL {
            for (exit, described) in EXITS.iter().enumerate() {
                let shift = if kind == 0 { 0.7 + 0.6 * tell } else { 1.3 - 0.6 * tell };
                let leads = described.4[kind] * shift;
                if described.3 == phase && leads > 0.0 {
                    let work_hours = leads * described.5;
                    let money = leads * 280.0 + 130.0 * work_hours;
                    let flow = Flow { leads, work_hours, money };
                    flows.push(FlowSummary { is_good: good, phase, exit, flow });
                }
            }
        }
    }
    let gate: Vec<(f64, f64)> = (0..=20)
        .map(|k| f64::from(k) / 20.0)
        .map(|others| (others, others.powf(1.0 - 0.8 * tell)))
        .collect();
    BuyerSummary {
        fits: fits(&flows),
        endings: EXITS.iter().map(|exit| exit.2).collect(),
        gain_from: 0.4375,
        gate_area: 1.0 / (2.0 - 0.8 * tell),
        gate_point: Some((0.4, 0.97 * 0.4_f64.powf(1.0 - 0.8 * tell))),
        gate,
        purchases: (1..=12)
            .map(|n| (n, 40.0 / f64::from(n), 0.82 - 0.05 * f64::from(n) + 0.1 * (tell - 0.5)))
            .collect(),
        flows,
    }
}

/// Good fits are high, the others low, with some overlap.
fn fits(flows: &[FlowSummary]) -> Vec<Vec<f64>> {
    let mut fits = vec![vec![0.0; EXITS.len()]; 10];
    for flow in flows {
        let centre = if flow.is_good { 0.64 } else { 0.30 };
        let weight = |class: usize| {
            let away = ((class as f64 + 0.5) / 10.0 - centre) / 0.17;
            (-0.5 * away * away).exp()
        };
        let all: f64 = (0..10).map(weight).sum();
        for (class, exits) in fits.iter_mut().enumerate() {
            exits[flow.exit] += flow.flow.leads * weight(class) / all;
        }
    }
    fits
}

/// Two policies with buyers.
pub(super) fn two() -> Summary {
    with_buyers(fixture::team_win(), &[0.45, 0.75])
}

/// Every fixture with buyers and its name.
pub(super) fn all() -> Vec<(&'static str, Summary)> {
    let mut odd = with_buyers(fixture::odd(), &[0.0, 1.0]);
    if let Some(buyers) = &mut odd.policies[0].buyers {
        // Nobody is won, there is no gate, one committee met.
        buyers.flows.retain(|flow| !buyers.endings[flow.exit].is_won());
        (buyers.gate, buyers.gate_point) = (Vec::new(), None);
        buyers.gate_area = f64::NAN;
        buyers.purchases.truncate(1);
        buyers.gain_from = f64::NAN;
    }
    vec![
        ("two with buyers", two()),
        ("one with buyers", with_buyers(fixture::single(), &[0.6])),
        ("three with buyers", with_buyers(fixture::three(), &[0.5, 0.7, 0.68])),
        ("many with buyers", with_buyers(fixture::many(), &[0.5, 0.7, 0.68, 0.3, 0.1])),
        ("odd with buyers", odd),
    ]
}
