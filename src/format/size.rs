//! How large a file is, in words: bytes, then whole KB, then MB and GB with one decimal below a hundred. A KB is 1,024 bytes.

use actors::domain::Language;

use crate::i18n;

/// Bytes of a KB, KB of a MB, MB of a GB.
const STEP: u64 = 1024;
/// From this many of a unit on there is no decimal.
const WHOLE_FROM: u64 = 100;
/// Between thousands: a space at which no line ends.
const THOUSANDS: char = '\u{A0}';

/// The size of a file as people read it, such as "640 KB" or "1,2 MB"; never rounded down to nothing.
#[must_use]
pub fn size(bytes: u64, language: Language) -> String {
    let (kib, mib) = (STEP, STEP * STEP);
    let (number, unit) = match bytes {
        0..STEP => (grouped(bytes), "js-size-b"),
        _ if bytes.div_ceil(kib) < STEP => (grouped(bytes.div_ceil(kib)), "js-size-kb"),
        _ if tenths(bytes, mib) < STEP * 10 => (decimal(tenths(bytes, mib), language), "js-size-mb"),
        _ => (decimal(tenths(bytes, mib * STEP), language), "js-size-gb"),
    };
    i18n::text_with(language, unit, [("n", number.into())])
}

/// How many tenths of a unit, to the nearest one.
fn tenths(bytes: u64, unit: u64) -> u64 {
    let (whole, rest) = (bytes / unit, bytes % unit);
    whole * 10 + (rest * 10 + unit / 2) / unit
}

/// A number of tenths; a decimal that says nothing is left out.
fn decimal(tenths: u64, language: Language) -> String {
    match (tenths / 10, tenths % 10) {
        (whole, tenth) if whole < WHOLE_FROM && tenth > 0 => {
            format!("{whole}{}{tenth}", if language == Language::En { '.' } else { ',' })
        }
        (whole, tenth) => grouped(whole + u64::from(whole >= WHOLE_FROM && tenth >= 5)),
    }
}

/// A number with its thousands set apart.
fn grouped(number: u64) -> String {
    match (number / 1000, number % 1000) {
        (0, rest) => rest.to_string(),
        (thousands, rest) => format!("{}{THOUSANDS}{rest:03}", grouped(thousands)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page's scripts are held to the same table.
    const TABLE: [(u64, &str, &str); 15] = [
        (0, "0 B", "0 B"),
        (1, "1 B", "1 B"),
        (1_023, "1\u{A0}023 B", "1\u{A0}023 B"),
        (1_024, "1 KB", "1 KB"),
        (1_025, "2 KB", "2 KB"),
        (655_360, "640 KB", "640 KB"),
        (1_047_552, "1\u{A0}023 KB", "1\u{A0}023 KB"),
        (1_047_553, "1 MB", "1 MB"),
        (1_258_291, "1,2 MB", "1.2 MB"),
        (2_097_152, "2 MB", "2 MB"),
        (104_805_171, "99,9 MB", "99.9 MB"),
        (104_857_600, "100 MB", "100 MB"),
        (131_596_288, "126 MB", "126 MB"),
        (1_073_741_824, "1 GB", "1 GB"),
        (5_905_580_032, "5,5 GB", "5.5 GB"),
    ];

    #[test]
    fn sizes_read_as_people_write_them() {
        for (bytes, uz, en) in TABLE {
            assert_eq!(size(bytes, Language::Uz), uz, "{bytes}");
            assert_eq!(size(bytes, Language::En), en, "{bytes}");
        }
        assert_eq!(size(1_258_291, Language::Ru), "1,2 МБ");
        assert_eq!(size(1_258_291, Language::UzCyrl), "1,2 МБ");
    }
}
