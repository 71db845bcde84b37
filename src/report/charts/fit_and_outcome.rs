//! How leads end by their true fit: who is won that should be, and who is lost that should not.

use super::endings;
use super::panels::{HEAD, Panels, draw_head_in};
use crate::experiment::{BuyerSummary, Ending, Summary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::{Format, percent};
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Unit;

const HEIGHT: f64 = 300.0;
const KEY: f64 = 30.0;
const FOOT: f64 = 42.0;
/// What is drawn, from the bottom up: ends of deals.
const SHOWN: [Ending; 5] =
    [Ending::WonByBoth, Ending::WonRegretted, Ending::OurNo, Ending::TheirNo, Ending::NoDecision];

/// A panel of stacked bars for each policy with buyers, on one scale.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let shown: Vec<(usize, &BuyerSummary)> = super::with_buyers(summary)
        .filter(|(_, buyers)| stacks(buyers).iter().flatten().any(|leads| *leads > 0.0))
        .collect();
    shown.first()?;
    let tops = shown.iter().flat_map(|(_, buyers)| {
        stacks(buyers).iter().map(|stack| stack.iter().sum()).collect::<Vec<f64>>()
    });
    let y = Axis::covering(tops.chain([0.0]), 7);
    let format = Format::of_unit(Unit::Count, "", [if y.to < 20.0 { y.to } else { 100.0 }]);
    let both = |(policy, buyers): &(usize, &BuyerSummary)| {
        let share = buyers.won_by_both();
        let words = if share.is_finite() { percent(share) } else { "no win at all".into() };
        (share, format!("{words} under {}", finding::label(summary, *policy)))
    };
    let both: Vec<(f64, String)> = shown.iter().map(both).collect();
    let figure = Figure {
        name: "fit_and_outcome".to_owned(),
        title: format!("Wins that benefit both sides: {}", finding::each(&both, percent)),
        subtitle:
            "Leads a run by true fit, which nobody in the model sees, and by how they ended; mean over \
                   runs. Dashed: from this fit on an average customer gains"
                .into(),
        description: described(summary, &shown, &format),
    };
    let mut panels = Panels::new(shown.len(), HEIGHT);
    panels.gutter = Plot::gutter(&y, &format);
    Some(figure.draw(summary, KEY + panels.total_height(), |canvas, all| {
        endings::draw_key(canvas, (all.left, all.top + 2.0), &SHOWN);
        let all = Space { top: all.top + KEY, ..all };
        for (index, &(policy, buyers)) in shown.iter().enumerate() {
            let space = panels.space(all, index);
            let plot = plot(space, &y);
            let words = not_drawn(buyers);
            draw_head_in(canvas, space, (summary, policy, theme::INK), &words);
            plot.draw_y(canvas, &format, panels.is_first(index));
            draw_bars(canvas, &plot, &stacks(buyers));
            plot.draw_x(canvas, |fit| format!("{fit}"));
            canvas.text("true fit", (plot.right, plot.bottom + 31.0), Style::NOTE.right());
            draw_break_even(canvas, &plot, buyers.gain_from);
        }
    }))
}

/// By class of fit, the leads of each kind of end that is drawn.
fn stacks(buyers: &BuyerSummary) -> Vec<[f64; SHOWN.len()]> {
    let of_kind = |class: &[f64], kind: Ending| -> f64 {
        class.iter().zip(&buyers.endings).filter(|(_, e)| **e == kind).map(|(leads, _)| leads).sum()
    };
    buyers.fits.iter().map(|class| SHOWN.map(|kind| of_kind(class, kind))).collect()
}

fn plot(space: Space, y: &Axis) -> Plot {
    let x = Axis { from: 0.0, to: 1.0, ticks: vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0] };
    Plot {
        left: space.left,
        right: space.right,
        top: space.top + HEAD + 8.0,
        bottom: space.bottom - FOOT,
        x,
        y: y.clone(),
    }
}

/// Leads that never came to a deal: they would press the others into a line.
fn not_drawn(buyers: &BuyerSummary) -> String {
    let count = Format::of_unit(Unit::Count, "", [100.0]);
    let leads = buyers.sum(|flow| !SHOWN.contains(&buyers.ending(flow))).leads;
    if leads > 0.0 {
        format!("not drawn: {} not ready or out of touch", count.number(leads))
    } else {
        String::new()
    }
}

fn described(summary: &Summary, shown: &[(usize, &BuyerSummary)], format: &Format) -> String {
    let one = |(policy, buyers): &(usize, &BuyerSummary)| {
        let kinds = SHOWN.iter().map(|kind| {
            let leads = buyers.sum(|flow| buyers.ending(flow) == *kind).leads;
            format!("{} {}", endings::name(*kind), format.number(leads))
        });
        let kinds = kinds.collect::<Vec<_>>().join(", ");
        format!("{}: {kinds} leads a run.", finding::label(summary, *policy))
    };
    shown.iter().map(one).collect::<Vec<_>>().join(" ")
}

fn draw_bars(canvas: &Canvas, plot: &Plot, stacks: &[[f64; SHOWN.len()]]) {
    let width = 1.0 / stacks.len().max(1) as f64;
    for (class, stack) in stacks.iter().enumerate() {
        let from = class as f64 * width;
        let (left, right) = (plot.across(from) + 0.8, plot.across(from + width) - 0.8);
        let mut floor = 0.0;
        for (kind, leads) in SHOWN.into_iter().zip(stack) {
            let (bottom, top) = (plot.up(floor), plot.up(floor + leads));
            if *leads > 0.0 {
                canvas.rectangle((left, top), (right, bottom), endings::color(kind), 1.0);
            }
            floor += leads;
        }
    }
}

fn draw_break_even(canvas: &Canvas, plot: &Plot, fit: f64) {
    if !(0.0..=1.0).contains(&fit) {
        return;
    }
    let x = plot.across(fit);
    canvas.dashed(&[(x, plot.bottom), (x, plot.top - 6.0)], theme::INK, 1.2);
}
