//! How sure the difference is: its mean and its interval as runs come in.

use super::choice::Choice;
use super::drawing::{Anchor, Drawing, Picture};
use super::words::Words;
use crate::report::finding;
use crate::report::format::Format;
use crate::report::plot::Axis;

const LEFT: f64 = 52.0;
const TALL: f64 = 120.0;
const HEAD: f64 = 10.0;
const FOOT: f64 = 26.0;

/// What was known of a difference after so many runs: the mean, and the ends of its interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reached {
    /// Runs.
    pub runs: u32,
    /// The mean difference.
    pub mean: f64,
    /// The 95 % interval.
    pub interval: (f64, f64),
}

/// Heading and chart; nothing before there are two points with an interval.
pub(super) fn block(words: &Words, choice: &Choice<'_>, reached: &[Reached]) -> String {
    let known = |at: &&Reached| at.mean.is_finite() && at.interval.0.is_finite();
    let points: Vec<Reached> = reached.iter().filter(known).copied().collect();
    if points.len() < 2 {
        return String::new();
    }
    let (summary, pair) = (choice.summary, choice.pair());
    let format = finding::format(summary, pair.measure);
    let [a, b] = choice.labels();
    let noun = finding::noun(&summary.measures[pair.measure]);
    let unit = format.difference_unit();
    let about = format!(
        "The average difference in {noun} ({b} less {a}, {unit}) as runs come in, with its 95\u{A0}% \
         interval. Grey: too small to matter."
    );
    let last = points[points.len() - 1];
    let picture = Picture {
        name: "settling",
        title: &format!("After {} runs: {}", last.runs, format.difference(last.mean)),
        description: &format!(
            "The interval reaches from {} to {}.",
            format.difference(last.interval.0),
            format.difference(last.interval.1)
        ),
        caption: "",
    };
    let most = summary.replications_planned.max(last.runs);
    let drawn = picture.html(words, |drawing| draw(drawing, &points, (most, pair.zone), &format));
    format!(
        "<div class=\"keep\"><h2 class=\"s\">How sure is it?</h2><p class=\"sub\">{}</p>{drawn}</div>",
        words.said(&about)
    )
}

fn draw(
    drawing: &mut Drawing<'_>,
    points: &[Reached],
    (most, zone): (u32, f64),
    format: &Format,
) -> f64 {
    // The first intervals are so wide that they would hide all others.
    let settled = &points[points.len() / 3..];
    let ends = settled.iter().flat_map(|at| [at.interval.0, at.interval.1]);
    let y = Axis::covering(ends.chain([0.0]), 4);
    let (right, bottom) = (drawing.width - 8.0, HEAD + TALL);
    let across = |runs: u32| LEFT + f64::from(runs) / f64::from(most) * (right - LEFT);
    let up = |value: f64| bottom - (value.clamp(y.from, y.to) - y.from) / (y.to - y.from) * TALL;
    if zone > 0.0 {
        let (top, low) = (up(zone), up(-zone));
        drawing.rectangle("z", (LEFT, top), (right - LEFT, low - top));
    }
    for &tick in &y.ticks {
        let class = if tick == 0.0 { "ax" } else { "g" };
        drawing.line(class, (LEFT, up(tick)), (right, up(tick)));
        let text = format.for_steps(y.step()).signed(tick);
        drawing.text("m", (LEFT - 6.0, up(tick)), Anchor::End, &text);
    }
    let edge = |of: fn(&Reached) -> f64| points.iter().map(move |at| (at.runs, of(at)));
    let place = |(runs, value): (u32, f64)| (across(runs), up(value));
    let high = edge(|at| at.interval.1).map(place);
    let low: Vec<(f64, f64)> = edge(|at| at.interval.0).map(place).collect();
    let band: Vec<(f64, f64)> = high.chain(low.into_iter().rev()).collect();
    drawing.path("ax2 pale", &band, true);
    let line: Vec<(f64, f64)> = edge(|at| at.mean).map(place).collect();
    drawing.path("ink2 median", &line, false);
    for (runs, anchor) in [(0, Anchor::Middle), (most / 2, Anchor::Middle), (most, Anchor::End)] {
        let text = if runs == most { format!("{runs} runs") } else { runs.to_string() };
        drawing.text("m", (across(runs), bottom + 14.0), anchor, &text);
    }
    bottom + FOOT
}
