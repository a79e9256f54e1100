//! The smallest host: load a programme, score a receipt, keep the member.
//!
//! `cargo run -p treue-embed --bin minimal`

use std::error::Error;
use treue_lang::source::Sources;
use treue_runtime::host::{Book, Engine, Options};

const PROGRAMME: &str = r#"
programme "Corner" { currency CHF  timezone "Europe/Zurich"  unit points }
earn base { 1 point per full 1.00 CHF of all lines }
earn produce { 4 points per full 1.00 CHF of lines where category "produce" }
"#;

const RECEIPT: &str = r#"{"event":"purchase","id":"r-1","member":"anna","at":"2026-09-08T10:15:00+02:00","currency":"CHF",
  "lines":[{"category":"produce","amount":"3.20"},{"category":"bakery","amount":"4.10"}]}"#;

fn main() -> Result<(), Box<dyn Error>> {
    let engine = Engine::load(&Sources::single("corner.treue", PROGRAMME), Options::default())?;
    let mut scorer = engine.scorer();
    let mut book = Book::new(&engine);

    let received = scorer.read(RECEIPT)?;
    for decision in scorer.decide(&mut book, &received)? {
        println!("{}", engine.json(received.event(), &decision));
    }

    // What is kept until the next receipt: bytes, for a file or a column of a database.
    let bytes = book.save(&engine)?;
    let again = Book::load(&engine, &bytes)?;
    println!("{} member in {} bytes", again.members().len(), bytes.len());
    Ok(())
}
