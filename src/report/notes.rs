//! What was said or found out about a lead, as named values: for tables and JSON.

use crate::sales::buyer::{Answer, Decision, WaitEnd};
use crate::sales::{AccountEvent, Note};

/// A value of a note.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Value {
    Number(f64),
    Word(&'static str),
}

/// Names of everything a note can hold, in the order of columns.
pub(super) const FIELDS: [&str; 22] = [
    "answer",
    "decision",
    "how",
    "belief",
    "doubt",
    "wants",
    "fit",
    "expected_value",
    "hour_price",
    "members",
    "yes",
    "pupils",
    "coverage",
    "alignment",
    "yes_chance",
    "blocked",
    "discount",
    "churn",
    "grows",
    "expected_years",
    "stays_years",
    "later_margin",
];

/// The word for a note.
pub(super) fn name(note: &Note) -> &'static str {
    match note {
        Note::NotReady => "not ready",
        Note::Woken => "woken",
        Note::Referred => "referred",
        Note::Found => "found",
        Note::Warned => "warned",
        Note::Dialogue { .. } => "dialogue",
        Note::Offended => "offended",
        Note::Gate { .. } => "gate",
        Note::Joined { .. } => "joined",
        Note::Lesson { .. } => "lesson",
        Note::Session { .. } => "session",
        Note::BreakerFound => "deal-breaker found",
        Note::Proposed => "proposed",
        Note::Met(_) => "met",
        Note::Waited(_) => "waited",
        Note::Advised => "advised",
        Note::PulledIn { .. } => "pulled in",
        Note::PressedInVain => "pressed in vain",
        Note::PushedOut => "pushed out",
        Note::Customer { .. } => "customer",
        Note::Account { event: AccountEvent::Missed, .. } => "call missed",
        Note::Account { event: AccountEvent::Renewed, .. } => "renewal worked",
        Note::Account { event: AccountEvent::Expanded, .. } => "account expanded",
        Note::Account { event: AccountEvent::Left, .. } => "customer left",
    }
}

/// What a note holds, by the names in [`FIELDS`].
pub(super) fn fields(note: &Note) -> Vec<(&'static str, Value)> {
    use Value::{Number, Word};
    let count = |n: u32| Number(f64::from(n));
    match *note {
        Note::NotReady
        | Note::Woken
        | Note::Referred
        | Note::Found
        | Note::Warned
        | Note::Offended
        | Note::BreakerFound
        | Note::Proposed
        | Note::Advised
        | Note::PressedInVain
        | Note::PushedOut => Vec::new(),
        Note::Account { margin, .. } => vec![("later_margin", Number(margin))],
        Note::Customer { churn, grows, years, stays, later } => vec![
            ("churn", Number(churn)),
            ("grows", Number(grows)),
            ("expected_years", Number(years)),
            ("stays_years", Number(stays)),
            ("later_margin", Number(later)),
        ],
        Note::PulledIn { discount } => vec![("discount", Number(discount))],
        Note::Dialogue { belief, doubt, wants, fit } => vec![
            ("belief", Number(belief)),
            ("doubt", Number(doubt)),
            ("wants", Number(wants)),
            ("fit", Number(fit)),
        ],
        Note::Gate { answer, expected, hour_price } => vec![
            ("answer", Word(answer_name(answer))),
            ("expected_value", Number(expected)),
            ("hour_price", Number(hour_price)),
        ],
        Note::Joined { members } => vec![("members", count(members))],
        Note::Lesson { pupils, coverage } => {
            vec![("pupils", count(pupils)), ("coverage", Number(coverage))]
        }
        Note::Session { alignment } => vec![("alignment", Number(alignment))],
        Note::Met(meeting) => vec![
            ("decision", Word(decision_name(meeting.decision))),
            ("members", count(meeting.members)),
            ("yes", count(meeting.yes)),
            ("coverage", Number(meeting.coverage)),
            ("alignment", Number(meeting.alignment)),
            ("yes_chance", Number(meeting.yes_chance)),
            ("blocked", Word(if meeting.blocked { "yes" } else { "no" })),
        ],
        Note::Waited(how) => vec![("how", Word(wait_name(how)))],
    }
}

/// The word for an answer of the gate.
pub(super) fn answer_name(answer: Answer) -> &'static str {
    match answer {
        Answer::Go => "go",
        Answer::No => "no",
        Answer::Again => "again",
    }
}

/// The word for the decision of a committee.
fn decision_name(decision: Decision) -> &'static str {
    match decision {
        Decision::Buys => "buys",
        Decision::BuysFromRival => "buys from rival",
        Decision::Declines => "declines",
        Decision::Derails => "derails",
        Decision::FallsShort => "falls short",
    }
}

/// The word for the end of a wait.
fn wait_name(how: WaitEnd) -> &'static str {
    match how {
        WaitEnd::WindowCloses => "window closes",
        WaitEnd::Stalls => "stalls",
        WaitEnd::WalksAway => "walks away",
        WaitEnd::Lapses => "lapses",
    }
}
