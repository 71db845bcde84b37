//! What a sweep varies: keys of a scenario and the values that they take.

use super::place::{self, Place};
use super::problem::{Fault, Span};
use super::tree::{Node, Table, Value, is_drawn};
use super::value;

/// The most values of one key.
const MOST_LEVELS: u32 = 1000;
/// Values of a range in a search.
const STEPS: u32 = 101;

/// One key, or several with the same value, and the values that it takes.
#[derive(Clone, Debug)]
pub struct Axis {
    /// The key paths, e.g. `people.seller.count`.
    pub keys: Vec<String>,
    /// How people read it.
    pub label: String,
    /// What follows its numbers in a scenario, e.g. `h` or `per week`; may be empty.
    pub unit: String,
    /// Its values.
    pub levels: Levels,
    /// The scenario's own value, where it can be placed on the axis.
    pub base: Option<Level>,
    pub(super) places: Vec<Place>,
    /// If its values are factors: the numbers that they multiply.
    pub(super) leaves: Vec<Leaf>,
    pub(super) span: Span,
}

/// A number in a value that a factor moves.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    /// Its key path.
    pub(super) keys: Vec<String>,
    pub(super) number: f64,
    pub(super) unit: String,
    /// What is allowed.
    pub(super) limits: (f64, f64),
}

impl Leaf {
    /// The number in this node, if it is one.
    pub(super) fn of(node: &Node, keys: &[String]) -> Option<Self> {
        let (number, unit) = match &node.value {
            // A spread such as `2 to 6 h` is no number.
            Value::Text(text) if text.contains(" to ") => return None,
            Value::Text(text) => value::split(text)?,
            _ => (node.number()?, ""),
        };
        let limits = (f64::NEG_INFINITY, f64::INFINITY);
        Some(Self { keys: keys.to_vec(), number, unit: unit.to_owned(), limits })
    }

    /// The number times a factor, within what is allowed.
    pub(super) fn at(&self, factor: f64) -> f64 {
        rounded(factor * self.number, self.number).clamp(self.limits.0, self.limits.1)
    }
}

/// The values of an axis.
#[derive(Clone, Debug, PartialEq)]
pub enum Levels {
    /// All values between two numbers, in the unit of the axis.
    Range {
        /// The least.
        from: f64,
        /// The greatest; more than `from`.
        to: f64,
        /// Whether only whole numbers are allowed.
        whole: bool,
        /// How many of them a grid takes, if that was said.
        steps: Option<u32>,
    },
    /// These values and no other, in this order.
    List(Vec<Level>),
}

/// One value on an axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Level {
    /// The number in the axis's unit; NaN for a word.
    pub number: f64,
    /// As a scenario would write it, without quotes.
    pub text: String,
}

impl Level {
    /// A number with the unit of its axis.
    pub fn number(number: f64, unit: &str) -> Self {
        let text = if unit.is_empty() { number.to_string() } else { format!("{number} {unit}") };
        Self { number, text }
    }

    fn word(text: &str) -> Self {
        Self { number: f64::NAN, text: text.to_owned() }
    }

    /// The value in a scenario's tree.
    pub(super) fn node(&self, span: Span) -> Node {
        Node { span, value: Node::unwritten(&self.text).value }
    }
}

impl Axis {
    /// Whether its values are numbers, so that there is something between two of them.
    pub fn is_numeric(&self) -> bool {
        match &self.levels {
            Levels::Range { .. } => true,
            Levels::List(levels) => levels.iter().all(|level| level.number.is_finite()),
        }
    }

    /// The values a grid takes: of a range `count` evenly spaced ones (fewer where there are not so
    /// many whole numbers), of a list all.
    pub fn grid(&self, count: u32) -> Vec<Level> {
        let Levels::Range { from, to, whole, steps } = self.levels else {
            return self.listed().to_vec();
        };
        let count = steps.unwrap_or(count).max(2);
        let spaced = (0..count).map(|k| f64::from(k) / f64::from(count - 1));
        let mut numbers: Vec<f64> = spaced
            .map(|share| from + share * (to - from))
            .map(|number| if whole { number.round() } else { rounded(number, to - from) })
            .collect();
        numbers.dedup();
        numbers.iter().map(|number| Level::number(*number, &self.unit)).collect()
    }

    /// The value at `share` (0 to below 1) of the axis; of whole numbers and of a list every one
    /// has the same chance.
    pub fn at(&self, share: f64) -> Level {
        let place = |count: f64| (share * count).floor().clamp(0.0, count - 1.0);
        match &self.levels {
            Levels::Range { from, to, whole: true, .. } => {
                Level::number(from + place(to - from + 1.0), &self.unit)
            }
            Levels::Range { from, to, .. } => {
                Level::number(rounded(from + share * (to - from), to - from), &self.unit)
            }
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
            Levels::List(levels) => levels[place(levels.len() as f64) as usize].clone(),
        }
    }

    /// How many values a search tells apart: all whole numbers or values of a list; of a range 101, or as
    /// many as was said.
    pub fn count(&self) -> u32 {
        match &self.levels {
            Levels::Range { steps: Some(steps), .. } => *steps,
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
            Levels::Range { from, to, whole: true, .. } => (to - from + 1.0).min(1e6) as u32,
            Levels::Range { .. } => STEPS,
            Levels::List(levels) => u32::try_from(levels.len()).unwrap_or(u32::MAX),
        }
    }

    /// The value at a place among those, from 0.
    ///
    /// # Panics
    ///
    /// If there are not so many.
    pub fn nth(&self, place: u32) -> Level {
        let count = self.count();
        assert!(place < count, "an axis of {count} values has no value {place}");
        match &self.levels {
            Levels::Range { from, to, whole, .. } => {
                let share = f64::from(place) / f64::from((count - 1).max(1));
                let number = from + share * (to - from);
                let number = if *whole { number.round() } else { rounded(number, to - from) };
                Level::number(number, &self.unit)
            }
            Levels::List(levels) => levels[place as usize].clone(),
        }
    }

    /// Puts a value of the axis into a scenario's tree.
    pub(super) fn put(&self, level: &Level, table: &mut Table) {
        if let ([_, ..], [place]) = (self.leaves.as_slice(), self.places.as_slice()) {
            place.write(table);
        }
        for leaf in &self.leaves {
            let moved = Level::number(leaf.at(level.number), &leaf.unit);
            place::put(table, &leaf.keys, &moved.node(self.span));
        }
        if self.leaves.is_empty() {
            let node = level.node(self.span);
            for place in &self.places {
                place.set(table, &node);
            }
        }
    }

    fn listed(&self) -> &[Level] {
        if let Levels::List(levels) = &self.levels { levels } else { &[] }
    }
}

/// A number without the noise of its computation: ten digits of the range are kept.
fn rounded(number: f64, range: f64) -> f64 {
    let (mut decimals, mut scaled) = (0, range.abs());
    while scaled < 1e9 && decimals < 15 {
        scaled *= 10.0;
        decimals += 1;
    }
    format!("{number:.decimals$}").parse().unwrap_or(number)
}

/// What is wrong, and where.
pub(super) type Refusal = (Span, Fault);

/// Understands what is to be varied, as `key=from..to`, `key=from..to:count` or `key=value,value`,
/// from its words, which stand at `at`. Several keys with the same value are separated by commas;
/// words before a colon name the axis.
pub(super) fn axis(table: &Table, words: &str, at: Span) -> Result<Axis, Refusal> {
    let within = |part: &str| {
        let offset = part.as_ptr() as usize - words.as_ptr() as usize;
        Span { start: at.start + offset, end: at.start + offset + part.len(), ..at }
    };
    let Some((left, right)) = words.split_once('=') else {
        let help = "e.g. `people.seller.count=1..12` or `policies.team.rules.order=fifo,lifo`";
        return Err((at, Fault::new("expected `key=from..to` or `key=value,value`").help(help)));
    };
    let (label, left) = left.split_once(':').map_or(("", left), |(label, keys)| (label, keys));
    let (mut places, mut faults) = (Vec::new(), Vec::new());
    for key in left.split(',') {
        match Place::find(table, key) {
            Ok(place) => places.push(place),
            Err(fault) => faults.push((within(key.trim()), fault)),
        }
    }
    if let Some(fault) = faults.into_iter().next() {
        return Err(fault);
    }
    let right = right.trim();
    let is_whole = places.iter().any(Place::is_whole_number);
    let (unit, levels) = if right.contains("..") { range(right, is_whole) } else { list(right) }
        .map_err(|fault| (within(right), fault))?;
    let keys: Vec<String> = places.iter().map(|place| place.keys.join(".")).collect();
    let mut bases = places.iter().map(|place| on_axis(&place.value(table)?, &unit));
    // Keys that do not agree as written lie nowhere on their common axis.
    let base =
        bases.next().flatten().filter(|base| bases.all(|other| other.as_ref() == Some(base)));
    if words.contains(|letter: char| letter.is_control() || !is_drawn(letter)) {
        return Err((at, Fault::new("a control character in what is to be varied")));
    }
    let label = match label.trim() {
        "" => readable(&places[0].keys),
        label => label.to_owned(),
    };
    Ok(Axis { keys, label, unit, levels, base, places, leaves: Vec::new(), span: within(right) })
}

/// `from..to` or `from..to:steps`.
fn range(text: &str, whole: bool) -> Result<(String, Levels), Fault> {
    let (text, steps) = match text.rsplit_once(':') {
        Some((text, steps)) => (text, Some(number_of_steps(steps)?)),
        None => (text, None),
    };
    let ends_of = text.split_once("..").unwrap_or((text, ""));
    let (unit, from, to) = ends(ends_of, (text, ".."), whole)?;
    Ok((unit, Levels::Range { from, to, whole, steps }))
}

/// Unit and numbers of the ends of a range, written as `text` with `between` between them.
pub(super) fn ends(
    (low, high): (&str, &str),
    (text, between): (&str, &str),
    whole: bool,
) -> Result<(String, f64, f64), Fault> {
    let ((from, low_unit), (to, high_unit)) = (end(low, between)?, end(high, between)?);
    if !low_unit.is_empty() && low_unit != high_unit {
        let fault =
            Fault::new(format!("the ends are in two units, `{low_unit}` and `{high_unit}`"));
        return Err(fault.help("write both ends of a range in the same unit"));
    }
    if from >= to {
        let found = format!("a range rises from its first end, found `{text}`");
        return Err(Fault::new(found).help(format!(
            "e.g. `{}{between}{}`",
            high.trim(),
            low.trim()
        )));
    }
    let is_broken = from.fract() != 0.0 || to.fract() != 0.0;
    if whole && is_broken {
        return Err(Fault::new(format!("expected whole numbers, found `{text}`")));
    }
    Ok((high_unit.to_owned(), from, to))
}

/// One end of a range: number and unit.
fn end<'t>(text: &'t str, between: &str) -> Result<(f64, &'t str), Fault> {
    let fault = || Fault::new(format!("`{}` is not a number", text.trim()));
    let [plain, share, time] = [("2", "8"), ("10 %", "60 %"), ("2 h", "8 h")]
        .map(|(low, high)| format!("`{low}{between}{high}`"));
    let help = || format!("a range is written as {plain}, {share} or {time}");
    value::split(text).ok_or_else(|| fault().help(help()))
}

fn number_of_steps(text: &str) -> Result<u32, Fault> {
    let steps = text.trim().parse().ok().filter(|steps| (2..=MOST_LEVELS).contains(steps));
    steps.ok_or_else(|| {
        let found = format!("expected how many values after the colon, found `{}`", text.trim());
        Fault::new(found).help(format!("a whole number from 2 to {MOST_LEVELS}"))
    })
}

/// `value,value`: numbers of one unit, or words.
fn list(text: &str) -> Result<(String, Levels), Fault> {
    let parts: Vec<&str> = text.split(',').map(|part| part.trim().trim_matches('"')).collect();
    if parts.iter().any(|part| part.is_empty()) || parts.len() < 2 {
        let help = "e.g. `1,2,4`, `fifo,lifo` or a range such as `1..12`";
        return Err(Fault::new(format!("expected two values or more, found `{text}`")).help(help));
    }
    if parts.len() > MOST_LEVELS as usize {
        return Err(Fault::new(format!("at most {MOST_LEVELS} values, found {}", parts.len())));
    }
    if let Some(twice) = parts.iter().enumerate().find(|(k, part)| parts[..*k].contains(part)) {
        return Err(Fault::new(format!("`{}` is there twice", twice.1)));
    }
    let numbers: Option<Vec<(f64, &str)>> = parts.iter().map(|part| value::split(part)).collect();
    let numbers = numbers.filter(|numbers| {
        let unit = numbers.last().map_or("", |last| last.1);
        numbers.iter().all(|(_, own)| own.is_empty() || *own == unit)
    });
    let Some(numbers) = numbers else {
        return Ok((String::new(), Levels::List(parts.into_iter().map(Level::word).collect())));
    };
    let unit = numbers.last().map_or("", |last| last.1);
    if numbers.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
        return Err(Fault::new(format!("a list of numbers rises, found `{text}`")));
    }
    let levels = numbers.iter().map(|(number, _)| Level::number(*number, unit)).collect();
    Ok((unit.to_owned(), Levels::List(levels)))
}

/// A value of the scenario on an axis of this unit, if it can be placed there.
pub(super) fn on_axis(node: &Node, unit: &str) -> Option<Level> {
    let (number, own) = match &node.value {
        Value::Text(text) => match value::split(text) {
            Some(found) => found,
            None => return Some(Level::word(text)),
        },
        Value::Flag(flag) => return Some(Level::word(&flag.to_string())),
        _ => (node.number()?, ""),
    };
    let hours = |unit: &str| {
        let is_known = !unit.is_empty() && !value::WORKING_DAYS.contains(&unit);
        is_known.then(|| value::time(1.0, unit, f64::NAN).ok()).flatten()
    };
    let number = match (own, unit) {
        (own, unit) if own == unit => number,
        ("%", "") => number / 100.0,
        ("", "%") => number * 100.0,
        // Nothing is nothing in every unit.
        _ if number == 0.0 => 0.0,
        (own, unit) => number * hours(own)? / hours(unit)?,
    };
    number.is_finite().then(|| Level::number(number, unit))
}

/// A key path in words: what it belongs to, then what it is.
pub(super) fn readable(keys: &[String]) -> String {
    let inner: Vec<&str> =
        keys.iter().skip(1).map(String::as_str).filter(|key| *key != "rules").collect();
    let words = if inner.is_empty() { keys[0].clone() } else { inner.join(" ") };
    let words = words.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
