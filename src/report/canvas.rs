//! Drawing in CSS pixels with a tenth of a pixel's precision.

use super::theme;
use plotters::backend::SVGBackend;
use plotters::coord::Shift;
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{
    Circle, DashedPathElement, Drawable, PathElement, PointCollection, Polygon,
};
use plotters::element::{Rectangle, Text as TextElement};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontDesc, FontFamily, FontStyle, RGBColor, ShapeStyle, TextStyle};

/// Units of the drawing back end per CSS pixel: it knows whole numbers only.
pub(super) const SCALE: f64 = 10.0;
/// The back end divides a font's size by this for the em size.
const EM: f64 = 1.24;
/// Height of a capital in ems.
const CAPITAL: f64 = 0.727;

/// A point in CSS pixels, y downwards.
pub(super) type Point = (f64, f64);

/// How a text looks and where its anchor is.
#[derive(Clone, Copy)]
pub(super) struct Style {
    size: f64,
    color: RGBColor,
    bold: bool,
    anchor: HPos,
}

impl Style {
    pub(super) const TITLE: Self = Self::new(theme::TITLE, theme::INK).bold();
    pub(super) const SUBTITLE: Self = Self::new(theme::SUBTITLE, theme::MUTED);
    pub(super) const LABEL: Self = Self::new(theme::LABEL, theme::INK);
    pub(super) const TICK: Self = Self::new(theme::TICK, theme::MUTED);
    pub(super) const NOTE: Self = Self::new(theme::NOTE, theme::MUTED);

    const fn new(size: f64, color: RGBColor) -> Self {
        Self { size, color, bold: false, anchor: HPos::Left }
    }

    pub(super) const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub(super) const fn color(self, color: RGBColor) -> Self {
        Self { color, ..self }
    }

    /// The text ends at its point.
    pub(super) const fn right(self) -> Self {
        Self { anchor: HPos::Right, ..self }
    }

    /// The text has its point in the middle.
    pub(super) const fn centre(self) -> Self {
        Self { anchor: HPos::Center, ..self }
    }

    /// Width of `text` in CSS pixels.
    pub(super) fn width(self, text: &str) -> f64 {
        theme::register_fonts();
        let (width, _) = self.font().box_size(text).expect("the font is embedded");
        f64::from(width) / SCALE
    }

    /// `text`, shortened with an ellipsis until it is no wider than `most`.
    pub(super) fn fitted(self, text: &str, most: f64) -> String {
        let mut fitted = text.to_owned();
        let mut characters = text.chars().count();
        while self.width(&fitted) > most && characters > 1 {
            characters -= 1;
            fitted = super::format::truncated(text, characters);
        }
        fitted
    }

    /// `text` in at most `lines` lines of about equal width, none wider than `most`; the last is
    /// shortened if need be.
    pub(super) fn wrapped(self, text: &str, most: f64, lines: usize) -> Vec<String> {
        let wide = self.broken(text, most, lines);
        let halves =
            text.split_once("; ").map(|(first, second)| [format!("{first};"), second.into()]);
        if let Some(halves) = halves.filter(|_| wide.len() == 2)
            && halves.iter().all(|half| self.width(half) <= most)
        {
            return halves.into();
        }
        let is_whole = |lines: &[String]| lines.join(" ") == text;
        let mut narrow = wide.clone();
        let mut width = most;
        while is_whole(&narrow) && width > 0.5 * most {
            width -= 12.0;
            let tighter = self.broken(text, width, wide.len());
            if !is_whole(&tighter) {
                break;
            }
            narrow = tighter;
        }
        narrow
    }

    fn broken(self, text: &str, most: f64, lines: usize) -> Vec<String> {
        let mut wrapped: Vec<String> = vec![String::new()];
        for word in text.split(' ') {
            let full = wrapped.len() >= lines;
            let last = wrapped.last_mut().expect("there is a line");
            let longer = if last.is_empty() { word.into() } else { format!("{last} {word}") };
            if last.is_empty() || full || self.width(&longer) <= most {
                *last = longer;
            } else {
                wrapped.push(word.into());
            }
        }
        wrapped.iter().map(|line| self.fitted(line, most)).collect()
    }

    fn font(self) -> FontDesc<'static> {
        let style = if self.bold { FontStyle::Bold } else { FontStyle::Normal };
        FontDesc::new(FontFamily::Name(theme::FONT), self.size * SCALE * EM, style)
    }
}

/// A sheet to draw on.
pub(super) struct Canvas<'a> {
    area: DrawingArea<SVGBackend<'a>, Shift>,
}

/// The SVG (with the back end's own header) of what `paint` draws.
pub(super) fn draw(width: f64, height: f64, paint: impl FnOnce(&Canvas)) -> String {
    theme::register_fonts();
    let mut svg = String::new();
    let size = (units(width).unsigned_abs(), units(height).unsigned_abs());
    let canvas = Canvas { area: SVGBackend::with_string(&mut svg, size).into_drawing_area() };
    canvas.rectangle((0.0, 0.0), (width, height), theme::PAPER, 1.0);
    paint(&canvas);
    canvas.area.present().expect("writing into memory cannot fail");
    drop(canvas);
    svg
}

impl Canvas<'_> {
    /// Writes `text`; the capitals' middle is at the height of `at`.
    pub(super) fn text(&self, text: &str, at: Point, style: Style) {
        // The back end puts the baseline 0.76 em below a point anchored at the top.
        let top = at.1 + (0.5 * CAPITAL - 0.76) * style.size;
        let look = TextStyle::from(style.font())
            .pos(Pos::new(style.anchor, VPos::Top))
            .color(&style.color);
        self.draw(&TextElement::new(text.to_owned(), place((at.0, top)), look));
    }

    /// A line through `points`.
    pub(super) fn line(&self, points: &[Point], color: RGBColor, width: f64) {
        if points.len() > 1 {
            self.draw(&PathElement::new(places(points), stroke(color, width)));
        }
    }

    /// A dashed line through `points`.
    pub(super) fn dashed(&self, points: &[Point], color: RGBColor, width: f64) {
        if points.len() > 1 {
            let (dash, gap) = (units(4.0), units(3.0));
            let line = DashedPathElement::new(places(points), dash, gap, stroke(color, width));
            self.draw(&line);
        }
    }

    /// A filled area.
    pub(super) fn polygon(&self, corners: &[Point], color: RGBColor, opacity: f64) {
        if corners.len() > 2 {
            self.draw(&Polygon::new(places(corners), color.mix(opacity).filled()));
        }
    }

    /// A filled rectangle between two corners.
    pub(super) fn rectangle(&self, from: Point, to: Point, color: RGBColor, opacity: f64) {
        let corners = [place(from), place(to)];
        self.draw(&Rectangle::new(corners, color.mix(opacity).filled()));
    }

    /// A filled circle.
    pub(super) fn dot(&self, at: Point, radius: f64, color: RGBColor) {
        self.draw(&Circle::new(place(at), units(radius), color.filled()));
    }

    /// A circle that is white inside.
    pub(super) fn ring(&self, at: Point, radius: f64, color: RGBColor) {
        self.dot(at, radius, color);
        self.dot(at, radius - (0.35 * radius).min(1.8), theme::PAPER);
    }

    /// The mark of a mean: a dot in a white ring.
    pub(super) fn mean(&self, at: Point, color: RGBColor) {
        self.dot(at, 6.5, theme::PAPER);
        self.dot(at, 5.0, color);
    }

    fn draw<'b, E>(&self, element: &'b E)
    where
        &'b E: PointCollection<'b, (i32, i32)>,
        E: for<'c> Drawable<SVGBackend<'c>>,
    {
        self.area.draw(element).expect("writing into memory cannot fail");
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a sheet has a few thousand pixels")]
fn units(pixels: f64) -> i32 {
    (pixels * SCALE).round() as i32
}

fn place(point: Point) -> (i32, i32) {
    (units(point.0), units(point.1))
}

fn places(points: &[Point]) -> Vec<(i32, i32)> {
    points.iter().copied().map(place).collect()
}

fn stroke(color: RGBColor, width: f64) -> ShapeStyle {
    ShapeStyle { color: color.to_rgba(), filled: false, stroke_width: units(width).unsigned_abs() }
}
