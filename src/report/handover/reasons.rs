//! What part of the difference is organisation, attitude to the buyer, and pay.

use super::book::Book;
use super::choice::{Choice, full};
use super::drawing::{Anchor, Drawing, Picture, color, fitted};
use super::table::Table;
use crate::experiment::Summary;
use crate::experiment::why::Why;
use crate::report::finding::{capitalised, listed};
use crate::report::format::{Format, plural};
use crate::report::plot::Axis;
use crate::report::traits;
use crate::report::why::words;
use crate::sales::Direction;
use crate::stats::Mean;

const ROW: f64 = 30.0;
const BAR: f64 = 15.0;

/// A step of the way from one policy to the other.
struct Step {
    name: String,
    share: Mean,
}

/// Heading, chart, table, and the single rules behind a line; nothing without a `why`.
pub(super) fn block(book: &Book<'_>, _: &Choice<'_>) -> String {
    match book.why {
        Some(why) => section(book, why, "h2 class=\"s\""),
        None => book.comparison.map_or_else(String::new, |of| by_traits(book, &of.summary)),
    }
}

/// The same of a comparison whose policies have traits: its two tables.
fn by_traits(book: &Book<'_>, summary: &Summary) -> String {
    let tables = traits::tables(summary);
    if tables.is_empty() {
        return String::new();
    }
    let about = ["What of the difference is which trait", "Every combination of traits"];
    let first = about.into_iter().skip(2 - tables.len());
    let html = tables.into_iter().zip(first).map(|((head, rows), about)| {
        Table { about: about.to_owned(), head, rows, ..Table::default() }.html(&book.words)
    });
    let together = traits::together(summary).map_or_else(String::new, |words| {
        format!("<p class=\"sub\">{}</p>", book.words.said(&full(&capitalised(&words))))
    });
    format!(
        "<div class=\"keep\"><h2 class=\"s\">{}</h2>{}{together}</div>",
        book.words.said("Organisation, attitude and pay"),
        html.collect::<String>(),
    )
}

/// The same as a part of its own.
pub(super) fn section(book: &Book<'_>, why: &Why, heading: &str) -> String {
    let measure = why.measures.iter().position(|of| of.key == "contribution");
    let measure = measure.filter(|at| why.findings[*at].whole.mean.is_finite());
    let measure = measure.unwrap_or(why.primary);
    let finding = &why.findings[measure];
    if !finding.whole.mean.is_finite() {
        return format!("<p>{}</p>", book.words.said(&full(&words::headline(why, measure))));
    }
    let families = finding
        .families
        .iter()
        .map(|(family, share)| Step { name: capitalised(family.name()), share: *share });
    let rules = words::descending(finding).into_iter().map(|part| Step {
        name: capitalised(why.parts[part].name()),
        share: finding.parts[part].share,
    });
    let (families, rules): (Vec<Step>, Vec<Step>) = (families.collect(), rules.collect());
    let title = sentence(why, measure, &families);
    let end = heading.split(' ').next().unwrap_or("h2");
    format!(
        "<div class=\"keep\"><{heading}>{}</{end}><p class=\"sub\">{}</p>{}{}</div><details \
         class=\"more\"><summary>{}</summary>{}{}</details>",
        book.words.said(&title),
        book.words.said(&about(why, measure)),
        picture(book, (why, measure), ("reasons", &title), &families),
        twin(book, (why, measure), &families),
        book.words.said(&format!("Show all {}", plural(rules.len() as u64, "rule"))),
        picture(book, (why, measure), ("rules", &words::headline(why, measure)), &rules),
        twin(book, (why, measure), &rules),
    )
}

fn about(why: &Why, measure: usize) -> String {
    let [a, b] = [0, 1].map(|side| words::label(why, side));
    let format = words::format(why, measure);
    let unit = format.unit();
    let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
    format!("From {} of {a} to that of {b}{unit}.", why.measures[measure].label.to_lowercase())
}

/// What helps and what costs: `Pay costs team the most; organisation helps`.
fn sentence(why: &Why, measure: usize, steps: &[Step]) -> String {
    let is_lower = why.measures[measure].better == Some(Direction::Lower);
    let b = words::label(why, 1);
    let named = |helps: bool| {
        let of = steps
            .iter()
            .filter(|step| step.share.is_clear() && ((step.share.mean > 0.0) != is_lower) == helps);
        let mut of: Vec<&Step> = of.collect();
        of.sort_by(|i, j| j.share.mean.abs().total_cmp(&i.share.mean.abs()));
        of.iter().map(|step| step.name.to_lowercase()).collect::<Vec<String>>()
    };
    let (helps, costs) = (named(true), named(false));
    let verb = |names: &[String], one: &str, more: &str| {
        let verb = if names.len() == 1 { one } else { more };
        format!("{} {verb}", listed(names))
    };
    capitalised(&match (helps.is_empty(), costs.is_empty()) {
        (true, true) => format!("what sets {b} apart cannot be told yet part by part"),
        (false, true) => verb(&helps, &format!("speaks for {b}"), &format!("speak for {b}")),
        (true, false) => {
            verb(&costs, &format!("speaks against {b}"), &format!("speak against {b}"))
        }
        (false, false) => format!(
            "{}; {}",
            verb(&costs, &format!("speaks against {b}"), &format!("speak against {b}")),
            verb(&helps, "for it", "for it")
        ),
    })
}

fn picture(
    book: &Book<'_>,
    (why, measure): (&Why, usize),
    (name, title): (&str, &str),
    steps: &[Step],
) -> String {
    let (finding, format) = (&why.findings[measure], words::format(why, measure));
    let [a, b] = [0, 1].map(|side| words::label(why, side));
    let told: Vec<String> = steps
        .iter()
        .map(|step| format!("{} {}", step.name, words::difference(&format, &step.share)))
        .collect();
    let ends = [&finding.from, &finding.to].map(|end| format.value(end.mean));
    let description = format!("{a} {}; {}; {b} {}.", ends[0], told.join(", "), ends[1]);
    let caption = format!(
        "Averaged over all orders in which the rules could change; {} of each of {} mixes of the two. \
         Pale: may be nothing. ± is the error of the average (95 %).",
        plural(why.runs.into(), "run"),
        1_u64 << why.parts.len()
    );
    let picture = Picture { name, title, description: &description, caption: &caption };
    picture.html(&book.words, |drawing| draw(drawing, (why, measure, &format), steps))
}

fn draw(drawing: &mut Drawing<'_>, of: (&Why, usize, &Format), steps: &[Step]) -> f64 {
    let (why, measure, format) = of;
    let finding = &why.findings[measure];
    let mut at = finding.from.mean;
    let mut ends = vec![0.0, at, finding.to.mean];
    ends.extend(steps.iter().map(|step| {
        at += step.share.mean;
        at
    }));
    let axis = Axis::tight(ends, 5);
    let (names, numbers) = if drawing.is_narrow() { (136.0, 76.0) } else { (190.0, 96.0) };
    let room = drawing.width - names - numbers - 10.0;
    let place = |value: f64| names + (value - axis.from) / (axis.to - axis.from) * room;
    let rows = steps.len() + 2;
    let height = ROW * rows as f64 + 8.0;
    drawing.line("ax", (place(0.0), 4.0), (place(0.0), height - 4.0));
    for (row, side) in [(0, 0), (rows - 1, 1)] {
        let end = if side == 0 { &finding.from } else { &finding.to };
        let class = color(side);
        bar(drawing, row, (&format!("p{class}"), place(0.0), place(end.mean)));
        let label = fitted(&words::label(why, side), names - 8.0);
        drawing.text(&format!("b t{class}"), (0.0, middle(row)), Anchor::Start, &label);
        drawing.text("b", (drawing.width, middle(row)), Anchor::End, &format.value(end.mean));
    }
    walk(drawing, of, steps, (names, &place));
    height
}

/// The steps between the ends, each from where the one before came to.
fn walk(
    drawing: &mut Drawing<'_>,
    (why, measure, format): (&Why, usize, &Format),
    steps: &[Step],
    (names, place): (f64, &dyn Fn(f64) -> f64),
) {
    let is_lower = why.measures[measure].better == Some(Direction::Lower);
    let mut at = why.findings[measure].from.mean;
    for (row, step) in steps.iter().enumerate() {
        let share = &step.share;
        let favours = usize::from((share.mean > 0.0) != is_lower);
        let pale = if share.is_clear() { "" } else { " pale" };
        let class = format!("p{favours}{pale}");
        bar(drawing, row + 1, (&class, place(at), place(at + share.mean)));
        drawing.line(
            "ax",
            (place(at), middle(row) + 0.5 * BAR),
            (place(at), middle(row + 1) - 0.5 * BAR),
        );
        at += share.mean;
        let name = fitted(&step.name, names - 8.0);
        drawing.text("", (0.0, middle(row + 1)), Anchor::Start, &name);
        let fine = format.for_difference(share.mean, share.half_width());
        let number = format!("{} {}", fine.signed(share.mean), fine.error(share.half_width()));
        let class = if share.is_clear() { "" } else { "m" };
        drawing.text(class, (drawing.width, middle(row + 1)), Anchor::End, number.trim_end());
    }
}

fn middle(row: usize) -> f64 {
    4.0 + (row as f64 + 0.5) * ROW
}

fn bar(drawing: &mut Drawing<'_>, row: usize, (class, from, to): (&str, f64, f64)) {
    let y = middle(row) - 0.5 * BAR;
    drawing.rectangle(class, (from.min(to), y), ((to - from).abs().max(1.5), BAR));
}

fn twin(book: &Book<'_>, (why, measure): (&Why, usize), steps: &[Step]) -> String {
    let (finding, format) = (&why.findings[measure], words::format(why, measure));
    let [a, b] = [0, 1].map(|side| words::label(why, side));
    let mut rows = vec![vec![a, format.value(finding.from.mean)]];
    rows.extend(
        steps.iter().map(|step| vec![step.name.clone(), words::difference(&format, &step.share)]),
    );
    rows.push(vec![b, format.value(finding.to.mean)]);
    let head = vec!["Part".to_owned(), why.measures[measure].label.clone()];
    let about = "The difference part by part".to_owned();
    let table = Table { about, head, rows, ..Table::default() };
    table.behind("Show as table", &book.words)
}
