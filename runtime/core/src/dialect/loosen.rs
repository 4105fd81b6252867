//! Nullable fields that travel as absence, where a dialect has fewer unions than the contract has
//! nullable values.

use std::collections::{BTreeMap, BTreeSet};

use super::limits::Measured;
use super::table::{Measure, Table};
use crate::schema::{Place, Rendered};

/// Returns the fields that are left out instead of `null`: as few as the limit on unions asks for,
/// and the last ones, since what may be missing comes last in an answer anyway and a field that is
/// added at the end then changes no other.
///
/// A field of a type that is written out at several places counts once for each. If no choice keeps
/// both limits, as many travel as absence as there is room for, and the limits say what is too
/// much.
pub(super) fn chosen(rendered: &Rendered, table: &Table) -> BTreeSet<Place> {
    let measured = Measured::of(&rendered.schema);
    let (Some(unions), Some(optional)) =
        (table.most(Measure::Unions), table.most(Measure::Optional))
    else {
        return BTreeSet::new();
    };
    let mut over = measured.unions.saturating_sub(unions);
    let mut chosen = BTreeSet::new();
    // A key that may be missing needs no `null`, and takes no more room without it.
    for (place, uses) in fields(&rendered.nullable, true) {
        if over == 0 {
            return chosen;
        }
        over = over.saturating_sub(uses);
        chosen.insert(place);
    }
    if over == 0 {
        return chosen;
    }
    let room = optional.saturating_sub(measured.optional);
    let ways = ways(&fields(&rendered.nullable, false), room);
    // The smallest sum that is enough, or else the largest that there is room for.
    let found = ways.range(over..).next().or_else(|| ways.last_key_value());
    chosen.extend(found.into_iter().flat_map(|(_, way)| way.iter().cloned()));
    chosen
}

/// The fields whose keys may be missing or not, the last one first, with the number of unions that
/// each makes.
fn fields(nullable: &[(Place, bool)], optional: bool) -> Vec<(Place, u64)> {
    let mut fields: Vec<(Place, u64)> = Vec::new();
    let mut known: BTreeMap<&Place, usize> = BTreeMap::new();
    for (place, _) in nullable.iter().filter(|(_, may)| *may == optional) {
        let at = *known.entry(place).or_insert_with(|| {
            fields.push((place.clone(), 0));
            fields.len() - 1
        });
        if let Some((_, uses)) = fields.get_mut(at) {
            *uses += 1;
        }
    }
    fields.reverse();
    fields
}

/// Every number of unions up to `room` that some fields make together, with the first such fields.
fn ways(fields: &[(Place, u64)], room: u64) -> BTreeMap<u64, Vec<Place>> {
    let mut ways = BTreeMap::from([(0, Vec::new())]);
    for (place, uses) in fields {
        let sums: Vec<(u64, Vec<Place>)> = ways
            .range(..=room.saturating_sub(*uses))
            .filter(|(sum, _)| **sum + *uses <= room && !ways.contains_key(&(**sum + *uses)))
            .map(|(sum, way)| {
                let mut way: Vec<Place> = way.clone();
                way.push(place.clone());
                (*sum + *uses, way)
            })
            .collect();
        ways.extend(sums);
    }
    ways
}
