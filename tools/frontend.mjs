/**
 * Puts what browsers need from npm into web/static/vendor/ and demo/static/vendor/ (ignored by git):
 *
 * 1. htmx.min.js and teams.min.js (TeamsJS), as published; for the stand-in Teams adaptivecards.min.js;
 * 2. tokens.css: the Fluent 2 design tokens our own style sheets use, as custom properties for
 *    the light, dark and high-contrast themes. `data-theme="auto"` follows the system.
 *
 * Usage: npm ci && node tools/frontend.mjs
 */
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const styles = join(root, "web", "static");
const vendor = join(styles, "vendor");
const require = createRequire(import.meta.url);
const { teamsHighContrastTheme, webDarkTheme, webLightTheme } = require("@fluentui/tokens");

/** Names of the tokens that our style sheets read, in alphabetical order. */
function usedTokens() {
  const sheets = readdirSync(styles).filter((name) => name.endsWith(".css"));
  const text = sheets.map((name) => readFileSync(join(styles, name), "utf8")).join("\n");
  const names = [...text.matchAll(/var\(--([a-z]+[A-Z0-9]\w*)/g)].map((match) => match[1]);
  return [...new Set(names)].sort();
}

/** Declarations of the tokens in one theme; those equal to the base theme are left out. */
function declarations(tokens, theme, base = {}) {
  return tokens
    .filter((name) => theme[name] !== base[name])
    .map((name) => `  --${name}: ${theme[name]};`)
    .join("\n");
}

function block(selector, scheme, body) {
  return `${selector} {\n  color-scheme: ${scheme};\n${body}\n}\n`;
}

/** The same block, for people whose system asks for it and who chose no theme. */
function automatic(query, scheme, body) {
  return `@media ${query} {\n${block(':root[data-theme="auto"]', scheme, body)}}\n`;
}

function tokenSheet(tokens) {
  const missing = tokens.filter((name) => !(name in webLightTheme));
  if (missing.length) {
    throw new Error(`web/static/*.css reads tokens that Fluent does not have: ${missing.join(", ")}`);
  }
  const dark = declarations(tokens, webDarkTheme, webLightTheme);
  const contrast = declarations(tokens, teamsHighContrastTheme, webLightTheme);
  return [
    block(":root", "light", declarations(tokens, webLightTheme)),
    block(':root[data-theme="dark"]', "dark", dark),
    block(':root[data-theme="contrast"]', "dark", contrast),
    automatic("(prefers-color-scheme: dark)", "dark", dark),
    automatic("(prefers-contrast: more)", "dark", contrast),
  ].join("\n");
}

function place(folder, copies) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, ...source] of copies) {
    copyFileSync(join(root, "node_modules", ...source), join(folder, name));
  }
}

place(vendor, [
  ["htmx.min.js", "htmx.org", "dist", "htmx.min.js"],
  ["teams.min.js", "@microsoft", "teams-js", "dist", "umd", "MicrosoftTeams.min.js"],
]);
place(join(root, "demo", "static", "vendor"), [
  ["adaptivecards.min.js", "adaptivecards", "dist", "adaptivecards.min.js"],
]);
writeFileSync(join(vendor, "tokens.css"), tokenSheet(usedTokens()));
