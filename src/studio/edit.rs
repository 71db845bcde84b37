//! Changes of a scenario's text: one value at a time, all else as it stands.

use toml_edit::{Array, Document, DocumentMut, InlineTable, Item, Table, Value};

use crate::scenario::Kind;

/// The text with another value at these keys: only the value changes if there was one, else the key is
/// added where its table is. What does not read as a number, a list or a table is a text.
pub fn set(text: &str, keys: &[String], typed: &str, kind: Kind) -> Option<String> {
    let value = value_of(typed, kind);
    let document = Document::parse(text).ok()?;
    let Some(old) = item(document.as_item(), keys) else {
        return changed(text, |root| add(root, keys, value));
    };
    // A table with a head of its own is no value.
    let span = old.as_value()?.span()?;
    Some([&text[..span.start], &value.to_string(), &text[span.end..]].concat())
}

/// The text without these keys: their line goes, or their place in a list or a table on one line.
pub fn remove(text: &str, keys: &[String]) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let (last, above) = keys.split_last()?;
    let home = item(document.as_item(), above)?;
    if let Item::Table(table) = home {
        let (start, end) = (
            table.key(last)?.span()?.start,
            item(home, &keys[above.len()..])?.as_value()?.span()?.end,
        );
        let start = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[end..].find('\n').map_or(text.len(), |newline| end + newline + 1);
        return Some([&text[..start], &text[end..]].concat());
    }
    changed(text, |root| {
        match item_mut(root, above)? {
            Item::Value(Value::Array(items)) => {
                let entry: usize = last.parse().ok().filter(|entry| *entry < items.len())?;
                let old = items.remove(entry);
                let next = if entry == 0 { items.get_mut(0) } else { None };
                if let (Some(next), Some(space)) = (next, old.decor().prefix().cloned()) {
                    next.decor_mut().set_prefix(space);
                }
                close(items.iter_mut().last(), &old, entry);
            }
            Item::Value(Value::InlineTable(table)) => {
                let entry = table.iter().position(|(key, _)| key == last)?;
                let old = table.remove(last)?;
                close(
                    table.iter_mut().nth(entry.wrapping_sub(1)).map(|(_, value)| value),
                    &old,
                    entry,
                );
            }
            _ => return None,
        }
        Some(())
    })
}

/// The text with one more entry in a list: as the last one is, or as `example`.
pub fn append(text: &str, keys: &[String], example: &str) -> Option<String> {
    changed(text, |root| {
        let example: Value = example.parse().ok()?;
        match item_mut(root, keys) {
            Some(Item::Value(Value::Array(items))) => {
                let mut entry = items.iter().last().cloned().unwrap_or(example);
                entry.decor_mut().clear();
                items.push(entry);
                Some(())
            }
            Some(Item::None) | None => add(root, keys, Value::Array(Array::from_iter([example]))),
            Some(_) => None,
        }
    })
}

/// Gives the space before a closing bracket to the value that is last now, if the last one went.
fn close(last: Option<&mut Value>, gone: &Value, entry: usize) {
    if let (Some(last), Some(space), 1..) = (last, gone.decor().suffix().cloned(), entry)
        && last.decor().suffix().is_none_or(|own| own.as_str() == Some(""))
    {
        last.decor_mut().set_suffix(space);
    }
}

/// A value as a person reads it: a text without its quotes.
pub(super) fn shown(written: &str) -> String {
    match written.parse::<Value>() {
        Ok(Value::String(text)) => text.value().clone(),
        _ => written.trim().to_owned(),
    }
}

fn value_of(typed: &str, kind: Kind) -> Value {
    let typed = typed.trim();
    let as_text = || Value::from(typed);
    let mut value = match kind {
        Kind::Text | Kind::Name(_) | Kind::Choice(_) | Kind::Phrase(_) => as_text(),
        _ => match typed.parse::<Value>() {
            Ok(Value::String(_)) | Err(_) => as_text(),
            Ok(value) => value,
        },
    };
    value.decor_mut().clear();
    value
}

/// The text after a change of its tree, with the line ends that it had.
pub(super) fn changed(text: &str, change: impl FnOnce(&mut Item) -> Option<()>) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    change(document.as_item_mut())?;
    let plain = document.to_string();
    let ends = text.matches('\n').count();
    let is_windows = ends > 0 && text.matches("\r\n").count() == ends;
    Some(if is_windows { plain.replace("\r\n", "\n").replace('\n', "\r\n") } else { plain })
}

fn item<'d>(root: &'d Item, keys: &[String]) -> Option<&'d Item> {
    keys.iter().try_fold(root, |above, key| match key.parse::<usize>() {
        Ok(number) if above.as_array().is_some() => above.get(number),
        _ => above.get(key.as_str()),
    })
}

fn item_mut<'d>(root: &'d mut Item, keys: &[String]) -> Option<&'d mut Item> {
    keys.iter().try_fold(root, |above, key| match key.parse::<usize>() {
        Ok(number) if above.as_array().is_some() => above.get_mut(number),
        _ => above.get_mut(key.as_str()),
    })
}

/// Adds a key, and the tables on the way to it that are missing.
fn add(root: &mut Item, keys: &[String], value: Value) -> Option<()> {
    let (last, above) = keys.split_last()?;
    let mut home = root;
    for (depth, key) in above.iter().enumerate() {
        if home.get(key.as_str()).is_none() {
            let is_last = depth + 1 == above.len();
            add_table(home, key, is_last)?;
        }
        home = home.get_mut(key.as_str())?;
    }
    match home {
        Item::Table(table) => drop(table.insert(last, Item::Value(value))),
        Item::Value(Value::InlineTable(table)) => {
            let mut value = value;
            // The space before the closing brace stays there.
            if let Some((_, before)) = table.iter_mut().last()
                && let Some(space) = before.decor().suffix().cloned()
            {
                value.decor_mut().set_suffix(space);
                before.decor_mut().set_suffix("");
            }
            table.insert(last.as_str(), value);
        }
        // `rep = 4` is short for `rep = { count = 4 }`.
        Item::Value(count @ Value::Integer(_)) => {
            let count_alone = count.clone().decorated(" ", "");
            let table = InlineTable::from_iter([("count", count_alone), (last.as_str(), value)]);
            *count = Value::InlineTable(table);
        }
        _ => return None,
    }
    Some(())
}

fn add_table(home: &mut Item, key: &str, is_last: bool) -> Option<()> {
    match home {
        Item::Table(table) => {
            let mut new = Table::new();
            new.set_implicit(!is_last);
            table.insert(key, Item::Table(new));
        }
        Item::Value(Value::InlineTable(table)) => {
            table.insert(key, Value::InlineTable(InlineTable::new()));
        }
        _ => return None,
    }
    Some(())
}
