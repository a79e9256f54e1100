// W1 by rule engines, one receipt at a time: zen-engine, CEL and json-rules-engine. Kindness: sums over lines that an engine cannot make
// are made by JavaScript before it is asked, and are not timed for it; weekend and hour come ready-made. The least CPU time of some
// passes counts. Wrong answers end the run.

import { createReadStream, readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const facts = JSON.parse(readFileSync("facts.json", "utf8"));
const version = (name) => JSON.parse(readFileSync(`node_modules/${name}/package.json`, "utf8")).version;

const MOST = 20000;
const variety = new Set([...Array(8).keys()].map((n) => `c${n + 10}`));
const receipts = [];
for await (const line of createInterface({ input: createReadStream("receipts.ndjson") })) {
  const event = JSON.parse(line);
  const at = new Date(event.at);
  const lines = event.lines.map((l) => ({
    category: l.category, brand: l.brand, qty: Number(l.quantity), amount: Math.round(Number(l.amount) * 100),
  }));
  receipts.push({
    store: event.store, channel: event.channel, hour: at.getUTCHours(),
    weekend: at.getUTCDay() % 6 === 0, lines,
  });
  if (receipts.length === Math.min(MOST, facts.receipts)) break;
}

// By hand, to compare answers with: the same arithmetic as the other loops.
const stores = [...Array(20).keys()].map((n) => `s${n + 1}`);
const by_hand = (r) => {
  let eligible = 0, fresh = 0, items = 0;
  const kinds = new Set();
  for (const l of r.lines) {
    if (!["c1", "c2", "c3"].includes(l.category)) eligible += l.amount;
    if (l.category === "c4") fresh += Math.floor(l.amount / 100);
    if (["b5", "b11", "b17"].includes(l.brand)) items += l.qty;
    if (variety.has(l.category)) kinds.add(l.category);
  }
  const base = Math.floor(eligible / 100);
  const bonus = 4 * fresh + 20 * items + (r.weekend ? base : 0)
    + (r.hour === 17 || r.hour === 18 ? Math.floor(base / 10) : 0) + (eligible >= 7500 ? 50 : 0)
    + (kinds.size >= 3 ? 100 : 0) + (stores.includes(r.store) ? 15 : 0) + (r.channel === "app" ? 25 : 0);
  return { eligible, fresh, items, kinds: kinds.size, base, points: base + Math.min(500, bonus) };
};
const sums = receipts.map((r) => ({ ...r, ...by_hand(r) }));

async function timed(engine, name, count, score) {
  const some = sums.slice(0, count);
  let best = Infinity;
  for (let pass = 0; pass < 3; pass++) {
    const start = process.cpuUsage();
    const points = await score(some);
    const { user, system } = process.cpuUsage(start);
    best = Math.min(best, (user + system) * 1000);
    some.forEach((r, i) => {
      if (points[i] !== r.points) throw new Error(`${engine}: ${points[i]} instead of ${r.points} for receipt ${i}`);
    });
  }
  const ns = best / some.length;
  console.log(JSON.stringify({
    engine, version: version(name), receipts: some.length, ns: Math.round(ns), ratio: Math.round(ns / facts.by_hand),
  }));
}

// The whole receipt in one expression language: sums over lines by its own functions.
const zen = await import("@gorules/zen-engine");
const formula = {
  nodes: [
    { id: "in", type: "inputNode", name: "in", position: { x: 0, y: 0 } },
    {
      id: "e", type: "expressionNode", name: "e", position: { x: 0, y: 0 },
      content: {
        expressions: [
          { id: "1", key: "eligible", value: 'sum(map(filter(lines, not (#.category in ["c1", "c2", "c3"])), #.amount))' },
          { id: "2", key: "base", value: "floor($.eligible / 100)" },
          { id: "3", key: "fresh", value: 'sum(map(filter(lines, #.category == "c4"), floor(#.amount / 100)))' },
          { id: "4", key: "items", value: 'sum(map(filter(lines, #.brand in ["b5", "b11", "b17"]), #.qty))' },
          {
            id: "5", key: "kinds",
            value: [...variety].map((c) => `(some(lines, #.category == "${c}") ? 1 : 0)`).join(" + "),
          },
          {
            id: "6", key: "bonus",
            value: "4 * $.fresh + 20 * $.items + (weekend ? $.base : 0) + (hour == 17 or hour == 18 ? floor($.base / 10) : 0)"
              + ` + ($.eligible >= 7500 ? 50 : 0) + ($.kinds >= 3 ? 100 : 0) + (store in ${JSON.stringify(stores)} ? 15 : 0)`
              + ' + (channel == "app" ? 25 : 0)',
          },
          { id: "7", key: "points", value: "$.base + ($.bonus > 500 ? 500 : $.bonus)" },
        ],
      },
    },
    { id: "out", type: "outputNode", name: "out", position: { x: 0, y: 0 } },
  ],
  edges: [
    { id: "a", sourceId: "in", targetId: "e", type: "edge" },
    { id: "b", sourceId: "e", targetId: "out", type: "edge" },
  ],
};
const ZenEngine = zen.ZenEngine ?? zen.default.ZenEngine;
const decision = new ZenEngine().createDecision(Buffer.from(JSON.stringify(formula)));
await timed("zen-engine", "@gorules/zen-engine", 5000, async (some) => {
  const points = [];
  for (const { store, channel, hour, weekend, lines } of some) {
    const { result } = await decision.evaluate({ store, channel, hour, weekend, lines });
    points.push(Number(result.points));
  }
  return points;
});

// CEL: sums cannot be said in it, so they come ready-made; the rules are one expression.
const { Environment } = await import("@marcbachmann/cel-js");
const environment = new Environment({ unlistedVariablesAreDyn: true });
const rules = environment.parse(
  "4 * fresh + 20 * items + (weekend ? base : 0) + (hour == 17 || hour == 18 ? base / 10 : 0) + (eligible >= 7500 ? 50 : 0)"
  + ` + (kinds >= 3 ? 100 : 0) + (store in ${JSON.stringify(stores)} ? 15 : 0) + (channel == "app" ? 25 : 0)`,
);
const whole = (r) => ({
  store: r.store, channel: r.channel, weekend: r.weekend, hour: BigInt(r.hour), fresh: BigInt(r.fresh), items: BigInt(r.items),
  base: BigInt(r.base), eligible: BigInt(r.eligible), kinds: BigInt(r.kinds),
});
const values = new Map(sums.map((r) => [r, whole(r)]));
await timed("CEL, sums ready-made", "@marcbachmann/cel-js", MOST, (some) =>
  some.map((r) => {
    const bonus = rules(values.get(r));
    return r.base + Number(bonus > 500n ? 500n : bonus);
  }));

// json-rules-engine: conditions only; what they give is added up by the host, and sums come ready-made.
const { Engine } = await import("json-rules-engine");
const engine = new Engine();
const rule = (fact, operator, value, type) =>
  engine.addRule({ conditions: { all: [{ fact, operator, value }] }, event: { type } });
rule("weekend", "equal", true, "weekend");
rule("hour", "in", [17, 18], "evening");
rule("eligible", "greaterThanInclusive", 7500, "large");
rule("kinds", "greaterThanInclusive", 3, "balanced");
rule("store", "in", stores, "nearby");
rule("channel", "equal", "app", "app");
rule("fresh", "greaterThan", 0, "fresh");
rule("items", "greaterThan", 0, "items");
const gives = {
  weekend: (r) => r.base, evening: (r) => Math.floor(r.base / 10), large: () => 50, balanced: () => 100,
  nearby: () => 15, app: () => 25, fresh: (r) => 4 * r.fresh, items: (r) => 20 * r.items,
};
await timed("json-rules-engine, sums ready-made", "json-rules-engine", 5000, async (some) => {
  const points = [];
  for (const r of some) {
    const { weekend, hour, eligible, kinds, store, channel, fresh, items } = r;
    const { events } = await engine.run({ weekend, hour, eligible, kinds, store, channel, fresh, items });
    const bonus = events.reduce((sum, e) => sum + gives[e.type](r), 0);
    points.push(r.base + Math.min(500, bonus));
  }
  return points;
});
