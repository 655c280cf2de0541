//! `--check-media` of the real program.

use std::fs;

use crate::program::Program;

const WHOLE: &str = "0 addresses in rows, 0 files, 0 thumbnails, 0 bytes\n";
const FAULT: &str = "a file without a row: abababababababababababababababababababababababababababababababab\n";

/// A program with a database.
fn program() -> Program {
    let program = Program::new();
    assert_eq!(program.run(&["--create-user", "--username", "Ali", "--password", "qovun tarvuz uzum"]).code, 0);
    program
}

/// Puts a file there that no row names.
fn leave(program: &Program) {
    let shelf = program.folder().join("media/chat_files/ab");
    fs::create_dir_all(&shelf).unwrap();
    fs::write(shelf.join("ab".repeat(31)), "nobody's").unwrap();
}

#[test]
fn a_check_prints_each_fault_and_says_by_its_code_whether_there_is_any() {
    let program = program();
    let whole = program.run(&["--check-media"]);
    assert_eq!((whole.code, whole.out.as_str(), whole.err.as_str()), (0, WHOLE, ""));
    leave(&program);
    let counted = "0 addresses in rows, 1 files, 0 thumbnails, 8 bytes\n";
    for _ in 0..2 {
        let faulty = program.run(&["--check-media"]);
        assert_eq!((faulty.code, faulty.err.as_str()), (1, "livechat: 1 fault was found\n"), "nothing was changed");
        assert_eq!(faulty.out, format!("{FAULT}{counted}"));
    }
}

#[test]
fn a_server_removes_what_no_row_names_when_it_starts_and_is_checked_while_it_runs() {
    let program = program();
    leave(&program);
    let serving = program.serve();
    let whole = program.run(&["--check-media"]);
    assert_eq!((whole.code, whole.out.as_str(), whole.err.as_str()), (0, WHOLE, ""));
    leave(&program);
    let faulty = program.run(&["--check-media"]);
    assert_eq!((faulty.code, faulty.err.as_str()), (1, "livechat: 1 fault was found\n"));
    assert!(faulty.out.starts_with(FAULT), "{}", faulty.out);
    assert_eq!(serving.stop(), 0);
}

#[test]
fn a_folder_that_has_no_database_is_one_clear_line_and_stays_as_it_is() {
    let program = Program::new();
    let refused = program.run(&["--check-media"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("has no livechat.db") && refused.err.lines().count() == 1, "{}", refused.err);
    assert_eq!(fs::read_dir(program.folder()).unwrap().count(), 0);
}

#[test]
fn a_folder_of_files_that_is_missing_is_empty_and_one_that_cannot_be_is_one_clear_line() {
    let program = program();
    let media = program.folder().join("media");
    fs::remove_dir_all(&media).unwrap();
    let whole = program.run(&["--check-media"]);
    assert_eq!((whole.code, whole.out.as_str(), whole.err.as_str()), (0, WHOLE, ""));
    fs::remove_dir_all(&media).unwrap();
    fs::write(&media, "in the way").unwrap();
    let refused = program.run(&["--check-media"]);
    assert_eq!((refused.code, refused.out.as_str()), (1, ""));
    assert!(refused.err.contains("media") && refused.err.lines().count() == 1, "{}", refused.err);
}
