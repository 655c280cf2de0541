//! The rooms of the workspace: who talks there about what, how much, and what of it the reader has not seen.

use super::people::{ADMIN, READER};

/// A room to be.
#[derive(Clone, Copy)]
pub(super) struct Plan {
    /// Its name.
    pub(super) name: &'static str,
    /// What it was called at first; empty when it never changed.
    pub(super) was: &'static str,
    /// Listed to its members alone.
    pub(super) is_private: bool,
    /// Who made it.
    pub(super) owner: &'static str,
    /// Who else is certainly there; besides the reader, unless `without_reader`.
    pub(super) with: &'static [&'static str],
    /// The reader is not there.
    pub(super) without_reader: bool,
    /// How many people, those named counted.
    pub(super) members: usize,
    /// What they talk about.
    pub(super) themes: &'static [&'static str],
    /// The talk that it ends with; empty when it ends like any other.
    pub(super) last: &'static str,
    /// How many messages, roughly.
    pub(super) messages: usize,
    /// Minutes since the last message.
    pub(super) quiet_minutes: i64,
    /// The last ones, unseen by the reader.
    pub(super) unread: usize,
    /// The reader has marked it as unread.
    pub(super) is_marked: bool,
}

const ROOM: Plan = Plan {
    name: "",
    was: "",
    is_private: false,
    owner: ADMIN,
    with: &[],
    without_reader: false,
    members: 10,
    themes: &["office"],
    last: "",
    messages: 200,
    quiet_minutes: 60,
    unread: 0,
    is_marked: false,
};
const PRIVATE: Plan = Plan { is_private: true, ..ROOM };
const STRANGE: Plan = Plan { without_reader: true, ..ROOM };
const DAY: i64 = 24 * 60;

/// Every room but the archive, which the files are put into first.
pub(super) const ROOMS: &[Plan] = &[
    Plan {
        name: "Ish jamoasi",
        owner: "gulnora",
        with: &["jasur", "elena", "sardor", "oybek", "zarina"],
        members: 12,
        themes: &["school", "office", "exams", "it"],
        last: "final-team",
        messages: 3_000,
        quiet_minutes: 4,
        unread: 5,
        ..ROOM
    },
    Plan {
        name: "Umumiy e'lonlar",
        members: 39,
        themes: &["news"],
        messages: 420,
        quiet_minutes: 21,
        unread: 128,
        ..ROOM
    },
    Plan {
        name: "Dars jadvali va uy vazifalari muhokamasi (3-kurs)",
        was: "3-kurs",
        owner: "zarina",
        with: &["sardor", "bekzod", "malika", "nodira"],
        members: 18,
        themes: &["school", "exams", "library"],
        last: "final-schedule",
        messages: 900,
        quiet_minutes: 12,
        unread: 3,
        ..ROOM
    },
    Plan {
        name: "Do'stlar guruhi",
        owner: "bekzod",
        with: &["malika", "sardor"],
        members: 8,
        themes: &["friends", "sport"],
        last: "final-friends",
        messages: 1_400,
        quiet_minutes: 38,
        is_private: true,
        ..ROOM
    },
    Plan {
        name: "Кафедра математики",
        owner: "elena",
        with: &["timur", "olga", "svetlana"],
        members: 9,
        themes: &["russian"],
        last: "final-russian",
        messages: 700,
        quiet_minutes: 75,
        unread: 4,
        ..ROOM
    },
    Plan {
        name: "Server va tarmoq nosozliklari",
        owner: "sardor",
        with: &["oybek"],
        members: 6,
        themes: &["it"],
        messages: 800,
        quiet_minutes: 130,
        ..PRIVATE
    },
    Plan {
        name: "Ўқитувчилар хонаси",
        owner: "gayrat",
        with: &["jasur", "mohira", "shavkat"],
        members: 14,
        themes: &["cyrillic"],
        messages: 500,
        quiet_minutes: 190,
        unread: 1,
        ..ROOM
    },
    Plan {
        name: "Kutubxona",
        owner: "nodira",
        themes: &["library"],
        messages: 180,
        quiet_minutes: 320,
        is_marked: true,
        ..ROOM
    },
    Plan {
        name: "Futbol, yakshanba 7:00",
        owner: "bekzod",
        themes: &["sport"],
        messages: 300,
        quiet_minutes: 2 * DAY,
        ..ROOM
    },
    Plan {
        name: "Buxgalteriya",
        owner: "feruza",
        members: 5,
        themes: &["money"],
        messages: 260,
        quiet_minutes: DAY,
        ..PRIVATE
    },
    Plan {
        name: "Loyiha: Live Chat",
        owner: "sardor",
        with: &["john", "oybek"],
        members: 9,
        themes: &["dev"],
        messages: 600,
        quiet_minutes: 55,
        unread: 12,
        ..PRIVATE
    },
    Plan {
        name: "Yangi xodimlar uchun savol-javoblar: hujjatlar, kirish kartalari, ish vaqti, kompyuterlar va tushlik",
        members: 16,
        themes: &["office", "money"],
        messages: 140,
        quiet_minutes: 3 * DAY,
        with: &["yangi"],
        ..ROOM
    },
    Plan {
        name: "10-B sinf ota-onalari",
        owner: "kamola",
        members: 20,
        themes: &["parents"],
        messages: 250,
        quiet_minutes: 410,
        unread: 7,
        ..ROOM
    },
    Plan {
        name: "Qabul komissiyasi",
        was: "Qabul",
        themes: &["exams", "office"],
        messages: 220,
        quiet_minutes: 5 * DAY,
        ..PRIVATE
    },
    Plan {
        name: "Imtihonlar, bahorgi sessiya",
        owner: "zarina",
        themes: &["exams"],
        messages: 240,
        quiet_minutes: 9 * DAY,
        ..ROOM
    },
    Plan {
        name: "English Speaking Club",
        owner: "john",
        members: 17,
        themes: &["english"],
        messages: 220,
        quiet_minutes: DAY + 200,
        ..ROOM
    },
    Plan {
        name: "Fotoklub",
        owner: "lola",
        members: 11,
        themes: &["photos"],
        messages: 180,
        quiet_minutes: 240,
        unread: 2,
        ..ROOM
    },
    Plan {
        name: "Bitiruvchilar 2019",
        owner: "malika",
        members: 13,
        themes: &["friends"],
        messages: 350,
        quiet_minutes: DAY + 500,
        ..PRIVATE
    },
    Plan {
        name: "Спортзал ва тўгараклар",
        owner: "gayrat",
        themes: &["cyrillic", "sport"],
        messages: 120,
        quiet_minutes: 13 * DAY,
        ..ROOM
    },
    Plan {
        name: "Oshxona",
        owner: "umida",
        members: 25,
        themes: &["office"],
        messages: 160,
        quiet_minutes: 280,
        ..ROOM
    },
    Plan {
        name: "Olimpiadaga tayyorgarlik",
        owner: "timur",
        themes: &["school", "exams"],
        messages: 160,
        quiet_minutes: 20 * DAY,
        ..ROOM
    },
    Plan {
        name: "Ta'mirlash ishlari",
        owner: "rustam",
        members: 7,
        themes: &["office", "it"],
        messages: 110,
        quiet_minutes: 34 * DAY,
        ..ROOM
    },
    Plan {
        name: "Maktab gazetasi",
        owner: "aziza",
        members: 6,
        themes: &["photos", "school"],
        messages: 90,
        quiet_minutes: 61 * DAY,
        ..ROOM
    },
    Plan {
        name: "Rahbariyat",
        members: 5,
        themes: &["news", "money"],
        messages: 120,
        quiet_minutes: 90,
        is_private: true,
        ..STRANGE
    },
    Plan { name: "Kitobxonlar", owner: "nodira", members: 15, themes: &["library"], messages: 120, ..STRANGE },
    Plan { name: "Shaxmat to'garagi", owner: "shavkat", members: 8, themes: &["sport"], messages: 80, ..STRANGE },
    Plan {
        name: "Математический кружок", owner: "olga", members: 6, themes: &["russian"], messages: 80, ..STRANGE
    },
    Plan {
        name: "Xavfsizlik xizmati",
        owner: "akmal",
        members: 4,
        themes: &["office"],
        messages: 60,
        is_private: true,
        ..STRANGE
    },
    Plan { name: "Yangi g'oyalar", owner: READER, members: 1, messages: 0, quiet_minutes: DAY, ..PRIVATE },
];

/// Where the first files are.
pub(super) const ARCHIVE: &str = "Arxiv: suratlar va hujjatlar";

#[cfg(test)]
mod tests {
    use actors::domain::RoomName;

    use super::*;

    #[test]
    fn there_are_thirty_rooms_one_of_them_with_the_longest_name() {
        let names: Vec<_> = ROOMS.iter().map(|room| room.name).chain([ARCHIVE]).collect();
        assert_eq!(names.len(), 30);
        assert!(names.iter().all(|name| RoomName::parse(name).is_ok()));
        assert_eq!(names.iter().map(|name| name.chars().count()).max(), Some(100));
    }
}
