//! Where leads come from.

use super::buyers;
use super::law;
use super::parameters::Kind;
use super::problem::{Fault, Span};
use super::reader::Reading;
use super::record::Record;
use super::scope::{Scope, find};
use super::spend;
use super::tree::Node;
use super::value::WEEK;
use super::world::{check_sum, times};
use crate::engine::law::Law;
use crate::sales::{Arrivals, Channel, Rate, RateShape};

/// What a channel may refer to.
pub(super) struct Names<'a> {
    pub(super) segments: &'a [String],
    pub(super) shares: &'a [f64],
    pub(super) stages: &'a [String],
    /// The weekday of hour 0.
    pub(super) weekday: u8,
    pub(super) has_buyers: bool,
}

pub(super) fn channel(scope: &Scope<'_>, names: &Names<'_>, cx: &mut Reading<'_>) -> Channel {
    let arrivals = scope.node("arrivals", cx);
    if arrivals.is_none() {
        let message = format!("channel `{}` has no `arrivals`", scope.name);
        let help = "e.g. `arrivals = \"50 per week\"`";
        cx.log.error(scope.span, Fault::new(message).help(help));
    }
    let kind = scope.kind("arrivals");
    let arrivals = arrivals.and_then(|node| read(&node, kind, names.weekday, cx));
    let entry = scope.node("entry", cx).and_then(|node| {
        let name = cx.text(&node)?;
        find(cx, node.span, "stage", &name, names.stages)
    });
    let mut channel = Channel {
        name: scope.name.clone(),
        arrivals: arrivals.unwrap_or(Arrivals::At(Vec::new())),
        batch: scope.node("batch", cx).and_then(|node| batch(&node, scope.kind("batch"), cx)),
        cost_per_lead: scope.one("cost", cx).unwrap_or(0.0),
        spend: None,
        segment_mix: mix(scope, names, cx),
        class: scope.whole("class", cx).and_then(|class| u8::try_from(class - 1).ok()).unwrap_or(0),
        entry,
        reply_sensitivity: scope.one("reply_sensitivity", cx),
        prospects: buyers::prospects(scope, names.has_buyers, cx),
    };
    channel.spend = spend::spend(scope, &channel, cx);
    if channel.spend.is_some() {
        channel.cost_per_lead = 0.0;
    }
    channel
}

/// How many leads come at once: whole numbers, where the law names them.
fn batch(node: &Node, kind: Kind, cx: &mut Reading<'_>) -> Option<Law> {
    let law = law::read(node, kind.law()?, cx)?;
    let broken =
        law.values().into_iter().flatten().find(|value| value.fract() != 0.0 || *value < 1.0);
    if let Some(value) = broken {
        let message = format!("a batch is a whole number of leads from 1, found `{value}`");
        let help = "for a mean between two of them write e.g. `{ discrete = { \"2\" = 0.5, \"3\" = 0.5 } }`";
        cx.log.error(node.span, Fault::new(message).help(help));
    }
    Some(law)
}

fn mix(scope: &Scope<'_>, names: &Names<'_>, cx: &mut Reading<'_>) -> Vec<f64> {
    let Some(node) = scope.node("segments", cx) else { return names.shares.to_vec() };
    let form = scope.kind("segments").tables().next().expect("a mix is a table");
    let Some(item) = Record::new(&node, form, cx) else { return names.shares.to_vec() };
    let mut mix = vec![0.0; names.shares.len()];
    for entry in &item.table().0 {
        let place = find(cx, entry.at, "segment", &entry.key, names.segments);
        let share = item.one(&entry.key, cx);
        if let (Some(place), Some(share)) = (place, share) {
            mix[place] = share;
        }
    }
    let sum: f64 = mix.iter().sum();
    if !check_sum(sum, &format!("the segments of channel `{}`", scope.name), node.span, cx) {
        return names.shares.to_vec();
    }
    mix.iter().map(|share| share / sum).collect()
}

fn constant(per_hour: f64) -> Arrivals {
    Arrivals::Rate(Rate {
        shape: RateShape::Constant { per_hour },
        season: Vec::new(),
        growth_per_year: 0.0,
        dispersion: 1.0,
    })
}

/// The ways to say how many leads come; each excludes the others.
const VOLUMES: [&str; 5] = ["per_hour", "per_week", "rate", "every", "at"];

fn read(node: &Node, kind: Kind, weekday: u8, cx: &mut Reading<'_>) -> Option<Arrivals> {
    if node.table().is_none() {
        return cx.one(node, kind).map(constant);
    }
    let form = kind.tables().next().expect("arrivals may be a table");
    let item = Record::new(node, form, cx)?;
    let said: Vec<&str> = VOLUMES.into_iter().filter(|key| item.get(key).is_some()).collect();
    let [volume] = said.as_slice() else {
        let found = if said.is_empty() { "none".to_owned() } else { said.join(" and ") };
        let fault = Fault::new(format!("`arrivals` needs one way to say how many, found {found}"));
        cx.log.error(node.span, fault.among("", VOLUMES));
        return None;
    };
    if matches!(*volume, "every" | "at") {
        for entry in item.table().0.iter().filter(|e| e.key != *volume) {
            let message = format!("`{}` does not go with `{volume}`", entry.key);
            cx.log.error(entry.at, Fault::new(message));
        }
    }
    match *volume {
        "every" => item.law("every", cx).map(Arrivals::Every),
        "at" => Some(Arrivals::At(times(item.get("at")?, item.kind("at"), cx))),
        _ => Some(Arrivals::Rate(Rate {
            shape: shape(volume, &item, weekday, cx)?,
            season: season(&item, cx),
            growth_per_year: item.one("growth", cx).unwrap_or(0.0),
            dispersion: item.one("dispersion", cx).unwrap_or(1.0),
        })),
    }
}

fn shape(volume: &str, item: &Record<'_>, weekday: u8, cx: &mut Reading<'_>) -> Option<RateShape> {
    let value = item.get(volume)?;
    if volume == "rate" && value.list().is_some() {
        return Some(steps(value, item, cx));
    }
    let hours = match volume {
        "per_week" => WEEK,
        _ => 1.0,
    };
    // a number is one of the key's own unit, a text is a rate
    let is_bare = value.number().is_some();
    let kinds = item.kind(volume);
    let kind = kinds.alternatives()[usize::from(!is_bare)];
    let per_hour = cx.one(value, kind)? / if is_bare { hours } else { 1.0 };
    if let Some(wave) = item.get("wave") {
        return waves(per_hour, wave, item.kind("wave"), cx);
    }
    let mut profile = |key: &str, count: usize| -> Option<Vec<f64>> {
        let node = item.get(key)?;
        let weights = cx.ones(node, item.kind(key));
        if weights.len() == count && weights.iter().sum::<f64>() > 0.0 {
            return Some(weights);
        }
        let found = node.list()?.len();
        let message = format!("`{key}` needs {count} weights above 0, found {found}");
        cx.log.error(node.span, Fault::new(message));
        None
    };
    let (by_hour, by_day) = (profile("hours_profile", 24), profile("weekday_profile", 7));
    if by_hour.is_none() && by_day.is_none() {
        return Some(RateShape::Constant { per_hour });
    }
    let by_hour = by_hour.unwrap_or_else(|| vec![1.0; 24]);
    let by_day = by_day.unwrap_or_else(|| vec![1.0; 7]);
    let mean = by_hour.iter().sum::<f64>() / 24.0 * (by_day.iter().sum::<f64>() / 7.0);
    let level = |k: usize| {
        let day = (k / 24 + usize::from(weekday)) % 7;
        per_hour * by_day[day] * by_hour[k % 24] / mean
    };
    let steps = (0..168).map(|k| (k as f64, level(k))).collect();
    Some(RateShape::Steps { steps, repeat_hours: WEEK })
}

/// `rate = [["0 h", 3], ["8 h", 12]], repeat = "1 d"`, per hour.
fn steps(value: &Node, item: &Record<'_>, cx: &mut Reading<'_>) -> RateShape {
    let steps = cx.steps(value, item.kind("rate"));
    let repeat_hours = item.one("repeat", cx).unwrap_or(24.0);
    if steps.first().is_some_and(|first| first.0 != 0.0) {
        cx.log.error(value.span, Fault::new("the first step of a rate starts at `\"0 h\"`"));
    }
    if steps.is_empty() || steps.last().is_some_and(|last| last.0 >= repeat_hours) {
        let message = format!("the steps must lie within one cycle of {repeat_hours} h");
        let help = format!("`repeat` is its length, {} by default", item.default("repeat"));
        cx.log.error(value.span, Fault::new(message).help(help));
    }
    RateShape::Steps { steps, repeat_hours }
}

fn waves(per_hour: f64, node: &Node, kind: Kind, cx: &mut Reading<'_>) -> Option<RateShape> {
    let form = kind.tables().next().expect("a wave is a table");
    let wave = Record::new(node, form, cx)?;
    let amplitude = wave.one("amplitude", cx);
    let period = wave.one("period", cx);
    let (Some(amplitude), Some(period_hours)) = (amplitude, period.filter(|hours| *hours > 0.0))
    else {
        let fault = Fault::new("`wave` needs an amplitude and a period above 0");
        cx.log.error(node.span, fault.help(format!("e.g. `{}`", form.example)));
        return None;
    };
    Some(RateShape::Wave { per_hour, amplitude, period_hours })
}

/// 52 weekly factors, from 52 weeks, 12 months or 4 quarters.
fn season(item: &Record<'_>, cx: &mut Reading<'_>) -> Vec<f64> {
    let Some(node) = item.get("season") else { return Vec::new() };
    let factors = cx.ones(node, item.kind("season"));
    if !matches!(factors.len(), 4 | 12 | 52) {
        let found = node.list().map_or(0, <[Node]>::len);
        let message = format!("`season` needs 4, 12 or 52 factors, found {found}");
        cx.log.error(node.span, Fault::new(message));
        return Vec::new();
    }
    (0..52).map(|week| factors[week * factors.len() / 52]).collect()
}

/// Names that stand for the same thing in two places.
pub(super) fn duplicates(names: &[(String, Span)], what: &str, cx: &mut Reading<'_>) {
    for (k, (name, span)) in names.iter().enumerate() {
        if names[..k].iter().any(|(other, _)| other == name) {
            let message =
                format!("the name `{name}` is given twice; {what} need names of their own");
            cx.log.error(*span, Fault::new(message));
        }
    }
}
