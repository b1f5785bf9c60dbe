//! Files whose path is a route.
