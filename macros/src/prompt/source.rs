//! Where the text of a template stands: in the attribute, or in a file beside the crate's manifest.

use std::path::Path;

use syn::meta::ParseNestedMeta;
use syn::{Error, Expr, ExprLit, Lit, LitStr};

use crate::attr::ungrouped;
use crate::ctxt::Ctxt;

/// One template's text.
pub(crate) struct Source {
    /// The text, with the span that the user must edit; `None` if there is no text to read, which
    /// has been reported.
    pub(crate) text: Option<LitStr>,
    /// The file that it was read from, as the compiler finds it.
    pub(crate) file: Option<String>,
}

impl Source {
    /// Reads `user = "…"`.
    pub(crate) fn text(meta: &ParseNestedMeta<'_>, errors: &Ctxt) -> syn::Result<Self> {
        let remedy = format!(
            "a template is checked while compiling, so it must be a string literal; write `{0} = \"…\"`, or `{0}_file = \"path\"` for one in a file",
            meta.path.require_ident()?
        );
        let text = literal(meta, errors, &remedy)?;
        Ok(Self { text, file: None })
    }

    /// Reads `user_file = "…"`.
    pub(crate) fn file(meta: &ParseNestedMeta<'_>, errors: &Ctxt) -> syn::Result<Self> {
        let remedy = format!(
            "not a path; write `{} = \"prompts/name.txt\"`, which starts at the folder of the crate's `Cargo.toml`",
            meta.path.require_ident()?
        );
        let mut source = Self {
            text: None,
            file: None,
        };
        if let Some(path) = literal(meta, errors, &remedy)?
            && let Some((text, file)) = errors.keep(read(&path))
        {
            source.text = Some(LitStr::new(&text, path.span()));
            source.file = Some(file);
        }
        Ok(source)
    }
}

/// Parses a string literal; reports anything else with its remedy.
fn literal(meta: &ParseNestedMeta<'_>, errors: &Ctxt, remedy: &str) -> syn::Result<Option<LitStr>> {
    match ungrouped(meta.value()?.parse()?) {
        Expr::Lit(ExprLit {
            lit: Lit::Str(text),
            ..
        }) => Ok(Some(text)),
        other => {
            errors.error(other, remedy);
            Ok(None)
        }
    }
}

/// The text of the file, and its whole path.
fn read(path: &LitStr) -> syn::Result<(String, String)> {
    let root = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
    let whole = Path::new(&root).join(path.value());
    let text = crate::file::read(&whole).map_err(|reason| {
        let message = format!(
            "can't read `{}` as UTF-8 text ({reason}); the path starts at the folder of the crate's `Cargo.toml`",
            path.value(),
        );
        Error::new_spanned(path, message)
    })?;
    // As in a literal, whatever the checkout has made of the line ends; the last one is the
    // editor's.
    let text = text.replace("\r\n", "\n");
    let text = text.strip_suffix('\n').unwrap_or(&text).to_owned();
    let whole = whole.into_os_string().into_string().map_err(|_path| {
        Error::new_spanned(
            path,
            "the folder of the crate has a name that is no UTF-8; rename it",
        )
    })?;
    Ok((text, whole))
}
