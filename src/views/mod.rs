//! The screens and their tabs, one file each.

pub mod answers;
pub mod audit;
pub mod compare;
pub mod crash;
pub mod document;
pub mod endpoints;
pub mod environment;
pub mod export;
pub mod files;
pub mod findings;
pub mod first;
pub mod map;
pub mod notes;
pub mod offer;
pub mod reading;
pub mod recent;
pub mod service;
pub mod services;
pub mod share;
pub mod stores;
pub mod undocumented;
pub mod verify;
