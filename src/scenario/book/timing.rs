//! When it is paid, when it goes back, within which limits.

use num_traits::Signed;

use super::bends::table_of;
use super::count::event;
use super::names::{Run, moment};
use super::numbers::{a_year, flag, is_percent, need, positive, share, tables, word};
use crate::plans::date::{Day, Every, Fiscal, Period, Stretch};
use crate::plans::exact::{Exact, nearest, one, zero};
use crate::plans::plan::{Advance, After, Clawback, Draw, How, Limits, Paid};
use crate::scenario::problem::{Fault, Log};
use crate::scenario::tree::{Node, Table, Value};

/// `"6 months"`, `"90 days"`.
pub(super) fn after(text: &str) -> Option<After> {
    let text = text.trim();
    let at = text.find(|c: char| !c.is_ascii_digit())?;
    let number: i32 = text[..at].parse().ok().filter(|number| *number <= 12_000)?;
    match text[at..].trim() {
        "month" | "months" | "mo" => Some(After::Months(number)),
        "year" | "years" => Some(After::Months(number * 12)),
        "day" | "days" | "d" => Some(After::Days(number)),
        "week" | "weeks" => Some(After::Days(number * 7)),
        _ => None,
    }
}

fn after_of(node: &Node, log: &mut Log) -> Option<After> {
    let found = node.text().and_then(after);
    if found.is_none() {
        let fault = Fault::new(format!("expected a time, found {}", node.found()));
        log.error(node.span, fault.help("e.g. `\"6 months\"` or `\"90 days\"`"));
    }
    found
}

/// `hold = "60 days"`, in days.
pub(super) fn hold(node: &Node, log: &mut Log) -> i32 {
    match after_of(node, log) {
        Some(After::Days(days)) => days,
        Some(After::Months(_)) => {
            let fault = Fault::new(format!("a hold is in days, found {}", node.found()));
            log.error(node.span, fault.help("e.g. `\"60 days\"`"));
            0
        }
        None => 0,
    }
}

/// `paid = [{ share = "50 %", on = "booking" }, { share = "50 %", on = "cash" }]`.
pub(super) fn paid(node: &Node, log: &mut Log) -> Vec<Paid> {
    let mut all = Vec::new();
    for item in tables(node, "{ share = \"50 %\", on = \"cash\" }", log) {
        let of = need(item, "a share of pay", "share", log).and_then(|node| share(node, log));
        let on = need(item, "a share of pay", "on", log).and_then(|node| event(node, log));
        if let (Some(share), Some(on)) = (of, on) {
            if matches!(on, crate::plans::plan::On::Months(_, None)) {
                let fault = Fault::new("a share of pay in months without an end");
                log.error(item.0.span, fault.help("e.g. `on = \"months 10..12\"`"));
            }
            all.push(Paid { share, on });
        }
    }
    let sum = all.iter().fold(zero(), |sum, paid| sum + &paid.share);
    if sum != one() {
        let percent = crate::plans::exact::percent(&sum);
        log.error(
            node.span,
            Fault::new(format!("shares of pay sum to {percent}")).help("they sum to 100 %"),
        );
    }
    all
}

/// `advance = { every = "quarter", quota = "so far", most = "100 %" }`.
pub(super) fn advance(node: &Node, part: Every, log: &mut Log) -> Option<Advance> {
    let table = table_of(node, "{ every = \"quarter\", quota = \"so far\" }", log)?;
    let every = need((node, table), "an advance", "every", log)?;
    let every_word = word(every, "every", &Every::WORDS, log)?;
    if every_word >= part {
        let message =
            format!("an advance every {} in a part by the {}", every_word.name(), part.name());
        let help = "an advance is more frequent than its part's `period`, e.g. `period = \"year\"`";
        log.error(every.span, Fault::new(message).help(help));
    }
    let is_so_far =
        table.get("quota").and_then(|node| word(node, "quota", &[("so far", true)], log));
    let takes = [("end", true), ("never", false)];
    let takes_back = table.get("take_back").and_then(|node| word(node, "take_back", &takes, log));
    Some(Advance {
        every: every_word,
        is_so_far: is_so_far.unwrap_or(false),
        most: table.get("most").and_then(|node| positive(node, log)),
        amount: table.get("amount").and_then(|node| positive(node, log)),
        takes_back: takes_back.unwrap_or(true),
    })
}

/// `clawback = { within = "6 months", how = "reckon again" }`; `within` may be shares by time, and the table
/// itself, in short. `"none"` is for a part that does not take that of its plan.
pub(super) fn clawback(node: &Node, log: &mut Log) -> Option<Clawback> {
    if node.text() == Some("none") {
        return None;
    }
    let example = "{ within = { \"3 months\" = \"100 %\", \"6 months\" = \"50 %\" }, how = \"reckon again\" }";
    let table = table_of(node, example, log)?;
    let hows = [
        ("reckon again", How::ReckonAgain),
        ("own share", How::OwnShare),
        ("when it comes back", How::WhenItComesBack),
        ("as earned", How::AsEarned),
    ];
    let how = table.get("how").map_or(Some(How::ReckonAgain), |node| word(node, "how", &hows, log));
    let is_short = table.keys().any(|key| !matches!(key, "how" | "within"));
    let within = match table.get("within") {
        Some(node) if node.table().is_some() => steps(node, node.table()?, log),
        Some(node) => after_of(node, log).map(|after| (after, one())).into_iter().collect(),
        None if is_short => steps(node, table, log),
        // what comes back counts whenever it does
        None if how == Some(How::WhenItComesBack) => Vec::new(),
        None => {
            let fault = Fault::new("until when does it go back? `within` is missing");
            log.error(node.span, fault.help(format!("e.g. `{example}`")));
            return None;
        }
    };
    Some(Clawback { within, how: how? })
}

fn steps(node: &Node, table: &Table, log: &mut Log) -> Vec<(After, Exact)> {
    let start = Day::of(2027, 1, 1).expect("a date");
    let (mut steps, mut last) = (Vec::new(), (start, "the win".to_owned()));
    for entry in table.0.iter().filter(|entry| !matches!(entry.key.as_str(), "how" | "within")) {
        let Some(after) = after(&entry.key) else {
            let message = format!("expected a time, found `{}`", entry.key);
            log.error(entry.at, Fault::new(message).help("e.g. `\"6 months\"` or `\"90 days\"`"));
            continue;
        };
        let share = share(&entry.node, log);
        let end = match after {
            After::Months(months) => start.plus_months(months),
            After::Days(days) => start.plus_days(days),
        };
        if end <= last.0 {
            let message =
                format!("times of a clawback ascend, found `{}` after {}", entry.key, last.1);
            log.error(entry.at, Fault::new(message));
        }
        last = (end, format!("`{}`", entry.key));
        steps.extend(share.map(|share| (after, share)));
    }
    if table.keys().all(|key| matches!(key, "how" | "within")) {
        log.error(node.span, Fault::new("nothing goes back: no time is named"));
    }
    steps
}

/// `cap = 12000`, `"150 %"`, `{ a_year = 60000 }`.
pub(super) enum Cap {
    Money(Vec<(Every, Exact)>),
    Attainment(Exact),
}

pub(super) fn cap(node: &Node, every: Every, log: &mut Log) -> Option<Cap> {
    if let Some(table) = node.table() {
        let limits = limits_of(table, log);
        let caps = [(every, limits.a_period), (Every::Year, limits.a_year)];
        return Some(Cap::Money(
            caps.into_iter().filter_map(|cap| Some((cap.0, cap.1?))).collect(),
        ));
    }
    let size = positive(node, log)?;
    if !is_percent(node) {
        return Some(Cap::Money(vec![(every, size)]));
    }
    if size < one() {
        let message = format!("cap below quota: nothing is paid from {} of it on", node.found());
        log.error(
            node.span,
            Fault::new(message).help("what is earned at quota must not be capped"),
        );
    }
    Some(Cap::Attainment(size))
}

/// `{ a_deal = 40000, a_period = …, a_year = … }`.
pub(super) fn limits(node: &Node, log: &mut Log) -> Limits {
    table_of(node, "{ a_deal = 40000 }", log)
        .map_or_else(Limits::default, |table| limits_of(table, log))
}

fn limits_of(table: &Table, log: &mut Log) -> Limits {
    let mut read = |key: &str| table.get(key).and_then(|node| positive(node, log));
    Limits { a_deal: read("a_deal"), a_period: read("a_period"), a_year: read("a_year") }
}

/// `draw = 3000`, `{ amount = 3000, recoverable = true }`, or a list by months of employment.
pub(super) fn draws(node: &Node, every: Every, target: &Exact, log: &mut Log) -> Vec<Draw> {
    let amount = |node: &Node, log: &mut Log| {
        let of_target = node.text().and_then(|text| text.strip_suffix("of target"));
        if let Some(share) = of_target.and_then(crate::plans::exact::of_text) {
            return Some(share * target);
        }
        a_year(node, Some(every), log)
    };
    if node.table().is_none() && node.list().is_none() {
        let yearly = amount(node, log);
        return yearly
            .map(|yearly| Draw { months: None, yearly, is_recoverable: false })
            .into_iter()
            .collect();
    }
    let items = match node.table() {
        Some(table) => vec![(node, table)],
        None => tables(node, "{ months = \"1..3\", amount = \"5000 per month\" }", log),
    };
    let mut draws: Vec<Draw> = Vec::new();
    for (item, table) in items {
        let yearly =
            need((item, table), "a draw", "amount", log).and_then(|node| amount(node, log));
        let months = table.get("months").map(|node| (node, months(node, log)));
        if let Some((node, Some((first, _)))) = &months
            && draws.last().and_then(|draw| draw.months).is_some_and(|last| last.1 >= *first)
        {
            log.error(node.span, Fault::new("months of draws overlap, or do not ascend"));
        }
        let is_recoverable = flag(table, "recoverable", log);
        let Some(yearly) = yearly else { continue };
        if target.is_positive() && yearly > *target && !is_recoverable {
            let [draw, target] =
                [&yearly, target].map(|yearly| nearest(&(yearly / crate::plans::exact::whole(12))));
            let message = format!("a draw of {draw} a month is more than the target of {target}");
            log.warning(item.span, Fault::new(message));
        }
        draws.push(Draw { months: months.and_then(|months| months.1), yearly, is_recoverable });
    }
    draws
}

/// `"1..3"`, or `"2"`.
fn months(node: &Node, log: &mut Log) -> Option<(i32, i32)> {
    let text = node.text().unwrap_or_default();
    let (first, last) = text.split_once("..").unwrap_or((text, text));
    let [first, last] = [first, last].map(|month| month.trim().parse::<i32>().ok());
    let found =
        first.zip(last).filter(|(first, last)| *first >= 1 && last >= first && *last <= 1200);
    if found.is_none() {
        let fault = Fault::new(format!("expected months of employment, found {}", node.found()));
        log.error(node.span, fault.help("the first is month 1, e.g. `\"1..3\"`"));
    }
    found
}

/// `from`, `to` (days, both included) and `in` (a period by its name).
pub(super) fn window(
    table: &Table,
    (fiscal, run): (Fiscal, Run),
    log: &mut Log,
) -> Option<Stretch> {
    let always = Stretch { first: Day::of(1900, 1, 1)?, last: Day::of(2999, 12, 31)? };
    if let Some(node) = table.get("in") {
        let found = match &node.value {
            Value::Text(text) => Period::of_name(text, fiscal),
            Value::Whole(year) => Period::of_name(&year.to_string(), fiscal),
            _ => None,
        };
        if found.is_none() {
            let fault = Fault::new(format!("expected a period, found {}", node.found()));
            log.error(node.span, fault.help("e.g. `\"2027-Q2\"`, `\"2027-05\"` or `\"2027\"`"));
        }
        return found.map(Period::stretch);
    }
    let mut day = |key: &str| table.get(key).map(|node| (node, moment(node, run, log)));
    let (from, to) = (day("from"), day("to"));
    if from.is_none() && to.is_none() {
        return None;
    }
    let first = from.and_then(|from| from.1).map_or(always.first, |from| from.0);
    // a date is the last day, any other moment the end
    let last = to.and_then(|to| to.1);
    let last = last.map_or(always.last, |(day, is_date)| day.plus_days(i32::from(is_date) - 1));
    if last < first
        && let Some((node, Some(_))) = to
    {
        let message = format!("`to` is not after `from`: {} after {first}", last.plus_days(1));
        log.error(node.span, Fault::new(message));
    }
    Some(Stretch { first, last })
}

/// `credit_most = { a_deal = 250000, beyond = "50 %" }`.
pub(super) fn credit_most(node: &Node, log: &mut Log) -> Option<(Exact, Exact)> {
    let table = table_of(node, "{ a_deal = 250000, beyond = \"50 %\" }", log)?;
    let most =
        need((node, table), "`credit_most`", "a_deal", log).and_then(|node| positive(node, log));
    let beyond = table.get("beyond").map_or(Some(zero()), |node| share(node, log));
    most.zip(beyond)
}

/// Prizes by rank.
pub(super) fn prizes(node: &Node, log: &mut Log) -> Vec<Exact> {
    let mut prizes: Vec<Exact> = Vec::new();
    let Some(list) = node.list() else {
        log.error(node.span, Fault::new(format!("expected a list, found {}", node.found())));
        return prizes;
    };
    if list.is_empty() {
        let fault = Fault::new("`prizes` has no rank: there is no prize in it");
        log.error(node.span, fault.help("e.g. `[10000, 5000]`, the first rank's first"));
    }
    for item in list {
        let Some(prize) = positive(item, log) else { continue };
        if prizes.last().is_some_and(|better| prize > *better) {
            let message = format!("a lower rank wins no more, found {}", item.found());
            log.error(item.span, Fault::new(message).help("the first rank's prize comes first"));
        }
        prizes.push(prize);
    }
    prizes
}

/// The month that a fiscal year begins with: `"02-01"`.
pub(super) fn fiscal(node: &Node, log: &mut Log) -> Option<Fiscal> {
    let (month, day) = node.text()?.trim().split_once('-')?;
    let [month, day] =
        [month, day].map(|part| (part.len() == 2).then(|| part.parse::<i32>().ok()).flatten());
    let month = month.filter(|month| (1..=12).contains(month))?;
    if day != Some(1) {
        let fault =
            Fault::new(format!("a fiscal year begins with a month, found {}", node.found()));
        log.error(node.span, fault.help("e.g. `fiscal_start = \"02-01\"`"));
    }
    Some(Fiscal(month - 1))
}
