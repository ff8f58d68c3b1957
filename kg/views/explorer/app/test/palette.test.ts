/** Colours of types and folders follow what the page is given. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { folderColour, typeColour } from "../src/palette";

const core = { unknown: 2, colours: { light: ["#111", "#222", "#777"], dark: ["#eee", "#ddd", "#999"] } };
const page = (dark: boolean) => ({ core, dark });

test("a type has the colour that its row gives, light or dark; one that is not in the table is grey", () => {
  assert.deepEqual([0, 1, 2, 3, -1].map((type) => typeColour(page(false), type)), ["#111", "#222", "#777", "#777", "#777"]);
  assert.equal(typeColour(page(true), 1), "#ddd");
});

test("folders take the types' colours in turn, without the grey", () => {
  assert.deepEqual([0, 1, 2, 3].map((folder) => folderColour(page(false), folder)), ["#111", "#222", "#111", "#222"]);
});
