//! Many people log in at once, as after a restart: each takes 19 MiB for a moment, and the server keeps none of it.

#![cfg(test)]

use std::{iter::repeat_n, path::Path, sync::Barrier};

use benches::{machine, site::Site};

/// With [`LOGINS`], as many attempts at once as one address may have under way.
const USERS: usize = 5;
/// As many as one account may have under way.
const LOGINS: usize = 10;
/// What the server may keep more after them, for buffers, threads and rows: less than a single hash that stayed.
const KEPT_KIB: u64 = 12 * 1024;

#[test]
fn fifty_logins_at_once_leave_no_memory_of_their_hashes_behind() {
    let program = Path::new(env!("CARGO_BIN_EXE_livechat"));
    let mut site = Site::new(program, Path::new(env!("CARGO_TARGET_TMPDIR"))).unwrap();
    let names: Vec<String> = (0..USERS).map(|number| format!("user{number}")).collect();
    for (number, name) in names.iter().enumerate() {
        site.create_user(name, number == 0).unwrap();
    }
    site.start().unwrap();
    let kept = || machine::kept(site.pid().unwrap()).unwrap();
    let before = kept();

    let (site, start) = (&site, &Barrier::new(USERS * LOGINS));
    std::thread::scope(|scope| {
        for name in names.iter().flat_map(|name| repeat_n(name, LOGINS)) {
            scope.spawn(move || {
                start.wait();
                site.log_in(name).unwrap();
            });
        }
    });
    let after = kept();
    println!("{before} KiB before, {after} KiB after fifty logins at once");
    assert!(after < before + KEPT_KIB, "grew by {} KiB", after - before);
}
