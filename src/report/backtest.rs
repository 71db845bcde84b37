//! A backtest's drawing and folder.

use std::path::{Path, PathBuf};

use super::canvas::{Canvas, Style};
use super::figure::{Chart, Figure, Space};
use super::format::{Format, percent, plural};
use super::manifest::{self, Made, hexadecimal};
use super::plot::{Axis, Plot};
use super::{Error, FolderOptions, folder, theme};
use crate::fitting::{Backtest, Origin, WeekForecast, backtest_csv, backtest_json};
use crate::sales::Unit;

const HEIGHT: f64 = 340.0;
const FOOT: f64 = 26.0;
/// A word or two at the right of the lines.
const LABELS: f64 = 92.0;

/// Weekly wins as they came, and the ranges that were forecast.
pub fn backtest_chart(backtest: &Backtest, source: &str) -> Chart {
    let score = backtest.score();
    let forecast = || backtest.origins.iter().flat_map(|origin| &origin.weeks);
    let heights = backtest.wins.iter().copied().chain(forecast().map(|week| week.most.1));
    let y = Axis::covering(heights.map(f64::from).chain([0.0]), 5);
    let format = Format::of_unit(Unit::Count, "", [if y.to < 20.0 { y.to } else { 100.0 }]);
    let most =
        format!("{} of weekly wins came within the range of 90 % forecast", percent(score.weeks.1));
    let figure = Figure {
        name: "backtest".into(),
        title: most.clone(),
        subtitle: format!(
            "Wins in each week; bands are the ranges of 50 and 90 % forecast from what was known where they begin, \
             {} ahead",
            plural(backtest.horizon as u64, "week")
        ),
        description: format!(
            "{most}, and {} within that of 50 %, in {}.",
            percent(score.weeks.0),
            plural(backtest.origins.len() as u64, "forecast")
        ),
    };
    figure.draw_from(&format!("{source} · posse backtest"), HEIGHT, |canvas, space| {
        paint(canvas, space, backtest, (y, &format));
    })
}

fn paint(canvas: &Canvas, space: Space, backtest: &Backtest, (y, format): (Axis, &Format)) {
    let plot = Plot {
        left: space.left + Plot::gutter(&y, format),
        right: space.right - LABELS,
        top: space.top,
        bottom: space.bottom - FOOT,
        x: Axis::weeks(backtest.wins.len(), 8),
        y,
    };
    plot.draw_y(canvas, format, true);
    let color = theme::policy(0);
    for origin in &backtest.origins {
        band(canvas, &plot, origin, |week| week.most, theme::NINETY_BAND);
        band(canvas, &plot, origin, |week| week.half, theme::HALF_BAND);
        let mean = |(ahead, week): (usize, &WeekForecast)| {
            plot.point((origin.week + ahead) as f64 + 0.5, week.mean)
        };
        canvas.line(&origin.weeks.iter().enumerate().map(mean).collect::<Vec<_>>(), color, 2.0);
        let x = origin.week as f64;
        canvas.line(&[plot.point(x, plot.y.from), plot.point(x, plot.y.to)], theme::GRID, 1.0);
    }
    let found = |(week, wins): (usize, &u32)| plot.point(week as f64 + 0.5, f64::from(*wins));
    let points: Vec<_> = backtest.wins.iter().enumerate().map(found).collect();
    canvas.line(&points, theme::INK, 1.2);
    for point in &points {
        canvas.dot(*point, 1.8, theme::INK);
    }
    label(canvas, &plot, backtest);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole week")]
    plot.draw_x(canvas, |week| backtest.start(week as usize).to_string()[..10].to_owned());
}

/// The band of a range, week by week; a week's range stands over the whole week.
fn band(
    canvas: &Canvas,
    plot: &Plot,
    origin: &Origin,
    range: fn(&WeekForecast) -> (u32, u32),
    opacity: f64,
) {
    for (ahead, week) in origin.weeks.iter().enumerate() {
        let (low, high) = range(week);
        let from = (origin.week + ahead) as f64;
        // A count that lies in the range is a point within the band.
        let (low, high) = ((f64::from(low) - 0.5).max(0.0), f64::from(high) + 0.5);
        let corners = (plot.point(from, high), plot.point(from + 1.0, low));
        canvas.rectangle(corners.0, corners.1, theme::policy(0), opacity);
    }
}

/// What the lines are, where they end.
fn label(canvas: &Canvas, plot: &Plot, backtest: &Backtest) {
    let last = backtest.origins.last().and_then(|origin| origin.weeks.last());
    let ends = [
        backtest.wins.last().map(|wins| (f64::from(*wins), "wins", theme::INK)),
        last.map(|week| (week.mean, "forecast", theme::policy(0))),
    ];
    let ends: Vec<_> = ends.into_iter().flatten().collect();
    let wanted: Vec<f64> = ends.iter().map(|end| plot.up(end.0)).collect();
    let places = super::plot::nudged(&wanted, 15.0, (plot.top, plot.bottom));
    for ((_, words, color), y) in ends.into_iter().zip(places) {
        canvas.text(words, (plot.right + 8.0, y), Style::LABEL.color(color));
    }
}

/// Writes `backtest.csv`, `backtest.json` and the drawing into the folder `target`, whole or not at all, and
/// returns the paths of its files.
///
/// # Errors
///
/// If the folder holds anything but an earlier backtest of the same log, or cannot be written.
pub fn write_backtest(
    backtest: &Backtest,
    source: &str,
    target: &Path,
    options: &FolderOptions,
) -> Result<Vec<PathBuf>, Error> {
    let (csv, json) = (backtest_csv(backtest), backtest_json(backtest, source));
    let chart = backtest_chart(backtest, source);
    let hash = hexadecimal(csv.as_bytes());
    let files = vec![
        ("backtest.csv".to_owned(), csv.into_bytes()),
        ("backtest.json".to_owned(), json.into_bytes()),
        ("backtest.png".to_owned(), chart.png()),
        ("backtest.svg".to_owned(), chart.svg.into_bytes()),
    ];
    let name = format!("backtest of {source}");
    let made =
        Made { scenario: &name, hash: &hash, seed: 0, replications: 0, runs: 0, scaling: None };
    let facts = (&options.facts, None);
    let manifest = |hashed: &[(String, String)]| manifest::manifest(made, facts, hashed);
    folder::replace(target, &options.request(&name, 0), (&files.into(), &manifest), None)
}
