//! One integration binary, a module per behaviour.
mod against_naive;
mod architecture;
mod cli;
mod determinism;
mod fairness;
mod naive;
mod outputs;
mod properties;
mod recorded;
mod same_instant;
mod samplers;
mod scenario_errors;
mod shipped_scenarios;
mod theory;
mod timelines;
