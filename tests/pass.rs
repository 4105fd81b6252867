//! Programs that must compile and run, one module each: linked once, where trybuild would link
//! each.

#![allow(
    warnings,
    clippy::all,
    clippy::pedantic,
    clippy::restriction,
    reason = "user programs of every style"
)]

#[path = "pass/compare/methods.rs"]
mod compare_methods;
#[path = "pass/generics/bounds.rs"]
mod generics_bounds;
#[path = "pass/generics/const_param.rs"]
mod generics_const_param;
#[path = "pass/generics/lifetime.rs"]
mod generics_lifetime;
#[path = "pass/generics/nested_arguments.rs"]
mod generics_nested_arguments;
#[path = "pass/generics/rule_on_argument.rs"]
mod generics_rule_on_argument;
#[path = "pass/hygiene/arguments.rs"]
mod hygiene_arguments;
#[path = "pass/hygiene/deprecated.rs"]
mod hygiene_deprecated;
#[path = "pass/hygiene/hostile_names.rs"]
mod hygiene_hostile_names;
#[path = "pass/hygiene/inside_functions.rs"]
mod hygiene_inside_functions;
#[path = "pass/hygiene/macro_rules.rs"]
mod hygiene_macro_rules;
#[path = "pass/hygiene/renamed_crate.rs"]
mod hygiene_renamed_crate;
#[path = "pass/names/any_text.rs"]
mod names_any_text;
#[path = "pass/names/of_one_macro.rs"]
mod names_of_one_macro;
#[path = "pass/names/of_one_path.rs"]
mod names_of_one_path;
#[path = "pass/names/raw_identifiers.rs"]
mod names_raw_identifiers;
#[path = "pass/names/rename_all.rs"]
mod names_rename_all;
#[path = "pass/names/words.rs"]
mod names_words;
#[path = "pass/names/words_by_macro.rs"]
mod names_words_by_macro;
#[path = "pass/prompt/templates.rs"]
mod prompt_templates;
#[path = "pass/recursion/generic.rs"]
mod recursion_generic;
#[path = "pass/recursion/itself.rs"]
mod recursion_itself;
#[path = "pass/recursion/newtype.rs"]
mod recursion_newtype;
#[path = "pass/recursion/paths.rs"]
mod recursion_paths;
#[path = "pass/recursion/through_two_types.rs"]
mod recursion_through_two_types;
#[path = "pass/recursion/union.rs"]
mod recursion_union;
#[path = "pass/rule/control_characters.rs"]
mod rule_control_characters;
#[path = "pass/rule/ensure.rs"]
mod rule_ensure;
#[path = "pass/rule/examples.rs"]
mod rule_examples;
#[path = "pass/rule/format.rs"]
mod rule_format;
#[path = "pass/rule/implied.rs"]
mod rule_implied;
#[path = "pass/rule/length.rs"]
mod rule_length;
#[path = "pass/rule/multiple_of.rs"]
mod rule_multiple_of;
#[path = "pass/rule/one_of.rs"]
mod rule_one_of;
#[path = "pass/rule/pattern.rs"]
mod rule_pattern;
#[path = "pass/rule/range.rs"]
mod rule_range;
#[path = "pass/rule/unique.rs"]
mod rule_unique;
#[path = "pass/serde/same_said_twice.rs"]
mod serde_same_said_twice;
#[path = "pass/serde/side_by_side.rs"]
mod serde_side_by_side;
#[path = "pass/shape/adjacently_tagged.rs"]
mod shape_adjacently_tagged;
#[path = "pass/shape/collections.rs"]
mod shape_collections;
#[path = "pass/shape/internally_tagged.rs"]
mod shape_internally_tagged;
#[path = "pass/shape/layers.rs"]
mod shape_layers;
#[path = "pass/shape/newtypes.rs"]
mod shape_newtypes;
#[path = "pass/shape/only_optional.rs"]
mod shape_only_optional;
#[path = "pass/shape/optional.rs"]
mod shape_optional;
#[path = "pass/shape/structs.rs"]
mod shape_structs;
#[path = "pass/shape/unit_enum.rs"]
mod shape_unit_enum;
#[path = "pass/shape/wide.rs"]
mod shape_wide;
#[path = "pass/target/all.rs"]
mod target_all;
#[path = "pass/template/in_files.rs"]
mod template_in_files;

/// A program that nobody listed proves nothing.
#[test]
fn every_program_is_listed() {
    let listed = include_str!("pass.rs");
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/pass");
    for topic in std::fs::read_dir(root).unwrap() {
        for program in std::fs::read_dir(topic.unwrap().path()).unwrap() {
            let path = program.unwrap().path();
            let name = path
                .strip_prefix(env!("CARGO_MANIFEST_DIR"))
                .unwrap()
                .to_str()
                .unwrap();
            // A crate of its own, for its lints.
            assert!(
                name == "pass/hygiene/lints.rs" || listed.contains(&format!("\"{name}\"")),
                "{name} is not in tests/pass.rs"
            );
        }
    }
}
