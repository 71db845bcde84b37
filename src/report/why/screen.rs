//! The screen of `why`: the finding, a table of the parts, what they do together.

use super::words;
use crate::experiment::why::Why;
use crate::report::console::{Page, Screen};
use crate::report::format::{Format, count, plural};
use crate::stats::Mean;

/// Interactions told at most.
const MOST_INTERACTIONS: usize = 3;

/// What a manager needs to know of what made the difference.
pub fn why_screen(why: &Why, screen: Screen) -> String {
    let mut page = Page::new(screen);
    page.headline(&words::headline(why, why.primary));
    page.blank();
    if why.findings[why.primary].whole.mean.is_finite() {
        draw_table(&mut page, why);
        page.blank();
    }
    notes(&mut page, why);
    page.text()
}

/// The way from one policy to the other, part by part.
fn draw_table(page: &mut Page, why: &Why) {
    let (finding, format) = (&why.findings[why.primary], words::format(why, why.primary));
    let [a, b] = [0, 1].map(|side| words::label(why, side));
    let names = why.parts.iter().map(|part| part.name().chars().count());
    let wide = names.chain([a.chars().count(), b.chars().count()]).max().unwrap_or(0);
    let head = ["its share", "alone", "as the last"];
    page.plain(&format!(" {:wide$}  {:>14}  {:>14}  {:>14}", "", head[0], head[1], head[2]));
    page.plain(&format!(" {a:wide$}  {:>14}", format.value(finding.from.mean)));
    let line = |part: usize| {
        let found = &finding.parts[part];
        let cells = [&found.share, &found.alone, &found.last].map(|spread| cell(&format, spread));
        let [share, alone, last] = cells;
        format!(" {:wide$}  {share:>14}  {alone:>14}  {last:>14}", why.parts[part].name())
    };
    let order = words::descending(finding);
    let lines: Vec<String> = order.iter().map(|part| line(*part)).collect();
    let abouts = order.iter().map(|part| why.parts[*part].about());
    let all: Vec<String> =
        lines.iter().zip(abouts).map(|(l, about)| format!("{l}   {about}")).collect();
    // What the parts are about stands beside all of them or none.
    let fit = all.iter().all(|line| line.chars().count() <= page.width());
    for line in if fit { all } else { lines } {
        page.plain(&line);
    }
    page.plain(&format!(" {b:wide$}  {:>14}", format.value(finding.to.mean)));
}

fn cell(format: &Format, spread: &Mean) -> String {
    let format = format.for_difference(spread.mean, spread.half_width());
    format!("{} {}", format.signed(spread.mean), format.error(spread.half_width()))
}

/// What rules do together beyond what each does alone.
fn together(why: &Why) -> String {
    let pairs = words::interactions(why, why.primary, MOST_INTERACTIONS);
    if pairs.is_empty() {
        return "no two rules clearly do more or less together than each alone".to_owned();
    }
    format!("{} (more than each alone)", pairs.join(" · "))
}

fn notes(page: &mut Page, why: &Why) {
    let (measure, unit) = (&why.measures[why.primary], words::format(why, why.primary));
    let unit = match unit.difference_unit() {
        "" => String::new(),
        unit => format!(", in {unit}"),
    };
    let finding = &why.findings[why.primary];
    if why.parts.len() > 1 && finding.whole.mean.is_finite() {
        page.note("together", &together(why));
    }
    let undefined = finding.undefined;
    if undefined > 0 {
        let runs = plural(u64::from(undefined), "run");
        page.note(
            "left out",
            &format!("{runs}, in which {} is undefined for a mixed policy", measure.label),
        );
    }
    for warning in &why.warnings {
        page.note("warning", warning);
    }
    if let Some(folder) = page.folder() {
        let files = "the bridge (SVG and PNG), results.json, why.csv with all measures";
        page.note("files", &format!("{}: {files}", folder.display()));
    }
    page.blank();
    page.dim(&format!(
        "{}{unit}. Its share: what a rule adds on average over all orders in which the rules could \
         change (Shapley); the shares sum to the difference. Alone: with all other rules of {}; as the \
         last: with all others of {}. ± is half the 95 % confidence interval.",
        measure.label,
        words::label(why, 0),
        words::label(why, 1)
    ));
    page.dim(&format!("{} · {} events", words::provenance(why), count(&why.events)));
}
