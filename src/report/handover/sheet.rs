//! The sheet: what holds the parts together, and lets nothing in or out.

use super::book::{Book, Chapter, Look};
use super::choice::{Choice, full};
use super::code::{address, fingerprint};
use super::words::{Words, escaped};
use super::{commands, customers, decision, inputs, live, map, method, options, people, phases};
use super::{reasons, tornado};
use crate::report::finding;
use crate::report::{sensitivity, sweep, why};

/// How pages look.
pub const STYLE: &str = include_str!("assets/style.css");
const SCRIPT: &str = include_str!("assets/script.js");
/// The font of pages.
pub const REGULAR: &[u8] = include_bytes!("../fonts/Inter-400Regular.woff2");
/// The same for what stands out.
pub const SEMI_BOLD: &[u8] = include_bytes!("../fonts/Inter-600SemiBold.woff2");
/// By which a page is known as one of ours.
const MARK: &str = "<meta name=\"generator\" content=\"posse ";

/// Whether a text is a page of ours.
pub fn is_page(text: &str) -> bool {
    text.starts_with("<!doctype html>") && text.contains(MARK)
}

/// A part of the page: its anchor, its line in the contents, its text.
pub(super) type Part = (&'static str, &'static str, String);

/// The whole page.
pub(super) fn sheet(book: &Book<'_>, look: &Look) -> String {
    let (title, parts) = parts(book);
    dressed(&title, &parts, &book.words, look)
}

/// What stands at the top.
pub(super) fn title(book: &Book<'_>) -> String {
    parts(book).0
}

/// A page with this title and these parts.
pub(super) fn dressed(title: &str, parts: &[Part], words: &Words, look: &Look) -> String {
    let style = style();
    let line = |(id, name, _): &(_, &str, _)| format!("<li><a href=\"#{id}\">{name}</a></li>");
    let contents = parts.iter().map(line).collect::<Vec<String>>().concat();
    let text: String = parts.iter().map(|(.., text)| text.as_str()).collect();
    let (language, version) = ("en", env!("CARGO_PKG_VERSION"));
    format!(
        "<!doctype html>\n<html lang=\"{language}\"><head><meta charset=\"utf-8\"><meta \
         http-equiv=\"Content-Security-Policy\" content=\"{policy}\"><meta name=\"viewport\" \
         content=\"width=device-width,initial-scale=1\"><meta name=\"referrer\" content=\"no-referrer\">\
         {MARK}{version}\"><title>{title}</title><style>{style}</style></head>\n<body><a class=\"skip\" \
         href=\"#{first}\">Skip to the decision</a><div class=\"wrap\">{head}\n<nav class=\"toc\" \
         aria-label=\"Contents\"><ol>{contents}</ol></nav>\n<main>{text}</main>\n<footer>Made with posse \
         {version}. This file needs no network and sends nothing.</footer></div>\n\
         <script>{SCRIPT}</script></body></html>\n",
        policy = policy(&style, look),
        title = words.plain(title),
        first = parts.first().map_or("", |part| part.0),
        head = head(look),
    )
}

/// What the page may load and run: its own style and scripts, to the letter, and pictures it carries; the
/// engine, if it has one, in a worker of its own.
fn policy(style: &str, look: &Look) -> String {
    let (style, script) = (fingerprint(style), fingerprint(SCRIPT));
    let live = match &look.live {
        Some(_) => format!(" {} 'wasm-unsafe-eval'; worker-src blob:", fingerprint(live::SCRIPT)),
        None => String::new(),
    };
    format!(
        "default-src 'none'; style-src {style}; script-src {script}{live}; font-src data:; img-src data:; \
         base-uri 'none'; form-action 'none'"
    )
}

fn style() -> String {
    let face = |weight: u32, bytes: &[u8]| {
        let address = address("font/woff2", bytes);
        format!(
            "@font-face{{font-family:Inter;font-weight:{weight};src:url({address}) format(\"woff2\")}}"
        )
    };
    format!("{}{}{}", face(400, REGULAR), face(600, SEMI_BOLD), STYLE)
}

fn head(look: &Look) -> String {
    let logo = look
        .logo
        .as_ref()
        .map(|logo| format!("<img src=\"{}\" alt=\"\" height=\"28\">", logo.address()));
    let client = escaped(&look.client);
    let date = escaped(&look.date);
    format!(
        "<header class=\"top\"><span class=\"client\">{}<bdi dir=\"auto\">{client}</bdi></span><span \
         dir=\"auto\">{date}</span></header>",
        logo.unwrap_or_default()
    )
}

/// The title and the parts that the studies have something for.
fn parts(book: &Book<'_>) -> (String, Vec<Part>) {
    let summary = book.comparison.map(|of| &of.summary);
    let choice = Choice::of(book);
    let mut parts: Vec<Part> = Vec::new();
    let title = match (&choice, summary) {
        (Some(choice), _) => {
            parts.push(("decision", "Decision", decision::section(book, choice)));
            decision::headline(book, choice)
        }
        (None, Some(summary)) => alone(book, &one(summary), &mut parts),
        (None, None) => alone(book, &headline(book), &mut parts),
    };
    if let Some(summary) = summary {
        parts.push(("options", "Options compared", options::section(book, summary)));
    }
    parts.extend(turns(book).map(|text| ("turns", "Where it turns", text)));
    let live = choice.as_ref().and_then(|choice| live::section(book, choice));
    parts.extend(live.map(|text| ("live", "What if?", text)));
    if let Some(summary) = summary {
        parts.push(("phases", "Three phases", phases::section(book, summary)));
        parts.push(("people", "People and pay", people::section(book, summary)));
        let customers = customers::section(book, summary);
        parts.extend(customers.map(|text| ("customers", "Customers", text)));
        parts.push(("method", "Method and health", method::section(book, summary)));
    }
    parts.extend(inputs::section(book).map(|text| ("inputs", "Inputs and evidence", text)));
    parts.push(("commands", "Commands", commands::section(book)));
    (title, parts)
}

/// A page without two policies to choose from begins with what was found.
fn alone(book: &Book<'_>, title: &str, parts: &mut Vec<Part>) -> String {
    let reasons = match (book.why, book.comparison) {
        (Some(why), None) => reasons::section(book, why, "h2"),
        _ => String::new(),
    };
    let text =
        format!("<section id=\"decision\"><h1>{}</h1>{reasons}</section>", book.words.said(title));
    parts.push(("decision", "Finding", text));
    title.to_owned()
}

/// What one policy comes to.
pub(super) fn one(summary: &crate::experiment::Summary) -> String {
    let Some(estimate) = finding::estimate(summary, 0, summary.primary) else {
        return format!("{} is undefined in every run.", summary.measures[summary.primary].label);
    };
    let format = finding::format(summary, summary.primary);
    let name = &summary.measures[summary.primary].label;
    format!(
        "{}: {name} {} {}",
        finding::label(summary, 0),
        format.value(estimate.mean),
        format.error(estimate.half_width())
    )
}

/// The finding of the first study of a page without a comparison.
fn headline(book: &Book<'_>) -> String {
    full(&match &book.studies[0].chapter {
        Chapter::Comparison(of) => one(&of.summary),
        Chapter::Why(of) => why::words::headline(of, of.primary),
        Chapter::Sweep(of) => sweep::findings::headline(of),
        Chapter::Sensitivity(of) => sensitivity::words::headline(of),
    })
}

/// Maps and inputs one at a time.
fn turns(book: &Book<'_>) -> Option<String> {
    if book.sweeps.is_empty() && book.sensitivities.is_empty() {
        return None;
    }
    let maps: String = book.sweeps.iter().map(|of| map::block(book, of)).collect();
    let bars: String = book.sensitivities.iter().map(|of| tornado::block(book, of)).collect();
    let heading = if maps.is_empty() { "<h2>What moves the answer</h2>" } else { "" };
    Some(format!("<section id=\"turns\">{heading}{maps}{bars}</section>"))
}
