//! `Strict<T>` hands a contract to code that wants serde's and schemars' traits: web frameworks,
//! tool servers.
//!
//! Notice: `serde_json` alone would take the positional array and the missing key.

use driftless::Contract;
use driftless::decode::Strict;

/// A tool call's arguments.
#[derive(Debug, Contract)]
struct Search {
    /// Words to look for.
    query: String,
    /// Number of results; null for the default.
    #[contract(range(1..=50))]
    limit: Option<u8>,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let good: Strict<Search> = serde_json::from_str(r#"{"query":"tea","limit":null}"#)?;
    println!("{:?}", good.into_inner());
    for drifted in [
        r#"["tea",5]"#,
        r#"{"query":"tea"}"#,
        r#"{"query":"tea","limit":5,"sort":"price"}"#,
    ] {
        match serde_json::from_str::<Strict<Search>>(drifted) {
            Ok(_) => return Err(format!("accepted {drifted}").into()),
            Err(error) => println!("{drifted}\n  {error}"),
        }
    }
    println!(
        "{}",
        serde_json::to_string_pretty(&schemars::schema_for!(Strict<Search>))?
    );
    Ok(())
}
