//! What every request passes: host, origin of writes, headers, the client's address.
