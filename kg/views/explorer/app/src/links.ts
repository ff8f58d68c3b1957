/** The only addresses the page ever makes: a video at its second, a note in Obsidian, a place in the page itself. */

const VIDEO = /^https:\/\/(?:www\.youtube\.com\/watch\?v=|youtu\.be\/)([\w-]{11})$/;

/** The video at a second; null where the note has no recording. Other recordings open with a media fragment. */
export function playUrl(media: string, seconds: number): string | null {
  const video = VIDEO.exec(media);
  if (video) return `https://youtu.be/${video[1]}?t=${Math.floor(seconds)}`;
  if (!/^https?:\/\//i.test(media) || !URL.canParse(media)) return null;
  const url = new URL(media);
  url.hash = `t=${Math.floor(seconds)}`;
  return url.href;
}

/** The note in Obsidian. */
export function obsidianUrl(vault: string, path: string): string {
  return `obsidian://open?vault=${encodeURIComponent(vault)}&file=${encodeURIComponent(path)}`;
}

/** Tells whether an address may become a link: the page's own fragments, the web, and Obsidian; nothing else. */
export function isSafe(url: string): boolean {
  return url.startsWith("#") || /^(?:https?|obsidian):\/\//i.test(url);
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
