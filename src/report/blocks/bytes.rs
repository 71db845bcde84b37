//! The outcomes of a block as bytes and back: exact bits, whole numbers in as few bytes as they need.
//!
//! Numbers are IEEE 754 in 8 bytes, least first; counts have seven bits a byte, least first, the
//! eighth says that more follow (LEB128); a list is its length and its elements.

use crate::experiment::Block;
use crate::sales::buyer::tally::{BuyerBooks, Flow, Purchases};
use crate::sales::pay::tally::PayBooks;
use crate::sales::{Audit, Controls, LEAD_TIME_CAUSES, Outcome, WeekRecord};
use crate::stats::Incidence;

/// The bytes of the outcomes and lead times of a block.
pub fn written(block: &Block) -> Vec<u8> {
    let mut to = Writer(Vec::new());
    for outcome in block.outcomes.iter().flatten() {
        to.outcome(outcome);
    }
    to.list(&block.lead_times, Writer::lead_times);
    to.0
}

/// The block of `runs` replications from `first` on, of `policies` policies; `None` if these are
/// not exactly its bytes.
pub fn read(bytes: &[u8], first: u32, runs: usize, policies: usize) -> Option<Block> {
    let mut from = Reader(bytes);
    let mut outcomes = Vec::new();
    for _ in 0..runs {
        outcomes.push(from.times(policies, Reader::outcome)?);
    }
    let lead_times = from.list(Reader::lead_times)?;
    let is_right = lead_times.is_empty() || lead_times.len() == policies;
    is_right.then_some(())?;
    from.0.is_empty().then_some(Block { first, outcomes, lead_times })
}

struct Writer(Vec<u8>);

impl Writer {
    fn count(&mut self, mut count: u64) {
        while count >= 0x80 {
            self.0.push((count & 0x7f) as u8 | 0x80);
            count >>= 7;
        }
        self.0.push((count & 0x7f) as u8);
    }

    fn number(&mut self, number: f64) {
        self.0.extend(number.to_bits().to_le_bytes());
    }

    fn list<T>(&mut self, list: &[T], mut write: impl FnMut(&mut Self, &T)) {
        self.count(list.len() as u64);
        for element in list {
            write(self, element);
        }
    }

    fn counts(&mut self, counts: &[u32]) {
        self.list(counts, |to, count| to.count(u64::from(*count)));
    }

    fn outcome(&mut self, outcome: &Outcome) {
        let Outcome {
            values,
            weeks,
            by_week,
            quarters,
            stranded,
            snapshots,
            stage_hours,
            audit,
            buyers,
            pay,
            controls,
            events,
        } = outcome;
        self.list(values, |to, value| to.number(*value));
        self.number(*weeks);
        self.list(by_week, Self::week);
        self.list(quarters, |to, means| means.iter().for_each(|mean| to.number(*mean)));
        self.count(u64::from(*stranded));
        self.list(snapshots, |to, counts| to.counts(counts));
        self.list(stage_hours, |to, hours| hours.iter().for_each(|h| to.number(*h)));
        audit.numbers().into_iter().for_each(|number| self.number(number));
        self.count(u64::from(buyers.is_some()));
        if let Some(books) = buyers {
            self.books(books);
        }
        self.count(u64::from(pay.is_some()));
        if let Some(books) = pay {
            self.pay(books);
        }
        controls.numbers().into_iter().for_each(|number| self.number(number));
        self.count(*events);
    }

    fn pay(&mut self, books: &PayBooks) {
        let PayBooks { attainment, wins, bookings, discounts } = books;
        for numbers in [attainment, wins, bookings, discounts] {
            self.list(numbers, |to, number| to.number(*number));
        }
    }

    fn books(&mut self, books: &BuyerBooks) {
        let BuyerBooks { flows, fits, gate, purchases } = books;
        self.list(flows, |to, flow| {
            for number in [flow.leads, flow.work_hours, flow.money] {
                to.number(number);
            }
        });
        self.list(fits, |to, leads| to.number(*leads));
        self.list(gate, |to, leads| to.number(*leads));
        self.list(purchases, |to, p| {
            to.number(p.met);
            to.number(p.bought);
        });
    }

    fn week(&mut self, week: &WeekRecord) {
        let WeekRecord { contribution, arrived, won, lost, in_stage } = week;
        self.number(*contribution);
        for count in [arrived, won, lost] {
            self.count(u64::from(*count));
        }
        self.counts(in_stage);
    }

    fn lead_times(&mut self, times: &Incidence) {
        let counts: Vec<_> = times.counts().collect();
        self.list(&counts, |to, (bin, cause, count)| {
            to.count(*bin as u64);
            to.count(cause.map_or(0, |cause| cause as u64 + 1));
            to.count(u64::from(*count));
        });
    }
}

/// What is left to read; every step is `None` where the bytes are not what they should be.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn count(&mut self) -> Option<u64> {
        let mut count = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            let bits = u64::from(byte & 0x7f);
            if bits << shift >> shift != bits {
                return None;
            }
            count |= bits << shift;
            if byte < 0x80 {
                return Some(count);
            }
        }
        None
    }

    fn small(&mut self) -> Option<u32> {
        self.count()?.try_into().ok()
    }

    fn number(&mut self) -> Option<f64> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(f64::from_bits(u64::from_le_bytes(*bytes)))
    }

    fn times<T>(
        &mut self,
        times: usize,
        mut read: impl FnMut(&mut Self) -> Option<T>,
    ) -> Option<Vec<T>> {
        (0..times).map(|_| read(self)).collect()
    }

    fn list<T>(&mut self, read: impl FnMut(&mut Self) -> Option<T>) -> Option<Vec<T>> {
        // Every element takes a byte at least: no length can ask for more memory than there is.
        let length = usize::try_from(self.count()?).ok().filter(|n| *n <= self.0.len())?;
        self.times(length, read)
    }

    fn counts(&mut self) -> Option<Vec<u32>> {
        self.list(Self::small)
    }

    fn outcome(&mut self) -> Option<Outcome> {
        Some(Outcome {
            values: self.list(Self::number)?,
            weeks: self.number()?,
            by_week: self.list(Self::week)?,
            quarters: self.list(Self::pair)?,
            stranded: self.small()?,
            snapshots: self.list(Self::counts)?,
            stage_hours: self.list(Self::hours)?,
            audit: self.audit()?,
            buyers: match self.count()? {
                0 => None,
                1 => Some(self.books()?),
                _ => return None,
            },
            pay: match self.count()? {
                0 => None,
                1 => Some(self.pay()?),
                _ => return None,
            },
            controls: Controls::of(self.times(Controls::COUNT, Self::number)?.try_into().ok()?),
            events: self.count()?,
        })
    }

    fn pay(&mut self) -> Option<PayBooks> {
        Some(PayBooks {
            attainment: self.list(Self::number)?,
            wins: self.list(Self::number)?,
            bookings: self.list(Self::number)?,
            discounts: self.list(Self::number)?,
        })
    }

    fn week(&mut self) -> Option<WeekRecord> {
        Some(WeekRecord {
            contribution: self.number()?,
            arrived: self.small()?,
            won: self.small()?,
            lost: self.small()?,
            in_stage: self.counts()?,
        })
    }

    fn books(&mut self) -> Option<BuyerBooks> {
        Some(BuyerBooks {
            flows: self.list(|from| {
                Some(Flow {
                    leads: from.number()?,
                    work_hours: from.number()?,
                    money: from.number()?,
                })
            })?,
            fits: self.list(Self::number)?,
            gate: self.list(Self::number)?,
            purchases: self
                .list(|from| Some(Purchases { met: from.number()?, bought: from.number()? }))?,
        })
    }

    fn audit(&mut self) -> Option<Audit> {
        let numbers = self.times(10, Self::number)?;
        Some(Audit::of_numbers(numbers.try_into().ok()?))
    }

    fn pair(&mut self) -> Option<[f64; 2]> {
        Some([self.number()?, self.number()?])
    }

    fn hours(&mut self) -> Option<[f64; 4]> {
        Some([self.number()?, self.number()?, self.number()?, self.number()?])
    }

    fn lead_times(&mut self) -> Option<Incidence> {
        let mut times = Incidence::new(LEAD_TIME_CAUSES);
        for (bin, cause, count) in self.list(Self::lead_time)? {
            times.add_count(bin, cause, count).then_some(())?;
        }
        Some(times)
    }

    fn lead_time(&mut self) -> Option<(usize, Option<usize>, u32)> {
        let bin = usize::try_from(self.count()?).ok()?;
        let cause = usize::try_from(self.count()?).ok()?.checked_sub(1);
        Some((bin, cause, self.small()?))
    }
}
