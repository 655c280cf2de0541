//! Passwords and who may log in: hashing on a bounded pool, the password rule, back-off after failures.
