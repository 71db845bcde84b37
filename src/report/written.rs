//! How JSON is written.

use serde::Serialize;

/// JSON as it is written everywhere: indented, undefined numbers as `null`, one line break at the end.
///
/// # Panics
///
/// Never: plain data can always be written.
pub(super) fn text(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document).expect("plain data can be written");
    text.push('\n');
    text
}
