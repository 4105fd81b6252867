//! The type of bytes by their first ones, whatever a file is called.

use super::MediaType;
use super::bytes::{at, finds};

/// A type that bytes begin like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sniffed {
    /// A type that a vendor takes.
    Known(MediaType),
    /// Something else that is often taken for a medium, with a remedy.
    Other(&'static str, &'static str),
    /// Nothing that is known.
    Unknown,
}

/// A signature: where it stands, and its bytes.
type Signature = (usize, &'static [u8]);

/// Signatures of each type, all of which must be there (the formats' own specifications).
const KNOWN: &[(MediaType, &[Signature])] = &[
    (MediaType::Png, &[(0, b"\x89PNG\r\n\x1a\n")]),
    (MediaType::Jpeg, &[(0, b"\xff\xd8\xff")]),
    (MediaType::Gif, &[(0, b"GIF87a")]),
    (MediaType::Gif, &[(0, b"GIF89a")]),
    (MediaType::Webp, &[(0, b"RIFF"), (8, b"WEBP")]),
    (MediaType::Tiff, &[(0, b"II*\0")]),
    (MediaType::Tiff, &[(0, b"MM\0*")]),
    (MediaType::Bmp, &[(0, b"BM"), (6, b"\0\0\0\0")]),
    (MediaType::Wav, &[(0, b"RIFF"), (8, b"WAVE")]),
    (MediaType::Avi, &[(0, b"RIFF"), (8, b"AVI ")]),
    (MediaType::Aiff, &[(0, b"FORM"), (8, b"AIFF")]),
    (MediaType::Aiff, &[(0, b"FORM"), (8, b"AIFC")]),
    (MediaType::Flac, &[(0, b"fLaC")]),
    (MediaType::Ogg, &[(0, b"OggS")]),
    (MediaType::Mp3, &[(0, b"ID3")]),
    (MediaType::Mpeg, &[(0, b"\0\0\x01\xba")]),
    (MediaType::Mpeg, &[(0, b"\0\0\x01\xb3")]),
];

/// Beginnings of MP4's brands (ISO/IEC 14496-12, register at mp4ra.org, read 2026-11). Any other
/// is MP4.
const BRANDS: &[(&[u8], MediaType)] = &[
    (b"heic", MediaType::Heic),
    (b"heix", MediaType::Heic),
    (b"mif1", MediaType::Heic),
    (b"M4A ", MediaType::M4a),
    (b"M4B ", MediaType::M4a),
    (b"qt  ", MediaType::Mov),
];

const TO_PDF: &str = "print it to a PDF, or give its text";

/// Signatures of what no vendor takes.
const OTHERS: &[(Signature, &str, &str)] = &[
    (
        (0, b"PK\x03\x04"),
        "a ZIP archive, as office documents are",
        TO_PDF,
    ),
    ((0, b"\xd0\xcf\x11\xe0"), "an old office document", TO_PDF),
    ((0, b"{\\rtf"), "an RTF document", TO_PDF),
    ((0, b"%!PS"), "PostScript", "convert it to a PDF"),
    ((0, b"\0\0\x01\0"), "an icon", "convert it to PNG"),
    ((0, b"8BPS"), "a Photoshop file", "export it as PNG"),
    ((0, b"\x1f\x8b"), "compressed by gzip", "decompress it"),
];

/// Returns what the bytes begin like.
pub(super) fn sniff(bytes: &[u8]) -> Sniffed {
    let stands = |(from, signature): &Signature| at(bytes, *from, signature);
    if let Some((known, _)) = KNOWN.iter().find(|(_, all)| all.iter().all(stands)) {
        return Sniffed::Known(*known);
    }
    if at(bytes, 4, b"ftyp") {
        if at(bytes, 8, b"avif") {
            return Sniffed::Other("AVIF", "convert it to PNG, JPEG or WebP");
        }
        let brand = BRANDS.iter().find(|(brand, _)| at(bytes, 8, brand));
        return Sniffed::Known(brand.map_or(MediaType::Mp4, |(_, known)| *known));
    }
    let head = bytes.get(..1024).unwrap_or(bytes);
    if at(bytes, 0, b"\x1a\x45\xdf\xa3") {
        return match finds(head, b"webm") {
            Some(_) => Sniffed::Known(MediaType::Webm),
            None => Sniffed::Other("Matroska", "convert it to MP4 or WebM"),
        };
    }
    // Readers of PDF accept it behind other bytes (ISO 32000-1, note in annex H).
    if finds(head, b"%PDF-").is_some() {
        return Sniffed::Known(MediaType::Pdf);
    }
    if let Some((_, what, remedy)) = OTHERS.iter().find(|(signature, ..)| stands(signature)) {
        return Sniffed::Other(what, remedy);
    }
    match bytes {
        [0xff, second, ..] if second & 0xf6 == 0xf0 => Sniffed::Known(MediaType::Aac),
        [0xff, second, ..] if second & 0xe0 == 0xe0 && second & 0x06 != 0 => {
            Sniffed::Known(MediaType::Mp3)
        }
        _ => text(head),
    }
}

/// Returns what a text is that is taken for a medium.
fn text(head: &[u8]) -> Sniffed {
    let head = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head);
    let start = head.trim_ascii_start();
    if finds(start, b"<svg").is_some() {
        return Sniffed::Other(
            "SVG, which is a text that a browser draws",
            "render it to PNG",
        );
    }
    let lower = start.get(..15).unwrap_or(start).to_ascii_lowercase();
    if lower.starts_with(b"<!doctype html") || lower.starts_with(b"<html") {
        return Sniffed::Other(
            "an HTML page, often a server's error page",
            "look at what was downloaded",
        );
    }
    if start.starts_with(b"data:") {
        return Sniffed::Other("a data URL", "decode its Base64 and give the bytes");
    }
    // A character may be cut at the end.
    let is_text = match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    };
    if is_text && !head.contains(&0) {
        return Sniffed::Other("text", "put it into the template as text");
    }
    Sniffed::Unknown
}
