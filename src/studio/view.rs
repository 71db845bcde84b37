//! A scenario as the page shows it: its parts, the fields in them, what is wrong and what was changed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::lines::{Line, diff};
use super::{edit, plans, policies};
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
    texts: (&'t str, &'t str),
}

/// How files that a text names are found.
pub(super) type Load<'l> = &'l dyn Fn(&str) -> Option<String>;

/// Everything that the page shows of `text`, which was read from the file `name` as `saved`.
pub(super) fn view((text, saved): (&str, &str), name: &str, load: Load<'_>) -> Value {
    match Fields::read(text.as_bytes(), name, load) {
        Ok(fields) => View::new(fields, (text, saved), name, load).json(name, load),
        Err(error) => {
            let problems = error.problems.iter().map(|problem| json!({
                "message": words(problem), "line": problem.line, "path": null,
            }));
            json!({ "file": name, "broken": true, "runnable": false, "parts": [], "changes": [],
                "problems": problems.collect::<Vec<_>>(), "diff": lines(saved, text),
                "saved": text == saved })
        }
    }
}

/// The keys of what was changed, and the words for it.
pub(super) fn changes(view: &View<'_>) -> Vec<(Vec<String>, String)> {
    let changed = view.fields.all.iter().filter_map(|field| {
        let (now, was) = (view.now(field), view.was(field)?);
        let shown = |value: Option<String>| value.map_or("not set".to_owned(), |v| edit::shown(&v));
        let words = format!("{}: {} → {}", title(&field.keys), shown(was), shown(now));
        Some((field.keys.clone(), words))
    });
    changed.collect()
}

/// A problem in words.
pub(super) fn words(problem: &crate::scenario::Problem) -> String {
    let parts = [&problem.message, &problem.label, &problem.help];
    let parts: Vec<&str> = parts.into_iter().map(String::as_str).filter(|p| !p.is_empty()).collect();
    format!("{}.", parts.join("; "))
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
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

impl<'t> View<'t> {
    pub(super) fn new(
        fields: Fields,
        texts: (&'t str, &'t str),
        name: &str,
        load: Load<'_>,
    ) -> Self {
        let own = |text: &str, field: &Field| edit::written(text, &field.keys);
        let mut saved = BTreeMap::new();
        if texts.0 != texts.1
            && let Ok(before) = Fields::read(texts.1.as_bytes(), name, load)
        {
            for field in &before.all {
                let value = field.written.as_ref().map(|at| match at.file {
                    0 => own(texts.1, field).unwrap_or_else(|| at.text.clone()),
                    _ => at.text.clone(),
                });
                saved.insert(path(&field.keys), value);
            }
        }
        let mut messages: BTreeMap<String, String> = BTreeMap::new();
        for problem in fields.problems.iter().filter(|p| p.severity == Severity::Error) {
            if let Some(field) = fields.of(problem) {
                let text = messages.entry(path(&field.keys)).or_default();
                *text = [text.as_str(), &words(problem)].join(" ").trim().to_owned();
            }
        }
        let inputs = fields.scenario.iter().flat_map(|scenario| &scenario.inputs);
        let evidence = inputs.map(|input| (input.path.clone(), evidence_of(&input.source))).collect();
        Self { fields, saved, messages, evidence, texts }
    }

    /// What a field says, as written; of a base, what the base says.
    fn now(&self, field: &Field) -> Option<String> {
        let written = field.written.as_ref()?;
        let own = (written.file == 0).then(|| edit::written(self.texts.0, &field.keys)).flatten();
        Some(own.unwrap_or_else(|| written.text.clone()))
    }

    /// What is written at these keys.
    pub(super) fn now_at(&self, keys: &[String]) -> Option<String> {
        self.now(self.fields.all.iter().find(|field| field.keys == keys)?)
    }

    /// What a changed field said as saved; `None` of one that is as it was.
    fn was(&self, field: &Field) -> Option<Option<String>> {
        if self.saved.is_empty() {
            return None;
        }
        let before = self.saved.get(&path(&field.keys)).cloned().flatten();
        (before != self.now(field)).then_some(before)
    }

    fn json(&self, name: &str, load: Load<'_>) -> Value {
        let parts = PARTS.iter().enumerate().map(|(id, part)| self.part(id, part));
        let other = |problem: &&crate::scenario::Problem| {
            problem.severity == Severity::Error && self.fields.of(problem).is_none()
        };
        let problems = self.fields.problems.iter().filter(other).map(|problem| {
            let file = self.fields.files.get(problem.file).map_or(name, |file| &file.name);
            json!({ "message": words(problem), "line": problem.line, "file": file })
        });
        let warnings = self.fields.problems.iter().filter(|p| p.severity == Severity::Warning);
        let changes = changes(self).into_iter();
        let scenario = self.fields.scenario.as_ref();
        let mistakes = self.fields.problems.iter().filter(|p| p.severity == Severity::Error).count();
        json!({
            "file": name,
            "question": scenario.map(|scenario| &scenario.question),
            "runnable": scenario.is_some(),
            "mistakes": mistakes_in_words(mistakes),
            "parts": parts.collect::<Vec<_>>(),
            "policies": policies::side_by_side(self),
            "curves": plans::curves(self.texts, name, load),
            "problems": problems.collect::<Vec<_>>(),
            "warnings": warnings.map(words).collect::<Vec<_>>(),
            "changes": changes.map(|(keys, words)| json!({ "id": path(&keys), "words": words }))
                .collect::<Vec<_>>(),
            "diff": lines(self.texts.1, self.texts.0),
            "saved": self.texts.0 == self.texts.1,
        })
    }

    fn part(&self, id: usize, (label, heads): &(&str, &[&str])) -> Value {
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
        let names: BTreeSet<&str> = fields
            .iter()
            .filter(|field| field.keys.len() > 1 && field.keys[0] == heads[0])
            .filter_map(|field| field.keys.get(1).map(String::as_str))
            .collect();
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
            (0, 0) if *heads == ["policies"] || id < 5 => names.len().to_string(),
            (0, 0) => String::new(),
            (0, changed) => format!("{changed} changed"),
            (wrong, _) => format!("{wrong} to mend"),
        };
        let sections = sections.into_iter().map(|(home, fields)| {
            let title = if home.is_empty() { "In general".to_owned() } else { title(home) };
            json!({ "title": title, "fields": fields })
        });
        json!({ "label": label, "note": note, "wrong": wrong, "changed": changed,
            "sections": sections.collect::<Vec<_>>() })
    }

    /// A field for the page.
    pub(super) fn field(&self, field: &Field) -> Value {
        let written = self.now(field);
        let (default, parameter) = (field.default(), field.parameter);
        let from = match &field.written {
            None => "default".to_owned(),
            Some(at) if at.file == 0 => String::new(),
            Some(at) => format!("from {}", self.fields.files[at.file].name),
        };
        let home = field.written.as_ref();
        let value = written.as_deref().map(edit::shown).unwrap_or_default();
        let is_code = matches!(value.chars().next(), Some('{' | '['));
        let entries = field.entries.iter().map(|entry| {
            entry.iter().map(|field| self.field(field)).collect::<Vec<_>>()
        });
        let evidence = self.evidence.get(&field.keys.join("."));
        let evidence = evidence.cloned().unwrap_or_else(|| evidence_of(&parameter.source()));
        let is_own = home.is_some_and(|at| at.file == 0);
        json!({
            "id": path(&field.keys), "keys": field.keys, "pattern": parameter.path,
            "label": field.label(), "value": value, "default": edit::shown(&default),
            "choices": field.choices(), "help": parameter.doc, "allowed": allowed(parameter.kind),
            "evidence": evidence, "from": from, "own": is_own,
            "fixed": home.is_some_and(|at| !at.is_value), "code": is_code,
            "was": self.was(field).map(|was| was.map_or("not set".to_owned(), |was| edit::shown(&was))),
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
    let form = kind.form();
    let mut letters = form.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).filter(|letter| *letter != '`').collect()
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

fn mistakes_in_words(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "One value must be mended before the model runs.".to_owned(),
        count => format!("{count} values must be mended before the model runs."),
    }
}

/// The lines in which two texts differ, for the page.
pub(super) fn lines(first: &str, second: &str) -> Value {
    let one = |line: Line<'_>| json!({ "sign": line.sign, "number": line.number, "text": line.text });
    diff(first, second).into_iter().map(one).collect()
}
