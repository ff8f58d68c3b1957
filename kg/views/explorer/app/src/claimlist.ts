/** Claims as a list: text with its entities linked, the second to play, badges, and what can be copied. */
import type { App } from "./app";
import { entityHref, folderName, hrefTo, noteTitle } from "./app";
import { citation, toClipboard } from "./copy";
import type { Child } from "./dom";
import { h, icon, iconButton, outside } from "./dom";
import { heardWords } from "./heardwords";
import { ICONS } from "./icons";
import { obsidianUrl, playUrl } from "./links";
import type { Claim } from "./model";
import { typeColour } from "./palette";
import { pieces } from "./spans";
import { format } from "./state";
import { clock, plural, shorten } from "./text";
import type { Row } from "./virtual";
import { VirtualList } from "./virtual";

/** A virtual list of claims, grouped by note or, in a note, by section. */
export function claimList(app: App, label: string, claims: Claim[], group: "note" | "section", here = -1): HTMLElement {
  const list = new VirtualList(label);
  const rows: Row[] = [];
  let last = "", start = -1;
  claims.forEach((claim, at) => {
    const key = group === "note" ? String(claim.note) : claim.section.join(" › ");
    if (key !== last || at === 0) rows.push(group === "note" ? noteHead(app, claim, claims) : sectionHead(claim, key));
    last = key;
    if (claim.number === Number(app.state.claim || "-1")) start = rows.length;
    rows.push({ estimate: 62 + Math.ceil(claim.text.length / 48) * 22, render: () => claimItem(app, claim, here) });
  });
  requestAnimationFrame(() => {
    list.set(rows);
    if (start > 0) list.reveal(start);
  });
  return list.element;
}

/** One claim. `here` is the entity whose panel it stands in: it is marked, not linked. `isAlone`: no heading above it names its note. */
export function claimItem(app: App, claim: Claim, here = -1, isAlone = false): HTMLElement {
  const found = app.state.claim === String(claim.number);
  return h("div", { class: found ? "claim claim-found" : "claim", "data-claim": claim.number, role: "listitem" },
    h("p", { class: "claim-text", "data-text": "" }, ...claimText(app, claim, here)),
    ...claimMeta(app, claim, isAlone));
}

/** What is below a claim's words: how to copy it, when it is said, by whom, and how. */
export function claimMeta(app: App, claim: Claim, isAlone = false): Child[] {
  const [button, words] = heardWords(app, claim);
  return [iconButton("Copy as Markdown citation", ICONS.copy, () => void toClipboard(app, citation(app, claim), "Copied as Markdown citation"), { class: "icon-button small claim-copy" }),
    h("div", { class: "claim-meta" }, ...times(app, claim), button, readLink(app, claim, isAlone ? noteTitle(app.core, claim.note) : "in its note"), ...badges(app, claim)), words];
}

/** The words of a claim, its entities as links. */
export function claimText(app: App, claim: Claim, here = -1): Node[] {
  return pieces(claim).map((piece) => mention(app, piece, here));
}

/** Opens the claim in its note, the list staying as it is. */
function readLink(app: App, claim: Claim, text: string): HTMLElement | null {
  if (app.state.note || app.state.claim === String(claim.number)) return null;
  return h("a", { class: "read-link", href: format({ ...app.state, claim: String(claim.number) }), text, "aria-label": `${text}: ${shorten(claim.text, 60)}` });
}

/** A chip with the second, which opens the recording there; plain where there is none. `link` is that of a claim of its own. */
export function timeChip(app: App, note: number, seconds: number, link: string | null = null): HTMLElement {
  const url = playUrl(link ?? app.core.notes.play[note]!, seconds);
  if (!url) return h("span", { class: "chip", text: clock(seconds) });
  return outside(url, { class: "chip chip-play", "aria-label": `Play at ${clock(seconds)}` }, icon(ICONS.play), clock(seconds));
}

/** A link to an entity with the colour of its type. */
export function entityLink(app: App, entity: number, extra?: string): HTMLElement {
  const dot = h("span", { class: "dot", "aria-hidden": "true" });
  dot.style.backgroundColor = typeColour(app, app.core.entities.type[entity]!);
  return h("a", { href: entityHref(app, entity), class: "entity-link" }, dot, h("span", { text: app.core.entities.name[entity]! }),
    extra ? h("span", { class: "muted", text: extra }) : null);
}

/** Links to a note: its panel, and the note itself in Obsidian. */
export function noteLinks(app: App, note: number): HTMLElement[] {
  const own = h("a", { href: hrefTo(app, { note: app.core.notes.path[note]! }), class: "note-link", text: noteTitle(app.core, note) }), outside = obsidianLink(app, note);
  return outside ? [own, outside] : [own];
}

/** A link to the note in Obsidian; null where the vault is none of Obsidian's. */
export function obsidianLink({ core }: App, note: number): HTMLElement | null {
  return core.obsidian === null ? null : h("a", { href: obsidianUrl(core.obsidian, core.notes.path[note]!), class: "open-link", text: "Obsidian ↗", "aria-label": `Obsidian ↗: open ${noteTitle(core, note)}` });
}

function mention(app: App, piece: { text: string; entity: number; kind: number }, here: number): Node {
  if (piece.entity < 0) return document.createTextNode(piece.text);
  if (piece.entity === here) return h("mark", { class: "here", text: piece.text });
  const name = app.core.entities.name[piece.entity]!;
  const link = h("a", { class: piece.kind === 0 ? "mention" : "mention mention-other", href: entityHref(app, piece.entity), text: piece.text });
  if (piece.text !== name) link.title = name;
  link.style.setProperty("--type", typeColour(app, app.core.entities.type[piece.entity]!));
  return link;
}

function noteHead(app: App, claim: Claim, claims: Claim[]): Row {
  const { core } = app, note = claim.note;
  const many = claims.reduce((sum, other) => sum + (other.note === note ? 1 : 0), 0);
  return {
    estimate: 58,
    render: () => h("div", { class: "group-head" }, h("div", { class: "group-title" }, ...noteLinks(app, note)),
      h("div", { class: "muted small-text", text: `${folderName(core, core.notes.folder[note]!)} · ${plural(many, "claim")}` })),
  };
}

function sectionHead(claim: Claim, key: string): Row {
  return { estimate: 44, render: () => h("div", { class: "group-head" }, h("div", { class: "group-title", text: key || "Beginning", title: claim.section.join(" › ") })) };
}

function times(app: App, claim: Claim): HTMLElement[] {
  const seconds = claim.start === null ? claim.timestamps : [claim.start, ...claim.timestamps.filter((one) => one !== claim.start && !claim.repaired)];
  const chips = seconds.slice(0, 4).map((one) => timeChip(app, claim.note, one, one === claim.start || claim.play === null ? claim.play : ""));
  if (claim.repaired) chips.push(h("span", { class: "badge badge-warn", title: `The note says ${claim.timestamps.map(clock).join(", ") || "another time"}; it was repaired from what stands around it`, text: "time repaired" }));
  return chips;
}

function badges(app: App, claim: Claim): HTMLElement[] {
  const { core } = app, found: HTMLElement[] = [];
  const badge = (text: string, kind = "", title?: string) => found.push(h("span", { class: `badge ${kind}`, text, title }));
  if (claim.callout >= 0) badge(core.callouts[claim.callout]!, "badge-callout", "Callout");
  if (core.modalities[claim.modality] !== "asserted") badge(core.modalities[claim.modality]!, "badge-modality", "How it is put");
  if (claim.negated) badge("negated", "badge-modality");
  if (claim.attribution) badge(`according to ${claim.attribution}`, "", `according to ${claim.attribution}`);
  return found;
}
