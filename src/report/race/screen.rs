//! The screen of a race: the winner, the best in a table, who else may be it.

use super::words;
use crate::experiment::race::RaceSummary;
use crate::report::console::{Page, Screen};
use crate::report::format::{count, truncated};
use crate::stats::Standing;

/// Rows of the table.
const MOST_ROWS: usize = 12;
/// The widest name.
const NAME: usize = 34;

/// What a manager needs to know of a race.
pub fn race_screen(race: &RaceSummary, screen: Screen) -> String {
    let mut page = Page::new(screen);
    page.headline(&words::headline(race));
    page.blank();
    draw_table(&mut page, race);
    page.blank();
    notes(&mut page, race);
    if let Some(folder) = page.folder() {
        let files = "the race (SVG and PNG), results.json, race.csv with all candidates";
        page.note("files", &format!("{}: {files}", folder.display()));
    }
    page.blank();
    page.dim(
        "Behind: how much better the winner is over the runs that both have. At most: with 95 % \
         confidence, for all rows at once and whenever one stops, nobody is better than this row by more.",
    );
    page.dim(&format!("{} · {} events", words::provenance(race), count(&race.events)));
    page.text()
}

/// The best rows, the winner first.
pub(in crate::report) fn draw_table(page: &mut Page, race: &RaceSummary) {
    let format = words::format(race);
    let order = race.order();
    let shown = &order[..order.len().min(MOST_ROWS)];
    let wide = shown.iter().map(|own| words::label(race, *own).chars().count()).max();
    let wide = wide.unwrap_or(0).min(NAME);
    let head = [race.measure.label.as_str(), "behind", "at most", "runs"];
    let first = head[0].chars().count().max(9);
    page.plain(&format!(
        " {:wide$}  {:>first$}  {:>10}  {:>10}  {:>7}",
        "", head[0], head[1], head[2], head[3]
    ));
    for index in shown {
        let of = &race.candidates[*index];
        let name = truncated(words::label(race, *index), NAME);
        let steps = format.for_difference(of.behind, race.zone);
        let behind =
            if race.winner == Some(*index) { String::new() } else { steps.number(of.behind) };
        let regret = if of.regret.is_finite() {
            format.for_difference(of.regret, race.zone).number(of.regret)
        } else {
            "?".to_owned()
        };
        let mean = format.value(of.estimate.mean);
        let stands = match of.standing {
            Standing::Runs | Standing::Rests if of.is_near_best => "as good as the best",
            Standing::Runs | Standing::Rests => "may be the best",
            Standing::Dropped(_) => "dropped",
            Standing::Withheld => "undefined in too many runs",
        };
        let runs = count(&of.runs);
        page.plain(&format!(
            " {name:wide$}  {mean:>first$}  {behind:>10}  {regret:>10}  {runs:>7}  {stands}"
        ));
    }
    if order.len() > shown.len() {
        page.plain(&format!(" and {} more", count(&(order.len() - shown.len()))));
    }
}

/// Who is as good, who may be the best, how it ended.
pub(in crate::report) fn notes(page: &mut Page, race: &RaceSummary) {
    let others = |is: &dyn Fn(usize) -> bool| -> Vec<usize> {
        let is_other = |own: &usize| race.winner != Some(*own) && is(*own);
        race.order().into_iter().filter(is_other).collect()
    };
    let near = others(&|own| race.candidates[own].is_near_best);
    let possible = others(&|own| {
        let of = &race.candidates[own];
        of.is_possibly_best() && !of.is_near_best
    });
    if !near.is_empty() {
        let zone = words::format(race).size(race.zone);
        let names = words::names(race, &near);
        page.note("as good", &format!("{names}: within {zone} of the best, choose by taste"));
    }
    if !possible.is_empty() {
        page.note("may be best", &words::names(race, &possible));
    }
    page.note("ended", &words::end_in_words(race));
    for warning in &race.warnings {
        page.note("warning", warning);
    }
}
