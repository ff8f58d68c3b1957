/** What can be taken along: claims as Markdown citations, and the query for the list on screen. */
import type { App } from "./app";
import { noteTitle } from "./app";
import { claimQuery } from "./filter/claimquery";
import { claimUrl } from "./links";
import { inert, noteLink, webLink } from "./markdown";
import type { Claim } from "./model";
import { scopeOf } from "./scope";
import { clock } from "./text";

/** Puts a text on the clipboard, also where a page from a file may not use the newer way. */
export async function toClipboard(app: App, text: string, done: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.value = text;
    area.className = "offscreen";
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
  }
  app.say(done);
}

/** A claim as a quotation with its source: text, note, and the link to its second. */
export function citation(app: App, claim: Claim): string {
  const { core } = app;
  const source = noteLink(core.notes.path[claim.note]!, noteTitle(core, claim.note));
  const time = claim.start === null ? "" : `, ${webLink(clock(claim.start), claimUrl(claim, core.notes) ?? "")}`;
  return `> ${inert(claim.text)}\n> — ${source}${time}\n`;
}

/** The query that gives the claims of a list, filters included. */
export function rowQuery(app: App, claims: readonly Pick<Claim, "note" | "id">[]): string {
  return claimQuery(app.core, app.state, scopeOf(app), claims);
}
