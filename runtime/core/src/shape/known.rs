//! Types that a walk along a contract has met, so that a type that is used in many places is walked
//! once: a graph of a few types may unfold to a tree of millions.

/// Number of slots for types; a power of two.
const SLOTS: usize = 512;
/// Number of types that are kept; further ones are walked at each use.
const MOST: usize = 384;
/// Number of back edges that may leave one type before it is walked at each use.
const WAYS: usize = 4;

/// Types by their [identity](super::key), with what was found out about each. A hash table, since
/// there is none for constants.
pub(super) struct Known<T> {
    slots: [Option<(u128, T)>; SLOTS],
    len: usize,
}

#[allow(
    clippy::indexing_slicing,
    reason = "every index is taken modulo the length; `get` is not const"
)]
impl<T: Copy> Known<T> {
    pub(super) const fn new() -> Self {
        Self {
            slots: [None; SLOTS],
            len: 0,
        }
    }

    /// The slot that holds the key, or the free one where it belongs.
    const fn slot(&self, key: u128) -> usize {
        #[allow(
            clippy::as_conversions,
            clippy::cast_possible_truncation,
            reason = "only the lowest bits count"
        )]
        let mut at = key as usize % SLOTS;
        while let Some((known, _)) = &self.slots[at]
            && *known != key
        {
            at = (at + 1) % SLOTS;
        }
        at
    }

    pub(super) const fn get(&self, key: u128) -> Option<T> {
        match &self.slots[self.slot(key)] {
            Some((_, known)) => Some(*known),
            None => None,
        }
    }

    pub(super) const fn insert(&mut self, key: u128, found: T) {
        let at = self.slot(key);
        if self.slots[at].is_none() {
            if self.len == MOST {
                return;
            }
            self.len += 1;
        }
        self.slots[at] = Some((key, found));
    }
}

/// The ways back that lead out of a type to those around it, each with a number; the smallest,
/// where there are several to one type.
#[derive(Clone, Copy)]
pub(super) struct Exits {
    ways: [(u128, u64); WAYS],
    len: usize,
    complete: bool,
}

#[allow(
    clippy::indexing_slicing,
    reason = "every index is below a length that is held below the array's; `get` is not const"
)]
impl Exits {
    pub(super) const fn new() -> Self {
        Self {
            ways: [(0, 0); WAYS],
            len: 0,
            complete: true,
        }
    }

    /// Records that there are too many back edges to keep.
    pub(super) const fn give_up(&mut self) {
        self.complete = false;
    }

    pub(super) const fn add(&mut self, to: u128, number: u64) {
        let mut at = 0;
        while at < self.len {
            if self.ways[at].0 == to {
                if number < self.ways[at].1 {
                    self.ways[at].1 = number;
                }
                return;
            }
            at += 1;
        }
        if self.len == WAYS {
            self.give_up();
        } else {
            self.ways[self.len] = (to, number);
            self.len += 1;
        }
    }

    /// The walk leaves the type `to`, so no way leads out to it any more.
    pub(super) const fn remove(&mut self, to: u128) {
        let mut at = 0;
        while at < self.len {
            if self.ways[at].0 == to {
                self.len -= 1;
                self.ways[at] = self.ways[self.len];
                return;
            }
            at += 1;
        }
    }

    /// All of them, if they are.
    pub(super) const fn all(&self) -> Option<&[(u128, u64)]> {
        if self.complete {
            Some(self.ways.split_at(self.len).0)
        } else {
            None
        }
    }
}
