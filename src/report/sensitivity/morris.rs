//! Screening: how much each input does, and how much that depends on where the others are.

use super::words::{self, Numbers};
use crate::experiment::sensitivity::{Screened, SensitivitySummary};
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding::capitalised;
use crate::report::format::{count, truncated};
use crate::report::plot::{Axis, Plot};
use crate::report::theme;

const HEIGHT: f64 = 470.0;
/// Inputs with a name.
const NAMED: usize = 15;
/// Characters of a name.
const NAME: usize = 30;
/// Height of a name.
const LINE: f64 = 15.0;

/// A part of the sheet that is taken: left, top, right, bottom.
type Taken = (f64, f64, f64, f64);

pub(super) fn chart(summary: &SensitivitySummary, inputs: &[Screened]) -> Chart {
    let numbers = words::morris_numbers(summary, inputs);
    let unit = numbers.unit();
    let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
    let figure = Figure {
        name: "morris".into(),
        title: words::headline(summary),
        subtitle: format!(
            "Effect of moving one input over its whole range on {}{unit}, at many places among the \
             other inputs (elementary effects). Lines = 95 % intervals of the mean size; grey = no \
             more than luck can explain",
            words::subject(summary)
        ),
        description: described(summary, inputs, &numbers),
    };
    figure.draw_from(&words::provenance(summary), HEIGHT, |canvas, space| {
        draw(canvas, space, summary, (inputs, &numbers));
    })
}

fn described(summary: &SensitivitySummary, inputs: &[Screened], numbers: &Numbers) -> String {
    let each = inputs.iter().take(NAMED).map(|of| {
        let (size, spread) = (numbers.size(of.effects.mu_star), numbers.size(of.effects.sigma));
        format!("{}: mean size {size}, spread {spread}", words::noun(summary, of.input))
    });
    format!("{}.", capitalised(&each.collect::<Vec<_>>().join("; ")))
}

fn draw(
    canvas: &Canvas,
    space: Space,
    summary: &SensitivitySummary,
    (inputs, numbers): (&[Screened], &Numbers),
) {
    let known: Vec<&Screened> = inputs.iter().filter(|of| of.effects.mu_star.is_finite()).collect();
    let sizes = known.iter().map(|of| of.effects.mu_star);
    let x = Axis::covering(sizes.chain([0.0]), 6);
    let x = Axis { to: x.to + 0.12 * (x.to - x.from), ..x };
    let spreads = known.iter().map(|of| of.effects.sigma);
    let y = Axis::covering(spreads.chain([0.0, 0.3 * x.to]), 5);
    let steps = numbers.for_steps(y.step());
    let widest = y.ticks.iter().map(|tick| Style::TICK.width(&steps.size(*tick)));
    let left = space.left + widest.fold(0.0, f64::max) + 12.0;
    let (top, bottom) = (space.top + 26.0, space.bottom - 50.0);
    let plot = Plot { left, right: space.right, top, bottom, x, y };
    ground(canvas, &plot, numbers);
    let mut taken: Vec<Taken> = Vec::new();
    for of in known.iter().rev() {
        let at = plot.point(of.effects.mu_star, of.effects.sigma);
        let color = if words::is_seen(of) { theme::policy(1) } else { theme::AXIS };
        if words::is_seen(of) {
            let (low, high) = of.effects.mu_star_interval;
            let ends = [low, high].map(|end| if end.is_finite() { plot.across(end) } else { at.0 });
            canvas.line(&[(ends[0], at.1), (ends[1], at.1)], theme::tint(color, 0.45), 1.4);
            taken.push((ends[0], at.1 - 1.0, ends[1], at.1 + 1.0));
        }
        canvas.mean(at, color);
        taken.push((at.0 - 6.0, at.1 - 6.0, at.0 + 6.0, at.1 + 6.0));
    }
    let mut unnamed = 0;
    for (rank, of) in known.iter().enumerate() {
        let at = plot.point(of.effects.mu_star, of.effects.sigma);
        let name = truncated(&summary.inputs[of.input].label, NAME);
        let is_named = rank < NAMED && words::is_seen(of);
        if !is_named || !place(canvas, &plot, (at, &name), &mut taken) {
            unnamed += 1;
        }
    }
    if unnamed > 0 {
        let words = format!("{} without a name here: results.json", inputs_in_words(unnamed));
        canvas.text(&words, (plot.right, plot.bottom + 37.0), Style::TICK.right());
    }
}

fn inputs_in_words(number: usize) -> String {
    format!("{} input{}", count(&number), if number == 1 { "" } else { "s" })
}

fn ground(canvas: &Canvas, plot: &Plot, numbers: &Numbers) {
    let steps = numbers.for_steps(plot.y.step());
    for &tick in &plot.y.ticks {
        let y = plot.up(tick);
        let (color, width) = if tick == 0.0 { (theme::AXIS, 1.2) } else { (theme::GRID, 1.0) };
        canvas.line(&[(plot.left, y), (plot.right, y)], color, width);
        canvas.text(&steps.size(tick), (plot.left - 8.0, y), Style::TICK.right());
    }
    let steps = numbers.for_steps(plot.x.step());
    plot.draw_x(canvas, |tick| steps.size(tick));
    // Where an effect differs from place to place as much as it is large.
    let end = plot.x.to.min(plot.y.to);
    canvas.dashed(&[plot.point(0.0, 0.0), plot.point(end, end)], theme::AXIS, 1.2);
    let style = Style::LABEL.bold();
    canvas.text("mean size of the effect (μ*)", (plot.left, plot.bottom + 37.0), style);
    let words = "spread of the effect (σ): how much it hangs on the other inputs";
    canvas.text(words, (theme::MARGIN, plot.top - 16.0), style);
    let (x, y) = plot.point(end, end);
    if y < plot.top + 16.0 {
        canvas.text("spread = size", (x + 8.0, y + 10.0), Style::TICK);
    } else {
        canvas.text("spread = size", (x - 10.0, y - 8.0), Style::TICK.right());
    }
}

/// Writes a name beside its dot where nothing else is; whether there is such a place.
fn place(canvas: &Canvas, plot: &Plot, (at, name): (Point, &str), taken: &mut Vec<Taken>) -> bool {
    let style = Style::TICK.color(theme::INK);
    let width = style.width(name);
    let near = [-15.0, 15.0].map(|y| [(-0.5 * width, y), (4.0, y), (-4.0 - width, y)]);
    let beside = [(10.0, 0.0), (-10.0 - width, 0.0)];
    for (x, y) in near.into_iter().flatten().chain(beside) {
        let (left, middle) = (at.0 + x, at.1 + y);
        let own = (left, middle - 0.5 * LINE, left + width, middle + 0.5 * LINE);
        let is_inside = own.0 >= plot.left + 2.0
            && own.2 <= plot.right
            && own.1 >= plot.top
            && own.3 <= plot.bottom - 1.0;
        if is_inside && !taken.iter().any(|other| overlap(own, *other)) {
            canvas.text(name, (left, middle), style);
            taken.push(own);
            return true;
        }
    }
    false
}

fn overlap(a: Taken, b: Taken) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}
