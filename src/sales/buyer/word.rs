//! Word of mouth: glad customers refer, those who regret warn.
//!
//! Which referred leads there could be is the world's: in each week, at each instant and each level, one
//! point of a plane of possible leads. Those below the present rate come. So who has more glad customers
//! gets the same leads and some more, at the same hours (the maximal coupling of two Poisson processes).

use crate::engine::random::{Entity, Luck, Place};
use crate::math::exp_m1;
use crate::sales::purpose::{ARRIVAL_GAP, REFERRED, kind};
use crate::sales::purpose::{channel_entity, name_hash};

/// The weeks of a year.
const WEEKS_PER_YEAR: f64 = 52.0;

/// What customers say of us to others. Inert data.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WordOfMouth {
    /// The channel that referred leads come through: an index.
    pub channel: usize,
    /// Leads that a glad customer brings a year.
    pub refer_per_year: f64,
    /// Warnings of a customer who regrets, a year.
    pub warn_per_year: f64,
    /// What a warning takes off first wants, 0 to 1.
    pub chill: f64,
    /// How long somebody is a customer before he speaks, in hours.
    pub after_hours: f64,
    /// How long one who has left goes on warning, in hours.
    pub remember_hours: f64,
}

impl WordOfMouth {
    /// Referred leads have numbers from this on in their channel; no channel brings so many by itself.
    pub const FIRST_NUMBER: u64 = 10_000_000_000;

    /// Leads a week that so many glad customers refer.
    pub fn referred_per_week(&self, glad: u32) -> f64 {
        self.refer_per_year * f64::from(glad) / WEEKS_PER_YEAR
    }

    /// The chance that a lead has been warned: each of those who regret warns `warn_per_year` of the
    /// `leads_per_year` there are, at random; at least one is reckoned with.
    pub fn warned_share(&self, regretting: u32, leads_per_year: f64) -> f64 {
        -exp_m1(-self.warn_per_year * f64::from(regretting) / leads_per_year.max(1.0))
    }

    /// Leads that a referred lead brings in turn at most, by a planner's chance to win it: every win is
    /// glad and stays for all `years` that count.
    pub fn reproduction(&self, win: f64, years: f64) -> f64 {
        let after = self.after_hours / (WEEKS_PER_YEAR * crate::sales::calendar::HOURS_PER_WEEK);
        self.refer_per_year * (years - after).max(0.0) * win
    }
}

/// The possible referred leads of one week whose levels lie between `layer` and `layer + 1` leads a week.
#[derive(Clone, Copy, Debug)]
pub struct Layer {
    entity: Entity,
    week: u32,
    lowest: u32,
}

/// A possible referred lead.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Possible {
    /// Its number in its layer.
    pub count: u32,
    /// When it would come, as a share of the week.
    pub at: f64,
    /// It comes if more leads a week than this are referred.
    pub level: f64,
}

impl Layer {
    /// Layer `layer` of `week`, of leads who come through this channel.
    pub fn of(channel: &str, week: u32, layer: u32) -> Self {
        let ordinal = u64::from(week) << 32 | u64::from(layer);
        let entity = channel_entity(name_hash(channel)).child(kind::REFERRAL, ordinal);
        Self { entity, week, lowest: layer }
    }

    /// Its possible leads in order of time: one a week on average, independent of one another.
    pub fn leads(self, luck: &Luck) -> impl Iterator<Item = Possible> + '_ {
        let mut at = 0.0;
        (0..).map_while(move |count| {
            at += luck.at(self.entity, ARRIVAL_GAP, Place::NONE, count).exponential();
            let place = luck.at(self.entity, REFERRED, Place::NONE, count).unit();
            let level = f64::from(self.lowest) + place;
            (at < 1.0).then_some(Possible { count, at, level })
        })
    }

    /// Who one of its leads is.
    pub fn lead(self, count: u32) -> Entity {
        self.entity.child(kind::LEAD, u64::from(count))
    }

    /// The number in the channel that one of its leads is shown with.
    pub fn number(self, count: u32) -> u64 {
        let (week, layer) = (u64::from(self.week), u64::from(self.lowest));
        WordOfMouth::FIRST_NUMBER + (week * 1_000_000 + layer) * 1_000 + u64::from(count)
    }
}
