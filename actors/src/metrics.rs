//! What a fault needs to be seen: counted where it happens, read by the program's `/metrics`. Reading and counting are atomic
//! additions, so they cost nothing worth measuring.

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{
        counter::Counter,
        family::Family,
        gauge::Gauge,
        histogram::{Histogram, exponential_buckets},
    },
    registry::{Registry, Unit},
};

use crate::Code;

/// The label of a refusal.
#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct CodeLabel {
    /// The stable code.
    pub code: &'static str,
}

/// The counts of one server. Cloning shares them.
#[derive(Clone, Debug)]
pub struct Metrics {
    /// Open sockets.
    pub sockets: Gauge,
    /// Running Room actors.
    pub rooms: Gauge,
    /// Writes admitted and not yet handed on.
    pub writes_waiting: Gauge,
    /// Writes in one COMMIT.
    pub commit_size: Histogram,
    /// Seconds from the first statement of a group to the end of its COMMIT.
    pub commit_seconds: Histogram,
    /// Commands acknowledged over sockets.
    pub acks: Counter,
    /// Frames handed to sockets.
    pub deliveries: Counter,
    /// Readers dropped because they were too slow.
    pub slow_readers: Counter,
    /// Rooms that died and had to be replaced.
    pub rooms_replaced: Counter,
    /// Refusals and faults told to clients, by code.
    pub errors: Family<CodeLabel, Counter>,
}

impl Default for Metrics {
    fn default() -> Self {
        Self {
            sockets: Gauge::default(),
            rooms: Gauge::default(),
            writes_waiting: Gauge::default(),
            commit_size: Histogram::new(exponential_buckets(1.0, 2.0, 11)),
            commit_seconds: Histogram::new(exponential_buckets(0.000_25, 2.0, 14)),
            acks: Counter::default(),
            deliveries: Counter::default(),
            slow_readers: Counter::default(),
            rooms_replaced: Counter::default(),
            errors: Family::default(),
        }
    }
}

impl Metrics {
    /// Counts an answer with `code`.
    pub fn error(&self, code: Code) {
        self.errors.get_or_create(&CodeLabel { code: code.as_str() }).inc();
    }

    /// Names every count in `registry`.
    pub fn register(&self, registry: &mut Registry) {
        registry.register("sockets", "Open sockets", self.sockets.clone());
        registry.register("rooms", "Running Room actors", self.rooms.clone());
        registry.register("writes_waiting", "Writes admitted and not yet handed on", self.writes_waiting.clone());
        registry.register("commit_size", "Writes in one COMMIT", self.commit_size.clone());
        registry.register_with_unit(
            "commit",
            "Time of a group's transaction",
            Unit::Seconds,
            self.commit_seconds.clone(),
        );
        registry.register("acks", "Commands acknowledged over sockets", self.acks.clone());
        registry.register("deliveries", "Frames handed to sockets", self.deliveries.clone());
        registry.register("slow_readers", "Readers dropped because they were too slow", self.slow_readers.clone());
        registry.register("rooms_replaced", "Rooms that died and were replaced", self.rooms_replaced.clone());
        registry.register("errors", "Refusals and faults told to clients", self.errors.clone());
    }
}
