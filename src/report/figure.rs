//! A chart as a whole: finding, subtitle, picture, provenance; SVG and PNG of it.

use super::canvas::{self, Canvas, SCALE, Style};
use super::format::{count, plural};
use super::theme::{self, MARGIN, WIDTH};
use crate::experiment::Summary;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

/// Pixels of a PNG per CSS pixel.
const PNG_SCALE: f32 = 2.0;
const TITLE_LINE: f64 = 24.0;
const SUBTITLE_LINE: f64 = 18.0;
const FOOT: f64 = 34.0;

/// A chart as SVG text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chart {
    /// The name of its files, without ending.
    pub name: String,
    /// What it finds, in words.
    pub title: String,
    /// Its numbers in words, for those who cannot see it.
    pub description: String,
    /// The drawing.
    pub svg: String,
}

impl Chart {
    /// The drawing as PNG at twice the CSS size, with the embedded font and no other.
    ///
    /// # Panics
    ///
    /// Never for a chart of this crate.
    pub fn png(&self) -> Vec<u8> {
        let mut fonts = fontdb::Database::new();
        fonts.load_font_data(theme::REGULAR.to_vec());
        fonts.load_font_data(theme::SEMI_BOLD.to_vec());
        let options = Options { fontdb: fonts.into(), ..Options::default() };
        let tree = Tree::from_str(&self.svg, &options).expect("the chart is valid SVG");
        let size = tree.size().to_int_size().scale_by(PNG_SCALE).expect("a chart has a size");
        let mut pixels = Pixmap::new(size.width(), size.height()).expect("a chart has a size");
        let scale = Transform::from_scale(PNG_SCALE, PNG_SCALE);
        resvg::render(&tree, scale, &mut pixels.as_mut());
        encoded(pixels).expect("writing into memory cannot fail")
    }
}

/// The file of a picture. The usual compression takes as long as many runs, for a file not much smaller.
fn encoded(pixels: Pixmap) -> Result<Vec<u8>, png::EncodingError> {
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, pixels.width(), pixels.height());
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.write_header()?.write_image_data(&pixels.take_demultiplied())?;
    Ok(file)
}

/// The words of a chart.
pub(super) struct Figure {
    pub(super) name: String,
    pub(super) title: String,
    pub(super) subtitle: String,
    pub(super) description: String,
}

/// The part of the sheet between the words.
#[derive(Clone, Copy)]
pub(super) struct Space {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl Figure {
    /// Draws the words and, in a space of the given height, the picture.
    pub(super) fn draw(
        self,
        summary: &Summary,
        height: f64,
        paint: impl FnOnce(&Canvas, Space),
    ) -> Chart {
        self.draw_from(&provenance(summary), height, paint)
    }

    /// As [`Figure::draw`], where `source` says where the numbers come from.
    pub(super) fn draw_from(
        self,
        source: &str,
        height: f64,
        paint: impl FnOnce(&Canvas, Space),
    ) -> Chart {
        let (left, right) = (MARGIN, WIDTH - MARGIN);
        let title = Style::TITLE.wrapped(&kept_together(&self.title), right - left, 2);
        let subtitle = kept_together(&self.subtitle);
        let subtitle = Style::SUBTITLE.wrapped(&subtitle, right - left, 3);
        let words = title.len() as f64 * TITLE_LINE + subtitle.len() as f64 * SUBTITLE_LINE;
        let top = 20.0 + words + 18.0;
        let sheet = top + height + FOOT;
        let svg = canvas::draw(WIDTH, sheet, |canvas| {
            let mut y = 20.0 + 0.5 * theme::TITLE;
            for line in &title {
                canvas.text(line, (left, y), Style::TITLE);
                y += TITLE_LINE;
            }
            for line in &subtitle {
                canvas.text(line, (left, y), Style::SUBTITLE);
                y += SUBTITLE_LINE;
            }
            let note = Style::NOTE.fitted(source, right - left);
            canvas.text(&note, (left, sheet - 18.0), Style::NOTE);
            paint(canvas, Space { left, right, top, bottom: top + height });
        });
        let svg = dressed(&svg, &self, sheet);
        let Self { name, title, description, .. } = self;
        Chart { name, title, description, svg }
    }
}

/// The text with no line break before a sign, a bracket or a unit.
fn kept_together(text: &str) -> String {
    text.replace(" = ", "\u{A0}=\u{A0}").replace(" (", "\u{A0}(").replace(" %", "\u{A0}%")
}

/// Where the numbers come from: runs, seed, scenario, version.
fn provenance(summary: &Summary) -> String {
    let runs = plural(summary.replications.into(), "run");
    let paired =
        if summary.policies.len() > 1 { " of each policy with the same random events" } else { "" };
    let interrupted = if summary.replications < summary.replications_planned {
        format!(" (interrupted: {} planned)", count(&summary.replications_planned))
    } else {
        String::new()
    };
    format!(
        "{runs}{paired}{interrupted} · scenario {} · seed {} · posse {}",
        super::format::truncated(&summary.scenario, 48),
        summary.seed,
        env!("CARGO_PKG_VERSION")
    )
}

/// The drawing with a header of CSS size, its finding and its numbers in words.
fn dressed(svg: &str, figure: &Figure, height: f64) -> String {
    let body = svg.split_once('>').map_or("", |(_, body)| body);
    let family = format!("font-family=\"{}\"", theme::FONT_FAMILY);
    let body = body.replace(&format!("font-family=\"{}\"", theme::FONT), &family);
    let (name, width) = (&figure.name, WIDTH);
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{name}-title {name}-description\">\n\
         <title id=\"{name}-title\">{}</title>\n<desc id=\"{name}-description\">{}</desc>{body}",
        width * SCALE,
        (height * SCALE).round(),
        escaped(&figure.title),
        escaped(&figure.description),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
