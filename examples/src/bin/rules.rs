//! Rules on fields, and every deviation of one answer at once.
//!
//! Notice: the report names each place, what the contract says and what stands there; nothing was
//! filled in.

use driftless::{Contract, Violation, decode};

/// A booking that a guest asked for.
#[derive(Debug, Contract)]
#[contract(ensure = leaves_after_arriving)]
struct Booking {
    /// Guest's e-mail address.
    #[contract(format = "email")]
    email: String,
    /// Room code, such as B-204.
    #[contract(pattern = "^[A-D]-[0-9]{3}$")]
    room: String,
    #[contract(range(1..=4))]
    guests: u8,
    /// First night.
    #[contract(format = "date")]
    arrives: String,
    /// Morning of departure.
    #[contract(format = "date")]
    leaves: String,
    #[contract(length(..=3), unique)]
    extras: Vec<String>,
}

fn leaves_after_arriving(booking: &Booking) -> Result<(), Violation> {
    // ISO dates sort as text.
    if booking.leaves > booking.arrives {
        Ok(())
    } else {
        Err(Violation::new(
            "a day of departure after the day of arrival",
        ))
    }
}

fn main() {
    let good = r#"{"email":"ann@example.com","room":"B-204","guests":2,"arrives":"2026-12-01","leaves":"2026-12-04","extras":["cot"]}"#;
    match decode::<Booking>(good) {
        Ok(booking) => println!("{booking:#?}"),
        Err(drift) => println!("{drift}"),
    }

    let bad = r#"{"email":"ann at example","room":"204","guests":"2","arrives":"2026-12-01","departs":"2026-12-04","extras":["cot","cot"]}"#;
    let Err(drift) = decode::<Booking>(bad) else {
        return println!("this must not decode");
    };
    println!("{drift}");
    assert_eq!(
        drift.violations().len(),
        6,
        "e-mail, room, guests, leaves missing, departs unknown, extras repeated"
    );
}
