//! Handles: which record of its kind. A list takes only handles of its own kind, so that one kind
//! cannot be mistaken for another.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut, Index, IndexMut};

/// Names a record by its place in a list, in 32 bits at most.
pub trait Handle: Copy + Eq {
    /// "Nothing here".
    const NONE: Self;

    /// The handle of a place.
    fn at(place: usize) -> Self;

    /// Its place.
    fn place(self) -> usize;

    /// Whether it names nothing.
    #[inline]
    fn is_none(self) -> bool {
        self == Self::NONE
    }

    /// Whether it names something.
    #[inline]
    fn is_some(self) -> bool {
        self != Self::NONE
    }
}

macro_rules! handles {
    ($($(#[$what:meta])* $name:ident($width:ty))+) => {$(
        $(#[$what])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub struct $name($width);

        impl Default for $name {
            fn default() -> Self {
                Self::NONE
            }
        }

        impl Handle for $name {
            const NONE: Self = Self(<$width>::MAX);

            #[inline]
            fn at(place: usize) -> Self {
                Self(<$width>::try_from(place).expect("few enough of a kind"))
            }

            #[inline]
            fn place(self) -> usize {
                self.0 as usize
            }
        }
    )+};
}

handles! {
    /// A lead in the system.
    LeadId(u32)
    /// A way by which leads come.
    ChannelId(u16)
    /// A kind of customer.
    SegmentId(u16)
    /// A lead in nurture.
    DormantId(u32)
    /// An open visit of a lead to a stage.
    VisitId(u32)
    /// A stage.
    StageId(u16)
    /// A job and the person in it.
    SeatId(u32)
    /// People with the same role and calendar.
    CrewId(u32)
    /// A name under which people's hours and money are booked.
    RoleId(u32)
    /// A working calendar.
    CalendarId(u32)
    /// A pay plan.
    PlanId(u16)
}

/// A list whose records have handles.
#[derive(Clone, Debug)]
pub(super) struct ById<I, T> {
    list: Vec<T>,
    /// Places that can be used again.
    free: Vec<I>,
}

impl<I: Handle, T> ById<I, T> {
    /// Every handle, in order.
    pub(super) fn ids(&self) -> impl Iterator<Item = I> + use<I, T> {
        (0..self.list.len()).map(I::at)
    }

    /// Adds a record behind all others.
    #[inline]
    pub(super) fn push(&mut self, record: T) -> I {
        self.list.push(record);
        I::at(self.list.len() - 1)
    }

    /// Puts a record into a free place, or behind all others; it is made from what stood there.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "measured: 35 instructions for each lead and visit")]
    pub(super) fn put(&mut self, record: impl FnOnce(Option<&T>) -> T) -> I {
        let Some(id) = self.free.pop() else { return self.push(record(None)) };
        self[id] = record(Some(&self[id]));
        id
    }

    /// The place of a record can be used again.
    #[inline]
    pub(super) fn give_back(&mut self, id: I) {
        self.free.push(id);
    }

    /// Makes it `len` long; new records are made by `record`.
    pub(super) fn resize_with(&mut self, len: usize, record: impl FnMut() -> T) {
        self.list.resize_with(len, record);
    }

    /// Its memory, with nothing in it.
    pub(super) fn emptied(mut self) -> Self {
        self.list.clear();
        self.free.clear();
        self
    }

    /// What a handle names, if it names anything.
    #[inline]
    pub(super) fn get(&self, id: I) -> Option<&T> {
        self.list.get(id.place())
    }
}

impl<I, T> Default for ById<I, T> {
    fn default() -> Self {
        Self { list: Vec::new(), free: Vec::new() }
    }
}

impl<I, T> FromIterator<T> for ById<I, T> {
    fn from_iter<L: IntoIterator<Item = T>>(records: L) -> Self {
        Self { list: records.into_iter().collect(), free: Vec::new() }
    }
}

impl<I: Handle, T> Index<I> for ById<I, T> {
    type Output = T;

    #[inline]
    fn index(&self, id: I) -> &T {
        &self.list[id.place()]
    }
}

impl<I: Handle, T> IndexMut<I> for ById<I, T> {
    #[inline]
    fn index_mut(&mut self, id: I) -> &mut T {
        &mut self.list[id.place()]
    }
}

impl<I, T> Deref for ById<I, T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        &self.list
    }
}

impl<I, T> DerefMut for ById<I, T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.list
    }
}

/// A table with a row for each handle; a cell is named by its row and its column.
#[derive(Clone, Debug)]
pub(super) struct Table<I, T> {
    width: usize,
    cells: Vec<T>,
    kind: PhantomData<I>,
}

impl<I: Handle, T: Clone> Table<I, T> {
    /// With so many rows and columns, all the same.
    pub(super) fn of(rows: usize, width: usize, value: T) -> Self {
        Self { width, cells: vec![value; rows * width], kind: PhantomData }
    }

    /// Makes it `rows` long; new cells hold `value`.
    #[inline]
    pub(super) fn resize(&mut self, rows: usize, value: T) {
        self.cells.resize(rows * self.width, value);
    }

    /// Its memory, without rows.
    pub(super) fn emptied(mut self) -> Self {
        self.cells.clear();
        self
    }

    /// A row.
    #[inline]
    pub(super) fn row(&mut self, id: I) -> &mut [T] {
        &mut self.cells[id.place() * self.width..][..self.width]
    }
}

impl<I: Handle, T> Index<(I, usize)> for Table<I, T> {
    type Output = T;

    #[inline]
    fn index(&self, (id, column): (I, usize)) -> &T {
        &self.cells[id.place() * self.width + column]
    }
}

impl<I: Handle, T> IndexMut<(I, usize)> for Table<I, T> {
    #[inline]
    fn index_mut(&mut self, (id, column): (I, usize)) -> &mut T {
        &mut self.cells[id.place() * self.width + column]
    }
}
