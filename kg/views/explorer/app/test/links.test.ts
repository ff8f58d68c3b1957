/** Addresses: which hosts of recordings share one tab, and which may keep no hold on the page. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isPlayer, playedInside } from "../src/links";

test("only known hosts of recordings share a tab, over https and by their whole name", () => {
  for (const url of ["https://www.youtube.com/watch?v=x&t=5s", "https://youtu.be/x?t=5", "https://vimeo.com/1#t=5s", "https://open.spotify.com/episode/x"]) assert.equal(isPlayer(url), true, url);
  for (const url of ["http://www.youtube.com/watch?v=x", "https://youtube.com.evil.example/", "https://evil.example/https://youtu.be/", "https://www.youtube.com@evil.example/", "https://youtu.be", "../a.mp3", "obsidian://open", ""]) assert.equal(isPlayer(url), false, url);
});

test("files of sound and video on the web play in the page, and nothing else of an unknown host", () => {
  for (const [url, kind] of [["https://a.example/7.mp3#t=62", "audio"], ["http://a.example/x/7.M4B?key=1#t=62", "audio"], ["https://a.example/7.webm", "video"], ["https://a.example/7.MKV?x", "video"]])
    assert.deepEqual(playedInside(url!, 62), { kind, address: url });
  for (const url of ["https://a.example/7.mp3.html", "https://a.example/?f=7.mp3", "https://a.example/mp3", "ftp://a.example/7.mp3", "javascript:7.mp3", "https://open.spotify.com/episode/x"]) assert.equal(playedInside(url, 62), null, url);
});
