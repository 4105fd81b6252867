//! The layout of a comparison: the contract's places as a graph, and the rows of the report.

use std::collections::BTreeMap;
use std::fmt;

use super::Requirement;
use super::leaf::{Leaf, percent};
use crate::bound::Relation;
use crate::shape::{Pairing, Shape};

/// A contract's places and rows.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) rows: Vec<Row>,
    places: Vec<Place>,
    pub(super) root: usize,
}

/// A row of the report: a field, over all lists that it occurs in.
#[derive(Debug)]
pub(super) struct Row {
    /// Such as `/lines/*/sku`.
    pub(super) pointer: String,
    pub(super) what: What,
    pub(super) requirement: Requirement,
    /// The share of its places that must agree.
    pub(super) share: f64,
    /// `true` if it is part of a list that is reported as one.
    pub(super) hidden: bool,
}

/// The subject of a row.
#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    /// A value.
    Value(Leaf),
    /// The items of a list; `None`: they have rows of their own.
    List(Pairing, Option<Leaf>),
    /// The keys of a map.
    Keys,
    /// Which variant.
    Tag,
    /// The presence of an object: there, `null` or missing.
    Presence,
}

/// One place.
#[derive(Debug)]
pub(super) enum Place {
    /// Nothing is compared here.
    Nothing,
    /// Shares the row of another place.
    Same(usize),
    Leaf(usize, Leaf),
    /// An object that may be `null` or missing.
    Maybe(usize, usize),
    Object(Members),
    Union(Union),
    List(List),
    Map(usize, usize),
}

/// Keys and their places.
pub(super) type Members = Vec<(&'static str, usize)>;

#[derive(Debug)]
pub(super) struct Union {
    pub(super) row: usize,
    pub(super) tag: &'static str,
    pub(super) variants: BTreeMap<&'static str, Members>,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct List {
    pub(super) row: usize,
    pub(super) pairing: Pairing,
    pub(super) item: usize,
    /// The measure of the items, if each is one value.
    pub(super) leaf: Option<Leaf>,
    /// `true` if the list is reported in one row.
    pub(super) whole: bool,
}

impl Layout {
    pub(super) fn new(shape: &'static Shape, relations: &[Relation]) -> Self {
        let mut layout = Self {
            rows: Vec::new(),
            places: Vec::new(),
            root: 0,
        };
        layout.root = super::build::root(&mut layout, shape, relations);
        layout
    }

    pub(super) fn place(&self, index: usize) -> &Place {
        self.places.get(index).unwrap_or(&Place::Nothing)
    }

    /// A place that is not known yet.
    pub(super) fn reserve(&mut self) -> usize {
        self.places.push(Place::Nothing);
        self.places.len() - 1
    }

    pub(super) fn set(&mut self, index: usize, place: Place) {
        if let Some(slot) = self.places.get_mut(index) {
            *slot = place;
        }
    }

    pub(super) fn add(&mut self, place: Place) -> usize {
        self.places.push(place);
        self.places.len() - 1
    }

    pub(super) fn row(&mut self, row: Row) -> usize {
        self.rows.push(row);
        self.rows.len() - 1
    }

    /// Returns the rows that are reported.
    pub(super) fn told(&self) -> impl Iterator<Item = (usize, &Row)> {
        self.rows.iter().enumerate().filter(|(_, row)| !row.hidden)
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.what {
            What::Value(leaf) => write!(f, "{leaf}")?,
            What::List(pairing, items) => {
                f.write_str(match pairing {
                    Pairing::Ordered => "list in order",
                    Pairing::Set => "set",
                    Pairing::Matching => "list in any order",
                })?;
                if let Some(leaf) = items {
                    write!(f, ", each {leaf}")?;
                }
            }
            What::Keys => f.write_str("same keys")?,
            What::Tag => f.write_str("same variant")?,
            What::Presence => f.write_str("null or not")?,
        }
        if self.share < 1.0 {
            write!(f, ", {} of them", percent(self.share))?;
        }
        Ok(())
    }
}
