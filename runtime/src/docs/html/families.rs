//! Keywords and limits of each model family, each with its source.

use maud::{Markup, html};

use super::bits::scrolled;
use super::{Page, Section, sent};
use crate::dialect::{Measure, Row, SizeLimit, Support};
use crate::docs::family::Family;

pub(super) fn page() -> Page {
    let families = Family::all();
    let contents = families
        .iter()
        .map(|family| (family.anchor(), sent::capital(family.table.name()), 1))
        .collect();
    let main = html! {
        header class="title" {
            h1 { "Model families" }
            p class="lead" { "What each way of asking takes of JSON Schema. A rule that the form can’t carry is put into words, and the decoder enforces it all the same." }
        }
        @for family in &families { (part(*family)) }
    };
    Page {
        title: "Model families".to_owned(),
        root: "",
        section: Section::Families,
        contents,
        main,
    }
}

fn part(family: Family) -> Markup {
    let name = sent::capital(family.table.name());
    html! {
        section {
            h2 id=(family.anchor()) { a href={ "#" (family.anchor()) } { (name) } }
            p { "Asks by " (family.mode()) "." }
            details {
                summary { "Keywords" }
                (keywords(family.table.rows(), &name))
            }
            @if !family.table.limits().is_empty() {
                details { summary { "Limits" } (limits(family.table.limits(), &format!("Limits of {name}"))) }
            }
            @if !family.table.budgets().is_empty() {
                details {
                    summary { "Budgets: parts beyond one are put into words or written in another way" }
                    (limits(family.table.budgets(), &format!("Budgets of {name}")))
                }
            }
        }
    }
}

fn keywords(rows: &[Row], name: &str) -> Markup {
    scrolled(
        &format!("Keywords of {name}"),
        &html! {
            table {
                thead { tr { th scope="col" { "Keyword" } th scope="col" { "Support" } th scope="col" { "Source" } th scope="col" { "Read" } } }
                tbody {
                    @for row in rows {
                        tr {
                            th scope="row" { code { (row.keyword.name()) } }
                            td { (support(row.support)) }
                            td { (row.source) }
                            td class="date" { (row.date) }
                        }
                    }
                }
            }
        },
    )
}

fn support(support: Support) -> Markup {
    let (class, words) = match support {
        Support::Supported => ("badge yes", "enforced"),
        Support::Ignored => ("badge part", "without effect"),
        Support::Rejected => ("badge no", "rejected"),
        Support::Described => ("badge part", "in words"),
    };
    html! { span class=(class) { (words) } }
}

fn limits(limits: &[SizeLimit], label: &str) -> Markup {
    scrolled(
        label,
        &html! {
            table {
                thead { tr { th scope="col" { "Counted" } th scope="col" class="num" { "At most" } th scope="col" { "Source" } th scope="col" { "Read" } } }
                tbody {
                    @for limit in limits {
                        tr {
                            th scope="row" { (measure(limit.measure)) }
                            td class="num" { @if limit.most == 0 { "none" } @else { (limit.most) } }
                            td { (limit.source) }
                            td class="date" { (limit.date) }
                        }
                    }
                }
            }
        },
    )
}

fn measure(measure: Measure) -> &'static str {
    match measure {
        Measure::Depth => "levels of objects",
        Measure::Properties => "properties in all",
        Measure::EnumValues => "enum values in all",
        Measure::NameChars => "characters of names and enum values",
        Measure::LongEnumChars => "characters of an enum of more than 250 values",
        Measure::Optional => "properties that may be missing",
        Measure::Unions => "unions and nullable values",
        Measure::Recursion => "types that contain themselves",
        Measure::RecursionAtOnce => "types that must contain themselves",
        Measure::Untyped => "values of any shape",
        Measure::CaseTwins => "values that differ in case only",
        Measure::NameControls => "line breaks and control characters in keys and tags",
        Measure::RootKeys => {
            "keys of the answer itself other than 1 to 64 of a-z, A-Z, 0-9, _, . and -"
        }
        Measure::NestedBounds => "bounds of lists of objects and of nested lists",
        Measure::ListBound => "bound of a list",
        Measure::ListBounds => "upper bounds of lists in all",
        Measure::EnumLength => "values of one enum",
        Measure::EnumChars => "characters of one enum's values",
        Measure::EnumControls => "line breaks and control characters in enum values",
        Measure::EnumEmpties => "empty enum values",
        Measure::EnumOthers => "enum values other than texts and numbers",
        Measure::LevelsInPlace => "levels of objects and lists written out in place",
        Measure::ToolDescription => "characters of a tool's description",
    }
}
