//! The best matching of two lists: which item of one goes with which of the other, so that the sum
//! of how alike they are is greatest.
//!
//! The Hungarian method with potentials (Kuhn 1955; Munkres 1957; in the form that takes time
//! n²·m). Of the kept crates, `pathfinding` brings eight others and a macro for it.

/// For each row, the column that goes with it; there are at least as many columns as rows.
///
/// `gain` is asked for rows and columns below the counts; what it returns must be finite.
pub(super) fn assign(
    rows: usize,
    columns: usize,
    gain: impl Fn(usize, usize) -> f64,
) -> Vec<usize> {
    let mut row_price = vec![0.0_f64; rows];
    // The column 0 is none: where a row begins to look for one.
    let mut column_price = vec![0.0_f64; columns + 1];
    let mut holder: Vec<Option<usize>> = vec![None; columns + 1];
    for row in 0..rows {
        let came_from = augment(row, &mut row_price, &mut column_price, &mut holder, &gain);
        // Each column on the way is handed to the row that the one before it had.
        let mut at = came_from.last;
        while at != 0 {
            let before = get(&came_from.way, at, 0);
            let row = get(&holder, before, None);
            set(&mut holder, at, row);
            at = before;
        }
        set(&mut holder, 0, None);
    }
    let mut chosen = vec![0; rows];
    for (column, row) in holder.iter().enumerate().skip(1) {
        if let Some(row) = row {
            set(&mut chosen, *row, column - 1);
        }
    }
    chosen
}

/// The shortest way to a free column.
struct Way {
    way: Vec<usize>,
    last: usize,
}

fn augment(
    row: usize,
    row_price: &mut [f64],
    column_price: &mut [f64],
    holder: &mut [Option<usize>],
    gain: &impl Fn(usize, usize) -> f64,
) -> Way {
    let count = column_price.len();
    let mut least = vec![f64::INFINITY; count];
    let mut used = vec![false; count];
    let mut way = vec![0; count];
    let mut at = 0;
    set(holder, 0, Some(row));
    while let Some(here) = get(holder, at, None) {
        set(&mut used, at, true);
        let (mut step, mut next) = (f64::INFINITY, 0);
        for column in 1..count {
            if get(&used, column, true) {
                continue;
            }
            let cost = -gain(here, column - 1)
                - get(row_price, here, 0.0)
                - get(column_price, column, 0.0);
            if cost < get(&least, column, 0.0) {
                set(&mut least, column, cost);
                set(&mut way, column, at);
            }
            if get(&least, column, 0.0) < step {
                step = get(&least, column, 0.0);
                next = column;
            }
        }
        if next == 0 {
            // No column is left; not with as many columns as rows and finite gains.
            break;
        }
        for column in 0..count {
            if get(&used, column, false) {
                if let Some(held) = get(holder, column, None) {
                    set(row_price, held, get(row_price, held, 0.0) + step);
                }
                set(column_price, column, get(column_price, column, 0.0) - step);
            } else {
                let less = get(&least, column, 0.0) - step;
                set(&mut least, column, less);
            }
        }
        at = next;
    }
    Way { way, last: at }
}

fn get<T: Copy>(list: &[T], at: usize, otherwise: T) -> T {
    list.get(at).copied().unwrap_or(otherwise)
}

fn set<T>(list: &mut [T], at: usize, value: T) {
    if let Some(slot) = list.get_mut(at) {
        *slot = value;
    }
}
