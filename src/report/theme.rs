//! Sizes, colours and fonts of every chart, in CSS pixels.

use crate::math::powf;
use plotters::style::{FontStyle, RGBColor, register_font};
use std::sync::Once;

/// Width of every chart.
pub(super) const WIDTH: f64 = 880.0;
/// Margin all round.
pub(super) const MARGIN: f64 = 24.0;

pub(super) const TITLE: f64 = 19.0;
pub(super) const SUBTITLE: f64 = 13.0;
pub(super) const LABEL: f64 = 12.5;
pub(super) const TICK: f64 = 11.5;
pub(super) const NOTE: f64 = 10.5;

pub(super) const PAPER: RGBColor = RGBColor(0xFF, 0xFF, 0xFF);
pub(super) const INK: RGBColor = RGBColor(0x1A, 0x20, 0x2C);
pub(super) const MUTED: RGBColor = RGBColor(0x5A, 0x65, 0x72);
pub(super) const AXIS: RGBColor = RGBColor(0x9A, 0xA5, 0xB1);
pub(super) const GRID: RGBColor = RGBColor(0xE6, 0xE9, 0xED);
/// The zone of differences that do not matter.
pub(super) const ZONE: RGBColor = RGBColor(0xEC, 0xEE, 0xF1);
pub(super) const WON: RGBColor = RGBColor(0x00, 0x7A, 0x5A);
pub(super) const LOST: RGBColor = RGBColor(0xD5, 0xDA, 0xE0);

/// Won, and one side will regret it.
pub(super) const REGRETTED: RGBColor = RGBColor(0xB8, 0x86, 0x0B);
/// A no of ours, of theirs, and no decision: darker as it is dearer.
pub(super) const OUR_NO: RGBColor = RGBColor(0xC6, 0xCE, 0xD8);
pub(super) const THEIR_NO: RGBColor = RGBColor(0x8E, 0x9A, 0xA8);
pub(super) const UNDECIDED: RGBColor = RGBColor(0x3F, 0x4A, 0x57);
/// Leads that never came to a dialogue on buying.
pub(super) const NOT_READY: RGBColor = RGBColor(0xD8, 0xCB, 0xB4);
pub(super) const SILENCE: RGBColor = RGBColor(0xEA, 0xE3, 0xD6);

/// Opacity of the band that holds half of the runs.
pub(super) const HALF_BAND: f64 = 0.30;
/// Opacity of the band that holds nine of ten runs.
pub(super) const NINETY_BAND: f64 = 0.16;
/// Opacity of the area under a density.
pub(super) const DENSITY: f64 = 0.22;

/// Policies in the order of the scenario; each is 4.5:1 or more on white, and the first three
/// differ for every kind of colour blindness. Later ones also differ in lightness.
const POLICIES: [RGBColor; 6] = [
    RGBColor(0xC4, 0x4E, 0x00),
    RGBColor(0x00, 0x72, 0xB2),
    RGBColor(0x6B, 0x74, 0x80),
    RGBColor(0x4B, 0x2E, 0x83),
    RGBColor(0x8A, 0x6D, 0x00),
    RGBColor(0xA6, 0x2B, 0x5E),
];

/// Light and dark end of the one hue of stages.
const STAGES: (RGBColor, RGBColor) = (RGBColor(0xD6, 0xE6, 0xF2), RGBColor(0x1F, 0x6F, 0xA8));

/// The name of the embedded font.
pub(super) const FONT: &str = "Inter";
/// Fonts to use where the embedded one is not installed.
pub(super) const FONT_FAMILY: &str = "Inter, 'Helvetica Neue', Arial, sans-serif";
pub(super) const REGULAR: &[u8] = include_bytes!("fonts/Inter-400Regular.ttf");
pub(super) const SEMI_BOLD: &[u8] = include_bytes!("fonts/Inter-600SemiBold.ttf");

/// The colour of a policy.
pub(super) fn policy(index: usize) -> RGBColor {
    POLICIES[index % POLICIES.len()]
}

/// A colour between white (at 0) and itself (at 1); small shares can be told from white.
pub(super) fn tint(color: RGBColor, share: f64) -> RGBColor {
    let weight = powf(share.clamp(0.0, 1.0), 0.8);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two u8")]
    let mixed = |part: u8| (255.0 + weight * (f64::from(part) - 255.0)).round() as u8;
    RGBColor(mixed(color.0), mixed(color.1), mixed(color.2))
}

/// The colour of stage `index` of `count`, darker as a deal advances.
pub(super) fn stage(index: usize, count: usize) -> RGBColor {
    let share = if count < 2 { 0.5 } else { index as f64 / (count - 1) as f64 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two u8")]
    let between = |light: u8, dark: u8| {
        (f64::from(light) + share * (f64::from(dark) - f64::from(light))).round() as u8
    };
    let (light, dark) = STAGES;
    RGBColor(between(light.0, dark.0), between(light.1, dark.1), between(light.2, dark.2))
}

/// Makes the embedded fonts known to the measuring of text.
pub(super) fn register_fonts() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        for (style, bytes) in [(FontStyle::Normal, REGULAR), (FontStyle::Bold, SEMI_BOLD)] {
            assert!(register_font(FONT, style, bytes).is_ok(), "the embedded font is damaged");
        }
    });
}
