//! The screen of a sensitivity analysis: the finding, then the inputs in order.

use super::words;
use crate::experiment::sensitivity::{
    Bar, Findings, Reading, Screened, SensitivitySummary, Shared, ValueSummary,
};
use crate::report::console::{Page, Screen};
use crate::report::finding::capitalised;
use crate::report::format::{count, percent, plural, truncated};
use crate::stats::Index;

/// Inputs shown one by one.
const SHOWN: usize = 12;
/// Characters of an input's name.
const NAME: usize = 36;

/// What a manager needs to know of a sensitivity analysis.
pub fn sensitivity_screen(summary: &SensitivitySummary, screen: Screen) -> String {
    let mut page = Page::new(screen);
    page.headline(&words::headline(summary));
    page.dim(&words::subject(summary));
    page.blank();
    match &summary.findings {
        Findings::Tornado { base, bars } => tornado(&mut page, summary, (base, bars)),
        Findings::Morris(inputs) => morris(&mut page, summary, inputs),
        Findings::Sobol { inputs, rows, undefined, .. } => {
            sobol(&mut page, summary, (inputs, *rows, *undefined));
        }
        Findings::Value(value) => worth(&mut page, summary, value),
    }
    page.blank();
    notes(&mut page, summary);
    page.text()
}

/// Lines of columns: the first to the left, the others to the right.
fn columns(page: &mut Page, rows: &[Vec<String>]) {
    let most = rows.iter().map(Vec::len).max().unwrap_or(0);
    let long = |text: &String| text.chars().count();
    let widths: Vec<usize> = (0..most)
        .map(|column| rows.iter().filter_map(|row| row.get(column)).map(long).max().unwrap_or(0))
        .collect();
    for row in rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(column, (text, width))| {
            if column == 0 { format!("{text:width$}") } else { format!("{text:>width$}") }
        });
        page.plain(&format!(" {}", cells.collect::<Vec<_>>().join("   ")));
    }
}

fn name(summary: &SensitivitySummary, input: usize) -> String {
    truncated(&summary.inputs[input].label, NAME)
}

fn more(page: &mut Page, all: usize) {
    if all > SHOWN {
        page.dim(&format!("and {}: results.json", plural((all - SHOWN) as u64, "more input")));
    }
}

fn tornado(page: &mut Page, summary: &SensitivitySummary, (base, bars): (&Reading, &[Bar])) {
    let numbers = words::tornado_numbers(summary, base, bars);
    let head = ["one input at a time", "from", "to", "from", "to"].map(str::to_owned);
    let mut rows = vec![head.to_vec()];
    for bar in bars.iter().take(SHOWN) {
        let (input, ends) = (&summary.inputs[bar.input], [bar.ends.0, bar.ends.1]);
        let mut row = vec![name(summary, bar.input)];
        row.extend(ends.map(|k| words::at(input, &bar.readings[k])));
        row.extend(ends.map(|k| numbers.value(bar.readings[k].mean)));
        if bar.is_idle {
            row.push("no effect".to_owned());
        }
        rows.push(row);
    }
    columns(page, &rows);
    more(page, bars.len());
    page.blank();
    let error = words::half(base.interval);
    let (mean, error) = (numbers.bare(base.mean), numbers.size(error));
    let is_known = base.mean.is_finite();
    page.note("base", &if is_known { format!("{mean} ±{error}") } else { "undefined".into() });
    let mut about = "verdict";
    for sentence in words::verdict(summary, base, bars) {
        page.note(about, &sentence);
        about = "";
    }
}

fn morris(page: &mut Page, summary: &SensitivitySummary, inputs: &[Screened]) {
    let numbers = words::morris_numbers(summary, inputs);
    let head = ["over its whole range", "mean size", "±", "mean", "spread", "random"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for of in inputs.iter().take(SHOWN) {
        let effects = &of.effects;
        let error = words::half(effects.mu_star_interval);
        let sizes = [effects.mu_star, error, effects.mu, effects.sigma, effects.noise_bound()];
        let mut row = vec![name(summary, of.input)];
        row.extend(
            sizes
                .iter()
                .enumerate()
                .map(|(k, size)| if k == 2 { numbers.value(*size) } else { numbers.size(*size) }),
        );
        rows.push(row);
    }
    columns(page, &rows);
    more(page, inputs.len());
}

/// `62 % (54 to 70)`.
fn share(index: Index) -> String {
    let (low, high) = index.interval;
    if !low.is_finite() || !high.is_finite() {
        return percent(index.value);
    }
    let bare = |share: f64| percent(share.clamp(0.0, 1.0)).replace("\u{A0}%", "");
    format!("{} ({} to {})", percent(index.value.clamp(0.0, 1.0)), bare(low), bare(high))
}

fn sobol(
    page: &mut Page,
    summary: &SensitivitySummary,
    (inputs, rows, undefined): (&[Shared], usize, usize),
) {
    let head = ["share of the variance", "on its own", "with interactions"].map(str::to_owned);
    let mut lines = vec![head.to_vec()];
    for of in inputs.iter().take(SHOWN) {
        lines.push(vec![name(summary, of.input), share(of.index.first), share(of.index.total)]);
    }
    columns(page, &lines);
    more(page, inputs.len());
    let sum: f64 = inputs.iter().map(|of| of.index.first.value).sum();
    if sum.is_finite() {
        page.blank();
        let together = percent(sum.clamp(0.0, 1.0));
        page.note(
            "together",
            &format!("{together} by inputs on their own, the rest by interactions"),
        );
    }
    if undefined > 0 {
        let all = rows + undefined;
        page.note("undefined", &format!("in {undefined} of {all} rows, which are left out"));
    }
}

fn worth(page: &mut Page, summary: &SensitivitySummary, value: &ValueSummary) {
    let format = words::value_format(summary, value);
    let window = words::window(summary);
    let head = ["knowing it before deciding is worth".to_owned(), window.trim().to_owned()];
    let mut rows = vec![head.to_vec()];
    let between = |(low, high): (f64, f64)| {
        format!("({} to {})", format.number(low.max(0.0)), format.number(high.max(0.0)))
    };
    if let Some(all) = value.all {
        let name = "all inputs together".to_owned();
        rows.push(vec![name, words::size(&format, all.value), between(all.interval)]);
    }
    for of in value.inputs.iter().take(SHOWN) {
        let size = words::size(&format, of.worth.value);
        rows.push(vec![name(summary, of.input), size, between(of.worth.interval)]);
    }
    columns(page, &rows);
    more(page, value.inputs.len());
    page.blank();
    if !value.inputs.is_empty() {
        let best = words::label(summary, value.best);
        let measure = &summary.question.measure.label;
        page.note("decision", &format!("{best} if nothing more is known (by {measure})"));
        page.note(
            "limit",
            "the value of knowing an input for certain: a study of it is worth no more than that",
        );
    }
    if value.explained.is_finite() {
        let explained = percent(value.explained.clamp(0.0, 1.0));
        let words = format!("the inputs explain {explained} of how the advantage varies");
        page.note("explained", &format!("{words}; the rest is random variation and interactions"));
    }
    if value.undefined > 0 {
        let all = value.points + value.undefined;
        page.note("undefined", &format!("at {} of {all} points, left out", value.undefined));
    }
}

fn notes(page: &mut Page, summary: &SensitivitySummary) {
    let (idle, unseen) = words::idle_inputs(summary);
    if let Some(words) = words::idle(idle, unseen) {
        page.note("nothing", &capitalised(&words));
    }
    if !summary.left_out.is_empty() {
        let left_out = plural(summary.left_out.len() as u64, "input");
        page.note("left out", &format!("{left_out} that cannot be moved: results.json says why"));
    }
    if let Some(share) = summary.sourced_influence().filter(|_| summary.has_sources()) {
        page.note("evidence", &format!("{} of what moves the answer has a source", percent(share)));
    }
    for warning in &summary.warnings {
        page.note("warning", warning);
    }
    if let Some(folder) = page.folder() {
        let words =
            format!("{}: chart (SVG and PNG), results.json, sensitivity.csv", folder.display());
        page.note("files", &words);
    }
    page.blank();
    page.dim(&format!("{} · {} events", words::provenance(summary), count(&summary.events)));
}
