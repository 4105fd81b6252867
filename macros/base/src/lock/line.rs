//! One line of a lock: the part of TOML that the writer makes.

use std::iter::Peekable;
use std::str::Chars;

/// A line of a lock.
#[derive(Debug, Clone, PartialEq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "its two readers must handle every form"
)]
pub enum Line {
    /// Nothing, or a comment.
    Blank,
    /// `[a.b]`
    Table(Vec<String>),
    /// `a.b = value`
    Key(Vec<String>, Value),
}

/// A value behind a key.
#[derive(Debug, Clone, PartialEq)]
#[allow(
    clippy::exhaustive_enums,
    reason = "its two readers must handle every form"
)]
pub enum Value {
    /// A string.
    Text(String),
    /// A number as it was written.
    Number(String),
    /// A list.
    List(Vec<Value>),
    /// An inline table, in the order of its members.
    Table(Vec<(String, Value)>),
}

/// Deepest nesting of a value that is read. The writer nests at most two levels.
const DEPTH: u32 = 4;

/// Reads a line.
///
/// # Errors
/// A sentence about what is wrong with it.
pub fn read(text: &str) -> Result<Line, String> {
    let mut scan = Scan {
        rest: text.chars().peekable(),
    };
    scan.space();
    let line = match scan.rest.peek() {
        None | Some('#') => return Ok(Line::Blank),
        Some('[') => {
            scan.rest.next();
            let path = scan.path()?;
            scan.expect(']')?;
            Line::Table(path)
        }
        Some(_) => {
            let path = scan.path()?;
            scan.expect('=')?;
            Line::Key(path, scan.value(0)?)
        }
    };
    scan.space();
    match scan.rest.next() {
        None | Some('#') => Ok(line),
        Some(other) => Err(format!("`{}` is not expected here", other.escape_debug())),
    }
}

struct Scan<'a> {
    rest: Peekable<Chars<'a>>,
}

impl Scan<'_> {
    fn space(&mut self) {
        while self
            .rest
            .next_if(|next| matches!(next, ' ' | '\t'))
            .is_some()
        {}
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        self.space();
        match self.rest.next() {
            Some(found) if found == wanted => Ok(()),
            Some(found) => Err(format!(
                "`{wanted}` is expected before `{}`",
                found.escape_debug()
            )),
            None => Err(format!("`{wanted}` is missing at the end")),
        }
    }

    fn path(&mut self) -> Result<Vec<String>, String> {
        let mut path = Vec::new();
        loop {
            path.push(self.name()?);
            self.space();
            if self.rest.next_if_eq(&'.').is_none() {
                return Ok(path);
            }
        }
    }

    fn name(&mut self) -> Result<String, String> {
        self.space();
        if self.rest.peek() == Some(&'"') {
            return self.text();
        }
        let is_bare = |next: &char| next.is_ascii_alphanumeric() || matches!(next, '-' | '_');
        let mut name = String::new();
        while let Some(next) = self.rest.next_if(is_bare) {
            name.push(next);
        }
        match self.rest.peek() {
            _ if !name.is_empty() => Ok(name),
            Some(other) => Err(format!("a key can't begin with `{}`", other.escape_debug())),
            None => Err("a key is missing at the end".to_owned()),
        }
    }

    fn text(&mut self) -> Result<String, String> {
        self.rest.next();
        let mut text = String::new();
        loop {
            match self.rest.next() {
                None => return Err("the string has no end".to_owned()),
                Some('"') => return Ok(text),
                Some('\\') => text.push(self.escape()?),
                Some(control) if control.is_control() && control != '\t' => {
                    return Err("a control character stands in a string".to_owned());
                }
                Some(other) => text.push(other),
            }
        }
    }

    fn escape(&mut self) -> Result<char, String> {
        match self.rest.next() {
            Some('"') => Ok('"'),
            Some('\\') => Ok('\\'),
            Some('n') => Ok('\n'),
            Some('r') => Ok('\r'),
            Some('t') => Ok('\t'),
            Some('u') => {
                let digits: String = self.rest.by_ref().take(4).collect();
                u32::from_str_radix(&digits, 16)
                    .ok()
                    .filter(|_| {
                        digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
                    })
                    .and_then(char::from_u32)
                    .ok_or_else(|| "`\\u` needs four digits of a character".to_owned())
            }
            _ => Err("an unknown escape stands in a string".to_owned()),
        }
    }

    fn value(&mut self, depth: u32) -> Result<Value, String> {
        if depth > DEPTH {
            return Err("the value nests too deep".to_owned());
        }
        self.space();
        match self.rest.peek() {
            None => Err("the value is missing".to_owned()),
            Some('"') => self.text().map(Value::Text),
            Some('[') => self.list(depth).map(Value::List),
            Some('{') => self.table(depth).map(Value::Table),
            Some(_) => self.number().map(Value::Number),
        }
    }

    fn list(&mut self, depth: u32) -> Result<Vec<Value>, String> {
        self.rest.next();
        let mut items = Vec::new();
        self.space();
        if self.rest.next_if_eq(&']').is_some() {
            return Ok(items);
        }
        loop {
            items.push(self.value(depth.saturating_add(1))?);
            self.space();
            if self.rest.next_if_eq(&',').is_none() {
                self.expect(']')?;
                return Ok(items);
            }
        }
    }

    fn table(&mut self, depth: u32) -> Result<Vec<(String, Value)>, String> {
        self.rest.next();
        let mut members: Vec<(String, Value)> = Vec::new();
        loop {
            let name = self.name()?;
            self.expect('=')?;
            if members.iter().any(|(known, _)| *known == name) {
                return Err(format!("`{}` stands twice", name.escape_debug()));
            }
            members.push((name, self.value(depth.saturating_add(1))?));
            self.space();
            if self.rest.next_if_eq(&',').is_none() {
                self.expect('}')?;
                return Ok(members);
            }
        }
    }

    fn number(&mut self) -> Result<String, String> {
        let mut number = String::new();
        let is_part = |next: &char| next.is_ascii_digit() || matches!(next, '-' | '.');
        while let Some(next) = self.rest.next_if(is_part) {
            number.push(next);
        }
        let (whole, fraction) = number.split_once('.').unwrap_or((&number, "0"));
        let whole = whole.strip_prefix('-').unwrap_or(whole);
        let digits =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if digits(whole) && digits(fraction) && (whole == "0" || !whole.starts_with('0')) {
            return Ok(number);
        }
        Err(
            "this is no value; a string in double quotes, a number, a list or a table is expected"
                .to_owned(),
        )
    }
}
