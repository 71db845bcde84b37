//! Fifty equally likely years, and how many of them reach what one needs: the only control of page one.

use super::book::Book;
use super::choice::Choice;
use super::drawing::{Anchor, Drawing, Picture, color, width};
use super::table::Table;
use crate::report::charts::{Stack, quantile_dots, stacked};
use crate::report::finding;
use crate::report::format::{Format, simulated};
use crate::report::plot::Axis;
use crate::sales::Direction;

const DOTS: usize = 50;
const HEAD: f64 = 36.0;
const HEIGHT: f64 = 62.0;
const FOOT: f64 = 24.0;

/// What is drawn.
struct Years<'a> {
    choice: &'a Choice<'a>,
    dots: Vec<f64>,
    format: Format,
}

/// Heading, control, chart and table; nothing where no difference is defined.
pub(super) fn block(book: &Book<'_>, choice: &Choice<'_>) -> String {
    let Some(compared) = book.comparison else { return String::new() };
    let (summary, pair) = (choice.summary, choice.pair());
    let by_run = |policy: usize| match choice.money {
        Some(_) => compared.contribution[policy].as_slice(),
        None => summary.policies[policy].primary_by_run.as_slice(),
    };
    let (a, b) = (by_run(pair.a), by_run(pair.b));
    let differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| b - a).collect();
    let dots = quantile_dots(&differences, DOTS);
    if dots.is_empty() {
        return String::new();
    }
    let years = Years { choice, dots, format: finding::format(summary, pair.measure) };
    let runs = simulated(summary.measured_weeks);
    let [a, b] = choice.labels();
    let noun = finding::noun(&summary.measures[pair.measure]);
    let unit = years.format.in_unit();
    let about = format!(
        "Each dot is one of {DOTS} equally likely {runs}: {noun} of {b} less that of {a}{unit}."
    );
    format!(
        "<div class=\"keep\"><h2 class=\"s\">What a single {} may bring</h2><p \
         class=\"sub\">{}</p>{}{}{}</div>",
        if runs.ends_with("years") { "year" } else { "run" },
        book.words.said(&about),
        control(&years, book),
        picture(&years, book),
        twin(&years, book)
    )
}

/// In how many of the dots the second policy is at or above a value.
fn reached(years: &Years<'_>, need: f64) -> usize {
    years.dots.iter().filter(|dot| **dot >= need).count()
}

fn control(years: &Years<'_>, book: &Book<'_>) -> String {
    let axis = axis(years);
    let step = axis.step() / 10.0;
    let (low, high) = ((axis.from / step).ceil() * step, (axis.to / step).floor() * step);
    let factor = years.format.size(1.0);
    let unit = factor.rsplit('\u{A0}').next().unwrap_or_default();
    let unit = if factor.contains('\u{A0}') { unit } else { "" };
    let now = years.format.for_steps(step).signed(0.0);
    let text = format!("{} of {DOTS} reach {now} {unit}", reached(years, 0.0));
    let style = book.words.numbers.name();
    format!(
        "<div class=\"ctl js\"><label for=\"need\">We need at least</label><input type=\"range\" \
         id=\"need\" min=\"{low:.4}\" max=\"{high:.4}\" step=\"{step:.4}\" value=\"0\" \
         data-unit=\"{}\" data-scale=\"{}\" data-numbers=\"{style}\"><output id=\"reached\" \
         for=\"need\">{}</output></div>",
        book.words.plain(unit),
        years.format.scale(),
        book.words.said(text.trim_end())
    )
}

/// An axis that holds all dots and 0.
fn axis(years: &Years<'_>) -> Axis {
    Axis::tight(years.dots.iter().copied().chain([0.0]), 7)
}

/// Who does better right of 0, and who left of it.
fn sides(choice: &Choice<'_>) -> [usize; 2] {
    let measure = &choice.summary.measures[choice.pair().measure];
    let is_lower = measure.better == Some(Direction::Lower);
    if is_lower { [choice.b, choice.a] } else { [choice.a, choice.b] }
}

fn picture(years: &Years<'_>, book: &Book<'_>) -> String {
    let choice = years.choice;
    let [_, b] = choice.labels();
    let spread = &choice.pair().comparison.difference;
    let ahead = years.dots.iter().filter(|dot| **dot > 0.0).count();
    let title = format!("{ahead} of {DOTS} equally likely runs lie above 0 for {b}");
    let (low, high) = (years.dots[0], years.dots[DOTS - 1]);
    let words = [low, spread.p50, high].map(|value| years.format.difference(value));
    let description =
        format!("{DOTS} dots from {} to {}; the middle lies at {}.", words[0], words[2], words[1]);
    let picture = Picture { name: "dots", title: &title, description: &description, caption: "" };
    picture.html(&book.words, |drawing| draw(drawing, years))
}

fn draw(drawing: &mut Drawing<'_>, years: &Years<'_>) -> f64 {
    let (axis, height) = (axis(years), if drawing.is_narrow() { 1.3 * HEIGHT } else { HEIGHT });
    let (left, across) = (8.0, drawing.width - 16.0);
    let place = |value: f64| left + (value - axis.from) / (axis.to - axis.from) * across;
    let bottom = HEAD + height;
    let steps = years.format.for_steps(axis.step());
    drawing.grid(&axis, (HEAD, bottom), place, |tick| steps.signed(tick));
    heads(drawing, years, place(0.0));
    let Stack { dots, step } = stacked(&years.dots, &axis, across, height, 13.0);
    let [worse, better] = sides(years.choice);
    for (x, level, value) in dots {
        let policy = if value > 0.0 { better } else { worse };
        let at = (left + x, bottom - (level as f64 + 0.5) * step);
        drawing.valued(&format!("d p{}", color(policy)), at, 0.43 * step, value);
    }
    bottom + FOOT
}

/// Who is better on which side, where there is room to say it.
fn heads(drawing: &mut Drawing<'_>, years: &Years<'_>, zero: f64) {
    let [left, right] =
        sides(years.choice).map(|policy| (policy, finding::label(years.choice.summary, policy)));
    let (before, after) = (format!("← {} better", left.1), format!("{} better →", right.1));
    let wide = [width(&before), width(&after)].map(|width| 1.08 * width + 8.0);
    let middle = zero
        .clamp(wide[0].min(0.5 * drawing.width), drawing.width - wide[1].min(0.5 * drawing.width));
    let rooms = [middle - 8.0, drawing.width - middle - 8.0];
    let fit = |text: &str, room: f64| super::drawing::fitted(text, room);
    let class = |policy: usize| format!("b t{}", color(policy));
    drawing.text(&class(left.0), (middle - 7.0, 9.0), Anchor::End, &fit(&before, rooms[0]));
    drawing.text(&class(right.0), (middle + 7.0, 9.0), Anchor::Start, &fit(&after, rooms[1]));
    drawing.text("m", (zero.clamp(34.0, drawing.width - 34.0), 25.0), Anchor::Middle, "break-even");
}

fn twin(years: &Years<'_>, book: &Book<'_>) -> String {
    let spread = &years.choice.pair().comparison.difference;
    let rows = [
        ("5 of 100 lie below", spread.p05),
        ("25 of 100 lie below", spread.p25),
        ("half lie below", spread.p50),
        ("75 of 100 lie below", spread.p75),
        ("95 of 100 lie below", spread.p95),
        ("average", spread.mean),
    ];
    let row = |(name, value): (&str, f64)| vec![name.to_owned(), years.format.difference(value)];
    let head = vec!["Of all runs".to_owned(), "Difference".to_owned()];
    let about = "Differences of single runs".to_owned();
    Table { about, head, rows: rows.map(row).into(), ..Table::default() }.twin(&book.words)
}
