//! Where the answer turns: a map of a sweep as a table of its cells, coloured by who does better.

use super::book::Book;
use super::drawing::color;
use crate::experiment::sweep::{Layout, PairCell, SweepSummary};
use crate::report::console::Screen;
use crate::report::finding::capitalised;
use crate::report::format::Format;
use crate::report::sweep::{findings, sweep_screen, turns, words};
use crate::sales::Direction;
use crate::stats::Verdict;

/// Steps of colour.
const SHADES: f64 = 6.0;

/// The part of a sweep.
pub(super) fn block(book: &Book<'_>, sweep: &SweepSummary) -> String {
    let title = findings::headline(sweep);
    let heading = format!("<h2>{}</h2>", book.words.said(&title));
    let Layout::Grid { columns, rows } = sweep.layout else {
        let screen = Screen { width: 96, color: false, folder: None };
        let text = sweep_screen(sweep, screen);
        return format!("{heading}<pre tabindex=\"0\">{}</pre>", book.words.said(&text));
    };
    if sweep.policies.len() < 2 {
        return heading;
    }
    let maps = (0..sweep.policies.len() - 1).map(|other| map(book, sweep, (columns, rows), other));
    let caption =
        format!("{}. Framed: nearest to the scenario as written.", words::provenance(sweep));
    format!(
        "{heading}{}<p class=\"sub\">{}</p>",
        maps.collect::<String>(),
        book.words.said(&caption)
    )
}

/// The map of the first policy and the one numbered `other` after it.
fn map(
    book: &Book<'_>,
    sweep: &SweepSummary,
    (columns, rows): (usize, usize),
    other: usize,
) -> String {
    let Some(regimes) = words::regimes(sweep, sweep.primary, other) else { return String::new() };
    let (a, b) = (words::label(sweep, regimes.a), words::label(sweep, regimes.b));
    let format = words::format(sweep, sweep.primary);
    let unit = format.in_unit();
    let up = sweep.axes.get(1).map_or_else(String::new, |axis| format!(" Up: {}.", axis.label));
    let about = format!(
        "{} of {b} less that of {a}{unit}. Across: {}.{up}",
        sweep.measures[sweep.primary].label, sweep.axes[0].label
    );
    let cells: Vec<&PairCell> =
        sweep.cells.iter().map(|cell| &cell.pairs[regimes.pair][sweep.primary]).collect();
    let is_lower = sweep.measures[sweep.primary].better == Some(Direction::Lower);
    let ground = Ground { sweep, cells: &cells, format: &format, columns, is_lower };
    let lines: String = (0..rows).rev().map(|row| ground.row(book, row)).collect();
    let turn = turns::over_rows(sweep, regimes).map(|text| format!("Break-even: {text}."));
    let key = format!(
        "<p class=\"key\"><b class=\"t{}\">{}</b><b class=\"t{}\">{}</b></p>",
        color(regimes.a),
        book.words.said(&format!("{a} better")),
        color(regimes.b),
        book.words.said(&format!("{b} better"))
    );
    format!(
        "<div class=\"keep\"><p class=\"sub\">{}</p><div class=\"tw\" tabindex=\"0\" role=\"region\" \
         aria-label=\"{}\"><table class=\"map\">{lines}{}</table></div>{key}<p>{} {}</p></div>",
        book.words.said(&about),
        book.words.plain(&about),
        ground.foot(book),
        book.words.said(&format!("{}.", capitalised(&words::shares(sweep, regimes)))),
        book.words.said(&turn.unwrap_or_default())
    )
}

/// The cells of a map.
struct Ground<'a> {
    sweep: &'a SweepSummary,
    cells: &'a [&'a PairCell],
    format: &'a Format,
    columns: usize,
    is_lower: bool,
}

impl Ground<'_> {
    fn row(&self, book: &Book<'_>, row: usize) -> String {
        let axis = self.sweep.axes.get(1);
        let level =
            axis.and_then(|axis| axis.levels.get(row).map(|level| words::level(axis, level)));
        let head =
            format!("<th scope=\"row\">{}</th>", book.words.said(&level.unwrap_or_default()));
        let cells = (0..self.columns).map(|column| self.cell(book, row * self.columns + column));
        format!("<tr>{head}{}</tr>", cells.collect::<String>())
    }

    fn foot(&self, book: &Book<'_>) -> String {
        let axis = &self.sweep.axes[0];
        let level = |level| {
            format!("<th scope=\"col\">{}</th>", book.words.said(&words::level(axis, level)))
        };
        let levels: String = axis.levels.iter().map(level).collect();
        format!("<tr><td></td>{levels}</tr>")
    }

    /// A cell: the difference, coloured where one is better, said where nobody is.
    fn cell(&self, book: &Book<'_>, number: usize) -> String {
        let pair = self.cells[number];
        let most = self.cells.iter().map(|of| of.mean.abs()).filter(|mean| mean.is_finite());
        let most = most.fold(0.0, f64::max);
        let shade = (SHADES * pair.mean.abs() / most.max(f64::MIN_POSITIVE)).ceil().max(1.0);
        let favoured = if (pair.mean > 0.0) == self.is_lower { pair.a } else { pair.b };
        let (class, mark) = match pair.verdict {
            Verdict::Better | Verdict::Worse => (format!("c{} o{shade}", color(favoured)), ""),
            Verdict::Tie => ("even".to_owned(), "≈"),
            Verdict::Undecided => ("open".to_owned(), "?"),
            Verdict::Withheld => ("open".to_owned(), "–"),
        };
        let base = if self.base() == Some(number) { " base" } else { "" };
        let value = self.format.signed(pair.mean);
        let text = format!("{value}\u{2009}{mark}");
        format!("<td class=\"{class}{base}\">{}</td>", book.words.said(text.trim_end()))
    }

    /// The cell nearest to the scenario as written, if it has a place on every axis.
    fn base(&self) -> Option<usize> {
        let nearest = |axis: &crate::experiment::sweep::SweepAxis| {
            let base = axis.base.as_ref()?;
            let away = |level: &crate::experiment::sweep::Level| {
                if axis.is_numeric {
                    (level.number - base.number).abs()
                } else {
                    f64::from(u8::from(level.text != base.text))
                }
            };
            let levels = axis.levels.iter().enumerate();
            levels.min_by(|one, other| away(one.1).total_cmp(&away(other.1))).map(|(at, _)| at)
        };
        let across = nearest(&self.sweep.axes[0])?;
        let up = self.sweep.axes.get(1).map_or(Some(0), nearest)?;
        Some(up * self.columns + across)
    }
}
