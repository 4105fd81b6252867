//! The language of `pattern`, which differs by vendor; rewritten where the result means the same.

use std::fmt::Write as _;
use std::iter::Peekable;
use std::str::Chars;

/// A language that patterns are read in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Language {
    /// ECMA-262 with its `u` flag, as JSON Schema has it.
    Ecma,
    /// Anchors, `* + ?`, small `{n,m}`, classes, `\d \w \s`, escaped punctuation and groups: what
    /// Anthropic documents ("Structured outputs", 2026-09).
    Simple,
    /// Python's `re`. Only what both languages read alike is sent, so that any other engine of a
    /// compatible server takes it too.
    Python,
}

impl Language {
    /// Returns the pattern in this language, or `None` if it has no equivalent there.
    #[must_use]
    pub fn written(self, source: &str) -> Option<String> {
        match self {
            Self::Ecma => Some(source.to_owned()),
            Self::Simple => is_simple(source).then(|| source.to_owned()),
            Self::Python => Python::rewrite(source),
        }
    }
}

fn is_simple(source: &str) -> bool {
    const LARGEST: u32 = 100;
    let mut rest = source.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '\\' => match rest.next() {
                Some('d' | 'w' | 's') => {}
                Some(escaped) if escaped.is_ascii_punctuation() => {}
                _ => return false,
            },
            '(' if rest.peek() == Some(&'?') => return false,
            '{' => {
                let inside: String = rest.by_ref().take_while(|next| *next != '}').collect();
                let small =
                    |part: &str| part.is_empty() || part.parse().is_ok_and(|n: u32| n <= LARGEST);
                if !inside.split(',').all(small) {
                    return false;
                }
            }
            _ => {}
        }
    }
    true
}

/// ECMA-262's classes as ranges; Python's own are wider, since they go by Unicode.
const DIGIT: &str = "0-9";
const WORD: &str = "0-9A-Za-z_";
const SPACE: &str = r"\t-\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff";
const BREAK: &str = r"\n\r\u2028\u2029";

struct Python<'s> {
    rest: Peekable<Chars<'s>>,
    out: String,
}

impl Python<'_> {
    /// Python's `$` also matches before a final line break, which no other spelling that both
    /// languages have excludes; the decoder refuses such a text.
    fn rewrite(source: &str) -> Option<String> {
        let mut python = Python {
            rest: source.chars().peekable(),
            out: String::with_capacity(source.len()),
        };
        while let Some(letter) = python.rest.next() {
            match letter {
                '\\' => python.escape()?,
                '[' => python.class()?,
                '(' => python.group()?,
                '.' => python.ranges(BREAK, true),
                '{' => python.count()?,
                '}' | ']' => return None,
                '*' | '+' | '?' => {
                    python.out.push(letter);
                    python.lazy()?;
                }
                other => python.out.push(other),
            }
        }
        Some(python.out)
    }

    /// Reads the end of a repetition: nothing or `?`; a second repetition is one of Python's own
    /// kinds.
    fn lazy(&mut self) -> Option<()> {
        if self.rest.next_if_eq(&'?').is_some() {
            self.out.push('?');
        }
        (!matches!(self.rest.peek(), Some('*' | '+' | '?'))).then_some(())
    }

    fn ranges(&mut self, of: &str, negated: bool) {
        self.out.push_str(if negated { "[^" } else { "[" });
        self.out.push_str(of);
        self.out.push(']');
    }

    fn escape(&mut self) -> Option<()> {
        match self.rest.next()? {
            'd' => self.ranges(DIGIT, false),
            'D' => self.ranges(DIGIT, true),
            'w' => self.ranges(WORD, false),
            'W' => self.ranges(WORD, true),
            's' => self.ranges(SPACE, false),
            'S' => self.ranges(SPACE, true),
            other => self.character(other)?,
        }
        Some(())
    }

    /// Writes what stands behind a backslash, if it is one character.
    fn character(&mut self, letter: char) -> Option<()> {
        match letter {
            'n' | 'r' | 't' | 'v' | 'f' => {
                self.out.push('\\');
                self.out.push(letter);
            }
            '0' if !self.rest.peek().is_some_and(char::is_ascii_digit) => self.code(0)?,
            'c' => {
                let control = self.rest.next().filter(char::is_ascii_alphabetic)?;
                self.code(u32::from(control) % 32)?;
            }
            'x' => {
                let code = self.digits(2)?;
                self.code(code)?;
            }
            'u' if self.rest.next_if_eq(&'{').is_some() => {
                let mut inside = String::new();
                loop {
                    match self.rest.next()? {
                        '}' => break,
                        digit => inside.push(digit),
                    }
                }
                self.code(u32::from_str_radix(&inside, 16).ok()?)?;
            }
            'u' => {
                let code = self.digits(4)?;
                self.code(code)?;
            }
            other if other.is_ascii_punctuation() => {
                self.out.push('\\');
                self.out.push(other);
            }
            _ => return None,
        }
        Some(())
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let digits: String = self.rest.by_ref().take(count).collect();
        let all = digits.len() == count && digits.chars().all(|digit| digit.is_ascii_hexdigit());
        all.then(|| u32::from_str_radix(&digits, 16).ok()).flatten()
    }

    /// Writes a character by its number: as `\xHH` or `\uHHHH`, or as itself where it takes more
    /// digits. A half of a pair is none.
    fn code(&mut self, code: u32) -> Option<()> {
        let letter = char::from_u32(code)?;
        // Writing to a String can't fail.
        let _infallible = match code {
            0..=0xff => write!(self.out, "\\x{code:02x}"),
            0x100..=0xffff => write!(self.out, "\\u{code:04x}"),
            _ => write!(self.out, "{letter}"),
        };
        Some(())
    }

    fn class(&mut self) -> Option<()> {
        self.out.push('[');
        if self.rest.next_if_eq(&'^').is_some() {
            self.out.push('^');
        }
        // An empty class begins with a bracket in Python.
        if self.rest.peek() == Some(&']') {
            return None;
        }
        loop {
            match self.rest.next()? {
                ']' => break,
                '[' => return None,
                '\\' => match self.rest.next()? {
                    'b' => self.code(8)?,
                    'd' => self.inside(DIGIT)?,
                    'w' => self.inside(WORD)?,
                    's' => self.inside(SPACE)?,
                    other => self.character(other)?,
                },
                other => self.out.push(other),
            }
        }
        self.out.push(']');
        Some(())
    }

    /// Writes ranges inside of a class; a hyphen behind them stands for itself only at the end.
    fn inside(&mut self, of: &str) -> Option<()> {
        self.out.push_str(of);
        if self.rest.next_if_eq(&'-').is_some() {
            (self.rest.peek() == Some(&']')).then_some(())?;
            self.out.push('-');
        }
        Some(())
    }

    /// Writes a group without its name, since nobody asks what it matched, and each language spells
    /// names in its own way.
    fn group(&mut self) -> Option<()> {
        self.out.push('(');
        if self.rest.next_if_eq(&'?').is_none() {
            return Some(());
        }
        match self.rest.next()? {
            ':' => self.out.push_str("?:"),
            '<' if !matches!(self.rest.peek(), Some('=' | '!')) => {
                while self.rest.next()? != '>' {}
            }
            _ => return None,
        }
        Some(())
    }

    fn count(&mut self) -> Option<()> {
        let mut inside = String::new();
        loop {
            match self.rest.next()? {
                '}' => break,
                letter => inside.push(letter),
            }
        }
        let (low, high) = inside.split_once(',').unwrap_or((&inside, ""));
        let number = |part: &str| part.bytes().all(|digit| digit.is_ascii_digit());
        if low.is_empty() || !number(low) || !number(high) {
            return None;
        }
        self.out.push('{');
        self.out.push_str(&inside);
        self.out.push('}');
        self.lazy()
    }
}
