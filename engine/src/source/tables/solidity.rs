//! Solidity: contracts import others' from npm.

use super::{Language, Shows, Table};
use crate::audit::Ecosystem;

/// How it is read.
pub static TABLE: Language = Language::new(Table {
    idioms: &[
        ("import ''", Shows::Import(Ecosystem::Npm)),
        ("from ''", Shows::Import(Ecosystem::Npm)),
        ("vm.envString('')", Shows::Env(super::Need::Required)),
        ("vm.envUint('')", Shows::Env(super::Need::Required)),
        ("vm.envAddress('')", Shows::Env(super::Need::Required)),
        ("vm.envBytes32('')", Shows::Env(super::Need::Required)),
        ("vm.envBool('')", Shows::Env(super::Need::Required)),
        ("vm.envOr('',", Shows::Env(super::Need::Optional)),
    ],
    ..Table::BARE
});
