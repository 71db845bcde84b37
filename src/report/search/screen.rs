//! The screen of a search: the best design, what it is worth, what else is as good, what matters near it.

use super::{front, words};
use crate::experiment::search::{Level, Neighbour, SearchSummary};
use crate::report::console::{Page, Screen};
use crate::report::format::{count, truncated};
use crate::report::race;

/// The widest name of a lever.
const NAME: usize = 36;

/// What a manager needs to know of a search.
pub fn search_screen(search: &SearchSummary, screen: Screen) -> String {
    let mut page = Page::new(screen);
    page.headline(&words::headline(search));
    page.blank();
    draw_levers(&mut page, search);
    page.blank();
    page.note("flattery", &words::flattery(search));
    for limit in &search.winner().limits {
        page.note("limit", &words::limit(limit));
    }
    if search.found.is_beyond {
        page.note("limit", "no finalist is likely to keep the limits: this one exceeds them least");
    }
    if let Some(agreement) = words::agreement(search) {
        page.note("searches", &agreement);
    }
    if let Some(found) = &search.found.front {
        page.note("trade-off", &front::sentence(search, found));
        front::draw(&mut page, search, found);
    }
    page.note("finalists", &race::words::headline(&search.race));
    race::notes(&mut page, &search.race);
    page.note("more time", &words::more(search));
    if let Some(folder) = page.folder() {
        let file = if words::is_against(search) { "worst.toml" } else { "best.toml" };
        let own = if search.is_as_written() { String::new() } else { format!("{file}, ") };
        let front = if search.found.front.is_some() { "front.csv, " } else { "" };
        let files = format!(
            "{own}{front}charts (SVG and PNG), results.json, trials.csv, levers.csv, race.csv"
        );
        page.note("files", &format!("{}: {files}", folder.display()));
    }
    page.blank();
    page.dim(
        "What is said of the best design comes from runs that had no part in choosing it. That it is best is \
         said among the finalists, never of all designs there are.",
    );
    page.dim(&format!("{} · {} events", words::provenance(search), count(&search.found.events)));
    page.text()
}

/// The levers: as written, best, and what moving them from there does.
fn draw_levers(page: &mut Page, search: &SearchSummary) {
    let text = |level: Option<&Level>| level.map_or("–".to_owned(), |level| level.text.clone());
    let rows: Vec<[String; 4]> = search
        .levers
        .iter()
        .enumerate()
        .map(|(place, lever)| {
            let near = search.found.neighbours.iter().zip(&search.moved);
            let near =
                near.filter(|(of, _)| of.lever == place).map(|(of, to)| moved(search, of, to));
            let best =
                if search.is_as_written() { lever.base.as_ref() } else { lever.best.as_ref() };
            [
                truncated(&lever.label, NAME),
                text(lever.base.as_ref()),
                text(best),
                near.collect::<Vec<_>>().join(" · "),
            ]
        })
        .collect();
    let wide = |column: usize, least: usize| {
        rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0).max(least)
    };
    let [a, b, c] = [wide(0, 6), wide(1, 10), wide(2, 5)];
    let best = if words::is_against(search) { "worst" } else { "best" };
    page.plain(&format!(" {:a$}  {:>b$}  {best:>c$}  if moved from there", "lever", "as written"));
    for [name, written, best, near] in rows {
        page.plain(&format!(" {name:a$}  {written:>b$}  {best:>c$}  {near}"));
    }
}

/// `to 7: −0.4 pp ±0.2`, or that it does not matter.
fn moved(search: &SearchSummary, near: &Neighbour, to: &Level) -> String {
    let format = words::format(search);
    let what = match &near.gain {
        None => "beyond a limit".to_owned(),
        Some(_) if near.is_beyond => "beyond a limit".to_owned(),
        Some(gain)
            if gain.interval.0 >= -search.found.zone && gain.interval.1 <= search.found.zone =>
        {
            "flat".to_owned()
        }
        Some(gain) => words::difference(&format, gain),
    };
    format!("{}: {what}", to.text)
}
