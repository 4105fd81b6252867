//! The files after a machine's failure: the old output, whole.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::run::{Folder, HOSTILE, Ran, docs, tree};

/// Runs `docs` in a program that may not write files of more than a few kilobytes; `deaf`: it gets
/// an error instead of being killed.
fn cut_short(target: &Path, deaf: bool) -> Ran {
    let ignore = if deaf { "trap '' XFSZ; " } else { "" };
    Command::new("sh")
        .arg("-c")
        .arg(format!(
            "{ignore}ulimit -f 24; exec \"$0\" docs \"$1\" --title Changed"
        ))
        .arg(HOSTILE)
        .arg(target)
        .output()
        .unwrap()
        .into()
}

#[test]
fn a_write_that_fails_leaves_the_old_output_whole() {
    let folder = Folder::new();
    let target = folder.join("docs");
    docs(&target, &[]);
    let before = tree(&target);
    let ran = cut_short(&target, true);
    assert_eq!(ran.code, Some(2), "{ran:?}");
    assert!(
        ran.err.contains("can't write") && ran.err.contains(".docs.driftless-new"),
        "{}",
        ran.err
    );
    assert_eq!(tree(&target), before);
    assert_eq!(folder.names(), ["docs"], "nothing is left over");
}

#[test]
fn a_kill_leaves_the_old_output_whole_and_the_next_run_clears_up() {
    let folder = Folder::new();
    let target = folder.join("docs");
    docs(&target, &[]);
    let before = tree(&target);
    let ran = cut_short(&target, false);
    assert_eq!(ran.code, None, "ended by a signal: {ran:?}");
    assert_eq!(tree(&target), before);
    assert_eq!(folder.names(), [".docs.driftless-new", "docs"]);
    let next = docs(&target, &["--title", "Changed"]);
    assert_eq!(next.code, Some(0), "{}", next.err);
    assert_ne!(tree(&target), before);
    assert_eq!(folder.names(), ["docs"]);
}

#[test]
fn what_was_set_aside_comes_back() {
    let folder = Folder::new();
    let target = folder.join("docs");
    docs(&target, &[]);
    fs::rename(&target, folder.join(".docs.driftless-old")).unwrap();
    let ran = docs(&target, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(folder.names(), ["docs"]);
}

#[test]
fn files_of_others_are_neither_removed_nor_overwritten() {
    let folder = Folder::new();
    let target = folder.join("docs");
    fs::create_dir(&target).unwrap();
    fs::write(target.join("index.html"), "mine").unwrap();
    let ran = docs(&target, &[]);
    assert_eq!(ran.code, Some(2));
    assert!(
        ran.err
            .contains("`index.html`, which was not written by this command"),
        "{}",
        ran.err
    );
    assert_eq!(fs::read(target.join("index.html")).unwrap(), b"mine");

    // Beside files of ours as well.
    fs::remove_file(target.join("index.html")).unwrap();
    docs(&target, &[]);
    fs::create_dir(target.join("notes")).unwrap();
    fs::write(target.join("notes/mine.txt"), "mine").unwrap();
    let ran = docs(&target, &["--title", "Changed"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("notes/mine.txt"), "{}", ran.err);
    assert!(target.join("notes/mine.txt").exists() && target.join("index.html").exists());
}

#[test]
fn a_forged_list_can_not_reach_out_of_the_directory() {
    let folder = Folder::new();
    let target = folder.join("docs");
    docs(&target, &[]);
    let victim = folder.join("victim.txt");
    fs::write(&victim, "mine").unwrap();
    let list = target.join(".driftless-docs");
    let forged = format!(
        "{}../victim.txt\n{}\n",
        fs::read_to_string(&list).unwrap(),
        victim.display()
    );
    fs::write(&list, forged).unwrap();
    let ran = docs(&target, &[]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(fs::read(&victim).unwrap(), b"mine");
}

#[test]
fn a_place_that_can_not_be_written_is_a_clear_error() {
    let folder = Folder::new();
    let file = folder.join("file");
    fs::write(&file, "not a directory").unwrap();
    let below = file.join("docs");
    for target in [
        file.as_path(),
        below.as_path(),
        Path::new("/proc/driftless/docs"),
    ] {
        let ran = docs(target, &[]);
        assert_eq!(ran.code, Some(2), "{ran:?}");
        assert!(
            ran.err.starts_with("error: can't ") && ran.err.contains(": "),
            "{}",
            ran.err
        );
    }
    assert_eq!(fs::read(&file).unwrap(), b"not a directory");
}

#[cfg(unix)]
#[test]
fn a_link_to_the_directory_stays_a_link() {
    let folder = Folder::new();
    let (target, link) = (folder.join("docs"), folder.join("link"));
    fs::create_dir(&target).unwrap();
    std::os::unix::fs::symlink(&target, &link).unwrap();
    assert_eq!(docs(&link, &[]).code, Some(0));
    assert_eq!(docs(&link, &[]).code, Some(0));
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(target.join("index.html").exists());
}

/// A full disk or a kill at the first write leaves an empty list, or the beginning of one.
#[test]
fn a_run_that_ended_within_its_list_is_no_obstacle() {
    let folder = Folder::new();
    let target = folder.join("docs");
    docs(&target, &[]);
    let list = fs::read_to_string(target.join(".driftless-docs")).unwrap();
    let staged = folder.join(".docs.driftless-new");
    for cut in [
        None,
        Some(0),
        Some(1),
        Some(40),
        Some(list.len() / 2),
        Some(list.len() - 1),
    ] {
        fs::create_dir(&staged).unwrap();
        if let Some(cut) = cut {
            fs::write(staged.join(".driftless-docs"), &list[..cut]).unwrap();
        }
        let ran = docs(&target, &[]);
        assert_eq!(ran.code, Some(0), "{cut:?}: {}", ran.err);
        assert_eq!(folder.names(), ["docs"]);
    }
}

/// Files that aren't ours stay, and the message names the remedy.
#[test]
fn files_of_others_in_the_way_are_told() {
    let folder = Folder::new();
    let target = folder.join("docs");
    docs(&target, &[]);
    let staged = folder.join(".docs.driftless-new");
    for (file, list) in [
        ("mine.txt", Some("")),
        ("mine.txt", None),
        (".driftless-docs", Some("mine")),
    ] {
        fs::create_dir(&staged).unwrap();
        fs::write(staged.join(file), "mine").unwrap();
        if let Some(list) = list {
            fs::write(staged.join(".driftless-docs"), list).unwrap();
        }
        let ran = docs(&target, &[]);
        assert_eq!(ran.code, Some(2), "{file}");
        assert!(
            ran.err.contains("move that away, or remove the directory"),
            "{}",
            ran.err
        );
        assert_eq!(fs::read(staged.join(file)).unwrap(), b"mine");
        fs::remove_dir_all(&staged).unwrap();
    }
}

/// A directory on the way and a list in it may be committed, and so come from anybody.
#[cfg(unix)]
#[test]
fn nothing_behind_a_link_is_removed() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new();
    let (target, home) = (folder.join("docs"), folder.join("home"));
    docs(&target, &[]);
    fs::create_dir_all(home.join("deep")).unwrap();
    let victims = [home.join("secret.txt"), home.join("deep/secret.txt")];
    let head = fs::read_to_string(target.join(".driftless-docs")).unwrap();
    let head = head.lines().next().unwrap();
    let names =
        "link/secret.txt\nlink/deep/secret.txt\na/link/secret.txt\n.driftless-docs/secret.txt";
    for place in [".docs.driftless-new", ".docs.driftless-old"] {
        for victim in &victims {
            fs::write(victim, "mine").unwrap();
        }
        let way = folder.join(place);
        fs::create_dir_all(way.join("a")).unwrap();
        symlink(&home, way.join("link")).unwrap();
        symlink(&home, way.join("a/link")).unwrap();
        fs::write(way.join(".driftless-docs"), format!("{head}\n{names}\n")).unwrap();
        let ran = docs(&target, &[]);
        assert_eq!(ran.code, Some(2), "{place}");
        fs::remove_dir_all(&way).unwrap();
        // The directory itself is a link.
        symlink(&home, &way).unwrap();
        fs::write(
            home.join(".driftless-docs"),
            format!("{head}\nsecret.txt\n"),
        )
        .unwrap();
        let ran = docs(&target, &[]);
        assert_eq!(ran.code, Some(2), "{place}");
        fs::remove_file(&way).unwrap();
        for victim in &victims {
            assert_eq!(fs::read(victim).unwrap(), b"mine", "{place}");
        }
    }
    // The same below the target.
    symlink(&home, target.join("link")).unwrap();
    fs::write(
        target.join(".driftless-docs"),
        format!("{head}\nlink\nlink/secret.txt\n"),
    )
    .unwrap();
    let _refused = docs(&target, &[]);
    assert!(victims.iter().all(|victim| victim.exists()));
}
