/** Colours of types and folders follow what the page is given. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { folderColour, paper, typeColour } from "../src/palette";

const core = { unknown: 2, colours: { light: ["#111", "#222", "#777"], dark: ["#eee", "#ddd", "#999"] } };
const page = (dark: boolean) => ({ core, dark });

test("a type has the colour that its row gives, light or dark; one that is not in the table is grey", () => {
  assert.deepEqual([0, 1, 2, 3, -1].map((type) => typeColour(page(false), type)), ["#111", "#222", "#777", "#777", "#777"]);
  assert.equal(typeColour(page(true), 1), "#ddd");
});

test("folders take the types' colours in turn, without the grey", () => {
  assert.deepEqual([0, 1, 2, 3].map((folder) => folderColour(page(false), folder)), ["#111", "#222", "#111", "#222"]);
});

test("lines are seen against the page: at least 3 to 1, light and dark, and lit ones more", () => {
  const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const luminance = (colour: string) => [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => sum + weight * channel(parseInt(colour.slice(1 + 2 * at, 3 + 2 * at), 16) / 255), 0);
  const contrast = (one: string, other: string) => (Math.max(luminance(one), luminance(other)) + 0.05) / (Math.min(luminance(one), luminance(other)) + 0.05);
  assert.ok(Math.abs(contrast("#000000", "#ffffff") - 21) < 1e-9);
  for (const dark of [false, true]) {
    const { page: ground, edge, edgeStrong } = paper(dark);
    assert.ok(contrast(edge, ground) >= 3, `${edge} on ${ground}`);
    assert.ok(contrast(edgeStrong, ground) > 1.5 * contrast(edge, ground), `${edgeStrong} on ${ground}`);
  }
});
