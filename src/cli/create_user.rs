//! `--create-admin` and `--create-user`: through the server that runs on the data folder, or straight into its store when none
//! does. What is missing is asked for at a terminal. An account that cannot be made changes nothing.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use actors::{
    domain::Username,
    store::{Options, Store},
};

use crate::{
    accounts::{self, NewAccount, hashing::Hashing, password::Password},
    config::{Config, NewUser},
    control::{self, Answer, Lock, Request},
    error::{Error, Result},
};

/// Bytes of standard input that are read for a password.
const INPUT_BYTES: u64 = 4 * 1024;

/// Makes the account; the line to print.
pub(super) fn run(config: &Config, user: NewUser) -> Result<String> {
    let what = if user.is_admin { "administrator" } else { "user" };
    let account = complete(user).and_then(checked).map_err(|error| explain(error.code(), error.field(), error))?;
    config.data.prepare()?;
    let username = account.username.clone();
    let answer = actix_web::rt::System::new().block_on(make(config, account))?;
    match answer {
        Answer::Done => Ok(format!("{what} {username:?} made")),
        Answer::Refused { code, field } => {
            Err(explain(&code, field.as_deref(), Error::Start(format!("not made: {code}"))))
        }
    }
}

async fn make(config: &Config, account: NewAccount) -> Result<Answer> {
    let Some(_lock) = Lock::take(&config.data)? else {
        return control::ask(&config.data, &Request::CreateUser(account)).await;
    };
    let store = Store::open(Options::new(config.data.database()))?;
    let made = accounts::create(&store, &Hashing::new()?, account, false).await;
    store.stop().await?;
    match made {
        Err(error) if error.is_fault() => Err(error),
        made => Ok(made.map(drop).into()),
    }
}

/// Asks for what is missing.
fn complete(user: NewUser) -> Result<NewAccount> {
    let is_terminal = io::stdin().is_terminal();
    let missing = |what: &str| Error::Start(format!("{what} is missing, and there is no terminal to ask for it"));
    let username = match user.username {
        Some(username) => username,
        None if is_terminal => ask("Username: ")?,
        None => return Err(missing("--username")),
    };
    let password = match user.password {
        Some(password) => password,
        None if user.password_stdin => first_line(io::stdin().lock())?,
        None if is_terminal => ask_password()?,
        None => return Err(missing("--password-stdin")),
    };
    Ok(NewAccount {
        username,
        password,
        display_name: user.display_name.unwrap_or_default(),
        email: user.email.unwrap_or_default(),
        is_admin: user.is_admin,
    })
}

/// The rules that need no store, before anything is opened or made.
fn checked(account: NewAccount) -> Result<NewAccount> {
    let username = Username::parse(&account.username)?;
    Password::new(&account.password, &username, "password")?;
    Ok(account)
}

fn ask(prompt: &str) -> Result<String> {
    write!(io::stderr(), "{prompt}")?;
    first_line(io::stdin().lock())
}

fn ask_password() -> Result<String> {
    let password = rpassword::prompt_password("Password: ")?;
    if password == rpassword::prompt_password("Password again: ")? {
        Ok(password)
    } else {
        Err(Error::Start("the passwords differ".into()))
    }
}

fn first_line(input: impl io::BufRead) -> Result<String> {
    let mut line = String::new();
    input.take(INPUT_BYTES).read_line(&mut line)?;
    Ok(line.trim_end_matches(['\n', '\r']).to_owned())
}

/// A refusal in the operator's words; anything else as it is.
fn explain(code: &str, field: Option<&str>, error: Error) -> Error {
    let why = match (field, code) {
        (Some("username"), "taken") => "this name, or one that looks like it, exists already",
        (Some("username"), _) => "3 to 32 letters, digits or . _ -, the first a letter",
        (Some("password"), "too_long") => "at most 256 characters",
        (Some("password"), _) => "at least 8 characters, not a common password and not the username",
        (Some("display_name"), _) => "1 to 64 visible characters",
        (Some("email"), _) => "not an address",
        (_, "busy") => "the server is busy: try again",
        (_, "stopping") => "the server is stopping: try again",
        (_, "storage") => "the database refused: the server's log says why",
        _ => return error,
    };
    Error::Start(match field {
        Some(field) => format!("--{}: {why}", field.replace('_', "-")),
        None => why.to_owned(),
    })
}
