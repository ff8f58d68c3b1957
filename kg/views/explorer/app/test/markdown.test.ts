/** What is copied is text: the table that kg's own pages are tested with, and links that lead nowhere else. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { inert, label, noteLink, webLink } from "../src/markdown";

const table = readFileSync("../../../../tests/sync/wording.md", "utf8").split("\n").slice(2).filter((line) => line.startsWith("| "));

test("text is written as kg's pages write it", () => {
  assert.ok(table.length > 15);
  for (const row of table) {
    const [text, written] = row.slice(2, -2).split(" | ") as [string, string];
    assert.equal(inert(text), written);
  }
});

test("no name is code where it is pasted", () => {
  const names = ["<% tp.fname %>", "`$= app.vault`", "a::b", ":::", "%%%", "[[x]]", "<script>", "a\u202eb", "a\nb", "```dataviewjs"];
  for (const name of names) {
    for (const raw of [inert(name), label(name), noteLink(`${name}.md`, name), webLink(name, `https://a.example/${name}`)]) {
      assert.doesNotMatch(raw, /<%|::|(?<!\\)`|%%|<[a-zA-Z!/]|\n|\u202e/, `${name}: ${raw}`);
    }
  }
  assert.equal(noteLink("a/b.md", "B"), "[[a/b|B]]");
  assert.equal(noteLink("a (1)/<% x %>.md", "B"), "[B](a%20%281%29/%3C%25%20x%20%25%3E.md)");
  assert.equal(noteLink(" a.md", "B"), "[B](%20a.md)");
  assert.equal(webLink("1:00", "https://a.example/?v=x&t=1s"), "[1:00](https://a.example/?v=x&t=1s)");
  assert.equal(webLink("1:00", "javascript:alert(1)"), "1:00");
});
