//! When leads arrive: a channel's clock.
//!
//! A rate is inverted, not thinned: arrival `k` happens when the cumulative rate has grown by the
//! `k`-th keyed unit-exponential gap since the arrival before (Çinlar 1975). So every arrival
//! costs one draw, and a higher rate brings the same arrivals earlier instead of other ones.

mod curve;

use super::calendar::HOURS_PER_WEEK;
use super::channel::{Arrivals, Channel, Rate};
use super::purpose::{ARRIVAL_GAP, BATCH_SIZE, RATE_MIX};
use super::purpose::{arrival_entity, channel_entity, name_hash};
use super::spend::Spend;
use crate::engine::Time;
use crate::engine::law::Law;
use crate::engine::random::{Draws, Luck, Place};
use crate::math::{exp, ln_1p};
use curve::Curve;

const WEEKS_PER_YEAR: f64 = 52.0;
/// Weeks have numbers below 2²⁰ (20,000 years); a rate that has not brought an arrival by then
/// never will.
const LAST_WEEK: u32 = (1 << 20) - 1;

/// The run-time state of one channel: where it stands, and so when its next lead arrives.
#[derive(Clone, Debug)]
pub struct ArrivalClock {
    channel_hash: u32,
    /// Arrivals drawn, and the last of them, which nobody has asked for yet: draws are made one
    /// arrival ahead, so that nothing has to wait for them.
    drawn: u32,
    ahead: Option<Time>,
    is_started: bool,
    last: f64,
    source: Source,
}

#[derive(Clone, Debug)]
enum Source {
    Never,
    Rate { curve: Curve, weeks: Option<Box<Weeks>>, position: f64 },
    Every(Law),
    At(Vec<f64>),
}

impl ArrivalClock {
    /// The clock of `channel`, before its first arrival.
    ///
    /// # Panics
    ///
    /// If the dispersion of a rate is so great that it has no gamma law (about 10³⁰⁰).
    pub fn new(channel: &Channel) -> Self {
        let source = match &channel.arrivals {
            Arrivals::Rate(rate) if rate.mean_per_week() <= 0.0 => Source::Never,
            Arrivals::Rate(rate) => Source::Rate {
                curve: Curve::new(&rate.shape),
                weeks: Weeks::new(rate, channel.spend.as_ref()).map(Box::new),
                position: 0.0,
            },
            Arrivals::Every(gap) => Source::Every(gap.clone()),
            Arrivals::At(instants) => Source::At(instants.clone()),
        };
        let channel_hash = name_hash(&channel.name);
        Self { channel_hash, drawn: 0, ahead: None, is_started: false, last: 0.0, source }
    }

    /// Sets the clock back to before the first arrival, for another replication.
    pub fn restart(&mut self) {
        (self.drawn, self.ahead, self.is_started) = (0, None, false);
        self.last = 0.0;
        if let Source::Rate { weeks, position, .. } = &mut self.source {
            *position = 0.0;
            if let Some(weeks) = weeks {
                weeks.restart();
            }
        }
    }

    /// How many arrivals the clock has given; the last one's number is one less.
    #[inline]
    pub fn arrivals(&self) -> u32 {
        self.drawn - u32::from(self.ahead.is_some())
    }

    /// The time of the next arrival, or `None` if there are no more.
    #[inline]
    pub fn next(&mut self, luck: &Luck) -> Option<Time> {
        if !self.is_started {
            self.begin(luck);
        }
        let next = self.ahead?;
        self.ahead = self.draw(luck);
        Some(next)
    }

    #[cold]
    #[inline(never)]
    fn begin(&mut self, luck: &Luck) {
        self.is_started = true;
        self.ahead = self.draw(luck);
    }

    #[inline]
    fn draw(&mut self, luck: &Luck) -> Option<Time> {
        let hour = match &mut self.source {
            Source::Never => return None,
            Source::Rate { curve, weeks, position } => {
                let gap = gap_draws(luck, self.channel_hash, self.drawn).exponential();
                *position = match weeks {
                    None => *position + gap,
                    Some(weeks) => weeks.pass(gap, *position, curve, luck, self.channel_hash)?,
                };
                curve.instant(*position)
            }
            Source::Every(gap) => {
                self.last + gap.sample(&mut gap_draws(luck, self.channel_hash, self.drawn))
            }
            Source::At(instants) => *instants.get(self.drawn as usize)?,
        };
        self.drawn += 1;
        self.last = self.last.max(hour);
        Some(Time::from_hours(self.last))
    }
}

#[inline]
fn gap_draws(luck: &Luck, channel_hash: u32, arrival: u32) -> Draws<'_> {
    luck.at(arrival_entity(channel_hash, arrival), ARRIVAL_GAP, Place::NONE, 0)
}

/// How many leads come with arrival `k` of the channel with this hash: drawn, rounded, at least 1.
#[inline]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "casts saturate")]
pub fn batch_size(batch: Option<&Law>, luck: &Luck, channel_hash: u32, k: u32) -> u32 {
    batch.map_or(1, |law| {
        let mut draws = luck.at(arrival_entity(channel_hash, k), BATCH_SIZE, Place::NONE, 0);
        (law.sample(&mut draws).round() as u32).max(1)
    })
}

/// The factors on a rate that change from week to week: season, growth and luck.
#[derive(Clone, Debug)]
struct Weeks {
    season: Vec<f64>,
    /// `ln(1 + growth) / 52`.
    growth_per_week: f64,
    /// The law of a week's luck, of mean 1.
    mix: Option<Law>,
    /// What is spent, where that is not what arrivals go by.
    spend: Option<Spend>,
    /// The week after the present one.
    next: u32,
    /// The present week's factor.
    factor: f64,
    /// Where on the curve the present week ends.
    end: f64,
}

impl Weeks {
    /// `None` if all weeks are alike.
    fn new(rate: &Rate, spend: Option<&Spend>) -> Option<Self> {
        // The variance of the factor that gives a count of mean m and dispersion D: m + v m² = D m.
        let variance = (rate.dispersion - 1.0) / rate.mean_per_week();
        let mix = (variance > 0.0).then(|| {
            Law::gamma(1.0 / variance, variance).expect("a finite variance makes a gamma law")
        });
        let spend = spend.filter(|spend| spend.changes_something()).copied();
        let alike = rate.season.is_empty() && rate.growth_per_year == 0.0 && mix.is_none();
        (!alike || spend.is_some()).then(|| Self {
            season: rate.season.clone(),
            growth_per_week: ln_1p(rate.growth_per_year) / WEEKS_PER_YEAR,
            mix,
            spend,
            next: 0,
            factor: 1.0,
            end: 0.0,
        })
    }

    fn restart(&mut self) {
        self.next = 0;
        self.end = 0.0;
    }

    /// Where on the curve the cumulative rate has grown by `gap` since `position`.
    fn pass(
        &mut self,
        mut gap: f64,
        mut position: f64,
        curve: &Curve,
        luck: &Luck,
        channel_hash: u32,
    ) -> Option<f64> {
        loop {
            let reached = position + gap / self.factor;
            if reached < self.end {
                return Some(reached);
            }
            gap = (gap - (self.end - position) * self.factor).max(0.0);
            position = self.end;
            let is_over = self.spend.is_some_and(|spend| spend.is_over(self.next));
            if self.next > LAST_WEEK || is_over {
                return None;
            }
            self.factor = self.factor_of(self.next, luck, channel_hash);
            self.next += 1;
            self.end = curve.cumulative(f64::from(self.next) * HOURS_PER_WEEK);
        }
    }

    fn factor_of(&self, week: u32, luck: &Luck, channel_hash: u32) -> f64 {
        let season = match self.season.len() {
            0 => 1.0,
            weeks => self.season[week as usize % weeks],
        };
        let chance = self.mix.as_ref().map_or(1.0, |mix| {
            mix.sample(&mut luck.at(channel_entity(channel_hash), RATE_MIX, Place::NONE, week))
        });
        let usual = season * exp(f64::from(week) * self.growth_per_week) * chance;
        self.spend.map_or(usual, |spend| usual * spend.factor(week))
    }
}

impl Rate {
    /// Mean arrivals per week over the cycle of the shape and the year, before any growth.
    pub fn mean_per_week(&self) -> f64 {
        let season = match self.season.len() {
            0 => 1.0,
            weeks => self.season.iter().sum::<f64>() / weeks as f64,
        };
        Curve::new(&self.shape).mean_per_hour() * HOURS_PER_WEEK * season
    }
}

impl Channel {
    /// Mean leads per week: of a rate before any growth and by what is spent in the long run, of a list
    /// over the weeks it spans.
    pub fn mean_leads_per_week(&self) -> f64 {
        let arrivals = match &self.arrivals {
            Arrivals::Rate(rate) => rate.mean_per_week(),
            Arrivals::Every(gap) => HOURS_PER_WEEK / gap.mean(),
            Arrivals::At(instants) => {
                let weeks = instants.last().map_or(1.0, |last| (last / HOURS_PER_WEEK).ceil());
                instants.len() as f64 / weeks.max(1.0)
            }
        };
        let leads = arrivals * self.batch.as_ref().map_or(1.0, mean_batch);
        self.spend.map_or(leads, |spend| leads * spend.lasting_factor())
    }

    /// What a lead costs by a planner's reckoning, in money: its price, or its part of what is spent.
    pub fn planned_cost_per_lead(&self) -> f64 {
        let Some(spend) = &self.spend else { return self.cost_per_lead };
        let leads = self.mean_leads_per_week();
        if leads > 0.0 { spend.per_week / leads } else { 0.0 }
    }
}

/// The mean of [`batch_size`]: of the law's values rounded, at least 1. A sum over what is still to
/// come, as far as it matters.
fn mean_batch(law: &Law) -> f64 {
    const STEPS: u32 = 100_000;
    if let Some(values) = law.values()
        && values.len() == 1
    {
        return values[0].round().max(1.0);
    }
    let (mut mean, mut size) = (1.0, 1_u32);
    while size < STEPS {
        // a value halfway between two sizes is rounded up
        let more = 1.0 - law.cdf((f64::from(size) + 0.5).next_down());
        if more < 1e-12 {
            return mean;
        }
        mean += more;
        size += 1;
    }
    law.mean().max(1.0)
}
