//! Regular expressions in the common ground of Rust's `regex` and ECMA-262 with its `u` flag.
//!
//! The schema carries the text as it was written, and its readers take it for ECMA-262. The decoder
//! runs a translation that means the same: `\d`, `\w`, `\s`, `\b` and `.` are wider in Rust. What
//! only one side knows, or what they read differently, is refused.

mod class;
mod control;
mod property;

pub(super) use control::names_control;

use std::fmt::Write as _;

use regex_automata::nfa::thompson::{Config, pikevm::PikeVM};
use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{
    AssertionKind, Ast, ErrorKind, GroupKind, HexLiteralKind, Literal, LiteralKind,
    SpecialLiteralKind,
};

/// The most memory that a compiled pattern may take, in bytes; well below the limit at which
/// `regex` gives up at run time.
const SIZE: usize = 1 << 20;

/// The translation for the `regex` crate, or what is wrong and what to write instead.
pub(super) fn translate(source: &str) -> Result<String, String> {
    let ast = Parser::new().parse(source).map_err(|error| said(&error))?;
    let mut out = String::new();
    Translate {
        source,
        out: &mut out,
    }
    .node(&ast)?;
    compile(&out)?;
    Ok(out)
}

/// The translation, compiled, to try examples on.
pub(super) fn compile(regex: &str) -> Result<PikeVM, String> {
    let config = Config::new().nfa_size_limit(Some(SIZE));
    PikeVM::builder()
        .thompson(config)
        .build(regex)
        .map_err(|_too_large| {
            "the pattern is too large once compiled; lower its repetition counts".to_owned()
        })
}

fn said(error: &regex_syntax::ast::Error) -> String {
    match error.kind() {
        ErrorKind::UnsupportedLookAround => {
            "look-around is not supported; check it with `ensure = path`".to_owned()
        }
        ErrorKind::UnsupportedBackreference => {
            "backreferences are not supported; check it with `ensure = path`".to_owned()
        }
        kind => {
            let span = error.span();
            let place = error
                .pattern()
                .get(span.start.offset..span.end.offset)
                .filter(|text| !text.is_empty());
            match place {
                Some(text) => format!("bad pattern: {kind}; look at `{text}`"),
                None => format!(
                    "bad pattern: {kind}; look at character {}",
                    span.start.column
                ),
            }
        }
    }
}

struct Translate<'a> {
    source: &'a str,
    out: &'a mut String,
}

/// Characters that ECMA-262 reads as syntax, and that therefore may and must be escaped.
fn is_syntax(character: char) -> bool {
    r"^$\.*+?()[]{}|".contains(character)
}

fn only_rust(text: &str, instead: &str) -> String {
    format!("`{text}` means nothing in ECMA-262, the language of schemas; {instead}")
}

impl Translate<'_> {
    fn text(&self, span: &regex_syntax::ast::Span) -> &str {
        self.source
            .get(span.start.offset..span.end.offset)
            .unwrap_or_default()
    }

    fn node(&mut self, ast: &Ast) -> Result<(), String> {
        match ast {
            Ast::Empty(_) => {}
            Ast::Flags(flags) => {
                return Err(only_rust(
                    self.text(&flags.span),
                    "spell out what the flag stands for",
                ));
            }
            Ast::Literal(literal) => {
                let character = self.literal(literal, false)?;
                self.out
                    .push_str(&regex_syntax::escape(&character.to_string()));
            }
            Ast::Dot(_) => self.out.push_str(class::DOT),
            Ast::Assertion(assertion) => self.assertion(assertion)?,
            Ast::ClassUnicode(of) => {
                let text = property::translate(of, self.text(&of.span))?;
                self.out.push_str(&text);
            }
            Ast::ClassPerl(of) => self.out.push_str(class::perl(of)),
            Ast::ClassBracketed(of) => self.bracketed(of)?,
            Ast::Repetition(of) => self.repetition(of)?,
            Ast::Group(of) => self.group(of)?,
            Ast::Alternation(of) => {
                for (index, branch) in of.asts.iter().enumerate() {
                    if index > 0 {
                        self.out.push('|');
                    }
                    self.node(branch)?;
                }
            }
            Ast::Concat(of) => of.asts.iter().try_for_each(|part| self.node(part))?,
        }
        Ok(())
    }

    /// The character that a literal stands for, if both languages say so.
    fn literal(&self, of: &Literal, in_class: bool) -> Result<char, String> {
        let text = self.text(&of.span);
        let known = match &of.kind {
            LiteralKind::Verbatim => {
                let bad = if in_class { "[]" } else { "[]{}" };
                if bad.contains(of.c) {
                    return Err(format!(
                        "`{text}` must be escaped in ECMA-262, the language of schemas; write `\\{text}`"
                    ));
                }
                true
            }
            LiteralKind::Meta | LiteralKind::Superfluous => {
                if !(is_syntax(of.c) || of.c == '/' || (in_class && of.c == '-')) {
                    return Err(only_rust(
                        text,
                        &format!("write `{}` without the backslash", of.c),
                    ));
                }
                true
            }
            LiteralKind::HexFixed(kind) => {
                matches!(kind, HexLiteralKind::X | HexLiteralKind::UnicodeShort)
            }
            LiteralKind::HexBrace(kind) => matches!(kind, HexLiteralKind::UnicodeShort),
            LiteralKind::Special(kind) => {
                !matches!(kind, SpecialLiteralKind::Bell | SpecialLiteralKind::Space)
            }
            LiteralKind::Octal => false,
        };
        if known {
            Ok(of.c)
        } else {
            let instead = format!("write `\\u{{{:x}}}`", u32::from(of.c));
            Err(only_rust(text, &instead))
        }
    }

    fn assertion(&mut self, of: &regex_syntax::ast::Assertion) -> Result<(), String> {
        let text = match of.kind {
            AssertionKind::StartLine => "^",
            AssertionKind::EndLine => "$",
            AssertionKind::WordBoundary => r"(?-u:\b)",
            AssertionKind::NotWordBoundary => r"(?-u:\B)",
            AssertionKind::StartText => return Err(only_rust(self.text(&of.span), "write `^`")),
            AssertionKind::EndText => return Err(only_rust(self.text(&of.span), "write `$`")),
            _ => return Err(only_rust(self.text(&of.span), r"write `\b`")),
        };
        self.out.push_str(text);
        Ok(())
    }

    fn repetition(&mut self, of: &regex_syntax::ast::Repetition) -> Result<(), String> {
        if matches!(
            *of.ast,
            Ast::Repetition(_) | Ast::Assertion(_) | Ast::Empty(_)
        ) {
            let text = self.text(&of.span);
            return Err(format!(
                "`{text}` repeats what ECMA-262, the language of schemas, can't repeat; put what it repeats into `(?:…)`"
            ));
        }
        self.out.push_str("(?:");
        self.node(&of.ast)?;
        self.out.push(')');
        let operator = self.text(&of.op.span).to_owned();
        self.out.push_str(&operator);
        Ok(())
    }

    fn group(&mut self, of: &regex_syntax::ast::Group) -> Result<(), String> {
        match &of.kind {
            GroupKind::CaptureName {
                starts_with_p: true,
                name,
            } => {
                return Err(only_rust(
                    "(?P<…>…)",
                    &format!("write `(?<{}>…)`", name.name),
                ));
            }
            GroupKind::CaptureName { name, .. } if name.name.contains(['.', '[', ']']) => {
                let instead = "name the group with letters, digits and `_`, or write `(?:…)`";
                return Err(only_rust(&format!("(?<{}>…)", name.name), instead));
            }
            GroupKind::NonCapturing(flags) if !flags.items.is_empty() => {
                let text = format!("(?{}:…)", self.text(&flags.span));
                return Err(only_rust(&text, "spell out what the flag stands for"));
            }
            GroupKind::CaptureIndex(_)
            | GroupKind::CaptureName { .. }
            | GroupKind::NonCapturing(_) => {}
        }
        // Nobody asks what a group matched.
        self.out.push_str("(?:");
        self.node(&of.ast)?;
        self.out.push(')');
        Ok(())
    }

    fn class_character(&mut self, character: char) {
        // Writing to a String can't fail.
        let _infallible = write!(self.out, "\\x{{{:x}}}", u32::from(character));
    }
}
