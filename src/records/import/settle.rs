//! Dates and amounts that can be read in two ways: the whole table decides.

use super::Options;
use super::amounts::{Amount, Mark};
use super::columns::Columns;
use super::layout::Field;
use super::times::{Order, When};

/// What the cells of a table have shown so far: the row that first showed it.
#[derive(Default)]
pub(super) struct Settling {
    day_first: Option<u32>,
    month_first: Option<u32>,
    either_order: Option<u32>,
    point: Option<u32>,
    comma: Option<u32>,
    either_mark: Option<u32>,
    /// The newest time, in both readings.
    pub(super) newest: Option<When>,
}

impl Settling {
    pub(super) fn see_time(&mut self, when: When, row: u32) {
        match when.settles() {
            Some(Order::DayFirst) => _ = self.day_first.get_or_insert(row),
            Some(Order::MonthFirst) => _ = self.month_first.get_or_insert(row),
            None if when.is_ambiguous() => _ = self.either_order.get_or_insert(row),
            None => {}
        }
    }

    pub(super) fn see_newest(&mut self, when: When) {
        self.newest = Some(self.newest.map_or(when, |newest| newest.later(when)));
    }

    pub(super) fn see_amount(&mut self, amount: Amount<'_>, row: u32) {
        match amount.settles() {
            Some(Mark::Point) => _ = self.point.get_or_insert(row),
            Some(Mark::Comma) => _ = self.comma.get_or_insert(row),
            None if amount.is_ambiguous() => _ = self.either_mark.get_or_insert(row),
            None => {}
        }
    }

    /// The order of dates and the decimal mark (0 = point), or why they are open.
    pub(super) fn settled(
        &self,
        options: &Options,
        header: &[String],
        columns: &Columns,
    ) -> Result<(Order, usize), Vec<String>> {
        let mut wrong = Vec::new();
        let title = |field: Field| {
            let place = columns.places.get(&field).and_then(|places| places.first());
            place.map_or("amount", |place| header[*place].as_str())
        };
        let order = match (options.dates, self.day_first, self.month_first) {
            (Some(order), ..) => order,
            (None, Some(day), Some(month)) => {
                wrong.push(format!(
                    "in row {day} a date begins with the day, in row {month} with the month\nhint: say which \
                     order the others have, `--dates day-first` or `--dates month-first`; dates in the \
                     other order are then reported as unreadable"
                ));
                Order::DayFirst
            }
            (None, None, Some(_)) => Order::MonthFirst,
            (None, Some(_), None) => Order::DayFirst,
            (None, None, None) => {
                if let Some(row) = self.either_order {
                    wrong.push(format!(
                        "the date in row {row} can be read in two ways, and no date in the file settles which\n\
                         hint: say `--dates day-first` or `--dates month-first`"
                    ));
                }
                Order::DayFirst
            }
        };
        let mark = match (options.decimal, self.point, self.comma) {
            (Some(mark), ..) => mark,
            (None, Some(point), Some(comma)) => {
                wrong.push(format!(
                    "in row {point} `{0}` has a decimal point, in row {comma} a decimal comma\nhint: say which \
                     mark the others have, `--decimal point` or `--decimal comma`; amounts with the other \
                     mark are then reported as unreadable",
                    title(Field::Amount)
                ));
                Mark::Point
            }
            (None, None, Some(_)) => Mark::Comma,
            (None, Some(_), None) => Mark::Point,
            (None, None, None) => {
                if let Some(row) = self.either_mark {
                    wrong.push(format!(
                        "`{}` in row {row} can be read in two ways (such as 1,234), and no amount in the file \
                         settles which\nhint: say `--decimal point` or `--decimal comma`",
                        title(Field::Amount)
                    ));
                }
                Mark::Point
            }
        };
        if wrong.is_empty() { Ok((order, usize::from(mark == Mark::Comma))) } else { Err(wrong) }
    }
}
