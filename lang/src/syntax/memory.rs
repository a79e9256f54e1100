//! What the grammar took of items, kept for the next reading of nearly the same text: whoever types changes one item, and
//! the others need not be read again. Only shapes are kept, with places counted from the item's start.

use super::grammar::{Failure, Node, Rule, read};
use super::trivia::offset;
use std::collections::HashMap;

/// What was read before. One is kept for each programme; it holds as much as the programme had when it was last checked.
#[derive(Debug, Default)]
pub struct Memory {
    /// By the text of the item; of the reading before this one.
    before: HashMap<Box<str>, Shape>,
    /// Of this reading.
    now: HashMap<Box<str>, Shape>,
    /// Items of this reading that were not there before.
    anew: usize,
}

/// What was read of an item: its nodes, each before its parts.
#[derive(Debug)]
struct Shape {
    rule: Rule,
    nodes: Vec<Flat>,
}

#[derive(Clone, Copy, Debug)]
struct Flat {
    rule: Rule,
    start: u32,
    end: u32,
    parts: u32,
}

impl Memory {
    /// A new reading begins; what it does not need is forgotten at the next one.
    pub(crate) fn begin(&mut self) {
        self.before = std::mem::take(&mut self.now);
        self.anew = 0;
    }

    /// How many items the last reading had to read by the grammar, because they were not there before.
    #[must_use]
    pub fn read_anew(&self) -> usize {
        self.anew
    }

    /// Reads the bytes `start..end` of a file by the rule of an item, as `grammar::read` does.
    pub(crate) fn read<'t>(
        &mut self,
        rule: Rule,
        file: &'t str,
        start: usize,
        end: usize,
    ) -> Result<Vec<Node<'t>>, Failure> {
        let text = file.get(start..end).unwrap_or_default();
        if let Some((text, shape)) = self.before.remove_entry(text) {
            self.now.insert(text, shape);
        }
        if let Some(shape) = self.now.get(text).filter(|s| s.rule == rule) {
            let mut flats = shape.nodes.iter();
            return Ok(std::iter::from_fn(|| node(&mut flats, file, start)).collect());
        }
        self.anew += 1;
        let nodes = read(rule, file, start, end)?;
        let mut flats = Vec::new();
        nodes.iter().for_each(|node| flatten(node, start, &mut flats));
        self.now.insert(text.into(), Shape { rule, nodes: flats });
        Ok(nodes)
    }
}

/// Nested no deeper than the tree.
fn flatten(node: &Node<'_>, base: usize, out: &mut Vec<Flat>) {
    let (start, end) = (offset(node.start - base), offset(node.end - base));
    out.push(Flat { rule: node.rule, start, end, parts: offset(node.children.len()) });
    node.children.iter().for_each(|child| flatten(child, base, out));
}

/// The next node with its parts.
fn node<'t>(flats: &mut std::slice::Iter<'_, Flat>, file: &'t str, base: usize) -> Option<Node<'t>> {
    let flat = *flats.next()?;
    let (start, end) = (base + flat.start as usize, base + flat.end as usize);
    let children = (0..flat.parts).filter_map(|_| node(flats, file, base)).collect();
    Some(Node { rule: flat.rule, text: file.get(start..end).unwrap_or_default(), start, end, children })
}
