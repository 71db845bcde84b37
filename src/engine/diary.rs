//! What is to come in later hours, a page for each: in no order until its hour comes.

use super::Time;

/// The last page holds everything after it, too.
const LAST_PAGE: usize = 1 << 17;

/// Entries of later hours.
#[derive(Debug)]
pub(super) struct Diary<T> {
    pages: Vec<Vec<T>>,
    /// The first page that has not been turned; beyond the last while the diary is closed.
    first: usize,
    count: usize,
}

impl<T> Default for Diary<T> {
    /// Closed, with nothing in it.
    fn default() -> Self {
        Self { pages: Vec::new(), first: LAST_PAGE + 1, count: 0 }
    }
}

impl<T> Diary<T> {
    /// Begins with the hour after that of `time`, if there is a page for it.
    pub(super) fn opens_after(&mut self, time: Time) -> bool {
        self.first = page_of(time) + 1;
        self.is_open()
    }

    /// Forgets everything, keeping the memory.
    pub(super) fn close(&mut self) {
        self.pages.iter_mut().for_each(Vec::clear);
        (self.first, self.count) = (LAST_PAGE + 1, 0);
    }

    /// Whether pages are kept.
    pub(super) fn is_open(&self) -> bool {
        self.first <= LAST_PAGE
    }

    /// How many entries there are.
    pub(super) fn len(&self) -> usize {
        self.count
    }

    /// Whether the hour of `time` has a page that has not been turned.
    #[inline]
    pub(super) fn has(&self, time: Time) -> bool {
        self.is_open() && page_of(time) >= self.first
    }

    /// Notes an entry on the page of its hour, which the diary has.
    #[inline]
    pub(super) fn note(&mut self, time: Time, entry: T) {
        let page = page_of(time);
        if self.pages.len() <= page {
            self.pages.resize_with(page + 1, Vec::new);
        }
        self.pages[page].push(entry);
        self.count += 1;
    }

    /// Moves the entries of the first page with any to `entries`, and gives back its memory; without any
    /// the diary is closed.
    pub(super) fn turn_page(&mut self, entries: &mut Vec<T>) {
        while self.pages.get(self.first).is_some_and(Vec::is_empty) {
            self.first += 1;
        }
        let Some(page) = self.pages.get_mut(self.first) else { return self.close() };
        self.count -= page.len();
        entries.append(&mut std::mem::take(page));
        self.first += 1;
    }
}

#[inline]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an hour, saturating")]
fn page_of(time: Time) -> usize {
    (time.hours() as usize).min(LAST_PAGE)
}
