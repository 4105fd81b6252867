//! The inputs of a template by their types: media where they are media, text where they are not.

use std::marker::PhantomData;

use super::Input;
use super::assemble::Assembly;
use crate::media::{Audio, Document, Image, MediaKind, MediaKinds, Medium, Video};

/// An input that is a medium, or an option or a list of media.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no medium",
    label = "not one of `Image`, `Document`, `Audio`, `Video`",
    note = "use one of them, or an `Option`, a `Vec` or a slice of one"
)]
pub trait MediaInput {
    /// The kinds that it may hold.
    const KINDS: MediaKinds;

    /// Calls `visit` with every medium in its order.
    fn each_medium(&self, visit: &mut dyn FnMut(&Medium));
}

macro_rules! media_inputs {
    ($($name:ident),*) => {$(
        impl MediaInput for $name {
            const KINDS: MediaKinds = MediaKinds::of(MediaKind::$name);

            fn each_medium(&self, visit: &mut dyn FnMut(&Medium)) {
                visit(self.medium());
            }
        }
    )*};
}

media_inputs!(Image, Document, Audio, Video);

impl MediaInput for Medium {
    const KINDS: MediaKinds = MediaKinds::ALL;

    fn each_medium(&self, visit: &mut dyn FnMut(&Self)) {
        visit(self);
    }
}

impl<T: MediaInput + ?Sized> MediaInput for &T {
    const KINDS: MediaKinds = T::KINDS;

    fn each_medium(&self, visit: &mut dyn FnMut(&Medium)) {
        (**self).each_medium(visit);
    }
}

impl<T: MediaInput> MediaInput for Option<T> {
    const KINDS: MediaKinds = T::KINDS;

    fn each_medium(&self, visit: &mut dyn FnMut(&Medium)) {
        if let Some(medium) = self {
            medium.each_medium(visit);
        }
    }
}

impl<T: MediaInput> MediaInput for [T] {
    const KINDS: MediaKinds = T::KINDS;

    fn each_medium(&self, visit: &mut dyn FnMut(&Medium)) {
        for medium in self {
            medium.each_medium(visit);
        }
    }
}

impl<T: MediaInput> MediaInput for Vec<T> {
    const KINDS: MediaKinds = T::KINDS;

    fn each_medium(&self, visit: &mut dyn FnMut(&Medium)) {
        self.as_slice().each_medium(visit);
    }
}

impl<T: MediaInput, const N: usize> MediaInput for [T; N] {
    const KINDS: MediaKinds = T::KINDS;

    fn each_medium(&self, visit: &mut dyn FnMut(&Medium)) {
        self.as_slice().each_medium(visit);
    }
}

/// An input that `system` can show.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is a medium, and vendors take only text in `system`",
    label = "a medium, named by the template of `system`",
    note = "move its placeholder to `user`"
)]
pub trait InSystem {}

/// Stands for an input of the type `T`. Where `T` is a medium, the functions here are the ones that
/// are called; where not, those of [`PlacedText`].
#[doc(hidden)]
#[derive(Debug)]
pub struct Placed<T: ?Sized>(PhantomData<fn(&T)>);

impl<T: MediaInput + ?Sized> Placed<T> {
    /// The kinds of media that the input may hold.
    pub const KINDS: MediaKinds = T::KINDS;

    /// Adds the input to a user message.
    pub fn push(message: &mut Assembly, input: &T) {
        input.each_medium(&mut |medium| message.push(medium));
    }

    /// Adds nothing: no medium can be in a system text, and this doesn't compile.
    pub fn push_system(_: &mut String, _: &T)
    where
        T: InSystem,
    {
    }
}

/// [`Placed`] where the input is text.
#[doc(hidden)]
pub trait PlacedText<T: ?Sized> {
    /// None.
    const KINDS: MediaKinds = MediaKinds::NONE;

    /// Appends the input's text form to a user message.
    fn push(message: &mut Assembly, input: &T)
    where
        T: Input,
    {
        input.push_to(message.text());
    }

    /// Appends the input's text form to a system text.
    fn push_system(text: &mut String, input: &T)
    where
        T: Input,
    {
        input.push_to(text);
    }
}

impl<T: ?Sized> PlacedText<T> for Placed<T> {}
