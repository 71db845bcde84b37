//! What reading a scenario needs and collects, and the values that it reads.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path, PathBuf};

use super::parameters::{self, Quantity};
use super::problem::{Fault, Log, Span};
use super::tree::{Node, Value};
use super::value::{self, Clock};
use super::{Input, spelling};

/// The day of hour 0 unless said otherwise: 2026-01-05, a Monday.
pub(super) const FIRST_DAY: i64 = 20_458;

/// What reading a scenario needs and collects.
pub(super) struct Reading<'a> {
    pub(super) log: Log,
    pub(super) clock: Clock,
    /// The day of hour 0, counted from 1970-01-01.
    pub(super) start: i64,
    pub(super) inputs: Vec<Input>,
    /// The paths of the inputs.
    pub(super) read: BTreeSet<String>,
    /// Those of the world with their values in the units of the model, and the files that they name.
    pub(super) spelled: BTreeMap<String, String>,
    /// Gives the text of a file that the scenario names.
    pub(super) load: &'a dyn Fn(&str) -> Option<String>,
}

impl Reading<'_> {
    /// Notes an input that the model reads.
    pub(super) fn note(&mut self, path: String, pattern: &str, node: &Node, default: Option<&str>) {
        let Some(parameter) = parameters::at(pattern) else { return };
        if parameter.kind.is_merged() || !self.read.insert(path.clone()) {
            return;
        }
        if spelling::is_of_world(pattern) {
            let value = spelling::spelled(node, parameter.kind, self.clock);
            self.spelled.insert(path.clone(), value);
        }
        let value = default.unwrap_or_else(|| self.log.text(node.span)).to_owned();
        let source = if default.is_some() || parameter.evidence == "C" {
            parameter.source()
        } else {
            super::Source::Assumed
        };
        self.inputs.push(Input { path, value, source, is_default: default.is_some() });
    }

    /// The value, or nothing and a problem.
    pub(super) fn accept<T>(&mut self, span: Span, result: Result<T, Fault>) -> Option<T> {
        result.map_err(|fault| self.log.error(span, fault)).ok()
    }

    /// The text of a file that a value names. Its path starts at the folder of the file that the
    /// value stands in.
    pub(super) fn beside(&mut self, node: &Node) -> Option<String> {
        let name = self.text(node)?;
        let home = self.log.files.get(node.span.file).map_or("", |file| file.name.as_str());
        let path = if node.span.file == 0 { name.clone() } else { beside(home, &name) };
        let text = (self.load)(&path);
        match &text {
            Some(text) => {
                self.spelled.insert(format!("file \"{path}\""), spelling::file(text));
            }
            None => self.log.error(node.span, Fault::new(format!("cannot read `{name}`"))),
        }
        text
    }

    /// A quantity within the widest limits; of the values of laws.
    pub(super) fn quantity(&mut self, node: &Node, quantity: Quantity) -> Option<f64> {
        let limits = value::widest(quantity);
        self.accept(node.span, value::read(node, quantity, limits, self.clock))
    }

    pub(super) fn whole(&mut self, node: &Node, low: u64, high: u64) -> Option<u64> {
        let found = node.found();
        let result = match node.value {
            Value::Whole(whole) => match u64::try_from(whole) {
                Ok(whole) if (low..=high).contains(&whole) => Ok(whole),
                Err(_) if low == 0 => {
                    Err(Fault::new(format!("must not be negative, found {found}")))
                }
                _ => Err(Fault::new(format!(
                    "out of range: must be from {low} to {high}, found {found}"
                ))),
            },
            _ => Err(Fault::new(format!("expected a whole number, found {found}"))),
        };
        self.accept(node.span, result)
    }

    pub(super) fn text(&mut self, node: &Node) -> Option<String> {
        let result = node
            .text()
            .map(str::to_owned)
            .ok_or_else(|| Fault::new(format!("expected text, found {}", node.found())));
        self.accept(node.span, result)
    }

    pub(super) fn list<'n>(&mut self, node: &'n Node) -> Option<&'n [Node]> {
        let result = node
            .list()
            .ok_or_else(|| Fault::new(format!("expected a list, found {}", node.found())));
        self.accept(node.span, result)
    }

    pub(super) fn flag(&mut self, node: &Node) -> Option<bool> {
        let result = match node.value {
            Value::Flag(flag) => Ok(flag),
            _ => Err(Fault::new(format!("expected `true` or `false`, found {}", node.found()))),
        };
        self.accept(node.span, result)
    }

    /// What a word for this key means.
    pub(super) fn word<T: Copy>(
        &mut self,
        key: &str,
        node: &Node,
        pairs: &[(&'static str, T)],
    ) -> Option<T> {
        let text = self.text(node)?;
        let meant = pairs.iter().find(|pair| pair.0 == text).map(|pair| pair.1);
        if meant.is_none() {
            let fault = Fault::new(format!("unknown value `\"{text}\"` for `{key}`"));
            self.log.error(node.span, fault.among(&text, pairs.iter().map(|pair| pair.0)));
        }
        meant
    }
}

/// The path of a file that is named in the file `home`, both seen from the scenario's folder.
pub(super) fn beside(home: &str, name: &str) -> String {
    let folder = Path::new(home).parent().unwrap_or(Path::new(""));
    let mut path = PathBuf::new();
    for part in folder.join(name).components() {
        let is_down =
            path.components().next_back().is_some_and(|c| matches!(c, Component::Normal(_)));
        match part {
            Component::CurDir => {}
            Component::ParentDir if is_down => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.to_string_lossy().into_owned()
}
