//! Weights and checkpoints, into files and out of them again.

mod checkpoint;
mod damaged;
mod differences;
mod file;
mod killed;
mod properties;
mod pytorch;
