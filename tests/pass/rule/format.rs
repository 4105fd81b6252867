//! Every known format.

use driftless::{Contract, decode};

#[derive(Debug, Contract)]
struct Formats {
    #[contract(format = "date-time", example = "2026-01-01T00:00:00Z")]
    at: String,
    #[contract(format = "date")]
    day: String,
    #[contract(format = "time")]
    time: String,
    #[contract(format = "duration")]
    span: String,
    #[contract(format = "email")]
    mail: String,
    #[contract(format = "hostname")]
    host: String,
    #[contract(format = "ipv4")]
    four: String,
    #[contract(format = "ipv6")]
    six: String,
    #[contract(format = "uri")]
    uri: String,
    #[contract(format = "uuid")]
    uuid: String,
}

#[test]
fn runs() {
    let good = serde_json::json!({
        "at": "2026-01-01T00:00:00Z", "day": "2026-02-28", "time": "10:00:00Z", "span": "P1D", "mail": "a@b.example",
        "host": "a.example", "four": "127.0.0.1", "six": "::1", "uri": "https://a.example/",
        "uuid": "00000000-0000-0000-0000-000000000000",
    });
    decode::<Formats>(&good.to_string()).unwrap();
    for key in good.as_object().unwrap().keys() {
        let mut bad = good.clone();
        bad[key] = "~".into();
        assert!(decode::<Formats>(&bad.to_string()).is_err(), "{key}");
    }
}
