//! `#[derive(Prompt)]`: a struct whose fields are the inputs of a template, and the contract that the answer is held to.

mod attr;
mod expand;
mod template;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput, Error, Fields};

use attr::Options;
use template::Template;

/// What is certainly true about one prompt: every placeholder is a field, every field is used.
struct Model<'a> {
    input: &'a DeriveInput,
    options: Options,
    user: Template,
    system: Option<Template>,
    fields: Vec<&'a syn::Field>,
}

/// The whole derive; all errors of one item at once.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    match check(input) {
        Ok(model) => expand::expand(&model),
        Err(error) => error.to_compile_error(),
    }
}

/// Folds errors, so that a user sees all of them in one build.
#[derive(Default)]
pub(crate) struct Errors(Option<Error>);

impl Errors {
    pub(crate) fn push(&mut self, error: Error) {
        match &mut self.0 {
            Some(all) => all.combine(error),
            none => *none = Some(error),
        }
    }

    /// The value, or a placeholder's absence with the error kept.
    pub(crate) fn keep<T>(&mut self, result: syn::Result<T>) -> Option<T> {
        result.map_err(|error| self.push(error)).ok()
    }

    pub(crate) fn finish(self) -> syn::Result<()> {
        self.0.map_or(Ok(()), Err)
    }
}

fn check(input: &DeriveInput) -> syn::Result<Model<'_>> {
    let mut errors = Errors::default();
    let fields = errors.keep(inputs(input)).unwrap_or_default();
    let options = errors.keep(Options::parse(input));
    let Some(options) = options else {
        errors.finish()?;
        return Err(Error::new_spanned(
            &input.ident,
            "no `#[prompt(…)]` could be read",
        ));
    };
    let user = errors.keep(Template::parse(&options.user));
    let system = options
        .system
        .as_ref()
        .and_then(|text| errors.keep(Template::parse(text)));
    for (template, literal) in [
        (user.as_ref(), Some(&options.user)),
        (system.as_ref(), options.system.as_ref()),
    ] {
        let (Some(template), Some(literal)) = (template, literal) else {
            continue;
        };
        for name in template.placeholders() {
            if !fields.iter().any(|field| is_named(field, name)) {
                errors.push(Error::new_spanned(literal, unknown(name, &fields)));
            }
        }
    }
    let is_used = |field: &syn::Field| {
        [user.as_ref(), system.as_ref()]
            .into_iter()
            .flatten()
            .flat_map(Template::placeholders)
            .any(|name| is_named(field, name))
    };
    for field in &fields {
        // A template that did not parse uses nothing that we could know of.
        if user.is_some() && (options.system.is_none() || system.is_some()) && !is_used(field) {
            let name = plain_name(field);
            errors.push(Error::new_spanned(
                &field.ident,
                format!("no template uses the field `{name}`; put `{{{name}}}` into `user` or `system`, or drop the field"),
            ));
        }
    }
    errors.finish()?;
    match user {
        Some(user) => Ok(Model {
            input,
            options,
            user,
            system,
            fields,
        }),
        None => Err(Error::new_spanned(&input.ident, "no user template")),
    }
}

fn inputs(input: &DeriveInput) -> syn::Result<Vec<&syn::Field>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(named) => Ok(named.named.iter().collect()),
            Fields::Unit => Ok(Vec::new()),
            Fields::Unnamed(unnamed) => Err(Error::new_spanned(
                unnamed,
                "a prompt's inputs have no names here; use named fields, since the template calls them by name",
            )),
        },
        Data::Enum(data) => Err(Error::new_spanned(
            data.enum_token,
            "a prompt can't be an enum; derive `Prompt` on one struct per template",
        )),
        Data::Union(data) => Err(Error::new_spanned(
            data.union_token,
            "a prompt can't be a union; use a struct",
        )),
    }
}

fn plain_name(field: &syn::Field) -> String {
    field
        .ident
        .as_ref()
        .map(|ident| ident.to_string().trim_start_matches("r#").to_owned())
        .unwrap_or_default()
}

fn is_named(field: &syn::Field, name: &str) -> bool {
    plain_name(field) == name
}

fn unknown(name: &str, fields: &[&syn::Field]) -> String {
    let known: Vec<String> = fields
        .iter()
        .map(|field| format!("`{{{}}}`", plain_name(field)))
        .collect();
    if known.is_empty() {
        format!(
            "unknown placeholder `{{{name}}}`; this prompt has no fields (write `{{{{` for a brace)"
        )
    } else {
        format!(
            "unknown placeholder `{{{name}}}`; expected {} (write `{{{{` for a brace)",
            known.join(", ")
        )
    }
}
