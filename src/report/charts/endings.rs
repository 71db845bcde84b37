//! Kinds of ends: their colours and names, the same on every chart that tells them apart.

use crate::experiment::Ending;
use crate::report::canvas::{Canvas, Point, Style};
use crate::report::format::Format;
use crate::report::theme;
use crate::sales::Unit;
use plotters::style::RGBColor;

/// The colour of a kind of end.
pub(super) fn color(ending: Ending) -> RGBColor {
    match ending {
        Ending::WonByBoth => theme::WON,
        Ending::WonRegretted => theme::REGRETTED,
        Ending::OurNo => theme::OUR_NO,
        Ending::TheirNo => theme::THEIR_NO,
        Ending::NoDecision => theme::UNDECIDED,
        Ending::NotReady => theme::NOT_READY,
        Ending::Silence => theme::SILENCE,
    }
}

/// The name of a kind of end.
pub(super) fn name(ending: Ending) -> &'static str {
    match ending {
        Ending::WonByBoth => "won, benefits both",
        Ending::WonRegretted => "won, one side regrets it",
        Ending::OurNo => "we said no",
        Ending::TheirNo => "the buyer said no",
        Ending::NoDecision => "no decision",
        Ending::NotReady => "not ready to buy",
        Ending::Silence => "out of touch",
    }
}

/// What the colours mean, in a line from `at` on.
pub(super) fn draw_key(canvas: &Canvas, at: Point, endings: &[Ending]) {
    let (mut x, y) = at;
    for &ending in endings {
        canvas.rectangle((x, y - 5.0), (x + 14.0, y + 5.0), color(ending), 1.0);
        canvas.text(name(ending), (x + 19.0, y), Style::TICK);
        x += 19.0 + Style::TICK.width(name(ending)) + 16.0;
    }
}

/// A share in per cent, with a digit after the point where it is below a tenth.
pub(super) fn share(share: f64) -> String {
    let step = if share < 0.0995 { 0.001 } else { 0.01 };
    let format = Format::of_unit(Unit::Share, "", [share]).for_steps(step);
    match share {
        0.0 => "0\u{A0}%".into(),
        some if some > 0.0 && some < 0.0005 => "<0.1\u{A0}%".into(),
        some => format.value(some),
    }
}
