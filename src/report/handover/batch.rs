//! Several scenarios side by side: an index of their results, and one comparison across all of them.

use super::book::{Compared, Look};
use super::choice::{Choice, full};
use super::drawing::{Anchor, Drawing, Picture, color, fitted};
use super::forest::numbers;
use super::sheet::{self, Part};
use super::table::Table;
use super::words::{Words, escaped};
use crate::experiment::{PairSummary, Summary};
use crate::report::finding::{self, Standing};
use crate::report::format::{Format, plural};
use crate::report::plot::Axis;
use crate::stats::Estimate;
use std::fmt::Write;

const HEAD: f64 = 8.0;
const ROW: f64 = 52.0;
const PANEL_ROW: f64 = 34.0;
const FOOT: f64 = 30.0;
const GAP: f64 = 28.0;

/// What one scenario of a batch found, and where that lies.
#[derive(Clone, Debug)]
pub struct Entry {
    /// What was found.
    pub found: Compared,
    /// Its folder, seen from the index.
    pub folder: String,
    /// The page in that folder to read first.
    pub page: String,
}

/// A scenario with the two policies that its row is about.
struct Row<'a> {
    summary: &'a Summary,
    pair: &'a PairSummary,
}

/// The index of a batch as a page.
pub fn index(entries: &[Entry], look: &Look) -> String {
    let policies = entries.iter().flat_map(|entry| &entry.found.summary.policies);
    let labels: Vec<String> = policies.map(|policy| policy.label.clone()).collect();
    let words = Words::new(&labels, look.numbers);
    let key = measure(entries);
    let rows: Vec<Row<'_>> = entries.iter().filter_map(|entry| row(entry, key)).collect();
    let title = headline(&rows, entries.len());
    let across = format!(
        "<section id=\"across\"><h1>{}</h1>{}{}</section>",
        words.said(&title),
        forest(&rows, &words),
        table(&rows, &words)
    );
    let mut parts: Vec<Part> = vec![("across", "Across scenarios", across)];
    let panels = multiples(entries, key, &words);
    parts.extend(panels.map(|text| ("multiples", "Policy by policy", text)));
    parts.push(("results", "All results", list(entries, &words)));
    sheet::dressed(&title, &parts, &words, look)
}

/// The measure that all scenarios have: the primary one if it is the same in all, else contribution.
fn measure(entries: &[Entry]) -> Option<&str> {
    let primary = |summary: &Summary| summary.measures[summary.primary].key.clone();
    let first = &entries.first()?.found.summary;
    let key = first.measures[first.primary].key.as_str();
    if entries.iter().all(|entry| primary(&entry.found.summary) == key) {
        return Some(key);
    }
    let has_money =
        |entry: &Entry| finding::measure(&entry.found.summary, "contribution").is_some();
    entries.iter().all(has_money).then_some("contribution")
}

/// The first policy and the best of the others, in that measure.
fn row<'a>(entry: &'a Entry, key: Option<&str>) -> Option<Row<'a>> {
    let summary = &entry.found.summary;
    let choice = Choice::among(summary)?;
    let measure = finding::measure(summary, key?)?;
    let same = |pair: &&PairSummary| (pair.a, pair.b) == (choice.a, choice.b);
    let pair = finding::pairs(summary, measure).find(same)?;
    pair.comparison.difference.mean.is_finite().then_some(Row { summary, pair })
}

/// In how many scenarios the first policy should be left, kept, or nobody can tell.
fn headline(rows: &[Row<'_>], all: usize) -> String {
    let count = |of: fn(&Row<'_>) -> bool| rows.iter().filter(|row| of(row)).count();
    let changes = count(|row| winner(row) == Some(row.pair.b));
    let stays = count(|row| winner(row) == Some(row.pair.a));
    let level = count(|row| finding::standing(row.pair) == Standing::Tie);
    let open = all - changes - stays - level;
    let parts = [
        (changes, "another policy is better than the first"),
        (stays, "the first policy is the best"),
        (level, "they come out alike"),
        (open, "there is no answer yet"),
    ];
    let told = parts.iter().filter(|(number, _)| *number > 0);
    let told: Vec<String> = told.map(|(number, what)| format!("in {number} {what}")).collect();
    format!("Of {}, {}", plural(all as u64, "scenario"), finding::listed(&told))
}

fn winner(row: &Row<'_>) -> Option<usize> {
    match finding::standing(row.pair) {
        Standing::Ahead { winner, .. } => Some(winner),
        _ => None,
    }
}

/// One scale for all rows.
fn format(rows: &[Row<'_>]) -> Option<Format> {
    let first = rows.first()?;
    let means = rows.iter().flat_map(|row| {
        let of = |policy: usize| finding::estimate(row.summary, policy, row.pair.measure);
        [row.pair.a, row.pair.b].map(|policy| of(policy).map_or(0.0, |estimate| estimate.mean))
    });
    let measure = &first.summary.measures[first.pair.measure];
    Some(Format::new(measure, &first.summary.currency, means))
}

/// `team less lone hero`
fn who(row: &Row<'_>) -> String {
    let [a, b] = [row.pair.a, row.pair.b].map(|policy| finding::label(row.summary, policy));
    format!("{b} less {a}")
}

/// Every scenario on one axis.
fn forest(rows: &[Row<'_>], words: &Words) -> String {
    let Some(format) = format(rows) else {
        let text =
            "No measure is the same in all of them, so that they stand side by side only below.";
        return format!("<p class=\"lead\">{text}</p>");
    };
    let first = &rows[0];
    let unit = format.in_unit();
    let about = format!(
        "Difference in {}{unit}: the best other policy less the first. Thick bar: half of the single runs; \
         thin: 90 of 100; dot: the average.",
        finding::noun(&first.summary.measures[first.pair.measure])
    );
    let told: Vec<String> = rows
        .iter()
        .map(|row| {
            format!("{}, {}: {}", row.summary.scenario, who(row), numbers(row.pair, &format))
        })
        .collect();
    let title = "The best other policy against the first, scenario by scenario";
    let description = told.join("; ");
    let caption = "± is the error of the average (95 %).";
    let picture = Picture { name: "forest", title, description: &description, caption };
    let picture = picture.html(words, |drawing| draw(drawing, rows, &format));
    format!("<p class=\"sub\">{}</p>{picture}", words.said(&about))
}

fn draw(drawing: &mut Drawing<'_>, rows: &[Row<'_>], format: &Format) -> f64 {
    let ends = rows.iter().flat_map(|row| {
        let of = &row.pair.comparison.difference;
        [of.p05, of.p95, of.mean, 0.0]
    });
    let axis = Axis::tight(ends, if drawing.is_narrow() { 4 } else { 7 });
    let room = drawing.width - 8.0;
    let place = |value: f64| 4.0 + (value - axis.from) / (axis.to - axis.from) * room;
    let bottom = HEAD + ROW * rows.len() as f64;
    let steps = format.for_steps(axis.step());
    drawing.grid(&axis, (HEAD, bottom), place, |tick| steps.signed(tick));
    for (at, row) in rows.iter().enumerate() {
        let top = HEAD + ROW * at as f64;
        let numbers = numbers(row.pair, format);
        let numbers = if drawing.is_narrow() {
            numbers.split(", ").next().unwrap_or_default().to_owned()
        } else {
            numbers
        };
        let left = drawing.width - super::drawing::width(&numbers) - 12.0;
        let name = format!("{}: {}", row.summary.scenario, who(row));
        drawing.text("b", (0.0, top + 13.0), Anchor::Start, &fitted(&name, left));
        drawing.text("", (drawing.width, top + 13.0), Anchor::End, &numbers);
        spread(drawing, &row.pair.comparison.difference, row.pair.b, (top + 34.0, &place));
    }
    bottom + FOOT
}

/// Half and nine tenths of the runs, and the average, in the colour of a policy.
fn spread(
    drawing: &mut Drawing<'_>,
    of: &Estimate,
    policy: usize,
    (y, place): (f64, &dyn Fn(f64) -> f64),
) {
    let class = color(policy);
    for (from, to, half, kind) in [(of.p05, of.p95, 1.0, ""), (of.p25, of.p75, 4.0, " half")] {
        let (from, to) = (place(from), place(to));
        drawing.rectangle(&format!("p{class}{kind}"), (from, y - half), (to - from, 2.0 * half));
    }
    drawing.dot(&format!("p{class} ring"), (place(of.mean), y), 5.0);
}

/// The same in numbers.
fn table(rows: &[Row<'_>], words: &Words) -> String {
    let Some(format) = format(rows) else { return String::new() };
    let head = ["Scenario", "Policies", "Average", "±", "Better in", "Verdict"];
    let row = |row: &Row<'_>| {
        let of = &row.pair.comparison;
        let fine = format.for_difference(of.difference.mean, of.difference.half_width());
        vec![
            row.summary.scenario.clone(),
            who(row),
            fine.difference(of.difference.mean),
            fine.error(of.difference.half_width()),
            crate::report::format::percent(of.share_better),
            finding::pair_sentence(row.summary, row.pair),
        ]
    };
    let about = "Scenarios compared".to_owned();
    let head = head.map(str::to_owned).into();
    Table { about, head, rows: rows.iter().map(row).collect(), class: "l", ..Table::default() }
        .twin(words)
}

/// A panel for each scenario with all its policies, all panels in one scale.
fn multiples(entries: &[Entry], key: Option<&str>, words: &Words) -> Option<String> {
    let panel = |entry: &'_ Entry| {
        let summary = &entry.found.summary;
        let measure = finding::measure(summary, key?)?;
        let estimates = (0..summary.policies.len())
            .filter_map(|policy| Some((policy, *finding::estimate(summary, policy, measure)?)));
        Some((summary.clone(), measure, estimates.collect::<Vec<_>>()))
    };
    let panels: Vec<Panel> = entries.iter().filter_map(panel).collect();
    let (first, measure, _) = panels.first()?;
    let means = panels.iter().flat_map(|panel| panel.2.iter().map(|(_, estimate)| estimate.mean));
    let format = Format::new(&first.measures[*measure], &first.currency, means);
    let name = finding::capitalised(&finding::noun(&first.measures[*measure]));
    let title = format!("{name} of every policy, in one scale");
    let told = panels.iter().flat_map(|(summary, _, estimates)| {
        let format = &format;
        estimates.iter().map(move |(policy, of)| {
            let label = finding::label(summary, *policy);
            format!("{}, {label}: {}", summary.scenario, format.value(of.mean))
        })
    });
    let description = told.collect::<Vec<_>>().join("; ");
    let picture = Picture { name: "panels", title: &title, description: &description, caption: "" };
    let picture = picture.html(words, |drawing| draw_panels(drawing, &panels, &format));
    let unit =
        if format.unit().is_empty() { String::new() } else { format!(", {}", format.unit()) };
    let about = format!(
        "{name}{unit}. Thick bar: half of the single runs; thin: 90 of 100; dot: the average."
    );
    Some(format!(
        "<section id=\"multiples\"><h2>{}</h2><p class=\"sub\">{}</p>{picture}</section>",
        words.said(&title),
        words.said(&about)
    ))
}

/// A scenario, the measure, and what it is under each policy.
type Panel = (Summary, usize, Vec<(usize, Estimate)>);

fn draw_panels(drawing: &mut Drawing<'_>, panels: &[Panel], format: &Format) -> f64 {
    let ends = panels
        .iter()
        .flat_map(|panel| panel.2.iter().flat_map(|(_, of)| [of.p05, of.p95, of.mean]));
    let columns = if drawing.is_narrow() { 1 } else { 2 };
    let axis = Axis::tight(ends, if drawing.is_narrow() { 4 } else { 3 });
    let wide = (drawing.width - GAP * (columns - 1) as f64) / columns as f64;
    let steps = format.for_steps(axis.step());
    let mut top = 0.0;
    for line in panels.chunks(columns) {
        let rows = line.iter().map(|panel| panel.2.len()).max().unwrap_or(0);
        let bottom = top + 26.0 + PANEL_ROW * rows as f64;
        for (column, (summary, _, estimates)) in line.iter().enumerate() {
            let left = (wide + GAP) * column as f64;
            let place = |value: f64| {
                left + 4.0 + (value - axis.from) / (axis.to - axis.from) * (wide - 8.0)
            };
            drawing.text("b", (left, top + 10.0), Anchor::Start, &fitted(&summary.scenario, wide));
            drawing.grid(&axis, (top + 24.0, bottom), place, |tick| steps.number(tick));
            for (row, (policy, of)) in estimates.iter().enumerate() {
                let y = top + 26.0 + PANEL_ROW * row as f64;
                let label = fitted(&finding::label(summary, *policy), wide);
                drawing.text(
                    &format!("t{}", color(*policy)),
                    (left, y + 9.0),
                    Anchor::Start,
                    &label,
                );
                spread(drawing, of, *policy, (y + 24.0, &place));
            }
        }
        top = bottom + FOOT;
    }
    top
}

/// Every scenario with its question, its verdict, its health, and where its results lie.
fn list(entries: &[Entry], words: &Words) -> String {
    let row = |entry: &Entry| {
        let summary = &entry.found.summary;
        let verdict = finding::sentence(summary, summary.primary)
            .unwrap_or_else(|| "One policy, nothing to compare".to_owned());
        let link = escaped(&address(&format!("{}/{}", entry.folder, entry.page)));
        format!(
            "<tr><th scope=\"row\"><a href=\"{link}\">{}</a></th><td>{}</td><td>{}</td><td>{}</td></tr>",
            words.said(&summary.scenario),
            words.said(&summary.question),
            words.said(&full(&verdict)),
            words.said(&full(&finding::capitalised(&crate::report::health::line(summary))))
        )
    };
    let rows: String = entries.iter().map(row).collect();
    format!(
        "<section id=\"results\"><h2>All results</h2><div class=\"tw\" tabindex=\"0\" role=\"region\" \
         aria-label=\"All results\"><table class=\"l stack\"><thead><tr><th scope=\"col\">Scenario</th><th \
         scope=\"col\">Question</th><th scope=\"col\">Verdict</th><th scope=\"col\">Health</th></tr></thead>\
         <tbody>{rows}</tbody></table></div></section>"
    )
}

/// A path as an address within a folder: what an address gives another meaning is written as bytes.
fn address(path: &str) -> String {
    let mut address = String::from("./");
    for byte in path.bytes() {
        match byte {
            b'/' | b'-' | b'_' | b'.' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => {
                address.push(char::from(byte));
            }
            byte => {
                // writing to a string cannot fail
                let _ = write!(address, "%{byte:02X}");
            }
        }
    }
    address
}
