//! The whole answer, in both languages, and its edges.
