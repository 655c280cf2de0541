//! Whom an `@` may mean.

use actors::{
    domain::DisplayName,
    ids::RoomId,
    store::{By, accounts::SetProfile, members::MembersNamed},
};

use crate::bed::Bed;

async fn rename(bed: &Bed, by: By, name: &str) {
    let display_name = Some(DisplayName::parse(name).unwrap());
    bed.store.write(SetProfile { by, display_name, language: None, theme: None, enter: None }).await.unwrap();
}

/// The usernames that begin so, and whether there are more.
async fn named(bed: &Bed, by: By, room_id: RoomId, prefix: &str) -> (Vec<String>, bool) {
    let question = MembersNamed { user_id: by.user_id, room_id, prefix: prefix.to_owned() };
    let named = bed.store.read(question).await.unwrap();
    (named.members.into_iter().map(|member| member.username).collect(), named.more)
}

#[actix::test]
async fn those_who_spoke_last_come_first_and_the_others_by_name() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let (vali, gani, olim) = (bed.person("vali").await, bed.person("gani").await, bed.person("olim").await);
    let room = bed.room(ali, &[vali, gani, olim]).await;
    for by in [olim, ali, vali, vali] {
        bed.post(by, room, "salom").await.unwrap();
    }
    let all = |names: &[&str]| (names.iter().map(ToString::to_string).collect::<Vec<_>>(), false);
    assert_eq!(named(&bed, ali, room, "").await, all(&["vali", "olim", "gani"]), "joining is no speaking");
    assert_eq!(named(&bed, vali, room, "").await, all(&["ali", "olim", "gani"]));
}

#[actix::test]
async fn a_beginning_is_that_of_the_username_or_of_a_word_of_the_name_however_it_is_spelt() {
    let bed = Bed::new();
    let (ali, vali, jasur) = (bed.person("ali").await, bed.person("vali").await, bed.person("jasur").await);
    let room = bed.room(ali, &[vali, jasur]).await;
    rename(&bed, vali, "Soli Oʻtkirov").await;
    rename(&bed, jasur, "Жасур Ғаниев").await;
    for (prefix, username) in [("VA", "vali"), ("o'tk", "vali"), ("sol", "vali"), ("ған", "jasur"), ("Ж", "jasur")]
    {
        assert_eq!(named(&bed, ali, room, prefix).await.0, [username], "{prefix}");
    }
    for prefix in ["tkir", "li", "%", "_", "ali"] {
        assert_eq!(named(&bed, ali, room, prefix).await.0, [""; 0], "{prefix}");
    }
}

#[actix::test]
async fn twenty_are_named_and_that_there_are_more() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let mut others = Vec::new();
    for n in 10..31 {
        others.push(bed.person(&format!("odam{n}")).await);
    }
    let room = bed.room(ali, &others).await;
    let (names, more) = named(&bed, ali, room, "odam").await;
    assert_eq!((names.len(), more), (20, true));
    assert_eq!(named(&bed, ali, room, "odam3").await, (vec!["odam30".to_owned()], false));
}
