//! A reader sees every character of a message that somebody else wrote, or that there is one.

use driftless::{FailureClass, decode};
use serde_json::json;

use super::told::{Debt, fails, refused};

/// Characters without a shape of their own, or that a terminal acts on (Unicode 16: `Cc`, `Cf`,
/// `Zl`, `Zp`, `Co`, and the rest of `Default_Ignorable_Code_Point`).
fn hidden() -> Vec<char> {
    let ranges = [
        '\u{61c}'..='\u{61c}',
        '\u{ad}'..='\u{ad}',
        '\u{180b}'..='\u{180f}',
        '\u{206a}'..='\u{206f}',
        '\u{fe00}'..='\u{fe0f}',
        '\u{e0100}'..='\u{e01ef}',
        '\u{feff}'..='\u{feff}',
        '\u{202a}'..='\u{202e}',
        '\u{2066}'..='\u{2069}',
        '\u{200b}'..='\u{200f}',
        '\u{2060}'..='\u{2065}',
        '\u{34f}'..='\u{34f}',
        '\u{115f}'..='\u{1160}',
        '\u{17b4}'..='\u{17b5}',
        '\u{3164}'..='\u{3164}',
        '\u{ffa0}'..='\u{ffa0}',
        '\u{fff0}'..='\u{fffb}',
        '\u{600}'..='\u{605}',
        '\u{1d173}'..='\u{1d17a}',
        '\u{e0000}'..='\u{e007f}',
        '\u{e000}'..='\u{e001}',
        '\u{7f}'..='\u{9f}',
    ];
    ranges.into_iter().flatten().collect()
}

/// Characters of many scripts that do nothing but show themselves.
const SEEN: &str = "aé\u{301}ßçñ漢字かなハングル한글עברית العربية हिन्दी ไทย €№→✓😀";

#[tokio::test]
async fn no_hidden_character_of_a_vendors_message_reaches_an_error() {
    for some in hidden().chunks(60) {
        let quoted: String = some.iter().flat_map(|hidden| ['x', *hidden]).collect();
        let said = json!({"error": {"message": format!("no {quoted} here"), "type": "invalid_request_error"}});
        let error = fails(refused(400, said.to_string())).await;
        assert_eq!(error.class(), FailureClass::BadRequest);
        let told = format!("{error} {error:#} {error:?} {}", error.receipt());
        assert!(told.contains("no x"), "{told}");
        for hidden in some {
            assert!(!told.contains(*hidden), "{hidden:?} in {told:?}");
        }
    }
    let said =
        json!({"error": {"message": format!("no {SEEN} here"), "type": "invalid_request_error"}});
    let error = fails(refused(400, said.to_string())).await;
    assert!(error.to_string().contains(SEEN), "{error}");
}

#[test]
fn a_report_of_a_drift_shows_that_there_is_a_hidden_character() {
    for hidden in hidden() {
        let texts = [
            format!(r#"{{"owner{hidden}":"Jane","dollars":1}}"#),
            format!(r#"{{"owner":"Jane","dollars":"a{hidden}b"}}"#),
            format!(r#"{{"owner":"Jane","dollars":1}}{hidden}"#),
        ];
        for text in texts {
            let drift = decode::<Debt>(&text).unwrap_err();
            for told in [
                drift.to_string(),
                format!("{drift:#}"),
                format!("{drift:?}"),
            ] {
                assert!(!told.contains(hidden), "{hidden:?} in {told:?}");
            }
        }
    }
    let drift = decode::<Debt>(r#"{"owner":"Jane","dollars":"漢é"}"#).unwrap_err();
    assert!(drift.to_string().contains("漢é"), "{drift}");
}
