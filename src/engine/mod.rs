//! The discrete-event engine: clock, future event list, keyed chance.
//!
//! **Invariant:** nothing here knows what is being simulated.
//!
//! # Order of simultaneous events
//!
//! Time, then rank, then sequence. When the next event is later than now, [`run`] calls
//! [`Model::settle`]: every fact of an instant is known before anyone acts on it.

mod diary;
mod event_list;
pub mod law;
pub mod random;
#[rustfmt::skip]
mod tables;
mod time;

pub use event_list::EventList;
pub use time::{Time, TimeSpan};

/// How many rounds of events one instant may have before the run counts as a cycle without time. A
/// round is what was scheduled in the round before, or what follows once the instant was settled.
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

/// Why a run was stopped before its end.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum Halt {
    /// The system went round and round without time passing.
    #[error("cycle without time: over {ROUNDS_PER_INSTANT} rounds of events at hour {hour}")]
    WithoutTime {
        /// When it happened, in hours since the start.
        hour: f64,
    },
    /// More events than allowed.
    #[error("more than {most} events by hour {hour}")]
    Events {
        /// How many are allowed.
        most: u64,
        /// When they were used up, in hours since the start.
        hour: f64,
    },
}

/// Runs `model` until no event is left at or before `end` or the model is done, over `most` events at
/// most.
///
/// Returns the number of events handled.
///
/// # Errors
///
/// [`Halt::WithoutTime`] when one instant needs more than [`ROUNDS_PER_INSTANT`] rounds,
/// [`Halt::Events`] when `most` events were not enough.
pub fn run<M: Model>(
    model: &mut M,
    events: &mut EventList<M::Event>,
    end: Time,
    most: u64,
) -> Result<u64, Halt> {
    let mut handled = 0;
    let mut rounds = Rounds { at: Time::NEVER, count: 0, left: 0 };
    while let Some(event) = events.pop_until(end) {
        if handled == most {
            return Err(Halt::Events { most, hour: events.now().hours() });
        }
        model.handle(event, events);
        handled += 1;
        if events.has_more_now() {
            rounds.goes_on(events)?;
            continue;
        }
        model.settle(events);
        rounds.settled(events.now())?;
        if model.is_done() {
            break;
        }
    }
    Ok(handled)
}

/// The rounds of one instant.
struct Rounds {
    at: Time,
    count: u32,
    /// How many events of this instant are still to be handled until those have their turn that were
    /// scheduled meanwhile.
    left: usize,
}

impl Rounds {
    /// Another event of the instant is to come, which may have been scheduled in it.
    #[inline]
    fn goes_on<E: Copy + Default>(&mut self, events: &EventList<E>) -> Result<(), Halt> {
        if self.at == events.now() && self.left > 0 {
            self.left -= 1;
            return Ok(());
        }
        self.next(events)
    }

    /// All events that were pending have had their turn: another round begins.
    #[cold]
    #[inline(never)]
    fn next<E: Copy + Default>(&mut self, events: &EventList<E>) -> Result<(), Halt> {
        self.settled(events.now())?;
        self.left = events.len();
        Ok(())
    }

    /// A round of the instant `now` is over.
    #[inline]
    fn settled(&mut self, now: Time) -> Result<(), Halt> {
        if self.at != now {
            (self.at, self.count) = (now, 0);
        }
        (self.count, self.left) = (self.count + 1, 0);
        if self.count > ROUNDS_PER_INSTANT {
            return Err(Halt::WithoutTime { hour: now.hours() });
        }
        Ok(())
    }
}
