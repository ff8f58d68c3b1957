/** The board of disputes: each pair of values that differ, with both sentences, who says them and when; readers mark pairs. */
import type { App } from "../app";
import { noteTitle } from "../app";
import { chips, scopeChip } from "../chips";
import { claimMeta, claimText, entityLink } from "../claimlist";
import { VERDICTS, conflictsOf } from "../conflictview";
import { fill, h } from "../dom";
import { download, fileName } from "../exports";
import { attributeName, figure } from "../figures";
import { Keeping } from "../keeping";
import type { Claim, Figure } from "../model";
import { empty } from "../parts";
import type { Dispute, Mark } from "../rows/disputes";
import { MARKS, disputesOf, exported, marked } from "../rows/disputes";
import { count, plural } from "../text";
import { VirtualList } from "../virtual";

const SHOWN: [string, string][] = [["", "Open"], ["seen", "Seen"], ["not a dispute", "Not a dispute"], ["all", "All"]];

export class DisputeBoard {
  private readonly app: App;
  private readonly kept: Keeping<[string, Mark][]>;
  private readonly head = h("div", { class: "table-head" });
  private readonly list = new VirtualList("Disputes");
  private readonly none = h("div", { class: "grid-none" });
  private shown = "";
  /** The pairs that are listed. */
  pairs: readonly Dispute[] = [];

  constructor(app: App) {
    this.app = app;
    this.kept = new Keeping<[string, Mark][]>(app.core, "disputes", [], (stored) => (stored as [string, Mark][]).filter(([key, mark]) => typeof key === "string" && MARKS.includes(mark)));
  }

  /** Shows the pairs of the state in an element. */
  async show(place: HTMLElement): Promise<void> {
    const { app, list } = this, { state } = app, tally = await app.passing();
    if (app.state !== state || state.mode !== "disputes") return;
    if (list.element.parentElement !== place) fill(place, this.head, list.element, this.none);
    const key = JSON.stringify({ ...state, claim: "", theme: "", tab: state.tab });
    if (key === this.shown) return;
    this.shown = key;
    this.draw(disputesOf(app.core, conflictsOf(app, tally, state.entity ? app.names.entity(state.entity) : -1)));
  }

  private draw(all: Dispute[]): void {
    const { app } = this, marks = new Map(this.kept.get()), shown = SHOWN.some(([id]) => id === app.state.tab) ? app.state.tab : "", some = marked(all, marks, shown);
    const held = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.key : undefined;
    const choose = ([id, name]: [string, string]) => h("button", { type: "button", class: "segment", "aria-pressed": String(id === shown), "data-key": `shown-${id}`, on: { click: () => app.go({ tab: id }, true) } },
      name, h("span", { class: "count", text: ` ${count(marked(all, marks, id).length)}` }));
    fill(this.head, h("h2", { class: "offscreen", text: "Disputes" }), h("span", { class: "muted", role: "status", text: plural(some.length, "pair") }),
      h("div", { class: "segments", role: "group", "aria-label": "Which pairs to show" }, ...SHOWN.map(choose)),
      h("button", { type: "button", class: "button", "data-key": "save-marks", disabled: !marks.size, title: "Save the pairs that you marked as JSON; no correction in a vault says this, so kg does not read it back", text: "Save marks", on: { click: () => void this.save(all) } }),
      chips(app, scopeChip(app)));
    this.pairs = some;
    this.list.set(some.map((one) => ({ estimate: 230, render: () => h("div", { class: "dispute-row" }, this.card(one, marks.get(one.key), all)) })));
    this.list.element.hidden = !some.length;
    this.none.hidden = some.length > 0;
    fill(this.none, all.length ? empty("No pair is here.", "Choose which pairs to show above.") : empty("Nothing is in dispute.", app.filter.isSet || app.state.entity ? "Take filters off to see more." : "No two notes give values that differ."));
    if (held) [...this.head.querySelectorAll<HTMLElement>("[data-key]")].find((one) => one.dataset.key === held)?.focus();
  }

  private card(one: Dispute, mark: Mark | undefined, all: Dispute[]): HTMLElement {
    const { app } = this, { conflict } = one, attribute = attributeName(app.core, conflict.property, conflict.of, conflict.what);
    const button = (to: Mark, name: string) => h("button", { type: "button", class: "button", "aria-pressed": String(mark === to), text: name, on: { click: () => this.mark(one, mark === to ? undefined : to, all) } });
    return h("article", { class: "dispute", "data-dispute": "", "aria-label": `${app.core.entities.name[conflict.entity]}: ${attribute}` },
      h("div", { class: "card-head" }, entityLink(app, conflict.entity), h("h3", { text: attribute }), h("span", { class: one.verdict === "conflict" ? "badge badge-warn" : "badge", text: one.verdict, title: VERDICTS[one.verdict] })),
      h("p", { class: "muted small-text", "data-pair": "", text: `${one.verdict}, ${one.why}` }),
      h("div", { class: "sides" }, ...one.values.map((value) => this.side(value))),
      h("div", { class: "actions" }, button("seen", "Seen"), button("not a dispute", "Not a dispute")));
  }

  /** One side: the value, and the sentence once it is read. */
  private side(value: Figure): HTMLElement {
    const { app } = this, said = h("div", { class: "side-said" }, h("p", { class: "muted small-text", text: "Reading…" }));
    const show = (claim: Claim | null) => {
      if (claim) fill(said, h("p", { class: "claim-text", "data-text": "" }, ...claimText(app, claim)), h("div", { class: "claim side-meta" }, ...claimMeta(app, claim)));
      said.dispatchEvent(new CustomEvent("resized", { bubbles: true }));
    };
    app.store.claim(value.claim).then(show, (error: unknown) => fill(said, h("p", { class: "wrong small-text", text: String(error) })));
    return h("div", { class: "versus-one" }, h("div", { class: "figure", text: figure(app.core, value), title: value.text }),
      h("div", { class: "muted small-text", text: [value.date, value.kind === "actual" ? "" : value.kind, noteTitle(app.core, value.note)].filter(Boolean).join(" · ") }), said);
  }

  private mark(one: Dispute, to: Mark | undefined, all: Dispute[]): void {
    const marks = new Map(this.kept.get());
    if (to) marks.set(one.key, to);
    else marks.delete(one.key);
    this.kept.set([...marks]);
    this.app.say(to ? `Marked as ${to}` : "Mark taken off");
    const { element } = this.list, top = element.scrollTop;
    this.draw(all);
    element.scrollTop = top;
    element.focus({ preventScroll: true });
  }

  private async save(all: Dispute[]): Promise<void> {
    const { app } = this, marks = new Map(this.kept.get()), claims = new Map<number, Claim>();
    for (const value of all.filter((one) => marks.has(one.key)).flatMap((one) => one.values)) {
      const claim = await app.store.claim(value.claim);
      if (claim) claims.set(value.claim, claim);
    }
    download(exported(app.core, all, marks, (number) => claims.get(number)!), "application/json", fileName(app, "json"));
    app.say("Saved as JSON. A vault has no correction for pairs, so kg conflicts still lists them.");
  }
}
