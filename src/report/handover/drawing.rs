//! Drawings of a page: coloured by its style, so that they are light or dark with it, and each in two
//! widths, so that their words stay legible on a phone.

use super::words::Words;
use crate::report::canvas::Style;
use crate::report::plot::Axis;
use std::fmt::Write;

/// Widths of the two drawings in CSS pixels.
pub(super) const WIDE: f64 = 720.0;
pub(super) const NARROW: f64 = 328.0;
/// Distance from the middle of a line to its base.
const BASE: f64 = 4.2;

/// A drawing in the making.
pub(super) struct Drawing<'a> {
    pub(super) width: f64,
    words: &'a Words,
    body: String,
}

/// Where a text has its point.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Drawing<'_> {
    /// Whether it is for a phone.
    pub(super) fn is_narrow(&self) -> bool {
        self.width < WIDE
    }

    pub(super) fn rectangle(
        &mut self,
        class: &str,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
    ) {
        let width = width.max(0.5);
        let _ = write!(
            self.body,
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" \
             height=\"{height:.1}\"/>"
        );
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let _ = write!(
            self.body,
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        );
    }

    pub(super) fn dot(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        let _ = write!(
            self.body,
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"/>"
        );
    }

    /// A dot that knows its value, for the script.
    pub(super) fn valued(&mut self, class: &str, (x, y): (f64, f64), radius: f64, value: f64) {
        let _ = write!(
            self.body,
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" \
             data-v=\"{value}\"/>"
        );
    }

    /// Lines from point to point; closed if they are the edge of an area.
    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)], is_closed: bool) {
        let mut steps = String::new();
        for (index, (x, y)) in points.iter().enumerate() {
            let _ = write!(steps, "{}{x:.1} {y:.1}", if index == 0 { 'M' } else { 'L' });
        }
        let end = if is_closed { "Z" } else { "" };
        let _ = write!(self.body, "<path class=\"{class}\" d=\"{steps}{end}\"/>");
    }

    /// A text whose middle line goes through its point.
    pub(super) fn text(&mut self, class: &str, (x, y): (f64, f64), anchor: Anchor, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let (y, text) = (y + BASE, self.words.plain(text));
        let _ = write!(
            self.body,
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\"{anchor}>{text}</text>"
        );
    }

    /// Upright lines at the ticks of an axis that `across` places, and their numbers below.
    pub(super) fn grid(
        &mut self,
        axis: &Axis,
        (top, bottom): (f64, f64),
        across: impl Fn(f64) -> f64,
        number: impl Fn(f64) -> String,
    ) {
        let mut free = f64::NEG_INFINITY;
        for &tick in &axis.ticks {
            let (x, class) = (across(tick), if tick == 0.0 { "ax" } else { "g" });
            self.line(class, (x, top), (x, bottom));
            let text = number(tick);
            let half = 0.5 * width(&text);
            let middle = x.clamp(half, (self.width - half).max(half));
            if middle - half > free {
                self.text("m", (middle, bottom + 14.0), Anchor::Middle, &text);
                free = middle + half + 8.0;
            }
        }
    }
}

/// Width of a text in a drawing.
pub(super) fn width(text: &str) -> f64 {
    Style::LABEL.width(text)
}

/// A text that is no wider than `most`.
pub(super) fn fitted(text: &str, most: f64) -> String {
    Style::LABEL.bold().fitted(text, most)
}

/// A chart of a page.
pub(super) struct Picture<'a> {
    /// Of its drawings; no other chart has it.
    pub(super) name: &'a str,
    /// What it finds.
    pub(super) title: &'a str,
    /// Its numbers in words.
    pub(super) description: &'a str,
    /// What stands below it; may be empty.
    pub(super) caption: &'a str,
}

impl Picture<'_> {
    /// The chart, drawn in both widths by `paint`, which returns the height that it took.
    pub(super) fn html(&self, words: &Words, paint: impl Fn(&mut Drawing<'_>) -> f64) -> String {
        let drawings = [("wide", WIDE), ("narrow", NARROW)].map(|(class, width)| {
            let mut drawing = Drawing { width, words, body: String::new() };
            let height = paint(&mut drawing);
            self.dressed((class, width, height), &drawing.body, words)
        });
        let caption = match self.caption {
            "" => String::new(),
            caption => format!("<figcaption>{}</figcaption>", words.said(caption)),
        };
        let name = self.name;
        format!("<figure id=\"{name}\">{}{caption}</figure>", drawings.concat())
    }

    fn dressed(
        &self,
        (class, width, height): (&str, f64, f64),
        body: &str,
        words: &Words,
    ) -> String {
        let id = format!("{}-{class}", self.name);
        format!(
            "<svg class=\"{class}\" viewBox=\"0 0 {width} {height:.0}\" width=\"{width}\" \
             height=\"{height:.0}\" role=\"img\" aria-labelledby=\"{id}-t {id}-d\"><title \
             id=\"{id}-t\">{}</title><desc id=\"{id}-d\">{}</desc>{body}</svg>",
            words.plain(self.title),
            words.plain(self.description)
        )
    }
}

/// The colour of a policy, as a class of the style.
pub(super) fn color(policy: usize) -> usize {
    policy % 6
}
