//! The packages as they are handed on.

use std::fs;
use std::path::Path;

/// Both licences ask for their text in whatever is handed on, and a package has its own folder
/// only.
#[test]
fn every_package_has_the_texts_of_its_licences() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    for name in ["LICENSE-MIT", "LICENSE-APACHE"] {
        let text = fs::read_to_string(root.join(name)).unwrap();
        for package in ["runtime", "runtime/core", "macros", "macros/base"] {
            let own = fs::read_to_string(root.join(package).join(name)).unwrap();
            assert_eq!(own, text, "{package}/{name}");
        }
    }
}
