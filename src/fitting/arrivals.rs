//! When leads arrive: by channel, week, day and hour.

use std::collections::BTreeMap;

use super::estimated::{Estimated, LEVEL};
use super::keys::keys;
use super::window::Window;
use crate::math::exp;
use crate::records::{EventLog, Label, Moment};
use crate::stats::{DispersedCounts, chi_square_tail};

const WEEK: i64 = 7 * 86_400;
const WEEKS_PER_YEAR: usize = 52;
/// Channels that are told apart; the others are one.
const MOST_CHANNELS: usize = 8;
/// Share of all deals below which a channel is one of the others.
const LEAST_SHARE: f64 = 0.02;
/// Weeks below which a trend cannot be told from a season, so that none is looked for.
const FEWEST_FOR_GROWTH: usize = 2 * WEEKS_PER_YEAR;
/// Growth and season are taken for real if chance brings them this seldom.
const SURE: f64 = 0.05;

/// Where leads come from, and when.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrivals {
    /// Every channel, the largest first.
    pub channels: Vec<ChannelFit>,
    /// Whole weeks counted, back from the end of the log.
    pub weeks: usize,
    /// When people work, as the times of what they entered show it.
    pub clock: Clock,
}

/// One channel.
#[derive(Clone, Debug, PartialEq)]
pub struct ChannelFit {
    /// Its key in the scenario.
    pub key: String,
    /// What the company calls it; empty where the log does not say.
    pub label: String,
    /// Deals counted.
    pub count: u64,
    /// Leads a week, at the end of the log.
    pub per_week: Estimated,
    /// Variance of weekly counts by their mean.
    pub dispersion: Estimated,
    /// Growth per year, where it can be told from none.
    pub growth: Option<Estimated>,
    /// Factors on the quarters of a year of 52 weeks from the end of the log on, where they can be told
    /// from none.
    pub season: Option<[f64; 4]>,
    /// Deals by weekday, Monday first.
    pub weekdays: [u32; 7],
    /// Deals by hour of the day, from midnight on; `None` if the log knows no times of day.
    pub hours: Option<[u32; 24]>,
}

/// When people work.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// First and last hour (exclusive) of nine tenths of all changes from Monday to Friday; `None` if the
    /// log knows no times of day.
    pub hours: Option<(u32, u32)>,
    /// Share of changes at weekends.
    pub weekend: f64,
}

impl Arrivals {
    pub(super) fn of(log: &EventLog, window: &Window) -> Self {
        let weeks = usize::try_from((window.until.0 - window.from.0) / WEEK).unwrap_or(0);
        let groups = groups(log);
        let names: Vec<&str> = groups.iter().map(|group| group.0.as_str()).collect();
        let keys = keys(names.iter().map(|name| if name.is_empty() { "leads" } else { name }));
        let channels = groups
            .iter()
            .zip(keys)
            .map(|((label, deals), key)| channel(key, label, deals, window, weeks))
            .collect();
        Self { channels, weeks, clock: clock(log, window) }
    }

    /// Leads a week from all channels.
    pub fn per_week(&self) -> f64 {
        self.channels.iter().map(|channel| channel.per_week.value).sum()
    }
}

/// When the deals of each channel were created, the largest channel first; small ones are one.
fn groups(log: &EventLog) -> Vec<(String, Vec<Moment>)> {
    let mut by_channel: BTreeMap<Option<Label>, Vec<Moment>> = BTreeMap::new();
    for deal in &log.deals {
        by_channel.entry(deal.channel).or_default().push(deal.created);
    }
    let mut groups: Vec<(String, Vec<Moment>)> =
        by_channel.into_iter().map(|(label, all)| (log.word(label).to_owned(), all)).collect();
    groups.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
    let least = LEAST_SHARE * log.deals.len() as f64;
    let large = groups.iter().take_while(|group| group.1.len() as f64 >= least).count();
    let others = groups.split_off(large.clamp(1, MOST_CHANNELS).min(groups.len()));
    if !others.is_empty() {
        groups.push(("other".into(), others.into_iter().flat_map(|group| group.1).collect()));
    }
    groups
}

fn channel(
    key: String,
    label: &str,
    deals: &[Moment],
    window: &Window,
    weeks: usize,
) -> ChannelFit {
    let mut counts = vec![0_u32; weeks];
    let (mut weekdays, mut hours) = ([0; 7], [0; 24]);
    let mut count = 0;
    for created in deals.iter().filter(|created| **created >= window.from) {
        count += 1;
        weekdays[weekday(*created)] += 1;
        hours[hour(*created)] += 1;
        let back = usize::try_from((window.until.0 - created.0) / WEEK).unwrap_or(0);
        if let Some(week) = weeks.checked_sub(back + 1) {
            counts[week] += 1;
        }
    }
    let week = WeekFit::of(&counts);
    ChannelFit {
        key,
        label: label.to_owned(),
        count,
        per_week: week.per_week,
        dispersion: week.dispersion,
        growth: week.growth,
        season: week.season,
        weekdays,
        hours: (!window.is_by_day).then_some(hours),
    }
}

/// What weekly counts say.
pub(super) struct WeekFit {
    pub(super) per_week: Estimated,
    pub(super) dispersion: Estimated,
    growth: Option<Estimated>,
    season: Option<[f64; 4]>,
}

impl WeekFit {
    /// Of counts, the last of the week before the end of the log.
    pub(super) fn of(counts: &[u32]) -> Self {
        let weeks = counts.len();
        // Years until the middle of the week; 0 at the end of the log, where the scenario begins.
        let years: Vec<f64> = (0..weeks)
            .map(|week| (week as f64 + 0.5 - weeks as f64) / WEEKS_PER_YEAR as f64)
            .collect();
        let quarter = |week: usize| {
            (WEEKS_PER_YEAR - 1 - (weeks - 1 - week) % WEEKS_PER_YEAR) / (WEEKS_PER_YEAR / 4)
        };
        let season: Vec<Vec<f64>> = (1..4)
            .map(|q| (0..weeks).map(|w| f64::from(u8::from(quarter(w) == q))).collect())
            .collect();
        let Some(plain) = DispersedCounts::fit(counts, &[]) else { return Self::of_few(counts) };
        let (mut best, mut columns) = (plain, Vec::new());
        let gain = |richer: &DispersedCounts, than: &DispersedCounts, degrees| {
            chi_square_tail(2.0 * (richer.ln_likelihood - than.ln_likelihood).max(0.0), degrees)
                < SURE
        };
        let mut has_growth = false;
        if weeks >= FEWEST_FOR_GROWTH
            && let Some(growing) = DispersedCounts::fit(counts, std::slice::from_ref(&years))
            && gain(&growing, &best, 1)
        {
            (best, has_growth) = (growing, true);
            columns.push(years);
        }
        let mut factors = None;
        if weeks >= 2 * WEEKS_PER_YEAR
            && let Some(seasonal) =
                DispersedCounts::fit(counts, &[columns.clone(), season].concat())
            && gain(&seasonal, &best, 3)
        {
            let slopes = &seasonal.slopes[columns.len()..];
            let raw = [1.0, exp(slopes[0]), exp(slopes[1]), exp(slopes[2])];
            let mean = raw.iter().sum::<f64>() / 4.0;
            factors = Some((raw.map(|factor| factor / mean), mean));
            best = seasonal;
        }
        let scale = factors.map_or(1.0, |(_, mean)| mean);
        let (mean, interval) = best.mean(LEVEL);
        let yearly = |slope: f64| (exp(slope.clamp(-4.0, 4.0)) - 1.0).clamp(-0.95, 20.0);
        Self {
            per_week: Estimated {
                value: mean * scale,
                interval: (interval.0 * scale, interval.1 * scale),
            },
            dispersion: Estimated {
                value: best.dispersion,
                interval: best.dispersion_interval(LEVEL),
            },
            growth: has_growth.then(|| {
                let (low, high) = best.slope_interval(0, LEVEL);
                Estimated { value: yearly(best.slopes[0]), interval: (yearly(low), yearly(high)) }
            }),
            season: factors.map(|(factors, _)| factors),
        }
    }

    /// Of hardly any weeks or leads: the mean, with the dispersion of a typical log.
    fn of_few(counts: &[u32]) -> Self {
        let (weeks, total) = (counts.len().max(1) as f64, counts.iter().sum::<u32>());
        let mean = f64::from(total) / weeks;
        let half = 1.645 * (4.0 * (f64::from(total) + 1.0)).sqrt() / weeks;
        Self {
            per_week: Estimated { value: mean, interval: ((mean - half).max(0.0), mean + half) },
            dispersion: Estimated { value: 4.0, interval: (1.0, 16.0) },
            growth: None,
            season: None,
        }
    }
}

fn weekday(moment: Moment) -> usize {
    usize::try_from(moment.weekday()).unwrap_or(0)
}

fn hour(moment: Moment) -> usize {
    usize::try_from(moment.second_of_day() / 3600).unwrap_or(0)
}

/// When deals were created, moved and closed.
fn clock(log: &EventLog, window: &Window) -> Clock {
    let (mut hours, mut weekend, mut all) = ([0_u32; 24], 0_u32, 0_u32);
    let entered =
        log.deals.iter().flat_map(|d| d.visits.iter().filter(|v| v.dated).map(|v| v.entered));
    let ends = log.deals.iter().filter_map(|deal| deal.closed);
    for moment in entered.chain(ends) {
        all += 1;
        if weekday(moment) >= 5 {
            weekend += 1;
        } else {
            hours[hour(moment)] += 1;
        }
    }
    let on_days: u32 = hours.iter().sum();
    let until = |share: f64| {
        let mut sum = 0;
        (0..24_u32).find(|hour| {
            sum += hours[*hour as usize];
            f64::from(sum) >= share * f64::from(on_days)
        })
    };
    let range = until(0.05).zip(until(0.95)).map(|(first, last)| (first, last + 1));
    Clock {
        hours: range.filter(|_| !window.is_by_day && on_days > 0),
        weekend: if all > 0 { f64::from(weekend) / f64::from(all) } else { 0.0 },
    }
}
