//! Patterns that name a form feed or a backspace: whoever writes one has thought of control
//! characters.

use regex_syntax::ast::parse::Parser;
use regex_syntax::ast::{Ast, ClassSet, ClassSetItem};

/// Returns `true` if the pattern names one of the two, alone or in a range, and not to exclude it.
pub(crate) fn names_control(source: &str) -> bool {
    Parser::new()
        .parse(source)
        .is_ok_and(|ast| is_named_in(&ast))
}

fn is_control(character: char) -> bool {
    matches!(character, '\u{8}' | '\u{c}')
}

fn is_named_in(ast: &Ast) -> bool {
    match ast {
        Ast::Literal(literal) => is_control(literal.c),
        Ast::ClassBracketed(of) => match &of.kind {
            ClassSet::Item(item) => !of.negated && is_named_by(item),
            ClassSet::BinaryOp(_) => false,
        },
        Ast::Repetition(of) => is_named_in(&of.ast),
        Ast::Group(of) => is_named_in(&of.ast),
        Ast::Alternation(of) => of.asts.iter().any(is_named_in),
        Ast::Concat(of) => of.asts.iter().any(is_named_in),
        _ => false,
    }
}

fn is_named_by(item: &ClassSetItem) -> bool {
    match item {
        ClassSetItem::Literal(literal) => is_control(literal.c),
        ClassSetItem::Range(range) => {
            let holds = |character| range.start.c <= character && character <= range.end.c;
            holds('\u{8}') || holds('\u{c}')
        }
        ClassSetItem::Union(union) => union.items.iter().any(is_named_by),
        _ => false,
    }
}
