//! `contracts.lock` while compiling: where it is, and its text in the program.

mod entry;
mod today;

use std::path::{Path, PathBuf};

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Error, LitStr};

pub(crate) use driftless_base::lock::FILE;
pub(crate) use entry::{Entry, Wrong};
pub(crate) use today::today;

/// `driftless::lock!`: the text of the file, which rustc then watches.
pub(crate) fn include(path: &LitStr) -> TokenStream {
    let found = find(&path.value(), path.span()).and_then(|found| {
        // rustc itself would read a file of any size.
        let name = path.value();
        let unread = |why| Error::new(path.span(), format!("can't read `{name}`: {why}"));
        crate::file::read(&found).map_err(unread).map(|_text| found)
    });
    match found {
        Ok(found) => tracked(&found, path.span()),
        Err(error) => error.to_compile_error(),
    }
}

/// The file, named from the folder of the crate's `Cargo.toml`.
pub(crate) fn find(name: &str, span: Span) -> syn::Result<PathBuf> {
    let Some(root) = std::env::var_os("CARGO_MANIFEST_DIR") else {
        let message = "`CARGO_MANIFEST_DIR` isn't set, from which the path counts; build with cargo, or set it to the folder of `Cargo.toml`";
        return Err(Error::new(span, message));
    };
    let path = Path::new(&root).join(name);
    if path.is_file() {
        return Ok(path);
    }
    Err(Error::new(
        span,
        format!(
            "there is no file `{name}` in the folder of the crate's `Cargo.toml`; `contracts qualify` writes it, and one with the line `version = 1` is a lock without evidence"
        ),
    ))
}

/// Returns the file's text as an expression whose expansion makes rustc compile again when the file
/// changes.
pub(crate) fn tracked(path: &Path, span: Span) -> TokenStream {
    let Some(path) = path.to_str() else {
        let message =
            "the path of the crate isn't Unicode, so the file can't be named; move the crate";
        return Error::new(span, message).to_compile_error();
    };
    let include = quote!(::core::include_str!);
    quote_spanned!(span=> #include(#path))
}
