//! The buyers of a scenario and a policy's rules for them, in words.

use std::fmt::Write;

use super::demand;
use crate::sales::buyer::{
    BuyerRules, Buying, Gate, HourPrice, Message, Objective, Prospects, Teaching, Unready,
};
use crate::sales::calendar::HOURS_PER_WEEK;
use crate::sales::{Policy, Topic};
use crate::scenario::Scenario;

/// What a lead must have behind it to go on.
pub(super) fn passed(about: Topic) -> &'static str {
    match about {
        Topic::Qualify => "dialogue and gate",
        Topic::Educate => "the committee knows enough",
        Topic::Align => "the committee agrees on what it needs",
        Topic::Validate => "no deal-breaker found",
        Topic::Decide => "the committee's vote",
    }
}

/// Who buys, by segment, and who comes, by channel; nothing where there are no buyers.
pub(super) fn world(scenario: &Scenario, text: &mut String) {
    let system = &scenario.system;
    let Some(buyers) = &system.buyers else { return };
    let _ = writeln!(text, "\nbuyers");
    for segment in &system.segments {
        let _ = writeln!(text, "  {:<14} {}", segment.name, buying(&segment.buying));
    }
    for channel in &system.channels {
        let _ = writeln!(text, "  {:<14} {}", channel.name, prospects(&channel.prospects));
    }
    let readiness = &buyers.readiness;
    let _ = writeln!(
        text,
        "  {:<14} {:.0} % of those who are not ready never become so, the others after {:.1} weeks on average",
        "",
        100.0 * readiness.never,
        readiness.wake.mean() / HOURS_PER_WEEK
    );
    demand::word(scenario, text);
}

fn buying(buying: &Buying) -> String {
    let size = buying.members;
    let who = match (size.least, size.more) {
        (1, 0) => "one buyer".to_owned(),
        (least, 0) => format!("committee of {least}"),
        (least, more) => format!("committee of {least} to {} ({:.1})", least + more, size.mean()),
    };
    let contact = buying.contact_hours_per_week;
    let contact = if contact.is_finite() {
        format!("{contact} h of contact a week")
    } else {
        "any contact".to_owned()
    };
    format!(
        "{who}, window of {:.1} weeks, finance joins in {:.0} % of cases, a rival in {:.0} %, {contact}",
        buying.window.mean() / HOURS_PER_WEEK,
        100.0 * buying.finance,
        100.0 * buying.rival
    )
}

fn prospects(prospects: &Prospects) -> String {
    let fit = &prospects.fit;
    format!(
        "fit {:.2} ± {:.2}, {:.0} % ready to buy",
        fit.mean(),
        fit.standard_deviation(),
        100.0 * prospects.ready
    )
}

/// How a policy deals with buyers; nothing where there are none.
pub(super) fn rules(scenario: &Scenario, policy: &Policy, text: &mut String) {
    if scenario.system.buyers.is_none() {
        return;
    }
    let BuyerRules { gate: bar, mix, persuade, unready, teaching: taught } = &policy.buyers;
    let _ = writeln!(text, "    gate         {}", gate(bar, &scenario.currency));
    let persuade = if *persuade { ", and pitches with the proposal" } else { "" };
    let _ = writeln!(
        text,
        "    dialogue     listens {:.0} %, challenges {:.0} %, pitches {:.0} %{persuade}",
        100.0 * mix.listen,
        100.0 * mix.challenge,
        100.0 * mix.pitch()
    );
    let unready = match unready {
        Unready::Nurture => "nurtures",
        Unready::Discard => "drops",
        Unready::Push => "pushes",
    };
    let _ = writeln!(
        text,
        "    committee    {}; {unready} buyers who are not ready",
        teaching(*taught)
    );
}

fn gate(gate: &Gate, currency: &str) -> String {
    let mut conditions = Vec::new();
    if gate.cutoff > 0.0 {
        conditions.push(format!("believed fit from {:.2}", gate.cutoff));
    }
    if let Some(objective) = gate.objective {
        let value = match objective {
            Objective::Private => "the seller's value",
            Objective::Firm => "the firm's margin",
            Objective::Mutual => "the value to both sides",
        };
        let price = match gate.hour_price {
            HourPrice::Observed => "as observed".to_owned(),
            HourPrice::Fixed(price) => format!("{price} {currency} each"),
        };
        let above = if gate.threshold > 0.0 {
            format!("{} {currency} ", gate.threshold)
        } else {
            String::new()
        };
        conditions.push(format!("{value} {above}above that of the hours left ({price})"));
    }
    if conditions.is_empty() {
        conditions.push("open to all who are ready".to_owned());
    }
    let weeks = gate.hold_hours / HOURS_PER_WEEK;
    let no = if weeks > 0.0 { format!("after {weeks:.1} weeks") } else { "at once".into() };
    format!(
        "{}; depth {}, at most {} dialogues, disqualifies {no}",
        conditions.join(", "),
        gate.depth,
        gate.dialogues,
    )
}

fn teaching(teaching: Teaching) -> String {
    let how = if teaching.in_groups { "taught in groups" } else { "taught one by one" };
    let message = match teaching.message {
        Message::General => "general",
        Message::Group => "group",
        Message::Individual => "individual",
    };
    format!("{how}, {message} messages")
}
