//! The discrete-event engine: clock, future event list, keyed chance.
//!
//! **Invariant:** nothing here knows what is being simulated.
//!
//! # Order of simultaneous events
//!
//! Time, then rank, then sequence. When the next event is later than now, [`run`] calls
//! [`Model::settle`]: every fact of an instant is known before anyone acts on it.

mod event_list;
pub mod law;
pub mod random;
#[rustfmt::skip]
mod tables;
mod time;

pub use event_list::EventList;
pub use time::{Time, TimeSpan};

/// How often one instant may be settled before the run counts as a cycle without time.
pub const ROUNDS_PER_INSTANT: u32 = 10_000;

/// A system whose state changes only at events.
pub trait Model {
    /// What can happen in the system.
    type Event: Copy + Default;

    /// Applies `event` at `events.now()` and schedules what follows from it.
    fn handle(&mut self, event: Self::Event, events: &mut EventList<Self::Event>);

    /// Acts on the facts of an instant once all its events are handled.
    fn settle(&mut self, events: &mut EventList<Self::Event>);

    /// Whether the run may end before its time.
    fn is_done(&self) -> bool {
        false
    }
}

/// The system went round and round without time passing.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
#[error("cycle without time: over {ROUNDS_PER_INSTANT} rounds of events at hour {hour}")]
pub struct CycleWithoutTime {
    /// When it happened, in hours since the start.
    pub hour: f64,
}

/// Runs `model` until no event is left at or before `end` or the model is done.
///
/// Returns the number of events handled.
///
/// # Errors
///
/// [`CycleWithoutTime`] when one instant needs more than [`ROUNDS_PER_INSTANT`] rounds.
pub fn run<M: Model>(
    model: &mut M,
    events: &mut EventList<M::Event>,
    end: Time,
) -> Result<u64, CycleWithoutTime> {
    let mut handled = 0;
    let mut settled_at = Time::NEVER;
    let mut rounds = 0;
    while let Some(event) = events.pop_until(end) {
        model.handle(event, events);
        handled += 1;
        if events.has_more_now() {
            continue;
        }
        model.settle(events);
        if settled_at == events.now() {
            rounds += 1;
            if rounds > ROUNDS_PER_INSTANT {
                return Err(CycleWithoutTime { hour: events.now().hours() });
            }
        } else {
            settled_at = events.now();
            rounds = 0;
        }
        if model.is_done() {
            break;
        }
    }
    Ok(handled)
}
