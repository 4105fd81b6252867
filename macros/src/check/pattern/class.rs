//! Character classes.

use regex_syntax::ast::{
    ClassBracketed, ClassPerl, ClassPerlKind, ClassSet, ClassSetItem, LiteralKind,
};

use super::{Translate, only_rust, property};

/// ECMA-262's `.`: everything but a line terminator.
pub(super) const DOT: &str = r"[^\n\r\x{2028}\x{2029}]";

const SPACE: &str =
    r"[\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}]";
const NOT_SPACE: &str =
    r"[^\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}]";

/// ECMA-262's `\d`, `\s`, `\w` and their opposites.
pub(super) fn perl(of: &ClassPerl) -> &'static str {
    match (&of.kind, of.negated) {
        (ClassPerlKind::Digit, false) => "[0-9]",
        (ClassPerlKind::Digit, true) => "[^0-9]",
        (ClassPerlKind::Word, false) => "[0-9A-Za-z_]",
        (ClassPerlKind::Word, true) => "[^0-9A-Za-z_]",
        (ClassPerlKind::Space, false) => SPACE,
        (ClassPerlKind::Space, true) => NOT_SPACE,
    }
}

impl Translate<'_> {
    pub(super) fn bracketed(&mut self, of: &ClassBracketed) -> Result<(), String> {
        let ClassSet::Item(item) = &of.kind else {
            let text = self.text(&of.span);
            return Err(format!(
                "ECMA-262, the language of schemas, has no set operations as in `{text}`; write the resulting class"
            ));
        };
        self.out.push('[');
        if of.negated {
            self.out.push('^');
        }
        self.item(item)?;
        self.out.push(']');
        Ok(())
    }

    fn item(&mut self, item: &ClassSetItem) -> Result<(), String> {
        match item {
            ClassSetItem::Empty(_) => {}
            ClassSetItem::Literal(literal) => {
                let character = self.literal(literal, true)?;
                self.class_character(character);
            }
            ClassSetItem::Range(range) => {
                let (start, end) = (
                    self.literal(&range.start, true)?,
                    self.literal(&range.end, true)?,
                );
                self.class_character(start);
                self.out.push('-');
                self.class_character(end);
            }
            ClassSetItem::Ascii(of) => {
                return Err(only_rust(
                    self.text(&of.span),
                    "write the range, such as `a-z`",
                ));
            }
            ClassSetItem::Unicode(of) => {
                let text = property::translate(of, self.text(&of.span))?;
                self.out.push_str(&text);
            }
            ClassSetItem::Perl(of) => self.out.push_str(perl(of)),
            ClassSetItem::Bracketed(of) => {
                let text = self.text(&of.span);
                return Err(format!(
                    "ECMA-262, the language of schemas, has no nested class such as `{text}`; write it out, or escape `[`"
                ));
            }
            ClassSetItem::Union(union) => {
                Self::hyphens(&union.items)?;
                union.items.iter().try_for_each(|item| self.item(item))?;
            }
        }
        Ok(())
    }

    /// A bare hyphen beside `\w` and its like starts a range in ECMA-262, which is an error there.
    fn hyphens(items: &[ClassSetItem]) -> Result<(), String> {
        let is_class = |item: Option<&ClassSetItem>| {
            matches!(item, Some(ClassSetItem::Perl(_) | ClassSetItem::Unicode(_)))
        };
        for (at, item) in items.iter().enumerate() {
            let ClassSetItem::Literal(literal) = item else {
                continue;
            };
            let inside = at > 0 && at + 1 < items.len();
            if literal.c == '-'
                && literal.kind == LiteralKind::Verbatim
                && inside
                && (is_class(items.get(at - 1)) || is_class(items.get(at + 1)))
            {
                return Err(
                    "a bare `-` beside a class is an error in ECMA-262, the language of schemas; write `\\-`"
                        .to_owned(),
                );
            }
        }
        Ok(())
    }
}
