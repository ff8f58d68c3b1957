/** Addresses: which hosts of recordings share one tab, and which may keep no hold on the page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isPlayer } from "../src/links";

test("only known hosts of recordings share a tab, over https and by their whole name", () => {
  for (const url of ["https://www.youtube.com/watch?v=x&t=5s", "https://youtu.be/x?t=5", "https://vimeo.com/1#t=5s", "https://open.spotify.com/episode/x"]) assert.equal(isPlayer(url), true, url);
  for (const url of ["http://www.youtube.com/watch?v=x", "https://youtube.com.evil.example/", "https://evil.example/https://youtu.be/", "https://www.youtube.com@evil.example/", "https://youtu.be", "../a.mp3", "obsidian://open", ""]) assert.equal(isPlayer(url), false, url);
});
