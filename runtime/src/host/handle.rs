//! Where threads find the engine that is in force, and where a new one takes over.

use super::engine::Engine;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// The engine in force. Threads keep the one that they took until they ask again, so nobody waits and nothing is freed under
/// anybody; the old engine goes with the last who holds it.
#[derive(Debug)]
pub struct Handle {
    current: RwLock<Arc<Engine>>,
    identity: AtomicU64,
}

impl Handle {
    /// With a first engine.
    #[must_use]
    pub fn new(engine: Arc<Engine>) -> Handle {
        Handle { identity: AtomicU64::new(engine.identity()), current: RwLock::new(engine) }
    }

    /// The engine in force.
    #[must_use]
    pub fn current(&self) -> Arc<Engine> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether an engine is the one in force: one load of a number, to be asked before every event.
    #[must_use]
    pub fn is_current(&self, engine: &Engine) -> bool {
        self.identity.load(Ordering::Acquire) == engine.identity()
    }

    /// Lets another engine take over, and gives back the old one.
    pub fn swap(&self, engine: Arc<Engine>) -> Arc<Engine> {
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        self.identity.store(engine.identity(), Ordering::Release);
        std::mem::replace(&mut *current, engine)
    }
}
