//! Instants of the world's calendar.

use std::fmt;

/// An instant: whole seconds since 1970-01-01 00:00:00 UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

const DAY: i64 = 86_400;
/// The years that are taken for real: outside them a date is a slip of the pen.
const YEARS: std::ops::RangeInclusive<i64> = 1970..=2199;

impl Moment {
    /// The midnight (UTC) that begins a day; `None` if the calendar has no such day between 1970 and 2199.
    pub fn of_day(year: i64, month: i64, day: i64) -> Option<Self> {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let last = match month {
            2 => 28 + i64::from(is_leap),
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let is_there =
            YEARS.contains(&year) && (1..=12).contains(&month) && (1..=last).contains(&day);
        is_there.then(|| Self(days((year, month, day)) * DAY))
    }

    /// Reads `2026-01-05`, `2026-01-05T09:30:00Z` or the same with a space and without the `Z`.
    pub fn parse(text: &str) -> Option<Self> {
        let number = |at: std::ops::Range<usize>| -> Option<i64> {
            let digits = text.get(at)?;
            digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok())?
        };
        let is_at =
            |at: usize, marks: &[u8]| text.as_bytes().get(at).is_some_and(|b| marks.contains(b));
        let midnight = Self::of_day(number(0..4)?, number(5..7)?, number(8..10)?)?;
        if !is_at(4, b"-") || !is_at(7, b"-") {
            return None;
        }
        match text.len() {
            10 => Some(midnight),
            19 | 20 if is_at(10, b"T ") && is_at(13, b":") && is_at(16, b":") => {
                let (hour, minute, second) = (number(11..13)?, number(14..16)?, number(17..19)?);
                let is_time = hour < 24 && minute < 60 && second < 60;
                let is_utc = text.len() == 19 || is_at(19, b"Z");
                (is_time && is_utc).then(|| midnight.plus(3600 * hour + 60 * minute + second))
            }
            _ => None,
        }
    }

    /// So many seconds later.
    #[must_use]
    pub fn plus(self, seconds: i64) -> Self {
        Self(self.0.saturating_add(seconds))
    }

    /// Days from `earlier` to this instant, with their fraction.
    pub fn days_since(self, earlier: Self) -> f64 {
        (self.0.saturating_sub(earlier.0)) as f64 / DAY as f64
    }

    /// Year, month (1 to 12) and day (1 to 31), in UTC.
    pub fn date(self) -> (i64, i64, i64) {
        // H. Hinnant, civil from days.
        let shifted = self.0.div_euclid(DAY) + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted_month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted_month + 2) / 5 + 1;
        let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
        (year_of_era + era * 400 + i64::from(month <= 2), month, day)
    }

    /// Day of the week: 0 = Monday to 6 = Sunday, in UTC.
    pub fn weekday(self) -> i64 {
        (self.0.div_euclid(DAY) + 3).rem_euclid(7)
    }

    /// Seconds since midnight, in UTC.
    pub fn second_of_day(self) -> i64 {
        self.0.rem_euclid(DAY)
    }
}

/// `2026-01-05T09:30:00Z`.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ((year, month, day), second) = (self.date(), self.second_of_day());
        let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
        write!(f, "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }
}

/// Days from 1970-01-01 (H. Hinnant, days from civil).
fn days((year, month, date): (i64, i64, i64)) -> i64 {
    let shifted = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (shifted.div_euclid(400), shifted.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + date - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}
