//! Bytes, files and addresses that can be made a medium, and the errors of all others.

use std::fs;

use driftless::media::{Audio, Document, Image, MediaError, MediaType, Video};

use super::{audio, document, gif, image, jpeg, mp4, pdf, png, video, wav, webp};

#[test]
fn types_and_sizes_are_read_from_headers() {
    for (bytes, of) in [
        (png(640, 480), MediaType::Png),
        (jpeg(640, 480), MediaType::Jpeg),
        (gif(640, 480), MediaType::Gif),
        (webp(640, 480), MediaType::Webp),
    ] {
        let image = Image::from_bytes(bytes).unwrap();
        assert_eq!(image.media_type(), Some(of));
        assert_eq!(image.pixels(), Some((640, 480)), "{of}");
    }
    assert_eq!(Document::from_bytes(pdf(12)).unwrap().pages(), Some(12));
    let sound = Audio::from_bytes(wav(3)).unwrap();
    assert_eq!(sound.medium().millis(), Some(3_000));
    let film = Video::from_bytes(mp4(90)).unwrap();
    assert_eq!(film.medium().millis(), Some(90_000));
}

#[test]
fn a_header_of_any_size_is_just_numbers() {
    let image = Image::from_bytes(png(30_000, 30_000)).unwrap();
    assert_eq!(image.pixels(), Some((30_000, 30_000)));
}

#[test]
fn other_types_are_known_by_their_first_bytes() {
    for (bytes, of) in [
        (&b"ID3\x04\0\0\0\0\0\0\xff\xfb\x90\0"[..], MediaType::Mp3),
        (b"\xff\xfb\x90\0", MediaType::Mp3),
        (b"OggS\0\x02", MediaType::Ogg),
        (b"\xff\xf1\x50\x80", MediaType::Aac),
        (b"FORM\0\0\0\x04AIFF", MediaType::Aiff),
    ] {
        let audio = Audio::from_bytes(bytes).unwrap();
        assert_eq!(audio.media_type(), Some(of));
    }
    let mut flac = b"fLaC\0\0\0\x22".to_vec();
    flac.resize(18, 0);
    // 8,000 samples a second, 16,000 samples.
    flac.extend(((8_000_u64 << 44) + 16_000).to_be_bytes());
    let flac = Audio::from_bytes(flac).unwrap();
    assert_eq!(flac.medium().millis(), Some(2_000));
    let webm = Video::from_bytes(*b"\x1a\x45\xdf\xa3\x01webm").unwrap();
    assert_eq!(webm.media_type(), Some(MediaType::Webm));
    let mut mov = mp4(1);
    mov[8..12].copy_from_slice(b"qt  ");
    let mov = Video::from_bytes(mov).unwrap();
    assert_eq!(mov.media_type(), Some(MediaType::Mov));
}

#[test]
fn everything_else_is_an_error_that_says_what_to_do() {
    let svg = b"<?xml version=\"1.0\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    for (bytes, said) in [
        (
            &b""[..],
            "the image has no bytes; was the file written to its end?",
        ),
        (
            svg,
            "not an image that a vendor reads, but SVG, which is a text that a browser draws; render it to PNG",
        ),
        (
            b"<!DOCTYPE html><p>404",
            "an HTML page, often a server's error page",
        ),
        (
            b"data:image/png;base64,AAAA",
            "decode its Base64 and give the bytes",
        ),
        (b"hello", "put it into the template as text"),
        (b"PK\x03\x04", "a ZIP archive"),
        (b"\x01\x02\x03\0\x80", "the bytes begin as no image does"),
        (b"\0\0\0\x10ftypavif\0\0\0\0", "AVIF"),
    ] {
        let error = Image::from_bytes(bytes).unwrap_err();
        assert!(error.to_string().contains(said), "{error}");
    }
    let error = Image::from_bytes(pdf(1)).unwrap_err();
    assert_eq!(
        error.to_string(),
        "not an image, but application/pdf; make a `media::Document` of it"
    );
}

#[test]
fn what_breaks_off_is_an_error_at_every_byte() {
    for whole in [png(9, 9), jpeg(9, 9), gif(9, 9), webp(9, 9)] {
        assert!(Image::from_bytes(whole.clone()).is_ok());
        for length in 0..whole.len() {
            let part = whole[..length].to_vec();
            assert!(Image::from_bytes(part).is_err(), "{length} of {whole:?}");
        }
    }
    let whole = wav(1);
    assert!(Audio::from_bytes(whole[..whole.len() - 1].to_vec()).is_err());
    let whole = mp4(1);
    for length in 0..whole.len() {
        assert!(Video::from_bytes(whole[..length].to_vec()).is_err());
    }
    let whole = pdf(1);
    let cut = Document::from_bytes(whole[..whole.len() - 7].to_vec()).unwrap_err();
    assert!(matches!(
        cut,
        MediaError::Truncated {
            of: MediaType::Pdf,
            ..
        }
    ));
}

#[test]
fn an_encrypted_document_and_hidden_pages_are_told() {
    let locked = b"%PDF-1.7\ntrailer <</Root 1 0 R /Encrypt 9 0 R>>\n%%EOF";
    assert_eq!(
        Document::from_bytes(*locked).unwrap_err(),
        MediaError::Encrypted
    );
    let packed = b"%PDF-1.7\n<</Type /ObjStm>>\n<</Type /Pages /Count 1>>\n%%EOF";
    assert_eq!(Document::from_bytes(*packed).unwrap().pages(), None);
}

#[test]
fn files_are_read_when_they_are_named() {
    let folder = std::env::temp_dir().join(format!("driftless-media-{}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join("scan.png");
    fs::write(&path, png(3, 2)).unwrap();
    let image = Image::from_path(&path).unwrap();
    fs::write(&path, jpeg(3, 2)).unwrap();
    assert_eq!(image.media_type(), Some(MediaType::Png));
    let renamed = Image::from_path(&path).unwrap_err();
    assert!(
        renamed.to_string().contains("give it the ending `.jpg`"),
        "{renamed}"
    );
    let directory = Image::from_path(&folder).unwrap_err();
    assert!(matches!(directory, MediaError::NoFile { .. }));
    let missing = Image::from_path(folder.join("none.png")).unwrap_err();
    assert!(matches!(missing, MediaError::Unreadable { .. }));
    // Larger than any vendor takes, without a byte on the disk.
    fs::File::create(&path).unwrap().set_len(600 << 20).unwrap();
    let large = Image::from_path(&path).unwrap_err();
    assert!(matches!(large, MediaError::TooLarge { .. }));
    fs::remove_dir_all(folder).unwrap();
}

#[test]
fn only_addresses_that_a_vendor_can_fetch_are_taken() {
    let image = Image::from_url("https://example.com/a/b.png?sig=secret").unwrap();
    assert_eq!(image.media_type(), Some(MediaType::Png));
    assert!(!format!("{image:?}").contains("secret"));
    for (url, said) in [
        ("http://example.com/a.png", "`https` addresses alone"),
        ("file:///etc/passwd", "`https` addresses alone"),
        ("data:image/png;base64,AAAA", "decode its Base64"),
        ("https://user:pw@example.com/a.png", "user name"),
        ("no address", "no URL"),
        ("https:///a.png", "no host"),
    ] {
        let error = Image::from_url(url).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
        assert!(!error.contains("AAAA"), "{error}");
    }
    assert!(Image::from_file_id("openai", "").is_err());
}

#[test]
fn no_form_of_printing_shows_bytes() {
    let shown = format!("{:?} {:?} {:?} {:?}", image(), document(), audio(), video());
    assert!(
        shown.contains("image/png of") && !shown.contains("IHDR"),
        "{shown}"
    );
    assert!(!shown.contains("73, 72, 68, 82"), "{shown}");
    let source = format!("{:?}", image().medium().source());
    assert!(source.ends_with("bytes"), "{source}");
}

/// Against the library that builds TLS.
#[test]
fn the_digest_is_sha_256() {
    for length in [0, 1, 31, 32, 33, 64, 100, 1_000, 4_321] {
        let mut bytes = png(1, 1);
        bytes.extend((0..length).map(|at: u32| u8::try_from(at % 251).unwrap()));
        let digest = ring::digest::digest(&ring::digest::SHA256, &bytes);
        let hex = digest.as_ref().iter().fold(String::new(), |mut hex, byte| {
            for digit in [byte >> 4, byte & 15] {
                hex.extend(char::from_digit(digit.into(), 16));
            }
            hex
        });
        let image = Image::from_bytes(bytes).unwrap();
        assert_eq!(image.medium().sha256(), Some(hex.as_str()));
    }
}
