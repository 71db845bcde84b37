//! Days, and the periods of a fiscal year. A stretch of days holds its first and its last day.

use std::fmt;

/// A day of the calendar, counted from 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(pub i32);

impl Day {
    /// A date, if the calendar has it; years 1900 to 2999.
    pub fn of(year: i32, month: u32, date: u32) -> Option<Self> {
        let is_there = (1900..3000).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_of(year, month)).contains(&date);
        is_there
            .then(|| Self(first_of(year * 12 + month.cast_signed() - 1).0 + date.cast_signed() - 1))
    }

    /// Reads `2027-05-01`; a time of day after it is not looked at.
    pub fn of_text(text: &str) -> Option<Self> {
        let text = text.trim();
        let date = text.split(['T', ' ']).next()?;
        let mut parts = date.split('-');
        let mut next = |length: usize| {
            let part = parts.next().filter(|part| part.len() == length)?;
            part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse::<u32>().ok())?
        };
        let (year, month, day) = (next(4)?, next(2)?, next(2)?);
        if parts.next().is_some() {
            return None;
        }
        Self::of(i32::try_from(year).ok()?, month, day)
    }

    /// Year, month and day of the month.
    pub fn civil(self) -> (i32, u32, u32) {
        // H. Hinnant, civil from days
        let shifted = self.0 + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        (year + era * 400 + i32::from(month <= 2), month.cast_unsigned(), day.cast_unsigned())
    }

    /// The months from year 0 to this day's.
    pub fn month(self) -> i32 {
        let (year, month, _) = self.civil();
        year * 12 + month.cast_signed() - 1
    }

    /// So many days later.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// So many months later; a day that the month does not have is its last.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        let (.., date) = self.civil();
        let month = self.month() + months;
        let last = days_of(month.div_euclid(12), month.rem_euclid(12).cast_unsigned() + 1);
        Self(first_of(month).0 + date.min(last).cast_signed() - 1)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// The first day of a month that is counted from year 0.
fn first_of(month: i32) -> Day {
    // H. Hinnant, days from civil
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    let year = if month <= 2 { year - 1 } else { year };
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let of_year = (153 * ((month + 9) % 12) + 2) / 5;
    Day(era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468)
}

fn days_of(year: i32, month: u32) -> u32 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 => 28 + u32::from(is_leap),
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days in a row, the first and the last included; none if the last is before the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
}

impl Stretch {
    /// How many days it has.
    pub fn days(self) -> i32 {
        (self.last.0 - self.first.0 + 1).max(0)
    }

    /// Whether a day lies in it.
    pub fn contains(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The days that it shares with another.
    #[must_use]
    pub fn within(self, other: Self) -> Self {
        Self { first: self.first.max(other.first), last: self.last.min(other.last) }
    }
}

/// How long a period lasts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Every {
    /// A calendar month.
    Month,
    /// Three months.
    #[default]
    Quarter,
    /// Six months.
    HalfYear,
    /// Twelve months.
    Year,
}

impl Every {
    /// The words for them, as plans write them.
    pub const WORDS: [(&'static str, Self); 4] = [
        ("month", Self::Month),
        ("quarter", Self::Quarter),
        ("half year", Self::HalfYear),
        ("year", Self::Year),
    ];

    /// The word for it.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|word| word.1 == self).map_or("", |word| word.0)
    }

    /// How many months it has.
    pub fn months(self) -> i32 {
        match self {
            Self::Month => 1,
            Self::Quarter => 3,
            Self::HalfYear => 6,
            Self::Year => 12,
        }
    }

    /// How many there are in a year.
    pub fn per_year(self) -> i32 {
        12 / self.months()
    }
}

/// The fiscal year: the month that it begins with, 0 = January.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fiscal(pub i32);

impl Fiscal {
    /// The period of this length that a day lies in.
    pub fn period(self, day: Day, every: Every) -> Period {
        let months = every.months();
        let number = (day.month() - self.0).div_euclid(months);
        Period { every, month: number * months + self.0, fiscal: self }
    }

    /// The fiscal year of a day, named by the calendar year that it begins in.
    pub fn year(self, day: Day) -> i32 {
        (day.month() - self.0).div_euclid(12)
    }
}

/// A month, quarter, half or whole of a fiscal year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// How long it lasts.
    pub every: Every,
    month: i32,
    fiscal: Fiscal,
}

impl Period {
    /// Its days.
    pub fn stretch(self) -> Stretch {
        let last = first_of(self.month + self.every.months()).plus_days(-1);
        Stretch { first: first_of(self.month), last }
    }

    /// The one after it.
    #[must_use]
    pub fn next(self) -> Self {
        Self { month: self.month + self.every.months(), ..self }
    }

    /// Its place in the fiscal year, from 0.
    pub fn place(self) -> usize {
        usize::try_from(self.number() - 1).unwrap_or(0)
    }

    /// Its number in the fiscal year, from 1.
    pub fn number(self) -> i32 {
        (self.month - self.fiscal.0).rem_euclid(12) / self.every.months() + 1
    }

    /// The periods of another length in it, in order; itself if they are longer.
    pub fn parts(self, every: Every) -> Vec<Self> {
        if every >= self.every {
            return vec![self];
        }
        let count = self.every.months() / every.months();
        let part = |k| Self { every, month: self.month + k * every.months(), fiscal: self.fiscal };
        (0..count).map(part).collect()
    }

    /// Its name: `2027-05`, `2027-Q1`, `2027-H1`, `2027`; of a fiscal year that does not begin in January
    /// `2027-F1`, `2027-FH1`, `2027-FY`.
    pub fn name(self) -> String {
        let year = (self.month - self.fiscal.0).div_euclid(12);
        let number = self.number();
        match (self.every, self.fiscal.0) {
            (Every::Month, _) => {
                format!("{:04}-{:02}", self.month.div_euclid(12), self.month.rem_euclid(12) + 1)
            }
            (Every::Quarter, 0) => format!("{year}-Q{number}"),
            (Every::HalfYear, 0) => format!("{year}-H{number}"),
            (Every::Year, 0) => format!("{year}"),
            (Every::Quarter, _) => format!("{year}-F{number}"),
            (Every::HalfYear, _) => format!("{year}-FH{number}"),
            (Every::Year, _) => format!("{year}-FY"),
        }
    }

    /// Reads a name.
    pub fn of_name(name: &str, fiscal: Fiscal) -> Option<Self> {
        let name = name.trim();
        let year: i32 = name.get(..4)?.parse().ok()?;
        let rest = name.get(4..)?;
        let (every, number) = match rest.strip_prefix('-') {
            None if rest.is_empty() => (Every::Year, 1),
            None => return None,
            Some("FY") => (Every::Year, 1),
            Some(rest) => {
                if let Some(half) = rest.strip_prefix("FH").or_else(|| rest.strip_prefix('H')) {
                    (Every::HalfYear, half.parse().ok()?)
                } else if let Some(number) = rest.strip_prefix(['Q', 'F']) {
                    (Every::Quarter, number.parse().ok()?)
                } else {
                    let month = rest.parse().ok().filter(|month| (1..=12).contains(month))?;
                    let day = Day::of(year, month, 1)?;
                    return Some(fiscal.period(day, Every::Month));
                }
            }
        };
        let is_there = (1..=every.per_year()).contains(&number) && (1900..3000).contains(&year);
        let month = year * 12 + fiscal.0 + (number - 1) * every.months();
        is_there.then_some(Self { every, month, fiscal })
    }
}
