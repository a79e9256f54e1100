//! A server that takes receipts over TCP, one a line, answers each with a line, and lets a new programme take over while it
//! works. Here it is its own client: two connections send receipts while the text changes twenty times.
//!
//! `cargo run -p treue-embed --bin reload`

use std::error::Error;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use treue_lang::source::Sources;
use treue_runtime::host::{Book, Engine, Handle, LoadError, Options};
use treue_runtime::state::part_of;

/// Members stand in so many books, each with a lock of its own, so that connections seldom wait for each other.
const BOOKS: usize = 16;

/// A programme that gives so many points for a franc.
fn load(points: u32) -> Result<Arc<Engine>, LoadError> {
    let text = format!(
        r#"programme "Corner" {{ currency CHF  timezone "Europe/Zurich"  unit points }}
           earn base {{ {points} points per full 1.00 CHF of all lines }}"#
    );
    Engine::load(&Sources::single("corner.treue", text), Options::default())
}

/// What all connections share.
struct Server {
    handle: Handle,
    books: Vec<Mutex<Book>>,
}

impl Server {
    /// Answers the lines of one connection, each by the programme that is in force when it comes.
    fn serve(&self, stream: &TcpStream) -> std::io::Result<()> {
        let (mut lines, mut out) = (BufReader::new(stream).lines(), stream);
        let mut waiting = None;
        loop {
            let engine = self.handle.current();
            let mut scorer = engine.scorer();
            loop {
                let line = match waiting.take() {
                    Some(line) => line,
                    None => match lines.next() {
                        Some(line) => line?,
                        None => return Ok(()),
                    },
                };
                if !self.handle.is_current(&engine) {
                    waiting = Some(line);
                    break;
                }
                let answer = match scorer.read(&line) {
                    Ok(received) => {
                        let member = received.event().member.as_deref().unwrap_or_default();
                        let book = self.books.get(part_of(member, self.books.len()));
                        let Some(book) = book else { return Ok(()) };
                        let mut book = book.lock().unwrap_or_else(PoisonError::into_inner);
                        match scorer.decide(&mut book, &received) {
                            Ok(decisions) => decisions
                                .iter()
                                .map(|decision| engine.json(received.event(), decision))
                                .collect::<Vec<_>>()
                                .join(" "),
                            Err(error) => error.to_string(),
                        }
                    }
                    Err(error) => error.to_string(),
                };
                out.write_all(format!("{}\n", answer.replace('\n', "; ")).as_bytes())?;
            }
        }
    }
}

/// Sends receipts of ten francs until told to stop, and counts the answers by the points in them.
fn client(address: SocketAddr, name: &str, stop: &AtomicBool) -> std::io::Result<Vec<(String, usize)>> {
    let stream = TcpStream::connect(address)?;
    stream.set_nodelay(true)?;
    let (mut answers, mut out) = (BufReader::new(&stream).lines(), &stream);
    let mut counts: Vec<(String, usize)> = Vec::new();
    let mut number = 0;
    while !stop.load(Ordering::Relaxed) {
        let line = format!(
            r#"{{"event":"purchase","id":"{name}-{number}","member":"{name}-{}","at":"2026-09-08T10:15:00+02:00","lines":[{{"amount":"10.00"}}]}}"#,
            number % 100
        );
        out.write_all(format!("{line}\n").as_bytes())?;
        let Some(answer) = answers.next() else { break };
        let answer = answer?;
        let points = answer.split(r#""points":""#).nth(1).and_then(|rest| rest.split('"').next());
        let points = points.unwrap_or(&answer).to_owned();
        match counts.last_mut() {
            Some((last, count)) if *last == points => *count += 1,
            Some(_) | None => counts.push((points, 1)),
        }
        number += 1;
    }
    Ok(counts)
}

fn main() -> Result<(), Box<dyn Error>> {
    let first = load(1)?;
    let books = (0..BOOKS).map(|_| Mutex::new(Book::new(&first))).collect();
    let server = Server { handle: Handle::new(first), books };
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let stop = AtomicBool::new(false);
    thread::scope(|scope| -> Result<(), Box<dyn Error>> {
        let clients: Vec<_> = ["a", "b"].map(|name| scope.spawn(|| client(address, name, &stop))).into();
        for _ in &clients {
            let (stream, _) = listener.accept()?;
            stream.set_nodelay(true)?;
            let server = &server;
            scope.spawn(move || server.serve(&stream));
        }
        for points in 2..=21 {
            thread::sleep(std::time::Duration::from_millis(25));
            // The old code is freed when the last connection has let go of it.
            drop(server.handle.swap(load(points)?));
        }
        thread::sleep(std::time::Duration::from_millis(25));
        stop.store(true, Ordering::Relaxed);
        for client in clients {
            let counts = client.join().map_err(|_| "a client has failed")??;
            let shown: Vec<String> =
                counts.iter().map(|(points, n)| format!("{n} x {points} points")).collect();
            println!("{}", shown.join(", "));
        }
        Ok(())
    })
}
