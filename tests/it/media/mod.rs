//! Media as inputs: made, checked, sent in each vendor's form, paid, recorded.

mod files;
mod money;
mod refused;
mod rendering;
mod stored;
mod wire;

use driftless::Contract;
use driftless::media::{Audio, Document, Image, Video};
use driftless::prompt::Part;

#[derive(Debug, PartialEq, Contract)]
struct Seen {
    total: u32,
}

const ANSWER: &str = r#"{"total":7}"#;

/// A PNG of this size, of which only the headers are there.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend(b"\x08\0\0\0\0\0\0\0\0IEND");
    bytes
}

fn jpeg(width: u16, height: u16) -> Vec<u8> {
    // A segment of metadata that has a picture of its own, with its own end.
    let mut bytes = b"\xff\xd8\xff\xe1\0\x06\xff\xd9\0\0\xff\xc0\0\x0b\x08".to_vec();
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend(b"\x01\x01\x11\0\xff\xda\0\x02\x12\x34\xff\0\xff\xd9");
    bytes
}

fn gif(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(width.to_le_bytes());
    bytes.extend(height.to_le_bytes());
    bytes.extend(b"\0\0\0\x3b");
    bytes
}

fn webp(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
    bytes.extend(&(width - 1).to_le_bytes()[..3]);
    bytes.extend(&(height - 1).to_le_bytes()[..3]);
    bytes
}

fn pdf(pages: u32) -> Vec<u8> {
    let mut text = format!("%PDF-1.4\n1 0 obj <</Type /Pages /Count {pages} /Kids []>> endobj\n");
    text.push_str("trailer <</Root 2 0 R>>\n%%EOF\n");
    text.into_bytes()
}

/// So many seconds of silence at 8,000 bytes each.
fn wav(seconds: u32) -> Vec<u8> {
    let data = seconds * 8_000;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + data).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    bytes.extend(8_000_u32.to_le_bytes());
    bytes.extend(8_000_u32.to_le_bytes());
    bytes.extend(b"\x01\0\x08\0data");
    bytes.extend(data.to_le_bytes());
    bytes.resize(bytes.len() + usize::try_from(data).unwrap(), 0x80);
    bytes
}

fn mp4(seconds: u32) -> Vec<u8> {
    let mut bytes = b"\0\0\0\x10ftypisom\0\0\0\0".to_vec();
    bytes.extend(b"\0\0\0\x28moov\0\0\0\x20mvhd\0\0\0\0\0\0\0\0\0\0\0\0");
    bytes.extend(1_000_u32.to_be_bytes());
    bytes.extend((seconds * 1_000).to_be_bytes());
    bytes.extend(b"\0\0\0\0");
    bytes
}

fn image() -> Image {
    Image::from_bytes(png(2, 1)).unwrap()
}

fn document() -> Document {
    Document::from_bytes(pdf(1)).unwrap()
}

fn audio() -> Audio {
    Audio::from_bytes(wav(1)).unwrap()
}

fn video() -> Video {
    Video::from_bytes(mp4(1)).unwrap()
}

fn url(kind: &str) -> Part {
    match kind {
        "image" => Image::from_url("https://example.com/a.png").unwrap().into(),
        "document" => Document::from_url("https://example.com/a.pdf")
            .unwrap()
            .into(),
        "audio" => Audio::from_url("https://example.com/a.mp3").unwrap().into(),
        _ => Video::from_url("https://example.com/a.mp4").unwrap().into(),
    }
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}
