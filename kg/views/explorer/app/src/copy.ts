/** What can be taken along: claims as Markdown citations, and the list on screen as SPARQL. */
import type { App } from "./app";
import { noteTitle } from "./app";
import { claimUrl, entityIri, noteIri } from "./links";
import { inert, noteLink, webLink } from "./markdown";
import type { Claim } from "./model";
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

/** The query that gives the claims which the panel shows, filters included. */
export function sparql(app: App): string {
  const { core, state } = app;
  const lines = ["?claim a schema:Claim ;", "         schema:text ?text ;", "         prov:wasDerivedFrom ?note ."];
  const entities = [state.entity, ...state.edge ?? [], ...state.compare ?? []].filter(Boolean);
  for (const name of entities) lines.push(`?claim schema:mentions|schema:about <${entityIri(core.base, name)}> .`);
  if (state.note) lines.push(`VALUES ?note { <${noteIri(core.base, state.note)}> }`);
  lines.push(...filterLines(app));
  const query = `SELECT DISTINCT ?claim ?text ?note WHERE {\n  ${lines.join("\n  ")}\n}\nORDER BY ?note ?claim\n`;
  return `PREFIX schema: <https://schema.org/>\nPREFIX prov: <http://www.w3.org/ns/prov#>\nPREFIX kg: <https://kg.example/ns#>\n${query}`;
}

function filterLines({ state }: App): string[] {
  const lines: string[] = [];
  const values = (texts: string[]) => texts.map(literal).join(" ");
  if (state.modality.length) lines.push(`VALUES ?modality { ${state.modality.filter((name) => /^[a-z]+$/.test(name)).map((name) => `kg:${name}`).join(" ")} }`, "?claim kg:modality ?modality .");
  if (state.callout.length) lines.push(`VALUES ?callout { ${values(state.callout)} }`, "?claim kg:callout ?callout .");
  if (state.folder.length) {
    lines.push("?note kg:path ?path .", `FILTER(${state.folder.map((name) => `STRSTARTS(?path, ${literal(`${name}/`)})`).join(" || ")})`);
  }
  if (state.numbers) lines.push("FILTER EXISTS { ?claim kg:hasQuantity ?quantity }");
  if (state.q && !state.entity) lines.push(...state.q.split(/\s+/).map((word) => `FILTER(CONTAINS(LCASE(?text), LCASE(${literal(word)})))`));
  return lines;
}

function literal(text: string): string {
  return JSON.stringify(text).replace(/\u007f/g, "\\u007F");
}
