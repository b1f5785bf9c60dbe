//! The envelope: what is around the packed audits.
