// The TextMate grammar in the engine of VS Code against the language server, over the samples of the grammar and the
// examples; the packed extension has all that it names, and loads.
//
//     node test.mjs ../../target/debug/treue

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { unzipSync } from "fflate";

const require = createRequire(import.meta.url);
const textmate = require("vscode-textmate");
const oniguruma = require("vscode-oniguruma");
const rpc = require("vscode-languageserver-protocol/node");

const command = resolve(process.argv[2] ?? "../../target/debug/treue");
const root = resolve("../..");
let passed = 0;

async function connect() {
  const server = spawn(command, ["lsp"], { stdio: ["pipe", "pipe", "inherit"] });
  const reader = new rpc.StreamMessageReader(server.stdout);
  const connection = rpc.createProtocolConnection(reader, new rpc.StreamMessageWriter(server.stdin));
  connection.listen();
  const hello = await connection.sendRequest("initialize", { processId: null, rootUri: null, capabilities: {} });
  return { connection, legend: hello.capabilities.semanticTokensProvider.legend.tokenTypes };
}

function samples() {
  const accepted = join(root, "grammar/samples/accept");
  const all = readdirSync(accepted).map((name) => join(accepted, name));
  for (const example of readdirSync(join(root, "examples"))) {
    const file = join(root, "examples", example, "programme.treue");
    if (existsSync(file)) all.push(file);
  }
  return all.sort();
}

/** What the class of the server may be by patterns alone: a name may be a word of the language, too. */
const FITS = {
  keyword: /^(keyword|entity\.name|support\.type)/,
  string: /^string/,
  comment: /^comment/,
  number: /^constant\.numeric/,
  property: /^variable\.other\.property/,
};
const NAME = /^(variable|entity\.name|keyword|support\.type)/;

async function colours() {
  const wasm = readFileSync(require.resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm);
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync("treue.tmLanguage.json", "utf8"), "treue.json"),
  });
  const grammar = await registry.loadGrammar("source.treue");
  const { connection, legend } = await connect();
  for (const [number, file] of samples().entries()) {
    const text = readFileSync(file, "utf8");
    const uri = `untitled:${number}`;
    connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "treue", version: 1, text },
    });
    const { data } = await connection.sendRequest("textDocument/semanticTokens/full", { textDocument: { uri } });
    let stack = textmate.INITIAL;
    const lines = text.split("\n").map((line) => {
      const read = grammar.tokenizeLine(line, stack);
      stack = read.ruleStack;
      return { line, tokens: read.tokens };
    });
    let [at, character] = [0, 0];
    for (let i = 0; i < data.length; i += 5) {
      character = data[i] > 0 ? data[i + 1] : character + data[i + 1];
      at += data[i];
      const { line, tokens } = lines[at];
      const token = tokens.find((t) => t.startIndex <= character && character < t.endIndex);
      const scope = token.scopes[1] ?? "";
      const kind = legend[data[i + 3]];
      const word = line.slice(character, character + data[i + 2]);
      assert.match(scope, FITS[kind] ?? NAME, `${file}:${at + 1}: ${word} is ${kind} for the server, ${scope} here`);
    }
    passed += 1;
  }
  await connection.sendRequest("shutdown");
  connection.sendNotification("exit");
}

/** The package holds what its description names, and its script loads with nothing but the editor beside it. */
async function packed() {
  const files = unzipSync(readFileSync("treue.vsix"));
  const names = Object.keys(files);
  for (const name of ["extension.vsixmanifest", "[Content_Types].xml", "extension/package.json"]) {
    assert(names.includes(name), name);
  }
  const about = JSON.parse(new TextDecoder().decode(files["extension/package.json"]));
  const wanted = [about.main, ...about.contributes.grammars.map((g) => g.path), about.contributes.languages[0].configuration];
  for (const name of wanted) {
    assert(names.includes(`extension/${name.slice(2)}`), `${name} is named in package.json and not packed`);
  }
  const script = join(mkdtempSync(join(tmpdir(), "treue-")), "extension.js");
  writeFileSync(script, files["extension/dist/extension.js"]);
  const Module = require("node:module");
  const load = Module._load;
  Module._load = (name, ...rest) => (name === "vscode" ? standIn() : load(name, ...rest));
  const extension = require(script);
  Module._load = load;
  assert.equal(typeof extension.activate, "function");
  assert.equal(typeof extension.deactivate, "function");
  passed += 1;
}

/** Whatever is asked of the editor as the extension loads: classes to extend, and values that nobody looks at. */
function standIn() {
  const anything = new Proxy(class {}, {
    get: (target, name) => (name === "prototype" || name === Symbol.toPrimitive ? target[name] : anything),
    apply: () => anything,
  });
  return anything;
}

await packed();
await colours();
console.log(`vscode: ${passed} passed, 0 failed`);
