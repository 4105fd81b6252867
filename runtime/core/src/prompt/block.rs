//! Inputs of the blocks of a template: lists for `{#each}`, options for `{#if}`.

use std::collections::{BTreeSet, VecDeque};

/// A list that a template can go through by `{#each field}…{/each}`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list, and `{{#each}}` needs one",
    label = "this type has no items",
    note = "use a `Vec`, a slice, an array, a `VecDeque` or a `BTreeSet`, or a reference to one"
)]
pub trait Each {
    /// The type of an item.
    type Item: ?Sized;

    /// Calls `visit` with every item in its order.
    fn each(&self, visit: &mut dyn FnMut(&Self::Item));
}

impl<T> Each for [T] {
    type Item = T;

    fn each(&self, visit: &mut dyn FnMut(&T)) {
        self.iter().for_each(visit);
    }
}

impl<T, const N: usize> Each for [T; N] {
    type Item = T;

    fn each(&self, visit: &mut dyn FnMut(&T)) {
        self.iter().for_each(visit);
    }
}

impl<T> Each for Vec<T> {
    type Item = T;

    fn each(&self, visit: &mut dyn FnMut(&T)) {
        self.iter().for_each(visit);
    }
}

impl<T> Each for VecDeque<T> {
    type Item = T;

    fn each(&self, visit: &mut dyn FnMut(&T)) {
        self.iter().for_each(visit);
    }
}

impl<T> Each for BTreeSet<T> {
    type Item = T;

    fn each(&self, visit: &mut dyn FnMut(&T)) {
        self.iter().for_each(visit);
    }
}

impl<T: Each + ?Sized> Each for &T {
    type Item = T::Item;

    fn each(&self, visit: &mut dyn FnMut(&Self::Item)) {
        (**self).each(visit);
    }
}

/// An input on which a template's `{#if field}…{/if}` can depend: an option that is there, a list
/// that isn't empty, or `true`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither there nor not, and `{{#if}}` needs an option",
    label = "this type is always there",
    note = "use an `Option`, a `bool` or a list, or a reference to one; drop the block if the text is always sent"
)]
pub trait When {
    /// The type of the field within the block.
    type Inside: ?Sized;

    /// Returns the field's value within the block, or `None` if the block is left out.
    fn inside(&self) -> Option<&Self::Inside>;
}

impl When for bool {
    type Inside = Self;

    fn inside(&self) -> Option<&Self> {
        self.then_some(self)
    }
}

impl<T> When for Option<T> {
    type Inside = T;

    fn inside(&self) -> Option<&T> {
        self.as_ref()
    }
}

impl<T> When for [T] {
    type Inside = Self;

    fn inside(&self) -> Option<&Self> {
        (!self.is_empty()).then_some(self)
    }
}

impl<T> When for Vec<T> {
    type Inside = Self;

    fn inside(&self) -> Option<&Self> {
        (!self.is_empty()).then_some(self)
    }
}

impl<T: When + ?Sized> When for &T {
    type Inside = T::Inside;

    fn inside(&self) -> Option<&Self::Inside> {
        (**self).inside()
    }
}
