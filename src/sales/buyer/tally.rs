//! What is counted of buyers in a replication.

use super::Expected;
use super::world::CommitteeSize;
use crate::sales::account_measures::AccountTally;
use crate::sales::stage::Phase;
use crate::sales::word_measures::WordTally;
use crate::stats::SurvivalHistogram;

/// Classes of believed fit (for the gate) and of true fit, each a twentieth or a tenth wide.
pub const BELIEF_CLASSES: usize = 20;
/// See [`BELIEF_CLASSES`].
pub const FIT_CLASSES: usize = 10;

/// What went one way through the system: leads, their hours of work, the money spent on them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Flow {
    /// Leads.
    pub leads: f64,
    /// Hours of work.
    pub work_hours: f64,
    /// Money: cost of the lead, and hours at the price of an hour.
    pub money: f64,
}

impl Flow {
    /// Adds another flow.
    pub fn add(&mut self, other: &Self) {
        self.leads += other.leads;
        self.work_hours += other.work_hours;
        self.money += other.money;
    }
}

/// Of leads whose committee met: by size, how many, how many bought (from anybody).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Purchases {
    /// Leads.
    pub met: f64,
    /// Of these, leads that bought from us or from the rival.
    pub bought: f64,
}

/// What buyers came to in the window: for charts, in full; sums over replications are sums of these.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BuyerBooks {
    /// By good fit (0 = not good, 1 = good), furthest phase and exit.
    pub flows: Vec<Flow>,
    /// By class of true fit and exit: leads.
    pub fits: Vec<f64>,
    /// By class of believed fit at the gate's last word, and good fit: leads.
    pub gate: Vec<f64>,
    /// By size of the committee, from 1.
    pub purchases: Vec<Purchases>,
}

impl BuyerBooks {
    pub(in crate::sales) fn new(exits: usize) -> Self {
        Self {
            flows: vec![Flow::default(); 2 * Phase::ALL.len() * exits],
            fits: vec![0.0; FIT_CLASSES * exits],
            gate: vec![0.0; 2 * BELIEF_CLASSES],
            purchases: vec![Purchases::default(); CommitteeSize::MOST as usize],
        }
    }

    /// Where the flow of these leads is kept.
    pub fn flow_at(good: bool, phase: Phase, exit: usize, exits: usize) -> usize {
        (usize::from(good) * Phase::ALL.len() + phase as usize) * exits + exit
    }

    /// The class of a value from 0 to 1.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a small number")]
    pub fn class(value: f64, classes: usize) -> usize {
        ((value.max(0.0) * classes as f64) as usize).min(classes - 1)
    }

    /// Adds the books of another replication.
    ///
    /// # Panics
    ///
    /// If they are of another system.
    pub fn add(&mut self, other: &Self) {
        assert_eq!(self.flows.len(), other.flows.len(), "books of two systems");
        self.flows.iter_mut().zip(&other.flows).for_each(|(a, b)| a.add(b));
        self.fits.iter_mut().zip(&other.fits).for_each(|(a, b)| *a += b);
        self.gate.iter_mut().zip(&other.gate).for_each(|(a, b)| *a += b);
        for (a, b) in self.purchases.iter_mut().zip(&other.purchases) {
            a.met += b.met;
            a.bought += b.bought;
        }
    }

    /// The chance that the gate believes more of a good lead than of another: the area under the
    /// curve of hits against false alarms. NaN without leads of both kinds.
    pub fn gate_area(&self) -> f64 {
        let (mut area, mut bad_below) = (0.0, 0.0);
        for class in self.gate.chunks_exact(2) {
            let (bad, good) = (class[0], class[1]);
            area += good * (bad_below + 0.5 * bad);
            bad_below += bad;
        }
        let good: f64 = self.gate.chunks_exact(2).map(|class| class[1]).sum();
        area / (good * bad_below)
    }
}

/// Deals that were forecast to be won, by how they ended.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::sales) struct Forecasts {
    pub all: u64,
    pub won: u64,
    pub lost: u64,
    pub undecided: u64,
}

/// Tallies of a replication; all 0 where the system has no buyers.
#[derive(Clone, Debug, Default)]
pub(in crate::sales) struct BuyerTally {
    pub books: BuyerBooks,
    pub forecasts: Forecasts,
    /// Leads woken from nurture in the window, and money for nurture.
    pub woken: u64,
    pub nurture_cost: f64,
    /// First dialogues with a good fit.
    pub right_dialogues: u64,
    /// Hours with customers: conversations and attempts to reach them.
    pub customer_hours: f64,
    /// Of wins: the customers' surplus, and what regretted ones destroy (as a positive amount).
    pub customer_surplus: f64,
    pub value_destroyed: f64,
    /// Good fits that were ready and not won, and both sides' surplus of them.
    pub lost_good: u64,
    pub lost_good_value: f64,
    /// Spoken noes before phase drive, and standard hours that they saved.
    pub early_noes: u64,
    pub hours_freed: f64,
    /// Wins that left within so many months: [`CHURN_MONTHS`].
    pub churned: [u64; CHURN_MONTHS.len()],
    /// Of wins: what is expected of the customers.
    pub expected: Expected,
    /// Of word of mouth, and of work on customers.
    pub word: WordTally,
    pub accounts: AccountTally,
    /// Opportunities ended in the window without a decision.
    pub undecided: u64,
    /// Of opportunities ended in the window, in business hours.
    pub touched_business_hours: f64,
    pub elapsed_business_hours: f64,
    /// Meetings held, and the sums of coverage × alignment and of the mean chance of a yes.
    pub meetings: u64,
    pub unity: f64,
    pub yes_chance: f64,
    /// By segment: lead times of wins.
    pub won_cycles: Vec<SurvivalHistogram>,
    /// Sum of the weekly price of a bottleneck's hour over the window, and weeks.
    pub hour_price: f64,
    pub hour_price_weeks: u64,
}

/// After so many months customers are counted who have left.
pub(in crate::sales) const CHURN_MONTHS: [f64; 5] = [3.0, 6.0, 12.0, 24.0, 36.0];

impl BuyerTally {
    pub(in crate::sales) fn reset(&mut self, exits: usize, segments: usize) {
        let mut won_cycles = std::mem::take(&mut self.won_cycles);
        won_cycles.iter_mut().for_each(SurvivalHistogram::reset);
        won_cycles.resize_with(segments, SurvivalHistogram::new);
        *self = Self { books: BuyerBooks::new(exits), won_cycles, ..Self::default() };
    }
}
