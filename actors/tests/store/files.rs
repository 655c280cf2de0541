//! Files as rows: who may have them, when they go, and what is noted of the bytes that nobody needs any more.

use actors::{
    Code, Result,
    domain::{DeleteType, FileName},
    file_hash::FileHash,
    ids::{MessageId, RoomId, Seq},
    limits::{FILES_OF_MESSAGE, PICTURES, PICTURES_STRETCH},
    message::{FileInfo, Kind, Picture},
    store::{
        By, Tx, Write,
        files::{FileOf, ForgetLoose, IsLoose, IsNamed, LooseFiles, NamedFiles, NewFile},
        members::LeaveRoom,
        messages::{Beside, DeleteMessage, MessageOf, PicturesOf, PostMessage, RepeatOf},
        rooms::{DeleteRoom, PurgeSome},
    },
};

use crate::bed::{Bed, client_id, file, post};

const SEEN: Picture = Picture { width: 4, height: 3, animated: false };

fn picture(address: u8) -> NewFile {
    NewFile { mime: "image/png".into(), picture: Some(SEEN), ..file("a.png", address) }
}

fn with(by: By, room_id: RoomId, files: Vec<NewFile>) -> PostMessage {
    PostMessage { body: None, files, ..post(by, room_id, "x") }
}

async fn delete(bed: &Bed, by: By, message_id: MessageId, delete_type: DeleteType) {
    let delete = DeleteMessage { by, message_id, room_id: None, delete_type, client_id: None };
    bed.store.write(delete).await.unwrap();
}

async fn loose(bed: &Bed) -> Vec<u8> {
    let loose = bed.store.read(LooseFiles { limit: 100 }).await.unwrap();
    loose.iter().map(|hash| hash.0[0]).collect()
}

async fn kind_of(bed: &Bed, by: By, room_id: RoomId, files: Vec<NewFile>) -> (Kind, usize) {
    let message_id = bed.store.write(with(by, room_id, files)).await.unwrap().message_id;
    let message = bed.store.read(MessageOf { user_id: by.user_id, message_id }).await.unwrap().unwrap();
    (message.kind, message.files.len())
}

#[actix::test]
async fn a_quote_has_the_files_of_its_parent_while_they_are_there() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    let post_with = |files| PostMessage { files, ..post(ali, room, "x") };
    let parent = bed.store.write(post_with(vec![picture(1), file("a.exe", 2)])).await.unwrap().message_id;
    let reply = PostMessage { reply_to: Some(parent), ..post_with(vec![picture(3)]) };
    let message_id = bed.store.write(reply).await.unwrap().message_id;
    let names = async || {
        let reply = bed.store.read(MessageOf { user_id: ali.user_id, message_id }).await.unwrap().unwrap();
        let names = |files: Vec<FileInfo>| files.into_iter().map(|file| file.name).collect::<Vec<_>>();
        (names(reply.files), names(reply.quote.unwrap().files))
    };
    assert_eq!(names().await, (vec!["a.png".to_owned()], vec!["a.png".to_owned(), "a.exe".to_owned()]));
    delete(&bed, ali, parent, DeleteType::File).await;
    assert_eq!(names().await, (vec!["a.png".to_owned()], vec![]));
}

#[actix::test]
async fn a_message_with_files_says_what_it_carries_and_needs_no_text() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    assert_eq!(kind_of(&bed, ali, room, vec![picture(1), picture(2)]).await, (Kind::Image, 2));
    assert_eq!(kind_of(&bed, ali, room, vec![picture(1), file("a.exe", 2)]).await, (Kind::File, 2));
    let refused = bed.store.write(with(ali, room, vec![])).await.unwrap_err();
    assert_eq!((refused.code(), refused.field()), (Code::Empty, Some("message")));
    let many = (0..=FILES_OF_MESSAGE).map(|n| file("a", u8::try_from(n).unwrap())).collect();
    assert_eq!(bed.store.write(with(ali, room, many)).await.unwrap_err().field(), Some("file"));
}

/// The births of a room's messages with pictures on one side, answer by answer.
async fn pictures(bed: &Bed, by: By, room_id: RoomId, mut beside: Beside) -> Vec<Vec<Seq>> {
    let mut answers = Vec::new();
    loop {
        let question = PicturesOf { user_id: by.user_id, room_id, beside };
        let answer = bed.store.read(question).await.unwrap();
        answers.push(answer.messages.iter().map(|message| message.seq).collect());
        let Some(next) = answer.next else { return answers };
        beside = match beside {
            Beside::Before(_) => Beside::Before(next),
            Beside::After(_) => Beside::After(next),
        };
    }
}

/// Gives away the numbers of a stretch without pictures.
struct Stretch(RoomId);

impl Write for Stretch {
    type Reply = ();

    fn by(&self) -> Option<By> {
        None
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let sql = "UPDATE rooms SET seq = seq + ?2, last_birth = last_birth + ?2 WHERE id = ?1";
        tx.connection.execute(sql, (self.0, PICTURES_STRETCH))?;
        Ok(())
    }
}

#[actix::test]
async fn the_pictures_beside_a_birth_are_found_on_either_side_to_the_end_of_the_room_and_nothing_else_is() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let room = bed.room(ali, &[]).await;
    let send = async |files| bed.store.write(with(ali, room, files)).await.unwrap();
    let first = send(vec![picture(1), picture(2)]).await;
    bed.post(ali, room, "text").await.unwrap();
    send(vec![file("a.exe", 3)]).await;
    let gone = send(vec![picture(4)]).await;
    delete(&bed, ali, gone.message_id, DeleteType::All).await;
    let mixed = send(vec![file("a.exe", 3), picture(5)]).await;
    bed.store.write(Stretch(room)).await.unwrap();
    let last = send(vec![picture(6)]).await;
    let (one, two, three) = (first.seq, mixed.seq, last.seq);
    let of = |beside| pictures(&bed, ali, room, beside);
    assert_eq!(
        of(Beside::Before(three + 1)).await,
        [vec![three], vec![one, two]],
        "the answer in the middle looked in vain"
    );
    assert_eq!(of(Beside::Before(two)).await, [[one]]);
    assert_eq!(of(Beside::After(one)).await, [vec![two], vec![three]]);
    assert_eq!(of(Beside::After(three)).await, [[0; 0]]);
    assert_eq!(of(Beside::Before(Seq::MAX)).await.concat().len() + of(Beside::After(Seq::MAX)).await.concat().len(), 3);
    for n in 0..PICTURES {
        send(vec![picture(u8::try_from(n).unwrap())]).await;
    }
    let full = of(Beside::After(three - 1)).await;
    assert_eq!(full.iter().map(Vec::len).collect::<Vec<_>>(), [PICTURES as usize, 1]);
    assert!(full.concat().is_sorted());
    let strange = PicturesOf { user_id: vali.user_id, room_id: room, beside: Beside::Before(9) };
    assert_eq!(bed.store.read(strange).await.unwrap_err().code(), Code::NotFound);
}

#[actix::test]
async fn a_file_is_had_by_members_alone_and_as_long_as_it_is_there() {
    let bed = Bed::new();
    let (ali, vali, guli) = (bed.person("ali").await, bed.person("vali").await, bed.person("guli").await);
    let room = bed.room(ali, &[vali]).await;
    let name = "Ўқув режа.pdf";
    let album = vec![picture(1), NewFile { name: FileName::new(name), ..file("", 2) }];
    let message_id = bed.store.write(with(ali, room, album)).await.unwrap().message_id;
    let get = |by: By, n| bed.store.read(FileOf { user_id: by.user_id, message_id, n });
    let first = get(vali, 1).await.unwrap().unwrap();
    assert_eq!((first.hash, first.info.picture, first.info.size), (FileHash([1; 32]), Some(SEEN), 5));
    assert_eq!(get(vali, 2).await.unwrap().unwrap().info.name, name);
    assert_eq!(get(vali, 3).await.unwrap(), None);
    assert_eq!(get(guli, 1).await.unwrap(), None);
    bed.store.write(LeaveRoom { by: vali, room_id: room, delete_if_last: false, client_id: None }).await.unwrap();
    assert_eq!(get(vali, 1).await.unwrap(), None);
    delete(&bed, ali, message_id, DeleteType::File).await;
    assert_eq!(get(ali, 1).await.unwrap(), None);
}

#[actix::test]
async fn a_room_that_is_deleted_takes_its_files_at_once() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room_id = bed.room(ali, &[]).await;
    let message_id = bed.store.write(with(ali, room_id, vec![file("a", 1)])).await.unwrap().message_id;
    bed.store.write(DeleteRoom { by: ali, room_id, client_id: None }).await.unwrap();
    assert_eq!(bed.store.read(FileOf { user_id: ali.user_id, message_id, n: 1 }).await.unwrap(), None);
    while bed.store.write(PurgeSome).await.unwrap() {}
    assert_eq!(loose(&bed).await, [1]);
}

#[actix::test]
async fn an_address_is_loose_when_its_last_row_goes() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    let first = bed.store.write(with(ali, room, vec![file("a", 1), file("b", 2)])).await.unwrap().message_id;
    let second = bed.store.write(with(ali, room, vec![file("c", 1)])).await.unwrap().message_id;
    delete(&bed, ali, first, DeleteType::All).await;
    assert_eq!(loose(&bed).await, [2]);
    delete(&bed, ali, second, DeleteType::File).await;
    assert_eq!(loose(&bed).await, [1, 2]);
    // Sent again before anybody looked: the look finds the new row.
    bed.store.write(with(ali, room, vec![file("d", 1)])).await.unwrap();
    assert!(bed.store.read(IsNamed(FileHash([1; 32]))).await.unwrap());
    assert!(!bed.store.read(IsNamed(FileHash([2; 32]))).await.unwrap());
    assert!(bed.store.read(IsLoose(FileHash([2; 32]))).await.unwrap());
    assert!(!bed.store.read(IsLoose(FileHash([3; 32]))).await.unwrap());
    bed.store.write(ForgetLoose(vec![FileHash([1; 32]), FileHash([2; 32])])).await.unwrap();
    assert!(loose(&bed).await.is_empty());
}

#[actix::test]
async fn every_address_is_listed_once_page_by_page() {
    let bed = Bed::new();
    let ali = bed.person("ali").await;
    let room = bed.room(ali, &[]).await;
    for files in [vec![file("a", 3), picture(1)], vec![file("b", 2), file("c", 3)]] {
        bed.store.write(with(ali, room, files)).await.unwrap();
    }
    let first = bed.store.read(NamedFiles { after: None, limit: 2 }).await.unwrap();
    let rest = bed.store.read(NamedFiles { after: first.last().map(|it| it.hash), limit: 2 }).await.unwrap();
    let seen: Vec<_> = first.iter().chain(&rest).map(|it| (it.hash.0[0], it.size, it.is_picture)).collect();
    assert_eq!(seen, [(1, 5, true), (2, 5, false), (3, 5, false)]);
}

#[actix::test]
async fn before_its_files_are_sent_a_message_is_known_or_refused() {
    let bed = Bed::new();
    let (ali, vali) = (bed.person("ali").await, bed.person("vali").await);
    let (room_id, other) = (bed.room(ali, &[]).await, bed.room(ali, &[]).await);
    let name = Some(client_id());
    let ask = |by: By, room_id, reply_to, client_id| {
        bed.store.read(RepeatOf { user_id: by.user_id, room_id, reply_to, client_id })
    };
    assert_eq!(ask(ali, room_id, None, name).await.unwrap(), None);
    let done =
        bed.store.write(PostMessage { client_id: name, ..with(ali, room_id, vec![file("a", 1)]) }).await.unwrap();
    let known = ask(ali, room_id, None, name).await.unwrap().unwrap();
    assert_eq!((known.message_id, known.seq, known.repeated), (done.message_id, done.seq, true));
    let refused =
        async |by, room_id, reply_to, client_id| ask(by, room_id, reply_to, client_id).await.unwrap_err().code();
    assert_eq!(refused(ali, other, None, name).await, Code::ClientIdReused);
    assert_eq!(refused(ali, other, Some(done.message_id), None).await, Code::BadReply);
    assert_eq!(refused(vali, room_id, None, None).await, Code::NotFound);
}
