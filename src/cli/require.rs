//! Conditions of `--require`: `[POLICY.]MEASURE.WHAT OPERATOR VALUE`.
//!
//! Without a policy (or with `difference`) it is about the second policy compared with the first.

use crate::experiment::{PairSummary, Summary};
use crate::sales::{Catalogue, Unit};
use crate::scenario::Scenario;
use crate::stats::{Estimate, Verdict};

/// A condition as written and as understood.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    text: String,
    subject: String,
    operator: Operator,
    value: Value,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    Less,
    AtMost,
    More,
    AtLeast,
    Is,
}

#[derive(Clone, Debug, PartialEq)]
enum Value {
    Number(f64),
    Word(String),
}

const GRAMMAR: &str = "hint: e.g. `return_on_sales.difference.mean > 1 pp`, \
    `return_on_sales.verdict == better` or `team.lead_time_p85.mean < 120`";

/// What can be asked of an estimate.
const STATISTICS: [&str; 9] =
    ["mean", "low", "high", "p05", "p25", "p50", "p75", "p95", "standard_error"];

impl Condition {
    /// Understands a condition, or says why not.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("condition `{text}`: {why}\n{GRAMMAR}");
        let operators = [
            ("<=", Operator::AtMost),
            (">=", Operator::AtLeast),
            ("==", Operator::Is),
            ("<", Operator::Less),
            (">", Operator::More),
        ];
        let found = operators.iter().find_map(|(sign, operator)| {
            text.split_once(sign).map(|(left, right)| (left.trim(), *operator, right.trim()))
        });
        let (subject, operator, value) =
            found.ok_or_else(|| wrong("no operator; expected `<`, `<=`, `>`, `>=` or `==`"))?;
        if subject.is_empty() || value.is_empty() {
            return Err(wrong("something is missing beside the operator"));
        }
        let value = if operator == Operator::Is {
            Value::Word(value.to_owned())
        } else {
            Value::Number(number(value).ok_or_else(|| wrong("the value is not a number"))?)
        };
        Ok(Self { text: text.to_owned(), subject: subject.to_owned(), operator, value })
    }

    /// Why `scenario` cannot answer this condition, if it cannot.
    pub(super) fn unknown(&self, scenario: &Scenario) -> Option<String> {
        let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
        let policies: Vec<_> = scenario.policies.iter().map(|p| p.name.as_str()).collect();
        let keys: Vec<_> = catalogue.measures().iter().map(|m| m.key.as_str()).collect();
        self.split(&policies, &keys).err().map(|why| format!("condition `{}`: {why}", self.text))
    }

    /// Policy (or none: the difference), measure and statistic.
    fn split<'s>(
        &'s self,
        policies: &[&str],
        measures: &[&str],
    ) -> Result<(Option<usize>, usize, &'s str), String> {
        let (rest, statistic) = self.subject.rsplit_once('.').ok_or_else(|| GRAMMAR.to_owned())?;
        let (policy, rest) = match policies
            .iter()
            .position(|p| rest.strip_prefix(p).is_some_and(|rest| rest.starts_with('.')))
        {
            Some(policy) => (Some(policy), &rest[policies[policy].len() + 1..]),
            None => (None, rest.strip_suffix(".difference").unwrap_or(rest)),
        };
        let measure = measures.iter().position(|m| *m == rest).ok_or_else(|| {
            format!("no policy or measure `{rest}`\nhint: the keys are those of `results.json`")
        })?;
        let pair = policy.is_none();
        let known = STATISTICS.contains(&statistic)
            || pair && matches!(statistic, "verdict" | "b_better_share");
        let known = known && (statistic == "verdict") == (self.operator == Operator::Is);
        if !known {
            let list = STATISTICS.join("`, `");
            return Err(format!(
                "`{statistic}` cannot be asked for\nhint: expected `{list}`, and of a difference \
                 `b_better_share` or `verdict ==`"
            ));
        }
        if pair && policies.len() < 2 {
            return Err("a difference needs two policies".to_owned());
        }
        Ok((policy, measure, statistic))
    }

    /// What was found, if the condition does not hold.
    fn failure(&self, summary: &Summary) -> Option<String> {
        let policies: Vec<_> = summary.policies.iter().map(|p| p.name.as_str()).collect();
        let keys: Vec<_> = summary.measures.iter().map(|m| m.key.as_str()).collect();
        let (policy, measure, statistic) = self.split(&policies, &keys).ok()?;
        let found = match policy {
            Some(policy) => {
                let estimate = summary.policies[policy].estimates[measure].as_ref();
                Value::Number(estimate.map_or(f64::NAN, |e| statistic_of(e, statistic)))
            }
            None => of_pair(summary, measure, statistic),
        };
        if self.holds(&found) {
            return None;
        }
        let is_share = summary.measures[measure].unit == Unit::Share;
        let words = match found {
            Value::Number(x) if is_share => format!("{:.2} %", 100.0 * x),
            Value::Number(x) => format!("{x}"),
            Value::Word(word) => word,
        };
        Some(format!("{} (found {words})", self.text))
    }

    fn holds(&self, found: &Value) -> bool {
        match (found, &self.value, self.operator) {
            (Value::Number(x), Value::Number(y), Operator::Less) => x < y,
            (Value::Number(x), Value::Number(y), Operator::AtMost) => x <= y,
            (Value::Number(x), Value::Number(y), Operator::More) => x > y,
            (Value::Number(x), Value::Number(y), Operator::AtLeast) => x >= y,
            (Value::Word(x), Value::Word(y), Operator::Is) => x == y,
            _ => false,
        }
    }
}

/// The conditions that do not hold, each with what was found.
pub(super) fn failed(conditions: &[Condition], summary: &Summary) -> Vec<String> {
    conditions.iter().filter_map(|c| c.failure(summary)).collect()
}

fn of_pair(summary: &Summary, measure: usize, statistic: &str) -> Value {
    let is_it = |p: &&PairSummary| (p.a, p.b, p.measure) == (0, 1, measure);
    let Some(pair) = summary.comparisons.iter().find(is_it) else {
        return Value::Number(f64::NAN);
    };
    match statistic {
        "verdict" => Value::Word(word(pair.verdict()).to_owned()),
        "b_better_share" => Value::Number(pair.comparison.share_better),
        _ => Value::Number(statistic_of(&pair.comparison.difference, statistic)),
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Better => "better",
        Verdict::Worse => "worse",
        Verdict::Tie => "tie",
        Verdict::Undecided => "undecided",
        Verdict::Withheld => "withheld",
    }
}

fn statistic_of(estimate: &Estimate, name: &str) -> f64 {
    match name {
        "mean" => estimate.mean,
        "low" => estimate.interval.0,
        "high" => estimate.interval.1,
        "p05" => estimate.p05,
        "p25" => estimate.p25,
        "p50" => estimate.p50,
        "p75" => estimate.p75,
        "p95" => estimate.p95,
        _ => estimate.standard_error,
    }
}

/// `3`, `1 pp`, `12 %`, `250 k`, `1.2 M`.
fn number(text: &str) -> Option<f64> {
    let units = [("pp", 0.01), ("%", 0.01), ("k", 1e3), ("M", 1e6)];
    let (digits, scale) = units
        .iter()
        .find_map(|(unit, scale)| text.strip_suffix(unit).map(|digits| (digits.trim(), *scale)))
        .unwrap_or((text, 1.0));
    digits.parse::<f64>().ok().filter(|x| x.is_finite()).map(|x| x * scale)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_condition_needs_an_operator_and_a_number() {
        assert!(Condition::parse("return_on_sales.difference.mean > 1 pp").is_ok());
        let error = Condition::parse("return_on_sales.difference.mean").unwrap_err();
        assert!(error.starts_with("condition `return_on_sales.difference.mean`: no operator"));
        let error = Condition::parse("wins.difference.mean > many").unwrap_err();
        assert!(error.contains("the value is not a number"));
    }

    #[test]
    fn percentage_points_are_hundredths() {
        assert_eq!(number("1 pp"), Some(0.01));
        assert_eq!(number("-2.5 M"), Some(-2.5e6));
        assert_eq!(number("NaN"), None);
    }
}
