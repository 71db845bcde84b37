//! A fit in words.

use std::fmt::Write;

use super::fit::Fit;
use super::funnel::Cause;
use super::roster::{Group, Roster};
use super::toml_text::{counted, number, p_value, percent, percent_range};

/// What was found, and who works, for people.
pub fn report(fit: &Fit, roster: &Roster) -> String {
    let mut out = String::new();
    outcomes(fit, &mut out);
    arrivals(fit, &mut out);
    funnel(fit, &mut out);
    values(fit, &mut out);
    people(fit, &mut out);
    listed(fit, roster, &mut out);
    out.push_str(
        "not in a CRM   touch times, costs, margins, skills, frictions, buyers: assumed\n",
    );
    out
}

fn line(out: &mut String, title: &str, words: &str) {
    let _ = writeln!(out, "{title:<14} {words}");
}

fn outcomes(fit: &Fit, out: &mut String) {
    let (outcomes, window) = (&fit.outcomes, &fit.window);
    let [won, lost, open] = outcomes.counts;
    line(
        out,
        "deals",
        &format!(
            "{}: {won} won, {lost} lost, {open} open; {} to {}{}",
            fit.deals,
            &window.from.to_string()[..10],
            &window.until.to_string()[..10],
            if window.is_by_day { ", dates without times" } else { "" }
        ),
    );
    line(
        out,
        "win rate",
        &format!(
            "{} of all deals ({}), {} of those decided; {} are lost, {} never end",
            percent(outcomes.of_all.value),
            percent_range(outcomes.of_all.interval),
            percent(outcomes.of_decided.value),
            percent(outcomes.lost.value),
            percent(outcomes.never.value)
        ),
    );
    let (median, late) = outcomes.cycle_of_wins;
    line(
        out,
        "cycle",
        &format!(
            "wins so far after {median:.1} d (median), {late:.1} d (90th percentile); losses after {:.1} d",
            outcomes.cycle_of_losses.0
        ),
    );
    if let Some(quarter) = fit.quarter {
        let [first, second, third] = quarter.factors;
        let words = format!(
            "its three months have {first:.2}, {second:.2} and {third:.2} times the wins of an average one; the \
             scenario spreads wins evenly"
        );
        line(out, "quarter", &words);
    }
    if outcomes.is_older_left_out {
        line(
            out,
            "left out",
            &format!(
                "{} created before {}: not as many of them are open as of later deals of their age",
                counted(outcomes.older, "deal"),
                &window.from.to_string()[..10]
            ),
        );
    } else if outcomes.older > 0 {
        line(
            out,
            "truncated",
            &format!(
                "{} created before {} count from then on",
                counted(outcomes.older, "deal"),
                &window.from.to_string()[..10]
            ),
        );
    }
}

fn arrivals(fit: &Fit, out: &mut String) {
    for channel in &fit.arrivals.channels {
        let mut words = format!(
            "{} a week ({} to {}), dispersion {}",
            number(channel.per_week.value),
            number(channel.per_week.interval.0),
            number(channel.per_week.interval.1),
            number(channel.dispersion.value)
        );
        if let Some(growth) = channel.growth {
            let _ = write!(
                words,
                ", growth {} a year ({})",
                percent(growth.value),
                percent_range(growth.interval)
            );
        }
        if channel.season.is_some() {
            words.push_str(", with a season");
        }
        line(out, "arrivals", &format!("{}: {words}", channel.key));
    }
}

fn funnel(fit: &Fit, out: &mut String) {
    for stage in &fit.funnel.stages {
        let mut words = Vec::new();
        if let Some((found, intervals)) = &stage.fit {
            for (place, cause) in stage.causes.iter().enumerate() {
                let law = &found.risks.laws[place];
                words.push(format!(
                    "{} {} ({}) after {:.1} d ({})",
                    percent(found.risks.shares[place]),
                    if *cause == Cause::On { "go on" } else { "are lost" },
                    percent_range(intervals.shares[place]),
                    law.quantile(0.5),
                    law.name()
                ));
            }
            words.push(format!("{} never end", percent(found.risks.never())));
        } else {
            words.push("no visit has ended".into());
        }
        line(out, "stage", &format!("{}: {}", stage.key, words.join(", ")));
    }
    line(
        out,
        "funnel",
        &format!(
            "its stages lead {} of deals to a win; {} of moves go back; {} changes of owner a deal",
            percent(fit.funnel.wins()),
            percent(fit.funnel.back),
            number(fit.funnel.hand_offs)
        ),
    );
    if fit.funnel.without_stages > 0 {
        let words = counted(fit.funnel.without_stages, "deal");
        line(out, "no stages", &format!("{words} without stages are no part of the funnel"));
    }
}

fn values(fit: &Fit, out: &mut String) {
    let values = &fit.values;
    match &values.all {
        Some(all) => line(
            out,
            "value",
            &format!(
                "{} a win on average, median {} ({}, {})",
                format!("{} {}", number(all.mean), values.currency).trim_end(),
                number(all.fit.risks.laws[0].quantile(0.5)),
                all.fit.risks.laws[0].name(),
                counted(all.count, "win")
            ),
        ),
        None => line(
            out,
            "value",
            "hardly any won deal has a value: deals are worth nothing in the scenario",
        ),
    }
    if values.left_out > 0 {
        line(
            out,
            "",
            &format!("{} without a value in this currency", counted(values.left_out, "won deal")),
        );
    }
    if !values.segments.is_empty() {
        let words = format!(
            "{}; {} that their win rates are alike",
            values.segments.len(),
            p_value(values.p_win_rates_alike)
        );
        line(out, "segments", &words);
    }
}

fn people(fit: &Fit, out: &mut String) {
    let people = &fit.people;
    line(
        out,
        "people",
        &format!(
            "{} have owned deals, {} moved one in the last quarter",
            people.owners.len(),
            people.active
        ),
    );
    if let Some(spread) = &people.spread {
        let (low, high) = spread.rho_interval;
        let verdict =
            if spread.p_value < 0.05 { "they differ" } else { "no difference can be told" };
        line(
            out,
            "spread",
            &format!(
                "win rates of people: rho {} ({} to {}), {}: {verdict}",
                number(spread.rho),
                number(low),
                number(high),
                p_value(spread.p_value)
            ),
        );
    }
    if people.p_given_by_chance < 0.05 {
        let p = p_value(people.p_given_by_chance);
        line(
            out,
            "allocation",
            &format!(
                "people get different kinds of deals ({p}): part of a spread may be the deals"
            ),
        );
    }
}

/// Who of a list works where, and what of it could not be taken over.
fn listed(fit: &Fit, roster: &Roster, out: &mut String) {
    for group in roster.groups.iter().filter(|group| !group.names.is_empty()) {
        let mut words = format!("{}: {}", group.key, group.count);
        for (day, count) in &group.headcount {
            let _ = write!(words, ", {count} from {}", &day.to_string()[..10]);
        }
        let _ = write!(words, "; in {}", stages_of(fit, group));
        if let Some(plan) = &group.plan {
            let _ = write!(words, "; on the plan `{plan}`");
        }
        line(out, "list", &words);
    }
    for note in &roster.notes {
        line(out, "", note);
    }
}

fn stages_of(fit: &Fit, group: &Group) -> String {
    let stages = fit.funnel.stages.iter().zip(&group.work).filter(|(_, share)| **share > 0.0);
    stages.map(|(stage, _)| stage.key.as_str()).collect::<Vec<_>>().join(", ")
}
