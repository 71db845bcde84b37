//! What the answer rests on: inputs with and without a source, what is left out.

use super::book::Book;
use crate::experiment::Summary;
use crate::experiment::sensitivity::Findings;
use crate::report::finding::capitalised;
use crate::report::format::count;
use crate::report::sensitivity::words as of_inputs;

/// The list with its heading.
pub(super) fn rests(book: &Book<'_>, summary: &Summary) -> String {
    let mut lines = vec![sources(book, summary)];
    lines.extend(strongest(book));
    if !summary.not_modelled.is_empty() {
        let what = summary.not_modelled.join("; ");
        lines.push(format!("<b>Not modelled</b><span>{}.</span>", book.words.said(&what)));
    }
    let list = format!("<li>{}</li>", lines.join("</li><li>"));
    format!("<h2 class=\"s\">What this rests on</h2><ul class=\"pl\">{list}</ul>")
}

fn sources(book: &Book<'_>, summary: &Summary) -> String {
    let (total, assumed) = (summary.inputs.total, summary.inputs.assumptions);
    let sourced = total.saturating_sub(assumed);
    let words = format!("{} of {} inputs have a source", count(&sourced), count(&total));
    let share = 100.0 * sourced as f64 / total.max(1) as f64;
    let rest = format!(
        "The other {} are assumptions: this compares ways to work in a modelled company. It is no \
         forecast of yours.",
        count(&assumed)
    );
    let rest = if assumed == 0 { "Each is listed with its source.".to_owned() } else { rest };
    format!(
        "<b>{}.</b><svg class=\"share\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" role=\"img\" \
         aria-label=\"{}\"><rect class=\"g\" width=\"100\" height=\"10\"/><rect class=\"ink\" \
         width=\"{share:.1}\" height=\"10\"/></svg><span>{} <a href=\"#inputs\">All inputs</a></span>",
        book.words.said(&words),
        book.words.plain(&words),
        book.words.said(&rest)
    )
}

/// The input that moves the answer most.
fn strongest(book: &Book<'_>) -> Option<String> {
    let found = book.sensitivities.iter().find_map(|of| match &of.findings {
        Findings::Tornado { base, bars } => Some((of, base, bars.first().filter(|b| !b.is_idle)?)),
        _ => None,
    });
    let (of, base, bar) = found?;
    let Findings::Tornado { bars, .. } = &of.findings else { return None };
    let numbers = of_inputs::tornado_numbers(of, base, bars);
    let [low, high] = [bar.ends.0, bar.ends.1].map(|end| numbers.value(bar.readings[end].mean));
    let name = capitalised(&of.inputs[bar.input].label);
    let how = format!("Over its range the answer moves from {low} to {high}. Measure it first.");
    let (name, how) = (book.words.said(&name), book.words.said(&how));
    Some(format!("<b>{name} matters most.</b><span>{how}</span>"))
}
