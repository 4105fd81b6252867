//! Texts with more tokens than bytes, if there are any, and the distance of the bound from ordinary
//! ones.

use driftless::provider::most_input_tokens;
use tiktoken_rs::CoreBPE;

/// Name, a text, and how often it is repeated.
const TEXTS: &[(&str, &str, usize)] = &[
    (
        "English",
        "The customer was charged twice for the annual plan and asks for a refund. ",
        20,
    ),
    (
        "German",
        "Der Kunde wurde für das Jahresabonnement doppelt belastet und bittet um Erstattung. ",
        20,
    ),
    (
        "Hindi",
        "ग्राहक से वार्षिक योजना के लिए दो बार शुल्क लिया गया और वह धनवापसी चाहता है। ",
        20,
    ),
    ("Chinese", "客户的年度套餐被重复扣费，要求退款。", 20),
    ("Thai", "ลูกค้าถูกเรียกเก็บเงินสองครั้งสำหรับแผนรายปีและขอเงินคืน ", 20),
    ("Amharic", "ደንበኛው ለዓመታዊ ዕቅድ ሁለት ጊዜ ተከፍሏል ", 20),
    ("emoji", "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿🫠🪿🛸", 20),
    ("rare characters", "𓀀𓁐𒀀𒈨𝔘𝔫𠜎𠜱𡃁㋿﷽", 20),
    ("combining marks", "Z̴̡͖̟͎̀̔a̷͔̎l̶̰͊g̸̱̈́o̶͖͑", 20),
    (
        "base64",
        "q83vEjRWeJq83vEjRWeJ/9kL+PzXbT0aYwR2hKsVnMdUgCjIeOoQfGlZBxHy",
        10,
    ),
    (
        "hexadecimal",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        10,
    ),
    (
        "digits",
        "31415926535897932384626433832795028841971693993751",
        10,
    ),
    ("punctuation", "}{][)(,;:.!?@#$%^&*~`|<>/\\\"'", 20),
    ("single letters", "x q z j k v w y ", 40),
    (
        "minified JSON",
        r#"{"a":[1,2,{"b":null,"c":[true,false,{"d":-1.5e-7}]}],"e":"\u0000\n"}"#,
        20,
    ),
    ("white space", " \t\n\r\u{a0}\u{2003}\u{3000}", 40),
    (
        "control characters",
        "\u{0}\u{1}\u{2}\u{7f}\u{85}\u{200b}\u{feff}",
        40,
    ),
    ("private use", "\u{e000}\u{f8ff}\u{f0000}\u{10fffd}", 40),
];

/// Prints a line per text; panics where the bound does not hold.
pub fn check(tokenizer: &CoreBPE) {
    println!("\nbytes per token, and the bound without what the vendor adds:");
    let mut state = 20_261_122_u64;
    let noise: String = (0..20_000)
        .filter_map(|_| {
            // Characters of all planes, by a linear congruence.
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            char::from_u32((state >> 40) as u32 % 0x11_0000)
        })
        .collect();
    let texts = TEXTS
        .iter()
        .map(|(name, text, times)| (*name, text.repeat(*times)));
    for (name, text) in texts.chain([("random characters", noise)]) {
        let tokens = tokenizer.encode_ordinary(&text).len();
        let bytes = text.len();
        assert!(
            tokens as u64 <= most_input_tokens(bytes as u64) - most_input_tokens(0),
            "{name}: {tokens} tokens of {bytes} bytes"
        );
        println!("{:5.2}  {name}", bytes as f64 / tokens as f64);
    }
}
