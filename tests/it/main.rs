//! One integration binary, a module per behaviour.
mod against_naive;
mod naive;
mod outputs;
mod recorded;
mod scenario_errors;
