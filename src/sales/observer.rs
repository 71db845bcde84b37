//! Somebody who sees a replication pass: traces and tests.

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
}

/// Nobody looks.
impl Observer for () {}

/// A lead that arrives.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrived {
    /// Channel (index; the number of channels stands for the backlog).
    pub channel: usize,
    /// Number of the lead in its channel, from 0.
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
