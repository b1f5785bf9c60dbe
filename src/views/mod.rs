//! The screens and their tabs, one file each.

pub mod audit;
pub mod crash;
pub mod endpoints;
pub mod environment;
pub mod export;
pub mod files;
pub mod first;
pub mod reading;
pub mod service;
pub mod services;
pub mod stores;
