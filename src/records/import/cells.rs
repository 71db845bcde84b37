//! The cells of a row, read into what they say.

use csv::ByteRecord;

use super::findings::Kind;
use super::layout::Field;
use super::raw::Amounts;
use super::rows::Rows;
use super::{amounts, decode, times};
use crate::records::Label;

/// What stands in a cell that says nothing.
const NOTHING: [&str; 4] = ["null", "(no value)", "n/a", "#n/a"];

impl Rows<'_> {
    /// The text of a cell; empty if it says nothing.
    pub(super) fn text(&mut self, row: &ByteRecord, place: usize) -> String {
        let (text, is_foreign) = decode::text(row.get(place).unwrap_or(b""));
        let text = text.trim();
        let is_nothing = NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word));
        let text = if is_nothing { String::new() } else { text.to_owned() };
        if is_foreign {
            self.raw.findings.show(Kind::Encoding, self.at, &text);
        }
        text
    }

    /// The first cell of a meaning that says something.
    pub(super) fn cell(&mut self, row: &ByteRecord, field: Field) -> String {
        let columns = self.columns;
        let places = columns.places.get(&field).map_or(&[][..], Vec::as_slice);
        places
            .iter()
            .map(|place| self.text(row, *place))
            .find(|text| !text.is_empty())
            .unwrap_or_default()
    }

    pub(super) fn label(&mut self, row: &ByteRecord, field: Field) -> Option<Label> {
        let text = self.cell(row, field);
        self.raw.words.label(&text)
    }

    pub(super) fn flag(&mut self, row: &ByteRecord, field: Field) -> Option<bool> {
        match self.cell(row, field).to_lowercase().as_str() {
            "1" | "true" | "yes" => Some(true),
            "0" | "false" | "no" => Some(false),
            _ => None,
        }
    }

    pub(super) fn chance(&mut self, row: &ByteRecord, stage: Label) {
        let text = self.cell(row, Field::Chance);
        let Ok(chance) = text.trim_end_matches(['%', ' ']).replace(',', ".").parse::<f64>() else {
            return;
        };
        if (0.0..=100.0).contains(&chance) {
            let sum = self.raw.chances.entry(stage).or_default();
            *sum = (sum.0 + chance, sum.1 + 1.0);
        }
    }

    pub(super) fn time(
        &mut self,
        row: &ByteRecord,
        field: Field,
        kind: Kind,
    ) -> Option<times::When> {
        let text = self.cell(row, field);
        let when = self.time_of(&text, kind)?;
        // An open deal's end is still to come.
        if field != Field::Closed {
            self.settling.see_newest(when);
        }
        Some(when)
    }

    pub(super) fn time_of(&mut self, text: &str, kind: Kind) -> Option<times::When> {
        if text.is_empty() {
            return None;
        }
        let when = times::read(text, self.options.zone);
        match when {
            Some(when) => self.settling.see_time(when, self.at.row),
            None => self.raw.findings.show(kind, self.at, text),
        }
        when
    }

    pub(super) fn amount(
        &mut self,
        row: &ByteRecord,
        field: Field,
        currency: &mut Option<Label>,
    ) -> Option<Amounts> {
        let text = self.cell(row, field);
        self.amount_of(&text, currency)
    }

    pub(super) fn amount_of(
        &mut self,
        text: &str,
        currency: &mut Option<Label>,
    ) -> Option<Amounts> {
        if text.is_empty() {
            return None;
        }
        let Some(amount) = amounts::read(text) else {
            self.raw.findings.show(Kind::Amount, self.at, text);
            return None;
        };
        self.settling.see_amount(amount, self.at.row);
        *currency = currency.or(self.raw.words.label(amount.currency));
        Some([amount.point, amount.comma])
    }
}
