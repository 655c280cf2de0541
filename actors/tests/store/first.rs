//! The thin slice: people, a room, messages in it.

use actors::store::messages::{At, Changes, PageOf};

use crate::bed::Bed;

#[actix::test]
async fn a_posted_message_is_on_the_page_in_the_changes_and_told() {
    let mut bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    let done = bed.post(ali, room, "hello @ali").await.unwrap();
    assert_eq!(done.seq, 2, "the room's first message says that it was made");
    let page = bed.store.read(PageOf { user_id: ali.user_id, room_id: room, at: At::End, limit: 50 }).await.unwrap();
    assert_eq!(page.messages.len(), 2);
    assert_eq!(page.messages[1].content.as_deref(), Some("hello @ali"));
    assert_eq!(page.messages[1].mentions[0].folded, "ali");
    let Changes::Items { messages, to, .. } = bed.changes(ali, room, 1).await else { panic!() };
    assert_eq!((messages.len(), to), (1, 2));
    bed.store.stop().await.unwrap();
    let told = bed.told_of_rooms().await;
    assert_eq!(told.iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(*told[1].message, messages[0]);
}
