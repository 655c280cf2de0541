//! Who is in a room, since when, and who speaks in a conversation.

use actors::clock::Millis;
use rand::{RngExt as _, rngs::StdRng, seq::SliceRandom as _};

use super::{
    corpus::Line,
    people::{NEWCOMER, PEOPLE, READER},
    rooms::Plan,
};

/// Milliseconds between two who come at the beginning.
const MINUTES_APART: Millis = 3 * 60 * 1_000;
/// Milliseconds of the time within which the others come.
const LATER: std::ops::Range<Millis> = 24 * 60 * 60 * 1_000..200 * 24 * 60 * 60 * 1_000;
/// How many of a hundred come at the beginning.
const AT_ONCE_PERCENT: u32 = 80;

/// A member of a room.
pub(super) struct Member {
    /// Who, as a place among the people.
    pub(super) person: usize,
    /// When they came.
    pub(super) since: Millis,
}

/// The members of a room, its owner first.
pub(super) struct Cast {
    /// Them.
    pub(super) members: Vec<Member>,
}

impl Cast {
    /// Those whom a plan names, and enough others.
    pub(super) fn of(plan: &Plan, begun: Millis, rng: &mut StdRng) -> Self {
        let reader = (!plan.without_reader).then_some(READER);
        let names = [plan.owner].into_iter().chain(reader).chain(plan.with.iter().copied());
        let mut people: Vec<usize> = Vec::new();
        for person in names.map(place) {
            if !people.contains(&person) {
                people.push(person);
            }
        }
        let named = people.len();
        let is_free = |person: &usize| !people.contains(person) && is_someone(*person, plan);
        let mut others: Vec<usize> = (0..PEOPLE.len()).filter(is_free).collect();
        others.shuffle(rng);
        people.extend(others.into_iter().take(plan.members.saturating_sub(named)));
        let members = people.into_iter().enumerate().map(|(n, person)| {
            let is_early = n < named || rng.random_ratio(AT_ONCE_PERCENT, 100);
            let after =
                if is_early { MINUTES_APART * i64::try_from(n).unwrap_or_default() } else { rng.random_range(LATER) };
            Member { person, since: begun + after }
        });
        Self { members: members.collect() }
    }

    /// Whether the reader is the n-th member.
    pub(super) fn is_reader(&self, n: usize) -> bool {
        self.members.get(n).is_some_and(|member| member.person == place(READER))
    }

    /// Whether the newcomer is the n-th member.
    pub(super) fn is_new(&self, n: usize) -> bool {
        self.members.get(n).is_some_and(|member| member.person == place(NEWCOMER))
    }

    /// Some who are there at a time, and are somebody else.
    pub(super) fn others(&self, than: usize, at: Millis, count: usize, rng: &mut StdRng) -> Vec<usize> {
        let mut others = self.there(at);
        others.retain(|person| *person != than);
        others.shuffle(rng);
        others.truncate(count);
        others
    }

    /// Who speaks for whom in a conversation.
    pub(super) fn speakers(&self, thread: &[Line], at: Millis, without_reader: bool, rng: &mut StdRng) -> Speakers {
        let mut there = self.there(at);
        there.retain(|person| *person != place(NEWCOMER) && !(without_reader && *person == place(READER)));
        there.shuffle(rng);
        let mut free = there.into_iter().cycle();
        let mut parts: Vec<(&'static str, usize)> = Vec::new();
        for line in thread {
            if parts.iter().any(|(speaker, _)| *speaker == line.speaker) {
                continue;
            }
            let is_letter = line.speaker.len() == 1;
            let person = if is_letter { free.next() } else { None }.unwrap_or_else(|| place(line.speaker));
            parts.push((line.speaker, person));
        }
        Speakers { parts }
    }

    fn there(&self, at: Millis) -> Vec<usize> {
        self.members.iter().filter(|member| member.since <= at).map(|member| member.person).collect()
    }
}

/// Who speaks for whom.
pub(super) struct Speakers {
    parts: Vec<(&'static str, usize)>,
}

impl Speakers {
    /// The person who speaks as this one.
    pub(super) fn of(&self, speaker: &str) -> usize {
        self.parts.iter().find(|(name, _)| *name == speaker).map_or(0, |(_, person)| *person)
    }

    /// Every part and the username of its person.
    pub(super) fn names(&self) -> impl Iterator<Item = (&'static str, &'static str)> + '_ {
        self.parts.iter().filter_map(|(part, person)| Some((*part, PEOPLE.get(*person)?.username)))
    }
}

/// Whether somebody comes into a room without being named.
fn is_someone(person: usize, plan: &Plan) -> bool {
    person != place(NEWCOMER) && !(plan.without_reader && person == place(READER))
}

/// The place of a username among the people; the first when nobody is called so.
fn place(username: &str) -> usize {
    PEOPLE.iter().position(|person| person.username == username).unwrap_or_default()
}
