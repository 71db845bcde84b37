//! What buyers came to, as shares and means a run: for charts and tables.

use crate::sales::buyer::tally::{BELIEF_CLASSES, BuyerBooks, FIT_CLASSES, Flow};
use crate::sales::buyer::{Leaves, Needs};
use crate::sales::{Exit, ExitFamily, Phase, SalesSystem};

/// What buyers came to under one policy. Counts, hours and money are means a run.
#[derive(Clone, Debug, PartialEq)]
pub struct BuyerSummary {
    /// Where leads went: every way that somebody took.
    pub flows: Vec<FlowSummary>,
    /// What kind of end each exit is, by index.
    pub endings: Vec<Ending>,
    /// By class of true fit (tenths, ascending), by exit: leads.
    pub fits: Vec<Vec<f64>>,
    /// The fit (0 to 1) from which on a customer of middling value gains at list price; below 0 or
    /// above 1 = every one does, or none. NaN where value does not depend on fit.
    pub gain_from: f64,
    /// The gate as a test of fit: (share of bad fits let through, share of good fits let through),
    /// for every cutoff of belief from the strictest to the mildest, from (0, 0) to (1, 1). Empty
    /// without a gate.
    pub gate: Vec<(f64, f64)>,
    /// What the gate really let through, in the same terms; `None` without a gate.
    pub gate_point: Option<(f64, f64)>,
    /// The area under that curve; 0.5 = no better than chance. NaN without leads of both kinds.
    pub gate_area: f64,
    /// By size of the committee: leads that met, and the share of these that bought from anybody.
    pub purchases: Vec<(u32, f64, f64)>,
}

impl BuyerSummary {
    /// The sum of the flows that are `wanted`.
    pub fn sum(&self, wanted: impl Fn(&FlowSummary) -> bool) -> Flow {
        let mut sum = Flow::default();
        self.flows.iter().filter(|flow| wanted(flow)).for_each(|flow| sum.add(&flow.flow));
        sum
    }

    /// How a flow ends.
    pub fn ending(&self, flow: &FlowSummary) -> Ending {
        self.endings[flow.exit]
    }

    /// The share of all hours of work that went into leads which were not won; NaN without work.
    pub fn hours_not_won(&self) -> f64 {
        let not_won = self.sum(|flow| !self.ending(flow).is_won()).work_hours;
        not_won / self.sum(|_| true).work_hours
    }

    /// The share of wins that are good for both sides; NaN without wins.
    pub fn won_by_both(&self) -> f64 {
        let both = self.sum(|flow| self.ending(flow) == Ending::WonByBoth).leads;
        both / self.sum(|flow| self.ending(flow).is_won()).leads
    }

    /// Leads whose committee of at least `from` and at most `to` members met, and the share of them
    /// that bought (NaN where none met).
    pub fn purchases_within(&self, from: u32, to: u32) -> (f64, f64) {
        let within = self.purchases.iter().filter(|(size, ..)| (from..=to).contains(size));
        let (met, bought) = within.fold((0.0, 0.0), |(met, bought), (_, leads, share)| {
            (met + leads, bought + leads * share)
        });
        (met, bought / met)
    }
}

/// Kinds of ends where there are buyers, from the best to those that came to nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ending {
    /// Won, good for both sides.
    WonByBoth,
    /// Won, and one side will regret it.
    WonRegretted,
    /// We said no.
    OurNo,
    /// The buyer said no, or chose somebody else.
    TheirNo,
    /// Nobody decided.
    NoDecision,
    /// Not ready to buy.
    NotReady,
    /// Never in touch, out of touch, or no room.
    Silence,
}

impl Ending {
    /// All of them, in order.
    pub const ALL: [Self; 7] = [
        Self::WonByBoth,
        Self::WonRegretted,
        Self::OurNo,
        Self::TheirNo,
        Self::NoDecision,
        Self::NotReady,
        Self::Silence,
    ];

    /// Whether the deal was ours.
    pub fn is_won(self) -> bool {
        matches!(self, Self::WonByBoth | Self::WonRegretted)
    }

    fn of(exit: usize, description: &Exit, leaves: Option<&Leaves>) -> Self {
        let is_one_of = |some: &dyn Fn(&Leaves) -> [usize; 3]| {
            leaves.is_some_and(|leaves| some(leaves).contains(&exit))
        };
        match description.family {
            ExitFamily::Won if is_one_of(&|l| [l.won_regretted; 3]) => Self::WonRegretted,
            ExitFamily::Won => Self::WonByBoth,
            ExitFamily::Lost
                if is_one_of(&|l| {
                    [l.disqualified_right, l.disqualified_wrong, l.cannot_deliver]
                }) =>
            {
                Self::OurNo
            }
            ExitFamily::Lost => Self::TheirNo,
            ExitFamily::NoDecision => Self::NoDecision,
            ExitFamily::NotReady => Self::NotReady,
            ExitFamily::GoneCold | ExitFamily::NeverWorked | ExitFamily::TurnedAway => {
                Self::Silence
            }
        }
    }
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
    let leaves = system.buyers.as_ref().map(|buyers| &buyers.leaves);
    let ending = |(exit, description)| Ending::of(exit, description, leaves);
    let gate = curve(books);
    let fit = |class: usize| (0..exits).map(move |exit| books.fits[class * exits + exit] / runs);
    BuyerSummary {
        flows,
        endings: system.exits.iter().enumerate().map(ending).collect(),
        gain_from: system.buyers.as_ref().map_or(f64::NAN, |buyers| gain_from(&buyers.needs)),
        gate_point: leaves.filter(|_| !gate.is_empty()).map(|leaves| let_through(books, leaves)),
        fits: (0..FIT_CLASSES).map(|class| fit(class).collect()).collect(),
        gate,
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

/// `floor + slope·fit = 1 + switching`, the value at the median of its spread.
fn gain_from(needs: &Needs) -> f64 {
    (1.0 + needs.switching - needs.value_floor) / needs.value_slope
}

/// The shares of bad and of good fits that the gate let go on: all but those it said no to.
fn let_through(books: &BuyerBooks, leaves: &Leaves) -> (f64, f64) {
    let exits = books.flows.len() / (2 * Phase::ALL.len());
    let refused = |good: bool, exit: usize| {
        let flows = Phase::ALL.map(|phase| BuyerBooks::flow_at(good, phase, exit, exits));
        flows.iter().map(|at| books.flows[*at].leads).sum::<f64>()
    };
    let asked = |kind: usize| books.gate.iter().skip(kind).step_by(2).sum::<f64>();
    let through = |kind: usize, refused: f64| 1.0 - refused / asked(kind);
    (
        through(0, refused(false, leaves.disqualified_right)),
        through(1, refused(true, leaves.disqualified_wrong)),
    )
}

fn purchases(books: &BuyerBooks, runs: f64) -> Vec<(u32, f64, f64)> {
    let met = (1..).zip(&books.purchases).filter(|(_, p)| p.met > 0.0);
    met.map(|(size, p)| (size, p.met / runs, p.bought / p.met)).collect()
}
