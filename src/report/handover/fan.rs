//! How contribution builds up: a fan of years for each option, all on one scale.

use super::book::Book;
use super::drawing::{Anchor, Drawing, Picture, color, fitted};
use super::table::Table;
use crate::experiment::Summary;
use crate::report::finding;
use crate::report::format::{Format, simulated};
use crate::report::plot::Axis;
use crate::sales::Unit;

const HEAD: f64 = 20.0;
const HEIGHT: f64 = 150.0;
const FOOT: f64 = 30.0;
const GUTTER: f64 = 46.0;
const GAP: f64 = 14.0;
const MEDIAN: usize = 2;
/// Panels at most; more options are told in the table.
const MOST: usize = 6;

/// Heading, chart and table; nothing without weeks.
pub(super) fn block(book: &Book<'_>, summary: &Summary) -> String {
    let weeks = |policy: &usize| !summary.policies[*policy].weeks.is_empty();
    let shown: Vec<usize> = (0..summary.policies.len()).filter(weeks).take(MOST).collect();
    let ends = shown.iter().flat_map(|policy| {
        let weeks = summary.policies[*policy].weeks.iter();
        weeks.flat_map(|week| [week.contribution[0], week.contribution[4]])
    });
    let axis = Axis::covering(ends.chain([0.0]), 5);
    let format = Format::of_unit(Unit::Money, &summary.currency, [axis.from, axis.to]);
    if shown.is_empty() {
        return String::new();
    }
    let dashed = if shown.len() > 1 {
        format!("; dashed: {}", finding::label(summary, shown[0]))
    } else {
        String::new()
    };
    let about = format!(
        "Cumulative, {}. Line: median; bands: half and 90 of 100 {}{dashed}.",
        format.unit(),
        simulated(summary.measured_weeks)
    );
    format!(
        "<div class=\"keep\"><h3>How contribution builds up over the weeks</h3><p \
         class=\"sub\">{}</p>{}</div>{}",
        book.words.said(&about),
        picture(book, summary, (&shown, &axis, &format)),
        twin(book, summary, (&shown, &format))
    )
}

fn picture(
    book: &Book<'_>,
    summary: &Summary,
    (shown, axis, format): (&[usize], &Axis, &Format),
) -> String {
    let last = |policy: &usize| {
        let end = summary.policies[*policy].weeks.last().map_or([f64::NAN; 5], |w| w.contribution);
        let [low, _, middle, _, high] = end.map(|value| format.value(value));
        format!(
            "{}: median {middle} at the end, 90 of 100 between {low} and {high}",
            finding::label(summary, *policy)
        )
    };
    let description = shown.iter().map(last).collect::<Vec<_>>().join("; ");
    let title = "Cumulative contribution by week, one panel for each option on one scale";
    let picture = Picture { name: "fan", title, description: &description, caption: "" };
    picture.html(&book.words, |drawing| {
        let columns = if drawing.is_narrow() { 1 } else { shown.len().min(3) };
        let width = (drawing.width - GUTTER - GAP * (columns - 1) as f64) / columns as f64;
        let tall = HEAD + HEIGHT + FOOT;
        for (index, policy) in shown.iter().enumerate() {
            let left = GUTTER + (index % columns) as f64 * (width + GAP);
            let top = (index / columns) as f64 * tall;
            let panel = Panel { left, top: top + HEAD, width, axis, first: index % columns == 0 };
            panel.draw(drawing, summary, (shown[0], *policy), format);
        }
        tall * shown.len().div_ceil(columns) as f64
    })
}

/// The place of one option.
struct Panel<'a> {
    left: f64,
    top: f64,
    width: f64,
    axis: &'a Axis,
    /// Whether it carries the numbers of the axis.
    first: bool,
}

impl Panel<'_> {
    fn up(&self, value: f64) -> f64 {
        let share = (value - self.axis.from) / (self.axis.to - self.axis.from);
        self.top + HEIGHT - share.clamp(0.0, 1.0) * HEIGHT
    }

    fn across(&self, week: usize, weeks: usize) -> f64 {
        self.left + week as f64 / weeks.max(1) as f64 * self.width
    }

    fn draw(
        &self,
        drawing: &mut Drawing<'_>,
        summary: &Summary,
        of: (usize, usize),
        format: &Format,
    ) {
        let (first, policy) = of;
        let (right, steps) = (self.left + self.width, format.for_steps(self.axis.step()));
        for &tick in &self.axis.ticks {
            let class = if tick == 0.0 { "ax" } else { "g" };
            drawing.line(class, (self.left, self.up(tick)), (right, self.up(tick)));
            if self.first {
                drawing.text(
                    "m",
                    (self.left - 6.0, self.up(tick)),
                    Anchor::End,
                    &steps.number(tick),
                );
            }
        }
        let class = color(policy);
        for (low, high, band) in [(0, 4, "ninety"), (1, 3, "fifty")] {
            let mut area = self.path(summary, policy, high);
            area.extend(self.path(summary, policy, low).into_iter().rev());
            drawing.path(&format!("p{class} {band}"), &area, true);
        }
        if first != policy {
            let dashed = self.path(summary, first, MEDIAN);
            drawing.path(&format!("s{} dash", color(first)), &dashed, false);
        }
        drawing.path(&format!("s{class} median"), &self.path(summary, policy, MEDIAN), false);
        self.words(drawing, summary, policy, format);
    }

    /// Name and last median above, weeks below.
    fn words(&self, drawing: &mut Drawing<'_>, summary: &Summary, policy: usize, format: &Format) {
        let (right, class) = (self.left + self.width, color(policy));
        let weeks = &summary.policies[policy].weeks;
        let end = weeks.last().map_or(f64::NAN, |week| week.contribution[MEDIAN]);
        let value = format.value(end);
        let room = self.width - super::drawing::width(&value) - 14.0;
        let name = fitted(&finding::label(summary, policy), room);
        drawing.text(&format!("b t{class}"), (self.left, self.top - 11.0), Anchor::Start, &name);
        drawing.text("b", (right, self.top - 11.0), Anchor::End, &value);
        let y = self.top + HEIGHT + 14.0;
        drawing.text("m", (self.left, y), Anchor::Start, "week 0");
        drawing.text("m", (right, y), Anchor::End, &weeks.len().to_string());
    }

    fn path(&self, summary: &Summary, policy: usize, quantile: usize) -> Vec<(f64, f64)> {
        let weeks = &summary.policies[policy].weeks;
        let point =
            |(index, value): (usize, f64)| (self.across(index, weeks.len()), self.up(value));
        let values = weeks.iter().map(|week| week.contribution[quantile]);
        let all = [0.0].into_iter().chain(values).enumerate();
        all.filter(|(_, value)| value.is_finite()).map(point).collect()
    }
}

fn twin(book: &Book<'_>, summary: &Summary, (shown, format): (&[usize], &Format)) -> String {
    let weeks = shown.iter().map(|policy| summary.policies[*policy].weeks.len()).max().unwrap_or(0);
    let every = weeks.div_ceil(13).max(1);
    let median = |policy: usize, week: usize| {
        let of = summary.policies[policy].weeks.get(week);
        format.number(of.map_or(f64::NAN, |week| week.contribution[MEDIAN]))
    };
    let row = |week: usize| {
        let values = shown.iter().map(|policy| median(*policy, week));
        [(week + 1).to_string()].into_iter().chain(values).collect::<Vec<String>>()
    };
    let labels =
        shown.iter().map(|p| format!("{}, median {}", finding::label(summary, *p), format.unit()));
    let head = ["Week".to_owned()].into_iter().chain(labels).collect();
    let rows = (0..weeks).filter(|week| (week + 1) % every == 0).map(row).collect();
    Table { about: "Contribution by week".to_owned(), head, rows, ..Table::default() }
        .twin(&book.words)
}
