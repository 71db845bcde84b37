//! What deals and people are told apart by: filters, and values that differ by an attribute.

use std::fmt;

use super::exact::{Exact, of_text, ratio, shown, whole};

/// What the value of an attribute may be.
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// This word or number.
    Is(String),
    /// This number or more.
    From(Exact),
    /// Less than this.
    Below(Exact),
    /// From the first, less than the second.
    Between(Exact, Exact),
}

impl Pattern {
    /// Reads `health care`, `3 or more`, `under 10 %` or `10000..50000`.
    pub fn read(text: &str) -> Self {
        let text = text.trim();
        let from = text.strip_suffix("or more").and_then(number).map(Self::From);
        let below = || text.strip_prefix("under ").and_then(number).map(Self::Below);
        let between = || {
            let (low, high) = text.split_once("..")?;
            Some(Self::Between(number(low)?, number(high)?))
        };
        from.or_else(below).or_else(between).unwrap_or_else(|| Self::Is(text.to_owned()))
    }

    /// The number from which on it holds, or below which.
    pub fn bound(&self) -> Option<&Exact> {
        match self {
            Self::Is(_) => None,
            Self::From(at) | Self::Below(at) | Self::Between(at, _) => Some(at),
        }
    }

    /// Whether a value is such a one.
    pub fn matches(&self, value: &str) -> bool {
        let found = number(value);
        match self {
            Self::Is(word) => {
                let same = |found: &Exact| number(word).is_some_and(|word| word == *found);
                is_same(word, value) || found.as_ref().is_some_and(same)
            }
            _ => found.is_some_and(|found| self.holds(&found)),
        }
    }

    /// Whether a number is such a one.
    pub fn holds(&self, found: &Exact) -> bool {
        match self {
            Self::Is(word) => number(word).is_some_and(|word| word == *found),
            Self::From(low) => found >= low,
            Self::Below(high) => found < high,
            Self::Between(low, high) => found >= low && found < high,
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Is(word) => f.write_str(word),
            Self::From(low) => write!(f, "{} or more", shown(low, 2)),
            Self::Below(high) => write!(f, "under {}", shown(high, 2)),
            Self::Between(low, high) => write!(f, "{}..{}", shown(low, 2), shown(high, 2)),
        }
    }
}

/// Words alike but for capitals; `true` and `yes`, `false` and `no` are one.
fn is_same(word: &str, value: &str) -> bool {
    let plain = |text: &str| match text.trim().to_lowercase().as_str() {
        "true" | "yes" => "yes".to_owned(),
        "false" | "no" => "no".to_owned(),
        text => text.to_owned(),
    };
    plain(word) == plain(value)
}

/// A number, or a time in days; a month is a twelfth of 365 days.
pub fn number(text: &str) -> Option<Exact> {
    let text = text.trim();
    let units = [(" days", whole(1)), (" d", whole(1)), (" weeks", whole(7))];
    let months = [(" months", ratio(365, 12)), (" years", whole(365))];
    let timed = units.into_iter().chain(months);
    let mut timed =
        timed.filter_map(|(unit, days)| Some(of_text(text.strip_suffix(unit)?)? * days));
    timed.next().or_else(|| of_text(text))
}

/// Which deals count: all attributes in `of` are such as it says, none in `not`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    /// Attributes with what each may be.
    pub of: Vec<(String, Vec<Pattern>)>,
    /// Attributes with what none may be.
    pub not: Vec<(String, Vec<Pattern>)>,
}

impl Filter {
    /// Whether it lets through what has these attributes.
    pub fn admits(&self, attribute: &dyn Fn(&str) -> Option<String>) -> bool {
        let is = |(name, patterns): &(String, Vec<Pattern>)| {
            attribute(name).is_some_and(|value| patterns.iter().any(|p| p.matches(&value)))
        };
        self.of.iter().all(is) && !self.not.iter().any(is)
    }

    /// The attributes that it asks for.
    pub fn attributes(&self) -> impl Iterator<Item = &str> {
        self.of.iter().chain(&self.not).map(|entry| entry.0.as_str())
    }
}

/// A value, or one that differs by an attribute.
#[derive(Clone, Debug, PartialEq)]
pub enum By<T> {
    /// The same for all.
    One(T),
    /// The value of the first case that fits.
    Cases {
        /// The attribute.
        by: String,
        /// What it may be, in the order of the text.
        cases: Vec<(Pattern, T)>,
        /// The value where no case fits.
        default: Option<T>,
    },
}

impl<T> By<T> {
    /// The value where the attribute is this; nothing if no case fits.
    pub fn at(&self, attribute: &dyn Fn(&str) -> Option<String>) -> Option<&T> {
        match self {
            Self::One(value) => Some(value),
            Self::Cases { by, cases, default } => {
                let value = attribute(by);
                let fits = |case: &&(Pattern, T)| {
                    value.as_ref().is_some_and(|value| case.0.matches(value))
                };
                cases.iter().find(fits).map(|case| &case.1).or(default.as_ref())
            }
        }
    }

    /// Every value that there may be.
    pub fn all(&self) -> Vec<&T> {
        match self {
            Self::One(value) => vec![value],
            Self::Cases { cases, default, .. } => {
                cases.iter().map(|case| &case.1).chain(default).collect()
            }
        }
    }

    /// The attribute that it differs by.
    pub fn attribute(&self) -> Option<&str> {
        match self {
            Self::One(_) => None,
            Self::Cases { by, .. } => Some(by),
        }
    }
}
