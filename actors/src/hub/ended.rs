//! Logins that ended a moment ago. A socket whose login was read from the store just before its end was committed may
//! arrive just after; it is recognised here. Older ends are in the store for whoever asks.

use std::{collections::VecDeque, time::Duration};

use tokio::time::Instant;

use crate::ids::{LoginId, UserId};

/// How long an end is remembered; a socket takes far less from its read to its arrival.
const REMEMBERED: Duration = Duration::from_secs(60);

#[derive(Default)]
pub(super) struct Ended(VecDeque<(Instant, End)>);

enum End {
    Login(LoginId),
    User { user_id: UserId, except: Option<LoginId>, up_to: LoginId },
}

impl Ended {
    pub fn login(&mut self, login_id: LoginId) {
        self.push(End::Login(login_id));
    }

    pub fn user(&mut self, user_id: UserId, except: Option<LoginId>, up_to: LoginId) {
        self.push(End::User { user_id, except, up_to });
    }

    fn push(&mut self, end: End) {
        let now = Instant::now();
        while self.0.front().is_some_and(|(at, _)| now - *at > REMEMBERED) {
            self.0.pop_front();
        }
        self.0.push_back((now, end));
    }

    pub fn has(&self, user_id: UserId, login_id: LoginId) -> bool {
        self.0.iter().any(|(_, end)| match end {
            End::Login(ended) => *ended == login_id,
            End::User { user_id: user, except, up_to } => {
                *user == user_id && Some(login_id) != *except && login_id <= *up_to
            }
        })
    }
}
