//! Who is best where, among three policies or more.

use super::ground::{self, Places};
use super::map::{self, HEIGHT, file_name};
use super::{findings, texture, words};
use crate::experiment::sweep::{Best, SweepSummary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding::capitalised;
use crate::report::theme;
use crate::stats::Verdict;

/// Room at the right for the key.
const KEY: f64 = 190.0;
/// How strong the colour of a winner is.
const STRENGTH: f64 = 0.62;

/// The map of winners; `None` for two policies, where the map of their difference says it all.
pub(super) fn chart(summary: &SweepSummary) -> Option<Chart> {
    if summary.policies.len() < 3 {
        return None;
    }
    let measure = &summary.measures[summary.primary];
    let figure = Figure {
        name: file_name(&format!("map {} best", measure.key)),
        title: findings::best(summary),
        subtitle: format!(
            "Colour = better in {} than every other policy by more than matters, on the same luck; \
             dots = the best are too close to matter; hatching = can’t tell yet",
            measure.label
        ),
        description: described(summary),
    };
    let source = words::provenance(summary);
    Some(figure.draw_from(&source, HEIGHT, |canvas, space| draw(canvas, space, summary)))
}

fn described(summary: &SweepSummary) -> String {
    let counts = (0..summary.policies.len())
        .map(|policy| format!("{}: {}", words::label(summary, policy), won(summary, policy)));
    let counts = counts.collect::<Vec<_>>().join(", ");
    capitalised(&format!("cells won by {counts}; of {} in all.", summary.cells.len()))
}

fn won(summary: &SweepSummary, policy: usize) -> usize {
    summary.cells.iter().filter(|cell| cell.best == Best::One(policy)).count()
}

fn draw(canvas: &Canvas, space: Space, summary: &SweepSummary) {
    let (x, y) = (Places::of(&summary.axes[0]), Places::of(&summary.axes[1]));
    let plot = map::plot(space, &x, &y, KEY);
    for (index, cell) in summary.cells.iter().enumerate() {
        let color = match cell.best {
            Best::One(policy) => theme::tint(theme::policy(policy), STRENGTH),
            Best::Level(_) | Best::Open | Best::Withheld => theme::PAPER,
        };
        texture::fill(canvas, texture::corners(&plot, &x, &y, index), color, (&x, &y, index));
    }
    for (index, cell) in summary.cells.iter().enumerate() {
        let verdict = match cell.best {
            Best::One(_) => continue,
            Best::Level(_) => Verdict::Tie,
            Best::Open => Verdict::Undecided,
            Best::Withheld => Verdict::Withheld,
        };
        texture::texture(canvas, texture::corners(&plot, &x, &y, index), verdict);
    }
    texture::frame(canvas, &plot);
    ground::draw_x(canvas, &plot, &x, &summary.axes[0]);
    ground::draw_y(canvas, &plot, &y, &summary.axes[1]);
    let taken = texture::base(canvas, (&plot, &x, &y), summary);
    for policy in 0..summary.policies.len() {
        let is_won: Vec<bool> =
            summary.cells.iter().map(|cell| cell.best == Best::One(policy)).collect();
        let words = capitalised(&format!("{} best", words::label(summary, policy)));
        texture::region(canvas, (&plot, &x, &y), (&is_won, &words), taken);
    }
    draw_key(canvas, (plot.right + 26.0, plot.top + 10.0), summary);
}

/// Each policy with its cells, then what is not won.
fn draw_key(canvas: &Canvas, (left, top): (f64, f64), summary: &SweepSummary) {
    let room = theme::WIDTH - theme::MARGIN - left - 24.0;
    let is = |wanted: fn(&Best) -> bool| summary.cells.iter().filter(|c| wanted(&c.best)).count();
    let mut y = top;
    for policy in 0..summary.policies.len() {
        let color = theme::policy(policy);
        let swatch = theme::tint(color, STRENGTH);
        canvas.rectangle((left, y - 7.0), (left + 14.0, y + 7.0), swatch, 1.0);
        let style = Style::LABEL.bold().color(color);
        let name = style.fitted(&words::label(summary, policy), room);
        canvas.text(&name, (left + 24.0, y), style);
        let cells = words::cells(summary, won(summary, policy));
        canvas.text(&cells, (left + 24.0, y + 17.0), Style::TICK);
        y += 48.0;
    }
    let level = is(|best| matches!(best, Best::Level(_)));
    let open = is(|best| *best == Best::Open);
    let withheld = is(|best| *best == Best::Withheld);
    let others = [
        ("too close to matter", level, Verdict::Tie),
        ("can’t tell yet", open, Verdict::Undecided),
        ("no verdict", withheld, Verdict::Withheld),
    ];
    for (words, count, verdict) in others.into_iter().filter(|other| other.1 > 0) {
        texture::texture(canvas, ((left, y + 7.0), (left + 14.0, y - 7.0)), verdict);
        canvas.text(words, (left + 24.0, y), Style::LABEL);
        canvas.text(&words::cells(summary, count), (left + 24.0, y + 17.0), Style::TICK);
        y += 48.0;
    }
}
