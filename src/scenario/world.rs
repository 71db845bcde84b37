//! Calendars, customers and what lies around the funnel.

use super::buyers;
use super::date::day;
use super::grammar;
use super::parameters::Kind;
use super::problem::{Fault, Span};
use super::reader::{FIRST_DAY, Reading};
use super::scope::Scope;
use super::tree::{Node, Value};
use super::value::Clock;
use crate::engine::law::Law;
use crate::sales::buyer::Buying;
use crate::sales::{Calendar, Frictions, Segment};

const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// The calendars, the main one first, and their names.
pub(super) struct Calendars {
    pub(super) names: Vec<String>,
    pub(super) all: Vec<Calendar>,
    /// The weekday of hour 0; 0 = Monday.
    pub(super) weekday: u8,
}

impl Calendars {
    /// The number of a calendar made for somebody.
    pub(super) fn add(&mut self, calendar: Calendar) -> usize {
        self.names.push(String::new());
        self.all.push(calendar);
        self.all.len() - 1
    }
}

pub(super) fn calendars(root: &Scope<'_>, cx: &mut Reading<'_>) -> Calendars {
    let start = root.node("start", cx);
    let start = start.as_ref().and_then(|node| day(node, cx)).unwrap_or(FIRST_DAY);
    cx.start = start;
    let weekday = u8::try_from((start + 3).rem_euclid(7)).unwrap_or(0);
    let main = root.text("calendar", cx).unwrap_or_default();
    let scopes = root.section("calendars").sections();
    let mut calendars = Calendars { names: Vec::new(), all: Vec::new(), weekday };
    let mut names: Vec<String> = scopes.iter().map(|section| section.name.clone()).collect();
    names.extend(["always".to_owned(), "business".to_owned()]);
    if !names.contains(&main) {
        let span = root.written("calendar").map_or(Span::default(), |node| node.span);
        let fault = Fault::new(format!("no calendar named `{main}`"));
        cx.log.error(span, fault.among(&main, names.iter().map(String::as_str)));
    }
    for key in ["hours", "holidays"] {
        if let Some(node) = root.written(key)
            && main != "business"
        {
            let fault = Fault::new(format!("`{key}` has no effect with `calendar = \"{main}\"`"));
            cx.log.error(node.span, fault.help("it describes the calendar `business`"));
        }
    }
    for scope in &scopes {
        let (key, holidays) = (scope.node("hours", cx), scope.node("holidays", cx));
        let calendar = if let Some(hours) = key {
            weekly(&scope.name, &hours, holidays.as_ref(), start, weekday, cx)
        } else {
            let message = format!("calendar `{}` has no `hours`", scope.name);
            let help = "e.g. `hours = \"Mon-Fri 09:00-17:00\"`";
            cx.log.error(scope.span, Fault::new(message).help(help));
            None
        };
        calendars.names.push(scope.name.clone());
        calendars.all.push(calendar.unwrap_or_else(|| Calendar::always(&*scope.name)));
    }
    for standard in ["always", "business"] {
        if calendars.names.iter().any(|name| name == standard) {
            continue;
        }
        let calendar = if standard == "business" && main == "business" {
            let holidays = root.node("holidays", cx);
            let hours = root.node("hours", cx);
            hours.and_then(|h| weekly("business", &h, holidays.as_ref(), start, weekday, cx))
        } else if standard == "business" {
            weekly("business", &Node::unwritten(root.default("hours")), None, start, weekday, cx)
        } else {
            None
        };
        calendars.names.push(standard.to_owned());
        calendars.all.push(calendar.unwrap_or_else(|| Calendar::always(standard)));
    }
    let first = calendars.names.iter().position(|name| *name == main).unwrap_or(0);
    calendars.names.swap(0, first);
    calendars.all.swap(0, first);
    let (day, week) = (calendars.all[0].hours_per_day(), calendars.all[0].hours_per_week());
    cx.clock = Clock { work_hours: day, elapsed_hours: 168.0 * day / week };
    calendars
}

fn holidays(node: Option<&Node>, start: i64, cx: &mut Reading<'_>) -> Vec<u32> {
    let Some(node) = node else { return Vec::new() };
    let mut days = Vec::new();
    for item in cx.list(node).unwrap_or_default() {
        let number = match item.value {
            Value::Whole(_) => cx.whole(item, 0, grammar::LAST_DAY).map(u64::cast_signed),
            _ => day(item, cx).map(|date| date - start),
        };
        // days before the start are no concern of the run
        days.extend(number.and_then(|number| u32::try_from(number).ok()));
    }
    days.sort_unstable();
    days.dedup();
    days
}

fn weekly(
    name: &str,
    hours: &Node,
    free: Option<&Node>,
    start: i64,
    weekday: u8,
    cx: &mut Reading<'_>,
) -> Option<Calendar> {
    let text = cx.text(hours)?;
    let free = holidays(free, start, cx);
    if text.trim() == "always" {
        return Some(Calendar::always(name));
    }
    let result = opening(&text).map_err(|wrong| {
        Fault::new(format!("impossible opening hours: {wrong}"))
            .help("e.g. `\"Mon-Fri 09:00-17:00\"` or `\"Mon-Thu 09:00-12:00 13:00-17:00, Fri 09:00-13:00\"`")
    });
    let open = cx.accept(hours.span, result)?;
    let calendar = Calendar::weekly(name, &open, weekday, &free)
        .map_err(|error| Fault::new(format!("impossible opening hours: {error}")));
    cx.accept(hours.span, calendar)
}

/// `Mon-Fri 09:00-17:00, Sat 10:00-12:00` as hours since Monday 00:00.
fn opening(text: &str) -> Result<Vec<(f64, f64)>, String> {
    let mut open = Vec::new();
    for part in text.split(',') {
        let mut words = part.split_whitespace();
        let days = words.next().ok_or("a part is empty")?;
        let (first, last) = days.split_once('-').unwrap_or((days, days));
        let weekday = |name: &str| {
            let short: String = name.to_lowercase().chars().take(3).collect();
            let place = WEEKDAYS.iter().position(|day| *day == short);
            place.ok_or_else(|| format!("no weekday `{name}`"))
        };
        let (first, last) = (weekday(first)?, weekday(last)?);
        if last < first {
            return Err(format!("`{days}` runs backwards"));
        }
        let spans: Vec<&str> = words.collect();
        if spans.is_empty() {
            return Err(format!("`{}` has no hours", part.trim()));
        }
        for day in first..=last {
            for span in &spans {
                let (from, to) = span.split_once('-').ok_or(format!("`{span}` has no end"))?;
                let (from, to) = (time_of_day(from)?, time_of_day(to)?);
                if to <= from {
                    return Err(format!("`{span}` ends before it starts"));
                }
                open.push((day as f64 * 24.0 + from, day as f64 * 24.0 + to));
            }
        }
    }
    open.sort_by(|a, b| a.0.total_cmp(&b.0));
    Ok(open)
}

fn time_of_day(text: &str) -> Result<f64, String> {
    let (hour, minute) = text.split_once(':').unwrap_or((text, "0"));
    let digits = |part: &str| {
        let is_number = part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u32>().ok().filter(|_| is_number)
    };
    match (digits(hour), digits(minute)) {
        (Some(hour), Some(minute)) if minute < 60 && hour * 60 + minute <= 1440 && hour <= 24 => {
            Ok(f64::from(hour * 60 + minute) / 60.0)
        }
        _ => Err(format!("`{text}` is not a time of day")),
    }
}

/// The segments and the share of each.
pub(super) fn segments(
    root: &Scope<'_>,
    has_buyers: bool,
    cx: &mut Reading<'_>,
) -> (Vec<Segment>, Vec<f64>) {
    let deal = root.section("deal");
    let scopes = root.section("segments").sections();
    let nothing = || Law::fixed(0.0).expect("zero is a finite number");
    let value = |scope: &Scope<'_>, cx: &mut Reading<'_>| {
        let home = if scope.written("value").is_some() { scope } else { &deal };
        home.law("value", cx).unwrap_or_else(nothing)
    };
    let margin = |scope: &Scope<'_>, cx: &mut Reading<'_>| {
        let home = if scope.written("margin").is_some() { scope } else { &deal };
        home.one("margin", cx).unwrap_or(1.0)
    };
    if scopes.is_empty() {
        let (value, margin) = (value(&deal, cx), margin(&deal, cx));
        let (name, buying) = ("all".to_owned(), Buying::default());
        return (vec![Segment { name, value, margin, buying }], vec![1.0]);
    }
    let mut segments = Vec::new();
    let mut shares = Vec::new();
    for scope in &scopes {
        shares.push(scope.one("share", cx));
        let (value, margin) = (value(scope, cx), margin(scope, cx));
        let buying = buyers::buying(scope, has_buyers, cx);
        segments.push(Segment { name: scope.name.clone(), value, margin, buying });
    }
    let equal = 1.0 / scopes.len() as f64;
    if shares.iter().all(Option::is_none) {
        return (segments, vec![equal; scopes.len()]);
    }
    let shares: Vec<f64> = shares.into_iter().map(|share| share.unwrap_or(0.0)).collect();
    let sum: f64 = shares.iter().sum();
    check_sum(sum, "the shares of the segments", root.section("segments").span, cx);
    (segments, shares.iter().map(|share| share / sum.max(1e-9)).collect())
}

/// Chances that leave something out or count it twice.
pub(super) fn check_sum(sum: f64, what: &str, span: Span, cx: &mut Reading<'_>) -> bool {
    let holds = (sum - 1.0).abs() < 1e-6;
    if !holds {
        let message = format!("{what} sum to {}, not to 1", (sum * 1e6).round() / 1e6);
        cx.log.error(span, Fault::new(message));
    }
    holds
}

pub(super) fn frictions(root: &Scope<'_>, cx: &mut Reading<'_>) -> Frictions {
    let scope = root.section("frictions");
    let none = Frictions::default();
    Frictions {
        hand_off_note_hours: scope.one("hand_off_note", cx).unwrap_or(none.hand_off_note_hours),
        hand_off_read_hours: scope.one("hand_off_read", cx).unwrap_or(none.hand_off_read_hours),
        hand_off_relearn_hours: scope
            .one("hand_off_relearn", cx)
            .unwrap_or(none.hand_off_relearn_hours),
        documentation_cost: scope.one("documentation_cost", cx).unwrap_or(none.documentation_cost),
        specialist: scope.one("specialist", cx).unwrap_or(none.specialist),
        unowned: scope.one("unowned", cx).unwrap_or(none.unowned),
        switching: scope.one("switching", cx).unwrap_or(none.switching),
        switching_free: scope.small("switching_free", cx).unwrap_or(none.switching_free),
        learning_per_hour: scope.one("learning", cx).unwrap_or(none.learning_per_hour),
    }
}

/// Ascending times, e.g. snapshots.
pub(super) fn times(node: &Node, kind: Kind, cx: &mut Reading<'_>) -> Vec<f64> {
    let times = cx.ones(node, kind);
    if !times.is_sorted() {
        cx.log.error(node.span, Fault::new("times must ascend"));
    }
    times
}
