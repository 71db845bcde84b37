//! One condition: what is asked for, an operator and a value.

use super::frame::{Asked, EXAMPLES, Frame, Kind, Value};
use crate::sales::Unit;
use crate::scenario::of_unit;

/// A condition as written and as understood.
pub(super) struct Condition {
    pub(super) text: String,
    pub(super) asked: Asked,
    operator: Operator,
    value: Value,
    /// What follows a number that was found: its unit, and by how much it is multiplied for that.
    unit: (&'static str, f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Less,
    AtMost,
    More,
    AtLeast,
    Is,
    IsNot,
}

/// How operators are written; where one begins with another, the longer first.
const OPERATORS: [(&str, Operator); 6] = [
    ("<=", Operator::AtMost),
    (">=", Operator::AtLeast),
    ("==", Operator::Is),
    ("!=", Operator::IsNot),
    ("<", Operator::Less),
    (">", Operator::More),
];

/// The conditions joined by "and". A piece without an operator belongs to a name that holds the word.
pub(super) fn joined(text: &str) -> Vec<String> {
    let mut conditions = vec![String::new()];
    for piece in text.split(" and ") {
        let last = conditions.last_mut().expect("never empty");
        if last.is_empty() {
            last.push_str(piece);
        } else if split(last).is_none() {
            last.push_str(" and ");
            last.push_str(piece);
        } else {
            conditions.push(piece.to_owned());
        }
    }
    conditions.iter().map(|text| text.trim().to_owned()).collect()
}

/// What stands before and after the operator.
fn split(text: &str) -> Option<(&str, Operator, &str)> {
    OPERATORS.iter().find_map(|(sign, operator)| {
        text.split_once(sign).map(|(left, right)| (left.trim(), *operator, right.trim()))
    })
}

impl Condition {
    /// Understands a condition about what a study can be asked, or says why not.
    pub(super) fn read(text: &str, frame: &Frame) -> Result<Self, String> {
        let read = || {
            let (subject, operator, value) = split(text).ok_or_else(|| {
                let signs = "`<`, `<=`, `>`, `>=`, `==` or `!=`";
                format!("no operator; expected {signs}\nhint: {EXAMPLES}")
            })?;
            if subject.is_empty() || value.is_empty() {
                return Err(format!("something is missing beside the operator\nhint: {EXAMPLES}"));
            }
            let asked = frame.understood(subject)?;
            let value = fitting(frame, &asked, operator, value)?;
            let unit = match frame.unit(&asked) {
                Some(Unit::Share) if frame.is_difference(&asked) => (" pp", 100.0),
                Some(Unit::Share) => (" %", 100.0),
                _ => ("", 1.0),
            };
            Ok(Self { text: text.to_owned(), asked, operator, value, unit })
        };
        read().map_err(|why| format!("condition `{text}`: {why}"))
    }

    pub(super) fn holds(&self, found: &Value) -> bool {
        match (found, &self.value) {
            (Value::Number(x), Value::Number(_)) if x.is_nan() => false,
            (Value::Number(x), Value::Number(y)) => match self.operator {
                Operator::Less => x < y,
                Operator::AtMost => x <= y,
                Operator::More => x > y,
                Operator::AtLeast => x >= y,
                Operator::Is => x.total_cmp(y).is_eq() || (*x == 0.0 && *y == 0.0),
                Operator::IsNot => x.total_cmp(y).is_ne() && !(*x == 0.0 && *y == 0.0),
            },
            (Value::Word(x), Value::Word(y)) => (x == y) == (self.operator == Operator::Is),
            _ => false,
        }
    }

    /// What was found, in words.
    pub(super) fn words(&self, found: &Value) -> String {
        let (unit, factor) = self.unit;
        match found {
            Value::Number(x) if x.is_nan() => "nothing: it is undefined".to_owned(),
            Value::Number(x) if !unit.is_empty() => format!("{:.2}{unit}", factor * x),
            Value::Number(x) => format!("{x}"),
            Value::Word(word) => (*word).to_owned(),
        }
    }
}

/// The value, if it and the operator fit what is asked for.
fn fitting(frame: &Frame, asked: &Asked, operator: Operator, value: &str) -> Result<Value, String> {
    let is_exact = matches!(operator, Operator::Is | Operator::IsNot);
    if let Asked::Of { statistic, .. } = asked
        && let Kind::Word(words) = statistic.kind
    {
        let (words, name) = (words(), statistic.name);
        let list = words.join("`, `");
        return match words.iter().find(|word| **word == value) {
            _ if !is_exact => {
                Err(format!("`{name}` is a word\nhint: write `==` or `!=` and one of `{list}`"))
            }
            Some(word) => Ok(Value::Word(word)),
            None => Err(format!("no {name} `{value}`\nhint: expected one of `{list}`")),
        };
    }
    let Some(unit) = frame.unit(asked) else {
        let count = value.parse::<u32>().map_err(|_| "a count is a whole number".to_owned())?;
        return Ok(Value::Number(f64::from(count)));
    };
    let number = of_unit(value, unit, &frame.currency)?;
    match asked {
        Asked::Of { statistic, .. } if is_exact && number != 0.0 => Err(format!(
            "`{}` is an estimate, hardly ever equal to another number than 0\nhint: expected `<`, \
             `<=`, `>` or `>=`",
            statistic.name
        )),
        _ => Ok(Value::Number(number)),
    }
}
