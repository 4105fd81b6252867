//! A placeholder of media splits the message at its place.

use driftless::Prompt;
use driftless::media::{Audio, Document, Image, MediaKind, MediaKinds};
use driftless::prompt::{Content, Conversation, Part};

use super::{Seen, audio, document, image, png};

#[derive(Prompt)]
#[prompt(
    output = Seen,
    system = "You read {what}.",
    user = "Scan: {scan} of {what}{note}\n{#each pages}Page {this}{/each}{#if voice}\nSaid: {voice}{/if} Photos:{photos}"
)]
struct Everything<'a> {
    what: &'a str,
    scan: Document,
    note: Option<Image>,
    pages: Vec<Image>,
    voice: Option<Audio>,
    photos: &'a [Image],
}

fn shown(content: &Content) -> Vec<String> {
    let parts = content.parts().iter();
    parts
        .map(|part| match part.as_media() {
            Some(medium) => format!("<{} {:?}>", medium.kind(), medium.pixels()),
            None => part.as_text().unwrap().to_owned(),
        })
        .collect()
}

#[test]
fn parts_stand_in_the_order_of_the_template() {
    let (one, two) = (
        Image::from_bytes(png(1, 1)).unwrap(),
        Image::from_bytes(png(2, 2)).unwrap(),
    );
    let photos = [one.clone(), two.clone()];
    let prompt = Everything {
        what: "bills",
        scan: document(),
        note: Some(one.clone()),
        pages: vec![one, two],
        voice: Some(audio()),
        photos: &photos,
    };
    assert_eq!(
        shown(&prompt.user()),
        [
            "Scan: ",
            "<document None>",
            " of bills",
            "<image Some((1, 1))>",
            "\nPage ",
            "<image Some((1, 1))>",
            "Page ",
            "<image Some((2, 2))>",
            "\nSaid: ",
            "<audio None>",
            " Photos:",
            "<image Some((1, 1))>",
            "<image Some((2, 2))>",
        ]
    );
    assert_eq!(prompt.system().as_deref(), Some("You read bills."));
}

#[test]
fn what_is_not_there_leaves_no_part() {
    let prompt = Everything {
        what: "bills",
        scan: document(),
        note: None,
        pages: Vec::new(),
        voice: None,
        photos: &[],
    };
    assert_eq!(
        shown(&prompt.user()),
        ["Scan: ", "<document None>", " of bills\n Photos:"]
    );
}

#[test]
fn a_prompt_lists_the_kinds_that_it_may_hold() {
    let kinds = |name: &str| {
        let all = Everything::MEDIA.iter();
        all.filter(|(of, _)| *of == name)
            .fold(MediaKinds::NONE, |_, (_, kinds)| *kinds)
    };
    assert_eq!(kinds("what"), MediaKinds::NONE);
    assert_eq!(kinds("scan"), MediaKinds::of(MediaKind::Document));
    for images in ["note", "pages", "photos"] {
        assert_eq!(kinds(images), MediaKinds::of(MediaKind::Image));
    }
    assert_eq!(kinds("voice"), MediaKinds::of(MediaKind::Audio));
}

/// Two prompts that differ in nothing but the kind of one input.
macro_rules! prompts {
    ($($module:ident: $kind:ty;)*) => {$(
        mod $module {
            use super::Seen;

            #[derive(driftless::Prompt)]
            #[prompt(output = Seen, user = "{it}", name = "One")]
            pub(super) struct One {
                pub(super) it: $kind,
            }
        }
    )*};
}

prompts! {
    text: String;
    picture: driftless::media::Image;
    scan: driftless::media::Document;
}

#[test]
fn the_kind_of_a_placeholder_is_part_of_the_fingerprint() {
    let all = [
        text::One::template_fingerprint(),
        picture::One::template_fingerprint(),
        scan::One::template_fingerprint(),
    ];
    assert!(all[0] != all[1] && all[1] != all[2] && all[0] != all[2]);
    let texts = text::One { it: "x".to_owned() };
    assert_eq!(texts.user(), "x");
    let one = picture::One { it: image() };
    assert_eq!(one.user().parts().len(), 1);
    let one = scan::One { it: document() };
    assert_eq!(one.user().parts().len(), 1);
}

/// Whatever the inputs are, all parts are there, in order, and no two are merged.
#[test]
fn no_part_is_lost_or_moved_whatever_the_inputs() {
    #[derive(Prompt)]
    #[prompt(output = Seen, user = "{#each of}{this}{/each}", name = "Mixed")]
    struct Media {
        of: Vec<driftless::media::Medium>,
    }
    #[derive(Prompt)]
    #[prompt(output = Seen, user = "a{one}b{two}c{text}{three}")]
    struct Mixed {
        one: Vec<Image>,
        two: Option<Document>,
        text: String,
        three: Vec<Image>,
    }
    let mut state = 7_u32;
    let mut next = |below: u32| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 16) % below
    };
    for _ in 0..300 {
        let mut some = |most| -> Vec<Image> {
            (0..next(most))
                .map(|_| Image::from_bytes(png(next(9) + 1, next(9) + 1)).unwrap())
                .collect()
        };
        let (one, three) = (some(4), some(4));
        let two = (next(2) == 0).then(document);
        let text = ["", " ", "\n", "x", " y "][usize::try_from(next(5)).unwrap()].to_owned();
        let mut expected: Vec<Part> = vec!["a".into()];
        expected.extend(one.iter().cloned().map(Part::from));
        let middle = format!("c{text}");
        match &two {
            Some(two) => {
                expected.push("b".into());
                expected.push(two.clone().into());
                expected.push(middle.into());
            }
            None => expected.push(format!("b{middle}").into()),
        }
        if one.is_empty() {
            let first = expected.remove(0);
            let second = expected.remove(0);
            let both = [first, second].map(|part| part.as_text().unwrap().to_owned());
            expected.insert(0, both.concat().into());
        }
        expected.extend(three.iter().cloned().map(Part::from));
        let media: Vec<_> = one.iter().map(|image| image.medium().clone()).collect();
        let prompt = Mixed {
            one,
            two,
            text,
            three,
        };
        assert_eq!(prompt.user().parts(), expected);
        let kept: Vec<_> = Media { of: media.clone() }
            .user()
            .media()
            .cloned()
            .collect();
        assert_eq!(kept, media);
    }
}

#[test]
fn a_stored_conversation_has_digests_and_no_bytes() {
    let mut conversation = Conversation::new();
    let asked = [Part::from("Look:"), image().into()];
    conversation.user(asked.into_iter().collect::<Content>());
    conversation.assistant("I see.");
    let json = serde_json::to_string(&conversation).unwrap();
    assert!(json.contains(image().medium().sha256().unwrap()), "{json}");
    assert!(!json.contains("IHDR") && !json.contains("SUhE"), "{json}");
    let back: Conversation = serde_json::from_str(&json).unwrap();
    assert_eq!(back, conversation);
}
