//! Purchases by the size of the committee, beside what a survey of buyers found.

use super::labels::{draw_name, name_lines};
use crate::experiment::{BuyerSummary, Summary};
use crate::report::canvas::{Canvas, Style};
use crate::report::figure::{Chart, Figure, Space};
use crate::report::finding;
use crate::report::format::{Format, percent};
use crate::report::plot::{Axis, Plot};
use crate::report::theme;
use crate::sales::Unit;
use crate::sales::buyer::CommitteeSize;

const SIDE: f64 = 300.0;
const NAMES: f64 = 150.0;
const LINE: f64 = 17.0;
/// Sizes told apart; the last stands for itself and all larger ones.
const SIZES: u32 = 6;
/// Share of committees of 1 to 6 and more that bought: CEB, as told by Challenger (1, 2, 3) and
/// pymnts.com in 2015 (1, "slightly above" a half at 5, 6 and more); not told for 4. A survey's
/// correlation, not a law.
const SURVEY: [Option<f64>; SIZES as usize] =
    [Some(0.81), Some(0.55), Some(0.60), None, Some(0.53), Some(0.31)];
/// Policies told of in the title one by one.
const TOLD_IN_TITLE: usize = 3;
/// How surely each of them is told.
const TOLD: [&str; SIZES as usize] = ["", "", "", "", "about\u{A0}", ""];

/// A group of dots for each size: one for each policy, and the survey's mark.
pub(super) fn chart(summary: &Summary) -> Option<Chart> {
    let shown: Vec<(usize, &BuyerSummary)> =
        super::with_buyers(summary).filter(|(_, buyers)| !buyers.purchases.is_empty()).collect();
    shown.first()?;
    let figure = Figure {
        name: "committee".to_owned(),
        title: headline(summary, &shown),
        subtitle: "Share of committees that met and bought, from us or from a rival, by number of \
                   members. Grey bars: a survey of buyers (CEB, as told by Challenger and, for 5 and \
                   6+, by pymnts.com 2015): a correlation, to which \
                   the model’s vote was fitted"
            .into(),
        description: described(summary, &shown),
    };
    let names: Vec<Vec<String>> =
        shown.iter().map(|(policy, _)| name_lines(summary, *policy, NAMES - 10.0)).collect();
    let lines: usize = names.iter().map(Vec::len).sum();
    let foot = 40.0 + LINE * (lines as f64 + 2.0);
    Some(figure.draw(summary, SIDE + foot, |canvas, space| {
        let plot = plot(space, foot);
        draw_ground(canvas, &plot);
        for (index, (policy, buyers)) in shown.iter().enumerate() {
            let offset = (index as f64 - 0.5 * (shown.len() as f64 - 1.0)) * spacing(shown.len());
            draw_curve(canvas, &plot, (*policy, buyers), offset);
        }
        draw_counts(canvas, &plot, &names, &shown);
    }))
}

/// What the smallest and the largest committees do; of many policies, the largest alone.
fn headline(summary: &Summary, shown: &[(usize, &BuyerSummary)]) -> String {
    let ends = |(policy, buyers): &(usize, &BuyerSummary)| {
        let shares = (1..=SIZES).map(|size| of_size(buyers, size)).filter(|(met, _)| *met > 0.0);
        let shares: Vec<f64> = shares.map(|(_, share)| share).collect();
        let (first, last) = (*shares.first()?, *shares.last()?);
        let label = finding::label(summary, *policy);
        let words = format!("from {} to {} with {label}", percent(first), percent(last));
        Some((first, last, words))
    };
    let found: Vec<(f64, f64, String)> = shown.iter().filter_map(ends).collect();
    let falls = !found.is_empty() && found.iter().all(|(first, last, _)| last < first);
    let head = if falls {
        "Larger committees buy less often"
    } else {
        "How often committees buy, from the smallest to the largest"
    };
    if found.len() > TOLD_IN_TITLE {
        let largest: Vec<(f64, String)> =
            found.into_iter().map(|(_, last, words)| (last, words)).collect();
        return format!("{head}: of the largest, {}", finding::each(&largest, percent));
    }
    let words: Vec<String> = found.into_iter().map(|(.., words)| words).collect();
    format!("{head}: {}", finding::listed(&words))
}

/// Leads that met with a committee of a size, the last size standing for larger ones too, and the
/// share that bought.
fn of_size(buyers: &BuyerSummary, size: u32) -> (f64, f64) {
    buyers.purchases_within(size, if size == SIZES { CommitteeSize::MOST } else { size })
}

fn spacing(policies: usize) -> f64 {
    (64.0 / policies as f64).min(20.0)
}

fn plot(space: Space, foot: f64) -> Plot {
    let ticks = (1..=SIZES).map(f64::from).collect();
    let x = Axis { from: 0.5, to: f64::from(SIZES) + 0.5, ticks };
    let y = Axis { from: 0.0, to: 1.0, ticks: vec![0.0, 0.2, 0.4, 0.6, 0.8, 1.0] };
    Plot {
        left: space.left + NAMES,
        right: space.right - 8.0,
        top: space.top + 10.0,
        bottom: space.bottom - foot,
        x,
        y,
    }
}

fn name_of(size: f64) -> String {
    if size >= f64::from(SIZES) { format!("{size}+") } else { format!("{size}") }
}

fn draw_ground(canvas: &Canvas, plot: &Plot) {
    for &tick in &plot.y.ticks {
        let y = plot.up(tick);
        canvas.line(&[(plot.left, y), (plot.right, y)], theme::GRID, 1.0);
        canvas.text(&percent(tick), (plot.left - 8.0, y), Style::TICK.right());
    }
    for (size, share) in plot.x.ticks.iter().zip(SURVEY) {
        let Some(share) = share else { continue };
        let (x, y) = plot.point(*size, share);
        canvas.rectangle((x - 40.0, y - 2.0), (x + 40.0, y + 2.0), theme::AXIS, 1.0);
    }
    plot.draw_x(canvas, name_of);
    canvas.text("members", (theme::MARGIN, plot.bottom + 15.0), Style::TICK);
}

/// A dot for each size, and the line through them.
fn draw_curve(canvas: &Canvas, plot: &Plot, (policy, buyers): (usize, &BuyerSummary), offset: f64) {
    let point = |size: u32| {
        let (met, share) = of_size(buyers, size);
        let (x, y) = plot.point(f64::from(size), share);
        (met > 0.0).then_some((x + offset, y))
    };
    let points: Vec<_> = (1..=SIZES).filter_map(point).collect();
    canvas.line(&points, theme::policy(policy), 2.0);
    for point in points {
        canvas.mean(point, theme::policy(policy));
    }
}

/// How many committees met, a line for each policy: what the dots rest on.
fn draw_counts(
    canvas: &Canvas,
    plot: &Plot,
    names: &[Vec<String>],
    shown: &[(usize, &BuyerSummary)],
) {
    let top = plot.bottom + 40.0;
    let note = "committees that met, a run · share of them that bought";
    canvas.text(note, (theme::MARGIN, top), Style::NOTE);
    let mut below = top + LINE;
    for (name, (policy, buyers)) in names.iter().zip(shown) {
        let height = LINE * name.len() as f64;
        let y = below + 0.5 * (height - LINE);
        draw_name(canvas, *policy, name, (theme::MARGIN, y));
        for size in 1..=SIZES {
            let (met, share) = of_size(buyers, size);
            let x = plot.across(f64::from(size));
            let words = if met > 0.0 {
                format!("{} · {}", counted(met), percent(share))
            } else {
                "–".into()
            };
            canvas.text(&words, (x, y), Style::TICK.color(theme::policy(*policy)).centre());
        }
        below += height;
    }
    draw_survey(canvas, plot, below);
}

/// The survey's line: its mark and its figures.
fn draw_survey(canvas: &Canvas, plot: &Plot, y: f64) {
    canvas.rectangle((theme::MARGIN, y - 2.0), (theme::MARGIN + 24.0, y + 2.0), theme::AXIS, 1.0);
    canvas.text("survey", (theme::MARGIN + 30.0, y), Style::TICK);
    for ((size, share), about) in plot.x.ticks.iter().zip(SURVEY).zip(TOLD) {
        let words =
            share.map_or("not published".into(), |share| format!("{about}{}", percent(share)));
        canvas.text(&words, (plot.across(*size), y), Style::TICK.centre());
    }
}

fn counted(leads: f64) -> String {
    let format = Format::of_unit(Unit::Count, "", [leads]);
    if leads < 10.0 { format.number(leads) } else { format.for_steps(1.0).number(leads) }
}

fn described(summary: &Summary, shown: &[(usize, &BuyerSummary)]) -> String {
    let one = |(policy, buyers): &(usize, &BuyerSummary)| {
        let sizes = (1..=SIZES).filter_map(|size| {
            let (met, share) = of_size(buyers, size);
            let of = name_of(f64::from(size));
            (met > 0.0).then(|| format!("{} of {of}", percent(share)))
        });
        let sizes = sizes.collect::<Vec<_>>().join(", ");
        format!("{}: bought, by members: {sizes}.", finding::label(summary, *policy))
    };
    shown.iter().map(one).collect::<Vec<_>>().join(" ")
}
