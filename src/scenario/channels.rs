//! Where leads come from.

use super::parameters::Quantity;
use super::problem::{Fault, Span};
use super::reader::{Reading, Scope, find};
use super::tree::{Node, Table};
use super::value::WEEK;
use super::world::{check_sum, times};
use super::{buyers, law};
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
    let inner = arrivals.as_ref().and_then(|node| node.table()?.get("batch"));
    let inner = inner.and_then(|node| batch(node, cx));
    let arrivals = arrivals.and_then(|node| read(&node, names.weekday, cx));
    let entry = scope.node("entry", cx).and_then(|node| {
        let name = cx.text(&node)?;
        find(cx, node.span, "stage", &name, names.stages)
    });
    Channel {
        name: scope.name.clone(),
        arrivals: arrivals.unwrap_or(Arrivals::At(Vec::new())),
        batch: scope.node("batch", cx).and_then(|node| batch(&node, cx)).or(inner),
        cost_per_lead: scope.one("cost", cx).unwrap_or(0.0),
        segment_mix: mix(scope, names, cx),
        class: scope.whole("class", cx).and_then(|class| u8::try_from(class - 1).ok()).unwrap_or(0),
        entry,
        reply_sensitivity: scope.one("reply_sensitivity", cx),
        prospects: buyers::prospects(scope, names.has_buyers, cx),
    }
}

/// How many leads come at once: whole numbers, where the law names them.
fn batch(node: &Node, cx: &mut Reading<'_>) -> Option<Law> {
    let law = law::read(node, Quantity::Number, cx)?;
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
    let Some(table) = table(&node, cx) else { return names.shares.to_vec() };
    let mut mix = vec![0.0; names.shares.len()];
    for entry in &table.0 {
        let place = find(cx, entry.at, "segment", &entry.key, names.segments);
        let share = cx.share(&entry.node);
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

fn table<'n>(node: &'n Node, cx: &mut Reading<'_>) -> Option<&'n Table> {
    let result =
        node.table().ok_or_else(|| Fault::new(format!("expected a table, found {}", node.found())));
    cx.accept(node.span, result)
}

fn constant(per_hour: f64) -> Arrivals {
    Arrivals::Rate(Rate {
        shape: RateShape::Constant { per_hour },
        season: Vec::new(),
        growth_per_year: 0.0,
        dispersion: 1.0,
    })
}

const KEYS: [&str; 16] = [
    "per_hour",
    "per_day",
    "per_week",
    "mean",
    "rate",
    "every",
    "at",
    "dispersion",
    "season",
    "growth",
    "hours_profile",
    "weekday_profile",
    "repeat",
    "wave",
    "per_year",
    "batch",
];

fn read(node: &Node, weekday: u8, cx: &mut Reading<'_>) -> Option<Arrivals> {
    let Some(table) = node.table() else {
        return cx.quantity(node, Quantity::Rate).map(constant);
    };
    for entry in table.0.iter().filter(|entry| !KEYS.contains(&entry.key.as_str())) {
        let fault = Fault::new(format!("unknown key `{}` in `arrivals`", entry.key));
        cx.log.error(entry.at, fault.among(&entry.key, KEYS));
    }
    let volumes = ["per_hour", "per_day", "per_week", "per_year", "mean", "rate", "every", "at"];
    let said: Vec<&str> = volumes.into_iter().filter(|key| table.get(key).is_some()).collect();
    let [volume] = said.as_slice() else {
        let found = if said.is_empty() { "none".to_owned() } else { said.join(" and ") };
        let fault = Fault::new(format!("`arrivals` needs one way to say how many, found {found}"));
        cx.log.error(node.span, fault.among("", volumes));
        return None;
    };
    let value = table.get(volume)?;
    let alone = |cx: &mut Reading<'_>| {
        for entry in table.0.iter().filter(|e| e.key != *volume && e.key != "batch") {
            let message = format!("`{}` does not go with `{volume}`", entry.key);
            cx.log.error(entry.at, Fault::new(message));
        }
    };
    match *volume {
        "every" => {
            alone(cx);
            return law::read(value, Quantity::Elapsed, cx).map(Arrivals::Every);
        }
        "at" => {
            alone(cx);
            return Some(Arrivals::At(times(value, cx)));
        }
        _ => {}
    }
    Some(Arrivals::Rate(Rate {
        shape: shape(volume, value, table, weekday, cx)?,
        season: season(table, cx),
        growth_per_year: growth(table, cx),
        dispersion: dispersion(table, cx),
    }))
}

fn shape(
    volume: &str,
    value: &Node,
    table: &Table,
    weekday: u8,
    cx: &mut Reading<'_>,
) -> Option<RateShape> {
    if volume == "rate" && value.list().is_some() {
        return Some(steps(value, table, cx));
    }
    let hours = match volume {
        "per_day" => 24.0,
        "per_week" => WEEK,
        "per_year" => super::value::YEAR,
        _ => 1.0,
    };
    let is_bare = value.number().is_some();
    let quantity = if is_bare { Quantity::Number } else { Quantity::Rate };
    let per_hour = cx.quantity(value, quantity)? / if is_bare { hours } else { 1.0 };
    if let Some(wave) = table.get("wave") {
        return waves(per_hour, wave, cx);
    }
    let mut profile = |key: &str, count: usize| -> Option<Vec<f64>> {
        let node = table.get(key)?;
        let list = cx.list(node)?;
        let weights: Vec<f64> =
            list.iter().filter_map(|item| cx.quantity(item, Quantity::Number)).collect();
        if weights.len() == count && weights.iter().sum::<f64>() > 0.0 {
            return Some(weights);
        }
        let message = format!("`{key}` needs {count} weights above 0, found {}", list.len());
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
fn steps(value: &Node, table: &Table, cx: &mut Reading<'_>) -> RateShape {
    let steps = cx.steps(value);
    let repeat = table.get("repeat").and_then(|node| cx.quantity(node, Quantity::Elapsed));
    let repeat_hours = repeat.unwrap_or(24.0);
    if steps.first().is_some_and(|first| first.0 != 0.0) {
        cx.log.error(value.span, Fault::new("the first step of a rate starts at `\"0 h\"`"));
    }
    if steps.is_empty() || steps.last().is_some_and(|last| last.0 >= repeat_hours) {
        let message = format!("the steps must lie within one cycle of {repeat_hours} h");
        cx.log
            .error(value.span, Fault::new(message).help("`repeat` is its length, 1 d by default"));
    }
    RateShape::Steps { steps, repeat_hours }
}

fn waves(per_hour: f64, node: &Node, cx: &mut Reading<'_>) -> Option<RateShape> {
    let wave = table(node, cx)?;
    for entry in wave.0.iter().filter(|e| !["amplitude", "period"].contains(&e.key.as_str())) {
        let fault = Fault::new(format!("unknown key `{}` in `wave`", entry.key));
        cx.log.error(entry.at, fault.among(&entry.key, ["amplitude", "period"]));
    }
    let amplitude = wave.get("amplitude").and_then(|node| cx.share(node));
    let period = wave.get("period").and_then(|node| cx.quantity(node, Quantity::Elapsed));
    let (Some(amplitude), Some(period_hours)) = (amplitude, period.filter(|hours| *hours > 0.0))
    else {
        let fault = Fault::new("`wave` needs an amplitude and a period above 0");
        cx.log.error(node.span, fault.help("e.g. `{ amplitude = 0.5, period = \"24 h\" }`"));
        return None;
    };
    Some(RateShape::Wave { per_hour, amplitude, period_hours })
}

/// 52 weekly factors, from 52 weeks, 12 months or 4 quarters.
fn season(table: &Table, cx: &mut Reading<'_>) -> Vec<f64> {
    let Some(node) = table.get("season") else { return Vec::new() };
    let list = cx.list(node).unwrap_or_default();
    let factors: Vec<f64> =
        list.iter().filter_map(|item| cx.quantity(item, Quantity::Number)).collect();
    if !matches!(factors.len(), 4 | 12 | 52) {
        let message = format!("`season` needs 4, 12 or 52 factors, found {}", list.len());
        cx.log.error(node.span, Fault::new(message));
        return Vec::new();
    }
    (0..52).map(|week| factors[week * factors.len() / 52]).collect()
}

fn growth(table: &Table, cx: &mut Reading<'_>) -> f64 {
    let Some(node) = table.get("growth") else { return 0.0 };
    let negative = node.number().is_some_and(|growth| growth < 0.0)
        || node.text().is_some_and(|text| text.trim().starts_with('-'));
    let limits = if negative { (-0.99, 0.0) } else { (0.0, 100.0) };
    let value = super::value::read(node, Quantity::Number, limits, cx.clock);
    cx.accept(node.span, value).unwrap_or(0.0)
}

fn dispersion(table: &Table, cx: &mut Reading<'_>) -> f64 {
    let Some(node) = table.get("dispersion") else { return 1.0 };
    let value = super::value::read(node, Quantity::Number, (1.0, 1e6), cx.clock);
    cx.accept(node.span, value).unwrap_or(1.0)
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
