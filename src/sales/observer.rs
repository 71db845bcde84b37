//! Somebody who sees a replication pass: traces and tests.

use super::buyer::{Answer, Meeting, WaitEnd};
use super::handle::SeatId;
use super::pay::{PayLine, YearSoFar};
use super::stage::Phase;

/// Sees facts as they happen; none of them is kept by the model. Times in hours since the start.
pub trait Observer {
    /// A lead has arrived.
    fn arrived(&mut self, _: &Arrived) {}
    /// A touch has started.
    fn touch_started(&mut self, _: &TouchStarted) {}
    /// A touch has ended.
    fn touch_ended(&mut self, _: &TouchEnded) {}
    /// A touch has stopped before its end; what is left of it waits again.
    fn touch_stopped(&mut self, _: &TouchEnded) {}
    /// A lead has ended.
    fn exited(&mut self, _: &Exited) {}
    /// Something was said or found out.
    fn noted(&mut self, _: &Noted) {}
    /// Somebody comes under a plan, or under none.
    fn planned(&mut self, _: &Planned) {}
    /// Somebody is credited with a deal, or a share of it.
    fn credited(&mut self, _: &Credited) {}
    /// Money comes or goes with a single lead.
    fn awarded(&mut self, _: &Awarded) {}
    /// A pool is shared out.
    fn pooled(&mut self, _: &Pooled<'_>) {}
    /// Somebody is paid for a period, or for the part of it until a plan ends.
    fn paid(&mut self, _: &Paid<'_>) {}
}

/// Nobody looks.
impl Observer for () {}

/// A lead that arrives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrived {
    /// Channel (index; the number of channels stands for the backlog).
    pub channel: usize,
    /// Number of the lead in its channel, from 0; those that people find from
    /// [`super::Prospecting::FIRST_NUMBER`] on, referred ones from
    /// [`super::buyer::WordOfMouth::FIRST_NUMBER`] on.
    pub number: u64,
    /// When.
    pub at: f64,
}

/// A touch that starts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TouchStarted {
    /// Channel of the lead.
    pub channel: usize,
    /// Number of the lead in its channel.
    pub number: u64,
    /// Stage.
    pub stage: usize,
    /// Seat (index), if the stage needs people.
    pub seat: Option<usize>,
    /// The person's role at this time (see [`super::Setup::role_name`]), if the stage needs people.
    pub role: Option<usize>,
    /// When it became ready for this touch.
    pub ready: f64,
    /// When it starts.
    pub at: f64,
    /// Standard hours of work.
    pub content_hours: f64,
    /// Whether this goes on with work begun before.
    pub resumed: bool,
}

/// A touch that ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TouchEnded {
    /// Whether an attempt to reach the buyer did; `None` elsewhere, and where it stopped before its
    /// end.
    pub reached: Option<bool>,
    /// Channel of the lead.
    pub channel: usize,
    /// Number of the lead in its channel.
    pub number: u64,
    /// Stage.
    pub stage: usize,
    /// Seat (index), if the stage needs people.
    pub seat: Option<usize>,
    /// When.
    pub at: f64,
}

/// A lead that ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Exited {
    /// Channel of the lead.
    pub channel: usize,
    /// Number of the lead in its channel.
    pub number: u64,
    /// Segment (index).
    pub segment: usize,
    /// Exit (index).
    pub exit: usize,
    /// The furthest phase reached.
    pub phase: Phase,
    /// Arrival.
    pub arrived: f64,
    /// First touch, if there was one.
    pub first_touch: Option<f64>,
    /// When it ended.
    pub at: f64,
    /// Booked value; 0 unless won.
    pub revenue: f64,
    /// Hours of work spent on it.
    pub work_hours: f64,
    /// Touches it had.
    pub touches: u32,
    /// Whether it arrived in the measured window.
    pub measured: bool,
}

/// A plan that somebody comes under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Planned {
    /// Seat (index).
    pub seat: usize,
    /// Plan (index), if any.
    pub plan: Option<usize>,
}

/// A credit for a lead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Credited {
    /// Seat (index) and number of the person in it.
    pub seat: usize,
    /// See [`Credited::seat`].
    pub hire: u32,
    /// The person's plan (index).
    pub plan: usize,
    /// Channel of the lead.
    pub channel: usize,
    /// Number of the lead in its channel.
    pub number: u64,
    /// When.
    pub at: f64,
    /// How much, in units of the plan's credit.
    pub credit: f64,
    /// What for.
    pub merit: Merit,
}

/// What a credit is given for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merit {
    /// Closing the deal.
    Closing,
    /// Work at this stage, by the split of the deal.
    Stage(usize),
    /// Work at this stage, on top of the split.
    Overlay(usize),
    /// What people on this plan were credited with, on top of the split.
    OfPlan(usize),
    /// A lead that passed the gate.
    Meeting,
    /// A customer who takes more.
    Expansion,
}

/// Money for a single lead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Awarded {
    /// Seat (index) and number of the person in it.
    pub seat: usize,
    /// See [`Awarded::seat`].
    pub hire: u32,
    /// Channel of the lead.
    pub channel: usize,
    /// Number of the lead in its channel.
    pub number: u64,
    /// When.
    pub at: f64,
    /// What for.
    pub award: Award,
    /// Money, 0 or more: of fees and SPIFFs before weight and scale, of renewals what is paid, of clawbacks
    /// what goes back.
    pub amount: f64,
}

/// What money for a single lead is for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Award {
    /// Work at this stage of a deal that is won.
    Fee(usize),
    /// A deal or a meeting within a window of time.
    Spiff,
    /// An anniversary of a customer who stays.
    Renewal {
        /// Years since the win.
        year: u32,
    },
    /// A customer who left: this share of the deal's commission goes back.
    Clawback {
        /// The share.
        share: f64,
        /// The commission, in money.
        commission: f64,
    },
}

/// A pool that is shared out at the end of a period.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pooled<'a> {
    /// Plan (index).
    pub plan: usize,
    /// When.
    pub at: f64,
    /// The team's credit.
    pub credit: f64,
    /// Money in the pool: what the credit comes to, × weight × scale.
    pub money: f64,
    /// What it consists of.
    pub lines: &'a [PayLine],
    /// Who has a share (seats), and what it goes by.
    pub seats: &'a [SeatId],
    /// See [`Pooled::seats`]; all 0 = equal shares.
    pub weights: &'a [f64],
}

/// A pay slip.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Paid<'a> {
    /// Seat (index) and number of the person in it.
    pub seat: usize,
    /// See [`Paid::seat`].
    pub hire: u32,
    /// Plan (index).
    pub plan: usize,
    /// For the time from this hour to that.
    pub from: f64,
    /// See [`Paid::from`].
    pub to: f64,
    /// Quota of this time, and the credit of it.
    pub quota: f64,
    /// See [`Paid::quota`].
    pub credit: f64,
    /// Factor on variable pay, and the part of the whole period that this time is.
    pub scale: f64,
    /// See [`Paid::scale`].
    pub employed: f64,
    /// The fiscal year before this time.
    pub year: YearSoFar,
    /// Whether variable pay of it counts in the measures: it ends in the measured window.
    pub measured: bool,
    /// What is paid for what; money before loading.
    pub lines: &'a [PayLine],
    /// What is owed to the company after it.
    pub balance: f64,
}

/// Something that was said or found out about a lead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Noted {
    /// Channel of the lead.
    pub channel: usize,
    /// Number of the lead in its channel.
    pub number: u64,
    /// When, in hours.
    pub at: f64,
    /// What.
    pub note: Note,
}

/// What happens to a customer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AccountEvent {
    /// A call was not answered in time.
    Missed,
    /// A renewal was worked in time.
    Renewed,
    /// The customer takes more.
    Expanded,
    /// The customer leaves.
    Left,
}

/// What can be said or found out. Fits, wants, coverage and alignment from 0 to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Note {
    /// The buyer is not ready to buy.
    NotReady,
    /// A nurtured buyer has become ready.
    Woken,
    /// A customer has spoken of us to the lead.
    Referred,
    /// Somebody who prospects has found the lead.
    Found,
    /// A customer who regrets has warned the lead.
    Warned,
    /// Both sides have learned.
    Dialogue {
        /// What the seller believes of the fit now, and the standard deviation of it.
        belief: f64,
        /// See `belief`.
        doubt: f64,
        /// What the buyer wants now.
        wants: f64,
        /// The true fit.
        fit: f64,
    },
    /// The buyer takes offence.
    Offended,
    /// The gate's answer, the expected value less the price of the hours left (infinite without an
    /// objective) and the price of an hour, in money.
    Gate {
        /// Go, no or again.
        answer: Answer,
        /// See [`Note::Gate`].
        expected: f64,
        /// See [`Note::Gate`].
        hour_price: f64,
    },
    /// More members have joined.
    Joined {
        /// How many.
        members: u32,
    },
    /// A lesson is over.
    Lesson {
        /// How many were taught.
        pupils: u32,
        /// Coverage now.
        coverage: f64,
    },
    /// A session of alignment is over.
    Session {
        /// Alignment now.
        alignment: f64,
    },
    /// An expert has found what cannot be delivered.
    BreakerFound,
    /// The proposal is written.
    Proposed,
    /// A better colleague has given advice for the conversation that begins.
    Advised,
    /// The decision is moved forward, to just before the end of the seller's pay period, with this
    /// discount (a share of the price).
    PulledIn {
        /// The discount.
        discount: f64,
    },
    /// A buyer who was asked to decide before the end of the seller's pay period says no.
    PressedInVain,
    /// The seller leaves the decision for the next pay period.
    PushedOut,
    /// The committee has met.
    Met(Meeting),
    /// The deal waited too long.
    Waited(WaitEnd),
    /// The lead has become a customer for years.
    Customer {
        /// Share of such customers who leave within a year, 0 to 1.
        churn: f64,
        /// Growth of the account, as a rate a year.
        grows: f64,
        /// Years within the horizon that such a customer is expected to stay, and that this one will if
        /// nobody works on it.
        years: f64,
        /// See `years`.
        stays: f64,
        /// Gross margin expected of the years after the first, in money.
        later: f64,
    },
    /// Something was done for a customer, or was not.
    Account {
        /// What.
        event: AccountEvent,
        /// What it adds to the gross margin expected of later years, in money.
        margin: f64,
    },
}
