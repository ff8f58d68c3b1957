/** What can be done with the rows of the table: choose its columns, and take the rows along in four forms. */
import type { App } from "../app";
import { citation, rowQuery, toClipboard } from "../copy";
import { h, icon } from "../dom";
import { csvHead, csvLine, download, fileName, jsonLine } from "../exports";
import { ICONS } from "../icons";
import type { Claim } from "../model";
import { COLUMNS, columnsOf, toggled } from "../rows/columns";
import { plural } from "../text";

/** Chooses which columns are shown. */
export function columnMenu(app: App): HTMLElement {
  const shown = new Set(columnsOf(app.state).map((column) => column.id));
  return h("details", { class: "menu" }, h("summary", { class: "button", "data-key": "columns" }, "Columns"),
    h("div", { class: "menu-list", role: "group", "aria-label": "Columns" }, ...COLUMNS.filter((column) => column.id !== "text").map((column) => h("label", { class: "check" },
      h("input", { type: "checkbox", checked: shown.has(column.id), "data-key": `column-${column.id}`, on: { change: () => app.go({ columns: toggled(app.state, column.id) }, true) } }),
      h("span", { class: "check-label", text: column.title })))));
}

/** Buttons that take along exactly the rows of the table, in their order. */
export function rowButtons(app: App): HTMLElement {
  const button = (title: string, path: string, text: string, press: () => Promise<void>) => h("button", { type: "button", class: "button", title, "data-key": `take-${text}`,
    on: { click: () => void press().catch((error: unknown) => app.say(error instanceof Error ? error.message : String(error))) } }, icon(path), text);
  const save = (ending: string, type: string, before: string, write: (claim: Claim) => string) => async () => {
    const lines = await app.rows.texts(write);
    download(new Blob([before, ...lines], { type }), type, fileName(app, ending));
    app.say(`Saved ${plural(lines.length, "claim")}`);
  };
  return h("div", { class: "actions", role: "group", "aria-label": "Take these claims along" },
    button("Save these rows as CSV", ICONS.save, "CSV", save("csv", "text/csv", csvHead(), (claim) => csvLine(app.core, claim))),
    button("Save these rows as lines of JSON", ICONS.save, "JSONL", save("jsonl", "application/jsonl", "", (claim) => jsonLine(app.core, claim))),
    button("Copy these rows as citations in Markdown", ICONS.copy, "Markdown", async () => {
      const texts = await app.rows.texts((claim) => citation(app, claim));
      await toClipboard(app, texts.join("\n"), `Copied ${plural(texts.length, "citation")} as Markdown`);
    }),
    button("Copy the query that gives these rows", ICONS.code, "SPARQL", async () => toClipboard(app, rowQuery(app, await app.rows.all()), "Copied the query that gives these rows")));
}
