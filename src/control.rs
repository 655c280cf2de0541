//! One writer process: the lock of the data folder and the socket through which commands reach a running server.
