//! One integration binary, a module per behaviour.
mod against_naive;
mod architecture;
mod cli;
mod determinism;
mod interop;
mod naive;
mod outputs;
mod properties;
mod readings_by_hand;
mod recorded;
mod same_instant;
mod samplers;
mod scenario_errors;
mod scenario_room;
mod shipped_scenarios;
mod theory;
mod timelines;
