// Starts `treue lsp` for programmes, and shows the pages of codes that findings link to.

const { commands, window, workspace, Uri } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

/** What links to pages start with. */
const PAGES = "treue-page:";

let client;

async function start() {
  const command = workspace.getConfiguration("treue").get("command", "treue");
  client = new LanguageClient(
    "treue",
    "Treue",
    { command, args: ["lsp"] },
    { documentSelector: [{ language: "treue" }], initializationOptions: { pages: PAGES } },
  );
  try {
    await client.start();
  } catch (why) {
    client = undefined;
    const said = `Treue: \`${command} lsp\` cannot be started; set "treue.command" to where it is. ${why}`;
    window.showErrorMessage(said);
  }
}

async function stop() {
  const running = client;
  client = undefined;
  await running?.stop();
}

/** `treue-page:unknown-name.md` is asked of the server. */
const pages = {
  provideTextDocumentContent(uri) {
    const code = uri.path.replace(/\.md$/, "");
    return client ? client.sendRequest("treue/page", { code }) : "The language server is not running.";
  },
};

exports.activate = async (context) => {
  context.subscriptions.push(
    workspace.registerTextDocumentContentProvider(Uri.parse(PAGES).scheme, pages),
    commands.registerCommand("treue.restart", async () => {
      await stop();
      await start();
    }),
  );
  await start();
};

exports.deactivate = stop;
