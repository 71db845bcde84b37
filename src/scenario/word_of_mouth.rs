//! Word of mouth: who comes because customers talk.

use super::problem::Fault;
use super::reader::Reading;
use super::scope::{Scope, find};
use crate::sales::buyer::WordOfMouth;
use crate::sales::{Nominal, SalesSystem};

/// Referred leads may bring at most so many in turn, each; nearer to 1 nothing settles in any time.
const MOST_IN_TURN: f64 = 0.8;

/// The section [customers.word], if there is one.
pub(super) fn word(
    root: &Scope<'_>,
    channels: &[String],
    cx: &mut Reading<'_>,
) -> Option<WordOfMouth> {
    let scope = root.section("customers").section("word");
    if !scope.is_present() {
        return None;
    }
    let channel = scope.node("channel", cx);
    if channel.is_none() {
        let fault = Fault::new("`word` needs the `channel` that referred leads come through");
        cx.log.error(scope.span, fault.among("", channels.iter().map(String::as_str)));
    }
    let channel = channel.and_then(|node| {
        let name = cx.text(&node)?;
        find(cx, node.span, "channel", &name, channels)
    });
    let mut of = |key| scope.one(key, cx).unwrap_or(0.0);
    let word = WordOfMouth {
        channel: channel.unwrap_or(0),
        refer_per_year: of("refer"),
        warn_per_year: of("warn"),
        chill: of("chill"),
        after_hours: of("after"),
        remember_hours: of("remember"),
    };
    channel.map(|_| word)
}

/// What can only be said of the whole: that leads do not bring ever more leads.
pub(super) fn check(system: &SalesSystem, root: &Scope<'_>, cx: &mut Reading<'_>) {
    let Some(buyers) = &system.buyers else { return };
    let (Some(word), Some(customers)) = (&buyers.word, &buyers.customers) else { return };
    let section = root.section("customers");
    let scope = section.section("word");
    refuse_endless(system, word, customers.years, &scope, cx);
}

fn refuse_endless(
    system: &SalesSystem,
    word: &WordOfMouth,
    years: f64,
    scope: &Scope<'_>,
    cx: &mut Reading<'_>,
) {
    let Ok(nominal) = Nominal::new(system) else { return };
    let channel = &system.channels[word.channel];
    let entry = channel.entry.unwrap_or(system.entry);
    let shares = channel.segment_mix.iter().enumerate();
    let win = shares.map(|(s, share)| share * nominal.win(entry, word.channel, s)).sum();
    let in_turn = word.reproduction(win, years);
    if in_turn >= MOST_IN_TURN {
        let span = scope.written("refer").map_or(scope.span, |node| node.span);
        let message = format!(
            "referrals would grow without end: by the planner's chances a referred lead could bring \
             {in_turn:.2} more; must be below {MOST_IN_TURN}"
        );
        let help = "lower `refer` (or `customers.horizon`: so long a customer talks)";
        cx.log.error(span, Fault::new(message).help(help));
    }
}
