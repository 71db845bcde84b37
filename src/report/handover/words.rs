//! The one place where a text becomes part of a page: escaped, its numbers in the reader's language, its
//! names set apart so that none can turn the line around it.

use super::numbers::Numbers;
use crate::report::format::truncated;

/// Characters of names, as reports shorten them in sentences.
const SHORTENED: [usize; 2] = [40, 16];

/// How texts are written on a page.
pub(super) struct Words {
    /// Names of policies, the longest first.
    names: Vec<String>,
    pub(super) numbers: Numbers,
}

impl Words {
    pub(super) fn new(labels: &[String], numbers: Numbers) -> Self {
        let short = |label: &String| SHORTENED.map(|most| truncated(label, most));
        let mut names: Vec<String> =
            labels.iter().flat_map(short).chain(labels.iter().cloned()).collect();
        names.retain(|name| !name.is_empty());
        names.sort_by_key(|name| std::cmp::Reverse(name.len()));
        names.dedup();
        Self { names, numbers }
    }

    /// A sentence of reports.
    pub(super) fn said(&self, text: &str) -> String {
        let page = self.parts(text, &Self::name);
        // What stands between backticks is a key or a command.
        let mut parts = page.split('`').peekable();
        let (mut coded, mut is_code) = (String::new(), false);
        while let Some(part) = parts.next() {
            coded.push_str(part);
            let is_open = !is_code && parts.peek().is_some();
            coded.push_str(match (is_code, is_open) {
                (true, _) => "</code>",
                (false, true) => "<code>",
                (false, false) => "",
            });
            is_code = is_open;
        }
        coded
    }

    /// The same within a drawing or an attribute, where no elements are.
    pub(super) fn plain(&self, text: &str) -> String {
        self.parts(text, &|name| format!("\u{2068}{}\u{2069}", escaped(name)))
    }

    /// A name.
    pub(super) fn name(name: &str) -> String {
        format!("<bdi dir=\"auto\">{}</bdi>", escaped(name).replace('`', "&#96;"))
    }

    fn parts(&self, text: &str, name: &dyn Fn(&str) -> String) -> String {
        let (mut rest, mut page) = (text, String::new());
        while let Some((at, found)) = self.next(rest) {
            page.push_str(&escaped(&self.numbers.rewritten(&rest[..at])));
            page.push_str(&name(found));
            rest = &rest[at + found.len()..];
        }
        page.push_str(&escaped(&self.numbers.rewritten(rest)));
        page
    }

    /// The next name in a text, and where it stands.
    fn next(&self, text: &str) -> Option<(usize, &str)> {
        let is_whole = |at: usize, name: &str| {
            let before = text[..at].chars().next_back();
            let after = text[at + name.len()..].chars().next();
            ![before, after].into_iter().flatten().any(char::is_alphanumeric)
        };
        let first = |name: &String| {
            let whole = text.match_indices(name.as_str()).find(|(at, name)| is_whole(*at, name));
            whole.map(|(at, _)| at)
        };
        let found = self.names.iter().filter_map(|name| Some((first(name)?, name.as_str())));
        found.min_by_key(|(at, name)| (*at, std::cmp::Reverse(name.len())))
    }
}

/// A text as it stands, e.g. a key or a command.
pub(super) fn escaped(text: &str) -> String {
    let mut page = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            '\'' => page.push_str("&#39;"),
            '\0' => {}
            other => page.push(other),
        }
    }
    page
}
