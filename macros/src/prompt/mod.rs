//! `#[derive(Prompt)]`: a struct whose fields are the inputs of a template, and the contract of the
//! answer.

mod attr;
mod expand;
mod qualified;
mod relation;
mod render;
mod source;
mod template;

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt as _;
use syn::{Data, DeriveInput, Error, Fields};

use crate::ctxt::Ctxt;
use attr::Options;
use relation::Tie;
use template::Template;

/// A checked prompt: every placeholder is a field, every field is used.
struct Model<'a> {
    input: &'a DeriveInput,
    options: &'a Options,
    output: &'a syn::Type,
    user_literal: &'a syn::LitStr,
    system_literal: Option<&'a syn::LitStr>,
    user: Template,
    system: Option<Template>,
    fields: Vec<&'a syn::Field>,
    /// The field whose turns come before the user message.
    history: Option<&'a syn::Field>,
    /// Models that the lock speaks for.
    qualified: Option<qualified::Qualified>,
}

impl Model<'_> {
    /// The inputs that a template shows in any case.
    fn placed(&self) -> Vec<&str> {
        let templates = [Some(&self.user), self.system.as_ref()];
        let placed = templates.into_iter().flatten();
        placed.flat_map(Template::shown).collect()
    }

    /// The path of the runtime crate.
    fn runtime(&self) -> TokenStream {
        self.options
            .runtime
            .as_ref()
            .map_or_else(|| quote!(::driftless), |path| quote!(#path))
    }
}

/// The whole derive; all errors of one item at once.
pub(crate) fn derive(input: &DeriveInput) -> TokenStream {
    let errors = Ctxt::new();
    let options = Options::parse(input, &errors);
    match check(input, &options, errors) {
        Ok(model) => expand::expand(&model),
        Err(error) => expand::fallback(input, &options, &error),
    }
}

fn check<'a>(input: &'a DeriveInput, options: &'a Options, errors: Ctxt) -> syn::Result<Model<'a>> {
    let fields = errors.keep(inputs(input));
    let history = history(input, &errors);
    let sources = [options.user.as_ref(), options.system.as_ref()];
    let literals = sources.map(|source| source.and_then(|source| source.text.as_ref()));
    let templates = sources.map(|source| {
        let literal = source?.text.as_ref();
        Some(literal.and_then(|literal| errors.keep(Template::parse(literal))))
    });
    for literal in literals.into_iter().flatten() {
        if literal.value().trim().is_empty() {
            errors.error(literal, "an empty template says nothing to a model; write one, or leave the key out if it is `system`");
        }
    }
    if let Some(fields) = &fields {
        for (template, literal) in templates.iter().zip(literals) {
            if let Some(template) = template.as_ref().and_then(Option::as_ref) {
                check_placeholders(template, literal, fields, history, &errors);
            }
        }
        // A template that did not parse, or a key that is missing, uses nothing that we could know
        // of.
        if options.user.is_some()
            && !templates
                .iter()
                .any(|template| matches!(template, Some(None)))
        {
            // A check may use a field that no model sees.
            if options.ensures.is_empty() {
                check_use(
                    &templates.iter().flatten().flatten().collect::<Vec<_>>(),
                    fields,
                    &options.ties,
                    &errors,
                );
            }
        }
    }
    let parsed = templates.iter().flatten().flatten();
    check_ties(options, fields.as_deref(), parsed, &errors);
    let qualified = qualified(input, options, &errors);
    errors.check()?;
    let [user, system] = templates.map(Option::flatten);
    let [user_literal, system_literal] = literals;
    match (user, options.output.as_ref(), user_literal, fields) {
        (Some(user), Some(output), Some(user_literal), Some(fields)) => Ok(Model {
            input,
            options,
            output,
            user_literal,
            system_literal,
            user,
            system,
            fields,
            history,
            qualified,
        }),
        _ => Err(Error::new_spanned(
            &input.ident,
            "no `#[prompt(…)]` could be read",
        )),
    }
}

/// Relations whose inputs are no fields, or shown to no model.
#[allow(
    single_use_lifetimes,
    reason = "an anonymous lifetime in an associated type is not stable"
)]
fn check_ties<'t>(
    options: &Options,
    fields: Option<&[&syn::Field]>,
    templates: impl Iterator<Item = &'t Template>,
    errors: &Ctxt,
) {
    let placed: Vec<&str> = templates.flat_map(Template::shown).collect();
    if let Some(fields) = fields {
        relation::check(&options.ties, fields, &placed, errors);
    }
}

/// The prompt's name, as receipts and evidence have it.
fn name(input: &DeriveInput, options: &Options) -> String {
    options.name.as_ref().map_or_else(
        || input.ident.to_string().trim_start_matches("r#").to_owned(),
        syn::LitStr::value,
    )
}

/// The models that `qualified` names, each with its evidence.
fn qualified(
    input: &DeriveInput,
    options: &Options,
    errors: &Ctxt,
) -> Option<qualified::Qualified> {
    let first = options.qualified.as_ref()?.first()?;
    if input.generics.type_params().count() + input.generics.const_params().count() > 0 {
        errors.push(Error::new_spanned(
            first,
            "a prompt with type parameters is many prompts, and evidence is about one; leave `qualified` out, `build()` looks as well",
        ));
        return None;
    }
    qualified::check(&name(input, options), options, errors)
}

/// Returns the field that `#[prompt(history)]` marks; no other option is known.
fn history<'a>(input: &'a DeriveInput, errors: &Ctxt) -> Option<&'a syn::Field> {
    let Data::Struct(data) = &input.data else {
        return None;
    };
    let mut found: Option<&syn::Field> = None;
    for field in &data.fields {
        for attr in &field.attrs {
            if !attr.path().is_ident("prompt") {
                continue;
            }
            let is_history = |list: &syn::MetaList| list.tokens.to_string() == "history";
            if !attr.meta.require_list().is_ok_and(is_history) {
                errors.error(
                    attr,
                    "a prompt's field has no option but `history`; put this on the struct, or remove it",
                );
            } else if let Some(before) = found {
                let message = format!(
                    "the field `{}` is the history already; put all turns into one field",
                    plain_name(before)
                );
                errors.error(attr, message);
            } else {
                found = Some(field);
            }
        }
    }
    found
}

/// Every name is a field, and the history is none that has a text.
fn check_placeholders(
    template: &Template,
    literal: Option<&syn::LitStr>,
    fields: &[&syn::Field],
    history: Option<&syn::Field>,
    errors: &Ctxt,
) {
    let history = history.map(plain_name);
    for name in template.fields() {
        if history.as_deref() == Some(name) {
            let message = format!(
                "the history `{name}` is sent as messages before the user message; drop it from the template"
            );
            errors.push(Error::new_spanned(literal, message));
        } else if !fields.iter().any(|field| plain_name(field) == name) {
            errors.push(Error::new_spanned(literal, unknown(name, fields)));
        }
    }
    let this = fields.iter().find(|field| plain_name(field) == "this");
    if let Some(this) = this.filter(|_| template.has_each()) {
        errors.push(Error::new_spanned(
            &this.ident,
            "`{this}` is the item within `{#each}`, so no template could name this field there; rename the field",
        ));
    }
}

/// Every field but the history is used.
fn check_use(templates: &[&Template], fields: &[&syn::Field], ties: &[Tie], errors: &Ctxt) {
    let used: Vec<&str> = templates
        .iter()
        .flat_map(|template| template.fields())
        .collect();
    let has_each = templates.iter().any(|template| template.has_each());
    for field in fields {
        let name = plain_name(field);
        let marked = field
            .attrs
            .iter()
            .any(|attr| attr.path().is_ident("prompt"));
        let is_tied = ties.iter().any(|tie| tie.input.unraw() == name);
        // A field named like the item of a list is refused already.
        let is_item = has_each && name == "this";
        if !marked && !is_item && !is_tied && !used.contains(&name.as_str()) {
            let remedy = if templates.iter().any(|of| of.has_braces_around(&name)) {
                format!("`{{{{{name}}}}}` is text in braces; write `{{{name}}}` for the field")
            } else {
                format!("put `{{{name}}}` into `user` or `system`, or drop the field")
            };
            errors.push(Error::new_spanned(
                &field.ident,
                format!("no template uses the field `{name}`; {remedy}"),
            ));
        }
    }
}

fn inputs(input: &DeriveInput) -> syn::Result<Vec<&syn::Field>> {
    match &input.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(named) => Ok(named.named.iter().filter(|of| !is_marker(of)).collect()),
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

/// Returns `true` for a field that only names a type parameter, by the spelling of its type: it is
/// no input.
fn is_marker(field: &syn::Field) -> bool {
    match &field.ty {
        syn::Type::Path(of) => of
            .path
            .segments
            .last()
            .is_some_and(|last| last.ident == "PhantomData"),
        _ => false,
    }
}

fn plain_name(field: &syn::Field) -> String {
    field
        .ident
        .as_ref()
        .map(|ident| ident.to_string().trim_start_matches("r#").to_owned())
        .unwrap_or_default()
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
