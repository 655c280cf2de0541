//! What a server keeps of files, as it lies on the disk.

use std::{fs, path::Path};

/// The files below a folder of `media/`: `tmp`, `chat_files` or `thumbnails`.
pub fn kept(data: &Path, folder: &str) -> Vec<std::path::PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<std::path::PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() { walk(&entry.path(), found) } else { found.push(entry.path()) }
        }
    }
    let mut found = Vec::new();
    walk(&data.join("media").join(folder), &mut found);
    found
}
