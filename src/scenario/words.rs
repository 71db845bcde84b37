//! The words that a value may be chosen from, each with what it means.

use crate::sales::buyer::{Message, Objective, Unready};
use crate::sales::{
    Attention, ExitFamily, Order, Ownership, Phase, Pick, Prefer, Routing, ShiftEnd, Topic,
};

/// What a stage's `kind` says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum StageWord {
    Chance,
    Contact,
    Parallel,
    Talk(Topic),
    Account(Care),
}

/// What is done for customers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Care {
    Serve,
    Renew,
    Expand,
}

/// What a value differs by in `{ by = … }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Channel,
    Segment,
}

pub(super) const STAGE_KINDS: [(&str, StageWord); 11] = [
    ("chance", StageWord::Chance),
    ("contact", StageWord::Contact),
    ("parallel", StageWord::Parallel),
    ("qualify", StageWord::Talk(Topic::Qualify)),
    ("educate", StageWord::Talk(Topic::Educate)),
    ("align", StageWord::Talk(Topic::Align)),
    ("validate", StageWord::Talk(Topic::Validate)),
    ("decide", StageWord::Talk(Topic::Decide)),
    ("serve", StageWord::Account(Care::Serve)),
    ("renew", StageWord::Account(Care::Renew)),
    ("expand", StageWord::Account(Care::Expand)),
];
pub(super) const BY: [(&str, By); 2] = [("channel", By::Channel), ("segment", By::Segment)];
pub(super) const PHASES: [(&str, Phase); 3] =
    [("engage", Phase::Engage), ("select", Phase::Select), ("drive", Phase::Drive)];
pub(super) const EXIT_FAMILIES: [(&str, ExitFamily); 7] = [
    ("won", ExitFamily::Won),
    ("lost", ExitFamily::Lost),
    ("no decision", ExitFamily::NoDecision),
    ("gone cold", ExitFamily::GoneCold),
    ("never worked", ExitFamily::NeverWorked),
    ("turned away", ExitFamily::TurnedAway),
    ("not ready", ExitFamily::NotReady),
];
pub(super) const SHIFT_ENDS: [(&str, ShiftEnd); 4] = [
    ("pause", ShiftEnd::Pause),
    ("finish", ShiftEnd::Finish),
    ("do not start", ShiftEnd::DoNotStart),
    ("hand back", ShiftEnd::HandBack),
];
pub(super) const ATTENTIONS: [(&str, Attention); 2] =
    [("single", Attention::Single), ("shared", Attention::Shared)];
pub(super) const ROUTINGS: [(&str, Routing); 7] = [
    ("pull", Routing::Pull),
    ("claim", Routing::Claim),
    ("round robin", Routing::RoundRobin),
    ("random", Routing::Random),
    ("least loaded", Routing::LeastLoaded),
    ("by skill", Routing::BySkill),
    ("territory", Routing::Territory),
];
pub(super) const PICKS: [(&str, Pick); 4] = [
    ("longest idle", Pick::LongestIdle),
    ("fastest", Pick::Fastest),
    ("random", Pick::Random),
    ("cheapest", Pick::Cheapest),
];
pub(super) const ORDERS: [(&str, Order); 10] = [
    ("fifo", Order::Fifo),
    ("lifo", Order::Lifo),
    ("oldest", Order::Oldest),
    ("newest", Order::Newest),
    ("random", Order::Random),
    ("class", Order::Class),
    ("biggest", Order::Biggest),
    ("value per hour", Order::ValuePerHour),
    ("deadline", Order::Deadline),
    ("own pay", Order::OwnPay),
];
pub(super) const PREFERENCES: [(&str, Prefer); 3] =
    [("own", Prefer::Own), ("new", Prefer::New), ("index", Prefer::Index)];
pub(super) const OWNERS: [(&str, Ownership); 2] =
    [("named", Ownership::Named), ("shared", Ownership::Shared)];
pub(super) const OBJECTIVES: [(&str, Option<Objective>); 4] = [
    ("private", Some(Objective::Private)),
    ("firm", Some(Objective::Firm)),
    ("mutual", Some(Objective::Mutual)),
    ("none", None),
];
pub(super) const UNREADY: [(&str, Unready); 3] =
    [("nurture", Unready::Nurture), ("discard", Unready::Discard), ("push", Unready::Push)];
pub(super) const MESSAGES: [(&str, Message); 3] =
    [("general", Message::General), ("group", Message::Group), ("individual", Message::Individual)];

/// The words of a list, in its order.
pub(super) const fn words<T, const N: usize>(pairs: &[(&'static str, T); N]) -> [&'static str; N] {
    let mut words = [""; N];
    let mut place = 0;
    while place < N {
        words[place] = pairs[place].0;
        place += 1;
    }
    words
}

/// The word that means this.
///
/// # Panics
///
/// If no word does.
pub(super) fn word<T: PartialEq>(pairs: &[(&'static str, T)], meaning: &T) -> &'static str {
    pairs.iter().find(|pair| pair.1 == *meaning).expect("a word for everything").0
}

/// Exits that buyers bring, and their families.
pub(super) const LEAVES: [(&str, ExitFamily); 9] = [
    ("won, regretted", ExitFamily::Won),
    ("disqualified, right", ExitFamily::Lost),
    ("disqualified, wrong", ExitFamily::Lost),
    ("buyer declined", ExitFamily::Lost),
    ("cannot deliver", ExitFamily::Lost),
    ("lost to competitor", ExitFamily::Lost),
    ("no decision, status quo", ExitFamily::NoDecision),
    ("no decision, indecision", ExitFamily::NoDecision),
    ("not ready", ExitFamily::NotReady),
];
