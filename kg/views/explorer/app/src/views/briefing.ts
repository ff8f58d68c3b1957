/** What is printed: a briefing of the list that is looked at, by note, with the second of each claim and who says it. */
import type { App } from "../app";
import { folderName, noteTitle } from "../app";
import { filterTexts } from "../chips";
import { fill, h } from "../dom";
import { attributeName, figure } from "../figures";
import { isScoped } from "../scope";
import type { Dispute } from "../rows/disputes";
import type { RowClaim } from "../rows/rowclaim";
import { clock, count, plural } from "../text";

const MOST = 3000; // claims that are printed, about 150 pages

/** Makes the briefing when the browser begins to print, and takes it away when it is done; `pairs` are those of the board of disputes. */
export function listenToPrint(app: App, root: HTMLElement, pairs: () => readonly Dispute[]): void {
  const sheet = h("section", { class: "sheet", "aria-hidden": "true" });
  root.append(sheet);
  addEventListener("beforeprint", () => fill(sheet, ...(app.state.mode === "disputes" ? disputed(app, pairs()) : isList(app) ? briefing(app) : [])));
  addEventListener("afterprint", () => fill(sheet));
}

/** Whether what is looked at is a list of claims; anything else is printed as its panel shows it. */
function isList({ state }: App): boolean {
  return state.mode === "claims" || (!state.about && !state.compare && (isScoped(state) || Boolean(state.q && !state.path)));
}

function briefing(app: App): HTMLElement[] {
  const { rows, core, state } = app, shown: RowClaim[] = [];
  for (let index = 0; index < rows.length && shown.length < MOST; index++) {
    const row = rows.at(index);
    if (!row) break;
    shown.push(row);
  }
  const set = filterTexts(app), notes = new Set(shown.map((row) => row.note)).size;
  return [h("h1", { text: state.entity || state.edge?.join(" and ") || (state.note && noteTitle(core, shown[0]?.note ?? 0)) || core.vault }),
    h("p", { class: "sheet-about", text: [`${plural(rows.length, "claim")} in ${plural(notes, "note")} of ${core.vault}`, set.length ? `under ${set.join(", ")}` : "", shown.length < rows.length ? `the first ${count(shown.length)} are printed` : ""].filter(Boolean).join(" · ") }),
    ...groups(shown).flatMap((group) => [h("h2", { text: noteTitle(core, group[0]!.note) }), h("p", { class: "sheet-about", text: `${folderName(core, core.notes.folder[group[0]!.note]!)} · ${core.notes.path[group[0]!.note]}` }),
      h("ul", {}, ...group.map((row) => line(app, row)))])];
}

/** The pairs of the board, each value with its sentence, its note and its second. */
function disputed(app: App, pairs: readonly Dispute[]): HTMLElement[] {
  const { core, rows } = app, set = filterTexts(app), words = new Map<number, string>();
  for (let index = 0; index < rows.length; index++) {
    const row = rows.at(index);
    if (row) words.set(row.number, row.text);
  }
  return [h("h1", { text: app.state.entity || core.vault }),
    h("p", { class: "sheet-about", text: [`${plural(pairs.length, "pair")} of values that differ`, set.length ? `under ${set.join(", ")}` : ""].filter(Boolean).join(" · ") }),
    ...pairs.flatMap(({ conflict, values, verdict, why }) => [h("h2", { text: `${core.entities.name[conflict.entity]!}: ${attributeName(core, conflict.property, conflict.of, conflict.what)}` }), h("p", { class: "sheet-about", text: `${verdict}, ${why}` }),
      h("ul", {}, ...values.map((value) => h("li", {}, h("span", { class: "sheet-time", text: value.start === null ? "" : clock(value.start) }),
        h("span", {}, h("strong", { text: `${figure(core, value)} ` }), words.get(value.claim) ?? value.text, h("span", { class: "sheet-aside", text: ` (${[value.date, value.kind === "actual" ? "" : value.kind, noteTitle(core, value.note)].filter(Boolean).join(", ")})` })))))])];
}

/** Neighbours of one note together. */
function groups(rows: readonly RowClaim[]): RowClaim[][] {
  const found: RowClaim[][] = [];
  for (const row of rows) {
    const last = found.at(-1);
    if (last && last[0]!.note === row.note) last.push(row);
    else found.push([row]);
  }
  return found;
}

function line({ core }: App, row: RowClaim): HTMLElement {
  const aside = [row.attribution ? `according to ${row.attribution}` : "", core.modalities[row.modality] === "asserted" ? "" : core.modalities[row.modality]!, row.negated ? "negated" : "", core.callouts[row.callout] ?? ""].filter(Boolean).join(", ");
  return h("li", {}, h("span", { class: "sheet-time", text: row.start === null ? "" : clock(row.start) }), h("span", {}, row.text, aside ? h("span", { class: "sheet-aside", text: ` (${aside})` }) : null));
}
