//! A race in words.

use crate::experiment::End;
use crate::experiment::race::{RaceSummary, Reckoning};
use crate::report::format::{Format, count, plural};
use crate::report::named::listed;
use crate::sales::Measure;

/// Names told one by one.
const MOST_NAMES: usize = 8;

/// How the means of a race are written.
pub(in crate::report) fn format(race: &RaceSummary) -> Format {
    let means = race.candidates.iter().map(|of| of.estimate.mean);
    Format::new(&race.measure, &race.currency, means)
}

/// How a candidate is read: its label, or its name where that is all there is.
pub(in crate::report) fn label(race: &RaceSummary, index: usize) -> &str {
    let of = &race.candidates[index];
    if of.label.is_empty() { &of.name } else { &of.label }
}

/// `no other is better by more than 1 pp`.
fn bound(race: &RaceSummary, regret: f64) -> String {
    if regret == 0.0 {
        return "no other is better".to_owned();
    }
    format!("no other is better by more than {}", format(race).size(shortened(regret)))
}

/// Who is best.
pub(in crate::report) fn headline(race: &RaceSummary) -> String {
    let (measure, all) = (&race.measure.label, race.candidates.len());
    let Some(winner) = race.winner else {
        return format!(
            "{measure} is undefined in too many runs of every policy: nothing is picked"
        );
    };
    let (name, regret) = (label(race, winner), race.regret());
    if race.is_decided && race.possible() == 1 {
        return format!("{name} is the best of {} in {measure} (95\u{A0}%)", count(&all));
    }
    if race.is_decided {
        return format!(
            "{name} is as good as the best of {} in {measure}: {} (95\u{A0}%)",
            count(&all),
            bound(race, regret)
        );
    }
    if regret.is_infinite() {
        return format!("Too few runs to say which of {} is best in {measure}", count(&all));
    }
    format!(
        "Not decided: {name} leads {} in {measure}, and {} (95\u{A0}%)",
        count(&all),
        bound(race, regret)
    )
}

/// How it ended and what would decide it: `after 12,000 runs, at the time limit; about 3,000 more would`.
pub fn end_in_words(race: &RaceSummary) -> String {
    let runs = plural(race.runs, "run");
    let end = match race.end {
        End::Goal => format!("after {runs}"),
        End::Runs => format!("after {runs}, {} of whoever may be the best", count(&race.most_runs)),
        End::Time => format!("after {runs}, at the time limit"),
        End::Interrupted => format!("after {runs}, interrupted"),
    };
    let more = race.left.map(|left| format!("; about {} more would decide", count(&left)));
    format!("{end}{}", more.unwrap_or_default())
}

/// What is known while a race runs: `no other is better by more than 2.1 pp · 12 may be the best`.
pub fn reckoning_in_words(measure: &Measure, currency: &str, known: &Reckoning) -> String {
    let possible = format!("{} may be the best", count(&known.possible));
    if known.regret.is_infinite() {
        return possible;
    }
    let format = Format::new(measure, currency, [known.regret]);
    let regret = format.size(shortened(known.regret));
    format!("no other is better than the first by more than {regret} · {possible}")
}

/// The names of these candidates, or the first of them.
pub(in crate::report) fn names(race: &RaceSummary, those: &[usize]) -> String {
    let shown: Vec<String> =
        those.iter().take(MOST_NAMES).map(|index| label(race, *index).to_owned()).collect();
    match those.len().saturating_sub(MOST_NAMES) {
        0 => listed(&shown),
        more => format!("{} and {} more", shown.join(", "), count(&more)),
    }
}

/// Where the numbers come from.
pub(in crate::report) fn provenance(race: &RaceSummary) -> String {
    format!(
        "{} · {} of {} candidates · seed {} · posse {}",
        race.scenario,
        plural(race.runs, "run"),
        count(&race.candidates.len()),
        race.seed,
        env!("CARGO_PKG_VERSION")
    )
}

/// The number with three digits that count.
pub(in crate::report) fn shortened(width: f64) -> f64 {
    format!("{width:.2e}").parse().unwrap_or(width)
}
