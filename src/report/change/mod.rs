//! What differs between two scenarios, in words, and what that does.

mod json;

use super::console::{Page, Screen, table::drawn};
use super::finding::{capitalised, listed, noun};
use super::format::{Format, UNDEFINED, of_runs, percent, plural, simulated, truncated};
use crate::experiment::{Change, Effect, EffectRow, PolicyEffect, Thing, Valued};
use crate::sales::Measure;
use crate::stats::{Support, Verdict};

pub use json::{DIFF_SCHEMA, change_json};

/// Characters of the head of a column.
const HEAD: usize = 24;

/// The difference between two scenarios, and what it does, for the screen.
pub fn change_screen(change: &Change, screen: Screen) -> String {
    let mut page = Page::new(screen);
    page.headline(&headline(change));
    let said = &change.said;
    if !said.is_empty() {
        page.blank();
    }
    notes(&mut page, "added", said.added.iter().map(thing));
    notes(&mut page, "removed", said.removed.iter().map(thing));
    notes(&mut page, "changed", said.values.iter().map(valued));
    if !said.evidence.is_empty() {
        let keys: Vec<String> = said.evidence.iter().map(|key| format!("`{key}`")).collect();
        notes(&mut page, "evidence", [format!("of {}", listed(&keys))].into_iter());
    }
    if let Some(done) = &change.done {
        effects(&mut page, change, done);
    }
    page.text()
}

fn notes(page: &mut Page, about: &str, lines: impl Iterator<Item = String>) {
    for (place, line) in lines.enumerate() {
        page.note(if place == 0 { about } else { "" }, &line);
    }
}

/// How much differs.
fn headline(change: &Change) -> String {
    let [(a, ..), (b, ..)] = &change.scenarios;
    let said = &change.said;
    let mut parts = Vec::new();
    for (things, verb) in [(&said.added, "added"), (&said.removed, "removed")] {
        parts.extend(counted(things).map(|things| format!("{things} {verb}")));
    }
    if !said.values.is_empty() {
        parts.push(format!("{} changed", plural(said.values.len() as u64, "value")));
    }
    if parts.is_empty() && said.evidence.is_empty() {
        return format!("Nothing differs between {a} and {b}");
    }
    if parts.is_empty() {
        return format!("Only evidence differs from {a} to {b}");
    }
    format!("From {a} to {b}: {}", parts.join(", "))
}

/// `2 policies`, `1 plan and 1 policy`.
fn counted(things: &[Thing]) -> Option<String> {
    let mut kinds: Vec<(&str, u64)> = Vec::new();
    for thing in things {
        match kinds.iter_mut().find(|(kind, _)| *kind == thing.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((thing.kind, 1)),
        }
    }
    let words = kinds.iter().map(|(kind, count)| match (*kind, *count) {
        ("policy", count) if count > 1 => format!("{count} policies"),
        ("group of people", count) if count > 1 => format!("{count} groups of people"),
        (kind, count) => plural(count, kind),
    });
    let words: Vec<String> = words.collect();
    (!words.is_empty()).then(|| listed(&words))
}

fn thing(thing: &Thing) -> String {
    let label = if thing.label.is_empty() { String::new() } else { format!(" ({})", thing.label) };
    format!("{} `{}`{label}", thing.kind, thing.name)
}

/// `The share of leads that go on (stages.demo.advance): from 30 % to 35 %`.
fn valued(value: &Valued) -> String {
    let (about, keys) = (about(value.about), keys(&value.keys));
    let head = if about.is_empty() { keys } else { format!("{about} ({keys})") };
    let written = |side: usize, text: &String| {
        let text = text.trim_matches('"');
        // What is said in words is told apart from the sentence around it.
        let is_words = text.split(' ').count() > 3 && !text.starts_with(['{', '[']);
        let text = if is_words { format!("“{text}”") } else { text.to_owned() };
        let is_plain = text.parse::<f64>().is_ok() && !value.unit.is_empty();
        let unit = if is_plain { format!(" {}", value.unit) } else { String::new() };
        let default = if value.is_default[side] { " (the default)" } else { "" };
        format!("{text}{unit}{default}")
    };
    match (&value.from, &value.to) {
        (Some(from), Some(to)) => {
            format!("{head}: from {} to {}", written(0, from), written(1, to))
        }
        (Some(from), None) => format!("{head}: no longer set, it was {}", written(0, from)),
        (None, Some(to)) => format!("{head}: not set before, now {}", written(1, to)),
        (None, None) => format!("{head}: changed"),
    }
}

/// The first clause of what a key is.
fn about(doc: &str) -> String {
    let end = [". ", "; ", ": "].iter().filter_map(|mark| doc.find(mark)).min();
    doc[..end.unwrap_or(doc.len())].trim_end_matches('.').to_owned()
}

/// One key, or a rule with the policies in which it differs.
fn keys(keys: &[String]) -> String {
    let split = |key: &String| {
        let (policy, rule) = key.strip_prefix("policies.")?.split_once('.')?;
        Some((policy.to_owned(), rule.to_owned()))
    };
    match keys.iter().map(split).collect::<Option<Vec<_>>>() {
        Some(rules) if rules.len() > 1 => {
            let policies: Vec<String> = rules.iter().map(|(policy, _)| policy.clone()).collect();
            format!("`{}` of {}", rules[0].1, listed(&policies))
        }
        _ => keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", "),
    }
}

fn effects(page: &mut Page, change: &Change, done: &Effect) {
    let head: Vec<String> = heads(change, page.width());
    for policy in &done.policies {
        page.blank();
        page.headline(&sentence(done, policy));
        let rows: Vec<Vec<String>> =
            policy.rows.iter().map(|row| cells(row, &done.currency)).collect();
        let fits = |left_out: &[usize]| drawn(&head, &rows, left_out, page.width());
        let table = fits(&[]).or_else(|| fits(&[4]));
        let table = table.or_else(|| drawn(&head, &rows, &[4, 5], usize::MAX));
        page.plain(&table.unwrap_or_default());
    }
    page.blank();
    if (done.weeks[0] - done.weeks[1]).abs() > 1e-6 {
        let [a, b] = done.weeks;
        page.note("warning", &format!("{a} weeks are measured in the first, {b} in the second"));
    }
    page.dim(&format!(
        "Difference: the second less the first, run by run on the same random events. ± is half the 95 % \
         confidence interval; “Middle 50 %” is how much single {} vary.",
        simulated(done.weeks[0])
    ));
    let runs = plural(done.replications.into(), "run");
    page.dim(&format!("{runs} of each policy in both · seed {}", done.seed));
}

/// The heads of the table: the scenarios by name, or by file where both have the same.
fn heads(change: &Change, width: usize) -> Vec<String> {
    let [a, b] = &change.scenarios;
    let names = if a.1 == b.1 { [&a.0, &b.0] } else { [&a.1, &b.1] };
    let most = HEAD.min(width / 5);
    let [a, b] = names.map(|name| truncated(name, most));
    let rest = ["Difference", "Middle 50 %", "Better"].map(str::to_owned);
    [String::new(), a, b].into_iter().chain(rest).collect()
}

/// What becomes of a policy in its first row, the primary measure.
fn sentence(done: &Effect, policy: &PolicyEffect) -> String {
    let Some(row) = policy.rows.first() else {
        return format!("{}: no measure is in both", policy.label);
    };
    let (name, comparison) = (noun(&row.measure), &row.pair.comparison);
    let years = simulated(done.weeks[0]);
    let runs = |share: f64| of_runs(share, comparison.difference.count, &years);
    let by = difference(row, &done.currency);
    let label = capitalised(&policy.label);
    if row.measure.better.is_none() {
        return format!("{label}: {name} changes by {by}");
    }
    match row.pair.verdict() {
        Verdict::Better => {
            let share = runs(comparison.share_better);
            format!("{label} does better in the second: {name} {by}, better in {share}")
        }
        Verdict::Worse => {
            let share = runs(1.0 - comparison.share_better - comparison.share_tied);
            format!("{label} does worse in the second: {name} {by}, worse in {share}")
        }
        Verdict::Tie if comparison.share_tied >= 1.0 => untouched(&label, &name, &runs(1.0)),
        Verdict::Tie => format!("{label}: the difference in {name} ({by}) is too small to matter"),
        Verdict::Undecided if comparison.support == Support::NoDifference => {
            untouched(&label, &name, &runs(1.0))
        }
        Verdict::Undecided => {
            format!("{label}: can’t tell yet whether {name} is better or worse ({by})")
        }
        Verdict::Withheld if row.pair.drifts => {
            format!("{label}: no verdict, since there is no lasting state in the window")
        }
        Verdict::Withheld => format!("{label}: no verdict, since {name} is undefined in some runs"),
    }
}

fn untouched(label: &str, name: &str, runs: &str) -> String {
    format!("{label} is not touched: {name} is the same in {runs}")
}

fn format(row: &EffectRow, currency: &str) -> Format {
    let means = row.estimates.iter().flatten().map(|estimate| estimate.mean);
    Format::new(&row.measure, currency, means.filter(|mean| mean.is_finite()))
}

fn difference(row: &EffectRow, currency: &str) -> String {
    let of = &row.pair.comparison.difference;
    let fine = format(row, currency).for_difference(of.mean, of.half_width());
    let error = fine.error(of.half_width());
    format!("{} {error}", fine.difference(of.mean)).trim_end().to_owned()
}

fn cells(row: &EffectRow, currency: &str) -> Vec<String> {
    let (format, Measure { label, better, .. }) = (format(row, currency), &row.measure);
    let value = |side: usize| {
        let mean = row.estimates[side].as_ref().map(|estimate| estimate.mean);
        mean.map_or_else(|| UNDEFINED.to_owned(), |mean| format.value(mean))
    };
    let of = &row.pair.comparison.difference;
    let fine = format.for_difference(of.mean, of.half_width());
    let share = row.pair.comparison.share_better;
    vec![
        label.clone(),
        value(0),
        value(1),
        difference(row, currency),
        format!("{} … {}", fine.signed(of.p25), fine.signed(of.p75)),
        if better.is_some() { percent(share) } else { String::new() },
    ]
}
