//! One contract in the words of each model family, and what each can't carry.
//!
//! Notice: a rule that a dialect can't carry is a loss that is put into words, and the decoder
//! holds it all the same.

use driftless::Contract;
use driftless::dialect::{
    AnthropicSchema, Dialect, Form, GeminiSchema, Instructions, OpenAiSchema, adapt,
};

/// A product that was mentioned.
#[derive(Debug, Contract)]
struct Product {
    /// As the customer spells it.
    #[contract(length(1..=60))]
    name: String,
    #[contract(range(1..=999))]
    pieces: u32,
    /// Price on the shelf, in euros; null when none is named.
    #[contract(range(0.0..), multiple_of = 0.01)]
    price: Option<f64>,
}

fn show<D: Dialect>() -> Result<usize, Box<dyn std::error::Error>> {
    let adapted = adapt(Product::SHAPE, D::TABLE).map_err(|all| format!("{all:?}"))?;
    println!("== {}", D::TABLE.name());
    if let Form::Schema { schema, .. } | Form::Tool { schema, .. } = &adapted.form {
        println!("{}", serde_json::to_string(schema)?);
    }
    if let Some(words) = &adapted.instructions {
        println!("{words}");
    }
    for loss in &adapted.losses {
        println!(
            "  in words: {} {}: {}",
            loss.pointer, loss.keyword, loss.words
        );
    }
    Ok(adapted.losses.len())
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let losses = [
        show::<OpenAiSchema>()?,
        show::<AnthropicSchema>()?,
        show::<GeminiSchema>()?,
        show::<Instructions>()?,
    ];
    assert!(
        losses[0] < losses[1],
        "OpenAI carries bounds that Anthropic rejects: {losses:?}"
    );
    Ok(())
}
