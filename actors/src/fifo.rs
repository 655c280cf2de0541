//! Handing a message on without waiting and in order: the one place where the mailbox bound is passed by.
//!
//! Guarantees that messages of one sender arrive in the order they were handed on. Costs one queue node a message. Use it only
//! where what waits is bounded elsewhere: writes by their admission, facts by the permits that they carry, frames by their outbox.

use actix::{
    Actor, Addr, Handler, Message, Recipient,
    dev::{MessageResponse, ToEnvelope},
};

/// Hands `message` to an actor; one that is gone takes nothing.
pub fn hand<A, M>(to: &Addr<A>, message: M)
where
    A: Actor + Handler<M>,
    A::Context: ToEnvelope<A, M>,
    M: Message + Send + 'static,
    M::Result: MessageResponse<A, M> + Send,
{
    #[expect(clippy::disallowed_methods, reason = "order must hold, and what waits here was bounded before")]
    to.do_send(message);
}

/// Hands `message` to whoever receives such messages; one that is gone takes nothing.
pub fn hand_to<M>(to: &Recipient<M>, message: M)
where
    M: Message + Send + 'static,
    M::Result: Send,
{
    #[expect(clippy::disallowed_methods, reason = "order must hold, and what waits here was bounded before")]
    to.do_send(message);
}
