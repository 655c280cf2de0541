//! Peers who stop reading. Nothing above a connection notices one while the kernel's buffer is full, so the kernel itself ends a
//! connection on which nothing could be sent for [`DEAF`], as nginx does by its `send_timeout`: a download that nobody reads does not hold its
//! file for ever. Costs one system call a connection.

use std::time::Duration;

use socket2::SockRef;
use tokio::net::TcpStream;

/// How long bytes may wait for a peer that takes none.
const DEAF: Duration = Duration::from_secs(60);

/// Has the kernel end the connection when its peer takes nothing for [`DEAF`] (`TCP_USER_TIMEOUT`, RFC 5482; Linux alone).
pub(super) fn drop_deaf(stream: &TcpStream) {
    #[cfg(target_os = "linux")]
    if let Err(error) = SockRef::from(stream).set_tcp_user_timeout(Some(DEAF)) {
        log::debug!("a connection will wait for its peer as long as it likes: {error}");
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn the_kernel_is_told_how_long_to_wait() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let stream = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        drop_deaf(&stream);
        assert_eq!(SockRef::from(&stream).tcp_user_timeout().unwrap(), Some(DEAF));
    }
}
