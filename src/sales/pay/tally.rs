//! What is counted of pay in a replication.

use super::plan::Mark;

/// Classes of attainment, each a tenth of the quota wide; the last holds everything beyond.
pub const ATTAINMENT_CLASSES: usize = 31;
/// Parts of a pay period in which bookings are counted: weeks of a quarter.
pub const PERIOD_PARTS: usize = 13;

/// What pay came to in the window: for charts, in full; sums over replications are sums of these.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PayBooks {
    /// Periods of people by plan and class of attainment: `plan · ATTAINMENT_CLASSES + class`.
    pub attainment: Vec<f64>,
    /// Deals won, by part of the closer's pay period.
    pub wins: Vec<f64>,
    /// Money booked on them.
    pub bookings: Vec<f64>,
    /// Money of discount on them.
    pub discounts: Vec<f64>,
}

impl PayBooks {
    pub(in crate::sales) fn new(plans: usize) -> Self {
        Self {
            attainment: vec![0.0; plans * ATTAINMENT_CLASSES],
            wins: vec![0.0; PERIOD_PARTS],
            bookings: vec![0.0; PERIOD_PARTS],
            discounts: vec![0.0; PERIOD_PARTS],
        }
    }

    /// The class of a credit under a quota above 0: the last whose lower bound it reaches.
    pub fn class(credit: f64, quota: f64) -> usize {
        let tenths = (1..ATTAINMENT_CLASSES).map(|tenth| tenth as f64 / 10.0);
        tenths.take_while(|tenths| credit >= Mark::Attainment(*tenths).credit(quota)).count()
    }

    /// Adds the books of another replication.
    ///
    /// # Panics
    ///
    /// If they are of another system.
    pub fn add(&mut self, other: &Self) {
        assert_eq!(self.attainment.len(), other.attainment.len(), "books of two systems");
        for (mine, theirs) in [
            (&mut self.attainment, &other.attainment),
            (&mut self.wins, &other.wins),
            (&mut self.bookings, &other.bookings),
            (&mut self.discounts, &other.discounts),
        ] {
            mine.iter_mut().zip(theirs).for_each(|(a, b)| *a += b);
        }
    }
}

/// Tallies of a replication; all 0 where nobody is on a plan. Money before loading unless said.
#[derive(Clone, Debug, Default)]
pub(in crate::sales) struct PayTally {
    pub books: PayBooks,
    /// By seat: fixed and variable pay, and weeks on the payroll, on a plan.
    pub seats: Vec<SeatPay>,
    /// Periods of people with a quota that ended in the window; those at or over quota; the sum of
    /// their attainments.
    pub periods: u64,
    pub reached: u64,
    pub attainment: f64,
    /// Periods of people in which variable pay was more than twice the normal; all such periods.
    pub windfalls: u64,
    pub paid_periods: u64,
    /// Commission of deals won in the window that goes back.
    pub clawed: f64,
    /// Credit beyond the first crediting of a deal, and all credit, in money of revenue.
    pub double_credit: f64,
    pub first_credit: f64,
    /// By third of ability, from low to high: people who left, who came in the place of somebody, and
    /// weeks that seats were filled. And weeks that seats were vacant.
    pub quits: [u64; 3],
    pub hires: [u64; 3],
    pub staffed: [f64; 3],
    pub vacant: f64,
    /// Advice asked for and given, hours of the givers.
    pub advice_asked: u64,
    pub advice_given: u64,
    pub advice_hours: f64,
    /// Of wins: how many had a discount, the sum of discounts (shares), money given away, and wins.
    pub discounted: u64,
    pub discount: f64,
    pub discount_money: f64,
    pub wins: u64,
    /// Times that sellers asked a buyer to decide before an end, and buyers who then said no.
    pub asked_in: u64,
    pub pressed_lost: u64,
    /// Deals whose decision a seller moved: forward, back.
    pub pulled_in: u64,
    pub pushed_out: u64,
    /// Effort summed over weeks of people, and the weeks; duty likewise.
    pub effort: f64,
    pub duty: f64,
    pub effort_weeks: u64,
}

/// What is counted of one seat.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::sales) struct SeatPay {
    pub fixed: f64,
    pub variable: f64,
    pub weeks: f64,
}

impl PayTally {
    pub(in crate::sales) fn reset(&mut self, plans: usize, seats: usize) {
        let mut list = std::mem::take(&mut self.seats);
        list.clear();
        list.resize(seats, SeatPay::default());
        *self = Self { books: PayBooks::new(plans), seats: list, ..Self::default() };
    }
}
