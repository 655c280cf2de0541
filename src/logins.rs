//! Cookies and the logins behind them; one function verifies a token for pages and sockets.
