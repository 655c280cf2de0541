//! The workspace into an empty store: the people, who share one hash of the password, the files, then room after room.

use std::sync::Arc;

use actors::{
    clock::Millis,
    domain::{DisplayName, RoomName, Username, Visibility},
    ids::UserId,
    store::{
        By, Store,
        accounts::CreateUser,
        members::{JoinRoom, MarkRead},
        rooms::CreateRoom,
    },
};

use jiff::Timestamp;

use super::{
    PASSWORD, history,
    people::{ADMIN, PEOPLE, READER},
    play::Story,
    rooms::{ARCHIVE, ROOMS},
    samples::Samples,
};
use crate::{
    accounts::{hashing::Hashing, password::Password},
    config::Config,
    error::{Error, Result},
    media::Media,
};

/// Milliseconds of the year that is told.
pub(super) const YEAR_MS: Millis = 365 * 24 * 60 * 60 * 1_000;

/// The moment that everything is counted back from.
#[derive(Clone, Copy)]
pub(super) struct Now {
    /// It.
    pub(super) at: Millis,
    /// Milliseconds by which the clocks of the people are ahead of UTC.
    pub(super) zone: Millis,
}

/// Makes everything; the clock of the store stands at the beginning of the year that ends at `now`.
///
/// # Errors
/// What the store or the disk refuses.
pub(super) async fn make(config: &Config, store: &Store, now: Millis) -> Result<()> {
    let ids = people(store).await?;
    let media = Media::open(config.data.media(), config.media, config.program.clone(), store.clone())?;
    let offset = Timestamp::from_millisecond(now).map(|at| config.time_zone.to_offset(at).seconds());
    let now = Now { at: now, zone: offset.map_or(0, |seconds| Millis::from(seconds) * 1_000) };
    let samples = archive(&media, store, &ids).await?;
    for (plan, number) in ROOMS.iter().zip(0..) {
        let steps = history::of(plan, number, &samples, now)?;
        let begun = history::beginning(plan, number, now);
        store.write(Story { plan: *plan, begun, ids: ids.clone(), steps }).await?;
    }
    Ok(())
}

async fn people(store: &Store) -> Result<Vec<UserId>> {
    let admin = Username::parse(ADMIN)?;
    let password_hash = Hashing::new()?.hash(Password::new(PASSWORD, &admin, "password")?).await?;
    let mut ids = Vec::new();
    for person in &PEOPLE {
        let user = CreateUser {
            username: Username::parse(person.username)?,
            display_name: Some(DisplayName::parse(person.name)?),
            email: None,
            password_hash: password_hash.clone(),
            is_admin: person.username == ADMIN,
            only_first_admin: false,
        };
        ids.push(store.write(user).await?);
    }
    Ok(ids)
}

/// The room that all files are put into first.
async fn archive(media: &Arc<Media>, store: &Store, ids: &[UserId]) -> Result<Samples> {
    let by = |username: &str| {
        let found = PEOPLE.iter().zip(ids).find(|(person, _)| person.username == username);
        let (_, user_id) = found.ok_or_else(|| Error::Broken(format!("nobody is called {username}")))?;
        Ok::<_, Error>(By { user_id: *user_id, login_id: None })
    };
    let (admin, reader) = (by(ADMIN)?, by(READER)?);
    let (name, visibility) = (RoomName::parse(ARCHIVE)?, Visibility::Open);
    let room_id = store.write(CreateRoom { by: admin, name, visibility, client_id: None }).await?;
    store.write(JoinRoom { by: reader, room_id, client_id: None }).await?;
    let samples = Samples::publish(media, admin, room_id).await?;
    store.write(MarkRead { by: reader, room_id, seq: i64::MAX, client_id: None }).await?;
    Ok(samples)
}
