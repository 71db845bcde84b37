//! What buyers came to, as shares and means a run: for charts and tables.

use crate::sales::buyer::tally::{BELIEF_CLASSES, BuyerBooks, FIT_CLASSES, Flow};
use crate::sales::{Phase, SalesSystem};

/// What buyers came to under one policy. Counts, hours and money are means a run.
#[derive(Clone, Debug, PartialEq)]
pub struct BuyerSummary {
    /// Where leads went: every way that somebody took.
    pub flows: Vec<FlowSummary>,
    /// By class of true fit (tenths, ascending), by exit: leads.
    pub fits: Vec<Vec<f64>>,
    /// The gate as a test of fit: (share of bad fits let through, share of good fits let through),
    /// for every cutoff of belief from the strictest to the mildest, from (0, 0) to (1, 1). Empty
    /// without a gate.
    pub gate: Vec<(f64, f64)>,
    /// The area under that curve; 0.5 = no better than chance. NaN without leads of both kinds.
    pub gate_area: f64,
    /// By size of the committee: leads that met, and the share of these that bought from anybody.
    pub purchases: Vec<(u32, f64, f64)>,
}

/// Leads of one kind that went as far as one phase and ended by one exit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FlowSummary {
    /// Whether a sale to them would be good for both sides.
    pub is_good: bool,
    /// The furthest phase.
    pub phase: Phase,
    /// The exit (index into [`super::Summary::exits`]).
    pub exit: usize,
    /// Leads, hours of work and money.
    pub flow: Flow,
}

/// The summary of books summed over `replications`.
pub(super) fn buyers(books: &BuyerBooks, system: &SalesSystem, replications: u32) -> BuyerSummary {
    let runs = f64::from(replications.max(1));
    let exits = system.exits.len();
    let mut flows = Vec::new();
    for is_good in [true, false] {
        for phase in Phase::ALL {
            for exit in 0..exits {
                let sum = &books.flows[BuyerBooks::flow_at(is_good, phase, exit, exits)];
                let flow = Flow {
                    leads: sum.leads / runs,
                    work_hours: sum.work_hours / runs,
                    money: sum.money / runs,
                };
                if sum.leads > 0.0 {
                    flows.push(FlowSummary { is_good, phase, exit, flow });
                }
            }
        }
    }
    let fit = |class: usize| (0..exits).map(move |exit| books.fits[class * exits + exit] / runs);
    BuyerSummary {
        flows,
        fits: (0..FIT_CLASSES).map(|class| fit(class).collect()).collect(),
        gate: curve(books),
        gate_area: books.gate_area(),
        purchases: purchases(books, runs),
    }
}

fn curve(books: &BuyerBooks) -> Vec<(f64, f64)> {
    let sum = |kind: usize| books.gate.iter().skip(kind).step_by(2).sum::<f64>();
    let (bad, good) = (sum(0), sum(1));
    if bad <= 0.0 || good <= 0.0 {
        return Vec::new();
    }
    let mut points = vec![(0.0, 0.0)];
    let mut through = (0.0, 0.0);
    for class in (0..BELIEF_CLASSES).rev() {
        through.0 += books.gate[2 * class] / bad;
        through.1 += books.gate[2 * class + 1] / good;
        points.push(through);
    }
    points
}

fn purchases(books: &BuyerBooks, runs: f64) -> Vec<(u32, f64, f64)> {
    let met = (1..).zip(&books.purchases).filter(|(_, p)| p.met > 0.0);
    met.map(|(size, p)| (size, p.met / runs, p.bought / p.met)).collect()
}
