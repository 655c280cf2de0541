//! A room's year, step by step in order of time: who comes when, which conversation is had when, what is put right, taken back and
//! liked, and how far everybody has read. The same seed gives the same year, counted back from now.

use actors::clock::Millis;
use rand::{
    RngExt as _, SeedableRng as _,
    rngs::StdRng,
    seq::{IndexedRandom as _, SliceRandom as _},
};

use super::{
    cast::Cast,
    corpus::{Files, Line, Thread, threads},
    fill::Fill,
    play::{Act, Post, Step},
    rooms::Plan,
    samples::Samples,
    seed::{Now, YEAR_MS},
};
use crate::error::Result;

/// Milliseconds of a second, a minute, an hour and a day.
const SECOND: Millis = 1_000;
const MINUTE: Millis = 60 * SECOND;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;
/// The hours in which conversations begin.
const HOURS: std::ops::Range<i64> = 8..21;
/// Between two last conversations: the one before was on another day.
const BETWEEN_LAST: Millis = 21 * HOUR;
/// Reactions to what has none of its own, the usual ones first.
const EMOJI: [&str; 8] = ["👍", "👍", "👍", "❤️", "🔥", "😂", "👏", "🙏"];
/// How many of a hundred such messages get one.
const LIKED_PERCENT: u32 = 9;
/// How many of a hundred members have read everything.
const CAUGHT_UP_PERCENT: u32 = 70;
/// How many messages the others have before them, at most.
const BEHIND_MAX: usize = 40;

/// A year that is being written.
struct Year<'a> {
    plan: &'a Plan,
    now: Now,
    cast: Cast,
    samples: &'a Samples,
    rng: StdRng,
    steps: Vec<Step>,
    posts: usize,
}

/// When a room was made: some while within the first month of the year that ends at `now`, or just before its only news.
pub(super) fn beginning(plan: &Plan, number: usize, now: Now) -> Millis {
    let quiet = plan.quiet_minutes * MINUTE;
    let number = i64::try_from(number).unwrap_or_default();
    if plan.messages == 0 { now.at - quiet } else { now.at_work(now.at, YEAR_MS / DAY - 1 - number, 9, 3 * number) }
}

/// What happened in a room since it was made. `number` tells rooms apart.
///
/// # Errors
/// A theme that nobody wrote.
pub(super) fn of(plan: &Plan, number: usize, samples: &Samples, now: Now) -> Result<Vec<Step>> {
    let mut rng = StdRng::seed_from_u64(u64::try_from(number).unwrap_or_default());
    let begun = beginning(plan, number, now);
    let cast = Cast::of(plan, begun, &mut rng);
    let mut year = Year { plan, now, cast, samples, rng, steps: Vec::new(), posts: 0 };
    year.admit();
    let mut talk = year.placed(begun)?;
    let mut left: usize = talk.iter().map(|(_, thread)| thread.len()).sum();
    for (start, thread) in talk.drain(..) {
        left -= thread.len();
        year.have(start, &thread, left);
    }
    year.read();
    let mut steps = year.steps;
    steps.sort_by_key(|step| step.at);
    Ok(steps)
}

impl Year<'_> {
    /// Lets everybody in, and gives the second of a large room its rights.
    fn admit(&mut self) {
        for (n, member) in self.cast.members.iter().enumerate().skip(1) {
            self.steps.push(Step { at: member.since, who: member.person, act: Act::Join });
            if n == 1 && self.plan.members > 9 {
                self.steps.push(Step { at: member.since + HOUR, who: member.person, act: Act::Promote });
            }
        }
        if let (false, Some(owner)) = (self.plan.was.is_empty(), self.cast.members.first()) {
            self.steps.push(Step { at: owner.since + 30 * DAY, who: owner.person, act: Act::Rename });
        }
    }

    /// Enough conversations, each with its beginning, in order; the last one ends as long ago as the plan says.
    fn placed(&mut self, begun: Millis) -> Result<Vec<(Millis, Thread)>> {
        let mut known = Vec::new();
        for theme in self.plan.themes {
            known.extend(threads(theme)?);
        }
        let mut last = threads(self.plan.last)?;
        let (mut chosen, mut count) = (Vec::new(), 0);
        while count < self.plan.messages && !known.is_empty() {
            known.shuffle(&mut self.rng);
            for thread in &known {
                count += thread.len();
                chosen.push(thread.clone());
            }
        }
        if last.is_empty() {
            last.extend(chosen.pop());
        }
        let end = self.now.at - self.plan.quiet_minutes * MINUTE;
        let mut ends: Vec<_> = (0..).map(|n| end - n * BETWEEN_LAST).take(last.len()).collect();
        ends.reverse();
        let last =
            last.into_iter().zip(ends).map(|(thread, end)| (end - duration(&thread), thread)).collect::<Vec<_>>();
        let until = last.first().map_or(end, |(start, _)| *start) - HOUR;
        let mut placed = self.spread(chosen, begun + HOUR, until);
        placed.extend(last);
        Ok(placed)
    }

    /// Conversations spread over a time, rather towards its end, at hours when people are awake, none before the one before is over.
    fn spread(&mut self, threads: Vec<Thread>, from: Millis, until: Millis) -> Vec<(Millis, Thread)> {
        let span = (until - from) as f64;
        let mut starts: Vec<Millis> = threads
            .iter()
            .map(|_| {
                let share: f64 = self.rng.random::<f64>().powf(0.8);
                let days = (until - (from + (span * share) as Millis)) / DAY;
                self.now.at_work(until, days, self.rng.random_range(HOURS), self.rng.random_range(0..60))
            })
            .collect();
        starts.sort_unstable();
        let mut free = from;
        let placed = starts.into_iter().zip(threads).map(|(start, thread)| {
            let start = start.max(free);
            free = start + duration(&thread) + 5 * MINUTE;
            (start, thread)
        });
        // Where there is more to say than time, the last ones fall away.
        placed.take_while(|(start, thread)| start + duration(thread) < until).collect()
    }

    /// Has a conversation, before as many lines as are `left` in the room: the reader keeps out of what they have not seen.
    fn have(&mut self, start: Millis, thread: &[Line], left: usize) {
        let without_reader = left < self.plan.unread;
        let speakers = self.cast.speakers(thread, start, without_reader, &mut self.rng);
        let fill = Fill::new(&speakers, &mut self.rng);
        let pace = duration(thread) / i64::try_from(thread.len()).unwrap_or(i64::MAX).max(1);
        let mut at = start;
        for (line, n) in thread.iter().zip(0..) {
            let who = speakers.of(line.speaker);
            self.post(at, who, line, n > 0, &fill);
            at += self.rng.random_range(pace / 3..pace);
        }
    }

    fn post(&mut self, at: Millis, who: usize, line: &Line, has_before: bool, fill: &Fill) {
        let (post, text) = (self.posts, fill.fill(&line.text));
        let answers = (line.is_answer && has_before).then(|| post - 1);
        // What is put right later lacks its end at first.
        let mut first = text.clone();
        if line.is_edited {
            first.pop();
        }
        let files = match &line.files {
            Files::None => Vec::new(),
            Files::Pictures(count) => {
                let begin = self.rng.random_range(0..self.samples.pictures.len().max(1));
                self.samples.pictures.iter().cycle().skip(begin).take(*count).cloned().collect()
            }
            Files::One { kind, name } => self.samples.file(kind, &fill.fill(name)).into_iter().collect(),
        };
        self.steps.push(Step { at, who, act: Act::Post(Post { text: first, files, answers }) });
        self.posts += 1;
        if line.is_edited {
            self.steps.push(Step { at: at + 40 * SECOND, who, act: Act::Edit { post, text } });
        }
        if line.is_deleted {
            self.steps.push(Step { at: at + 50 * SECOND, who, act: Act::Delete { post } });
        } else {
            self.like(at, who, post, &line.reactions);
        }
    }

    fn like(&mut self, at: Millis, author: usize, post: usize, own: &[(&'static str, usize)]) {
        let mut wanted = own.to_vec();
        if own.is_empty() && self.rng.random_ratio(LIKED_PERCENT, 100) {
            let emoji = EMOJI.choose(&mut self.rng).copied().unwrap_or_default();
            wanted.push((emoji, self.rng.random_range(1..4)));
        }
        for (emoji, count) in wanted {
            for who in self.cast.others(author, at, count, &mut self.rng) {
                let at = at + self.rng.random_range(5..90) * SECOND;
                self.steps.push(Step { at, who, act: Act::React { post, emoji } });
            }
        }
    }

    /// Notes how far everybody has read by now.
    fn read(&mut self) {
        for (n, member) in self.cast.members.iter().enumerate() {
            let behind = match () {
                () if self.cast.is_reader(n) => self.plan.unread,
                () if self.cast.is_new(n) => self.posts,
                () if self.rng.random_ratio(CAUGHT_UP_PERCENT, 100) => 0,
                () => self.rng.random_range(0..BEHIND_MAX),
            };
            let posts = self.posts.saturating_sub(behind);
            self.steps.push(Step { at: self.now.at, who: member.person, act: Act::Read { posts } });
            if self.plan.is_marked && self.cast.is_reader(n) {
                self.steps.push(Step { at: self.now.at, who: member.person, act: Act::Mark });
            }
        }
    }
}

/// How long a conversation takes.
fn duration(thread: &[Line]) -> Millis {
    thread.iter().map(|line| 45 * SECOND + SECOND * i64::try_from(line.text.len() / 3).unwrap_or_default()).sum()
}

impl Now {
    /// So many days before `time`, at this time of the people's day.
    fn at_work(self, time: Millis, days: i64, hour: i64, minute: i64) -> Millis {
        let midnight = (time + self.zone) / DAY * DAY - self.zone;
        midnight - days * DAY + hour * HOUR + minute * MINUTE
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::demo::rooms::ROOMS;

    #[test]
    fn a_year_is_the_same_each_time_in_order_and_over_by_now() {
        let now = Now { at: 1_800_000_000_000, zone: 5 * HOUR };
        for (plan, number) in ROOMS.iter().zip(0..) {
            let steps = of(plan, number, &Samples::unkept(), now).unwrap();
            let again = of(plan, number, &Samples::unkept(), now).unwrap();
            assert_eq!(format!("{steps:?}"), format!("{again:?}"), "{}", plan.name);
            assert!(steps.is_sorted_by_key(|step| step.at), "{}", plan.name);
            let begun = beginning(plan, number, now);
            assert!(begun > now.at - YEAR_MS, "{}", plan.name);
            assert!(steps.iter().all(|step| (begun..=now.at).contains(&step.at)), "{}", plan.name);
            let is_post = |step: &&Step| matches!(step.act, Act::Post(_));
            let posts: Vec<_> = steps.iter().filter(is_post).collect();
            assert!(posts.len() >= plan.messages * 9 / 10, "{}: {}", plan.name, posts.len());
            let quiet = posts.last().map_or(plan.quiet_minutes, |last| (now.at - last.at) / MINUTE);
            assert!((plan.quiet_minutes..plan.quiet_minutes + 15).contains(&quiet), "{}: {quiet}", plan.name);
        }
    }
}
