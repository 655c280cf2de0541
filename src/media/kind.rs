//! What a file is, by its first bytes alone: neither its name nor its sender is asked. And which of them a browser may show inside
//! a page; everything else is only ever saved. HTML, SVG, XML and PDF are never shown.

/// Bytes of a file's beginning that tell what it is.
pub const HEAD_BYTES: usize = 8 * 1024;
/// The type of what is not known.
const UNKNOWN: &str = "application/octet-stream";
/// The type of what reads as text and as nothing else.
const TEXT: &str = "text/plain";

/// The types that may be pictures; they are, when a thumbnail of them could be made.
const PICTURES: [&str; 4] = ["image/jpeg", "image/png", "image/gif", "image/webp"];
/// The types that are heard in place.
const AUDIO: [&str; 7] = ["audio/mpeg", "audio/ogg", "audio/wav", "audio/mp4", "audio/aac", "audio/flac", "audio/webm"];
/// The types that are played in place.
const VIDEO: [&str; 2] = ["video/mp4", "video/webm"];

/// How a file is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// By its thumbnail.
    Picture,
    /// By a player for sound.
    Audio,
    /// By a player for moving pictures.
    Video,
    /// By its name, to be saved.
    Card,
}

impl Shown {
    /// How a file of a type is shown that has a thumbnail, or none.
    #[must_use]
    pub fn of(mime: &str, has_thumbnail: bool) -> Self {
        if has_thumbnail && may_be_picture(mime) {
            Self::Picture
        } else if AUDIO.contains(&mime) {
            Self::Audio
        } else if VIDEO.contains(&mime) {
            Self::Video
        } else {
            Self::Card
        }
    }

    /// Whether its bytes may be sent to be shown inside a page, rather than to be saved alone.
    #[must_use]
    pub fn is_inline(self) -> bool {
        self != Self::Card
    }
}

/// Whether a thumbnail of a type is worth trying.
#[must_use]
pub fn may_be_picture(mime: &str) -> bool {
    PICTURES.contains(&mime)
}

/// The MIME type of what begins with `head`.
#[must_use]
pub fn of(head: &[u8]) -> &'static str {
    match infer::get(head).map(|found| found.mime_type()) {
        Some("audio/opus") => "audio/ogg",
        Some("audio/x-wav") => "audio/wav",
        Some("audio/x-flac") => "audio/flac",
        Some("audio/m4a") => "audio/mp4",
        Some("video/x-m4v") => "video/mp4",
        Some(known) => known,
        None if is_text(head) => TEXT,
        None => UNKNOWN,
    }
}

/// Whether it reads as UTF-8 without controls; a character that the end cuts in two is nothing against it.
fn is_text(head: &[u8]) -> bool {
    let is_readable = match std::str::from_utf8(head) {
        Ok(text) => !text.is_empty(),
        Err(error) => error.error_len().is_none(),
    };
    is_readable && !head.iter().any(|byte| byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_tell_the_type() {
        let webm = [&b"\x1a\x45\xdf\xa3"[..], &[0; 20], b"\x42\x82\x84webm", &[0; 300]].concat();
        let opus = [&b"OggS"[..], &[0; 24], b"OpusHead"].concat();
        let table: [(&[u8], &str); 22] = [
            (b"\xff\xd8\xff\xe0\0\x10JFIF", "image/jpeg"),
            (b"\x89PNG\r\n\x1a\n", "image/png"),
            (b"GIF89a<script>alert(1)</script>", "image/gif"),
            (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
            (b"ID3\x04\0\0\0\0\0\0", "audio/mpeg"),
            (b"OggS\0\x02\0\0", "audio/ogg"),
            (&opus, "audio/ogg"),
            (b"RIFF\0\0\0\0WAVEfmt ", "audio/wav"),
            (b"\0\0\0\x1cftypM4A \0\0\0\0", "audio/mp4"),
            (b"fLaC\0\0\0\x22", "audio/flac"),
            (b"\0\0\0\x1cftypisom\0\0\0\0", "video/mp4"),
            (&webm, "video/webm"),
            (b"%PDF-1.7\n", "application/pdf"),
            (b"MZ\x90\0\x03\0\0\0", "application/vnd.microsoft.portable-executable"),
            (b"<!DOCTYPE html><script>alert(1)</script>", "text/html"),
            (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "text/xml"),
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "text/plain"),
            ("Салом, dunyo!\n".as_bytes(), "text/plain"),
            (b"\xff\xfe\0\x01\x02", "application/octet-stream"),
            (b"text\0with a nul", "application/octet-stream"),
            (b"\x1b[2J", "application/octet-stream"),
            (b"", "application/octet-stream"),
        ];
        for (head, mime) in table {
            assert_eq!(of(head), mime, "{}", String::from_utf8_lossy(head));
        }
    }

    #[test]
    fn a_character_cut_in_two_by_the_end_is_still_text() {
        let whole = "ўўўў".as_bytes();
        assert_eq!(of(&whole[..7]), "text/plain");
        assert_eq!(of(&[whole, b"\xff "].concat()), "application/octet-stream");
    }

    #[test]
    fn what_could_run_or_read_the_page_is_never_shown_in_it() {
        for mime in
            ["text/html", "image/svg+xml", "text/xml", "application/pdf", "text/plain", "image/bmp", UNKNOWN, ""]
        {
            for has_thumbnail in [false, true] {
                assert!(!Shown::of(mime, has_thumbnail).is_inline(), "{mime}");
            }
        }
        assert!(!Shown::of("image/gif", false).is_inline(), "a picture that could not be read");
        assert_eq!(Shown::of("image/gif", true), Shown::Picture);
        assert_eq!(Shown::of("audio/ogg", false), Shown::Audio);
        assert_eq!(Shown::of("video/webm", false), Shown::Video);
    }
}
