//! Inputs that a reader moves: the page runs the scenario itself, in a worker, by the engine that it carries.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::book::{Book, Compared};
use super::choice::Choice;
use super::code::base64;
use super::levers::{Lever, Live, Moves};
use super::words::escaped;
use crate::experiment::{self, PairSummary};
use crate::report::finding::{self, capitalised};
use crate::report::format::Format;

/// What runs the engine and shows what it tells.
pub(super) const SCRIPT: &str = include_str!("assets/live.js");
/// Pairs of runs after each move.
const RUNS: u32 = 64;
/// Runs by which page and study are found to have the same bits.
const PROOF: usize = 4;
/// Steps of a slider.
const STEPS: f64 = 100.0;

/// The section; nothing if the page carries no engine.
pub(super) fn section(book: &Book<'_>, choice: &Choice<'_>) -> Option<String> {
    let (live, compared) = (book.live?, book.comparison?);
    let levers = live.levers.iter().enumerate().map(|(number, lever)| control(book, number, lever));
    let [a, b] = choice.labels();
    let about = format!(
        "Move an input: the page runs {a} and {b} again, up to {RUNS} times each on the same luck. Pay keeps the rates \
         of the study."
    );
    Some(format!(
        "<section id=\"live\"><h2>What if?</h2><noscript><p>What can be moved here needs scripts.</p></noscript>\
         <div class=\"live\"><p class=\"sub\">{}</p>{}<p id=\"live-now\" aria-live=\"polite\">{}</p>{}<p><button \
         type=\"button\" id=\"live-back\" disabled>Undo</button></p><p class=\"sub\" id=\"live-proof\"></p></div>\
         <script type=\"application/json\" id=\"live-about\">{}</script><script type=\"text/plain\" \
         id=\"live-engine\">{}</script><script>{SCRIPT}</script></section>",
        book.words.said(&about),
        levers.collect::<String>(),
        book.words.said("All inputs are as written: these are the numbers of the study."),
        table(book, choice),
        about_json(book, choice, live, compared).replace('<', "\\u003c"),
        base64(&packed(&live.engine)),
    ))
}

/// A slider of numbers with its value, or a choice among words.
fn control(book: &Book<'_>, number: usize, lever: &Lever) -> String {
    let (text, base) = (escaped(&lever.written.0), lever.written.1);
    let field = match &lever.values {
        Moves::Between(from, to, is_whole) => {
            let step = if *is_whole { 1.0 } else { (to - from) / STEPS };
            let (from, to) = (from.min(base), to.max(base));
            format!(
                "<input type=\"range\" id=\"lever{number}\" min=\"{from}\" max=\"{to}\" step=\"{step}\" \
                 value=\"{base}\" autocomplete=\"off\"><output id=\"lever{number}-value\" \
                 for=\"lever{number}\">{text}</output>"
            )
        }
        Moves::Among(words) => choice_of(words, &lever.written.0, number),
    };
    let label = book.words.said(&capitalised(&lever.label));
    format!("<div class=\"ctl lever\"><label for=\"lever{number}\">{label}</label>{field}</div>")
}

/// A choice among the listed words and the one in the scenario.
fn choice_of(words: &[String], written: &str, number: usize) -> String {
    let is_new = !words.iter().any(|word| word == written);
    let option = |word: &str| {
        let selected = if word == written { " selected" } else { "" };
        format!("<option{selected}>{}</option>", escaped(word))
    };
    let first = if is_new { option(written) } else { String::new() };
    let options: String = words.iter().map(|word| option(word)).collect();
    format!("<select id=\"lever{number}\" autocomplete=\"off\">{first}{options}</select>")
}

/// The pairs that are told: what the verdict is about, and money.
fn told<'a>(choice: &Choice<'a>) -> Vec<&'a PairSummary> {
    let money = choice.money.filter(|money| money.measure != choice.primary.measure);
    [Some(choice.primary), money].into_iter().flatten().collect()
}

/// The table that the script fills again; until then it holds what the study found.
fn table(book: &Book<'_>, choice: &Choice<'_>) -> String {
    let summary = choice.summary;
    let [a, b] = choice.labels();
    let row = |pair: &PairSummary| {
        let format = finding::format(summary, pair.measure);
        let mean = |policy| {
            finding::estimate(summary, policy, pair.measure)
                .map_or(f64::NAN, |estimate| estimate.mean)
        };
        let difference = &pair.comparison.difference;
        let (low, high) = difference.interval;
        let format_of = format.for_difference(difference.mean, difference.half_width());
        let cells = [
            format.value(mean(choice.a)),
            format.value(mean(choice.b)),
            format_of.difference(difference.mean),
            format!("{} to {}", format_of.signed(low), format_of.signed(high)),
        ];
        let cells = cells.iter().map(|text| format!("<td>{}</td>", book.words.said(text)));
        let label = capitalised(finding::noun(&summary.measures[pair.measure]).as_ref());
        format!(
            "<tr><th scope=\"row\">{}</th>{}</tr>",
            book.words.said(&label),
            cells.collect::<String>()
        )
    };
    let rows: String = told(choice).into_iter().map(row).collect();
    let heads = [a, b, "Difference".to_owned(), "95 % interval".to_owned()];
    let heads =
        heads.iter().map(|head| format!("<th scope=\"col\">{}</th>", book.words.said(head)));
    format!(
        "<div class=\"tw\" tabindex=\"0\" role=\"region\" aria-label=\"What the inputs come to\"><table><thead><tr>\
         <td></td>{}</tr></thead><tbody id=\"live-rows\">{rows}</tbody></table></div>",
        heads.collect::<String>()
    )
}

/// What the script needs to know.
fn about_json(book: &Book<'_>, choice: &Choice<'_>, live: &Live, compared: &Compared) -> String {
    let summary = choice.summary;
    let factors = summary.scaling.iter().flat_map(|scaling| &scaling.policies);
    let measures = told(choice);
    let key = |pair: &&PairSummary| summary.measures[pair.measure].key.clone();
    let lever = |lever: &Lever| {
        let is_list = matches!(lever.values, Moves::Among(_));
        json!({ "words": lever.words, "list": is_list, "unit": lever.unit, "written": lever.written.0 })
    };
    let files = live.files.iter().map(|(name, text)| json!({ "name": name, "text": text }));
    json!({
        "request": {
            "files": files.collect::<Vec<Value>>(), "seed": summary.seed, "runs": RUNS,
            "factors": factors.map(|of| json!({ "policy": of.policy, "factor": of.factor })).collect::<Vec<Value>>(),
            "policies": [&summary.policies[choice.a].name, &summary.policies[choice.b].name],
            "measures": measures.iter().map(key).collect::<Vec<String>>(), "moved": [],
        },
        "levers": live.levers.iter().map(lever).collect::<Vec<Value>>(),
        "formats": measures.iter().map(|pair| format_json(choice, pair)).collect::<Vec<Value>>(),
        "verdicts": verdicts(choice),
        "numbers": book.words.numbers.name(),
        "proof": proof(choice, compared),
    })
    .to_string()
}

fn format_json(choice: &Choice<'_>, pair: &PairSummary) -> Value {
    let format: Format = finding::format(choice.summary, pair.measure);
    json!({ "scale": format.scale(), "unit": format.unit(), "difference": format.difference_unit() })
}

/// What each verdict says, by its name.
fn verdicts(choice: &Choice<'_>) -> Value {
    let [a, b] = choice.labels();
    let measure = finding::noun(&choice.summary.measures[choice.primary.measure]);
    json!({
        "better": format!("{} is better in {measure}.", capitalised(&b)),
        "worse": format!("{} is better in {measure}.", capitalised(&a)),
        "tie": format!("{} and {b} are too close in {measure} to matter.", capitalised(&a)),
        "undecided": format!("These runs cannot tell which is better in {measure}."),
        "withheld": format!("There is no verdict on {measure} with these inputs."),
    })
}

/// The bits of the study's first runs.
fn proof(choice: &Choice<'_>, compared: &Compared) -> Value {
    let policies = [choice.a, choice.b];
    let primary = policies.map(|policy| choice.summary.policies[policy].primary_by_run.as_slice());
    let money = policies.map(|policy| compared.contribution[policy].as_slice());
    let columns = if told(choice).len() > 1 { [primary, money].concat() } else { primary.to_vec() };
    let runs = columns.iter().map(|column| column.len()).min().unwrap_or(0).min(PROOF);
    json!({ "runs": runs, "bits": experiment::bits(columns.into_iter().map(|column| &column[..runs])) })
}

/// The engine as it is sent, which takes a third of the room.
fn packed(engine: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(engine).and_then(|()| packer.finish()).expect("memory takes what it is given")
}
