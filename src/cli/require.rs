//! Conditions of `--require`: `[POLICY.]MEASURE.WHAT OPERATOR VALUE`.
//!
//! Without a policy (or with `difference`) it is about the second policy compared with the first.

use crate::experiment::{PairSummary, Summary};
use crate::sales::{Catalogue, Measure, Unit};
use crate::scenario::{Scenario, nearest, of_measure};
use crate::stats::{Estimate, Verdict};

/// A condition as written and as understood.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Condition {
    text: String,
    subject: String,
    operator: Operator,
    value: Value,
}

/// What a condition asks for.
struct Asked<'a> {
    /// `None` = the difference between the second policy and the first.
    policy: Option<usize>,
    measure: usize,
    statistic: &'a str,
    is_share: bool,
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

/// Ends of a value that is a share.
const SHARES: [char; 2] = ['%', 'p'];

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
            let number = of_measure(value).ok_or_else(|| wrong("the value is not a number"))?;
            Value::Number(number.0)
        };
        Ok(Self { text: text.to_owned(), subject: subject.to_owned(), operator, value })
    }

    /// Why `scenario`, of which the first `shown` policies are reported, cannot answer this
    /// condition, if it cannot.
    pub(super) fn unknown(&self, scenario: &Scenario, shown: usize) -> Option<String> {
        let catalogue = Catalogue::of(&scenario.system, &scenario.policies);
        let policies = scenario.policies.iter().take(shown);
        let policies: Vec<_> = policies.map(|p| p.name.as_str()).collect();
        let understood = self.understood(&policies, catalogue.measures());
        understood.err().map(|why| format!("condition `{}`: {why}", self.text))
    }

    /// What it asks for, by the names of this scenario.
    fn understood(&self, policies: &[&str], measures: &[Measure]) -> Result<Asked<'_>, String> {
        let (rest, statistic) = self
            .subject
            .rsplit_once('.')
            .ok_or_else(|| format!("`{}` names no statistic\n{GRAMMAR}", self.subject))?;
        let (policy, key) = of_policy(rest, policies);
        let is_pair = policy.is_none();
        let key = if is_pair { key.strip_suffix(".difference").unwrap_or(key) } else { key };
        let measure = measures.iter().position(|m| m.key == key).ok_or_else(|| {
            let keys: Vec<&str> = measures.iter().map(|m| m.key.as_str()).collect();
            no_measure(rest, key, policies, &keys)
        })?;
        let is_volume = measures[measure].better.is_none();
        let of_pairs = is_pair && matches!(statistic, "verdict" | "b_better_share");
        if !(STATISTICS.contains(&statistic) || of_pairs) {
            let list = STATISTICS.join("`, `");
            return Err(format!(
                "`{statistic}` cannot be asked for\nhint: expected one of `{list}`, or of a \
                 difference `b_better_share` or `verdict`"
            ));
        }
        if is_pair && policies.len() < 2 {
            return Err("a difference needs two policies".to_owned());
        }
        if is_volume && !STATISTICS.contains(&statistic) {
            return Err(format!("more `{key}` is neither better nor worse: it has no verdict"));
        }
        let is_share = statistic == "b_better_share"
            || statistic != "verdict" && measures[measure].unit == Unit::Share;
        self.check_value(statistic, is_share)?;
        if !is_share && matches!(self.value, Value::Number(_)) && self.text.ends_with(SHARES) {
            let unit = measures[measure].unit.name();
            return Err(format!("`%` and `pp` are of shares\nhint: the unit of `{key}`: {unit}"));
        }
        Ok(Asked { policy, measure, statistic, is_share })
    }

    /// Whether operator and value fit what is asked for.
    fn check_value(&self, statistic: &str, is_share: bool) -> Result<(), String> {
        let is_verdict = statistic == "verdict";
        let verdicts = Verdict::ALL.map(Verdict::name);
        let list = verdicts.join("`, `");
        match &self.value {
            Value::Word(word) if is_verdict && !verdicts.contains(&word.as_str()) => {
                Err(format!("no verdict `{word}`\nhint: expected one of `{list}`"))
            }
            Value::Word(_) if !is_verdict => Err(format!(
                "`{statistic}` is a number, hardly ever equal to another\nhint: expected `<`, \
                 `<=`, `>` or `>=`"
            )),
            Value::Number(_) if is_verdict => {
                Err(format!("a verdict is a word\nhint: write `==` and one of `{list}`"))
            }
            Value::Number(x) if is_share && x.abs() > 1.0 && !self.text.ends_with(SHARES) => {
                Err("the measure is a share of 1\nhint: say the unit, e.g. `10 %` or `1 pp`".into())
            }
            Value::Word(_) | Value::Number(_) => Ok(()),
        }
    }

    /// What was found, if the condition does not hold.
    fn failure(&self, summary: &Summary) -> Option<String> {
        let policies: Vec<_> = summary.policies.iter().map(|p| p.name.as_str()).collect();
        let asked = match self.understood(&policies, &summary.measures) {
            Ok(asked) => asked,
            Err(why) => return Some(format!("{} ({why})", self.text)),
        };
        let Asked { policy, measure, statistic, is_share } = asked;
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
        let unit = if policy.is_none() && statistic != "b_better_share" { "pp" } else { "%" };
        let words = match found {
            Value::Number(x) if x.is_nan() => "nothing: it is undefined".to_owned(),
            Value::Number(x) if is_share => format!("{:.2} {unit}", 100.0 * x),
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

/// The policy (the longest name that fits, for names may hold dots) and the rest.
fn of_policy<'a>(text: &'a str, policies: &[&str]) -> (Option<usize>, &'a str) {
    let fits = |(index, name): (usize, &&str)| {
        let rest = text.strip_prefix(*name)?.strip_prefix('.')?;
        Some((index, rest))
    };
    let found = policies.iter().enumerate().filter_map(fits).min_by_key(|(_, rest)| rest.len());
    found.map_or((None, text), |(index, rest)| (Some(index), rest))
}

/// What was probably meant by a measure that is not there.
fn no_measure(written: &str, key: &str, policies: &[&str], keys: &[&str]) -> String {
    let (policy, last) = written.split_once('.').unwrap_or(("", written));
    let near = nearest(key, keys).map(str::to_owned).or_else(|| {
        // A measure that exists, after a policy that does not.
        let policy = nearest(policy, policies).filter(|_| keys.contains(&last))?;
        Some(format!("{policy}.{last}"))
    });
    let near = near.or_else(|| {
        let measure = written.rsplit_once('.').map(|(measure, _)| measure)?;
        keys.contains(&measure).then(|| format!("{measure}.difference"))
    });
    let meant = near.map_or(String::new(), |near| format!("did you mean `{near}`? "));
    format!(
        "no policy or measure `{written}`\nhint: {meant}the measures are those of `results.json`"
    )
}

fn of_pair(summary: &Summary, measure: usize, statistic: &str) -> Value {
    let is_it = |p: &&PairSummary| (p.a, p.b, p.measure) == (0, 1, measure);
    let Some(pair) = summary.comparisons.iter().find(is_it) else {
        return Value::Number(f64::NAN);
    };
    match statistic {
        // An interval that the sample cannot carry bounds nothing.
        "low" | "high" if !pair.comparison.support.is_interval_carried() => Value::Number(f64::NAN),
        "verdict" => Value::Word(pair.verdict().name().to_owned()),
        "b_better_share" => Value::Number(pair.comparison.share_better),
        _ => Value::Number(statistic_of(&pair.comparison.difference, statistic)),
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
