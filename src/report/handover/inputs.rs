//! All inputs with their values and evidence.

use super::book::{Book, Input};

use super::words::escaped;
use crate::experiment::sensitivity::Findings;
use crate::report::format::count;
use crate::report::sensitivity::words as of_inputs;

/// Characters of a value that are shown.
const VALUE: usize = 160;

/// The section; nothing where no scenario is known.
pub(super) fn section(book: &Book<'_>) -> Option<String> {
    let inputs = &book.studies.iter().find(|study| !study.inputs.is_empty())?.inputs;
    let (sourced, assumed): (Vec<&Input>, Vec<&Input>) =
        inputs.iter().partition(|input| !input.kind.is_empty());
    let title = if assumed.is_empty() {
        format!("All {} inputs have a source", count(&sourced.len()))
    } else {
        let (sourced, assumed) = (count(&sourced.len()), count(&assumed.len()));
        format!("{sourced} inputs have a source, {assumed} are assumed")
    };
    let table = with_sources(&sourced);
    let table =
        if sourced.is_empty() { String::new() } else { format!("<h3>With a source</h3>{table}") };
    let rest = if assumed.is_empty() { String::new() } else { without(book, &assumed) };
    let title = book.words.said(&title);
    Some(format!("<section id=\"inputs\" class=\"page\"><h2>{title}</h2>{table}{rest}</section>"))
}

fn value(input: &Input) -> String {
    let text = crate::report::format::truncated(&input.value, VALUE);
    let default = if input.is_default { " <span class=\"m\">(default)</span>" } else { "" };
    format!("{}{default}", escaped(&text))
}

fn key(input: &Input) -> String {
    escaped(&input.key).replace('.', ".<wbr>")
}

fn with_sources(inputs: &[&Input]) -> String {
    let row = |input: &&Input| {
        format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td><td><span class=\"tag s\">{}</span> {}</td></tr>",
            key(input),
            value(input),
            input.kind,
            escaped(&input.source)
        )
    };
    let rows: String = inputs.iter().map(row).collect();
    format!(
        "<div class=\"tw\"><table class=\"l stack\"><thead><tr><th scope=\"col\">Input</th><th \
         scope=\"col\">Value</th><th scope=\"col\">Source</th></tr></thead><tbody>{rows}</tbody></table>\
         </div>"
    )
}

/// The assumptions behind a line, with what they do to the answer where that was tried.
fn without(book: &Book<'_>, inputs: &[&Input]) -> String {
    let tried = tried(book);
    let influence = |input: &Input| tried.iter().find(|(key, _)| *key == input.key);
    let row = |input: &&Input| {
        let moved = influence(input).map_or_else(String::new, |(_, words)| book.words.said(words));
        let moved = if tried.is_empty() { String::new() } else { format!("<td>{moved}</td>") };
        format!("<tr><th scope=\"row\">{}</th><td>{}</td>{moved}</tr>", key(input), value(input))
    };
    let rows: String = inputs.iter().map(row).collect();
    let head =
        if tried.is_empty() { "" } else { "<th scope=\"col\">The answer over its range</th>" };
    let all = count(&inputs.len());
    format!(
        "<h3>Assumed</h3><div class=\"ctl js\"><label for=\"find\">Find</label><input id=\"find\" \
         type=\"search\" placeholder=\"churn, committee, turnover …\"><output id=\"found\" \
         for=\"find\"></output></div><details id=\"assumed\"><summary>Show all {}</summary><div \
         class=\"tw\"><table class=\"l stack\"><thead><tr><th scope=\"col\">Input</th><th \
         scope=\"col\">Value</th>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>",
        book.words.said(&all)
    )
}

/// The inputs that were moved alone, and what that did.
fn tried(book: &Book<'_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for of in &book.sensitivities {
        let Findings::Tornado { base, bars } = &of.findings else { continue };
        let numbers = of_inputs::tornado_numbers(of, base, bars);
        for bar in bars {
            let [low, high] =
                [bar.ends.0, bar.ends.1].map(|end| numbers.value(bar.readings[end].mean));
            let words = if bar.is_idle { "no effect".into() } else { format!("{low} to {high}") };
            all.extend(of.inputs[bar.input].keys.iter().map(|key| (key.clone(), words.clone())));
        }
    }
    all
}
