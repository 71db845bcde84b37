//! What `why` says, in words made of its numbers alone.

use crate::experiment::why::{Finding, Why};
use crate::report::finding::{capitalised, listed};
use crate::report::format::{Format, count, plural, truncated};
use crate::stats::Mean;

/// Characters of a policy's label in a sentence.
const LABEL: usize = 40;
/// A part that is this share of all that pulls its way is told first.
const MOST: f64 = 0.5;
/// Parts named in the main finding at most.
const NAMED: usize = 2;

/// A policy's label, shortened to fit into a sentence.
pub(in crate::report) fn label(why: &Why, side: usize) -> String {
    truncated(&why.policies[side].1, LABEL)
}

/// How the values of a measure are written.
pub(in crate::report) fn format(why: &Why, measure: usize) -> Format {
    let finding = &why.findings[measure];
    let ends = [finding.from.mean, finding.to.mean, finding.whole.mean];
    Format::new(&why.measures[measure], &why.currency, ends)
}

/// A difference with its unit and error: `−1.3 pp ±0.6`.
pub(in crate::report) fn difference(format: &Format, spread: &Mean) -> String {
    let format = format.for_difference(spread.mean, spread.half_width());
    let text = format!("{} {}", format.difference(spread.mean), format.error(spread.half_width()));
    text.trim_end().to_owned()
}

/// The parts in order: what adds most first, what takes most away last.
pub(in crate::report) fn descending(finding: &Finding) -> Vec<usize> {
    let mut order: Vec<usize> = (0..finding.parts.len()).collect();
    let share = |part: &usize| finding.parts[*part].share.mean;
    order.sort_by(|i, j| share(j).total_cmp(&share(i)));
    order
}

/// The main finding in a measure.
pub(in crate::report) fn headline(why: &Why, measure: usize) -> String {
    let (finding, format) = (&why.findings[measure], format(why, measure));
    let name = &why.measures[measure].label;
    let [a, b] = [0, 1].map(|side| label(why, side));
    let whole = &finding.whole;
    if !whole.mean.is_finite() {
        return format!("{name} is undefined in every run of some mix of {a} and {b}");
    }
    let [up, down] = [1.0, -1.0].map(|sign| listed(&strongest(why, (measure, finding), sign)));
    if !whole.is_clear() {
        return level(why, measure, (&up, &down));
    }
    let sign = whole.mean.signum();
    let (makers, against) = if sign > 0.0 { (up, down) } else { (down, up) };
    let verb = if sign > 0.0 { "rises" } else { "falls" };
    let size = difference(&format, whole);
    let size = size.trim_start_matches(['+', '−']);
    let by = match makers.as_str() {
        "" => "by no single rule with certainty".to_owned(),
        makers if is_most(finding, sign) => format!("mostly because of {makers}"),
        makers => format!("above all because of {makers}"),
    };
    let but = if against.is_empty() { String::new() } else { format!(", against {against}") };
    format!("From {a} to {b} {name} {verb} by {size}: {by}{but}")
}

/// The finding where the difference may be nothing.
fn level(why: &Why, measure: usize, (up, down): (&str, &str)) -> String {
    let (finding, format) = (&why.findings[measure], format(why, measure));
    let [a, b] = [0, 1].map(|side| label(why, side));
    let (low, high) = finding.whole.interval;
    let is_small = measure == why.primary && low.abs().max(high.abs()) <= why.zone;
    let hardly = if is_small { "hardly differ" } else { "do not differ clearly" };
    let (name, said) = (&why.measures[measure].label, difference(&format, &finding.whole));
    let parts = match (up, down) {
        ("", "") => "no rule is known to matter".to_owned(),
        (one, "") | ("", one) => format!("only {one} is known to matter"),
        (up, down) => format!("{up} against {down}"),
    };
    format!("{} and {b} {hardly} in {name} ({said}): {parts}", capitalised(&a))
}

/// The clear parts that pull this way, the strongest first, each with what it does.
fn strongest(why: &Why, (measure, finding): (usize, &Finding), sign: f64) -> Vec<String> {
    let format = format(why, measure);
    let mut parts: Vec<usize> = (0..finding.parts.len())
        .filter(|part| {
            let share = &finding.parts[*part].share;
            share.is_clear() && share.mean * sign > 0.0
        })
        .collect();
    let size = |part: &usize| finding.parts[*part].share.mean.abs();
    parts.sort_by(|i, j| size(j).total_cmp(&size(i)));
    // A second one is named if it is not much weaker than the first.
    let least = parts.first().map_or(0.0, |first| 0.5 * size(first));
    let named = parts.iter().filter(|part| size(part) >= least).take(NAMED);
    named
        .map(|part| {
            let share = &finding.parts[*part].share;
            let format = format.for_difference(share.mean, share.half_width());
            format!("{} ({})", why.parts[*part].name(), format.difference(share.mean))
        })
        .collect()
}

/// Whether the parts named are most of what pulls this way.
fn is_most(finding: &Finding, sign: f64) -> bool {
    let pulls = finding.parts.iter().map(|part| sign * part.share.mean);
    let mut pulls: Vec<f64> = pulls.filter(|pull| *pull > 0.0).collect();
    pulls.sort_by(|one, other| other.total_cmp(one));
    pulls.iter().take(NAMED).sum::<f64>() > MOST * pulls.iter().sum::<f64>()
}

/// The strongest interactions whose intervals exclude 0, in words.
pub(in crate::report) fn interactions(why: &Why, measure: usize, most: usize) -> Vec<String> {
    let (finding, format) = (&why.findings[measure], format(why, measure));
    let mut clear: Vec<_> = finding.interactions.iter().filter(|(.., s)| s.is_clear()).collect();
    clear.sort_by(|one, other| other.2.mean.abs().total_cmp(&one.2.mean.abs()));
    let told = clear.iter().take(most).map(|(i, j, spread)| {
        let [one, other] = [*i, *j].map(|part| why.parts[part].name());
        format!("{one} with {other} {}", difference(&format, spread))
    });
    told.collect()
}

/// How many runs of what, seed, scenario, version.
pub(in crate::report) fn provenance(why: &Why) -> String {
    let cut = if why.runs < why.planned {
        format!(" (interrupted: {} planned)", count(&why.planned))
    } else {
        String::new()
    };
    format!(
        "{}{cut} of each of {} policies with the same random events · seed {} · scenario {} · posse {}",
        plural(u64::from(why.runs), "run"),
        count(&(1_u64 << why.parts.len())),
        why.seed,
        why.scenario,
        env!("CARGO_PKG_VERSION")
    )
}
