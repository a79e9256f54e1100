//! Addresses of documents and paths of files. What is no file, such as a text that was never saved, keeps its address as
//! its path.

use gen_lsp_types::Uri;
use std::path::{Path, PathBuf};

/// The path of a document.
pub(crate) fn path(uri: &Uri) -> PathBuf {
    let Some(rest) = uri.0.strip_prefix("file://") else { return PathBuf::from(&uri.0) };
    // `file:///x`, or `file://host/x`.
    let local = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest);
    let text = decoded(local);
    // `/c:/x` on a machine with drives.
    let drive = text.get(1..).filter(|t| t.as_bytes().get(1) == Some(&b':') && !t.starts_with('/'));
    PathBuf::from(if cfg!(windows) { drive.unwrap_or(&text) } else { &text })
}

/// The address of a path.
pub(crate) fn of(path: &Path) -> Uri {
    let text = path.to_string_lossy().replace('\\', "/");
    if !path.is_absolute() {
        return Uri(path.to_string_lossy().into_owned());
    }
    let mut out = String::from(if text.starts_with('/') { "file://" } else { "file:///" });
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-_.~:".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    Uri(out)
}

/// Whether a path is that of a file.
pub(crate) fn is_file(path: &Path) -> bool {
    path.is_absolute()
}

fn decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let mut ahead = rest.clone();
        let digit = |b: Option<u8>| char::from(b?).to_digit(16).and_then(|d| u8::try_from(d).ok());
        let code = digit(ahead.next()).zip(digit(ahead.next())).map(|(high, low)| high * 16 + low);
        if let (b'%', Some(code)) = (byte, code) {
            bytes.push(code);
            rest = ahead;
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let uri = of(Path::new("/tmp/a b/größe#1.treue"));
        assert_eq!(uri.0, "file:///tmp/a%20b/gr%C3%B6%C3%9Fe%231.treue");
        assert_eq!(path(&uri), PathBuf::from("/tmp/a b/größe#1.treue"));
        assert_eq!(path(&Uri("untitled:Untitled-1".to_owned())), PathBuf::from("untitled:Untitled-1"));
        assert_eq!(path(&Uri("file:///a%zz%4".to_owned())), PathBuf::from("/a%zz%4"));
    }
}
