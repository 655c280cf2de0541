//! Whose writes are refused, inside the transaction that would have made them.

use actors::{
    Code,
    event::Event,
    limits::{LOGIN_IDLE_MS, LOGINS_OF_USER},
    store::{
        By,
        accounts::SetPassword,
        logins::{BeginLogin, EndLogin, LoginOf, TouchLogin},
        members::{JoinRoom, MemberAction, SetMember},
        rooms::PurgeSome,
    },
};
use futures_util::future::join;

use crate::{
    bed::{Bed, post},
    gate::{Gate, Number, Statement, Then},
};

/// Runs `first` and `then` as one group, in this order.
async fn as_one_group<A, B>(bed: &Bed, first: impl Future<Output = A>, then: impl Future<Output = B>) -> (A, B) {
    let (gate, mut key) = Gate::new();
    let store = bed.store.clone();
    let held = actix::spawn(async move { store.write(gate).await });
    key.reached().await;
    let (results, ()) = join(join(first, then), async { drop(key) }).await;
    held.await.unwrap().unwrap();
    results
}

#[actix::test]
async fn a_removed_members_queued_write_is_refused_and_told_to_nobody() {
    let mut bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(ali, &[vali]).await;
    bed.told_of_rooms().await;
    let remove = SetMember { by: ali, room_id, username: "VALI".into(), action: MemberAction::Remove, client_id: None };
    let (removed, posted) =
        as_one_group(&bed, bed.store.write(remove), bed.store.write(post(vali, room_id, "too late"))).await;
    removed.unwrap();
    assert_eq!(posted.unwrap_err().code(), Code::NotFound);
    assert_eq!(bed.told_of_rooms().await.len(), 1, "the removal alone");
    assert_eq!(
        bed.store.write(JoinRoom { by: vali, room_id, client_id: None }).await.unwrap_err().code(),
        Code::Forbidden
    );
}

#[actix::test]
async fn an_ended_logins_queued_write_is_refused_and_another_login_of_the_user_is_not() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let begin = BeginLogin { user_id: ali.user_id, token_hash: [7; 32], agent: String::new(), address: String::new() };
    let second = By { login_id: Some(bed.store.write(begin).await.unwrap()), ..ali };
    let room_id = bed.room(ali, &[]).await;
    bed.told_of_rooms().await;
    let end = EndLogin { token_hash: [7; 32] };
    let (ended, posted) =
        as_one_group(&bed, bed.store.write(end), bed.store.write(post(second, room_id, "late"))).await;
    ended.unwrap();
    assert_eq!(posted.unwrap_err().code(), Code::LoginEnded);
    assert!(bed.post(ali, room_id, "still here").await.is_ok());
    assert!(bed.store.write(end).await.is_ok(), "ending what is gone is no error");
    assert_eq!(bed.told_of_rooms().await.len(), 1);
}

#[actix::test]
async fn a_login_slides_with_its_use_and_ends_a_day_after_the_last_one() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room_id = bed.room(ali, &[]).await;
    let touch = TouchLogin { login_id: ali.login_id.unwrap() };
    for _ in 0..3 {
        bed.pass(LOGIN_IDLE_MS);
        assert!(bed.post(ali, room_id, "in time").await.is_ok());
        bed.store.write(touch).await.unwrap();
    }
    bed.pass(LOGIN_IDLE_MS + 1);
    assert_eq!(bed.post(ali, room_id, "late").await.unwrap_err().code(), Code::LoginEnded);
    bed.store.write(touch).await.unwrap();
    assert_eq!(bed.post(ali, room_id, "late").await.unwrap_err().code(), Code::LoginEnded, "what ended stays so");
}

#[actix::test]
async fn a_login_that_ended_by_itself_is_told_as_it_is_forgotten() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    for by_use in [true, false] {
        let idle = bed.login(ali.user_id).await.login_id.unwrap();
        let age = format!("UPDATE logins SET used_at = used_at - {LOGIN_IDLE_MS} - 1 WHERE id = {idle}");
        bed.store.write(Statement::new(&age, Then::Succeed)).await.unwrap();
        if by_use {
            bed.store.write(TouchLogin { login_id: ali.login_id.unwrap() }).await.unwrap();
        } else {
            bed.store.write(PurgeSome).await.unwrap();
        }
        bed.settle().await;
        let told = bed.told.try_recv().unwrap().events;
        assert!(
            matches!(told[..], [Event::LoginEnded { user_id, login_id }] if (user_id, login_id) == (ali.user_id, idle)),
            "{told:?}"
        );
    }
    assert_eq!(bed.store.read(Number::of("SELECT count(*) FROM logins")).await.unwrap(), 1, "the living one stays");
}

#[actix::test]
async fn a_clock_that_is_set_two_days_forward_and_back_ends_no_login_for_good() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room_id = bed.room(ali, &[]).await;
    bed.pass(2 * LOGIN_IDLE_MS);
    assert_eq!(bed.post(ali, room_id, "too early").await.unwrap_err().code(), Code::LoginEnded);
    bed.store.write(TouchLogin { login_id: ali.login_id.unwrap() }).await.unwrap();
    while bed.store.write(PurgeSome).await.unwrap() {}
    bed.pass(-2 * LOGIN_IDLE_MS);
    assert!(bed.post(ali, room_id, "in time").await.is_ok());
}

#[actix::test]
async fn a_disabled_user_writes_nothing_and_logs_in_no_more() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room_id = bed.room(ali, &[]).await;
    bed.store.write(Statement::new("UPDATE users SET is_active = 0", Then::Succeed)).await.unwrap();
    assert_eq!(bed.post(ali, room_id, "late").await.unwrap_err().code(), Code::LoginEnded);
    let begin = BeginLogin { user_id: ali.user_id, token_hash: [7; 32], agent: String::new(), address: String::new() };
    assert_eq!(bed.store.write(begin).await.unwrap_err().code(), Code::Forbidden);
}

#[actix::test]
async fn a_new_password_ends_every_other_login_and_needs_the_old_one() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let other = bed.login(ali.user_id).await;
    let room_id = bed.room(ali, &[]).await;
    let mut change = SetPassword { by: ali, old_hash: "not it".into(), new_hash: "new".into() };
    assert_eq!(bed.store.write(change.clone()).await.unwrap_err().code(), Code::Forbidden);
    assert!(bed.post(other, room_id, "still here").await.is_ok());
    change.old_hash = "hash of ali".into();
    bed.store.write(change).await.unwrap();
    assert_eq!(bed.post(other, room_id, "late").await.unwrap_err().code(), Code::LoginEnded);
    assert!(bed.post(ali, room_id, "still here").await.is_ok());
}

#[actix::test]
async fn a_token_finds_its_living_login_alone() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let begin =
        BeginLogin { user_id: ali.user_id, token_hash: [7; 32], agent: "x".repeat(500), address: String::new() };
    let login_id = bed.store.write(begin).await.unwrap();
    let now = bed.now.load(std::sync::atomic::Ordering::SeqCst);
    let of = |token_hash, now| bed.store.read(LoginOf { token_hash, now });
    let login = of([7; 32], now).await.unwrap().unwrap();
    assert_eq!((login.login_id, login.username.as_str(), login.language), (login_id, "ali", None));
    assert!(of([8; 32], now).await.unwrap().is_none());
    assert!(of([7; 32], now + LOGIN_IDLE_MS).await.unwrap().is_some());
    assert!(of([7; 32], now + LOGIN_IDLE_MS + 1).await.unwrap().is_none());
    let agent = bed.store.read(Number(format!("SELECT length(agent) FROM logins WHERE id = {login_id}")));
    assert_eq!(agent.await.unwrap(), 300);
}

#[actix::test]
async fn of_too_many_logins_of_a_user_the_longest_unused_ends() {
    let mut bed = Bed::new();
    let (first, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room_id = bed.room(first, &[vali]).await;
    let second = bed.login(first.user_id).await;
    for _ in 2..LOGINS_OF_USER {
        bed.login(first.user_id).await;
    }
    bed.pass(1);
    bed.store.write(TouchLogin { login_id: first.login_id.unwrap() }).await.unwrap();
    assert!(bed.post(second, room_id, "as many as there may be").await.is_ok());
    // Its use counts, not when it began; a clock that was set back ends no new login.
    bed.pass(-1_000);
    let newest = bed.login(first.user_id).await;
    bed.settle().await;
    let mut ended = Vec::new();
    while let Ok(committed) = bed.told.try_recv() {
        ended.extend(committed.events.into_iter().filter_map(|event| match event {
            Event::LoginEnded { user_id, login_id } => Some((user_id, Some(login_id))),
            _ => None,
        }));
    }
    assert_eq!(ended, [(second.user_id, second.login_id)]);
    assert_eq!(bed.post(second, room_id, "late").await.unwrap_err().code(), Code::LoginEnded);
    for login in [first, newest, vali] {
        assert!(bed.post(login, room_id, "still here").await.is_ok());
    }
}
