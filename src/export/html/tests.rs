//! Pages of answers made by hand.
