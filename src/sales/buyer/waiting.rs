//! How long a buyer waits: the window, and the rates at which deals die unattended.
//!
//! What happens at a rate happens when its exposure reaches the lead's own threshold: no daily coin.
//! Exposures are brought up to date at the deal's own events, so that between two of them their end
//! is known.

use super::state::Buyer;
use super::truth::LeadLuck;
use super::world::Buyers;
use crate::math::ln;
use crate::sales::purpose;

/// How a deal ends that waits too long.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitEnd {
    /// The purchase window closes.
    WindowCloses,
    /// Nobody has been in touch for too long.
    Stalls,
    /// The buyer sees no gain and leaves.
    WalksAway,
    /// The committee lets it lie.
    Lapses,
}

/// Exposures of a deal. Instants in hours since the start of the run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Waiting {
    since: f64,
    window_ends: f64,
    last_contact: f64,
    stall_left: f64,
    walk_left: f64,
    lapse_left: f64,
    /// Rate of lapsing now, per hour; 0 outside the time between gate and meeting.
    lapse_rate: f64,
}

impl Waiting {
    pub(super) const NONE: Self = Self {
        since: 0.0,
        window_ends: f64::INFINITY,
        last_contact: 0.0,
        stall_left: 0.0,
        walk_left: 0.0,
        lapse_left: 0.0,
        lapse_rate: 0.0,
    };

    pub(super) fn begin(now: f64, window_hours: f64, luck: LeadLuck<'_>) -> Self {
        Self {
            since: now,
            window_ends: now + window_hours,
            last_contact: now,
            stall_left: luck.threshold(purpose::STALL),
            walk_left: luck.threshold(purpose::WALK_AWAY),
            lapse_left: luck.threshold(purpose::LAPSE),
            lapse_rate: 0.0,
        }
    }
}

impl Buyer {
    /// Brings exposures up to `now`, before anything of the deal changes; returns how many have
    /// joined since they last were.
    ///
    /// Who joins changes what the others feel and know together, from that hour on: so it does not
    /// matter how often somebody looks.
    pub fn wait_until(&mut self, buyers: &Buyers, now: f64) -> u32 {
        if !self.has_begun {
            return 0;
        }
        let mut joined = 0;
        loop {
            let next = self.next_join().min(now);
            self.expose(buyers, next);
            joined += self.committee.look(next);
            if next >= now {
                return joined;
            }
            self.set_lapse(buyers, next);
        }
    }

    /// When the next member joins, in hours, seen from when exposures were last brought up to date;
    /// infinite = nobody does before the proposal.
    pub fn next_join(&self) -> f64 {
        self.committee.next_join(self.waiting.since)
    }

    /// Adds the exposures up to `now`, before which nobody joins.
    fn expose(&mut self, buyers: &Buyers, now: f64) {
        let time = &buyers.time;
        let no_gain_from = self.no_gain_from(buyers);
        let waiting = &mut self.waiting;
        let stalls_from = waiting.since.max(waiting.last_contact + time.stall_after_hours);
        waiting.stall_left -= time.stall_per_hour * (now - stalls_from).max(0.0);
        waiting.walk_left -= time.walk_away_per_hour * (now - no_gain_from).max(0.0);
        waiting.lapse_left -= waiting.lapse_rate * (now - waiting.since);
        waiting.since = now;
    }

    /// Somebody has talked with the buyer.
    pub fn is_contacted(&mut self, now: f64) {
        self.waiting.last_contact = now;
    }

    /// Sets the rate of lapsing by what the committee knows and shares now.
    pub fn set_lapse(&mut self, buyers: &Buyers, now: f64) {
        let rate = if self.has_passed && !self.has_met {
            let united = self.committee.coverage(now) * self.agreement(buyers);
            buyers.time.lapse_per_hour * (1.0 - united)
        } else {
            0.0
        };
        self.waiting.lapse_rate = rate;
    }

    /// The rate at which the deal is let lie now, per hour.
    pub fn lapse_per_hour(&self) -> f64 {
        self.waiting.lapse_rate
    }

    /// From when on, after exposures were last brought up to date, the buyer sees no gain, in hours;
    /// infinite = never, as things stand.
    fn no_gain_from(&self, buyers: &Buyers) -> f64 {
        let since = self.waiting.since;
        let lacking = buyers.time.no_gain_below - self.wants;
        if lacking <= 0.0 {
            return f64::INFINITY;
        }
        let boost = if self.has_converged(buyers) { 0.0 } else { self.mean_boost(buyers, since) };
        if boost < lacking {
            since
        } else {
            let halves = ln(boost / lacking) / std::f64::consts::LN_2;
            since + halves * buyers.dialogue.half_life_hours
        }
    }

    /// When the deal ends, in hours, and how, if nothing of it changes before and nobody joins.
    pub fn ends(&self, buyers: &Buyers) -> (f64, WaitEnd) {
        if !self.has_begun {
            return (f64::INFINITY, WaitEnd::WindowCloses);
        }
        let (time, waiting) = (&buyers.time, &self.waiting);
        let after = |from: f64, left: f64, rate: f64| {
            if rate > 0.0 { from + left.max(0.0) / rate } else { f64::INFINITY }
        };
        let stalls_from = waiting.since.max(waiting.last_contact + time.stall_after_hours);
        let walks_from = self.no_gain_from(buyers);
        let walks = after(walks_from, waiting.walk_left, time.walk_away_per_hour);
        let others = [
            (waiting.window_ends, WaitEnd::WindowCloses),
            (after(stalls_from, waiting.stall_left, time.stall_per_hour), WaitEnd::Stalls),
            (after(waiting.since, waiting.lapse_left, waiting.lapse_rate), WaitEnd::Lapses),
        ];
        let earlier = |a: (f64, WaitEnd), b: (f64, WaitEnd)| if b.0 < a.0 { b } else { a };
        others.into_iter().fold((walks, WaitEnd::WalksAway), earlier)
    }
}
