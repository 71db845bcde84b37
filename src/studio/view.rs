//! A scenario as the page shows it: its parts, the fields in them, what is wrong and what was changed.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::edit;
use super::house::Load;
use super::lines::{Line, diff};
use super::named::NAMED;
use crate::scenario::{Field, Fields, Kind, PARTS, Severity, Source};

/// A text, beside the one that was saved.
pub(super) struct View<'t> {
    pub(super) fields: Fields,
    /// The saved text's values by key path; `None` = not written.
    saved: BTreeMap<String, Option<String>>,
    /// Messages by key path.
    messages: BTreeMap<String, String>,
    /// Evidence by key path.
    evidence: BTreeMap<String, String>,
    pub(super) texts: (&'t str, &'t str),
}

/// The keys of what was changed, and the words for it.
pub(super) fn changes(view: &View<'_>) -> Vec<(Vec<String>, String)> {
    let changed = view.fields.all.iter().filter(|field| view.was(field).is_some());
    changed.map(|field| (field.keys.clone(), view.change(field))).collect()
}

/// A problem in words.
pub(super) fn words(problem: &crate::scenario::Problem) -> String {
    let parts = [&problem.message, &problem.label, &problem.help];
    let parts: Vec<&str> =
        parts.into_iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
    capitalised(&format!("{}.", parts.join("; ").replace('`', "")))
}

/// A value as people read it.
fn shown(written: Option<String>) -> String {
    written.map_or("not set".to_owned(), |written| edit::shown(&written))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A key path as an index of maps.
pub(super) fn path(keys: &[String]) -> String {
    keys.join("\u{1f}")
}

/// A key path for people.
pub(super) fn title(keys: &[String]) -> String {
    let skipped = ["rules", "policies", "plans", "people", "stages", "channels", "segments"];
    let words = keys.iter().filter(|key| !skipped.contains(&key.as_str()));
    let words = words.map(|key| key.replace('_', " ")).collect::<Vec<_>>().join(" › ");
    if keys.first().is_some_and(|first| skipped.contains(&first.as_str())) {
        // What comes first is a name of the scenario.
        return words;
    }
    capitalised(&words)
}

impl<'t> View<'t> {
    pub(super) fn new(
        fields: Fields,
        texts: (&'t str, &'t str),
        name: &str,
        load: Load<'_>,
    ) -> Self {
        let mut saved = BTreeMap::new();
        if texts.0 != texts.1
            && let Ok(before) = Fields::read(texts.1.as_bytes(), name, load)
        {
            let entries = before.all.iter().flat_map(|field| field.entries.iter().flatten());
            for field in before.all.iter().chain(entries) {
                let value = field.written.as_ref().map(|at| at.text.clone());
                saved.insert(path(&field.keys), value);
            }
        }
        let mut messages: BTreeMap<String, String> = BTreeMap::new();
        for problem in fields.problems.iter().filter(|p| p.severity == Severity::Error) {
            if let Some(field) = fields.of(problem) {
                let text = messages.entry(path(&field.keys)).or_default();
                *text = format!("{text} {}", words(problem)).trim_start().into();
            }
        }
        let inputs = fields.scenario.iter().flat_map(|scenario| &scenario.inputs);
        let evidence =
            inputs.map(|input| (input.path.clone(), evidence_of(&input.source))).collect();
        Self { fields, saved, messages, evidence, texts }
    }

    /// What a field says, as written; of a base, what the base says.
    fn now(field: &Field) -> Option<String> {
        field.written.as_ref().map(|at| at.text.clone())
    }

    /// What is written at these keys.
    pub(super) fn now_at(&self, keys: &[String]) -> Option<String> {
        Self::now(self.fields.all.iter().find(|field| field.keys == keys)?)
    }

    /// What a changed field said as saved, as people read it; `None` of one that is as it was.
    fn was(&self, field: &Field) -> Option<String> {
        if self.saved.is_empty() {
            return None;
        }
        let before = self.saved.get(&path(&field.keys)).cloned().flatten();
        (before != Self::now(field)).then(|| shown(before))
    }

    /// What was changed of a field, in words: of a list of small tables, in which entry.
    fn change(&self, field: &Field) -> String {
        let whose = match &field.keys[..field.keys.len() - 1] {
            [] => field.label(),
            home => format!("{} › {}", title(home), field.label()),
        };
        let shown =
            |value: Option<String>| value.map_or("not set".to_owned(), |value| edit::shown(&value));
        let cells = || {
            field
                .entries
                .iter()
                .enumerate()
                .flat_map(|(k, entry)| entry.iter().map(move |cell| (k + 1, cell)))
        };
        let next = [&field.keys[..], &[field.entries.len().to_string()]].concat();
        let is_longer = self.saved.keys().any(|key| key.starts_with(&path(&next)));
        let is_new = |(_, cell): (usize, &Field)| !self.saved.contains_key(&path(&cell.keys));
        if field.entries.is_empty() || is_longer || cells().any(is_new) {
            let was = self.was(field).unwrap_or_default();
            return format!("{whose}: {was} → {}", shown(Self::now(field)));
        }
        let cell = |(number, cell): (usize, &Field)| {
            let was = self.was(cell)?;
            let label = cell.label();
            Some(format!("{whose}, entry {number}, {label}: {was} → {}", shown(Self::now(cell))))
        };
        cells().filter_map(cell).collect::<Vec<_>>().join("; ")
    }

    /// A part of the form.
    pub(super) fn part(&self, id: usize, (label, heads): &(&str, &[&str])) -> Value {
        let is_of = |field: &&Field| heads.contains(&field.keys[0].as_str());
        let fields: Vec<&Field> = self.fields.all.iter().filter(is_of).collect();
        let mut sections: Vec<(&[String], Vec<Value>)> = Vec::new();
        for field in &fields {
            let home = &field.keys[..field.keys.len() - 1];
            match sections.iter_mut().find(|section| section.0 == home) {
                Some(section) => section.1.push(self.field(field)),
                None => sections.push((home, vec![self.field(field)])),
            }
        }
        let mut names: Vec<&str> = Vec::new();
        for field in fields.iter().filter(|field| field.keys.len() > 1 && field.keys[0] == heads[0])
        {
            if !names.contains(&field.keys[1].as_str()) {
                names.push(&field.keys[1]);
            }
        }
        let is_own = |name: &&&str| {
            let at = |field: &&&Field| field.keys.get(1).is_some_and(|of| of == **name);
            let of = fields.iter().filter(at);
            of.filter_map(|field| field.written.as_ref()).any(|written| written.file == 0)
        };
        let own: Vec<&&str> = names.iter().filter(is_own).collect();
        let kind = NAMED.iter().find(|kind| kind.0 == heads[0]);
        let is_wrong = |field: &&&Field| {
            let entries = field.entries.iter().flatten();
            let mut all = std::iter::once(**field).chain(entries);
            all.any(|field| self.messages.contains_key(&path(&field.keys)))
        };
        let (wrong, changed) = (
            fields.iter().filter(is_wrong).count(),
            fields.iter().filter(|field| self.was(field).is_some()).count(),
        );
        let note = match (wrong, changed) {
            (0, 0) if !names.is_empty() && id + 1 < PARTS.len() => names.len().to_string(),
            (0, 0) => String::new(),
            (0, changed) => format!("{changed} changed"),
            (wrong, _) => format!("{wrong} to mend"),
        };
        let sections = sections.into_iter().map(|(home, fields)| {
            let title = if home.is_empty() { "In general".to_owned() } else { title(home) };
            json!({ "title": title, "fields": fields })
        });
        json!({ "label": label, "note": note, "wrong": wrong, "changed": changed,
            "named": kind.map(|(section, one)| json!({ "section": section, "one": one, "names": own })),
            "sections": sections.collect::<Vec<_>>() })
    }

    /// A field for the page.
    pub(super) fn field(&self, field: &Field) -> Value {
        let written = Self::now(field);
        let (default, parameter) = (field.default(), field.parameter);
        let from = match &field.written {
            None => "default".to_owned(),
            Some(at) if at.file == 0 => String::new(),
            Some(at) => format!("from {}", self.fields.files[at.file].name),
        };
        let home = field.written.as_ref();
        let value = written.as_deref().map(edit::shown).unwrap_or_default();
        let is_code = matches!(value.chars().next(), Some('{' | '['));
        let entries = field
            .entries
            .iter()
            .map(|entry| entry.iter().map(|field| self.field(field)).collect::<Vec<_>>());
        let evidence = self.evidence.get(&field.keys.join("."));
        let evidence = evidence.cloned().unwrap_or_else(|| evidence_of(&parameter.source()));
        let is_own = home.is_some_and(|at| at.file == 0);
        json!({
            "id": path(&field.keys), "keys": field.keys, "pattern": parameter.path,
            "label": field.label(), "value": value, "default": edit::shown(&default),
            "choices": field.choices(), "help": parameter.doc, "allowed": allowed(parameter.kind),
            "evidence": evidence, "from": from, "own": is_own,
            "fixed": home.is_some_and(|at| !at.is_value), "code": is_code,
            "was": self.was(field),
            "message": self.messages.get(&path(&field.keys)),
            "line": home.filter(|at| at.file == 0).map(|at| self.line(at.span.start)),
            "entries": entries.collect::<Vec<_>>(), "entry": field.entry(),
        })
    }

    fn line(&self, at: usize) -> usize {
        self.texts.0.get(..at).map_or(1, |before| before.matches('\n').count() + 1)
    }
}

/// What may be written, as a sentence.
fn allowed(kind: Kind) -> String {
    capitalised(&kind.form().replace('`', ""))
}

/// Evidence in words.
fn evidence_of(source: &Source) -> String {
    let said = |kind: &str, words: &str| match words {
        "" => kind.to_owned(),
        words => format!("{kind}: {words}"),
    };
    match source {
        Source::Measured(words) => said("measured", words),
        Source::Benchmark(words) => said("industry benchmark", words),
        Source::Derived(words) => said("derived", words),
        Source::Assumed => "assumed".to_owned(),
        Source::Choice => String::new(),
    }
}

/// The lines in which two texts differ, for the page.
pub(super) fn lines(first: &str, second: &str) -> Value {
    let one =
        |line: Line<'_>| json!({ "sign": line.sign, "number": line.number, "text": line.text });
    diff(first, second).into_iter().map(one).collect()
}
