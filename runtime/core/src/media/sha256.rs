//! SHA-256 (FIPS 180-4), by which receipts and cassettes know a medium.
//!
//! Written here since this crate builds no cryptography: nothing secret depends on it. A test holds
//! it to the library that the other crate has for TLS.

use std::fmt::Write as _;

const INITIAL: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

#[rustfmt::skip]
const ROUNDS: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

/// Returns the digest of `bytes` as 64 hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    let mut state = INITIAL;
    let (blocks, rest) = bytes.as_chunks::<64>();
    for block in blocks {
        compress(&mut state, block);
    }
    let mut tail = rest.to_vec();
    tail.push(0x80);
    let room = if tail.len() > 56 { 128 } else { 64 };
    tail.resize(room - 8, 0);
    let bits = u64::try_from(bytes.len())
        .unwrap_or(u64::MAX)
        .wrapping_mul(8);
    tail.extend_from_slice(&bits.to_be_bytes());
    for block in tail.as_chunks::<64>().0 {
        compress(&mut state, block);
    }
    let mut hex = String::with_capacity(64);
    for word in state {
        // Writing to a String doesn't fail.
        let _written = write!(hex, "{word:08x}");
    }
    hex
}

#[allow(
    clippy::many_single_char_names,
    reason = "the names that the standard has"
)]
fn compress(state: &mut [u32; 8], block: &[u8; 64]) {
    // The window of the schedule's last 16 words.
    let mut window = [0_u32; 16];
    for (word, bytes) in window.iter_mut().zip(block.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*bytes);
    }
    let [mut a, mut b, mut c, mut d, mut e, mut f, mut g, mut h] = *state;
    for rounds in ROUNDS.as_chunks::<16>().0 {
        for (round, word) in rounds.iter().zip(window) {
            let s1 = e.rotate_right(6) ^ e.rotate_right(11) ^ e.rotate_right(25);
            let choice = (e & f) ^ (!e & g);
            let one = h
                .wrapping_add(s1)
                .wrapping_add(choice)
                .wrapping_add(*round)
                .wrapping_add(word);
            let s0 = a.rotate_right(2) ^ a.rotate_right(13) ^ a.rotate_right(22);
            let majority = (a & b) ^ (a & c) ^ (b & c);
            (h, g, f, e) = (g, f, e, d.wrapping_add(one));
            (d, c, b, a) = (c, b, a, one.wrapping_add(s0).wrapping_add(majority));
        }
        extend(&mut window);
    }
    let done = [a, b, c, d, e, f, g, h];
    for (word, more) in state.iter_mut().zip(done) {
        *word = word.wrapping_add(more);
    }
}

/// Replaces the window by the 16 words of the schedule behind it.
fn extend(window: &mut [u32; 16]) {
    for _ in 0..16 {
        let [
            first,
            second,
            _,
            _,
            _,
            _,
            _,
            _,
            _,
            ninth,
            _,
            _,
            _,
            _,
            fifteenth,
            _,
        ] = *window;
        let s0 = second.rotate_right(7) ^ second.rotate_right(18) ^ (second >> 3);
        let s1 = fifteenth.rotate_right(17) ^ fifteenth.rotate_right(19) ^ (fifteenth >> 10);
        let next = first.wrapping_add(s0).wrapping_add(ninth).wrapping_add(s1);
        window.rotate_left(1);
        if let Some(place) = window.last_mut() {
            *place = next;
        }
    }
}
