//! More properties in all than the vendor takes: 79 blocks of 64 each.

use driftless::Contract;

#[rustfmt::skip]
#[derive(Contract)]
struct Block<const N: usize> {
    f0: bool, f1: bool, f2: bool, f3: bool, f4: bool, f5: bool, f6: bool, f7: bool, f8: bool, f9: bool, f10: bool, f11: bool, f12: bool, f13: bool, f14: bool, f15: bool,
    f16: bool, f17: bool, f18: bool, f19: bool, f20: bool, f21: bool, f22: bool, f23: bool, f24: bool, f25: bool, f26: bool, f27: bool, f28: bool, f29: bool, f30: bool, f31: bool,
    f32: bool, f33: bool, f34: bool, f35: bool, f36: bool, f37: bool, f38: bool, f39: bool, f40: bool, f41: bool, f42: bool, f43: bool, f44: bool, f45: bool, f46: bool, f47: bool,
    f48: bool, f49: bool, f50: bool, f51: bool, f52: bool, f53: bool, f54: bool, f55: bool, f56: bool, f57: bool, f58: bool, f59: bool, f60: bool, f61: bool, f62: bool, f63: bool,
}

#[rustfmt::skip]
#[derive(Contract)]
#[contract(targets(openai))]
struct Warehouse {
    b0: Block<0>, b1: Block<1>, b2: Block<2>, b3: Block<3>, b4: Block<4>, b5: Block<5>, b6: Block<6>, b7: Block<7>,
    b8: Block<8>, b9: Block<9>, b10: Block<10>, b11: Block<11>, b12: Block<12>, b13: Block<13>, b14: Block<14>, b15: Block<15>,
    b16: Block<16>, b17: Block<17>, b18: Block<18>, b19: Block<19>, b20: Block<20>, b21: Block<21>, b22: Block<22>, b23: Block<23>,
    b24: Block<24>, b25: Block<25>, b26: Block<26>, b27: Block<27>, b28: Block<28>, b29: Block<29>, b30: Block<30>, b31: Block<31>,
    b32: Block<32>, b33: Block<33>, b34: Block<34>, b35: Block<35>, b36: Block<36>, b37: Block<37>, b38: Block<38>, b39: Block<39>,
    b40: Block<40>, b41: Block<41>, b42: Block<42>, b43: Block<43>, b44: Block<44>, b45: Block<45>, b46: Block<46>, b47: Block<47>,
    b48: Block<48>, b49: Block<49>, b50: Block<50>, b51: Block<51>, b52: Block<52>, b53: Block<53>, b54: Block<54>, b55: Block<55>,
    b56: Block<56>, b57: Block<57>, b58: Block<58>, b59: Block<59>, b60: Block<60>, b61: Block<61>, b62: Block<62>, b63: Block<63>,
    b64: Block<64>, b65: Block<65>, b66: Block<66>, b67: Block<67>, b68: Block<68>, b69: Block<69>, b70: Block<70>, b71: Block<71>,
    b72: Block<72>, b73: Block<73>, b74: Block<74>, b75: Block<75>, b76: Block<76>, b77: Block<77>, b78: Block<78>,
}

fn main() {}
