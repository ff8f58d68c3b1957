/** The only addresses the page ever makes: a recording at its second, a note in Obsidian, a place in the page itself. */
import { clock } from "./text";

/** A recording at a second, from the link that its host takes, with the place of the second in braces; null without one. */
export function playUrl(link: string, seconds: number): string | null {
  const second = Math.floor(seconds), hms = `${Math.floor(second / 3600)}h${Math.floor(second / 60) % 60}m${second % 60}s`;
  const url = link.replace("{s}", String(second)).replace("{hms}", hms).replace("{clock}", clock(second));
  const played = isFile(url) || /^obsidian:\/\//i.test(url) || (/^https?:\/\//i.test(url) && URL.canParse(url));
  return played ? url : null;
}

/** A claim's own link to its recording, else its note's, at the claim's second. */
export function claimUrl(claim: { play: string | null; start: number | null; note: number }, notes: { play: string[] }): string | null {
  return claim.start === null ? null : playUrl(claim.play ?? notes.play[claim.note]!, claim.start);
}

/** Tells whether an address is a file of the vault, named from where the page is. */
export function isFile(url: string): boolean {
  return /^\.{1,2}\//.test(url);
}

/** The name of the tab that recordings on the web open in. */
export const PLAYER_TAB = "claimgraph-recording";

/**
 * Whether an address is at a host of recordings that is known. A browser finds a tab by its name only where the page in it may
 * know of this page, so any other host gets a new tab each time, and no hold on this page.
 */
export function isPlayer(url: string): boolean {
  return /^https:\/\/(?:(?:www|m|music)\.youtube\.com|youtube\.com|youtu\.be|(?:player\.)?vimeo\.com|open\.spotify\.com|soundcloud\.com|podcasts\.apple\.com)\//.test(url);
}

const SOUND = /\.(?:aac|flac|m4[ab]|mp3|oga|ogg|opus|wav)(?:[?#]|$)/i;
const SOUND_OR_VIDEO = /^https?:\/\/[^?#]+\.(?:3gp|aac|flac|m4[abv]|mkv|mov|mp3|mp4|oga|ogg|ogv|opus|wav|webm)(?:[?#]|$)/i;

/** The element that plays a file: files of sound have no picture. */
export function fileElement(url: string): "audio" | "video" {
  return SOUND.test(url) ? "audio" : "video";
}

/**
 * What plays a recording of the web inside a page that kg serves: the kind of element, and its address. A page of a file cannot:
 * these hosts want to know which page plays them. The server's own pages do the same, in recordings.py.
 */
export function playedInside(url: string, seconds: number): { kind: string; address: string } | null {
  const second = Math.floor(seconds);
  const youtube = /^https:\/\/www\.youtube\.com\/watch\?v=([\w-]{11})(?![\w-])/.exec(url);
  if (youtube) return { kind: "iframe", address: `https://www.youtube-nocookie.com/embed/${youtube[1]}?start=${second}&autoplay=1` };
  const vimeo = /^https:\/\/vimeo\.com\/([0-9]{5,12})(?:\/([0-9a-f]{8,12}))?(?=[#?]|$)/.exec(url);
  if (SOUND_OR_VIDEO.test(url)) return { kind: fileElement(url), address: url };
  return vimeo && { kind: "iframe", address: `https://player.vimeo.com/video/${vimeo[1]}?${vimeo[2] ? `h=${vimeo[2]}&` : ""}autoplay=1&dnt=1#t=${second}s` };
}

/** The note in Obsidian. */
export function obsidianUrl(vault: string, path: string): string {
  return `obsidian://open?vault=${encodeURIComponent(vault)}&file=${encodeURIComponent(path)}`;
}

/** Tells whether an address may become a link: the page's own fragments, the web, Obsidian, and files beside the page. */
export function isSafe(url: string): boolean {
  return url.startsWith("#") || isFile(url) || /^(?:https?|obsidian):\/\//i.test(url);
}

/** A name as one segment of an IRI: letters, digits and `-_.~` as they are, the rest percent-encoded. */
export function segment(name: string): string {
  const rest = (letter: string) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`;
  return encodeURIComponent(name.normalize("NFC")).replace(/[!'()*]/g, rest);
}

/** The IRI of an entity. */
export function entityIri(base: string, name: string): string {
  return `${base}entity/${segment(name)}`;
}

/** The IRI of a note. */
export function noteIri(base: string, path: string): string {
  return `${base}note/${path.replace(/\.md$/, "").split("/").map(segment).join("/")}`;
}
