//! Drafts of the types of the standard library and of other crates.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::convert::Infallible;
use std::fmt;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use super::{Change, Drafted, Member};
use crate::contract::{Contract, MapKey, Untyped};
use crate::json::Stop;

/// A list as far as it has come.
#[non_exhaustive]
pub struct ListDraft<T: Drafted> {
    /// The items that are whole, in their order; final like everything that is done.
    pub items: Vec<T>,
    /// The item under way; `None` between two items, and of types that are never open.
    pub open: Option<Box<T::Open>>,
}

/// A map as far as it has come.
#[non_exhaustive]
pub struct MapDraft<V: Drafted> {
    /// The entries that are whole, as they came; final like everything that is done.
    pub entries: Vec<(String, V)>,
    /// The entry under way; `None` between two entries, and of types that are never open.
    pub open: Option<(String, Box<V::Open>)>,
}

// Written out: a derive would ask for `T::Open: Debug`, which for a newtype of a list of itself is
// the question that is being answered.

impl<T: Drafted> Clone for ListDraft<T> {
    fn clone(&self) -> Self {
        Self {
            items: self.items.clone(),
            open: self.open.clone(),
        }
    }
}

impl<T: Drafted> fmt::Debug for ListDraft<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ListDraft")
            .field("items", &self.items)
            .field("open", &self.open)
            .finish()
    }
}

impl<V: Drafted> Clone for MapDraft<V> {
    fn clone(&self) -> Self {
        Self {
            entries: self.entries.clone(),
            open: self.open.clone(),
        }
    }
}

impl<V: Drafted> fmt::Debug for MapDraft<V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MapDraft")
            .field("entries", &self.entries)
            .field("open", &self.open)
            .finish()
    }
}

/// Types that are there or not.
macro_rules! never_open {
    ($($type:ty),* $(,)?) => {$(
        #[diagnostic::do_not_recommend]
        impl Drafted for $type {
            type Open = Infallible;
        }
    )*};
}

never_open!(
    bool,
    char,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    f32,
    f64,
    std::num::NonZeroI8,
    std::num::NonZeroI16,
    std::num::NonZeroI32,
    std::num::NonZeroI64,
    std::num::NonZeroI128,
    std::num::NonZeroIsize,
    std::num::NonZeroU8,
    std::num::NonZeroU16,
    std::num::NonZeroU32,
    std::num::NonZeroU64,
    std::num::NonZeroU128,
    std::num::NonZeroUsize,
    std::net::IpAddr,
    std::net::Ipv4Addr,
    std::net::Ipv6Addr,
    std::path::PathBuf,
    std::time::Duration,
    Untyped,
);

#[cfg(feature = "chrono")]
never_open!(
    chrono::NaiveDate,
    chrono::NaiveTime,
    chrono::NaiveDateTime,
    chrono::TimeDelta,
    chrono::DateTime<chrono::Utc>,
    chrono::DateTime<chrono::FixedOffset>,
);

#[cfg(feature = "time")]
never_open!(
    time::Date,
    time::Time,
    time::PrimitiveDateTime,
    time::OffsetDateTime,
    time::Duration,
);

#[cfg(feature = "rust_decimal")]
never_open!(rust_decimal::Decimal);

#[cfg(feature = "url")]
never_open!(url::Url);

#[cfg(feature = "uuid")]
never_open!(uuid::Uuid);

macro_rules! text {
    ($($type:ty),*) => {$(
        #[diagnostic::do_not_recommend]
        impl Drafted for $type {
            type Open = String;

            fn begin() -> Option<String> {
                Some(String::new())
            }

            fn take(open: &mut String, _: &[Member], change: &Change<'_>) -> Result<(), Stop> {
                if let Change::Text(more) = change {
                    open.push_str(more);
                }
                Ok(())
            }
        }
    )*};
}

text!(String, Box<str>, Arc<str>, std::borrow::Cow<'static, str>);

impl<T: Drafted> Drafted for Option<T> {
    type Open = T::Open;

    fn begin() -> Option<T::Open> {
        T::begin()
    }

    fn take(open: &mut T::Open, path: &[Member], change: &Change<'_>) -> Result<(), Stop> {
        T::take(open, path, change)
    }
}

macro_rules! pointer {
    ($($type:ident),*) => {$(
        impl<T: Drafted> Drafted for $type<T> {
            type Open = Box<T::Open>;

            fn begin() -> Option<Self::Open> {
                T::begin().map(Box::new)
            }

            fn take(open: &mut Self::Open, path: &[Member], change: &Change<'_>) -> Result<(), Stop> {
                T::take(open, path, change)
            }
        }
    )*};
}

pointer!(Box, Arc);

impl<T: Drafted> ListDraft<T> {
    fn take(&mut self, path: &[Member], change: &Change<'_>) -> Result<(), Stop> {
        let [Member::Item, rest @ ..] = path else {
            return Ok(());
        };
        match (rest, change) {
            ([], Change::Done(whole)) => {
                self.items.push(whole.read(T::read)?);
                self.open = None;
                return Ok(());
            }
            ([], Change::Begin) => self.open = T::begin().map(Box::new),
            _ => {}
        }
        match &mut self.open {
            Some(open) => T::take(open, rest, change),
            None => Ok(()),
        }
    }
}

macro_rules! list {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)*> Drafted for $type {
            type Open = ListDraft<T>;

            fn begin() -> Option<ListDraft<T>> {
                Some(ListDraft { items: Vec::new(), open: None })
            }

            fn take(open: &mut ListDraft<T>, path: &[Member], change: &Change<'_>) -> Result<(), Stop> {
                open.take(path, change)
            }
        }
    )*};
}

list! {
    [T: Drafted] Vec<T>;
    [T: Drafted] VecDeque<T>;
    [T: Drafted, const N: usize] [T; N];
    [T: Drafted + Ord] BTreeSet<T>;
    [T: Drafted + Hash + Eq, S: BuildHasher + Default + Clone + Send + Sync + 'static] HashSet<T, S>;
}

impl<V: Drafted> MapDraft<V> {
    fn take(&mut self, path: &[Member], change: &Change<'_>) -> Result<(), Stop> {
        let [Member::Key(key), rest @ ..] = path else {
            return Ok(());
        };
        match (rest, change) {
            ([], Change::Done(whole)) => {
                let value = whole.read(V::read)?;
                self.entries.push((key.to_string(), value));
                self.open = None;
                return Ok(());
            }
            ([], Change::Begin) => {
                self.open = V::begin().map(|open| (key.to_string(), Box::new(open)));
            }
            _ => {}
        }
        match &mut self.open {
            Some((_, open)) => V::take(open, rest, change),
            None => Ok(()),
        }
    }
}

macro_rules! map {
    ($([$($generics:tt)*] $type:ty;)*) => {$(
        impl<$($generics)*> Drafted for $type
        where
            Self: Contract + Clone + fmt::Debug + Send + Sync + 'static,
        {
            type Open = MapDraft<V>;

            fn begin() -> Option<MapDraft<V>> {
                Some(MapDraft { entries: Vec::new(), open: None })
            }

            fn take(open: &mut MapDraft<V>, path: &[Member], change: &Change<'_>) -> Result<(), Stop> {
                open.take(path, change)
            }
        }
    )*};
}

map! {
    [K: MapKey<V>, V: Drafted] BTreeMap<K, V>;
    [K: MapKey<V>, V: Drafted, S: BuildHasher + Default] HashMap<K, V, S>;
}
