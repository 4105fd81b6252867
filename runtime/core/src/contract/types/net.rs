//! Network addresses of the standard library.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::contract::Contract;
use crate::json::{Reader, Stop, write_string};
use crate::shape::{Format, Shape, Text};

macro_rules! address {
    ($($type:ty, $format:ident;)*) => {$(
        #[diagnostic::do_not_recommend]
        impl Contract for $type {
            const SHAPE: &'static Shape = &Shape::String(Text::Format(Format::$format));

            fn read(reader: &mut Reader<'_>) -> Result<Self, Stop> {
                reader.string()?.parse().map_err(|_not_an_address| Stop)
            }

            fn write(&self, out: &mut String) {
                write_string(out, &self.to_string());
            }
        }
    )*};
}

address! {
    Ipv4Addr, Ipv4;
    Ipv6Addr, Ipv6;
}

super::spelled::spelled! {
    IpAddr, "std::net::IpAddr", "IpAddr",
    "An IPv4 or IPv6 address.",
    "^(?:[0-9]{1,3}(?:[.][0-9]{1,3}){3}|[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,40})$", "192.0.2.1",
    "an IPv4 or IPv6 address",
    |text| text.parse().ok(),
    |value| value.to_string();
}
