//! Everything that happens in one replication, kept for reading.

use crate::sales::{Arrived, Exited, Noted, Observer, TouchEnded, TouchStarted};

/// An observer that keeps every lead that ended, every touch and every note.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    /// Leads in the order in which they ended.
    pub deals: Vec<Exited>,
    /// Touches in the order in which they ended.
    pub touches: Vec<Touch>,
    /// What was said and found out, in order; empty where there are no buyers.
    pub notes: Vec<Noted>,
    /// Leads in the order in which they arrived.
    pub arrivals: Vec<Arrived>,
    /// Touches that are under way at the end of the run.
    pub unfinished: Vec<TouchStarted>,
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
    fn arrived(&mut self, fact: &Arrived) {
        self.arrivals.push(*fact);
    }

    fn touch_started(&mut self, fact: &TouchStarted) {
        self.unfinished.push(*fact);
    }

    fn touch_ended(&mut self, fact: &TouchEnded) {
        let same = |s: &TouchStarted| {
            (s.channel, s.number, s.stage) == (fact.channel, fact.number, fact.stage)
        };
        if let Some(at) = self.unfinished.iter().position(same) {
            let start = self.unfinished.swap_remove(at);
            self.touches.push(Touch { start, ended: fact.at });
        }
    }

    fn touch_stopped(&mut self, fact: &TouchEnded) {
        self.touch_ended(fact);
    }

    fn exited(&mut self, fact: &Exited) {
        let same = |s: &TouchStarted| (s.channel, s.number) == (fact.channel, fact.number);
        self.unfinished.retain(|s| !same(s));
        self.deals.push(*fact);
    }

    fn noted(&mut self, fact: &Noted) {
        self.notes.push(*fact);
    }
}
