//! Paths to the lists of a contract whose items may be handed out one by one.

use std::fmt;

use super::{Draft, Drafted};

/// The path from a contract type to the items of one of its lists.
///
/// `#[contract(draft)]` writes one for every field that is a `Vec`: `Invoice::LINES` for `lines`.
/// For a contract that is a list itself, there is [`ItemsOf::all`].
pub struct ItemsOf<T: Drafted, I> {
    finished: fn(&T::Open) -> &[I],
    of: fn(&T) -> &[I],
}

impl<T: Drafted, I> ItemsOf<T, I> {
    /// Returns the path of two ways to the items: in a draft, and in a value.
    #[doc(hidden)]
    #[must_use]
    pub const fn new(finished: fn(&T::Open) -> &[I], of: fn(&T) -> &[I]) -> Self {
        Self { finished, of }
    }

    /// Returns the items that are finished.
    #[must_use]
    pub fn finished<'d>(&self, draft: &'d T::Open) -> &'d [I] {
        (self.finished)(draft)
    }

    /// Returns the items of a whole value.
    #[must_use]
    pub fn of<'v>(&self, value: &'v T) -> &'v [I] {
        (self.of)(value)
    }
}

impl<I: Drafted> ItemsOf<Vec<I>, I> {
    /// Returns the path to the items of a contract that is a list itself.
    #[must_use]
    pub const fn all() -> Self {
        Self::new(|draft| &draft.items, |value| value)
    }
}

impl<T: Drafted, I> Clone for ItemsOf<T, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Drafted, I> Copy for ItemsOf<T, I> {}

impl<T: Drafted, I> fmt::Debug for ItemsOf<T, I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemsOf").finish_non_exhaustive()
    }
}

impl<I: Drafted> Draft<Vec<I>> {
    /// Returns the items of a list that are whole; none if the list hasn't begun.
    #[must_use]
    pub fn items(&self) -> &[I] {
        match self {
            Self::Absent => &[],
            Self::Open(list) => &list.items,
            Self::Done(items) => items,
        }
    }
}
