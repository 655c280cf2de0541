//! The real program under load, from outside: starting and ending it, people who log in, thousands of checked WebSocket clients in
//! one thread, and limit programs to compare with. The tests of the program use the first half of it too.

pub mod audience;
pub mod child;
pub mod commit_limit;
pub mod fanout;
pub mod fanout_limit;
pub mod fleet;
pub mod frame;
pub mod http;
pub mod http_posters;
pub mod incoming;
pub mod machine;
pub mod noise;
pub mod options;
pub mod product;
pub mod rows;
pub mod site;
pub mod socket_posters;
pub mod spread;
pub mod text;
pub mod transfer_limit;
pub mod upload;

/// What can go wrong here has one remedy: say it and stop.
pub type Fallible<T> = Result<T, Box<dyn std::error::Error>>;
