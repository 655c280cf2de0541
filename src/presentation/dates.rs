//! Days and times in the site's zone and in our own words: browsers and libraries know no Uzbek worth showing.

use actors::{clock::Millis, domain::Language};
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

use crate::i18n;

/// A moment in the site's zone; one out of range is 1970.
pub(super) fn zoned(zone: &TimeZone, at: Millis) -> Zoned {
    Timestamp::from_millisecond(at).unwrap_or_default().to_zoned(zone.clone())
}

/// "HH:MM".
pub(super) fn time_of_day(zone: &TimeZone, at: Millis) -> String {
    let at = zoned(zone, at);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// What a day is called: today, yesterday, a day of this year, a day of another.
pub(super) fn day_name(day: Date, today: Date, language: Language) -> String {
    if day == today {
        return i18n::text(language, "js-today");
    }
    if day.tomorrow().is_ok_and(|next| next == today) {
        return i18n::text(language, "js-yesterday");
    }
    let month = i18n::text(language, &format!("js-month-{}", day.month()));
    let args = [("day", day.day().into()), ("month", month.into()), ("year", day.year().to_string().into())];
    i18n::text_with(language, if day.year() == today.year() { "js-date" } else { "js-date-year" }, args)
}

/// When something last happened, as short as a list of rooms wants it: a time today, else yesterday, a day of the week, a day.
pub(super) fn short(zone: &TimeZone, at: Millis, now: Millis, language: Language) -> String {
    let (day, today) = (zoned(zone, at).date(), zoned(zone, now).date());
    let ago = day.until(today).map_or(0, |span| span.get_days());
    match ago {
        ..=0 => time_of_day(zone, at),
        2..=6 => i18n::text(language, &format!("js-weekday-{}", day.weekday().to_sunday_zero_offset())),
        // A list has little room.
        7.. if day.year() != today.year() => format!("{:02}.{:02}.{:02}", day.day(), day.month(), day.year() % 100),
        _ => day_name(day, today, language),
    }
}
