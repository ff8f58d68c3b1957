/** Bundles the page: `node build.mjs OUTDIR` writes explorer.js (one IIFE), explorer.css and licences.json. */
import { build } from "esbuild";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const out = process.argv[2];
if (!out) {
  console.error("usage: node build.mjs OUTDIR");
  process.exit(2);
}
mkdirSync(out, { recursive: true });

const shared = { bundle: true, minify: true, charset: "ascii", legalComments: "none", write: false, metafile: true };
const script = await build({
  ...shared,
  absWorkingDir: here,
  entryPoints: ["src/main.ts"],
  format: "iife",
  target: "es2022",
});
const style = await build({ ...shared, absWorkingDir: here, entryPoints: ["src/style/index.css"], target: "es2022" });
writeFileSync(join(out, "explorer.js"), script.outputFiles[0].text);
writeFileSync(join(out, "explorer.css"), style.outputFiles[0].text);
writeFileSync(join(out, "licences.json"), JSON.stringify(licences(Object.keys(script.metafile.inputs)), null, 1) + "\n");

/** The licence of every package that has a file in the bundle. */
function licences(inputs) {
  const folders = new Set(inputs.filter((path) => path.includes("node_modules/")).map(packageFolder));
  return [...folders].sort().map((folder) => {
    const about = JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
    return { name: about.name, version: about.version, licence: about.license, text: licenceText(folder, about) };
  });
}

function packageFolder(path) {
  const parts = path.replaceAll(sep, "/").split("/");
  const at = parts.lastIndexOf("node_modules");
  return parts.slice(0, at + (parts[at + 1].startsWith("@") ? 3 : 2)).join("/");
}

function licenceText(folder, about) {
  const name = readdirSync(join(here, folder)).find((each) => /^licen[cs]e/i.test(each));
  const path = name && join(here, folder, name);
  if (path && existsSync(path)) return readFileSync(path, "utf8");
  const author = typeof about.author === "object" ? about.author.name : about.author;
  return `${about.license} licence, ${author ?? "its authors"}`;
}
