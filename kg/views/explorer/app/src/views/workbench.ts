/** The rows of the table, and the one that is being read: one list for the table, the reading pane and the keys J and K. */
import type { App } from "../app";
import { conflictTest, filterKey } from "../filter/claimfilter";
import type { Claim } from "../model";
import { ClaimRows } from "../rows/claimrows";
import { sortOf } from "../rows/columns";
import type { ClaimSource } from "../rows/claimrows";
import { format } from "../state";
import { cameFrom } from "../steps";
import { claimsIn, isScoped, scopeOf } from "../scope";
import type { Mode } from "../state";
import { listenToPrint } from "./briefing";
import { ClaimTable } from "./claimtable";
import { DisputeBoard } from "./disputeboard";
import { SpeakerBoard } from "./speakerboard";

export class Workbench {
  private readonly app: App;
  private readonly table: ClaimTable;
  private readonly board: DisputeBoard;
  private readonly speakers: SpeakerBoard;
  private key = "";
  private kept: ClaimRows | null = null;
  private place: HTMLElement | null = null;
  private isDue = false;

  constructor(app: App, root: HTMLElement) {
    this.app = app;
    this.table = new ClaimTable(app);
    this.board = new DisputeBoard(app);
    this.speakers = new SpeakerBoard(app);
    listenToPrint(app, root, () => this.board.pairs);
  }

  /** The rows of the state. */
  get rows(): ClaimRows {
    const { state } = this.app, sort = state.mode === "claims" ? sortOf(state) : null, key = JSON.stringify([filterKey(state), scopeOf(this.app), isScoped(state), sort && state.sort, state.mode === "disputes"]);
    if (this.kept && key === this.key) return this.kept;
    this.kept?.stop();
    this.key = key;
    const { core, filter } = this.app, isDisputed = state.mode === "disputes" ? conflictTest(core) : null;
    return this.kept = new ClaimRows({
      core, source: this.source(), passes: filter.isSet || isDisputed ? (claim: Claim) => filter.passes(claim) && (!isDisputed || isDisputed(claim)) : null,
      key: sort && ((row) => (sort.column.key ?? sort.column.text)(core, row, state)), down: sort?.down ?? false, changed: () => this.changed(),
    });
  }

  /** Shows the table or the board in an element, where the mode is one of theirs. */
  show(mode: Mode, place: HTMLElement): void {
    this.place = mode === "claims" ? place : null;
    if (mode === "claims") this.table.show(place);
    else if (mode === "disputes") void this.board.show(place);
    else if (mode === "speakers") void this.speakers.show(place);
  }

  /** Reads a row, or another one from the row that is being read. */
  async read(index: number): Promise<void> {
    const row = await this.rows.row(index);
    if (row) this.app.go({ claim: String(row.number) }, this.app.state.claim !== "");
  }

  /** Reads the row that is so many further on; says so where there is none. */
  async step(by: number): Promise<void> {
    const { rows, app } = this, at = rows.place(Number(app.state.claim)), to = at + by;
    if (at < 0) return;
    if (to < 0 || to >= rows.length) app.say(by < 0 ? "This is the first claim." : "This is the last claim.");
    else await this.read(to);
  }

  /** Goes back from reading to the list, the keyboard on the row that was read. */
  back(): void {
    const list = { ...this.app.state, claim: "" };
    if (cameFrom(format(list) || "#")) history.back();
    else this.app.go(list);
    if (this.place) this.table.focus();
  }

  private source(): ClaimSource {
    const { app } = this, { store, core } = app, scope = scopeOf(app);
    if (isScoped(app.state)) return { scan: async (each) => void each(await claimsIn(app, scope) ?? []), parts: null };
    return {
      scan: (each) => store.scan(each, () => undefined),
      parts: core.sharded ? { of: (number) => store.partOf(number), read: (part) => store.ofPart(part) } : null,
    };
  }

  private changed(): void {
    if (this.isDue) return;
    this.isDue = true;
    requestAnimationFrame(() => {
      this.isDue = false;
      if (this.place) this.table.show(this.place);
    });
  }
}
