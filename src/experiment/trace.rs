//! Everything that happens in one replication, kept for reading.

use crate::sales::{Exited, Noted, Observer, TouchEnded, TouchStarted};

/// An observer that keeps every lead that ended, every touch and every note.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Leads in the order in which they ended.
    pub deals: Vec<Exited>,
    /// Touches in the order in which they ended.
    pub touches: Vec<Touch>,
    /// What was said and found out, in order; empty where there are no buyers.
    pub notes: Vec<Noted>,
    open: Vec<TouchStarted>,
}

/// A touch from start to end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Touch {
    /// How it started.
    pub start: TouchStarted,
    /// When it ended, in hours since the start of the run.
    pub ended: f64,
}

impl Observer for Trace {
    fn touch_started(&mut self, fact: &TouchStarted) {
        self.open.push(*fact);
    }

    fn touch_ended(&mut self, fact: &TouchEnded) {
        let same = |s: &TouchStarted| {
            (s.channel, s.number, s.stage) == (fact.channel, fact.number, fact.stage)
        };
        if let Some(at) = self.open.iter().position(same) {
            let start = self.open.swap_remove(at);
            self.touches.push(Touch { start, ended: fact.at });
        }
    }

    fn touch_stopped(&mut self, fact: &TouchEnded) {
        self.touch_ended(fact);
    }

    fn exited(&mut self, fact: &Exited) {
        let same = |s: &TouchStarted| (s.channel, s.number) == (fact.channel, fact.number);
        self.open.retain(|s| !same(s));
        self.deals.push(*fact);
    }

    fn noted(&mut self, fact: &Noted) {
        self.notes.push(*fact);
    }
}
