//! Objects and maps in the beginning of a document.

use std::borrow::Cow;

use super::node::{Map, Member};
use super::progress::{Read, Reader};

impl Reader<'_> {
    pub(super) fn object(&self, members: &[Member], at: usize) -> Read {
        if self.byte(at) != Some(b'{') {
            return Read::Bad;
        }
        let mut next = 0;
        let mut at = self.space(at + 1);
        if self.byte(at) == Some(b'}') {
            return Read::Done(at + 1);
        }
        let mut comma = false;
        loop {
            at = self.space(at);
            let rest = self.from(at);
            let left = members.get(next..).unwrap_or_default();
            let Some(found) = left.iter().position(|member| rest.starts_with(&member.key)) else {
                return self.open_key(left, rest, comma);
            };
            let Some(member) = left.get(found) else {
                return Read::Bad;
            };
            next += found + 1;
            let left = members.get(next..).unwrap_or_default();
            at = self.space(at + member.key.len());
            match self.byte(at) {
                None => {
                    let value = self.grammar.smallest_of(member.value);
                    return Read::Cut(Some(format!(": {value}{}", self.closing(left, true))));
                }
                Some(b':') => at += 1,
                _ => return Read::Bad,
            }
            let end = match self.value(member.value, at) {
                Read::Done(end) => end,
                Read::Bad => return Read::Bad,
                Read::Cut(rest) => {
                    return Read::Cut(
                        rest.map(|rest| format!("{rest}{}", self.closing(left, true))),
                    );
                }
            };
            at = self.space(end);
            match self.byte(at) {
                None => return Read::Cut(Some(self.closing(left, true))),
                Some(b'}') => return Read::Done(at + 1),
                Some(b',') => at += 1,
                _ => return Read::Bad,
            }
            comma = true;
        }
    }

    /// The text breaks off inside a key, or before it.
    fn open_key(&self, left: &[Member], rest: &str, comma: bool) -> Read {
        let ways = left.iter().enumerate().filter_map(|(at, member)| {
            let missing = member.key.strip_prefix(rest)?;
            // Required members can't be skipped.
            if left.iter().take(at).any(|before| before.required) {
                return None;
            }
            let value = self.grammar.smallest_of(member.value);
            let after = left.get(at + 1..).unwrap_or_default();
            Some(format!("{missing}: {value}{}", self.closing(after, true)))
        });
        let end = (rest.is_empty() && !comma && !left.iter().any(|member| member.required))
            .then(|| "}".to_owned());
        ways.chain(end)
            .min_by_key(String::len)
            .map_or(Read::Bad, |way| Read::Cut(Some(way)))
    }

    /// The required ones of `left`, and the brace.
    fn closing(&self, left: &[Member], comma: bool) -> String {
        let mut out = String::new();
        let mut comma = comma;
        for member in left.iter().filter(|member| member.required) {
            if comma {
                out.push_str(", ");
            }
            out.push_str(&member.key);
            out.push_str(": ");
            out.push_str(self.grammar.smallest_of(member.value));
            comma = true;
        }
        out.push('}');
        out
    }

    pub(super) fn map(&self, map: &Map, at: usize) -> Read {
        if self.byte(at) != Some(b'{') {
            return Read::Bad;
        }
        let mut keys: Vec<Cow<'_, str>> = Vec::new();
        let mut at = self.space(at + 1);
        if self.byte(at) == Some(b'}') {
            return Read::Done(at + 1);
        }
        loop {
            at = self.space(at);
            if at == self.text.len() {
                return Read::Cut(self.entries(map, &keys, false));
            }
            let (key, end) = match self.string(&map.key, at) {
                (Some(key), Read::Done(end)) => (key, end),
                (_, Read::Cut(_)) => return Read::Cut(None),
                _ => return Read::Bad,
            };
            if keys.contains(&key) {
                return Read::Bad;
            }
            keys.push(key);
            at = self.space(end);
            let colon = match self.byte(at) {
                None => ": ",
                Some(b':') => {
                    at += 1;
                    ""
                }
                _ => return Read::Bad,
            };
            let end = match self.value(map.value, at) {
                Read::Done(end) => end,
                Read::Bad => return Read::Bad,
                Read::Cut(rest) => {
                    return Read::Cut(rest.and_then(|rest| {
                        Some(format!("{colon}{rest}{}", self.entries(map, &keys, true)?))
                    }));
                }
            };
            at = self.space(end);
            match self.byte(at) {
                None => return Read::Cut(self.entries(map, &keys, true)),
                Some(b'}') => return Read::Done(at + 1),
                Some(b',') => at += 1,
                _ => return Read::Bad,
            }
        }
    }

    /// Returns the text that is missing behind the entries `keys`; nothing behind a comma, where a
    /// key must follow.
    fn entries(&self, map: &Map, keys: &[Cow<'_, str>], behind_value: bool) -> Option<String> {
        if !behind_value && !keys.is_empty() {
            return None;
        }
        let least = usize::try_from(map.min).ok()?;
        let missing = least.saturating_sub(keys.len());
        let value = self.grammar.smallest_of(map.value);
        let mut out = String::new();
        if missing > 0 {
            let fresh = map.key.shortest(least);
            let mut fresh = fresh
                .iter()
                .filter(|key| !keys.iter().any(|old| old == *key));
            for nth in 0..missing {
                let key = fresh.next()?;
                if nth > 0 || !keys.is_empty() {
                    out.push_str(", ");
                }
                driftless::json::write_string(&mut out, key);
                out.push_str(": ");
                out.push_str(value);
            }
        }
        out.push('}');
        Some(out)
    }
}
