//! Places in a scenario by their key paths: whether they exist, what they hold, setting them.

use super::former;
use super::parameters::{self, Parameter, join, keys_of};
use super::problem::Fault;
use super::tree::{Entry, Node, Table, Value};

/// A place whose value can be set.
#[derive(Clone, Debug)]
pub(super) struct Place {
    /// The keys on the way, the last one included.
    pub(super) keys: Vec<String>,
    /// What the table of parameters says of it, or of the value that it is a part of.
    pub(super) parameter: &'static Parameter,
    /// Whether it is that parameter's whole value.
    is_whole_value: bool,
}

/// Keys that are read before any other or that are the same for all cells, and why.
const SETTLED: [(&str, &str); 12] = [
    ("base", "the base is read first; vary a key in it"),
    ("remove", "what is removed is settled before anything is varied"),
    ("compare", "the same policies are compared in every cell"),
    ("name", "it changes no number"),
    ("question", "it changes no number"),
    ("currency", "it changes no number"),
    ("sources", "it changes no number"),
    ("targets", "it changes no number"),
    ("search", "it says what a search may change"),
    ("measure", "every cell is judged by the same measure and zones"),
    ("run.seed", "every cell has the same luck; `--seed` sets it for all"),
    ("run.replications", "`--replications` sets it for all cells"),
];

impl Place {
    /// The place at a key path of this scenario, or why there is none.
    pub(super) fn find(table: &Table, path: &str) -> Result<Self, Fault> {
        let unquoted = |key: &str| key.trim().trim_matches(['"', '\'']).to_owned();
        let keys: Vec<String> = path.split('.').map(unquoted).collect();
        let whole = keys.join(".");
        if let Some((_, why)) =
            SETTLED.iter().find(|(key, _)| whole == *key || whole.starts_with(&format!("{key}.")))
        {
            return Err(Fault::new(format!("`{whole}` cannot be varied")).help(*why));
        }
        let empty = Table::default();
        let (mut pattern, mut above, mut home) = ("", table, String::new());
        for (depth, key) in keys.iter().enumerate() {
            let Some(parameter) = parameters::under(pattern, key) else {
                return Err(unknown(&home, key, pattern, above));
            };
            let is_named = parameter.path.ends_with('*') && parameter.kind.is_merged();
            if is_named && above.get(key).is_none() {
                let fault = Fault::new(format!("the scenario has no `{}`", join(&home, key)));
                return Err(fault.among(key, above.keys()));
            }
            let is_last = depth + 1 == keys.len();
            if is_last && (!parameter.kind.is_merged() || parameter.path == "people.*") {
                return Ok(Self { keys, parameter, is_whole_value: true });
            }
            if is_last {
                return Err(a_table(&whole, parameter.path, above.get(key)));
            }
            home = join(&home, key);
            if !parameter.kind.is_merged() {
                within(above.get(key), &keys[depth + 1..], &home)?;
                return Ok(Self { keys, parameter, is_whole_value: false });
            }
            pattern = parameter.path;
            above = above.get(key).and_then(Node::table).unwrap_or(&empty);
        }
        Err(Fault::new("a key path is missing"))
    }

    /// Whether its values are whole numbers.
    pub(super) fn is_whole_number(&self) -> bool {
        self.parameter.kind.is_whole() || self.parameter.path == "people.*"
    }

    /// What the scenario says there, or the default.
    pub(super) fn value(&self, table: &Table) -> Option<Node> {
        written(table, &self.keys).or_else(|| self.default())
    }

    /// What holds there where the scenario says nothing.
    pub(super) fn default(&self) -> Option<Node> {
        let default = self.parameter.default;
        (self.is_whole_value && !default.is_empty()).then(|| Node::default_of(default))
    }

    /// Writes the default where the scenario says nothing.
    pub(super) fn write(&self, table: &mut Table) {
        if let (None, Some(default)) = (written(table, &self.keys), self.default()) {
            self.set(table, &default);
        }
    }

    /// Sets the value, making the tables on the way to it.
    pub(super) fn set(&self, table: &mut Table, node: &Node) {
        put(table, &self.keys, node);
    }
}

fn written(table: &Table, keys: &[String]) -> Option<Node> {
    let (key, rest) = keys.split_first()?;
    inside(table.get(key)?, rest)
}

fn inside(node: &Node, keys: &[String]) -> Option<Node> {
    match (&node.value, keys) {
        (_, []) => Some(node.clone()),
        // `rep = 4` is short for `rep = { count = 4 }`.
        (Value::Whole(_), [count]) if count == "count" => Some(node.clone()),
        (Value::Table(inner), keys) => written(inner, keys),
        (Value::List(items), [key, rest @ ..]) => inside(items.get(number(key)?)?, rest),
        _ => None,
    }
}

/// The place in a list that a key means: entries are counted from 1.
fn number(key: &str) -> Option<usize> {
    key.parse::<usize>().ok()?.checked_sub(1)
}

/// Sets the value at a key path, making the tables on the way to it.
pub(super) fn put(table: &mut Table, keys: &[String], node: &Node) {
    let Some((key, rest)) = keys.split_first() else { return };
    let place = table.0.iter().position(|entry| entry.key == *key).unwrap_or_else(|| {
        table.0.push(Entry { key: key.clone(), at: node.span, node: node.clone() });
        table.0.len() - 1
    });
    put_inside(&mut table.0[place].node, rest, node);
}

fn put_inside(old: &mut Node, keys: &[String], node: &Node) {
    let [key, rest @ ..] = keys else {
        *old = node.clone();
        return;
    };
    if let Value::List(items) = &mut old.value {
        if let Some(item) = number(key).and_then(|place| items.get_mut(place)) {
            put_inside(item, rest, node);
        }
        return;
    }
    if old.table().is_none() {
        *old = Node { span: node.span, value: Value::Table(Table::default()) };
    }
    if let Value::Table(inner) = &mut old.value {
        put(inner, keys, node);
    }
}

fn unknown(home: &str, key: &str, pattern: &str, above: &Table) -> Fault {
    if let Some(fault) = former::of(&join(pattern, key)) {
        return fault;
    }
    let path = join(home, key);
    if let Some(former) = former::of(&path) {
        return former;
    }
    let known: Vec<&str> = keys_of(pattern).filter(|known| *known != "*").collect();
    if known.is_empty() {
        return Fault::new(format!("unknown key `{path}`")).among(key, above.keys());
    }
    Fault::new(format!("unknown key `{path}`")).among(key, known)
}

fn a_table(path: &str, pattern: &str, node: Option<&Node>) -> Fault {
    let named = node.and_then(Node::table).into_iter().flat_map(Table::keys).map(str::to_owned);
    let fixed = keys_of(pattern).filter(|known| *known != "*").map(str::to_owned);
    let known: Vec<String> = fixed.chain(named).collect();
    let fault = Fault::new(format!("`{path}` is a table: name a key in it"));
    fault.among("", known.iter().map(String::as_str))
}

/// Whether a value that is a table of its own holds this path.
fn within(node: Option<&Node>, keys: &[String], home: &str) -> Result<(), Fault> {
    let (Some((key, rest)), Some(node)) = (keys.split_first(), node) else {
        let what = if keys.is_empty() { return Ok(()) } else { "is not in the scenario" };
        return Err(Fault::new(format!("`{home}` {what}: nothing in it can be varied")));
    };
    if let Some(items) = node.list() {
        let item = number(key).and_then(|place| items.get(place));
        if item.is_none() {
            let fault = Fault::new(format!("`{home}` has no entry `{key}`"));
            return Err(fault.help(format!("entries are counted from 1 to {}", items.len())));
        }
        return if rest.is_empty() { Ok(()) } else { within(item, rest, &join(home, key)) };
    }
    let Some(inner) = node.table() else {
        let message = format!("`{home}` is {}, not a table", node.found());
        return Err(Fault::new(message).help(format!("vary `{home}` itself")));
    };
    if inner.get(key).is_none() {
        let fault = Fault::new(format!("the scenario has no `{}`", join(home, key)));
        return Err(fault.among(key, inner.keys()));
    }
    if rest.is_empty() { Ok(()) } else { within(inner.get(key), rest, &join(home, key)) }
}
