//! A template: text with `{field}` placeholders, `{#each list}…{/each}` and `{#if option}…{/if}`
//! blocks, and `{{` and `}}` for braces.

use syn::{Error, LitStr};

/// One piece of a template.
pub(crate) enum Piece {
    /// Text as it is.
    Text(String),
    /// The value of a field.
    Field(String),
    /// The item of the list around it.
    This,
    /// Pieces that are repeated or left out.
    Block(Block),
}

/// Pieces between `{#…}` and `{/…}`.
pub(crate) struct Block {
    pub(crate) kind: Kind,
    /// The field that it goes by.
    pub(crate) field: String,
    pub(crate) pieces: Vec<Piece>,
}

/// The effect of a block.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Repeats its pieces for each item of a list.
    Each,
    /// Leaves its pieces out if an option is.
    If,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Each => "each",
            Self::If => "if",
        }
    }
}

/// A template whose braces and blocks balance.
pub(crate) struct Template {
    pub(crate) pieces: Vec<Piece>,
}

impl Template {
    pub(crate) fn parse(literal: &LitStr) -> syn::Result<Self> {
        let text = literal.value();
        let parser = Parser {
            text: &text,
            at: 0,
            plain: String::new(),
            pieces: Vec::new(),
            open: Vec::new(),
        };
        parser
            .run()
            .map(|pieces| Self { pieces })
            .map_err(|(offset, what)| {
                Error::new_spanned(
                    literal,
                    format!("{what} (line {} of the template)", line(&text, offset)),
                )
            })
    }

    /// Returns every field that is named, as often as it is.
    pub(crate) fn fields(&self) -> Vec<&str> {
        let mut fields = Vec::new();
        collect(&self.pieces, &mut fields);
        fields
    }

    /// Returns `true` if the text that is sent as it stands has `{name}`: the template has two
    /// braces around it.
    pub(crate) fn has_braces_around(&self, name: &str) -> bool {
        let written = format!("{{{name}}}");
        self.pieces
            .iter()
            .any(|piece| matches!(piece, Piece::Text(text) if text.contains(&written)))
    }

    /// Returns every field that the template shows, whatever the other fields hold.
    pub(crate) fn shown(&self) -> Vec<&str> {
        let mut shown = Vec::new();
        collect_shown(&self.pieces, None, &mut Vec::new(), &mut shown);
        shown
    }

    /// Returns `true` if a list is gone through.
    pub(crate) fn has_each(&self) -> bool {
        has_each(&self.pieces)
    }
}

fn collect<'a>(pieces: &'a [Piece], fields: &mut Vec<&'a str>) {
    for piece in pieces {
        match piece {
            Piece::Field(name) => fields.push(name),
            Piece::Block(block) => {
                fields.push(&block.field);
                collect(&block.pieces, fields);
            }
            Piece::Text(_) | Piece::This => {}
        }
    }
}

/// Collects the fields that are shown; `item` is the list that `{this}` is of, `around` are the
/// fields that the blocks around depend on.
fn collect_shown<'a>(
    pieces: &'a [Piece],
    item: Option<&'a str>,
    around: &mut Vec<&'a str>,
    shown: &mut Vec<&'a str>,
) {
    for piece in pieces {
        let name = match piece {
            Piece::Field(name) => Some(name.as_str()),
            Piece::This => item,
            Piece::Text(_) => None,
            Piece::Block(block) => {
                let inside = match block.kind {
                    Kind::Each => Some(block.field.as_str()),
                    Kind::If => item,
                };
                around.push(&block.field);
                collect_shown(&block.pieces, inside, around, shown);
                around.pop();
                None
            }
        };
        let always = |name: &&str| around.iter().all(|of| of == name);
        shown.extend(name.filter(always));
    }
}

fn has_each(pieces: &[Piece]) -> bool {
    pieces.iter().any(|piece| match piece {
        Piece::Block(block) => block.kind == Kind::Each || has_each(&block.pieces),
        Piece::Text(_) | Piece::Field(_) | Piece::This => false,
    })
}

/// Returns the line of `offset`, from 1.
fn line(text: &str, offset: usize) -> usize {
    text.get(..offset).unwrap_or_default().matches('\n').count() + 1
}

/// Where something is wrong, and the words for it.
type Fault = (usize, String);

/// A block whose end hasn't been read.
struct Open {
    kind: Kind,
    field: String,
    /// Where it begins.
    offset: usize,
    /// The pieces before it.
    before: Vec<Piece>,
}

struct Parser<'t> {
    text: &'t str,
    /// The byte that is read next.
    at: usize,
    plain: String,
    pieces: Vec<Piece>,
    open: Vec<Open>,
}

impl Parser<'_> {
    fn run(mut self) -> Result<Vec<Piece>, Fault> {
        while let Some(character) = self.rest().chars().next() {
            let start = self.at;
            self.at += character.len_utf8();
            match character {
                '{' | '}' if self.rest().starts_with(character) => {
                    self.plain.push(character);
                    self.at += 1;
                }
                '}' => return Err((start, "unbalanced `}`; write `}}` for a brace".to_owned())),
                '{' => self.braced(start)?,
                other => self.plain.push(other),
            }
        }
        self.flush();
        match self.open.pop() {
            Some(open) => Err((open.offset, unclosed(&open))),
            None => Ok(self.pieces),
        }
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn flush(&mut self) {
        if !self.plain.is_empty() {
            self.pieces
                .push(Piece::Text(std::mem::take(&mut self.plain)));
        }
    }

    /// Reads what stands in braces, the first of which has been read.
    fn braced(&mut self, start: usize) -> Result<(), Fault> {
        let rest = self.rest();
        let end = rest.find(['{', '}']).unwrap_or(rest.len());
        let name = rest.get(..end).unwrap_or_default().to_owned();
        let closed = rest.get(end..).is_some_and(|rest| rest.starts_with('}'));
        if closed && let Some(tag) = name.strip_prefix('#') {
            let (kind, field) = block(tag).map_err(|what| (start, what))?;
            self.at += end + 1;
            self.tag_alone(start);
            return self.begin(kind, field, start);
        }
        if closed && let Some(tag) = name.strip_prefix('/') {
            self.at += end + 1;
            self.tag_alone(start);
            return self.end(tag.trim(), start);
        }
        let inside = self.open.iter().any(|open| open.kind == Kind::Each);
        if closed && name == "this" && inside {
            self.flush();
            self.pieces.push(Piece::This);
        } else if closed && is_field(&name) {
            self.flush();
            self.pieces.push(Piece::Field(name));
        } else {
            return Err((start, no_field(&name, closed)));
        }
        self.at += end + 1;
        Ok(())
    }

    /// Leaves out the line of a tag that stands alone on it, from `start` to here.
    fn tag_alone(&mut self, start: usize) {
        let before = self.text.get(..start).unwrap_or_default();
        let before = before.rsplit('\n').next().unwrap_or_default();
        let is_blank = |text: &str| text.chars().all(|letter| matches!(letter, ' ' | '\t'));
        let rest = self.rest();
        let after = rest.split('\n').next().unwrap_or_default();
        if is_blank(before) && is_blank(after) {
            let skipped = after.len() + usize::from(rest.len() > after.len());
            self.plain
                .truncate(self.plain.len().saturating_sub(before.len()));
            self.at += skipped;
        }
    }

    fn begin(&mut self, kind: Kind, field: String, offset: usize) -> Result<(), Fault> {
        let around = self.open.iter().find(|open| open.kind == Kind::Each);
        if kind == Kind::Each
            && let Some(around) = around
        {
            return Err((
                offset,
                format!(
                    "`{{#each {field}}}` stands within `{{#each {}}}`; make the text of the inner list before the prompt is made",
                    around.field
                ),
            ));
        }
        self.flush();
        let before = std::mem::take(&mut self.pieces);
        self.open.push(Open {
            kind,
            field,
            offset,
            before,
        });
        Ok(())
    }

    fn end(&mut self, word: &str, offset: usize) -> Result<(), Fault> {
        let Some(open) = self.open.pop() else {
            return Err((
                offset,
                format!(
                    "`{{/{word}}}` closes nothing; open the block by `{{#each list}}` or `{{#if option}}`, or write `{{{{` for a brace"
                ),
            ));
        };
        if word != open.kind.word() {
            let line = line(self.text, open.offset);
            return Err((
                offset,
                format!(
                    "`{{/{word}}}` stands where `{{#{0} {1}}}` of line {line} must be closed; write `{{/{0}}}`",
                    open.kind.word(),
                    open.field
                ),
            ));
        }
        self.flush();
        let pieces = std::mem::replace(&mut self.pieces, open.before);
        self.pieces.push(Piece::Block(Block {
            kind: open.kind,
            field: open.field,
            pieces,
        }));
        Ok(())
    }
}

fn unclosed(open: &Open) -> String {
    let word = open.kind.word();
    format!(
        "`{{#{word} {}}}` is never closed; write `{{/{word}}}` behind what it holds",
        open.field
    )
}

/// Reads the tag that begins a block, behind its `#`.
fn block(tag: &str) -> Result<(Kind, String), String> {
    let (word, field) = tag.trim().split_once(' ').unwrap_or((tag.trim(), ""));
    let field = field.trim();
    let kind = match word {
        "each" => Kind::Each,
        "if" => Kind::If,
        _ => {
            return Err(format!(
                "`{}` begins no block; write `{{#each list}}` or `{{#if option}}`, or `{{{{` for a brace",
                shown(&format!("#{tag}"), true)
            ));
        }
    };
    if is_field(field) {
        return Ok((kind, field.to_owned()));
    }
    Err(format!(
        "`{}` names no field; write `{{#{word} field}}`",
        shown(&format!("#{tag}"), true)
    ))
}

/// Returns the words for a placeholder that names no field.
fn no_field(name: &str, closed: bool) -> String {
    if !closed && (name.trim().is_empty() || is_field(name.trim())) {
        return "unbalanced `{`; close the placeholder with `}`, or write `{{` for a brace"
            .to_owned();
    }
    let shown = shown(name, closed);
    match name.split_once(':') {
        Some((field, options)) if closed && is_field(field) && are_options(options) => format!(
            "format options in `{shown}` are not supported; put the text into its final form before the prompt is made, or write `{{{{` and `}}}}` for braces"
        ),
        // What has a colon, a quote or a space is most often JSON, which has many braces.
        _ if name.contains([':', '"', ' ', '\n', ',', ';']) => format!(
            "`{shown}` is no field name; write `{{{{` for each `{{` and `}}}}` for each `}}` of JSON or code, or `{{field}}` for a field"
        ),
        _ => format!("`{shown}` is no field name; write `{{field}}`, or `{{{{` for a brace"),
    }
}

fn is_field(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_ok()
        || syn::parse_str::<syn::Ident>(&format!("r#{name}")).is_ok()
}

/// Returns `true` for what may stand behind the colon of a placeholder of `format!`: `?`, `>10`,
/// `.2`, `#x` and so on.
fn are_options(options: &str) -> bool {
    let kind = options.trim_start_matches(|letter: char| {
        letter.is_ascii_digit() || "<^>+-#0.$*_= ".contains(letter)
    });
    let kind = kind
        .strip_prefix(['x', 'X'])
        .filter(|rest| *rest == "?")
        .unwrap_or(kind);
    matches!(kind, "" | "?" | "x" | "X" | "o" | "b" | "e" | "E" | "p")
        && !options.starts_with(' ')
        && !options.is_empty()
}

/// The placeholder as it stands there, on one line and not too long.
fn shown(name: &str, closed: bool) -> String {
    const LONGEST: usize = 40;
    let line = name.split('\n').next().unwrap_or_default();
    let start: String = line.chars().take(LONGEST).collect();
    let end = match (start == name, closed) {
        (true, true) => "}",
        (true, false) => "",
        (false, _) => " …",
    };
    format!("{{{start}{end}")
}
