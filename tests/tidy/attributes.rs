//! The attributes of the derives: what is documented is what is read.

use std::collections::BTreeSet;
use std::fs;

use super::root;

/// The keys of the table under each heading of the attributes' documentation.
fn documented_keys(text: &str) -> BTreeSet<(String, String)> {
    let mut heading = String::new();
    let mut found = BTreeSet::new();
    for line in text.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            name.clone_into(&mut heading);
        } else if let Some(key) = line
            .strip_prefix("| `")
            .and_then(|rest| rest.split('`').next())
        {
            found.insert((heading.clone(), key.to_owned()));
        }
    }
    found
}

/// The keys of the lists in `symbol.rs`, under the headings that document them.
fn known_keys(text: &str) -> BTreeSet<(String, String)> {
    const LISTS: &[(&str, &str)] = &[
        ("CONTAINER", "On a struct or an enum"),
        ("VARIANT", "On a variant"),
        ("FIELD", "On a field"),
        ("RULES", "Rules"),
        ("COMPARISON", "Comparison"),
    ];
    let spelled = |name: &str| {
        let start = format!("    {name} = \"");
        let line = text.lines().find_map(|line| line.strip_prefix(&start));
        line.unwrap().split('"').next().unwrap().to_owned()
    };
    let mut found = BTreeSet::new();
    for (list, heading) in LISTS {
        let start = format!("const {list}: &[Symbol] = &[");
        let rest = text.split(&start).nth(1).unwrap();
        let names = rest.split(']').next().unwrap().split(',').map(str::trim);
        for name in names.filter(|name| !name.is_empty()) {
            found.insert(((*heading).to_owned(), spelled(name)));
        }
    }
    found
}

#[test]
fn every_attribute_key_is_documented() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let documented = documented_keys(&read("macros/attributes.md"));
    let known = known_keys(&read("macros/src/symbol.rs"));
    assert!(known.len() > 20, "{known:?}");
    assert_eq!(documented, known);
}
