//! One input at a time: what moves the answer, the longest bar first.

use super::book::Book;
use super::drawing::{Anchor, Drawing, NARROW, Picture, color, fitted, width};
use super::table::Table;
use crate::experiment::sensitivity::{Bar, Findings, Reading, SensitivitySummary, Turn};
use crate::report::console::Screen;
use crate::report::finding::capitalised;
use crate::report::plot::Axis;
use crate::report::sensitivity::sensitivity_screen;
use crate::report::sensitivity::words::{self, Numbers};

const HEAD: f64 = 20.0;
const FOOT: f64 = 24.0;
const ROW: f64 = 27.0;
const NARROW_ROW: f64 = 42.0;
const BAR: f64 = 13.0;
/// Inputs drawn, and on a phone.
const MOST: usize = 12;
const NARROW_MOST: usize = 8;

/// What is drawn.
struct Ground<'a> {
    summary: &'a SensitivitySummary,
    base: &'a Reading,
    bars: Vec<&'a Bar>,
    numbers: Numbers,
}

/// The part of a sensitivity analysis.
pub(super) fn block(book: &Book<'_>, summary: &SensitivitySummary) -> String {
    let title = words::headline(summary);
    let Findings::Tornado { base, bars } = &summary.findings else {
        let screen = Screen { width: 96, color: false, folder: None };
        let text = sensitivity_screen(summary, screen);
        return format!(
            "<h3>{}</h3><pre tabindex=\"0\">{}</pre>",
            book.words.said(&title),
            book.words.said(&text)
        );
    };
    let numbers = words::tornado_numbers(summary, base, bars);
    let known =
        |bar: &&Bar| [bar.ends.0, bar.ends.1].iter().all(|end| bar.readings[*end].mean.is_finite());
    let ground = Ground { summary, base, bars: bars.iter().filter(known).collect(), numbers };
    let unit = ground.numbers.own_unit();
    let unit = if unit.is_empty() { String::new() } else { format!(", {unit}") };
    let about = format!(
        "{}{unit}, when one input moves over its range and all else stays.",
        capitalised(&words::subject(summary))
    );
    format!(
        "<div class=\"keep\"><h3>{}</h3><p class=\"sub\">{}</p>{}</div>{}",
        book.words.said(&title),
        book.words.said(&about),
        picture(book, &ground, &title),
        twin(book, &ground)
    )
}

fn picture(book: &Book<'_>, ground: &Ground<'_>, title: &str) -> String {
    let Ground { summary, base, numbers, .. } = ground;
    let told = ground.bars.iter().take(MOST).map(|bar| {
        let [low, high] = ends(bar).map(|end| numbers.value(end.mean));
        format!("{} {low} to {high}", words::noun(summary, bar.input))
    });
    let told = told.collect::<Vec<_>>().join("; ");
    let description = format!("As written {}. {told}.", numbers.value(base.mean));
    let caption = format!("{}. Dashed: as written.", words::provenance(summary));
    let place = summary.inputs.iter().flat_map(|input| &input.keys).map(String::len).sum::<usize>();
    let name = format!("tornado-{place}-{}", summary.points);
    let picture = Picture { name: &name, title, description: &description, caption: &caption };
    picture.html(&book.words, |drawing| draw(drawing, ground))
}

/// The readings at both ends of a bar.
fn ends(bar: &Bar) -> [&Reading; 2] {
    [&bar.readings[bar.ends.0], &bar.readings[bar.ends.1]]
}

fn draw(drawing: &mut Drawing<'_>, ground: &Ground<'_>) -> f64 {
    let Ground { summary, base, bars, numbers } = ground;
    let is_narrow = drawing.is_narrow();
    let shown = &bars[..bars.len().min(if is_narrow { NARROW_MOST } else { MOST })];
    let means = shown.iter().flat_map(|bar| ends(bar).map(|end| end.mean));
    let zero = words::favoured(summary, f64::MAX, 0.0).map(|_| 0.0);
    let axis = Axis::tight(means.chain([base.mean]).chain(zero), if is_narrow { 4 } else { 6 });
    let side = |bar: &&&Bar| {
        let [low, high] = ends(bar).map(|end| width(&words::bare(&summary.inputs[bar.input], end)));
        low.max(high)
    };
    let pad = shown.iter().map(|bar| side(&bar)).fold(20.0, f64::max).min(90.0) + 8.0;
    let (names, row) = if is_narrow { (0.0, NARROW_ROW) } else { (210.0, ROW) };
    let room = drawing.width - names - 2.0 * pad;
    let place = |value: f64| names + pad + (value - axis.from) / (axis.to - axis.from) * room;
    let bottom = HEAD + row * shown.len() as f64 + 4.0;
    let steps = numbers.for_steps(axis.step());
    drawing.grid(&axis, (HEAD, bottom), place, |tick| steps.bare(tick));
    drawing.line("dash ink2", (place(base.mean), HEAD - 4.0), (place(base.mean), bottom));
    for (index, bar) in shown.iter().enumerate() {
        one(drawing, ground, bar, (HEAD + row * index as f64, names, &place));
    }
    let words = format!("as written {}", numbers.value(base.mean));
    let half = 0.5 * width(&words);
    let middle = place(base.mean).clamp(half, drawing.width - half);
    drawing.text("m", (middle, 7.0), Anchor::Middle, &words);
    bottom + FOOT
}

fn one(
    drawing: &mut Drawing<'_>,
    ground: &Ground<'_>,
    bar: &Bar,
    (top, names, place): (f64, f64, &dyn Fn(f64) -> f64),
) {
    let Ground { summary, .. } = ground;
    let input = &summary.inputs[bar.input];
    let mut sides = ends(bar);
    if sides[0].mean > sides[1].mean {
        sides.swap(0, 1);
    }
    let y = if names > 0.0 { top + 0.5 * ROW } else { top + 27.0 };
    let [from, to] = sides.map(|end| place(end.mean));
    let turns = matches!(bar.turn, Turn::Turns(_));
    let favoured = sides.map(|end| words::favoured(summary, end.mean, 0.0));
    let class = match favoured {
        [Some(one), Some(other)] if one == other => format!("p{} half", color(one)),
        _ => "ax2".to_owned(),
    };
    drawing.rectangle(&class, (from, y - 0.5 * BAR), ((to - from).max(1.0), BAR));
    let [left, right] = sides.map(|end| fitted(&words::bare(input, end), 90.0));
    drawing.text("", (from - 5.0, y), Anchor::End, &left);
    drawing.text("", (to + 5.0, y), Anchor::Start, &right);
    let mark = if turns { " ⇄" } else { "" };
    let most = if names > 0.0 { names - 12.0 } else { NARROW - 24.0 };
    let label = format!("{}{mark}", fitted(&capitalised(&input.label), most));
    let at = if names > 0.0 { (0.0, y) } else { (0.0, top + 9.0) };
    drawing.text(if turns { "b" } else { "" }, at, Anchor::Start, &label);
}

fn twin(book: &Book<'_>, ground: &Ground<'_>) -> String {
    let Ground { summary, bars, numbers, .. } = ground;
    let row = |bar: &&Bar| {
        let input = &summary.inputs[bar.input];
        let [low, high] = ends(bar);
        let turn = match bar.turn {
            Turn::Stands => "stands",
            Turn::Turns(_) => "turns",
            Turn::Changes(_) => "unsettled",
        };
        let values = [words::at(input, low), words::at(input, high)];
        let means = [low, high].map(|end| numbers.value(end.mean));
        let [(first, second), (low, high)] = [values, means].map(|[one, other]| (one, other));
        vec![capitalised(&input.label), first, second, low, high, turn.to_owned()]
    };
    let head = ["Input", "From", "To", "Answer at the first", "At the second", "The verdict"];
    let about = "Inputs one at a time".to_owned();
    let head = head.map(str::to_owned).into();
    Table { about, head, rows: bars.iter().map(row).collect(), ..Table::default() }
        .twin(&book.words)
}
