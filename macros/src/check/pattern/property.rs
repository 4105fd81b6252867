//! Unicode properties: the general categories, which both languages spell alike.

use regex_syntax::ast::{ClassUnicode, ClassUnicodeKind, ClassUnicodeOpKind};

/// General categories as ECMA-262 spells them: short and long name. Source: ECMA-262 (2025), table
/// 69 and `PropertyValueAliases.txt`.
const CATEGORIES: &[(&str, &str)] = &[
    ("L", "Letter"),
    ("LC", "Cased_Letter"),
    ("Lu", "Uppercase_Letter"),
    ("Ll", "Lowercase_Letter"),
    ("Lt", "Titlecase_Letter"),
    ("Lm", "Modifier_Letter"),
    ("Lo", "Other_Letter"),
    ("M", "Mark"),
    ("Mn", "Nonspacing_Mark"),
    ("Mc", "Spacing_Mark"),
    ("Me", "Enclosing_Mark"),
    ("N", "Number"),
    ("Nd", "Decimal_Number"),
    ("Nl", "Letter_Number"),
    ("No", "Other_Number"),
    ("P", "Punctuation"),
    ("Pc", "Connector_Punctuation"),
    ("Pd", "Dash_Punctuation"),
    ("Ps", "Open_Punctuation"),
    ("Pe", "Close_Punctuation"),
    ("Pi", "Initial_Punctuation"),
    ("Pf", "Final_Punctuation"),
    ("Po", "Other_Punctuation"),
    ("S", "Symbol"),
    ("Sm", "Math_Symbol"),
    ("Sc", "Currency_Symbol"),
    ("Sk", "Modifier_Symbol"),
    ("So", "Other_Symbol"),
    ("Z", "Separator"),
    ("Zs", "Space_Separator"),
    ("Zl", "Line_Separator"),
    ("Zp", "Paragraph_Separator"),
    ("C", "Other"),
    ("Cc", "Control"),
    ("Cf", "Format"),
    ("Cn", "Unassigned"),
    ("Co", "Private_Use"),
    (SURROGATE, "Surrogate"),
];

/// The category of code points that no Rust text can hold, and that `regex` therefore doesn't know.
const SURROGATE: &str = "Cs";

/// The class in the syntax of the `regex` crate.
pub(super) fn translate(of: &ClassUnicode, text: &str) -> Result<String, String> {
    let (name, negated) = match &of.kind {
        ClassUnicodeKind::Named(name) => (name, of.negated),
        ClassUnicodeKind::NamedValue {
            op: ClassUnicodeOpKind::Equal,
            name,
            value,
        } if matches!(name.as_str(), "General_Category" | "gc") => (value, of.negated),
        ClassUnicodeKind::OneLetter(letter) => {
            return Err(format!(
                "`{text}` means nothing in ECMA-262, the language of schemas; write `\\p{{{letter}}}`"
            ));
        }
        ClassUnicodeKind::NamedValue { .. } => return Err(unsupported(text)),
    };
    let known = CATEGORIES
        .iter()
        .find(|(short, long)| short == name || long == name);
    match known {
        Some((short, _)) if *short == SURROGATE && negated => Ok(r"[\x{0}-\x{10ffff}]".to_owned()),
        Some((short, _)) if *short == SURROGATE => Ok(r"[^\x{0}-\x{10ffff}]".to_owned()),
        Some((short, _)) if negated => Ok(format!("\\P{{{short}}}")),
        Some((short, _)) => Ok(format!("\\p{{{short}}}")),
        None => Err(unsupported(text)),
    }
}

fn unsupported(text: &str) -> String {
    format!(
        "property `{text}` is not supported; only general categories are, such as `\\p{{L}}` or `\\p{{Lu}}`"
    )
}
