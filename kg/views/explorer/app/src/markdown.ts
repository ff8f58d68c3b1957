/**
 * Names and texts as Markdown that shows their words and nothing else happens: for what a reader pastes into a note.
 * The same rules as in kg/escape.py; both are tested with tests/sync/wording.md.
 */

const CONTROLS = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const TURNS = /[\u202a-\u202e\u2066-\u2069]/g;
const MARKUP = /[\\`*[\]$|]|~~|==|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|(?<![\p{L}\p{N}_])#(?=\S)|\^(?=[\p{L}\p{N}_[-])/gu;
const LINE_START = /^(?:(\d{1,9})([.)])(?=\s|$)|([-+](?=\s|$)|>|#{1,6}(?=\s|$)|-{3,}|={3,}))/;
const NO_WIKILINK = /[#^[\]|<>`]|%%|::|[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;
const WEB = /^(?!.*::)https?:\/\/(?:[^\s<>()[\]|\\`"{}^%\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]|%[0-9A-Fa-f]{2})+$/;

export function oneLine(text: string): string {
  return text.replace(TURNS, "").replace(CONTROLS, " ").replace(/\s+/g, " ").trim();
}

/** Text as one line of Markdown that shows exactly its words, wherever on a line it stands. */
export function inert(text: string): string {
  const line = oneLine(text)
    .replace(/&(?=#?[\p{L}\p{N}_]+;)/gu, "&amp;")
    .replace(MARKUP, (found) => [...found].map((char) => `\\${char}`).join(""))
    .replaceAll("<", "&lt;").replaceAll("%%", "&#37;&#37;")
    .replace(/:(?=:)|^:|:$/g, "&#58;");
  return line.replace(LINE_START, (_, number: string, dot: string, mark: string) => number ? `${number}\\${dot}` : `\\${mark}`);
}

/** Text for the visible part of a wikilink, which ends at `]]` and knows no escapes. */
export function label(text: string): string {
  const shown = oneLine(oneLine(text).replace(/[[\]|]+/g, " ")).replaceAll("<", "‹").replaceAll("`", "ˋ");
  return shown.replace(/%(?=%)/g, "% ").replace(/:{2,}/g, ":").trim().replace(/\\$/, "∖") || "…";
}

/** A link to a note: a wikilink where the path can stand in one, else a Markdown link. */
export function noteLink(path: string, shown: string): string {
  const name = path.replace(/\.md$/, "");
  if (name && name.trim() === name && !NO_WIKILINK.test(name)) return `[[${name}|${label(shown)}]]`;
  const kept = /%(2F|21|27|2C|3B|40|26|3D|2B)/g; // what may stay as it is in the address of a Markdown link
  return `[${inert(shown)}](${encodeURIComponent(path).replace(kept, (code) => decodeURIComponent(code)).replace(/[()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)})`;
}

/** A link to a web address; anything but a plain http address is shown as text. */
export function webLink(shown: string, address: string): string {
  return WEB.test(address) ? `[${inert(shown)}](${address})` : inert(shown);
}
