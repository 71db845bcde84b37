//! The front of two measures: rows on the screen, a chart, `front.csv` and a part of `results.json`.

use super::limits::{Limit, limit};
use super::words;
use crate::experiment::search::{Front, FrontPoint, SearchSummary};
use crate::report::canvas::{Canvas, Style};
use crate::report::console::Page;
use crate::report::figure::{Chart, Figure, Space};
use crate::report::format::{Format, plural, truncated};
use crate::report::json::Described;
use crate::report::known::Known;
use crate::report::levels::{column, entry, place};
use crate::report::plot::{Axis, Plot};
use crate::report::tables::{finished, number, write};
use crate::report::theme;
use crate::stats::Stands;
use serde::Serialize;
use serde_json::Value;

/// The widest name of a design on the screen.
const NAME: usize = 34;
const HEIGHT: f64 = 430.0;
/// Designs nearer to each other than this on the sheet share the place of their numbers.
const TOGETHER: f64 = 12.0;
/// Room above the picture for the name of its upright axis, and below for that of the other.
const HEAD: f64 = 24.0;
const FOOT: f64 = 44.0;

/// How both measures are written.
fn formats(search: &SearchSummary, front: &Front) -> [Format; 2] {
    let measures = [&search.race.measure, &front.measure];
    std::array::from_fn(|of| {
        let means = front.points.iter().map(|point| point.worth[of].mean);
        Format::new(measures[of], &search.race.currency, means)
    })
}

fn name(point: &FrontPoint) -> String {
    point.values.as_ref().map_or_else(
        || "as written".to_owned(),
        |values| values.iter().map(|level| level.text.as_str()).collect::<Vec<_>>().join(" · "),
    )
}

fn stands(of: Option<Stands>) -> &'static str {
    match of {
        Some(Stands::Front) => "front",
        Some(Stands::Open) => "open",
        Some(Stands::Beaten(_)) => "beaten",
        None => "beyond",
    }
}

/// Whether somebody may want a design.
fn is_choice(point: &FrontPoint) -> bool {
    matches!(point.stands, Some(Stands::Front | Stands::Open))
}

/// Whether a design has a place in the chart.
fn is_known(point: &FrontPoint) -> bool {
    point.worth.iter().all(|of| of.mean.is_finite())
}

/// What there is to choose from: `7 designs to choose from: Contribution from 8 to 9 M€, Pay from 1.2 to 2 M€`.
pub(super) fn sentence(search: &SearchSummary, front: &Front) -> String {
    let choices: Vec<&FrontPoint> = front.points.iter().filter(|of| is_choice(of)).collect();
    let (formats, labels) =
        (formats(search, front), [&search.race.measure.label, &front.measure.label]);
    let range = |of: usize| {
        let means = || choices.iter().map(|point| point.worth[of].mean);
        let [low, high] =
            [means().fold(f64::INFINITY, f64::min), means().fold(f64::NEG_INFINITY, f64::max)];
        let exact = formats[of].for_difference(high - low, high - low);
        format!("{} from {} to {}", labels[of], exact.number(low), exact.value(high))
    };
    match choices.len() {
        0 => "no design that was found keeps the limits".to_owned(),
        1 => format!("one design is the best in both measures: {}", name(choices[0])),
        count => {
            let designs = plural(count as u64, "design");
            format!("{designs} to choose from: {}, {}", range(0), range(1))
        }
    }
}

/// The designs to choose from, the best in the primary measure first.
pub(super) fn draw(page: &mut Page, search: &SearchSummary, front: &Front) {
    let formats = formats(search, front);
    let heads = [&search.race.measure.label, &front.measure.label];
    let worth = |point: &FrontPoint, of: usize| words::known(&formats[of], &point.worth[of]);
    let rows: Vec<(String, [String; 2], &str)> = (1..)
        .zip(&front.points)
        .filter(|(_, point)| is_choice(point))
        .map(|(place, point): (usize, _)| {
            let settled = if point.stands == Some(Stands::Open) { "not settled" } else { "" };
            let name = format!("{place:>2} {}", truncated(&name(point), NAME));
            (name, [worth(point, 0), worth(point, 1)], settled)
        })
        .collect();
    let wide =
        |widths: &mut dyn Iterator<Item = usize>, least: usize| widths.fold(least, usize::max);
    let first = wide(&mut rows.iter().map(|row| row.0.chars().count()), 6);
    let [a, b] = [0, 1].map(|of| {
        wide(&mut rows.iter().map(|row| row.1[of].chars().count()), heads[of].chars().count())
    });
    page.plain(&format!(" {:first$}  {:>a$}  {:>b$}", "design", heads[0], heads[1]));
    for (name, [of_a, of_b], settled) in rows {
        page.plain(format!(" {name:first$}  {of_a:>a$}  {of_b:>b$}  {settled}").trim_end());
    }
}

/// A dot for each design: what it is worth in both measures.
pub(super) fn chart(search: &SearchSummary, front: &Front) -> Chart {
    let formats = formats(search, front);
    let described = |(place, point): (usize, &FrontPoint)| {
        let [a, b] = [0, 1].map(|of| words::known(&formats[of], &point.worth[of]));
        format!("{place} {}: {a}, {b}, {}", name(point), stands(point.stands))
    };
    let title = sentence(search, front);
    let mut letters = title.chars();
    let title =
        letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect());
    let figure = Figure {
        name: "front".into(),
        title,
        subtitle: "Designs on fresh luck, numbered as in front.csv; lines = 95 % intervals. Filled = no other is \
                   better in one measure and not worse in the other; hollow = not settled; grey = beaten, or beyond \
                   a limit"
            .into(),
        description: (1..).zip(&front.points).map(described).collect::<Vec<_>>().join("; "),
    };
    figure.draw_from(&words::provenance(search), HEIGHT, |canvas, space| {
        draw_points(canvas, space, search, (front, &formats));
    })
}

fn draw_points(
    canvas: &Canvas,
    space: Space,
    search: &SearchSummary,
    (front, formats): (&Front, &[Format; 2]),
) {
    let ends = |of: usize| {
        let all = front.points.iter().map(move |point| &point.worth[of]);
        Axis::covering(all.flat_map(|of| [of.interval.0, of.mean, of.interval.1]), 6)
    };
    let (x, y) = (ends(1), ends(0));
    let gutter = Plot::gutter(&y, &formats[0]);
    let plot = Plot {
        left: space.left + gutter,
        right: space.right - 48.0,
        top: space.top + HEAD,
        bottom: space.top + HEIGHT - FOOT,
        x,
        y,
    };
    plot.draw_y(canvas, &formats[0], true);
    let steps = formats[1].for_steps(plot.x.step());
    plot.draw_x(canvas, |tick| steps.number(tick));
    let named = |label: &str, unit: &str| {
        if unit.is_empty() { label.to_owned() } else { format!("{label}, {unit}") }
    };
    let upright = named(&search.race.measure.label, formats[0].unit());
    canvas.text(&upright, (space.left, space.top + 6.0), Style::TICK);
    let across = named(&front.measure.label, formats[1].unit());
    canvas.text(&across, (plot.right, plot.bottom + 33.0), Style::TICK.right());
    front.points.iter().filter(|of| is_known(of)).for_each(|of| draw_point(canvas, &plot, of));
    for (at, numbers) in numbered(&plot, front) {
        canvas.text(&numbers, (at.0 + 9.0, at.1 - 9.0), Style::TICK);
    }
}

/// The numbers of the designs and where they stand; those of designs too near to tell apart stand together.
fn numbered(plot: &Plot, front: &Front) -> Vec<((f64, f64), String)> {
    let mut all: Vec<((f64, f64), String)> = Vec::new();
    for (number, point) in (1..).zip(&front.points).filter(|of| is_known(of.1)) {
        let number: usize = number;
        let [up, across] = &point.worth;
        let at = plot.point(across.mean, up.mean);
        let is_near = |of: (f64, f64)| (of.0 - at.0).abs().max((of.1 - at.1).abs()) < TOGETHER;
        match all.iter_mut().find(|(of, _)| is_near(*of)) {
            Some((_, numbers)) => {
                numbers.push_str(", ");
                numbers.push_str(&number.to_string());
            }
            None => all.push((at, number.to_string())),
        }
    }
    all
}

fn draw_point(canvas: &Canvas, plot: &Plot, point: &FrontPoint) {
    let [up, across] = &point.worth;
    let at = plot.point(across.mean, up.mean);
    let color = if is_choice(point) { theme::policy(1) } else { theme::AXIS };
    let ends = |of: (f64, f64)| [of.0, of.1];
    canvas.line(&ends(up.interval).map(|end| plot.point(across.mean, end)), color, 1.2);
    canvas.line(&ends(across.interval).map(|end| plot.point(end, up.mean)), color, 1.2);
    if point.stands == Some(Stands::Open) {
        canvas.ring(at, 5.0, color);
    } else {
        canvas.dot(at, 5.0, color);
    }
}

/// `front.csv`: a line for each design that was judged in both measures.
pub fn front_csv(search: &SearchSummary, front: &Front) -> Vec<u8> {
    let mut table = csv::Writer::from_writer(Vec::new());
    let mut head: Vec<String> = ["scenario", "design"].map(str::to_owned).into();
    head.extend(search.levers.iter().map(|lever| column(&lever.keys, &lever.unit)));
    for key in [&search.race.measure.key, &front.measure.key] {
        head.push(key.clone());
        head.extend(["standard_error", "low", "high"].map(|what| format!("{key}.{what}")));
    }
    head.extend(["stands", "beaten_by"].map(str::to_owned));
    write(&mut table, &head);
    for (place, point) in (1..).zip(&front.points) {
        let place: usize = place;
        let mut row = vec![search.race.scenario.clone(), place.to_string()];
        match &point.values {
            Some(values) => row.extend(values.iter().map(entry)),
            None => row.extend(
                search.levers.iter().map(|lever| lever.base.as_ref().map_or(String::new(), entry)),
            ),
        }
        for of in &point.worth {
            row.extend([of.mean, of.standard_error, of.interval.0, of.interval.1].map(number));
        }
        row.push(stands(point.stands).to_owned());
        row.push(beaten_by(point).map_or(String::new(), |by| by.to_string()));
        write(&mut table, &row);
    }
    finished(table)
}

/// The number of the design that beats one.
fn beaten_by(point: &FrontPoint) -> Option<usize> {
    if let Some(Stands::Beaten(by)) = point.stands { Some(by + 1) } else { None }
}

/// The front in `results.json`.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    measure: &'a str,
    #[serde(flatten)]
    described: Described<'a>,
    zones: [f64; 2],
    weights: u32,
    trials: usize,
    designs: Vec<Point<'a>>,
}

#[derive(Serialize)]
struct Point<'a> {
    /// `None` = as written.
    values: Option<Vec<Value>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    factor: Option<f64>,
    worth: [Known; 2],
    limits: Vec<Limit<'a>>,
    stands: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    beaten_by: Option<usize>,
}

impl<'a> Told<'a> {
    pub(super) fn of(front: &'a Front) -> Self {
        let point = |point: &'a FrontPoint| Point {
            values: point.values.as_ref().map(|values| values.iter().map(place).collect()),
            factor: point.factor,
            worth: point.worth.each_ref().map(Known::of_estimate),
            limits: point.limits.iter().map(limit).collect(),
            stands: stands(point.stands),
            beaten_by: beaten_by(point),
        };
        Self {
            measure: &front.measure.key,
            described: Described::of(&front.measure),
            zones: front.zones,
            weights: front.weights,
            trials: front.trials.len(),
            designs: front.points.iter().map(point).collect(),
        }
    }
}
