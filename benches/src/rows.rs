//! Receipts in columns as the events that a till would send.

use crate::synth::{CHANNELS, Synth};
use std::fmt::Write;
use treue_lang::programme::Programme;
use treue_runtime::event::{Event, Line, Purchase, What};

/// All receipts as events of a programme.
#[must_use]
pub fn events(programme: &Programme, synth: &Synth) -> Vec<Event> {
    (0..synth.len()).map(|receipt| event(programme, synth, receipt)).collect()
}

fn event(programme: &Programme, synth: &Synth, receipt: usize) -> Event {
    let at = synth.at[receipt];
    Event {
        id: format!("r{receipt}"),
        member: Some(format!("m{}", synth.member[receipt])),
        at,
        offset: 0,
        local: programme.zone.local(at),
        fingerprint: receipt as u128,
        what: What::Purchase(Purchase {
            store: Some(format!("s{}", synth.store[receipt])),
            channel: Some(CHANNELS[synth.channel[receipt] as usize].to_owned()),
            lines: lines_of(synth, receipt).map(|line| event_line(synth, line)).collect(),
            ..Purchase::default()
        }),
    }
}

fn event_line(synth: &Synth, line: usize) -> Line {
    Line {
        sku: Some(format!("k{}", synth.sku[line])),
        category: Some(format!("c{}", synth.category[line])),
        brand: Some(format!("b{}", synth.brand[line])),
        quantity: i64::from(synth.quantity[line]) * 1_000,
        amount: i64::from(synth.amount[line]),
        discount: i64::from(synth.discount[line]),
        ..Line::default()
    }
}

fn lines_of(synth: &Synth, receipt: usize) -> std::ops::Range<usize> {
    synth.offsets[receipt] as usize..synth.offsets[receipt + 1] as usize
}

/// A receipt as a line of text, ended by a line feed. The moments of the year 2025 that receipts have are written as UTC.
pub fn write_json(synth: &Synth, receipt: usize, out: &mut String) {
    let _ = write!(
        out,
        r#"{{"event":"purchase","id":"r{receipt}","member":"m{}","at":"{}","store":"s{}","channel":"{}","lines":["#,
        synth.member[receipt],
        moment(synth.at[receipt]),
        synth.store[receipt],
        CHANNELS[synth.channel[receipt] as usize],
    );
    for (position, line) in lines_of(synth, receipt).enumerate() {
        let comma = if position == 0 { "" } else { "," };
        let (amount, discount) = (synth.amount[line], synth.discount[line]);
        let _ = write!(
            out,
            r#"{comma}{{"sku":"k{}","category":"c{}","brand":"b{}","quantity":"{}","amount":"{}.{:02}","discount":"{}.{:02}"}}"#,
            synth.sku[line],
            synth.category[line],
            synth.brand[line],
            synth.quantity[line],
            amount / 100,
            amount % 100,
            discount / 100,
            discount % 100,
        );
    }
    out.push_str("]}\n");
}

fn moment(at: i64) -> String {
    let (day, second) = (treue_lang::time::Day(i32::try_from(at / 86_400).unwrap_or(0)), at % 86_400);
    format!("{day}T{:02}:{:02}:{:02}Z", second / 3_600, second / 60 % 60, second % 60)
}
