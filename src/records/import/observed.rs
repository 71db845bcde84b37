//! From when to when an export shows what happened.

use std::cmp::Reverse;

use super::findings::Row;
use super::raw::Raw;
use super::stages::Meanings;
use super::{Options, ReadFile};
use crate::records::{Deal, Moment};

const DAY: i64 = 86_400;
/// Times that lie so far after all others, and are so few, are slips of the pen.
const GAP_DAYS: i64 = 400;
/// So many ends before the first one that is shown would have to be luck: a chance of e⁻²⁰.
const MISSED_ENDS: f64 = 20.0;

/// The date of the export: as said, or the newest time in it, if that is not far away from all others.
pub(super) fn until(
    raw: &Raw,
    meanings: &Meanings,
    files: &[ReadFile],
    options: &Options,
) -> Result<Moment, String> {
    if let Some(as_of) = options.as_of {
        return Ok(as_of);
    }
    let order = |row: Row| raw.manners[usize::from(row.file)].order;
    let mut times: Vec<(Moment, Row)> = Vec::new();
    times.extend(raw.events.iter().filter_map(|e| Some((e.when.at(order(e.row))?, e.row))));
    for facts in raw.facts.iter().flatten() {
        // An open deal's end is still to come.
        let closed = facts.closed.filter(|_| meanings.is_over(facts));
        let whens = [facts.created, facts.won, facts.lost, facts.moved, facts.modified, closed];
        let known = whens.into_iter().flatten();
        times.extend(known.filter_map(|when| Some((when.at(order(facts.row))?, facts.row))));
    }
    for (file, manner) in (0..).zip(&raw.manners) {
        let newest = manner.newest.and_then(|when| when.at(manner.order));
        times.extend(newest.map(|newest| (newest, Row { file, row: 0 })));
    }
    // Of equal times one with a row comes first: it can be named.
    times.sort_unstable_by_key(|(moment, row)| (*moment, Reverse(row.row)));
    let Some((newest, _)) = times.last() else {
        return Err("there is no date in what was read".to_owned());
    };
    let few = (times.len() / 500).max(4).min(times.len());
    let tail = &times[times.len() - few..];
    let apart = tail.windows(2).find(|pair| pair[1].0.0 - pair[0].0.0 > GAP_DAYS * DAY);
    let Some([(before, _), (_, row)]) = apart.map(|pair| [pair[0], pair[1]]) else {
        return Ok(*newest);
    };
    let name = files.get(usize::from(row.file)).map_or("", |file| file.name.as_str());
    let row = if row.row == 0 { String::new() } else { format!(", row {}", row.row) };
    Err(format!(
        "`{name}`{row}: the newest date, {newest}, lies {:.0} days after the one before it; open deals would \
         be taken as watched until then\nhint: if it is a mistake, say when the export was made, e.g. `--as-of \
         {}`",
        newest.days_since(before),
        &before.to_string()[..10]
    ))
}

/// The first end of a deal, if earlier ends must be missing: the deals from before it would have ended many
/// times by then, had they ended as fast as those created later. Deals in the order of creation.
pub(super) fn from(deals: &[Deal], until: Moment) -> Option<Moment> {
    let first_end = deals.iter().filter_map(|deal| deal.closed).min()?;
    let early = deals.partition_point(|deal| deal.created < first_end);
    let (before, later) = deals.split_at(early);
    let mut ages: Vec<i64> =
        later.iter().filter_map(|deal| Some(deal.closed?.0 - deal.created.0)).collect();
    ages.sort_unstable();
    let watched = |age: i64| later.iter().filter(|deal| until.0 - deal.created.0 >= age).count();
    // Ends of later deals within the age of each early one, of those watched for so long.
    let expected = |deal: &Deal| {
        let age = first_end.0 - deal.created.0;
        let all = watched(age);
        let ended = ages.partition_point(|other| *other <= age);
        if all < 20 { 0.0 } else { (ended as f64 / all as f64).min(1.0) }
    };
    let step = before.len() / 500 + 1;
    let missed: f64 = before.iter().step_by(step).map(expected).sum::<f64>() * step as f64;
    let day = Moment(first_end.0.div_euclid(DAY) * DAY);
    (missed >= MISSED_ENDS).then_some(day)
}
