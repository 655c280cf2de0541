//! The commands of the program that are not the server.
