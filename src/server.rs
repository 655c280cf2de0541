//! Builds, runs and stops the whole program.
