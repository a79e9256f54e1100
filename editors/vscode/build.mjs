// Builds treue.vsix: the extension and what it needs in one script, and the files around it, zipped as VS Code wants them.

import { build } from "esbuild";
import { zipSync } from "fflate";
import { readFileSync, writeFileSync } from "node:fs";

const about = JSON.parse(readFileSync("package.json", "utf8"));

await build({
  entryPoints: ["extension.js"],
  outfile: "dist/extension.js",
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node18",
  external: ["vscode"],
});

const escaped = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);

const manifest = `<?xml version="1.0" encoding="utf-8"?>
<PackageManifest Version="2.0.0" xmlns="http://schemas.microsoft.com/developer/vsx-schema/2011">
  <Metadata>
    <Identity Language="en-US" Id="${about.name}" Version="${about.version}" Publisher="${about.publisher}"/>
    <DisplayName>${escaped(about.displayName)}</DisplayName>
    <Description xml:space="preserve">${escaped(about.description)}</Description>
    <Tags>treue,loyalty</Tags>
    <Categories>${escaped(about.categories.join(","))}</Categories>
    <Properties>
      <Property Id="Microsoft.VisualStudio.Code.Engine" Value="${escaped(about.engines.vscode)}"/>
      <Property Id="Microsoft.VisualStudio.Code.ExtensionKind" Value="workspace"/>
    </Properties>
    <License>extension/LICENSE.txt</License>
  </Metadata>
  <Installation><InstallationTarget Id="Microsoft.VisualStudio.Code"/></Installation>
  <Dependencies/>
  <Assets>
    <Asset Type="Microsoft.VisualStudio.Code.Manifest" Path="extension/package.json" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.Details" Path="extension/README.md" Addressable="true"/>
    <Asset Type="Microsoft.VisualStudio.Services.Content.License" Path="extension/LICENSE.txt" Addressable="true"/>
  </Assets>
</PackageManifest>
`;

const types = `<?xml version="1.0" encoding="utf-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
  <Default Extension=".json" ContentType="application/json"/>
  <Default Extension=".js" ContentType="application/javascript"/>
  <Default Extension=".md" ContentType="text/markdown"/>
  <Default Extension=".txt" ContentType="text/plain"/>
  <Default Extension=".vsixmanifest" ContentType="text/xml"/>
</Types>
`;

const { dependencies, devDependencies, scripts, ...shipped } = about;
const bytes = (text) => new TextEncoder().encode(text);
const files = {
  "extension.vsixmanifest": bytes(manifest),
  "[Content_Types].xml": bytes(types),
  "extension/package.json": bytes(JSON.stringify(shipped, null, 2)),
  "extension/LICENSE.txt": readFileSync("../../LICENSE"),
  "extension/README.md": readFileSync("README.md"),
  "extension/dist/extension.js": readFileSync("dist/extension.js"),
  "extension/language-configuration.json": readFileSync("language-configuration.json"),
  "extension/treue.tmLanguage.json": readFileSync("treue.tmLanguage.json"),
};

// The same bytes for the same files, whenever it is built.
writeFileSync("treue.vsix", zipSync(files, { level: 9, mtime: new Date("2000-01-01T00:00:00Z") }));
console.log(`treue.vsix: ${Object.keys(files).length} files`);
