//! Messages on streams: a head that says how long the body is, and the body. What is no message is said and passed over;
//! a body that is too long is passed over without being kept.

use crate::host::Host;
use crate::server::{Ended, serve};
use lsp_server::{Connection, Message, Notification};
use serde_json::json;
use std::io::{self, BufRead, BufReader, Read, Write};

/// Bytes of a body that is read: more than any text that the front end reads, as JSON.
const BODY: usize = 64 << 20;
/// Bytes of a line of a head.
const LINE: u64 = 1 << 12;
/// So much that is no message in a row ends the conversation.
const STRANGE: usize = 1_000;

/// Answers an editor over two streams until it says that it is done, or its stream ends.
///
/// # Panics
/// Never; a thread that stopped is a conversation that ended.
pub fn serve_streams(
    input: impl Read + Send + 'static,
    output: impl Write + Send + 'static,
    host: &dyn Host,
) -> Ended {
    let (ours, theirs) = Connection::memory();
    let Connection { sender, receiver } = theirs;
    std::thread::spawn(move || {
        let mut input = BufReader::new(input);
        let mut strange = 0;
        while strange < STRANGE {
            match read(&mut input) {
                Ok(Some(message)) => {
                    strange = 0;
                    if sender.send(message).is_err() {
                        return;
                    }
                }
                Ok(None) => return,
                Err(why) => {
                    strange += 1;
                    // The other side is told by the same way as everything else: a message that asks for it.
                    let told = Notification::new(crate::server::STRANGE.to_owned(), json!({ "why": why }));
                    if sender.send(told.into()).is_err() {
                        return;
                    }
                }
            }
        }
    });
    let writer = std::thread::spawn(move || {
        let mut output = output;
        for message in receiver {
            if message.write(&mut output).is_err() {
                return;
            }
        }
    });
    let ended = serve(&ours, host);
    drop(ours);
    let _ = writer.join();
    ended
}

/// The next message; nothing at the end of the stream.
fn read(input: &mut impl BufRead) -> Result<Option<Message>, String> {
    let Some(length) = head(input)? else { return Ok(None) };
    if length > BODY {
        let passed = io::copy(&mut input.by_ref().take(length as u64), &mut io::sink());
        return match passed {
            Ok(_) => Err(format!("a message of {length} bytes is longer than {BODY} and was not read")),
            Err(_) => Ok(None),
        };
    }
    let mut body = vec![0; length];
    if input.read_exact(&mut body).is_err() {
        return Ok(None);
    }
    let text =
        String::from_utf8(body).map_err(|_| "a message is not in UTF-8 and was not read".to_owned())?;
    serde_json::from_str(&text).map(Some).map_err(|e| format!("a message could not be read: {e}"))
}

/// The length of the body; nothing at the end of the stream.
fn head(input: &mut impl BufRead) -> Result<Option<usize>, String> {
    let mut length = None;
    loop {
        let mut line = Vec::new();
        match input.by_ref().take(LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return Ok(None),
            Ok(_) => {}
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end();
        if line.is_empty() {
            return length.map(Some).ok_or_else(|| "a message does not say how long it is".to_owned());
        }
        let Some((name, value)) = line.split_once(':') else {
            return Err("this is no head of a message".to_owned());
        };
        if name.eq_ignore_ascii_case("content-length") {
            let value = value.trim();
            length = Some(value.parse().map_err(|_| format!("`{value}` is no length of a message"))?);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(mut bytes: &[u8]) -> Vec<Result<String, String>> {
        let mut found = Vec::new();
        while let Some(next) = read(&mut bytes).transpose() {
            found.push(next.map(|m| format!("{m:?}").split(' ').next().unwrap_or_default().to_owned()));
        }
        found
    }

    fn framed(body: &[u8]) -> Vec<u8> {
        [format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes(), body].concat()
    }

    #[test]
    fn what_is_no_message_is_passed_over() {
        let good = framed(br#"{"jsonrpc":"2.0","method":"exit"}"#);
        let bad = [
            framed(b"{ not json"),
            framed(b"\"\xff\xfe\""),
            framed(b"[]"),
            b"nonsense\r\n".to_vec(),
            b"Content-Length: -3\r\n\r\n".to_vec(),
            b"Content-Type: x\r\n\r\n".to_vec(),
        ];
        for bytes in bad {
            let read = all(&[bytes, good.clone()].concat());
            assert!(read[0].is_err(), "{read:?}");
            assert!(read.last().unwrap().is_ok(), "{read:?}");
        }
        assert_eq!(all(&good[..good.len() - 1]), []);
        assert_eq!(all(b"Content-Length: 99999999999999999999999\r\n\r\n").len(), 2);
        assert_eq!(all(b"Content-Length: 999999999999999999\r\n\r\n12").len(), 1);
    }
}
