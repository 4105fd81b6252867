//! Locks that somebody or something has broken: each is reported with its line, and none is
//! overwritten.

use driftless::lock::{Lock, LockErrorKind, update};

use crate::folder::Folder;
use crate::found::{entry, entry_of};

fn whole() -> String {
    let mut lock = Lock::default();
    lock.put(entry());
    lock.put(entry_of("Other", "x/1"));
    lock.to_string()
}

/// The line of `text` in which `part` stands, from 1.
fn line_of(text: &str, part: &str) -> usize {
    text.lines()
        .position(|line| line.contains(part))
        .unwrap_or_else(|| panic!("no {part}"))
        + 1
}

struct Case {
    broken: String,
    kind: LockErrorKind,
    line: usize,
    says: &'static str,
}

fn replaced(old: &str, new: &str, kind: LockErrorKind, says: &'static str) -> Case {
    let whole = whole();
    assert!(whole.contains(old), "{old}");
    let line = line_of(&whole, old);
    Case {
        broken: whole.replacen(old, new, 1),
        kind,
        line,
        says,
    }
}

#[allow(clippy::too_many_lines, reason = "a table")]
fn cases() -> Vec<Case> {
    use LockErrorKind::{Duplicate, Merge, Seal, Syntax, Value, Version};
    let whole = whole();
    let seal = line_of(&whole, "seal = ");
    // By hand: the line of the change is unknown, so the seal's own is reported.
    let mut all: Vec<Case> = [
        ("verdict = \"passed\"", "verdict = \"failed\""),
        ("expires = \"2027-02-21\"", "expires = \"2099-02-21\""),
        ("pairs = 119", "pairs = 120"),
        ("[evidence.Other.", "[evidence.Another."),
    ]
    .into_iter()
    .map(|(old, new)| Case {
        line: seal,
        ..replaced(old, new, Seal, "was changed after it was written")
    })
    .collect();
    all.extend([
        replaced("date = ", "data = ", Value, "`date` is missing"),
        replaced(
            "pairs = 119",
            "pairs = \"many\"",
            Value,
            "`pairs` must be a whole number",
        ),
        replaced(
            "pairs = 119",
            "pairs = 1.5",
            Value,
            "`pairs` must be a whole number",
        ),
        replaced(
            "pairs = 119",
            "pairs = -1",
            Value,
            "`pairs` must be a whole number",
        ),
        replaced(
            "verdict = \"passed\"",
            "verdict = \"maybe\"",
            Value,
            "`verdict` must be `passed`, `insufficient_data` or `failed`",
        ),
        replaced(
            "expires = \"2027-02-21\"",
            "expires = \"2027-02-30\"",
            Value,
            "`expires` must be a day",
        ),
        replaced(
            "shape = \"2f\"",
            "shape = \"2F\"",
            Value,
            "`shape` must be hexadecimal digits",
        ),
        replaced(
            "contract = ",
            "contracts = \"x\"\ncontract = ",
            Value,
            "unknown key `contracts`",
        ),
        replaced("pairs = 119", "calls = 119", Value, "`calls` stands twice"),
        replaced(
            "p_value = 0.0123",
            "p_valeu = 0.0123",
            Value,
            "`p_value` is missing",
        ),
        replaced(
            "p_value = 0.0123",
            "p_value = 0.0123, extra = 1",
            Value,
            "unknown key `extra`",
        ),
        replaced(
            "version = 1",
            "version = 2",
            Version,
            "has version 2, and this release of driftless knows version 1",
        ),
        replaced("version = 1", "version = \"1\"", Version, "no whole number"),
        replaced(
            "pairs = 119",
            "pairs : 119",
            Syntax,
            "`=` is expected before `:`",
        ),
        replaced(
            "pairs = 119",
            "pairs = 119 119",
            Syntax,
            "`1` is not expected here",
        ),
        replaced(
            "reason = \"not",
            "reason = \"not\\q",
            Syntax,
            "unknown escape",
        ),
        replaced("points\"", "points", Syntax, "the string has no end"),
        replaced("served = [", "served = [[[[[[[[", Syntax, "nests too deep"),
        replaced(
            "[evidence.Other.",
            "[[evidence.Other.",
            Syntax,
            "a key can't begin with `[`",
        ),
        replaced(
            "[evidence.Other.\"x/1\"]",
            "[evidence.Other]",
            Syntax,
            "an entry is `[evidence.PROMPT.",
        ),
        replaced(
            "[evidence.Other.\"x/1\"]",
            "[proof.Other.\"x/1\"]",
            Syntax,
            "an entry is `[evidence.PROMPT.",
        ),
        replaced(
            "pairs = 119",
            "<<<<<<< HEAD\npairs = 119\n=======\npairs = 118\n>>>>>>> other",
            Merge,
            "a merge left its markers",
        ),
        replaced(
            "pairs = 119",
            "=======\r",
            Merge,
            "a merge left its markers",
        ),
    ]);
    // A missing member has no line of its own: the table's is reported.
    for case in all
        .iter_mut()
        .filter(|case| case.says == "`date` is missing")
    {
        case.line = line_of(&whole, "[evidence.Other");
    }
    for case in all
        .iter_mut()
        .filter(|case| case.says == "`calls` stands twice")
    {
        case.line = line_of(&whole, "pairs = 119");
    }
    let body = whole.split_once("\n[").unwrap().1;
    all.push(Case {
        broken: format!("{whole}\n[{body}"),
        kind: Duplicate,
        line: whole.lines().count() + 2,
        says: "has an entry in line 4 already",
    });
    for (broken, line, says) in [
        (format!("[{body}"), 1, "`version = 1` is missing"),
        (String::new(), 1, "`version = 1` is missing"),
        (
            "version = 1\nversion = 1\n".to_owned(),
            2,
            "not expected before the entries",
        ),
        (
            "edition = 1\n".to_owned(),
            1,
            "not expected before the entries",
        ),
    ] {
        let kind = if says.contains("missing") {
            Version
        } else {
            Value
        };
        all.push(Case {
            broken,
            kind,
            line,
            says,
        });
    }
    all
}

#[test]
fn each_break_is_told_with_its_line_and_nothing_is_overwritten() {
    for Case {
        broken,
        kind,
        line,
        says,
    } in cases()
    {
        let error = Lock::parse("contracts.lock", &broken).expect_err(says);
        let told = error.to_string();
        assert_eq!(
            (error.kind(), error.line()),
            (kind, Some(line)),
            "{told}\n{broken}"
        );
        assert!(
            told.starts_with(&format!("contracts.lock:{line}: ")) && told.contains(says),
            "{told}"
        );
        let folder = Folder::new();
        let path = folder.write("contracts.lock", &broken);
        assert_eq!(update(&path, [entry()]).unwrap_err().kind(), kind);
        assert_eq!(folder.read("contracts.lock"), broken);
    }
}

#[test]
fn a_broken_seal_names_the_command_that_renews_the_entry() {
    let text = whole().replacen("verdict = \"passed\"", "verdict = \"failed\"", 1);
    let error = Lock::parse("contracts.lock", &text)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("`contracts qualify Other --data tickets.jsonl --reference openai/gpt-6.1-terra --candidate x/1`"),
        "{error}"
    );
}

/// Line ends that a checkout converts, and a byte-order mark, are no edits.
#[test]
fn line_ends_do_not_break_a_seal() {
    let text = format!("\u{feff}{}", whole().replace('\n', "\r\n"));
    let read = Lock::parse("contracts.lock", &text).unwrap();
    assert_eq!(read.to_string(), whole());
}

/// Whatever is cut off or changed at any place, the reader answers, and no entry comes out that was
/// not written.
#[test]
fn no_cut_and_no_flipped_byte_gets_through() {
    let whole = whole();
    let lock = Lock::parse("contracts.lock", &whole).unwrap();
    for at in 0..whole.len() {
        if let Ok(read) = Lock::parse("contracts.lock", &whole[..at]) {
            assert!(
                read.entries()
                    .all(|entry| lock.get(&entry.prompt, &entry.model) == Some(entry))
            );
        }
        // One byte per place, each in its turn.
        let mut bytes = whole.clone().into_bytes();
        bytes[at] = b"\"9\n#[a"[at % 6];
        let Ok(text) = String::from_utf8(bytes) else {
            continue;
        };
        if let Ok(read) = Lock::parse("contracts.lock", &text) {
            assert!(
                read.entries()
                    .all(|entry| lock.get(&entry.prompt, &entry.model) == Some(entry)),
                "{text}"
            );
        }
    }
}

#[test]
fn a_file_that_is_no_file_is_told() {
    let folder = Folder::new();
    let path = folder.path("contracts.lock");
    std::fs::create_dir_all(&path).unwrap();
    let error = update(&path, [entry()]).unwrap_err();
    assert_eq!((error.kind(), error.line()), (LockErrorKind::Io, None));
}

/// A lock without evidence that is `bytes` long.
fn padded(bytes: usize) -> String {
    let mut text = String::from("version = 1\n");
    let line = format!("# {}\n", "x".repeat(997));
    while text.len() + line.len() < bytes {
        text.push_str(&line);
    }
    let rest = bytes - text.len();
    text.push_str(&"#".repeat(rest - 1));
    text.push('\n');
    text
}

/// Before, a lock of any size was read, and a device that never ends without end.
#[test]
fn a_lock_beyond_the_limit_is_told_and_left_as_it_is() {
    let most = 16 << 20;
    let folder = Folder::new();
    let path = folder.path("contracts.lock");
    assert!(Lock::parse("x", &padded(most)).is_ok());

    for bytes in [most + 1, most + 1000, 2 * most, 3 * most + 7] {
        let text = padded(bytes);
        let error = Lock::parse("contracts.lock", &text).unwrap_err();
        assert_eq!((error.kind(), error.line()), (LockErrorKind::Size, None));
        std::fs::write(&path, &text).unwrap();
        let updated = update(&path, [entry()]).unwrap_err();
        assert_eq!(updated.kind(), LockErrorKind::Size);
        for told in [error.to_string(), updated.to_string()] {
            assert!(told.contains("larger than 16 MiB"), "{told}");
            assert!(told.contains("restore it from version control"), "{told}");
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
    }
    // Cut within a character: its size is the problem, and not its UTF-8.
    std::fs::write(&path, "é".repeat(most)).unwrap();
    let odd = update(&path, [entry()]).unwrap_err();
    assert_eq!(odd.kind(), LockErrorKind::Size);
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_that_never_ends_is_no_lock() {
    let folder = Folder::new();
    let path = folder.path("contracts.lock");
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
    let error = update(&path, [entry()]).unwrap_err();
    assert!(
        matches!(error.kind(), LockErrorKind::Size | LockErrorKind::Io),
        "{error}"
    );
}
