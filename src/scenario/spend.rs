//! Money spent on a channel instead of a price for each lead.

use super::problem::Fault;
use super::reader::Reading;
use super::scope::Scope;
use super::value::WEEK;
use crate::sales::{Arrivals, Channel, Spend};

/// The section [channels.*.spend] of this channel, if there is one.
pub(super) fn spend(scope: &Scope<'_>, channel: &Channel, cx: &mut Reading<'_>) -> Option<Spend> {
    let section = scope.section("spend");
    if !section.is_present() {
        return None;
    }
    let of = |key, cx: &mut Reading<'_>| section.one(key, cx);
    let amount = of("amount", cx);
    if amount.is_none() && section.written("amount").is_none() {
        let fault = Fault::new("`spend` has no `amount`").help("e.g. `amount = \"5 k per week\"`");
        cx.log.error(section.span, fault);
    }
    let reference = of("reference", cx);
    let usual = channel.cost_per_lead * channel.mean_leads_per_week();
    let spend = Spend {
        per_week: amount.unwrap_or(0.0),
        reference: reference.unwrap_or(usual),
        elasticity: of("elasticity", cx).unwrap_or(0.0),
        half_life_weeks: of("half_life", cx).unwrap_or(0.0) / WEEK,
        dilution: of("dilution", cx).unwrap_or(0.0),
        focus: of("focus", cx).unwrap_or(0.0),
    };
    if is_a_rate(channel, &section, cx) {
        check_reference(&spend, &section, cx);
    }
    Some(spend)
}

/// Money changes a rate; it moves no given instants.
fn is_a_rate(channel: &Channel, section: &Scope<'_>, cx: &mut Reading<'_>) -> bool {
    let is_rate = matches!(channel.arrivals, Arrivals::Rate(_));
    if !is_rate {
        let message =
            format!("`spend` needs a rate, and `arrivals` of `{}` are none", channel.name);
        let help = "e.g. `arrivals = \"5 per week\"`; `every` and `at` say when leads come, whatever is spent";
        cx.log.error(section.span, Fault::new(message).help(help));
    }
    is_rate
}

/// There must be something to compare with.
fn check_reference(spend: &Spend, section: &Scope<'_>, cx: &mut Reading<'_>) {
    if spend.reference > 0.0 {
        return;
    }
    let span = section.written("reference").map_or(section.span, |node| node.span);
    let fault = Fault::new("`spend` needs a `reference` above 0: what brings the `arrivals`");
    let help = "unless given, it is `cost` × leads a week, and that is 0 here";
    cx.log.error(span, fault.help(help));
}
