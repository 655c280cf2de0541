//! Rows 1 and 2: what it costs to bring one message to a thousand clients, against a bare epoll loop that does only that.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use uuid::Uuid;

use crate::{
    Fallible,
    audience::{Ack, Audience},
    child::Program,
    fleet::Fleet,
    machine::{self, Cores},
    product::Product,
    text,
};

/// What a frame should weigh, in bytes.
pub const FRAME_BYTES: usize = 1024;
/// Messages under way in the saturated row.
pub const IN_FLIGHT: usize = 16;

/// How long nothing may happen before a run is given up.
const STALLED: Duration = Duration::from_secs(20);
/// How long a server may go on allocating after the last client was told `ready`.
const SETTLE: Duration = Duration::from_secs(3);

/// One server with its clients, all in one room.
pub struct Arm {
    fleet: Fleet,
    audience: Audience,
    pid: u32,
    text_bytes: usize,
    posts: usize,
    // Held so that the server lives as long as its arm.
    _limit: Option<Program>,
}

/// One measurement.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// CPU time of the server.
    pub cpu: Duration,
    /// Wall time.
    pub wall: Duration,
    /// Frames that reached a client.
    pub deliveries: usize,
}

impl Arm {
    /// A limit program with its clients.
    ///
    /// # Errors
    /// It does not start.
    pub fn limit(name: &str, clients: usize, cores: Cores) -> Fallible<Self> {
        let mut program = Program::limit(&[name], cores)?;
        let address: SocketAddr = program.line()?.parse()?;
        let pid = program.pid();
        let mut arm = Self::new(false, pid, Some(program))?;
        for _ in 0..clients {
            arm.fleet.connect(address, "/", "")?;
            arm.audience.join();
        }
        Ok(arm)
    }

    /// The product with its clients, each subscribed before this returns.
    ///
    /// # Errors
    /// A client is refused.
    pub fn product(product: &Product, clients: usize) -> Fallible<Self> {
        let mut arm = Self::new(true, product.site.pid()?, None)?;
        arm.subscribe(product, clients)?;
        Ok(arm)
    }

    fn new(acknowledged: bool, pid: u32, limit: Option<Program>) -> Fallible<Self> {
        let audience = Audience::new(acknowledged);
        Ok(Self { fleet: Fleet::new()?, audience, pid, text_bytes: 20, posts: 0, _limit: limit })
    }

    /// Connects clients until there are that many, and waits until each is told `ready`.
    ///
    /// # Errors
    /// A client is refused.
    pub fn subscribe(&mut self, product: &Product, clients: usize) -> Fallible<()> {
        let path = format!("/ws/chat/{}/", product.room);
        while self.fleet.size() < clients {
            self.fleet.connect(product.site.address(), &path, product.cookie_of(self.fleet.size()))?;
            self.audience.join();
            self.pump_while(|audience| audience.ready() + 64 < audience.clients())?;
        }
        self.pump_while(|audience| audience.ready() < audience.clients())
    }

    /// Chooses the length of the text so that the frame weighs [`FRAME_BYTES`], or `bytes` where given; returns what it weighs.
    ///
    /// # Errors
    /// A delivery was wrong.
    pub fn calibrate(&mut self, bytes: usize) -> Fallible<usize> {
        let mut weigh = |text_bytes| {
            self.text_bytes = text_bytes;
            self.run(1, 1)?;
            Fallible::Ok(self.audience.frame_bytes())
        };
        let (light, heavy) = (weigh(20)?, weigh(120)?);
        // A bubble may carry its text more than once.
        let (each, fixed) = ((heavy - light) / 100, light - (heavy - light) / 5);
        let mut best = (bytes.saturating_sub(fixed) / each.max(1)).max(20);
        while weigh(best)? > bytes && best > 20 {
            best -= 1;
        }
        weigh(best)
    }

    /// Posts `messages`, `in_flight` at a time, each from another client, until everybody has everything.
    ///
    /// # Errors
    /// A delivery was wrong, or nothing happened for 20 s.
    pub fn run(&mut self, messages: usize, in_flight: usize) -> Fallible<Sample> {
        let (start, cpu) = (Instant::now(), machine::cpu_time(self.pid)?);
        let goal = self.audience.complete() + messages;
        let mut left = messages;
        let mut progress = (Instant::now(), 0);
        while self.audience.complete() < goal {
            while left > 0 && self.audience.in_flight() < in_flight {
                self.post()?;
                left -= 1;
            }
            self.fleet.pump(Duration::from_millis(100), &mut self.audience)?;
            if progress.1 != self.audience.complete() {
                progress = (Instant::now(), self.audience.complete());
            } else if progress.0.elapsed() > STALLED {
                return Err(format!("stalled with {} posts in flight", self.audience.in_flight()).into());
            }
        }
        self.pump_while(|audience| !audience.settled())?;
        let deliveries = messages * self.fleet.size();
        Ok(Sample { cpu: machine::cpu_time(self.pid)?.saturating_sub(cpu), wall: start.elapsed(), deliveries })
    }

    /// Lets whatever the last connects and posts began come to an end.
    ///
    /// # Errors
    /// A client was dropped.
    pub fn settle(&mut self) -> Fallible<()> {
        self.pause(SETTLE)
    }

    /// Posts nothing for a while, but reads on.
    ///
    /// # Errors
    /// A client was dropped.
    pub fn pause(&mut self, time: Duration) -> Fallible<()> {
        let end = Instant::now() + time;
        while Instant::now() < end {
            self.fleet.pump(end.saturating_duration_since(Instant::now()), &mut self.audience)?;
        }
        Ok(())
    }

    /// What was acknowledged since the last call.
    pub fn take_acks(&mut self) -> Vec<Ack> {
        self.audience.take_acks()
    }

    fn post(&mut self) -> Fallible<()> {
        let client_id = Uuid::new_v4().to_string();
        let text = text::sentence(self.posts, self.text_bytes);
        let frame = format!(r#"{{"type":"chat_message","client_id":"{client_id}","message":"{text}"}}"#);
        let from = self.posts % self.fleet.size().max(1);
        self.posts += 1;
        self.audience.expect(client_id, text);
        self.fleet.send(from, frame.as_bytes())
    }

    fn pump_while(&mut self, unfinished: impl Fn(&Audience) -> bool) -> Fallible<()> {
        let deadline = Instant::now() + STALLED;
        while unfinished(&self.audience) {
            self.fleet.pump(Duration::from_millis(100), &mut self.audience)?;
            if Instant::now() > deadline {
                return Err(format!("stalled with {} of {} ready", self.audience.ready(), self.fleet.size()).into());
            }
        }
        Ok(())
    }
}

impl Sample {
    /// CPU time of the server a delivery, in microseconds.
    pub fn cpu_micros(&self) -> f64 {
        self.cpu.as_secs_f64() * 1e6 / self.deliveries as f64
    }

    /// Wall time a delivery, in microseconds.
    pub fn wall_micros(&self) -> f64 {
        self.wall.as_secs_f64() * 1e6 / self.deliveries as f64
    }
}

impl std::ops::Add for Sample {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        let deliveries = self.deliveries + other.deliveries;
        Self { cpu: self.cpu + other.cpu, wall: self.wall + other.wall, deliveries }
    }
}
