//! Several processes that write one lock: none loses anything, none is locked out, none is led
//! astray.
#![cfg(unix)]

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use driftless::lock::{Lock, update};

use crate::folder::Folder;
use crate::found::{entry, entry_of};

/// A process that puts `entries` entries of its own into the lock, with its own folder for
/// temporary files.
fn writer(folder: &Folder, name: &str, entries: usize) -> Child {
    let temporary = folder.path(name);
    fs::create_dir_all(&temporary).unwrap();
    Command::new(std::env::current_exe().unwrap())
        .args([
            "writers::child_writes",
            "--exact",
            "--ignored",
            "--nocapture",
        ])
        .env("TMPDIR", temporary)
        .env("LOCK", folder.path("at/contracts.lock"))
        .env("NAME", name)
        .env("ENTRIES", entries.to_string())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

#[test]
#[ignore = "run by its parents, in processes of their own"]
fn child_writes() {
    let (lock, name) = (
        std::env::var("LOCK").unwrap(),
        std::env::var("NAME").unwrap(),
    );
    let entries: usize = std::env::var("ENTRIES").unwrap().parse().unwrap();
    for number in 0..entries {
        let entry = entry_of(&format!("P{name}"), &format!("x/{number}"));
        update(Path::new(&lock), [entry]).unwrap();
    }
}

fn names(folder: &Folder) -> Vec<String> {
    let found = fs::read_dir(folder.path("at")).unwrap();
    let mut names: Vec<String> = found
        .map(|found| found.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn count(folder: &Folder) -> usize {
    let text = folder.read("at/contracts.lock");
    Lock::parse("contracts.lock", &text)
        .unwrap()
        .entries()
        .count()
}

#[test]
fn writers_with_temporary_folders_of_their_own_lose_nothing() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("at")).unwrap();
    let writers = ["a", "b", "c"].map(|name| writer(&folder, name, 20));
    for mut writer in writers {
        assert!(writer.wait().unwrap().success());
    }
    assert_eq!(count(&folder), 60);
    assert_eq!(names(&folder), ["contracts.lock"]);
}

#[test]
fn a_writer_that_is_killed_leaves_nothing_behind_the_next_one() {
    let folder = Folder::new();
    fs::create_dir_all(folder.path("at")).unwrap();
    for round in 0..12_u64 {
        let mut killed = writer(&folder, &format!("k{round}"), 1000);
        let other = writer(&folder, &format!("o{round}"), 2);
        std::thread::sleep(Duration::from_millis(60 + 17 * round));
        killed.kill().unwrap();
        killed.wait().unwrap();
        assert!({ other }.wait().unwrap().success());
    }
    update(&folder.path("at/contracts.lock"), [entry()]).unwrap();
    assert!(count(&folder) > 24);
    assert_eq!(names(&folder), ["contracts.lock"]);
}

#[test]
fn nothing_is_written_through_a_link() {
    let folder = Folder::new();
    let victim = folder.write("victim.txt", "precious");
    let lock = folder.path("at/contracts.lock");
    fs::create_dir_all(folder.path("at")).unwrap();
    for (name, refused) in [
        (".contracts.lock.guard", true),
        (".contracts.lock.new", false),
    ] {
        let link = folder.path("at").join(name);
        symlink(&victim, &link).unwrap();
        let updated = update(&lock, [entry()]);
        assert_eq!(updated.is_err(), refused, "{name}");
        if let Err(error) = updated {
            let told = error.to_string();
            assert!(told.contains(name) && told.contains("remove it"), "{told}");
            fs::remove_file(link).unwrap();
        }
        assert_eq!(folder.read("victim.txt"), "precious", "{name}");
    }
    assert_eq!(names(&folder), ["contracts.lock"]);
    assert!(!fs::symlink_metadata(&lock).unwrap().is_symlink());
}

#[test]
fn a_lock_keeps_its_permissions() {
    let folder = Folder::new();
    let lock = folder.path("contracts.lock");
    update(&lock, [entry_of("A", "x/1")]).unwrap();
    for mode in [0o600, 0o640, 0o664] {
        fs::set_permissions(&lock, fs::Permissions::from_mode(mode)).unwrap();
        update(&lock, [entry_of("B", &format!("x/{mode}"))]).unwrap();
        let now = fs::metadata(&lock).unwrap().permissions().mode();
        assert_eq!(now & 0o777, mode);
    }
}

/// A file that another user's killed process has left can be read only.
#[test]
fn a_guard_that_was_left_locks_nobody_out() {
    let folder = Folder::new();
    let guard = folder.write("at/.contracts.lock.guard", "1");
    fs::set_permissions(&guard, fs::Permissions::from_mode(0o444)).unwrap();
    update(&folder.path("at/contracts.lock"), [entry()]).unwrap();
    assert_eq!(names(&folder), ["contracts.lock"]);
}

#[test]
fn a_writer_that_waits_too_long_says_for_whom() {
    let folder = Folder::new();
    let guard = folder.write("at/.contracts.lock.guard", "4242");
    let held = fs::File::open(guard).unwrap();
    #[allow(
        clippy::incompatible_msrv,
        reason = "only this test holds a lock of its own"
    )]
    held.lock().unwrap();
    let told = update(&folder.path("at/contracts.lock"), [entry()]).unwrap_err();
    let told = told.to_string();
    assert!(
        told.contains("process 4242 has held") && told.contains("end it, or try again"),
        "{told}"
    );
    drop(held);
    update(&folder.path("at/contracts.lock"), [entry()]).unwrap();
}

/// A lock is committed, and so may come from anybody.
#[test]
fn an_error_about_a_lock_prints_nothing_that_a_terminal_acts_on() {
    let text = "version = 1\n\n[evidence.A.\"x/1\"]\nreference = \"x\\u001b[2J\\u0007\\u202e/m\"\n";
    for (origin, text) in [
        ("contracts.lock", text.to_owned()),
        (
            "contracts.lock",
            "version = \"\u{1b}[2J\u{7}\"\n".to_owned(),
        ),
        (
            "con\u{1b}[2J\u{202e}\ntracts.lock",
            "version = 2\n".to_owned(),
        ),
        (
            "contracts.lock",
            "version = 1\n\u{1b}]0;x\u{7} = 1\n".to_owned(),
        ),
    ] {
        let told = Lock::parse(origin, &text).unwrap_err().to_string();
        let odd = |c: char| c.is_control() || matches!(c, '\u{202a}'..='\u{202e}');
        assert!(!told.contains(odd), "{told:?}");
    }
}
