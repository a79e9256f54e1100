//! `expire`: how the points of a unit end.

use super::Checker;
use crate::ast::{Expire, ExpiryLine};
use crate::diag::{Code, Diagnostic};
use crate::programme::{Because, Expiry, UnitId};
use crate::source::Span;
use std::collections::BTreeMap;

impl Checker<'_> {
    /// Checks all `expire` items; a unit has at most one.
    pub(crate) fn check_expiry(&mut self) {
        let names = self.names;
        let mut seen: BTreeMap<UnitId, Span> = BTreeMap::new();
        for expire in &names.expires {
            let unit = self.points_here(&expire.unit);
            let expiry = self.expiry(expire);
            let Some(unit) = unit else { continue };
            if let Some(first) = seen.get(&unit) {
                self.repeated(&format!("`expire {}`", self.unit_name(unit)), expire.unit.span, *first);
                continue;
            }
            seen.insert(unit, expire.unit.span);
            if let (Some(expiry), Some(unit)) = (expiry, self.units.get_mut(unit)) {
                unit.expiry = expiry;
                unit.expiry_because = Because::Written;
            }
        }
    }

    fn expiry(&mut self, expire: &Expire) -> Option<Vec<Expiry>> {
        if expire.lines.is_empty() {
            self.report(
                Diagnostic::new(
                    Code::Incomplete,
                    expire.unit.span,
                    "it is not said when these points expire",
                    "nothing said",
                )
                .help("write `24 months after earning`, `18 months without purchase`, or `never`"),
            );
            return None;
        }
        let mut all = Vec::new();
        let mut complete = true;
        for line in &expire.lines {
            match self.expiry_line(line, expire.lines.len()) {
                Some(expiry) => all.extend(expiry),
                None => complete = false,
            }
        }
        complete.then_some(all)
    }

    /// One line; inside is nothing for `never`.
    fn expiry_line(&mut self, line: &ExpiryLine, lines: usize) -> Option<Option<Expiry>> {
        match line {
            ExpiryLine::After(text) => Some(Some(Expiry::After(self.deadline(text, "earning")?))),
            ExpiryLine::Without { length, purchase, redeem, span } => {
                self.length(length.node, length.span)?;
                if !purchase && !redeem {
                    self.report(
                        Diagnostic::new(
                            Code::Incomplete,
                            *span,
                            "it is not said without what",
                            "nothing named",
                        )
                        .help("write `without purchase`, or `without purchase or redeem`"),
                    );
                    return None;
                }
                Some(Some(Expiry::Without { length: length.node, purchase: *purchase, redeem: *redeem }))
            }
            ExpiryLine::Never(span) if lines > 1 => {
                self.report(
                    Diagnostic::new(
                        Code::NotHere,
                        *span,
                        "points that never expire have no other line",
                        "`never` stands alone",
                    )
                    .help("leave `never` out, or the other lines"),
                );
                None
            }
            ExpiryLine::Never(_) => Some(None),
        }
    }
}
