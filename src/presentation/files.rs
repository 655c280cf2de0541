//! The files of a bubble: pictures and videos first, then sound, then cards, each in the order they were sent.

use actors::{
    domain::Language,
    ids::MessageId,
    message::{FileInfo, Message},
};
use serde::Serialize;

use super::album::{self, Place};
use crate::{format, i18n, media::kind::Shown};

/// The longest ending of a name that stands on a card, in bytes.
const ENDING_BYTES: usize = 5;

/// Endings of names and the colour of their cards.
const COLOURS: [(&[&str], u8); 7] = [
    (&["PDF"], 1),
    (&["PPT", "PPTX", "ODP", "KEY"], 2),
    (&["ZIP", "RAR", "7Z", "GZ", "TAR", "TGZ", "XZ", "BZ2", "ZST", "ISO"], 3),
    (&["XLS", "XLSX", "ODS", "CSV"], 4),
    (
        &["PNG", "JPG", "JPEG", "GIF", "WEBP", "SVG", "HEIC", "BMP", "TIFF", "PSD", "MP4", "MOV", "AVI", "MKV", "WEBM"],
        8,
    ),
    (&["DOC", "DOCX", "ODT", "RTF", "TXT", "MD", "EPUB", "DJVU", "FB2"], 6),
    (&["EXE", "MSI", "APK", "DMG", "DEB", "RPM", "IPA", "BAT", "SH", "JAR"], 7),
];
/// The colour of every other card.
const OTHER_COLOUR: u8 = 5;

/// What a bubble shows of its files.
#[derive(Serialize)]
pub(super) struct Files<'a> {
    /// How many there are.
    count: usize,
    /// Pictures and videos, which take the bubble's whole width.
    media: Option<Media<'a>>,
    sounds: Vec<Card<'a>>,
    cards: Vec<Card<'a>>,
    /// Whether the time stands on the pictures, when there is no text: nothing comes after them and none has controls.
    ends_in_pictures: bool,
}

#[derive(Serialize)]
struct Media<'a> {
    /// How many pictures.
    pictures: usize,
    rows: Vec<Vec<Vec<Tile<'a>>>>,
    videos: Vec<Card<'a>>,
}

/// A picture in its place.
#[derive(Serialize)]
struct Tile<'a> {
    n: u32,
    name: &'a str,
    size: u64,
    /// Pixels across.
    width: u32,
    /// Pixels down.
    height: u32,
    animated: bool,
    place: Place,
    label: String,
    href: String,
    thumbnail: String,
}

/// A file with its name and size.
#[derive(Serialize)]
struct Card<'a> {
    n: u32,
    name: &'a str,
    size: String,
    /// The ending of its name in capitals; none that is worth showing.
    ending: Option<String>,
    colour: u8,
    href: String,
}

impl<'a> Files<'a> {
    /// The files of a message, if it has any.
    pub(super) fn of(message: &'a Message, language: Language) -> Option<Self> {
        if message.files.is_empty() {
            return None;
        }
        let id = message.id;
        let shown = |as_what: Shown| -> Vec<&'a FileInfo> {
            message.files.iter().filter(|file| Shown::of(&file.mime, file.picture.is_some()) == as_what).collect()
        };
        let cards = |files: Vec<&'a FileInfo>| files.into_iter().map(|file| Card::new(id, file, language)).collect();
        let (sounds, videos): (Vec<_>, Vec<_>) = (cards(shown(Shown::Audio)), cards(shown(Shown::Video)));
        let (pictures, cards): (_, Vec<_>) = (shown(Shown::Picture), cards(shown(Shown::Card)));
        Some(Self {
            count: message.files.len(),
            ends_in_pictures: videos.is_empty() && sounds.is_empty() && cards.is_empty(),
            media: (!pictures.is_empty() || !videos.is_empty()).then(|| Media {
                pictures: pictures.len(),
                rows: tiles(id, &pictures, language),
                videos,
            }),
            sounds,
            cards,
        })
    }
}

/// The pictures in their places.
fn tiles<'a>(id: MessageId, files: &[&'a FileInfo], language: Language) -> Vec<Vec<Vec<Tile<'a>>>> {
    let pictures: Vec<_> = files.iter().filter_map(|file| file.picture).collect();
    let mut next = files.iter().zip(&pictures).enumerate();
    let mut tile = |place| {
        let (at, (file, picture)) = next.next()?;
        let n = file.n;
        Some(Tile {
            n,
            name: &file.name,
            size: file.size,
            width: picture.width,
            height: picture.height,
            animated: picture.animated,
            place,
            label: label(at + 1, files.len(), &file.name, language),
            href: format!("/download/{id}/{n}/"),
            thumbnail: thumbnail(id, n),
        })
    };
    let mut column = |places: Vec<Place>| places.into_iter().filter_map(&mut tile).collect::<Vec<_>>();
    let mut row = |columns: Vec<Vec<Place>>| columns.into_iter().map(&mut column).collect::<Vec<_>>();
    album::places(&pictures).into_iter().map(&mut row).collect()
}

/// Where a picture is small.
pub(super) fn thumbnail(id: MessageId, n: u32) -> String {
    format!("/thumbnail/{id}/{n}/")
}

/// What a picture is called where it is not seen.
fn label(at: usize, of: usize, name: &str, language: Language) -> String {
    let key = if of == 1 { "msg-picture" } else { "msg-picture-of" };
    i18n::text_with(language, key, [("n", at.into()), ("of", of.into()), ("name", name.into())])
}

impl<'a> Card<'a> {
    fn new(id: MessageId, file: &'a FileInfo, language: Language) -> Self {
        let ending = ending(&file.name);
        let of_ending = |(endings, _): &&(&[&str], u8)| ending.as_deref().is_some_and(|own| endings.contains(&own));
        Self {
            n: file.n,
            name: &file.name,
            size: format::size(file.size, language),
            colour: COLOURS.iter().find(of_ending).map_or(OTHER_COLOUR, |(_, colour)| *colour),
            ending,
            href: format!("/download/{id}/{}/", file.n),
        }
    }
}

/// The ending of a name in capitals, when it is short and plain.
fn ending(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let plain = (1..=ENDING_BYTES).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (plain && !stem.is_empty()).then(|| ending.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_shows_the_ending_of_its_name() {
        for (name, expected) in [
            ("Jadval.pdf", Some("PDF")),
            ("arxiv.tar.gz", Some("GZ")),
            ("photo.jpg.exe", Some("EXE")),
            (".profile", None),
            ("README", None),
            ("a.b c", None),
            ("ўқув.режа", None),
            ("a.torrent", None),
            ("a.", None),
        ] {
            assert_eq!(ending(name).as_deref(), expected, "{name}");
        }
    }
}
