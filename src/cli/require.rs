//! Conditions of `--require`: `[SUBJECT.][MEASURE.]STATISTIC OPERATOR VALUE`, several joined by "and".
//!
//! The subject is a policy (`team`), a pair (`team-hero`), or what the study is about: a rule, an
//! input, a field study. Without one it is the second policy compared with the first.

mod condition;
mod frame;
pub(super) mod of_comparison;
pub(super) mod of_evidence;
pub(super) mod of_race;
pub(super) mod of_search;
pub(super) mod of_sensitivity;
pub(super) mod of_sweep;
pub(super) mod of_why;

use condition::Condition;
use frame::Value;
pub(super) use frame::{Asked, Frame};

/// An answer, and where in the study it holds; one place without a name where there is one only.
pub(super) type Answers = Vec<(String, Value)>;

/// Conditions that were understood.
pub(super) struct Conditions(Vec<Condition>);

impl Conditions {
    /// Understands the conditions about what a study can be asked.
    ///
    /// # Errors
    ///
    /// What is wrong with each that can't be read.
    pub(super) fn read(texts: &[String], frame: &Frame) -> Result<Self, Vec<String>> {
        let texts = texts.iter().flat_map(|text| condition::joined(text));
        let read = texts.map(|text| Condition::read(&text, frame));
        let (understood, wrong): (Vec<_>, Vec<_>) = read.partition(Result::is_ok);
        if wrong.is_empty() {
            return Ok(Self(understood.into_iter().flatten().collect()));
        }
        Err(wrong.into_iter().filter_map(Result::err).collect())
    }

    /// The conditions that do not hold everywhere, each with what was found.
    pub(super) fn failed(&self, answers: impl Fn(&Asked) -> Answers) -> Vec<String> {
        self.0
            .iter()
            .filter_map(|condition| failure(condition, &answers(&condition.asked)))
            .collect()
    }
}

/// What was found where a condition does not hold.
fn failure(condition: &Condition, answers: &Answers) -> Option<String> {
    let wrong: Vec<_> = answers.iter().filter(|(_, found)| !condition.holds(found)).collect();
    let (place, found) = match wrong.first() {
        Some(first) => first,
        None if answers.is_empty() => return Some(format!("{} (found nothing)", condition.text)),
        None => return None,
    };
    let at = if place.is_empty() { String::new() } else { format!(" at {place}") };
    let more = match wrong.len() - 1 {
        0 => String::new(),
        more => format!(", and not at {more} more of {}", answers.len()),
    };
    Some(format!("{} (found {}{at}{more})", condition.text, condition.words(found)))
}
