//! A fit as JSON.

use serde_json::{Value, json};

use super::estimated::LEVEL;
use super::fit::Fit;
use super::funnel::{Cause, Route};
use super::quarter::Quarter;
use super::roster::{Group, Roster};
use crate::stats::{Duration, RisksFit, RisksIntervals};

/// `fit.json`: every number of a fit, with its interval; times in days.
///
/// # Panics
///
/// Never: numbers and texts can be written.
pub fn fit_json(fit: &Fit, roster: &Roster, source: &str) -> String {
    let outcomes = &fit.outcomes;
    let [won, lost, open] = outcomes.counts;
    let value = json!({
        "schema": "posse fit 1",
        "log": source,
        "level": LEVEL,
        "deals": { "all": fit.deals, "won": won, "lost": lost, "open": open },
        "window": {
            "from": fit.window.from.to_string(),
            "until": fit.window.until.to_string(),
            "left_truncated": fit.window.is_truncated,
            "older": outcomes.older,
            "older_left_out": outcomes.is_older_left_out,
            "dates_only": fit.window.is_by_day,
        },
        "win_rate": outcomes.of_all,
        "win_rate_decided": outcomes.of_decided,
        "lost": outcomes.lost,
        "never": outcomes.never,
        "cycle_won": { "p50": outcomes.cycle_of_wins.0, "p90": outcomes.cycle_of_wins.1 },
        "cycle_lost": { "p50": outcomes.cycle_of_losses.0, "p90": outcomes.cycle_of_losses.1 },
        "quarter": fit.quarter.map(quarter_json),
        "weeks": fit.arrivals.weeks,
        "channels": channels(fit),
        "stages": stages(fit),
        "funnel": {
            "win_rate": fit.funnel.wins(),
            "hand_offs": fit.funnel.hand_offs,
            "back": fit.funnel.back,
            "without_stages": fit.funnel.without_stages,
        },
        "values": values(fit),
        "people": people(fit),
        "roster": groups(roster),
        "roster_notes": roster.notes,
    });
    let mut text = serde_json::to_string_pretty(&value).expect("numbers and texts");
    text.push('\n');
    text
}

fn channels(fit: &Fit) -> Vec<Value> {
    let channels = fit.arrivals.channels.iter().map(|channel| {
        json!({
            "key": channel.key,
            "label": channel.label,
            "deals": channel.count,
            "per_week": channel.per_week,
            "dispersion": channel.dispersion,
            "growth": channel.growth,
            "season": channel.season,
            "weekdays": channel.weekdays,
            "hours": channel.hours,
        })
    });
    channels.collect()
}

fn law(fit: &RisksFit, intervals: &RisksIntervals, place: usize) -> Value {
    let found = &fit.risks.laws[place];
    match found {
        Duration::Law(law) => {
            json!({
                "law": found.name(),
                "scale": law.scale,
                "shape": law.shape,
                "intervals": intervals.laws[place],
                "p50": found.quantile(0.5),
            })
        }
        Duration::Steps(steps) => {
            json!({ "law": found.name(), "values": steps.middles(), "p50": found.quantile(0.5) })
        }
    }
}

fn stages(fit: &Fit) -> Vec<Value> {
    let stages = fit.funnel.stages.iter().zip(&fit.funnel.entries).map(|(stage, entries)| {
        let [on, lost, open] = stage.counts;
        let risks = |cause: Cause| {
            let place = stage.causes.iter().position(|known| *known == cause)?;
            let (fit, intervals) = stage.fit.as_ref()?;
            Some(json!({
                "share": { "value": fit.risks.shares[place], "interval": intervals.shares[place] },
                "days": law(fit, intervals, place),
            }))
        };
        let route = |(route, count): (&Route, &u64)| {
            let name = match route {
                Route::Won => "won",
                Route::Stage(to) => fit.funnel.stages[*to].key.as_str(),
            };
            (name.to_owned(), json!(count))
        };
        let routes: serde_json::Map<String, Value> = stage.routes.iter().map(route).collect();
        json!({
            "key": stage.key,
            "label": stage.label,
            "begun_here": entries,
            "visits": { "on": on, "lost": lost, "open": open },
            "on": risks(Cause::On),
            "lost": risks(Cause::Lost),
            "never": stage.fit.as_ref().map(|(fit, intervals)| {
                json!({ "value": fit.risks.never(), "interval": intervals.never })
            }),
            "routes": routes,
            "open_as_fresh": stage.fresh,
        })
    });
    stages.collect()
}

fn values(fit: &Fit) -> Value {
    let values = &fit.values;
    let of = |value: &super::values::ValueFit| json!({ "wins": value.count, "mean": value.mean, "value": law(&value.fit, &value.intervals, 0) });
    let segments: Vec<Value> = values
        .segments
        .iter()
        .map(|segment| {
            json!({
                "key": segment.key,
                "label": segment.label,
                "share": segment.share,
                "won": segment.decided.0,
                "lost": segment.decided.1,
                "values": segment.value.as_ref().map(of),
            })
        })
        .collect();
    json!({
        "currency": values.currency,
        "left_out": values.left_out,
        "all": values.all.as_ref().map(of),
        "segments": segments,
        "p_win_rates_alike": values.p_win_rates_alike,
    })
}

fn people(fit: &Fit) -> Value {
    let people = &fit.people;
    let owners: Vec<Value> = people
        .owners
        .iter()
        .map(|owner| {
            json!({
                "name": owner.name,
                "decided": owner.decided.trials,
                "won": owner.decided.successes,
                "win_rate": owner.win_rate,
                "first": owner.seen.0.to_string(),
                "last": owner.seen.1.to_string(),
            })
        })
        .collect();
    json!({
        "active": people.active,
        "owners": owners,
        "spread": people.spread.as_ref().map(|spread| json!({
            "mean": spread.mean,
            "rho": spread.rho,
            "interval": spread.rho_interval,
            "likelihood_ratio": spread.likelihood_ratio,
            "p_alike": spread.p_value,
            "chi_square": spread.chi_square,
        })),
        "p_given_by_chance": people.p_given_by_chance,
    })
}

fn groups(roster: &Roster) -> Vec<Value> {
    let group = |group: &Group| {
        let later = group.headcount.iter().map(|(day, count)| json!([day.to_string(), count]));
        json!({
            "key": group.key,
            "names": group.names,
            "count": group.count,
            "headcount": later.collect::<Vec<_>>(),
            "plan": group.plan,
            "work": group.work,
        })
    };
    roster.groups.iter().map(group).collect()
}

/// The factors of the months of a quarter, and what they gain where they were not fitted.
pub(super) fn quarter_json(quarter: Quarter) -> Value {
    json!({ "months": quarter.factors, "held_out_gain": quarter.gain })
}
