//! The tag of a union, looked up before its members are read.
//!
//! A tag may stand behind all other members, and unions lie in unions: a container that one search
//! has gone over is gone over by the next one in a single step, so that the work stays in
//! proportion to the text.

use super::{Reader, Stop};

/// The containers that searches have gone over, in the order in which they start: start and end.
#[derive(Debug, Default)]
pub(super) struct Passed(Vec<(usize, usize)>);

impl Passed {
    /// Returns the end of the container that starts at `at`; `None` if no search has gone over it.
    fn end_of(&self, at: usize) -> Option<usize> {
        let index = self.0.binary_search_by_key(&at, |(start, _)| *start).ok()?;
        self.0.get(index).map(|(_, end)| *end)
    }
}

impl Reader<'_> {
    /// Returns the index in `names` of a union's tag, without moving.
    ///
    /// # Errors
    /// [`Stop`] if no object is next, it has no such key, or the value is none of `names`.
    pub fn tag(&mut self, tag: &str, names: &[&str]) -> Result<usize, Stop> {
        let (at, depth) = (self.at, self.depth);
        if self.passed.0.last().is_some_and(|(_, end)| *end <= at) {
            self.passed.0.clear();
        }
        let found = self.find_tag(tag, names);
        (self.at, self.depth) = (at, depth);
        found
    }

    fn find_tag(&mut self, tag: &str, names: &[&str]) -> Result<usize, Stop> {
        self.map()?;
        let mut first = true;
        while self.more(b'}', &mut first)? {
            let is_tag = self.string_in(0)? == tag;
            self.expect(b':')?;
            if is_tag {
                return self.one_of(names);
            }
            self.pass()?;
        }
        Err(Stop)
    }

    /// Reads over one value, and keeps where its containers end.
    fn pass(&mut self) -> Result<(), Stop> {
        let next = self.peek();
        if !matches!(next, Some(b'{' | b'[')) {
            return self.skip();
        }
        let start = self.at;
        if let Some(end) = self.passed.end_of(start) {
            self.at = end;
            return Ok(());
        }
        let index = self.passed.0.len();
        self.passed.0.push((start, start));
        let mut first = true;
        if next == Some(b'{') {
            self.map()?;
            while self.more(b'}', &mut first)? {
                self.string_in(0)?;
                self.expect(b':')?;
                self.pass()?;
            }
        } else {
            self.list()?;
            while self.item(&mut first)? {
                self.pass()?;
            }
        }
        let end = self.at;
        if let Some(known) = self.passed.0.get_mut(index) {
            known.1 = end;
        }
        Ok(())
    }
}
