//! Prospecting: people look for leads themselves, on a list of accounts that they share.
//!
//! The leads that can be found are the world's, in one order for all: the hours of everybody add to one
//! exposure, and the n-th gap passed is prospect n, the same customer under every policy. Who prospects more gets
//! further down the list.

use crate::engine::random::{Entity, Luck, Place};
use crate::math::exp;
use crate::sales::purpose::{ARRIVAL_GAP, prospect_entity};

/// What an hour of prospecting finds, and where. Inert data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Prospecting {
    /// The channel whose kind the leads found are of: an index.
    pub channel: usize,
    /// Leads that an hour finds on a fresh list, at standard skill and pace.
    pub per_hour: f64,
    /// Accounts on the list.
    pub list: f64,
    /// Accounts used up for each lead found.
    pub used_per_lead: f64,
    /// After this time, on average, an account that was used can be called again, in hours.
    pub rest_hours: f64,
    /// Chance that an open lead goes with the person who found it and leaves.
    pub takes: f64,
    /// The skill that multiplies what an hour finds: an index.
    pub skill: usize,
    /// The exit of a lead that goes with the person who found it: an index.
    pub left: usize,
}

impl Prospecting {
    /// Leads found have numbers from this on in their channel: no channel brings so many by itself, and those who
    /// are referred have higher ones.
    pub const FIRST_NUMBER: u64 = 5_000_000_000;
    /// The name of the exit of leads that go with whoever found them.
    pub const LEFT: &str = "left with the seller";
    /// The skill it asks for.
    pub const SKILL: &str = "prospect";

    /// What an hour finds while so many accounts are used up.
    pub fn found_per_hour(&self, used: f64) -> f64 {
        self.per_hour * (1.0 - used / self.list).max(0.0)
    }

    /// Leads a week that so many standard hours a week find in the long run.
    pub fn lasting(&self, hours_per_week: f64) -> f64 {
        let fresh = self.per_hour * hours_per_week;
        let weeks = self.rest_hours / super::calendar::HOURS_PER_WEEK;
        fresh / (1.0 + fresh * self.used_per_lead * weeks / self.list)
    }
}

/// How far the list has been worked.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ListState {
    /// Expected finds so far, and those at which the next lead is found; 0 = nobody has looked yet.
    exposure: f64,
    next: f64,
    /// Leads found.
    found: u32,
    /// Accounts used up, at an hour of the run.
    used: f64,
    since: f64,
}

impl ListState {
    /// Somebody has worked on the list until `hour`, so many standard hours.
    pub(super) fn is_worked(&mut self, world: &Prospecting, standard_hours: f64, hour: f64) {
        self.rests(world, hour);
        self.exposure += world.found_per_hour(self.used) * standard_hours;
    }

    /// The number of the next lead that has been found and not fetched yet, if there is one.
    pub(super) fn fetch(&mut self, world: &Prospecting, hash: u32, luck: &Luck) -> Option<u32> {
        let gap = |n| luck.at(prospect_entity(hash, n), ARRIVAL_GAP, Place::NONE, 0).exponential();
        if self.next == 0.0 {
            self.next = gap(0);
        }
        if self.exposure < self.next {
            return None;
        }
        let number = self.found;
        self.found += 1;
        self.next += gap(self.found);
        self.used = (self.used + world.used_per_lead).min(world.list);
        Some(number)
    }

    /// Accounts that are used up at an hour, if nobody works on the list until then.
    pub(super) fn used_at(&self, world: &Prospecting, hour: f64) -> f64 {
        self.used * exp(-(hour - self.since) / world.rest_hours)
    }

    /// Accounts come back to the list.
    fn rests(&mut self, world: &Prospecting, hour: f64) {
        (self.used, self.since) = (self.used_at(world, hour), hour);
    }
}

/// Who the lead is that is found as number `n` on the list of the channel with this hash, and the number in its
/// channel that it is shown with.
pub(super) fn prospect(hash: u32, n: u32) -> (Entity, u64) {
    (prospect_entity(hash, n), Prospecting::FIRST_NUMBER + u64::from(n))
}
