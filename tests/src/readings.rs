//! Other readings of a generated programme and of its decisions: the formatter keeps the meaning, and what
//! hosts read can always be written.

use crate::run::{catch, check};
use std::sync::Arc;
use treue_lang::programme::Programme;
use treue_runtime::decision::Decision;
use treue_runtime::decision::json::json;
use treue_runtime::event::Event;

/// Lays a programme out, and compares what both texts mean.
///
/// # Errors
/// The formatter refuses the text, changes its meaning, or does not like its own result.
pub fn formatter_keeps(text: &str, programme: &Programme) -> Result<(), String> {
    let laid_out =
        catch(|| treue_lang::fmt::format(text))?.map_err(|d| format!("it is not laid out: {d:#?}"))?;
    let again =
        treue_lang::fmt::format(&laid_out).map_err(|d| format!("its own result is not read: {d:#?}"))?;
    if again != laid_out {
        return Err(format!("it changes its own result:\n{laid_out}\n{again}"));
    }
    let other = check(&laid_out)?;
    if without_places(programme) != without_places(&other) {
        return Err(format!("it changes the meaning:\n{text}\n{laid_out}"));
    }
    Ok(())
}

/// A programme in full, but for the places in its text.
fn without_places(p: &Programme) -> String {
    let all = format!("{p:?}");
    let mut out = String::with_capacity(all.len());
    let mut rest = all.as_str();
    while let Some(at) = rest.find("Span {") {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find('}').map_or(rest.len(), |e| e + 1);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// Writes decisions as hosts read them.
///
/// # Errors
/// It panics, or is no JSON.
pub fn can_be_written(p: &Programme, event: &Event, decisions: &[Arc<Decision>]) -> Result<(), String> {
    for d in decisions {
        catch(|| serde_json::to_string(&json(p, event, d)))?.map_err(|e| e.to_string())?;
    }
    Ok(())
}
