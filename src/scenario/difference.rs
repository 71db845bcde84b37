//! What differs between two scenarios, once their bases, models and defaults are put in.

use std::collections::{BTreeMap, BTreeSet};

use super::draft;
use super::hash::range_of;
use super::parameters::{self, Kind, Parameter, Quantity};
use super::problem::Error;
use super::{Input, Scenario, Uncertainty, spelling};

/// A scenario, and what its keys say in units that can be compared.
#[derive(Clone, Debug)]
pub struct Said {
    /// The scenario as written.
    pub scenario: Scenario,
    /// By key of the world: its value in the units of the model.
    meanings: BTreeMap<String, String>,
    /// Sections with the names in them.
    sections: Vec<(String, Vec<String>)>,
}

/// What differs from a first scenario to a second.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    /// What only the second has.
    pub added: Vec<Thing>,
    /// What only the first has.
    pub removed: Vec<Thing>,
    /// Values that differ, those of things added or removed aside; in the order of the second.
    pub values: Vec<Valued>,
    /// Keys that say the same with other evidence.
    pub evidence: Vec<String>,
}

/// Something with a name, or a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thing {
    /// What it is, e.g. `policy`.
    pub kind: &'static str,
    /// Its name; of a section, and of what stands in another thing, its key.
    pub name: String,
    /// How people read it, where that is something else; else empty.
    pub label: String,
}

/// A value that differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Valued {
    /// Its key; several where policies differ alike.
    pub keys: Vec<String>,
    /// What it is, in words.
    pub about: &'static str,
    /// The unit of a plain number: the currency of an amount of money, else nothing.
    pub unit: String,
    /// What the first says; `None` = nothing.
    pub from: Option<String>,
    /// What the second says.
    pub to: Option<String>,
    /// Whether these are defaults.
    pub is_default: [bool; 2],
}

/// Kinds of named things: the last part of the path of their section, and what one is called.
const KINDS: [(&str, &str); 10] = [
    ("policies", "policy"),
    ("plans", "plan"),
    ("stages", "stage"),
    ("exits", "exit"),
    ("channels", "channel"),
    ("segments", "segment"),
    ("people", "group of people"),
    ("jobs", "job"),
    ("roles", "role"),
    ("calendars", "calendar"),
];

impl Said {
    /// Reads a scenario; see [`Scenario::parse`].
    ///
    /// # Errors
    ///
    /// Every mistake in the text, with its place.
    pub fn read(
        text: &[u8],
        name: &str,
        load: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Self, Error> {
        let (draft, log) = draft::read(text, name, load)?;
        let (scenario, mut meanings) = draft::understood(&draft.table, log, load)?;
        let uncertainty = Uncertainty::of(&draft, load)?;
        for input in uncertainty.iter().flat_map(Uncertainty::inputs) {
            for key in &input.keys {
                meanings.entry(key.clone()).or_default().push_str(&range_of(input));
            }
        }
        let own = |(path, names): (String, Vec<&str>)| {
            (path, names.into_iter().map(str::to_owned).collect())
        };
        let sections = spelling::sections(&draft.table).into_iter().map(own).collect();
        Ok(Self { scenario: Scenario { uncertainty, ..scenario }, meanings, sections })
    }

    fn input(&self, path: &str) -> Option<&Input> {
        self.scenario.inputs.iter().find(|input| input.path == path)
    }

    /// What an input says, for comparison.
    fn meaning<'a>(&'a self, input: &'a Input) -> &'a str {
        self.meanings.get(&input.path).unwrap_or(&input.value)
    }

    /// Sections that the other has not, nor anything in them, without those within them.
    fn alone(&self, other: &Self) -> Vec<&str> {
        let mut found: Vec<&str> = Vec::new();
        for (path, _) in &self.sections {
            let is_told = found.iter().any(|told| is_within(path, told));
            let has_inputs = || other.scenario.inputs.iter().any(|i| is_within(&i.path, path));
            let is_there = other.sections.iter().any(|(known, _)| known == path);
            if !is_told && !is_there && !has_inputs() {
                found.push(path);
            }
        }
        found
    }

    fn thing(&self, path: &str) -> Thing {
        let named = path.rsplit_once('.').and_then(|(home, name)| {
            let last = home.rsplit('.').next()?;
            let kind = KINDS.iter().find(|(section, _)| *section == last)?.1;
            // What stands in something else is named with it.
            let is_within = home.contains('.');
            Some((kind, if is_within { path.to_owned() } else { name.to_owned() }))
        });
        let (kind, name) = named.unwrap_or_else(|| ("section", path.to_owned()));
        let policies = self.scenario.policies.iter().chain(&self.scenario.cells);
        let label = policies.filter(|of| kind == "policy" && of.name == name && of.label != name);
        let label = label.map(|policy| policy.label.clone()).next().unwrap_or_default();
        Thing { kind, name, label }
    }
}

impl Difference {
    /// What differs from `a` to `b`, whatever their comments, order of keys and units of writing.
    pub fn of(a: &Said, b: &Said) -> Self {
        let (gone, new) = (a.alone(b), b.alone(a));
        let apart = |path: &str| new.iter().chain(&gone).any(|section| is_within(path, section));
        let mut difference = Self {
            added: new.iter().map(|path| b.thing(path)).collect(),
            removed: gone.iter().map(|path| a.thing(path)).collect(),
            ..Self::default()
        };
        let known: BTreeSet<&str> = b.scenario.inputs.iter().map(|i| i.path.as_str()).collect();
        let lost = a.scenario.inputs.iter().filter(|i| !known.contains(i.path.as_str()));
        for path in b.scenario.inputs.iter().chain(lost).map(|input| input.path.as_str()) {
            if !apart(path) {
                difference.compare(path, (a, b));
            }
        }
        difference.orders((a, b));
        difference.files((a, b));
        difference
    }

    /// Whether nothing differs.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn compare(&mut self, path: &str, (a, b): (&Said, &Said)) {
        let (from, to) = (a.input(path), b.input(path));
        if let (Some(from), Some(to)) = (from, to)
            && a.meaning(from) == b.meaning(to)
        {
            if from.source != to.source {
                self.evidence.push(path.to_owned());
            }
            return;
        }
        let value = |input: Option<&Input>| input.map(|input| on_one_line(&input.value));
        let is_default = [from, to].map(|input| input.is_some_and(|input| input.is_default));
        let parameter = parameter(path);
        self.push(Valued {
            keys: vec![path.to_owned()],
            about: parameter.map_or("", |parameter| parameter.doc),
            unit: parameter.map_or(String::new(), |of| unit(of, &b.scenario.currency)),
            from: value(from),
            to: value(to),
            is_default,
        });
    }

    /// Adds a value, to that of another policy if it differs alike.
    fn push(&mut self, value: Valued) {
        let rule = |key: &str| {
            let inner = key.strip_prefix("policies.")?;
            inner.split_once('.').map(|(_, rule)| rule.to_owned())
        };
        let alike = |other: &&mut Valued| {
            let same = Valued { keys: value.keys.clone(), ..(*other).clone() } == value;
            same && rule(&value.keys[0]).is_some() && rule(&other.keys[0]) == rule(&value.keys[0])
        };
        match self.values.iter_mut().find(alike) {
            Some(other) => other.keys.extend(value.keys),
            None => self.values.push(value),
        }
    }

    /// Named things in another order.
    fn orders(&mut self, (a, b): (&Said, &Said)) {
        for (path, to) in &b.sections {
            let Some((_, from)) = a.sections.iter().find(|(known, _)| known == path) else {
                continue;
            };
            let both = |names: &[String], other: &[String]| -> Vec<String> {
                names.iter().filter(|name| other.contains(name)).cloned().collect()
            };
            let (from, to) = (both(from, to), both(to, from));
            if from != to {
                self.values.push(Valued {
                    keys: vec![path.clone()],
                    about: "The order in which they stand.",
                    unit: String::new(),
                    from: Some(from.join(", ")),
                    to: Some(to.join(", ")),
                    is_default: [false; 2],
                });
            }
        }
    }

    /// Files of the same name with other contents.
    fn files(&mut self, (a, b): (&Said, &Said)) {
        for (path, contents) in b.meanings.iter().filter(|(path, _)| path.starts_with("file ")) {
            if a.meanings.get(path).is_some_and(|other| other != contents) {
                self.values.push(Valued {
                    keys: vec![path.clone()],
                    about: "The contents of this file.",
                    unit: String::new(),
                    from: None,
                    to: None,
                    is_default: [false; 2],
                });
            }
        }
    }
}

fn is_within(path: &str, section: &str) -> bool {
    path.strip_prefix(section).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The parameter at a path with names in it.
fn parameter(path: &str) -> Option<&'static Parameter> {
    let mut parts = path.split('.');
    let first = parameters::under("", parts.next()?);
    parts.fold(first, |found, key| parameters::under(found?.path, key))
}

fn unit(parameter: &Parameter, currency: &str) -> String {
    let is_money =
        |kind: &Kind| matches!(kind, Kind::One(Quantity::Money, ..) | Kind::Law(Quantity::Money));
    let is_money = parameter.kind.alternatives().iter().any(is_money);
    if is_money { currency.to_owned() } else { String::new() }
}

/// A value on one line, whatever its length.
fn on_one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}
