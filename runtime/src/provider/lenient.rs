//! Deserializers for tagged parts of a response that skip values of unexpected types.
//!
//! One pass over the text, unlike an untyped value or a second look at raw text; answers can be
//! long.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// A text; nothing if something else stands there.
#[derive(Debug, Default)]
pub(super) struct Text(pub(super) Option<String>);

/// A text that is a copy only where it was written with escapes; nothing if something else stands
/// there.
#[derive(Debug, Default)]
pub(super) struct TextRef<'a>(pub(super) Option<Cow<'a, str>>);

/// A string that is a copy only where it was written with escapes.
#[derive(Debug)]
pub(super) struct StrRef<'a>(pub(super) Cow<'a, str>);

/// A list of which only the last item counts, and the number of those before it.
#[derive(Debug)]
pub(super) struct Last<T> {
    pub(super) item: Option<T>,
    pub(super) others: usize,
}

impl<T> Default for Last<T> {
    fn default() -> Self {
        Self {
            item: None,
            others: 0,
        }
    }
}

/// The objects of a list; nothing for whatever else stands there, and for items that are no
/// objects.
#[derive(Debug)]
pub(super) struct Objects<T>(pub(super) Vec<T>);

impl<T> Default for Objects<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

/// An object; nothing if something else stands there.
struct Object<T>(Option<T>);

/// `true` if a value of any kind says something: a text that isn't empty, in it or within it at any
/// depth. Labels, numbers and marks of yes and no say nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said(pub(super) bool);

/// Members that name or place a piece of output, and are no output.
const LABELS: &[&str] = &["type", "role", "id", "name", "index", "format"];

/// A member's name; a copy only if it was written with escapes.
struct Name<'de>(Cow<'de, str>);

/// An object of which some members are known, and of the others only which says something.
#[derive(Debug, Default)]
pub(super) struct Open<T> {
    pub(super) known: T,
    /// The first member that isn't known and says something.
    pub(super) more: Option<String>,
}

/// The members of an object that are known.
pub(super) trait Known<'de>: Default {
    /// Reads the value of the member `name`, and returns `true`; or returns `false` if the name
    /// isn't known, with nothing read.
    fn read<A: MapAccess<'de>>(&mut self, name: &str, members: &mut A) -> Result<bool, A::Error>;
}

/// Reads a value into `place`, which no other member of the same name may have filled, and returns
/// `true`.
pub(super) fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    place: &mut Option<T>,
    members: &mut A,
) -> Result<bool, A::Error> {
    if place.is_some() {
        return Err(serde::de::Error::custom("a member stands twice"));
    }
    *place = members.next_value()?;
    Ok(true)
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = deserializer.deserialize_any(TextVisitor)?;
        Ok(Self(text.map(Cow::into_owned)))
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for TextRef<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(TextVisitor).map(Self)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for StrRef<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_str(StrVisitor).map(Self)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Last<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(LastVisitor(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Objects<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectsVisitor(PhantomData))
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ObjectVisitor(PhantomData))
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(SaidVisitor)
    }
}

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_identifier(NameVisitor)
    }
}

impl<'de, T: Known<'de>> Deserialize<'de> for Open<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OpenVisitor(PhantomData))
    }
}

struct NameVisitor;
struct OpenVisitor<T>(PhantomData<T>);
struct SaidVisitor;
struct TextVisitor;
struct StrVisitor;
struct LastVisitor<T>(PhantomData<T>);
struct ObjectsVisitor<T>(PhantomData<T>);
struct ObjectVisitor<T>(PhantomData<T>);

/// The values that none of these is made of.
macro_rules! pass_over_scalars {
    ($nothing:expr) => {
        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("JSON")
        }

        fn visit_unit<E>(self) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
            Ok($nothing)
        }

        fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
            Ok($nothing)
        }
    };
}

fn pass_over_list<'de, A: SeqAccess<'de>>(mut items: A) -> Result<(), A::Error> {
    while items.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

fn pass_over_object<'de, A: MapAccess<'de>>(mut members: A) -> Result<(), A::Error> {
    while members.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
    Ok(())
}

impl<'de> Visitor<'de> for TextVisitor {
    type Value = Option<Cow<'de, str>>;

    pass_over_scalars!(None);

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Borrowed(text)))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text.to_owned())))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Some(Cow::Owned(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        pass_over_list(items).map(|()| None)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        pass_over_object(members).map(|()| None)
    }
}

impl<'de> Visitor<'de> for StrVisitor {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Self::Value, E> {
        Ok(Cow::Owned(text))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for LastVisitor<T> {
    type Value = Last<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Last<T>, A::Error> {
        let mut last = Last::default();
        while let Some(item) = items.next_element()? {
            let before = last.item.replace(item);
            last.others = last.others.saturating_add(before.iter().count());
        }
        Ok(last)
    }
}

impl<'de> Visitor<'de> for NameVisitor {
    type Value = Name<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E>(self, name: &'de str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Borrowed(name)))
    }

    fn visit_str<E>(self, name: &str) -> Result<Name<'de>, E> {
        Ok(Name(Cow::Owned(name.to_owned())))
    }
}

impl<'de, T: Known<'de>> Visitor<'de> for OpenVisitor<T> {
    type Value = Open<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Open<T>, A::Error> {
        let mut open = Open::<T>::default();
        while let Some(Name(name)) = members.next_key()? {
            if !open.known.read(&name, &mut members)? {
                let said = says(&name, &mut members)?;
                if said && open.more.is_none() {
                    open.more = Some(name.into_owned());
                }
            }
        }
        Ok(open)
    }
}

/// Reads the value of the member `name`, and returns `true` if it says something.
fn says<'de, A: MapAccess<'de>>(name: &str, members: &mut A) -> Result<bool, A::Error> {
    if LABELS.contains(&name) {
        return members.next_value::<IgnoredAny>().map(|_| false);
    }
    members.next_value::<Said>().map(|Said(said)| said)
}

impl<'de> Visitor<'de> for SaidVisitor {
    type Value = Said;

    pass_over_scalars!(Said(false));

    fn visit_str<E>(self, text: &str) -> Result<Said, E> {
        Ok(Said(!text.is_empty()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Said, A::Error> {
        let mut any = false;
        while let Some(Said(said)) = items.next_element()? {
            any |= said;
        }
        Ok(Said(any))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Said, A::Error> {
        let mut any = false;
        while let Some(Name(name)) = members.next_key()? {
            any |= says(&name, &mut members)?;
        }
        Ok(Said(any))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectsVisitor<T> {
    type Value = Objects<T>;

    pass_over_scalars!(Objects(Vec::new()));

    fn visit_str<E>(self, _: &str) -> Result<Objects<T>, E> {
        Ok(Objects(Vec::new()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Objects<T>, A::Error> {
        let mut objects = Vec::new();
        while let Some(Object(object)) = items.next_element()? {
            objects.extend(object);
        }
        Ok(Objects(objects))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Objects<T>, A::Error> {
        pass_over_object(members).map(|()| Objects(Vec::new()))
    }
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    pass_over_scalars!(Object(None));

    fn visit_str<E>(self, _: &str) -> Result<Object<T>, E> {
        Ok(Object(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Object<T>, A::Error> {
        pass_over_list(items).map(|()| Object(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(members)).map(|object| Object(Some(object)))
    }
}
