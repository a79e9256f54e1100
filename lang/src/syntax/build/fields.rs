//! `fields`.

use super::Builder;
use crate::ast::{FieldDeclaration, FieldDefault, FieldOwner, FieldTypeText, Fields, Name};
use crate::source::Spanned;
use crate::syntax::grammar::{Node, Rule};

impl Builder {
    pub(super) fn fields(&mut self, node: &Node<'_>) -> Option<Fields> {
        let fields =
            node.all(Rule::field_declaration).map(|n| self.field_declaration(n)).collect::<Option<_>>()?;
        Some(Fields { fields, span: self.span(node) })
    }

    fn field_declaration(&mut self, node: &Node<'_>) -> Option<FieldDeclaration> {
        let field = node.get(Rule::field)?;
        let (owner, name) = self.field_parts(field)?;
        let ty = node.get(Rule::field_type)?;
        for part in [Rule::field_optional, Rule::field_default] {
            let mut said = node.all(part);
            if let (Some(first), Some(again)) = (said.next(), said.next()) {
                self.repeated(first, again, "this is said twice of one field");
            }
        }
        let default = match node.get(Rule::field_default) {
            Some(default) => Some(self.field_default(default.children.last()?)?),
            None => None,
        };
        Some(FieldDeclaration {
            owner,
            name,
            ty: Spanned::new(self.field_type(ty.first()?)?, self.span(ty)),
            optional: node.get(Rule::field_optional).map(|n| self.span(n)),
            default,
            span: self.span(node),
        })
    }

    /// Where a field stands, and its name: `member.segment`.
    pub(super) fn field_parts(&mut self, node: &Node<'_>) -> Option<(Spanned<FieldOwner>, Name)> {
        let owner = node.get(Rule::field_owner)?;
        let known = match owner.text {
            "receipt" => FieldOwner::Receipt,
            "line" => FieldOwner::Line,
            _ => FieldOwner::Member,
        };
        Some((Spanned::new(known, self.span(owner)), self.name(node.get(Rule::field_name)?)))
    }

    fn field_type(&mut self, node: &Node<'_>) -> Option<FieldTypeText> {
        Some(match node.rule {
            Rule::kw_text => FieldTypeText::Text,
            Rule::type_one_of => FieldTypeText::OneOf(self.texts(node)),
            Rule::type_yes_no => FieldTypeText::YesNo,
            Rule::type_number => self.number_type(node)?,
            Rule::kw_money => FieldTypeText::Money,
            Rule::kw_date => FieldTypeText::Date,
            Rule::kw_member => FieldTypeText::Member,
            _ => return None,
        })
    }

    fn number_type(&mut self, node: &Node<'_>) -> Option<FieldTypeText> {
        for part in [Rule::type_decimals, Rule::type_range] {
            let mut said = node.all(part);
            if let (Some(first), Some(again)) = (said.next(), said.next()) {
                self.repeated(first, again, "this is said twice of one field");
            }
        }
        let decimals = match node.get(Rule::type_decimals) {
            Some(part) => {
                let number = part.get(Rule::number)?;
                Some(Spanned::new(self.whole(number, u8::MAX), self.span(number)))
            }
            None => None,
        };
        let range = match node.get(Rule::type_range) {
            Some(part) => {
                let mut ends = part.all(Rule::signed);
                Some((self.number(ends.next()?), self.number(ends.next()?)))
            }
            None => None,
        };
        Some(FieldTypeText::Number { decimals, range })
    }

    fn field_default(&mut self, node: &Node<'_>) -> Option<FieldDefault> {
        let span = self.span(node);
        Some(match node.rule {
            Rule::text => FieldDefault::Text(self.text(node)),
            Rule::signed => FieldDefault::Number(self.number(node)),
            Rule::date => FieldDefault::Date(self.day(node)),
            Rule::kw_yes => FieldDefault::YesNo(true, span),
            Rule::kw_no => FieldDefault::YesNo(false, span),
            _ => return None,
        })
    }
}
