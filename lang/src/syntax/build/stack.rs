//! `stack`.

use super::Builder;
use crate::ast::{Stack, StackWay};
use crate::diag::{Code, Diagnostic};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn stack(&mut self, node: &Node<'_>) -> Option<Stack> {
        let pieces = || node.all(Rule::stack_piece).filter_map(Node::first);
        let mut ways = pieces().filter(|n| n.rule == Rule::stack_way);
        let name = self.name(node.get(Rule::name)?);
        let Some(way) = ways.next() else {
            let message = format!("the stack `{}` does not say what it holds", name.node);
            let report = Diagnostic::new(Code::Incomplete, name.span, message, "holds nothing");
            self.diagnostics.push(
                report.help("write `all of`, `best of`, `first of` or `multiply` and the names of its rules"),
            );
            return None;
        };
        if let Some(again) = ways.next() {
            self.repeated(way, again, "a stack combines its rules in one way");
        }
        let chosen = match way.first()?.rule {
            Rule::kw_all => StackWay::All,
            Rule::kw_best => StackWay::Best,
            Rule::kw_multiply => StackWay::Multiply,
            _ => StackWay::First,
        };
        // The place of the two words, such as `best of`.
        let place = match way.get(Rule::kw_of) {
            Some(of) => self.span(way.first()?).to(self.span(of)),
            None => self.span(way.first()?),
        };
        let rounding =
            pieces().filter(|n| n.rule == Rule::rounding).map(|n| self.rounding(n)).collect::<Option<_>>()?;
        let limits =
            pieces().filter(|n| n.rule == Rule::limit).map(|n| self.limit(n)).collect::<Option<_>>()?;
        Some(Stack {
            name,
            title: self.title(node),
            way: Spanned::new(chosen, place),
            members: self.names(way),
            per_line: way.get(Rule::per_line).map(|n| self.span(n)),
            rounding,
            limits,
            span: self.span(node),
        })
    }
}
