// The extension's own code with a stand-in for the editor: what it starts, with which arguments, and what it says when that
// fails. It needs nothing but Node; with a command behind it, the server is really started with these arguments.
//
//     node activate.test.mjs [../../target/debug/treue]

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { resolve } from "node:path";

const require = createRequire(import.meta.url);
const Module = require("node:module");
const server = process.argv[2] && resolve(process.argv[2]);

/** What the extension asked of the editor and of the client. */
let seen;
let settings = {};
let fails = false;

const vscode = {
  Uri: { parse: (text) => ({ scheme: text.split(":")[0] }) },
  workspace: {
    getConfiguration: (section) => ({ get: (key, other) => settings[`${section}.${key}`] ?? other }),
    registerTextDocumentContentProvider: (scheme, provider) => {
      seen.pages = { scheme, provider };
      return { dispose() {} };
    },
  },
  commands: {
    registerCommand: (name, run) => {
      seen.commands[name] = run;
      return { dispose() {} };
    },
  },
  window: { showErrorMessage: (message) => seen.errors.push(message) },
};

class LanguageClient {
  constructor(id, name, run, options) {
    this.about = { id, name, run, options };
    seen.clients.push(this);
  }
  async start() {
    if (fails) throw new Error("spawn treue ENOENT");
    this.runs = true;
  }
  async stop() {
    this.runs = false;
  }
  async sendRequest(method, params) {
    return `${method} ${params.code}`;
  }
}

/** The extension as the editor loads it, activated. */
async function activated() {
  seen = { clients: [], commands: {}, errors: [], pages: undefined };
  const load = Module._load;
  const stand = { vscode, "vscode-languageclient/node": { LanguageClient } };
  Module._load = (name, ...rest) => stand[name] ?? load(name, ...rest);
  const path = require.resolve("./extension.js");
  delete require.cache[path];
  const extension = require(path);
  Module._load = load;
  const context = { subscriptions: [] };
  await extension.activate(context);
  return { extension, context };
}

const tests = {
  async "the server is started for programmes, with `lsp`"() {
    const { context } = await activated();
    const [client] = seen.clients;
    assert.deepEqual(client.about.run, { command: "treue", args: ["lsp"] });
    assert.deepEqual(client.about.options.documentSelector, [{ language: "treue" }]);
    assert.deepEqual(client.about.options.initializationOptions, { pages: "treue-page:" });
    assert(client.runs && seen.clients.length === 1 && seen.errors.length === 0);
    assert.equal(context.subscriptions.length, 2);
  },

  async "the setting says where the command is"() {
    settings = { "treue.command": "/opt/treue/bin/treue" };
    await activated();
    assert.equal(seen.clients[0].about.run.command, "/opt/treue/bin/treue");
  },

  async "a command that cannot be started is named, with the setting"() {
    [settings, fails] = [{ "treue.command": "nowhere" }, true];
    await activated();
    assert.equal(seen.errors.length, 1);
    assert.match(seen.errors[0], /`nowhere lsp` cannot be started; set "treue.command"/);
    assert.equal(await seen.pages.provider.provideTextDocumentContent({ path: "x.md" }), "The language server is not running.");
  },

  async "started again, it takes the new setting"() {
    await activated();
    settings = { "treue.command": "other" };
    await seen.commands["treue.restart"]();
    const [first, second] = seen.clients;
    assert(!first.runs && second.runs);
    assert.equal(second.about.run.command, "other");
  },

  async "pages of codes are asked of the server"() {
    await activated();
    assert.equal(seen.pages.scheme, "treue-page");
    const text = await seen.pages.provider.provideTextDocumentContent({ path: "unknown-name.md" });
    assert.equal(text, "treue/page unknown-name");
  },

  async "the server stops with the editor"() {
    const { extension } = await activated();
    await extension.deactivate();
    assert(!seen.clients[0].runs);
  },

  async "what is contributed is what the code uses"() {
    const { contributes, main } = require("./package.json");
    await activated();
    assert.equal(main, "./dist/extension.js");
    assert.deepEqual(contributes.commands.map((c) => c.command), Object.keys(seen.commands));
    assert.equal(contributes.configuration.properties["treue.command"].default, seen.clients[0].about.run.command);
    assert.deepEqual(contributes.languages.map((l) => ({ language: l.id })), seen.clients[0].about.options.documentSelector);
  },
};

if (server) {
  tests["a real server answers when it is started like this"] = async () => {
    settings = { "treue.command": server };
    await activated();
    const { run, options } = seen.clients[0].about;
    const started = spawn(run.command, run.args, { stdio: ["pipe", "pipe", "inherit"] });
    const say = (message) => {
      const body = JSON.stringify({ jsonrpc: "2.0", ...message });
      started.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    };
    const params = { processId: null, rootUri: null, capabilities: {}, initializationOptions: options.initializationOptions };
    say({ id: 1, method: "initialize", params });
    let answer = "";
    for await (const part of started.stdout) {
      answer += part;
      if (answer.includes("serverInfo")) break;
    }
    assert.match(answer, /"name":"treue"/);
    const ended = new Promise((done) => started.on("exit", done));
    say({ id: 2, method: "shutdown" });
    say({ method: "exit" });
    assert.equal(await ended, 0);
  };
}

for (const [name, run] of Object.entries(tests)) {
  [settings, fails] = [{}, false];
  await run();
  console.log(`ok ${name}`);
}
console.log(`extension: ${Object.keys(tests).length} passed, 0 failed`);
