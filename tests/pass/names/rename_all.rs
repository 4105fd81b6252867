//! Every case style, on fields and on variants, as serde spells them.

use driftless::{Contract, decode};
use serde::Serialize;

macro_rules! styles {
    ($($style:literal $name:ident $variants:ident,)*) => {$(
        #[derive(Contract, Serialize)]
        #[serde(rename_all = $style)]
        struct $name {
            one: u8,
            two_words: u8,
            _under_score: u8,
        }

        #[derive(Contract, Serialize)]
        #[serde(rename_all = $style)]
        enum $variants {
            One,
            TwoWords,
            HTTPServer,
        }
    )*};
}

styles! {
    "lowercase" Lower Lowers,
    "UPPERCASE" Upper Uppers,
    "PascalCase" Pascal Pascals,
    "camelCase" Camel Camels,
    "snake_case" Snake Snakes,
    "SCREAMING_SNAKE_CASE" Screaming Screamings,
    "kebab-case" Kebab Kebabs,
    "SCREAMING-KEBAB-CASE" Cobol Cobols,
}

macro_rules! check {
    ($($name:ident $variants:ident,)*) => {$(
        let value = $name { one: 1, two_words: 2, _under_score: 3 };
        let text = serde_json::to_string(&value).unwrap();
        let mut own = String::new();
        value.write(&mut own);
        assert_eq!(own, text);
        assert!(decode::<$name>(&text).is_ok(), "{text}");
        for value in [$variants::One, $variants::TwoWords, $variants::HTTPServer] {
            let text = serde_json::to_string(&value).unwrap();
            assert!(decode::<$variants>(&text).is_ok(), "{text}");
        }
    )*};
}

#[test]
fn runs() {
    check! {
        Lower Lowers, Upper Uppers, Pascal Pascals, Camel Camels, Snake Snakes, Screaming Screamings,
        Kebab Kebabs, Cobol Cobols,
    }
}
