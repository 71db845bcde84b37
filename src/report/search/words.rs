//! A search in words.

use crate::experiment::search::{Kept, LimitFound, SearchSummary};
use crate::report::format::{Format, count, plural};
use crate::report::named::listed;
use crate::report::race::words as race;
use crate::stats::Estimate;

/// How values of the measure are written.
pub(super) fn format(search: &SearchSummary) -> Format {
    race::format(&search.race)
}

/// Whether it was a search for the worst world of a policy.
pub(super) fn is_against(search: &SearchSummary) -> bool {
    search.policies.len() > 1
}

/// The policy that is searched, as people read it.
pub(super) fn policy(search: &SearchSummary, place: usize) -> &str {
    let (name, label) = &search.policies[place];
    if label.is_empty() { name } else { label }
}

/// A value with its error: `9.3 % ±0.4`.
pub(super) fn known(format: &Format, of: &Estimate) -> String {
    let exact = format.for_difference(of.mean, of.half_width());
    format!("{} {}", exact.value(of.mean), exact.error(of.half_width())).trim_end().to_owned()
}

/// A difference with its error: `+1.2 pp ±0.3`.
pub(super) fn difference(format: &Format, of: &Estimate) -> String {
    let exact = format.for_difference(of.mean, of.half_width());
    format!("{} {}", exact.difference(of.mean), exact.error(of.half_width())).trim_end().to_owned()
}

/// What was found, with what it is worth on fresh luck.
pub(super) fn headline(search: &SearchSummary) -> String {
    let (format, measure) = (format(search), &search.race.measure.label);
    let winner = search.winner();
    if is_against(search) {
        let [own, other] = [0, 1].map(|place| policy(search, place));
        let worst = difference(&format, &winner.estimate);
        return format!(
            "{own} minus {other} in the worst world found: {worst} in {measure} (95\u{A0}%)"
        );
    }
    let name = policy(search, 0);
    let worth = known(&format, &winner.estimate);
    if search.is_as_written() {
        return format!(
            "No design was found that is better than {name} as written: {measure} {worth}"
        );
    }
    let gain = difference(&format, &winner.gain);
    format!(
        "The best design found of {name}: {measure} {worth}, {gain} against as written (95\u{A0}%)"
    )
}

/// What the best-looking trial promised and what was left of it.
pub(super) fn flattery(search: &SearchSummary) -> String {
    let format = format(search);
    let value = |value: f64| {
        if is_against(search) { format.difference(value) } else { format.value(value) }
    };
    format!(
        "the best of {} trials seemed {}; the race said {} of the winner; fresh luck says {}",
        count(&search.found.trials.len()),
        value(search.best_trial),
        value(search.in_race),
        known(&format, &search.winner().estimate)
    )
}

/// What is known of the limits.
pub(super) fn limit(found: &LimitFound) -> String {
    let kept = match found.kept {
        Kept::Yes => "kept (97.5 % for all limits together)",
        Kept::No => "not kept",
        Kept::Open => "not known to be kept",
    };
    let binds = if found.binds && found.kept == Kept::Yes { ", and it binds" } else { "" };
    format!("{}: {kept}{binds}", found.text)
}

/// What several searches say of each other.
pub(super) fn agreement(search: &SearchSummary) -> Option<String> {
    let format = format(search);
    let all = &search.found.agreement;
    if all.is_empty() {
        return None;
    }
    let values: Vec<String> = all.iter().map(|of| known(&format, &of.estimate)).collect();
    let far: Vec<String> = all
        .iter()
        .filter(|of| of.candidate != search.found.winner)
        .map(|of| format!("{:.0}\u{A0}%", 100.0 * of.distance))
        .collect();
    let apart = if far.is_empty() {
        "all found the winner".to_owned()
    } else {
        format!("the others lie {} of the ranges away from the winner", listed(&far))
    };
    Some(format!("{} searches found {}; {apart}", all.len(), listed(&values)))
}

/// What is still open.
pub fn open_in_words(search: &SearchSummary) -> String {
    let mut open = Vec::new();
    if !search.race.is_decided {
        let regret = search.race.regret();
        let bound = if regret.is_finite() {
            let size = format(search).size(race::shortened(regret));
            format!("another finalist may be better by up to {size}")
        } else {
            "the finalists had too few runs".to_owned()
        };
        open.push(bound);
    }
    let limits = search.winner().limits.iter().filter(|limit| limit.kept != Kept::Yes);
    open.extend(limits.map(limit));
    listed(&open)
}

/// What more time would bring.
pub(super) fn more(search: &SearchSummary) -> String {
    let better = search.better_neighbours();
    let doubled = count(&(2 * search.plan.budget));
    if !better.is_empty() {
        let names: Vec<String> = better
            .iter()
            .map(|own| search.levers[search.found.neighbours[*own].lever].label.clone())
            .collect();
        return format!(
            "the search had not come to its end: moving {} makes it better still; `--budget {doubled}` goes on",
            listed(&names)
        );
    }
    let race = &search.race;
    match race.left {
        Some(left) if !race.is_decided => {
            format!(
                "about {} more would decide between the finalists: `--budget {doubled}`",
                plural(left, "run")
            )
        }
        _ if search.found.neighbours.is_empty() => format!("`--budget {doubled}` searches longer"),
        _ => "no lever is known to make the best design better by more than matters".to_owned(),
    }
}

/// Which levers matter near the best design.
pub(super) fn near(search: &SearchSummary) -> String {
    let zone = search.found.zone;
    let named = |is: &dyn Fn(f64, f64) -> bool| {
        let mut names: Vec<String> = Vec::new();
        for neighbour in &search.found.neighbours {
            let label = &search.levers[neighbour.lever].label;
            let gain = neighbour.gain.as_ref().map_or((f64::NAN, f64::NAN), |gain| gain.interval);
            if is(gain.0, gain.1) && !names.contains(label) {
                names.push(label.clone());
            }
        }
        names
    };
    let better = named(&|low, _| low > zone);
    let matter = named(&|_, high| high < -zone);
    match (better.is_empty(), matter.is_empty()) {
        (false, _) => {
            format!("The search had not come to its end: {} can be better still", listed(&better))
        }
        (true, false) => {
            format!("Near the best design it matters where these are: {}", listed(&matter))
        }
        (true, true) => "Near the best design no lever is known to matter".to_owned(),
    }
}

/// Where the numbers come from.
pub(super) fn provenance(search: &SearchSummary) -> String {
    format!(
        "{} · {} in {} trials, a race and a confirmation · seed {} · posse {}",
        search.race.scenario,
        plural(search.found.runs, "run"),
        count(&search.found.trials.len()),
        search.race.seed,
        env!("CARGO_PKG_VERSION")
    )
}

/// What stands above the scenario with the best values.
pub fn head(search: &SearchSummary) -> String {
    let plain = |text: String| text.replace(['\u{A0}', '\u{202F}'], " ");
    let factor = search.found.factors[search.found.winner];
    let factor = factor.map_or(String::new(), |factor| {
        format!(
            "# Its factor of market cost was {factor}; whoever runs this file finds it again.\n"
        )
    });
    format!(
        "# {}\n# Found by a search of `{}`; {}.\n{factor}\n",
        plain(headline(search)),
        search.race.scenario,
        plain(flattery(search))
    )
}
