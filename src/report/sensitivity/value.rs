//! The value of information, input by input.

use super::rows::{self, MOST};
use super::words;
use crate::experiment::sensitivity::{SensitivitySummary, ValueSummary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::format::Format;
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::stats::Worth;

/// Room at the right for numbers.
const NUMBERS: f64 = 110.0;

/// The chart; `None` where nothing is known.
pub(super) fn chart(summary: &SensitivitySummary, value: &ValueSummary) -> Option<Chart> {
    if value.inputs.is_empty() {
        return None;
    }
    let format = words::value_format(summary, value);
    let (unit, window) = (format.difference_unit(), words::window(summary));
    let unit = if unit.is_empty() { String::new() } else { format!(", {unit}{window}") };
    let figure = Figure {
        name: "value".into(),
        title: words::headline(summary),
        subtitle: format!(
            "What it is worth ({}{unit}) to know an input for certain before choosing a policy: the \
             most that a study of it may cost. Dot = estimate, line = 95 % interval",
            summary.question.measure.label
        ),
        description: described(summary, value, &format),
    };
    let rows = value.inputs.len().min(MOST) + usize::from(value.all.is_some());
    let source = words::provenance(summary);
    Some(figure.draw_from(&source, rows::height(rows), |canvas, space| {
        draw(canvas, space, summary, (value, &format));
    }))
}

fn described(summary: &SensitivitySummary, value: &ValueSummary, format: &Format) -> String {
    let each = value.inputs.iter().take(MOST).map(|of| {
        format!("{}: {}", words::noun(summary, of.input), words::size(format, of.worth.value))
    });
    let all = value.all.map(|all| format!("All inputs: {}", words::size(format, all.value)));
    let all: Vec<String> = all.into_iter().chain(each).collect();
    format!("{}.", all.join("; "))
}

fn draw(
    canvas: &Canvas,
    space: Space,
    summary: &SensitivitySummary,
    (value, format): (&ValueSummary, &Format),
) {
    let shown = &value.inputs[..value.inputs.len().min(MOST)];
    let worths = || shown.iter().map(|of| of.worth).chain(value.all);
    let ends = worths().flat_map(|worth| [worth.value, worth.interval.1]);
    let most = ends.filter(|end| end.is_finite()).fold(0.0, f64::max);
    let x = Axis::covering([0.0, if most > 0.0 { most } else { 1.0 }], 6);
    let rows = shown.len() + usize::from(value.all.is_some());
    let plot = rows::plot(space, x, rows, NUMBERS);
    let steps = format.for_steps(plot.x.step());
    rows::grid(canvas, &plot, |tick| steps.number(tick));
    let mut row = 0;
    if let Some(all) = value.all {
        rows::name(
            canvas,
            &plot,
            row,
            ("All inputs together", "not the sum: what is known overlaps"),
        );
        draw_worth(canvas, &plot, row, (all, format));
        row += 1;
    }
    for of in shown {
        rows::input(canvas, &plot, row, (summary, of.input));
        draw_worth(canvas, &plot, row, (of.worth, format));
        row += 1;
    }
    rows::rest(canvas, &plot, value.inputs.len());
}

fn draw_worth(canvas: &Canvas, plot: &Plot, row: usize, (worth, format): (Worth, &Format)) {
    let y = rows::middle(plot, row);
    let is_seen = worth.interval.0 > 0.0;
    let color = if is_seen { theme::WON } else { theme::AXIS };
    let ends = [worth.interval.0, worth.interval.1].map(|end| plot.across(end.max(0.0)));
    canvas.line(&[(ends[0], y), (ends[1], y)], color, 3.0);
    canvas.mean((plot.across(worth.value.max(0.0)), y), color);
    let words = words::size(format, worth.value);
    let style = if is_seen { Style::LABEL.bold() } else { Style::LABEL.color(theme::MUTED) };
    canvas.text(&words, (plot.right + 14.0, y), style);
}
