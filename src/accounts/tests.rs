use std::net::Ipv4Addr;

use actors::store::Options;
use tempfile::TempDir;

use super::*;
use crate::config::Config;

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 1));
const GOOD: &str = "qovun tarvuz uzum";

async fn accounts() -> (Accounts, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let config = Config::for_test(folder.path(), 8000);
    config.data.prepare().unwrap();
    let store = Store::open(Options::new(config.data.database())).unwrap();
    let logins = Logins::new(&config, store.clone(), actors::clock::system()).unwrap();
    (Accounts::open(store, logins).await.unwrap(), folder)
}

fn account(username: &str) -> NewAccount {
    NewAccount { username: username.into(), password: GOOD.into(), ..NewAccount::default() }
}

fn code<T>(result: Result<T>) -> (&'static str, Option<&'static str>) {
    result.map(drop).map_err(|error| (error.code(), error.field())).unwrap_err()
}

#[actix_web::test]
async fn only_the_right_password_is_a_way_in_and_every_refusal_reads_the_same() {
    let (accounts, _folder) = accounts().await;
    let ali = accounts.create(account("Ali")).await.unwrap();
    let (user_id, _token) = accounts.log_in("aLI ", GOOD, HOME, "").await.unwrap();
    assert_eq!(user_id, ali);
    let wrong = accounts.log_in("Ali", "qovun tarvuz anor", HOME, "").await.map(drop).unwrap_err();
    let unknown = accounts.log_in("Vali", GOOD, HOME, "").await.map(drop).unwrap_err();
    let endless = accounts.log_in(&"Ali".repeat(9_999), GOOD, HOME, "").await.map(drop).unwrap_err();
    assert_eq!(wrong.code(), "wrong_login");
    assert_eq!((wrong.to_string(), wrong.status()), (unknown.to_string(), unknown.status()));
    assert_eq!(wrong.to_string(), endless.to_string());
}

#[actix_web::test]
async fn guessing_is_throttled_and_the_owner_elsewhere_is_not() {
    let (accounts, _folder) = accounts().await;
    accounts.create(account("Ali")).await.unwrap();
    for _ in 0..back_off::FAILURES_OF_ACCOUNT {
        assert_eq!(code(accounts.log_in("Ali", "wrong", HOME, "").await).0, "wrong_login");
    }
    let throttled = accounts.log_in("ALI", GOOD, HOME, "").await.map(drop).unwrap_err();
    assert_eq!((throttled.status().as_u16(), throttled.retry_after().is_some()), (429, true));
    let elsewhere = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 2));
    assert!(accounts.log_in("Ali", GOOD, elsewhere, "").await.is_ok());
}

#[actix_web::test]
async fn an_account_is_refused_by_the_field_that_is_wrong() {
    let (accounts, _folder) = accounts().await;
    accounts.create(account("Ali")).await.unwrap();
    let table = [
        (NewAccount { username: "1".into(), ..account("") }, ("bad_field", Some("username"))),
        (account("ALI"), ("taken", Some("username"))),
        (NewAccount { password: "parol12345".into(), ..account("Vali") }, ("weak_password", Some("password"))),
        (NewAccount { display_name: "a\u{202E}b".into(), ..account("Vali") }, ("bad_field", Some("display_name"))),
        (NewAccount { email: "no address".into(), ..account("Vali") }, ("bad_field", Some("email"))),
    ];
    for (account, refusal) in table {
        assert_eq!(code(accounts.create(account).await), refusal);
    }
    let whole = NewAccount { email: " vali@x.uz ".into(), display_name: " Вали ".into(), ..account("Vali") };
    assert!(accounts.create(whole).await.is_ok());
}

#[actix_web::test]
async fn the_set_up_link_makes_one_administrator_and_no_other() {
    let (accounts, _folder) = accounts().await;
    let path = accounts.set_up().path().unwrap();
    let token = path.trim_start_matches("/setup/").trim_end_matches('/').to_owned();
    assert!(accounts.awaits_set_up().await.unwrap());
    assert_eq!(code(accounts.make_first_admin("wrong", account("Ali")).await).0, "not_found");
    let weak = NewAccount { password: "parol123".into(), ..account("Ali") };
    assert_eq!(code(accounts.make_first_admin(&token, weak).await).0, "weak_password");
    accounts.make_first_admin(&token, account("Ali")).await.unwrap();
    assert_eq!(code(accounts.make_first_admin(&token, account("Vali")).await).0, "not_found");
    assert!(!accounts.awaits_set_up().await.unwrap() && accounts.set_up().path().is_none());
}

#[actix_web::test]
async fn the_set_up_link_is_void_once_an_administrator_was_made_by_other_means() {
    let (accounts, _folder) = accounts().await;
    let path = accounts.set_up().path().unwrap();
    let token = path.trim_start_matches("/setup/").trim_end_matches('/');
    accounts.create(NewAccount { is_admin: true, ..account("Ali") }).await.unwrap();
    assert_eq!(code(accounts.make_first_admin(token, account("Vali")).await).0, "not_found");
    assert!(accounts.set_up().path().is_none());
}

#[actix_web::test]
async fn a_changed_password_is_the_only_one_and_ends_the_other_logins() {
    let (accounts, _folder) = accounts().await;
    let user_id = accounts.create(account("Ali")).await.unwrap();
    let (_, here) = accounts.log_in("Ali", GOOD, HOME, "").await.unwrap();
    let (_, there) = accounts.log_in("Ali", GOOD, HOME, "").await.unwrap();
    let login = accounts.logins.verify(here.as_str()).await.unwrap().unwrap();
    let by = By { user_id, login_id: Some(login.login_id) };
    let new = "behi anjir shaftoli";
    assert_eq!(code(accounts.change_password(by, "Ali", "wrong", new, HOME).await).0, "wrong_login");
    let weak = accounts.change_password(by, "Ali", GOOD, "parol123", HOME).await;
    assert_eq!(code(weak), ("weak_password", Some("new_password")));
    accounts.change_password(by, "Ali", GOOD, new, HOME).await.unwrap();
    assert_eq!(code(accounts.log_in("Ali", GOOD, HOME, "").await).0, "wrong_login");
    assert!(accounts.log_in("Ali", new, HOME, "").await.is_ok());
    assert!(accounts.logins.verify(here.as_str()).await.unwrap().is_some());
    assert!(accounts.logins.verify(there.as_str()).await.unwrap().is_none());
}
