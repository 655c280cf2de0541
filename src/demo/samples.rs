//! Small real files of the kinds that people send: ten drawings as photographs (150 KB together, in the program), the others made
//! by code. Each is kept once; any number of messages may have it.

use std::{io::Write as _, sync::Arc};

use actors::{
    domain::FileName,
    ids::RoomId,
    store::{By, files::NewFile, messages::PostMessage},
};
use bytes::Bytes;
use flate2::{Compression, write::GzEncoder};

use crate::{
    error::{Error, Result},
    media::Media,
};

/// The pictures, by name.
pub(super) const PICTURES: [(&str, &[u8]); 10] = [
    ("Chimyon tog'lari.jpg", include_bytes!("pictures/mountains.jpg")),
    ("Chorvoq, shom.jpg", include_bytes!("pictures/sunset.jpg")),
    ("Registon.jpg", include_bytes!("pictures/madrasa.jpg")),
    ("2-korpus, 204-xona.jpg", include_bytes!("pictures/classroom.jpg")),
    ("Serverxona.jpg", include_bytes!("pictures/servers.jpg")),
    ("IMG_20260312_184501.jpg", include_bytes!("pictures/dusk.jpg")),
    ("Қиш.jpg", include_bytes!("pictures/winter.jpg")),
    ("Madrasa, tushdan keyin.jpg", include_bytes!("pictures/golden.jpg")),
    ("Kechki dars.jpg", include_bytes!("pictures/evening.jpg")),
    ("Рассвет.jpg", include_bytes!("pictures/dawn.jpg")),
];
/// The kinds of the other files.
pub(super) const FILES: [&str; 5] = ["pdf", "txt", "csv", "gz", "wav"];

/// The text, so many times.
const NOTES: &str = "Tartib:\n1. Zaxira nusxani oching.\n2. Yangi bazaga tiklang.\n3. Sonlarni solishtiring.\n\n";
const NOTES_TIMES: usize = 40;
/// Lines on a page of the PDF.
const PDF_LINES: usize = 40;
/// Lines of the log that is packed.
const LOG_LINES: usize = 4_000;
/// Samples a second of the sound.
const SOUND_RATE: u32 = 8_000;
/// The sound: notes in Hz, each for [`NOTE_SAMPLES`].
const MELODY: [f64; 12] = [220.0, 261.6, 293.7, 329.6, 293.7, 261.6, 220.0, 246.9, 261.6, 329.6, 293.7, 220.0];
/// Samples of one note: two fifths of a second.
const NOTE_SAMPLES: u32 = 3_200;

/// Files that are kept, for messages to have.
pub(super) struct Samples {
    /// The pictures.
    pub(super) pictures: Vec<NewFile>,
    files: Vec<(&'static str, NewFile)>,
}

impl Samples {
    /// Takes every file in, with two messages that have them all.
    pub(super) async fn publish(media: &Arc<Media>, by: By, room_id: RoomId) -> Result<Self> {
        let mut pictures = Vec::new();
        for (name, bytes) in PICTURES {
            pictures.push((name.to_owned(), Bytes::from_static(bytes)));
        }
        let files = FILES.into_iter().map(|kind| Ok((format!("namuna.{kind}"), Bytes::from(made(kind)?))));
        let pictures = keep(media, by, room_id, pictures).await?;
        let files = keep(media, by, room_id, files.collect::<Result<_>>()?).await?;
        Ok(Self { pictures, files: FILES.into_iter().zip(files).collect() })
    }

    /// Files that nobody keeps.
    #[cfg(test)]
    pub(super) fn unkept() -> Self {
        let file = |name: &str| NewFile {
            name: FileName::new(name),
            size: 1,
            mime: String::new(),
            hash: actors::file_hash::FileHash([0; 32]),
            picture: None,
        };
        let pictures = PICTURES.iter().map(|(name, _)| file(name)).collect();
        Self { pictures, files: FILES.into_iter().map(|kind| (kind, file(kind))).collect() }
    }

    /// A file of a kind under a name.
    pub(super) fn file(&self, kind: &str, name: &str) -> Option<NewFile> {
        let (_, file) = self.files.iter().find(|(known, _)| *known == kind)?;
        Some(NewFile { name: FileName::new(name), ..file.clone() })
    }
}

/// Posts one message with these files.
async fn keep(media: &Arc<Media>, by: By, room_id: RoomId, files: Vec<(String, Bytes)>) -> Result<Vec<NewFile>> {
    let room = media.reserve(by.user_id, 0)?;
    let (mut rows, mut staged) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let name = FileName::new(&name);
        let mut staging = media.stage(&room).await?;
        staging.write(bytes).await?;
        let file = staging.finish().await?;
        rows.push(NewFile {
            name: name.clone(),
            size: file.size,
            mime: file.mime.clone(),
            hash: file.hash,
            picture: file.picture,
        });
        staged.push((name, file));
    }
    let post = PostMessage { by, room_id, body: None, files: Vec::new(), reply_to: None, client_id: None };
    media.publish(room, post, staged).await?;
    Ok(rows)
}

fn made(kind: &str) -> Result<Vec<u8>> {
    match kind {
        "pdf" => Ok(pdf()),
        "txt" => Ok(NOTES.repeat(NOTES_TIMES).into_bytes()),
        "csv" => Ok(table()),
        "gz" => Ok(packed_log()?),
        "wav" => Ok(sound()),
        _ => Err(Error::Broken(format!("no sample of {kind}"))),
    }
}

/// One page with lines on it, and the table of its objects that readers ask for.
fn pdf() -> Vec<u8> {
    let lines: String = (1..=PDF_LINES).map(|n| format!("(Namuna, {n}-qator) Tj T*\n")).collect();
    let text = format!("BT /F1 12 Tf 16 TL 60 780 Td\n{lines}ET");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
            .to_owned(),
        format!("<< /Length {} >>\nstream\n{text}\nendstream", text.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut file = String::from("%PDF-1.4\n");
    let mut table = String::from("0000000000 65535 f \n");
    for (n, object) in objects.iter().enumerate() {
        table += &format!("{:010} 00000 n \n", file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", n + 1);
    }
    let (start, count) = (file.len(), objects.len() + 1);
    file += &format!("xref\n0 {count}\n{table}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    file.into_bytes()
}

fn table() -> Vec<u8> {
    let rows = (1..=120).map(|n| format!("{n};{}-guruh;{};{}\n", n % 12 + 1, 40 + n * 7 % 60, n * 13 % 100));
    ["raqam;guruh;ball;foiz\n".to_owned()].into_iter().chain(rows).collect::<String>().into_bytes()
}

fn packed_log() -> Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    for n in 0..LOG_LINES {
        writeln!(
            packed,
            "12/Mar/2026:{:02}:{:02} \"GET /jurnal/{}/\" 502 {}",
            n / 240 % 24,
            n / 4 % 60,
            n * 7919 % 9973,
            n
        )?;
    }
    Ok(packed.finish()?)
}

/// A melody as WAV, 8 bits, one channel.
fn sound() -> Vec<u8> {
    let samples = MELODY.iter().flat_map(|hertz| {
        (0..NOTE_SAMPLES).map(move |n| {
            let fading = 1.0 - f64::from(n) / f64::from(NOTE_SAMPLES);
            let wave = (f64::from(n) / f64::from(SOUND_RATE) * hertz * std::f64::consts::TAU).sin();
            (128.0 + 90.0 * wave * fading) as u8
        })
    });
    let samples: Vec<u8> = samples.collect();
    let length = u32::try_from(samples.len()).unwrap_or(u32::MAX);
    let mut file = Vec::from(*b"RIFF");
    file.extend((36 + length).to_le_bytes());
    file.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0");
    file.extend(SOUND_RATE.to_le_bytes());
    file.extend(SOUND_RATE.to_le_bytes());
    file.extend(b"\x01\0\x08\0data");
    file.extend(length.to_le_bytes());
    file.extend(samples);
    file
}
