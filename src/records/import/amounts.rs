//! Amounts of money as exports write them.

/// The mark before the decimals.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `1,234.50`
    Point,
    /// `1.234,50`
    Comma,
}

/// An amount in both readings, and the currency written with it; one reading may be impossible.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Amount<'t> {
    pub(super) point: Option<f64>,
    pub(super) comma: Option<f64>,
    pub(super) currency: &'t str,
}

impl Amount<'_> {
    /// The mark that this amount is possible with alone.
    pub(super) fn settles(self) -> Option<Mark> {
        match (self.point, self.comma) {
            (Some(_), None) => Some(Mark::Point),
            (None, Some(_)) => Some(Mark::Comma),
            _ => None,
        }
    }

    /// Whether both readings are possible and differ.
    pub(super) fn is_ambiguous(self) -> bool {
        self.point.is_some() && self.comma.is_some() && self.point != self.comma
    }
}

/// Reads `1234.5`, `1,234.50`, `1.234,50`, `1 234,50`, `$1,234`, `1.234,00 €`, `EUR 1234`; `None` if it is no
/// amount or negative.
pub(super) fn read(text: &str) -> Option<Amount<'_>> {
    let is_number = |c: char| c.is_ascii_digit();
    let (start, end) = (text.find(is_number)?, text.rfind(is_number)? + 1);
    let (before, after) = (text[..start].trim(), text[end..].trim());
    let currency = match (before, after) {
        (code, "") | ("", code) if is_currency(code) => code,
        _ => return None,
    };
    let digits = &text[start..end];
    let (point, comma) = (value(digits, '.', ','), value(digits, ',', '.'));
    (point.is_some() || comma.is_some()).then_some(Amount { point, comma, currency })
}

fn is_currency(text: &str) -> bool {
    let is_code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    text.is_empty()
        || is_code
        || ["€", "$", "£", "¥", "US$", "CHF", "kr", "zł", "Kč"].contains(&text)
}

/// The value of digits with such a decimal mark, and thousands apart by the other mark, spaces or `'`.
fn value(digits: &str, decimal: char, thousands: char) -> Option<f64> {
    let (whole, fraction) = digits.split_once(decimal).unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let mark =
        [thousands, ' ', '\u{a0}', '\u{202f}', '\'', '’'].into_iter().find(|m| whole.contains(*m));
    let groups: Vec<&str> = mark.map_or(vec![whole], |mark| whole.split(mark).collect());
    let is_grouped = groups.len() == 1
        || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let ok = is_grouped
        && !groups[0].is_empty()
        && groups.iter().all(|g| is_digits(g))
        && is_digits(fraction);
    let text = if fraction.is_empty() {
        groups.concat()
    } else {
        format!("{}.{fraction}", groups.concat())
    };
    (ok && text.len() <= 24 && !digits.ends_with(decimal)).then(|| text.parse().ok())?
}
