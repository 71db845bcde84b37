//! Dates and times as exports write them.

use crate::records::Moment;

/// Whether 03/04/2017 is in April or in March.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// The day comes first.
    DayFirst,
    /// The month comes first.
    MonthFirst,
}

/// An instant in both readings; [`NEVER`] if one is impossible.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct When {
    day_first: Moment,
    month_first: Moment,
}

const NEVER: Moment = Moment(i64::MIN);

impl When {
    fn plain(moment: Moment) -> Self {
        Self { day_first: moment, month_first: moment }
    }

    fn either(day_first: Option<Moment>, month_first: Option<Moment>) -> Option<Self> {
        let is_possible = day_first.is_some() || month_first.is_some();
        let when = Self {
            day_first: day_first.unwrap_or(NEVER),
            month_first: month_first.unwrap_or(NEVER),
        };
        is_possible.then_some(when)
    }

    pub(super) fn at(self, order: Order) -> Option<Moment> {
        let moment = match order {
            Order::DayFirst => self.day_first,
            Order::MonthFirst => self.month_first,
        };
        Some(moment).filter(|moment| *moment != NEVER)
    }

    /// The order that this date is possible in alone.
    pub(super) fn settles(self) -> Option<Order> {
        match (self.day_first == NEVER, self.month_first == NEVER) {
            (false, true) => Some(Order::DayFirst),
            (true, false) => Some(Order::MonthFirst),
            _ => None,
        }
    }

    /// Whether both readings are possible and differ.
    pub(super) fn is_ambiguous(self) -> bool {
        self.settles().is_none() && self.day_first != self.month_first
    }

    /// The later one, in each reading.
    pub(super) fn later(self, other: Self) -> Self {
        let (day_first, month_first) = (self.day_first, self.month_first);
        Self {
            day_first: day_first.max(other.day_first),
            month_first: month_first.max(other.month_first),
        }
    }

    /// Whether it is earlier than another instant in every reading.
    pub(super) fn is_before(self, other: Self) -> bool {
        self.day_first < other.day_first && self.month_first < other.month_first
    }

    fn shifted(self, seconds: i64) -> Self {
        let shift = |moment: Moment| if moment == NEVER { NEVER } else { moment.plus(seconds) };
        Self { day_first: shift(self.day_first), month_first: shift(self.month_first) }
    }
}

/// Reads a date, with or without a time of day and a zone. Without a zone it is local: `zone` seconds ahead of
/// UTC. Understood are `2017-03-01`, `2017/03/01`, `01.03.2017`, `3/1/2017`, `1 Mar 2017`, `Mar 1, 2017`, each
/// with ` 09:00`, `T09:00:00.000`, `9:00 AM`, `Z`, `UTC`, `+0100`; and seconds or milliseconds since 1970.
pub(super) fn read(text: &str, zone: i64) -> Option<When> {
    let text = text.trim();
    if text.len() > 40 || !text.is_ascii() {
        return None;
    }
    if text.bytes().all(|byte| byte.is_ascii_digit()) && matches!(text.len(), 10 | 13) {
        let number: i64 = text.parse().ok()?;
        let seconds = if text.len() == 13 { number / 1000 } else { number };
        return Some(When::plain(Moment(seconds)));
    }
    let (date, rest) = date(text)?;
    let (second, rest) = time_of_day(rest)?;
    let offset = offset(rest.trim())?.unwrap_or(zone);
    Some(date.shifted(second - offset))
}

/// A date and what follows it.
fn date(text: &str) -> Option<(When, &str)> {
    let (first, rest) = piece(text)?;
    let separator = rest.bytes().next()?;
    let (second, rest) = piece(rest[1..].trim_start())?;
    let (third, rest) = match rest.bytes().next()? {
        mark if mark == separator || matches!((separator, mark), (b' ', b',')) => {
            piece(rest[1..].trim_start())?
        }
        _ => return None,
    };
    let (a, b, c) = (number(first), number(second), number(third));
    let day = |year: i64, month: i64, day: i64| Moment::of_day(year, month, day);
    let year = |text: &str, number: i64| match text.len() {
        4 => Some(number),
        2 => Some(2000 + number),
        _ => None,
    };
    let when = match separator {
        b'-' | b'/' if first.len() == 4 && second.len() == 2 && third.len() == 2 => {
            When::plain(day(a?, b?, c?)?)
        }
        b'.' => When::plain(day(year(third, c?)?, b?, a?)?),
        b'-' | b'/' if b.is_some() => {
            let (a, b, year) = (a?, b?, year(third, c?)?);
            When::either(day(year, b, a), day(year, a, b))?
        }
        b' ' | b'-' => {
            let (month, day_of) = if a.is_some() { (second, a?) } else { (first, b?) };
            When::plain(day(year(third, c?)?, month_named(month)?, day_of)?)
        }
        _ => return None,
    };
    Some((when, rest))
}

/// The digits or letters that a text begins with, and the rest.
fn piece(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(text.len());
    // `2017-03-01T09:00`: the date ends where the hour begins.
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let end = if digits > 0 { digits } else { end };
    (end > 0).then(|| text.split_at(end))
}

fn number(text: &str) -> Option<i64> {
    (text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| text.parse().ok())?
}

fn month_named(text: &str) -> Option<i64> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    const LONG: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let text = text.to_ascii_lowercase();
    let place = MONTHS.iter().position(|month| *month == text);
    let place = place.or_else(|| LONG.iter().position(|month| *month == text))?;
    i64::try_from(place + 1).ok()
}

/// Seconds since midnight, and what follows; 0 if there is no time of day.
fn time_of_day(text: &str) -> Option<(i64, &str)> {
    let text = text.trim_start_matches([',', ' ']);
    let text = text.strip_prefix(['T', 't']).unwrap_or(text);
    if !text.starts_with(|c: char| c.is_ascii_digit()) {
        return Some((0, text));
    }
    let part = |text: &'_ str, most: i64| -> Option<i64> {
        (text.len() <= 2).then(|| number(text)).flatten().filter(|number| *number <= most)
    };
    let (hour, rest) = piece(text)?;
    let (minute, mut rest) = piece(rest.strip_prefix(':')?)?;
    let (mut hour, minute, mut second) = (part(hour, 23)?, part(minute, 59)?, 0);
    if let Some(after) = rest.strip_prefix(':') {
        let (seconds, after) = piece(after)?;
        (second, rest) = (part(seconds, 59)?, after);
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            rest = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
        }
    }
    let after = rest.trim_start();
    let half = after.get(..2).map(str::to_ascii_lowercase);
    if let Some(half) = half.filter(|half| half == "am" || half == "pm") {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if half == "pm" { 12 } else { 0 };
        rest = &after[2..];
    }
    Some((3600 * hour + 60 * minute + second, rest))
}

/// Seconds ahead of UTC: `Z`, `UTC`, `GMT`, `+01:00`, `-0500`, `+01`; `Some(None)` if nothing is said.
#[expect(clippy::option_option, reason = "nothing said is not the same as not understood")]
pub(super) fn offset(text: &str) -> Option<Option<i64>> {
    match text {
        "" => return Some(None),
        "Z" | "z" | "UTC" | "GMT" => return Some(Some(0)),
        _ => {}
    }
    let sign = match text.bytes().next()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let digits: String = text[1..].chars().filter(|c| *c != ':').collect();
    let is_written = text.len() - 1 == digits.len() || text.as_bytes().get(3) == Some(&b':');
    let (hour, minute) = match digits.len() {
        2 if is_written => (number(&digits)?, 0),
        4 if is_written => (number(&digits[..2])?, number(&digits[2..])?),
        _ => return None,
    };
    (hour <= 14 && minute < 60).then(|| Some(sign * (3600 * hour + 60 * minute)))
}
