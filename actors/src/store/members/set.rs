//! What administrators do to the memberships of others.

use rusqlite::OptionalExtension;

use super::{
    MemberAction, SetMember,
    belonging::{self, Person},
};
use crate::{
    Code, Error, Result,
    domain::{Role, fold_username},
    event::{Change, MemberChange},
    message::SystemEvent,
    store::{
        By, Tx, Write,
        receipts::{Command, Errand},
        standing::{self, Member},
        system,
    },
};

impl Write for SetMember {
    type Reply = ();

    fn by(&self) -> Option<By> {
        Some(self.by)
    }

    fn apply(&self, tx: &mut Tx<'_>) -> Result<()> {
        let (user_id, room_id, client_id) = (self.by.user_id, self.room_id, self.client_id);
        let me = standing::member(tx.connection, user_id, room_id)?;
        let errand = Errand { command: Command::SetMember, user_id, room_id, client_id };
        if errand.is_done(tx.connection)? {
            return Ok(());
        }
        if !me.room.is_group {
            return Err(Code::Forbidden.into());
        }
        me.at_least(Role::Admin)?;
        me.room.takes_writes()?;
        self.act(tx, &me)?;
        errand.keep(tx)
    }
}

impl SetMember {
    fn act(&self, tx: &mut Tx<'_>, me: &Member) -> Result<()> {
        let folded = fold_username(&self.username);
        if self.action == MemberAction::Add {
            return self.add(tx, me, &folded);
        }
        let unknown = Error::Field { field: "username", code: Code::NotFound };
        let (them, role) = member_named(tx, me, &folded)?.ok_or(unknown)?;
        match self.action {
            MemberAction::Add => Ok(()),
            MemberAction::Remove => self.remove(tx, me, them, role),
            MemberAction::MakeAdmin => self.make_admin(tx, them, role),
            MemberAction::DropAdmin => self.drop_admin(tx, them, role),
            MemberAction::MakeOwner => self.make_owner(tx, me, them, role),
        }
    }

    fn add(&self, tx: &mut Tx<'_>, me: &Member, folded: &str) -> Result<()> {
        let unknown = Error::Field { field: "username", code: Code::NotFound };
        let them = belonging::named(tx.connection, folded)?.ok_or(unknown)?;
        if standing::member_of(tx.connection, them.user_id, self.room_id)?.is_some() {
            return Ok(());
        }
        belonging::has_place(&me.room)?;
        let sql = "DELETE FROM bars WHERE room_id = ?1 AND user_id = ?2";
        tx.connection.prepare_cached(sql)?.execute((self.room_id, them.user_id))?;
        belonging::admit(tx, self.room_id, them.user_id, false)?;
        let change = them.is(Role::Member);
        self.say(tx, &SystemEvent::Added { name: them.display_name }, vec![change])
    }

    fn remove(&self, tx: &mut Tx<'_>, me: &Member, them: Person, role: Role) -> Result<()> {
        // Whoever wants to go leaves, and is not barred.
        if role == Role::Owner || them.user_id == me.author.id {
            return Err(Code::Forbidden.into());
        }
        belonging::dismiss(tx, self.room_id, them.user_id)?;
        let sql = "INSERT INTO bars (room_id, user_id, barred_by, created_at) VALUES (?1, ?2, ?3, ?4)
            ON CONFLICT DO UPDATE SET barred_by = ?3, created_at = ?4";
        tx.connection.prepare_cached(sql)?.execute((self.room_id, them.user_id, me.author.id, tx.now))?;
        let change = MemberChange::Gone { user_id: them.user_id };
        self.say(tx, &SystemEvent::Removed { name: them.display_name }, vec![change])
    }

    fn make_admin(&self, tx: &mut Tx<'_>, them: Person, role: Role) -> Result<()> {
        if role >= Role::Admin {
            return Ok(());
        }
        belonging::set_admin(tx, self.room_id, them.user_id, true)?;
        let change = them.is(Role::Admin);
        self.say(tx, &SystemEvent::MadeAdmin { name: them.display_name }, vec![change])
    }

    fn drop_admin(&self, tx: &mut Tx<'_>, them: Person, role: Role) -> Result<()> {
        match role {
            Role::Member => return Ok(()),
            Role::Owner => return Err(Code::Forbidden.into()),
            Role::Admin => {}
        }
        belonging::set_admin(tx, self.room_id, them.user_id, false)?;
        let change = them.is(Role::Member);
        self.say(tx, &SystemEvent::DroppedAdmin { name: them.display_name }, vec![change])?;
        belonging::keep_administered(tx, self.room_id, self.by.user_id)
    }

    fn make_owner(&self, tx: &mut Tx<'_>, me: &Member, them: Person, role: Role) -> Result<()> {
        me.at_least(Role::Owner)?;
        if role == Role::Owner {
            return Ok(());
        }
        belonging::set_owner(tx, self.room_id, them.user_id)?;
        let (user_id, username) = (me.author.id, me.author.username.clone());
        let before = MemberChange::Is { user_id, username, role: Role::Admin };
        let changes = vec![them.is(Role::Owner), before];
        self.say(tx, &SystemEvent::NewOwner { name: them.display_name }, changes)
    }

    fn say(&self, tx: &mut Tx<'_>, what: &SystemEvent, changes: Vec<MemberChange>) -> Result<()> {
        system::say(tx, self.room_id, self.by.user_id, what, Change::Members(changes))?;
        Ok(())
    }
}

/// The member of that name, whether they may log in or not.
fn member_named(tx: &Tx<'_>, me: &Member, folded: &str) -> Result<Option<(Person, Role)>> {
    let sql = "SELECT id FROM users WHERE folded = ?1";
    let user_id = tx.connection.prepare_cached(sql)?.query_row([folded], |row| row.get(0)).optional()?;
    let Some(user_id) = user_id else { return Ok(None) };
    let member = standing::member_of(tx.connection, user_id, me.room.id)?;
    Ok(member.map(|member| {
        let Member { author, role, .. } = member;
        (Person { user_id, username: author.username, display_name: author.display_name }, role)
    }))
}
