//! The language of numbers: reports write them in one way, a page in that of its readers.

use crate::math::powi;

/// Between thousands, as reports write them.
const THIN: char = '\u{202F}';
const FIXED: char = '\u{A0}';

/// How numbers are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Numbers {
    /// 1,234.5
    #[default]
    English,
    /// 1.234,5
    German,
    /// 1 234,5
    French,
    /// 1’234.5
    Swiss,
}

impl Numbers {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::English, Self::German, Self::French, Self::Swiss];

    /// The word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
            Self::French => "fr",
            Self::Swiss => "ch",
        }
    }

    /// The language of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|numbers| numbers.name() == name)
    }

    fn marks(self) -> (char, char) {
        match self {
            Self::English => (',', '.'),
            Self::German => ('.', ','),
            Self::French => (THIN, ','),
            Self::Swiss => ('’', '.'),
        }
    }

    /// A text of reports with its numbers in this language.
    pub(super) fn rewritten(self, text: &str) -> String {
        let (thousands, point) = self.marks();
        let letters: Vec<char> = text.chars().collect();
        let is_digit = |at: Option<&char>| at.is_some_and(char::is_ascii_digit);
        let letter = |at: usize| {
            let before = at.checked_sub(1).and_then(|before| letters.get(before));
            let within = is_digit(before) && is_digit(letters.get(at + 1));
            match letters[at] {
                THIN if within => Some(thousands),
                '.' if within => Some(point),
                FIXED if self == Self::English && letters.get(at + 1) == Some(&'%') => None,
                other => Some(other),
            }
        };
        (0..letters.len()).filter_map(letter).collect()
    }

    /// An amount of money in full, of three figures: `€445,000`, without sign.
    pub(super) fn money(self, amount: f64, currency: &str) -> String {
        let size = amount.abs();
        let digits = (0..15).find(|digits| size < powi(10.0, *digits)).unwrap_or(15);
        let step = powi(10.0, (digits - 3).max(0));
        let number = crate::report::format::count(&((size / step).round() * step));
        let number = self.rewritten(&number);
        let sign = match currency {
            "EUR" => "€",
            "USD" => "$",
            "GBP" => "£",
            other => return format!("{number}{FIXED}{other}"),
        };
        if self == Self::English {
            format!("{sign}{number}")
        } else {
            format!("{number}{FIXED}{sign}")
        }
    }
}
