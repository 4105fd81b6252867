//! One contract, its twin for serde, and answers.

use driftless::Contract;
use serde::Deserialize;

macro_rules! both {
    ($($(#[$meta:meta])* struct $name:ident as $twin:ident { $($(#[$rule:meta])* $field:ident: $type:ty as $other:ty,)* })*) => {$(
        #[derive(Debug, Clone, Contract)]
        #[contract(draft)]
        #[allow(dead_code, reason = "decoded and thrown away; nobody reads a field")]
        pub struct $name { $($(#[$rule])* pub $field: $type,)* }

        #[derive(Debug, Deserialize)]
        #[allow(dead_code, reason = "decoded and thrown away; nobody reads a field")]
        pub struct $twin { $(pub $field: $other,)* }
    )*};
}

both! {
    struct Customer as CustomerTwin {
        name: String as String,
        email: Option<String> as Option<String>,
    }
    struct Line as LineTwin {
        sku: String as String,
        description: String as String,
        qty: u32 as u32,
        unit_cents: i64 as i64,
        weight_kg: f64 as f64,
        status: Status as StatusTwin,
        tags: Vec<String> as Vec<String>,
    }
    struct Ticket as Twin {
        order_id: String as String,
        customer: Customer as CustomerTwin,
        total_cents: i64 as i64,
        currency: Currency as CurrencyTwin,
        lines: Vec<Line> as Vec<LineTwin>,
        paid: bool as bool,
        note: Option<String> as Option<String>,
    }
}

macro_rules! values {
    ($($name:ident as $twin:ident { $($value:ident)* })*) => {$(
        #[derive(Debug, Clone, Contract)]
        #[contract(draft)]
        pub enum $name { $($value,)* }
        #[derive(Debug, Deserialize)]
        pub enum $twin { $($value,)* }
    )*};
}

values! {
    Status as StatusTwin { Open Shipped Returned }
    Currency as CurrencyTwin { Usd Eur Gbp }
}

/// A valid answer with so many lines.
pub fn answer(lines: usize, pretty: bool) -> String {
    let text = text(lines, false);
    if !pretty {
        return text;
    }
    // Members must keep their order, so this is no round trip through a value that sorts them.
    let mut out = String::new();
    let (mut depth, mut inside, mut escaped) = (0_usize, false, false);
    for character in text.chars() {
        if inside {
            out.push(character);
            inside = escaped || character != '"';
            escaped = character == '\\' && !escaped;
            continue;
        }
        match character {
            '{' | '[' => {
                depth += 1;
                out.push(character);
                out.push('\n');
                out.push_str(&"  ".repeat(depth));
            }
            '}' | ']' => {
                depth -= 1;
                out.push('\n');
                out.push_str(&"  ".repeat(depth));
                out.push(character);
            }
            ',' => {
                out.push_str(",\n");
                out.push_str(&"  ".repeat(depth));
            }
            ':' => out.push_str(": "),
            other => {
                inside = other == '"';
                out.push(other);
            }
        }
    }
    out
}

/// An answer with a violation in every fifth line.
pub fn drifted(lines: usize) -> String {
    text(lines, true)
}

fn text(lines: usize, drifted: bool) -> String {
    let items: Vec<String> = (0..lines)
        .map(|index| {
            let qty = if drifted && index % 5 == 0 { format!("\"{index}\"") } else { (index % 17).to_string() };
            format!(
                r#"{{"sku":"K-{index}","description":"{}","qty":{qty},"unit_cents":{},"weight_kg":{}.{},"status":"{}","tags":["{}","fragile"]}}"#,
                ["Cast-iron pan with a lid", "Tea, first flush \u{2013} 250 g", "Cable 2m", "He said \\\"later\\\", so the box waits"][index % 4],
                1000 + index * 37,
                index % 30,
                (index * 7) % 1000,
                ["Open", "Shipped", "Returned"][index % 3],
                ["kitchen", "grocery", "electric"][index % 3],
            )
        })
        .collect();
    format!(
        r#"{{"order_id":"A-1001","customer":{{"name":"Ann Lee","email":"ann@example.com"}},"total_cents":125000,"currency":"Usd","lines":[{}],"paid":true,"note":"Leave it at the door, please; the bell is broken."}}"#,
        items.join(",")
    )
}
