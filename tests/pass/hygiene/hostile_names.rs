//! Everything that generated code could name is something else here.

use driftless::{Contract as _, decode};

mod core {}
mod std {}
mod alloc {}
mod __private {}

#[allow(dead_code)]
mod hostile {
    pub trait Contract {}
    pub struct Option;
    pub struct Some;
    pub struct None;
    pub struct Result;
    pub struct Ok;
    pub struct Err;
    pub struct String;
    pub struct Vec;
    pub struct Shape;
    pub struct Reader;
    pub struct Stop;
    #[allow(non_camel_case_types)]
    pub struct str;
    #[allow(non_camel_case_types)]
    pub struct bool;
    #[allow(non_camel_case_types)]
    pub struct u64;
    #[allow(non_camel_case_types)]
    pub struct i128;
    #[allow(non_upper_case_globals)]
    pub const reader: u8 = 0;
    #[allow(non_upper_case_globals)]
    pub const out: u8 = 0;
    #[allow(non_upper_case_globals)]
    pub const tag: u8 = 0;
    #[allow(non_upper_case_globals)]
    pub const value: u8 = 0;

    #[derive(Debug, Clone, driftless::Contract)]
    #[contract(draft)]
    pub struct Inner(#[contract(length(1..=3), pattern = "^[a-z]+$")] pub ::std::string::String);

    #[derive(Debug, Clone, driftless::Contract)]
    #[contract(draft, rename_all = "camelCase")]
    pub struct Order {
        #[contract(one_of = [1, 2], ensure = fine)]
        pub reader: u32,
        pub out: ::std::vec::Vec<Order>,
        #[contract(optional)]
        pub tag: ::std::option::Option<Inner>,
        pub value: Kind,
        pub keys: Data,
    }

    fn fine(_: &u32) -> ::std::result::Result<(), driftless::Violation> {
        ::std::result::Result::Ok(())
    }

    #[derive(Debug, Clone, driftless::Contract)]
    #[contract(draft)]
    pub enum Kind {
        Ok,
        Err,
        Some,
        None,
    }

    #[derive(Debug, Clone, driftless::Contract)]
    #[contract(draft, tag = "tag")]
    pub enum Data {
        Some { value: u8, reader: u8 },
        None,
    }
}

use ::std::assert_eq;

#[test]
fn runs() {
    let text = r#"{"reader":1,"out":[],"tag":"abc","value":"None","keys":{"tag":"Some","value":1,"reader":2}}"#;
    let order = decode::<hostile::Order>(text).unwrap();
    let mut out = ::std::string::String::new();
    order.write(&mut out);
    assert_eq!(out, text);
}
