//! Reports on qualifications as text: one file, the same for the same outcome, and inert whatever
//! the texts of an outcome hold.

use std::path::Path;
use std::process::Command;

use crate::run::{Folder, tree};

fn written(folder: &Path) -> Vec<(String, String)> {
    let ran = Command::new(env!("CARGO_BIN_EXE_report"))
        .arg(folder)
        .output()
        .unwrap();
    assert!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let pages = tree(folder).into_iter();
    let pages: Vec<(String, String)> = pages
        .map(|(name, bytes)| (name, String::from_utf8(bytes).unwrap()))
        .collect();
    assert_eq!(pages.len(), 4);
    pages
}

#[test]
fn the_same_outcome_gives_the_same_page() {
    let folder = Folder::new();
    assert_eq!(written(&folder.join("one")), written(&folder.join("two")));
}

#[test]
fn a_page_is_one_file_without_scripts() {
    let folder = Folder::new();
    for (name, page) in written(&folder.join("reports")) {
        let lower = page.to_lowercase();
        for forbidden in [
            "<script",
            "<img",
            "<iframe",
            "<object",
            "@import",
            "url(",
            "<link rel=\"stylesheet\"",
        ] {
            assert!(!lower.contains(forbidden), "{name}: {forbidden}");
        }
        assert!(page.contains("content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'\""), "{name}");
        // The only addresses: the project's, and the namespace of pictures.
        for (at, _) in page.match_indices("http") {
            let rest = &page[at..];
            assert!(
                [
                    "https://github.com/driftless-rs/driftless\"",
                    "http://www.w3.org/2000/svg",
                    "http-equiv"
                ]
                .iter()
                .any(|known| rest.starts_with(known)),
                "{name}: {}",
                rest.chars().take(60).collect::<String>()
            );
        }
        // Every chart has the page's colours: none of the drawing library's is left.
        let charts: Vec<&str> = page
            .split("<svg class=")
            .skip(1)
            .map(|rest| rest.split("</svg>").next().unwrap())
            .collect();
        for chart in &charts {
            assert!(!chart.contains("=\"#"), "{name}: {chart}");
        }
        assert!(charts.len() >= 4, "{name}: {} charts", charts.len());
    }
}

#[test]
fn no_text_of_an_outcome_ends_what_it_stands_in() {
    let folder = Folder::new();
    let pages = written(&folder.join("reports"));
    let (_, page) = pages
        .iter()
        .find(|(name, _)| name == "hostile.html")
        .unwrap();
    // What is not ours is escaped wherever it stands, attributes and labels included.
    assert!(page.matches("&lt;/style&gt;&lt;/code&gt;").count() > 40);
    assert_eq!(page.matches("</style>").count(), 1);
    assert!(!page.contains("onerror=\"window"));
    // A text of forty thousand characters does not make a page of as many.
    assert!(page.contains(" characters more"));
    assert!(page.len() < 400_000, "{}", page.len());
}
