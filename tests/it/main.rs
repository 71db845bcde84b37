//! Integration tests: one binary, one module for each family of promises.
