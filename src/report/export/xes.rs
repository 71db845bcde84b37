//! XES 2.0 (IEEE 1849): a trace for each deal.

use std::fmt::Write as _;

use super::happenings;
use crate::records::{Deal, EventLog};

/// The event log as XES: an event for each stage that a deal enters and for its end, with time, resource and,
/// of the trace, channel, segment, amount and outcome.
pub fn xes(log: &EventLog) -> String {
    let mut text = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <log xes.version=\"2.0\" xes.features=\"\" xmlns=\"http://www.xes-standard.org/\">\n",
    );
    for (name, prefix) in [("Concept", "concept"), ("Time", "time"), ("Organizational", "org")] {
        let uri = format!("http://www.xes-standard.org/{prefix}.xesext");
        _ = writeln!(text, "  <extension name=\"{name}\" prefix=\"{prefix}\" uri=\"{uri}\"/>");
    }
    text.push_str("  <classifier name=\"Activity\" keys=\"concept:name\"/>\n");
    for deal in &log.deals {
        trace(log, deal, &mut text);
    }
    text.push_str("</log>\n");
    text
}

fn trace(log: &EventLog, deal: &Deal, text: &mut String) {
    text.push_str("  <trace>\n");
    let words = [
        ("concept:name", deal.id.as_str()),
        ("channel", log.word(deal.channel)),
        ("segment", log.word(deal.segment)),
        ("outcome", deal.outcome.name()),
    ];
    for (key, value) in words.iter().filter(|(_, value)| !value.is_empty()) {
        string("    ", key, value, text);
    }
    if let Some(amount) = deal.amount {
        _ = writeln!(text, "    <float key=\"amount\" value=\"{amount}\"/>");
    }
    _ = writeln!(text, "    <date key=\"created\" value=\"{}\"/>", deal.created);
    for happening in happenings(log, deal) {
        text.push_str("    <event>\n");
        string("      ", "concept:name", happening.what, text);
        if !happening.owner.is_empty() {
            string("      ", "org:resource", happening.owner, text);
        }
        _ = writeln!(text, "      <date key=\"time:timestamp\" value=\"{}\"/>", happening.at);
        text.push_str("    </event>\n");
    }
    text.push_str("  </trace>\n");
}

fn string(margin: &str, key: &str, value: &str, text: &mut String) {
    let mut escaped = String::new();
    for c in value.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // Not allowed in XML.
            c if c.is_control() => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    _ = writeln!(text, "{margin}<string key=\"{key}\" value=\"{escaped}\"/>");
}
