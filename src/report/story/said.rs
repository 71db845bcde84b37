//! What was said and found out about a lead, in words.

use crate::report::format::Format;
use crate::sales::buyer::{Answer, Decision, Meeting, WaitEnd};
use crate::sales::{AccountEvent, Note, Unit};

/// A note in words.
pub(super) fn note(note: &Note, currency: &str) -> String {
    match note {
        Note::NotReady => "the buyer is not ready to buy".into(),
        Note::Woken => "comes back, ready to buy".into(),
        Note::Referred => "comes because a glad customer has spoken of us".into(),
        Note::Found => "is found by a seller who looks for leads".into(),
        Note::Warned => "has been warned by a customer who regrets: wants less at first".into(),
        Note::Dialogue { belief, doubt, wants, fit } => format!(
            "· believed fit {belief:.2} ± {doubt:.2} (truly {fit:.2}), the buyer wants {wants:.2}"
        ),
        Note::Offended => "the buyer takes offence".into(),
        Note::Gate { answer, expected, hour_price } => {
            gate(*answer, *expected, *hour_price, currency)
        }
        Note::Joined { members: 1 } => "· one more joins the committee".into(),
        Note::Joined { members } => format!("· {members} more join the committee"),
        Note::Lesson { pupils, coverage } => {
            format!("· {pupils} taught, coverage {coverage:.2}")
        }
        Note::Session { alignment } => format!("· alignment {alignment:.2}"),
        Note::BreakerFound => "an expert finds that this cannot be delivered".into(),
        Note::Proposed => "· the proposal is written".into(),
        Note::Met(meeting) => met(meeting),
        Note::Waited(how) => waited(*how).into(),
        Note::Advised => "a better colleague gives advice for this conversation".into(),
        Note::PulledIn { discount } => match percent_off(*discount) {
            Some(off) => {
                format!("the seller gives {off} for a decision before the pay period ends")
            }
            None => "the seller asks for a decision before the pay period ends, and gets it".into(),
        },
        Note::PressedInVain => {
            "the seller asks for a decision before the pay period ends; the buyer says no".into()
        }
        Note::Customer { churn, stays, .. } if *churn >= 1.0 => format!(
            "becomes a customer to whom a deal-breaker was sold: leaves within the year, after {:.1} months",
            12.0 * stays
        ),
        Note::Customer { churn, grows, years, stays, later } => {
            let later = Format::of_unit(Unit::Money, currency, [*later]).value(*later);
            let stays = match stays {
                stays if *stays >= 10.0 => "for ten years and more".into(),
                stays => format!("{stays:.1} years"),
            };
            format!(
                "becomes a customer: {:.0} % of such customers leave within a year, accounts grow by \
                 {:.0} % a year; {years:.1} years that count and a later margin of {later} are expected; \
                 this one would stay {stays}",
                100.0 * churn,
                100.0 * crate::math::exp_m1(*grows)
            )
        }
        Note::Account { event: AccountEvent::Left, .. } => "the customer leaves".into(),
        Note::Account { event, margin } => {
            let money = Format::of_unit(Unit::Money, currency, [*margin]).value(*margin);
            let what = match event {
                AccountEvent::Missed => "the customer’s call is missed",
                AccountEvent::Renewed => "the renewal is worked in time",
                _ => "the customer takes more",
            };
            format!("{what}: later margin {money}")
        }
        Note::PushedOut => {
            "the seller puts the decision off: it is worth more in the next pay period".into()
        }
    }
}

/// A discount in words, if there is one: `10 % off`.
fn percent_off(discount: f64) -> Option<String> {
    let share = (discount * 1000.0).round() / 10.0;
    (share > 0.0).then(|| format!("{share} % off"))
}

fn gate(answer: Answer, expected: f64, hour_price: f64, currency: &str) -> String {
    let answer = match answer {
        Answer::Go => "go",
        Answer::No => "no",
        Answer::Again => "talk once more",
    };
    if !expected.is_finite() {
        return format!("gate: {answer} (by fit alone)");
    }
    let money = |value: f64| Format::of_unit(Unit::Money, currency, [value]);
    format!(
        "gate: {answer}; expected value {}, an hour is worth {}",
        money(expected).value(expected),
        money(hour_price).value(hour_price)
    )
}

fn met(meeting: &Meeting) -> String {
    let Meeting { members, yes, coverage, alignment, blocked, decision, .. } = meeting;
    let blocked = if *blocked { ", somebody blocks" } else { "" };
    format!(
        "the committee votes: {yes} of {members} yes (coverage {coverage:.2}, alignment \
         {alignment:.2}{blocked}) and {}",
        decided(*decision)
    )
}

/// What a committee does, as a verb.
pub(super) fn decided(decision: Decision) -> &'static str {
    match decision {
        Decision::Buys => "buys",
        Decision::BuysFromRival => "buys from the rival",
        Decision::Declines => "declines",
        Decision::Derails => "falls apart",
        Decision::FallsShort => "falls short of a quorum",
    }
}

fn waited(how: WaitEnd) -> &'static str {
    match how {
        WaitEnd::WindowCloses => "the purchase window closes",
        WaitEnd::Stalls => "the deal stalls: nobody was in touch for too long",
        WaitEnd::WalksAway => "the buyer sees no gain and walks away",
        WaitEnd::Lapses => "the committee lets it lapse",
    }
}
