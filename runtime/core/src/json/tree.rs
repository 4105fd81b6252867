//! The explaining pass's view of an answer: a tree with the byte span of every part.

use std::borrow::Cow;
use std::ops::Range;

use super::syntax::{PathStep, Syntax};
use super::{MAX_DEPTH, Number, string::scan_string, swallowed, write_string};

/// One value of the answer and where it stands.
#[derive(Debug, Clone)]
#[allow(
    clippy::exhaustive_structs,
    reason = "seen by the `driftless` crate of the same version alone"
)]
pub struct Node<'a> {
    /// The bytes of the answer that hold it.
    pub span: Range<usize>,
    /// Its kind and parts.
    pub kind: NodeKind<'a>,
}

/// A parsed value.
#[derive(Debug, Clone)]
#[allow(
    clippy::exhaustive_enums,
    reason = "every reader must handle every kind"
)]
pub enum NodeKind<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it was written.
    Number(Number<'a>),
    /// A string without its escapes.
    String(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// Members in the order of the text, duplicates included: key span, key, value.
    Object(Vec<(Range<usize>, Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Reads the whole of `text` as one document.
    ///
    /// # Errors
    /// [`Syntax`] if it is not one.
    pub fn parse(text: &'a str) -> Result<Self, Syntax> {
        Self::parse_within(text, MAX_DEPTH)
    }

    /// Reads the whole of `text` as one document of so many levels.
    ///
    /// # Errors
    /// [`Syntax`] if it is not one.
    pub fn parse_within(text: &'a str, levels: u32) -> Result<Self, Syntax> {
        let mut parser = Parser::at(text, 0, levels);
        let node = parser.document()?;
        if parser.peek().is_some() {
            let mut syntax = parser.wrong("the end of the text");
            syntax.trailing = true;
            return Err(syntax);
        }
        Ok(node)
    }

    /// Reads the document that starts at `start` or behind white space there, and the offset behind
    /// it.
    ///
    /// # Errors
    /// [`Syntax`] if there is none.
    pub fn parse_first(text: &'a str, start: usize) -> Result<(Self, usize), Syntax> {
        let mut parser = Parser::at(text, start, MAX_DEPTH);
        let node = parser.document()?;
        Ok((node, parser.at))
    }

    /// Returns the first value that is nested deeper than [`MAX_DEPTH`].
    #[must_use]
    pub fn too_deep(&self) -> Option<Syntax> {
        let mut syntax = self.deeper_than(MAX_DEPTH)?;
        syntax.path.reverse();
        Some(syntax)
    }

    fn deeper_than(&self, levels: u32) -> Option<Syntax> {
        let inside = |child: &Self, step: &dyn Fn() -> PathStep| {
            let mut syntax = child.deeper_than(levels - 1)?;
            syntax.path.push(step());
            Some(syntax)
        };
        match &self.kind {
            NodeKind::List(_) | NodeKind::Object(_) if levels == 0 => {
                Some(Syntax::too_deep(self.span.start))
            }
            NodeKind::List(items) => {
                let mut items = items.iter().enumerate();
                items.find_map(|(index, item)| inside(item, &|| PathStep::Index(index)))
            }
            NodeKind::Object(members) => {
                let step = |key: &Cow<'_, str>| PathStep::Key(key.clone().into_owned());
                let mut members = members.iter();
                members.find_map(|(_, key, value)| inside(value, &|| step(key)))
            }
            _ => None,
        }
    }

    /// Appends the value as JSON text; numbers as they were written.
    pub fn write(&self, out: &mut String) {
        self.write_as_sent(out, "");
    }

    /// Appends the value as JSON text; numbers, and texts with a swallowed backslash, as they stand
    /// in `sent`.
    pub(crate) fn write_as_sent(&self, out: &mut String, sent: &str) {
        match &self.kind {
            NodeKind::Null => out.push_str("null"),
            NodeKind::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            NodeKind::Number(number) => out.push_str(number.as_str()),
            NodeKind::String(text) => string_as_sent(out, text, sent.get(self.span.clone())),
            NodeKind::List(items) => {
                out.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    item.write_as_sent(out, sent);
                }
                out.push(']');
            }
            NodeKind::Object(members) => {
                out.push('{');
                for (index, (span, key, value)) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    string_as_sent(out, key, sent.get(span.clone()));
                    out.push(':');
                    value.write_as_sent(out, sent);
                }
                out.push('}');
            }
        }
    }
}

/// Appends a text as JSON; in its own spelling where that has a swallowed backslash, for the
/// decoder to see.
fn string_as_sent(out: &mut String, text: &str, spelling: Option<&str>) {
    let is_rare = memchr::memchr2(0x08, 0x0c, text.as_bytes()).is_none();
    let spelling = spelling
        .filter(|_| !is_rare)
        .and_then(|literal| literal.strip_prefix('"').zip(Some(literal)))
        .filter(|(inside, _)| swallowed(inside).is_some())
        .filter(|(_, literal)| scan_string(literal, 1).is_ok_and(|(known, _)| known == text));
    match spelling {
        Some((_, literal)) => out.push_str(literal),
        None => write_string(out, text),
    }
}

struct Parser<'a> {
    text: &'a str,
    at: usize,
    /// Levels that may still be entered.
    levels: u32,
}

impl<'a> Parser<'a> {
    fn at(text: &'a str, at: usize, levels: u32) -> Self {
        Self { text, at, levels }
    }

    fn document(&mut self) -> Result<Node<'a>, Syntax> {
        self.value().map_err(|mut syntax| {
            syntax.path.reverse();
            syntax
        })
    }

    fn raw(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn peek(&mut self) -> Option<u8> {
        while matches!(self.raw(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
        self.raw()
    }

    fn wrong(&self, problem: &'static str) -> Syntax {
        Syntax {
            at: self.at,
            problem,
            truncated: self.at >= self.text.len(),
            trailing: false,
            too_deep: false,
            path: Vec::new(),
        }
    }

    fn value(&mut self) -> Result<Node<'a>, Syntax> {
        let next = self.peek();
        let start = self.at;
        let kind = match next {
            Some(b'{') => self.object()?,
            Some(b'[') => self.list()?,
            Some(b'"') => NodeKind::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => self.number()?,
            Some(b't') => self.word("true", NodeKind::Bool(true))?,
            Some(b'f') => self.word("false", NodeKind::Bool(false))?,
            Some(b'n') => self.word("null", NodeKind::Null)?,
            _ => return Err(self.wrong(Syntax::VALUE)),
        };
        Ok(Node {
            span: start..self.at,
            kind,
        })
    }

    fn word(&mut self, word: &'static str, kind: NodeKind<'a>) -> Result<NodeKind<'a>, Syntax> {
        let rest = self.text.get(self.at..).unwrap_or("");
        if rest.starts_with(word) {
            self.at += word.len();
            return Ok(kind);
        }
        let mut syntax = self.wrong(Syntax::VALUE);
        syntax.truncated = word.starts_with(rest);
        Err(syntax)
    }

    fn number(&mut self) -> Result<NodeKind<'a>, Syntax> {
        let Some((number, end)) = Number::scan(self.text, self.at) else {
            let mut syntax = self.wrong(Syntax::NUMBER);
            let rest = self.text.get(self.at..).unwrap_or("");
            syntax.truncated = rest
                .bytes()
                .all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
            return Err(syntax);
        };
        self.at = end;
        Ok(NodeKind::Number(number))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, Syntax> {
        match scan_string(self.text, self.at + 1) {
            Ok((text, end)) => {
                self.at = end;
                Ok(text)
            }
            Err(at) => {
                self.at = at;
                let mut syntax = self.wrong(match self.raw() {
                    None => "the rest of the string and its closing quote",
                    Some(b'\\') => Syntax::ESCAPE,
                    Some(_) => Syntax::CONTROL,
                });
                // An escape that the end of the text cuts off.
                syntax.truncated |=
                    self.raw() == Some(b'\\') && is_cut_escape(self.text.get(at..).unwrap_or(""));
                Err(syntax)
            }
        }
    }

    fn enter(&mut self) -> Result<(), Syntax> {
        let Some(levels) = self.levels.checked_sub(1) else {
            return Err(Syntax::too_deep(self.at));
        };
        self.levels = levels;
        self.at += 1;
        Ok(())
    }

    /// Returns `true` if another element follows; steps over the comma or the closing bracket.
    fn more(&mut self, close: u8, first: bool, problem: &'static str) -> Result<bool, Syntax> {
        match self.peek() {
            Some(byte) if byte == close => {
                self.at += 1;
                self.levels += 1;
                return Ok(false);
            }
            Some(_) if first => return Ok(true),
            Some(b',') => self.at += 1,
            _ => return Err(self.wrong(problem)),
        }
        if self.peek() == Some(close) {
            return Err(self.wrong("another element behind the comma (JSON has no trailing comma)"));
        }
        Ok(true)
    }

    fn list(&mut self) -> Result<NodeKind<'a>, Syntax> {
        self.enter()?;
        let mut items = Vec::new();
        while self.more(b']', items.is_empty(), "`,` or `]`")? {
            let item = self.value().map_err(|mut syntax| {
                syntax.path.push(PathStep::Index(items.len()));
                syntax
            })?;
            items.push(item);
        }
        Ok(NodeKind::List(items))
    }

    fn object(&mut self) -> Result<NodeKind<'a>, Syntax> {
        self.enter()?;
        let mut members = Vec::new();
        while self.more(b'}', members.is_empty(), "`,` or `}`")? {
            if self.peek() != Some(b'"') {
                return Err(self.wrong(Syntax::KEY));
            }
            let start = self.at;
            let key = self.string()?;
            let span = start..self.at;
            let inside = |mut syntax: Syntax| {
                syntax.path.push(PathStep::Key(key.clone().into_owned()));
                syntax
            };
            if self.peek() != Some(b':') {
                return Err(inside(self.wrong("`:`")));
            }
            self.at += 1;
            let value = self.value().map_err(inside)?;
            members.push((span, key, value));
        }
        Ok(NodeKind::Object(members))
    }
}

/// Returns `true` if `text` is the beginning of an escape sequence, or of a pair of them, and
/// nothing more.
fn is_cut_escape(text: &str) -> bool {
    let begins = |part: &[u8]| {
        part.iter().zip(b"\\u").all(|(one, other)| one == other)
            && part.iter().skip(2).all(u8::is_ascii_hexdigit)
    };
    match text.as_bytes() {
        [
            _,
            _,
            b'd' | b'D',
            b'8' | b'9' | b'a' | b'b' | b'A' | b'B',
            _,
            _,
            low @ ..,
        ] => {
            let can_be_low = match low {
                [_, _, first, second, ..] => {
                    matches!(first, b'd' | b'D') && matches!(second, b'c'..=b'f' | b'C'..=b'F')
                }
                [_, _, first] => matches!(first, b'd' | b'D'),
                _ => true,
            };
            let high = text.as_bytes().get(..6).unwrap_or(&[]);
            low.len() < 6 && can_be_low && begins(low) && begins(high)
        }
        part => part.len() < 6 && begins(part),
    }
}
