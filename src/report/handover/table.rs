//! Tables of a page: of numbers, and the twins of charts.

use super::words::Words;

/// A table whose texts still have to be written.
#[derive(Default)]
pub(super) struct Table {
    /// What it is about, for those who cannot see where it stands.
    pub(super) about: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
    /// Whether its rows can be sorted.
    pub(super) sorts: bool,
    /// Classes of the table: `l` = text to the left, `stack` = rows under each other on a phone.
    pub(super) class: &'static str,
    pub(super) id: &'static str,
}

/// Between a value and what stands small below it.
pub(super) const BELOW: char = '\u{1F}';

impl Table {
    /// The table on a page.
    pub(super) fn html(&self, words: &Words) -> String {
        let head = |text: &String| {
            let tag = if text.is_empty() { "td" } else { "th" };
            let scope = if text.is_empty() { "" } else { " scope=\"col\"" };
            format!("<{tag}{scope}>{}</{tag}>", words.said(text))
        };
        let heads: String = self.head.iter().map(head).collect();
        let rows: String = self.rows.iter().map(|row| html_row(row, words)).collect();
        let sorts = if self.sorts { " data-sort" } else { "" };
        let id = if self.id.is_empty() { String::new() } else { format!(" id=\"{}\"", self.id) };
        let (class, about) = (self.class, words.plain(&self.about));
        let heads = if heads.is_empty() {
            String::new()
        } else {
            format!("<thead><tr>{heads}</tr></thead>")
        };
        format!(
            "<div class=\"tw\" tabindex=\"0\" role=\"region\" aria-label=\"{about}\"><table \
             class=\"{class}\"{id}{sorts}>{heads}<tbody>{rows}</tbody></table></div>"
        )
    }

    /// The table behind a line that opens it.
    pub(super) fn twin(mut self, words: &Words) -> String {
        self.sorts = true;
        self.behind("Show as table", words)
    }

    /// The table behind this line.
    pub(super) fn behind(&self, line: &str, words: &Words) -> String {
        format!("<details><summary>{}</summary>{}</details>", words.said(line), self.html(words))
    }
}

fn html_row(row: &[String], words: &Words) -> String {
    let cell = |(column, text): (usize, &String)| {
        let (value, below) = text.split_once(BELOW).unwrap_or((text, ""));
        let below = match below {
            "" => String::new(),
            below => format!("<span class=\"e\">{}</span>", words.said(below)),
        };
        let value = words.said(value);
        match column {
            0 => format!("<th scope=\"row\">{value}{below}</th>"),
            _ => format!("<td>{value}{below}</td>"),
        }
    };
    format!("<tr>{}</tr>", row.iter().enumerate().map(cell).collect::<String>())
}
