//! What people do about their pay: frictions, each of which can be switched off.

use super::buyers;
use super::reader::Reading;
use super::scope::Scope;
use super::tree::Value;
use crate::engine::law::Law;
use crate::sales::pay::behaviour::{Advice, Duty, Effort, Patience, Timing};
use crate::sales::pay::{Behaviour, Labour};

/// The section [behaviour]: with it every friction is on unless it says otherwise, without it none.
pub(super) fn behaviour(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Behaviour {
    if !scope.is_present() {
        return Behaviour::default();
    }
    Behaviour {
        effort: on(scope, "effort", cx).and_then(|scope| effort(&scope, cx)),
        patience: on(scope, "patience", cx).and_then(|scope| patience(&scope, cx)),
        regard: scope.one("regard", cx).unwrap_or_default(),
        advice: on(scope, "advice", cx).and_then(|scope| advice(&scope, cx)),
        duty: on(scope, "duty", cx).and_then(|scope| duty(&scope, cx)),
        timing: on(scope, "timing", cx).and_then(|scope| timing(&scope, cx)),
        labour: on(scope, "labour", cx).and_then(|scope| labour(&scope, cx)),
        own_pay: scope.flag("own_pay", cx),
    }
}

/// A friction that is not switched off.
fn on<'t>(scope: &Scope<'t>, key: &str, cx: &mut Reading<'_>) -> Option<Scope<'t>> {
    let section = scope.section(key);
    let is_on = section.flag("on", cx);
    // whoever writes neither yes nor no wants to know what else is wrong
    let is_off = section.written("on").is_some_and(|node| matches!(node.value, Value::Flag(false)));
    (is_on || !is_off).then_some(section)
}

fn effort(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Effort> {
    let (response, elasticity) = (scope.one("response", cx), scope.one("elasticity", cx));
    let (norm, stake) = (scope.one("norm", cx), scope.one("stake", cx));
    Some(Effort { response: response?, elasticity: elasticity?, norm: norm?, stake: stake? })
}

fn patience(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Patience> {
    Some(Patience { half_hours: scope.one("half", cx)? })
}

fn advice(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Advice> {
    let (ask, give) = (scope.one("ask", cx), scope.one("give", cx));
    let (closes, matters) = (scope.one("closes", cx), scope.one("matters", cx));
    Some(Advice { ask_hours: ask?, give_hours: give?, closes: closes?, matters: matters? })
}

fn duty(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Duty> {
    let (least, temperature) = (scope.one("least", cx), scope.one("temperature", cx));
    Some(Duty { least: least?, temperature: temperature? })
}

fn timing(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Timing> {
    let (window, immovable) = (scope.one("window", cx), scope.one("immovable", cx));
    let nothing = Law::fixed(0.0).expect("zero is a finite number");
    let reservation = buyers::law(scope, "reservation", nothing, cx);
    let (pressed, waits) = (scope.one("pressed", cx), scope.one("waits", cx));
    Some(Timing {
        window_hours: window?,
        reservation,
        immovable: immovable?,
        pressed: pressed?,
        waits: waits?,
    })
}

fn labour(scope: &Scope<'_>, cx: &mut Reading<'_>) -> Option<Labour> {
    let (elasticity, risk) = (scope.one("elasticity", cx), scope.one("risk", cx));
    Some(Labour { elasticity: elasticity?, risk: risk? })
}
