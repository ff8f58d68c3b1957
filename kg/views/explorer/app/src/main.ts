/** Starts the page: reads the data, makes the frame, and keeps picture, panel and address in step. */
import type { App } from "./app";
import { captionOf } from "./caption";
import { ClaimFilter, filterKey } from "./filter/claimfilter";
import type { Tally } from "./filter/tally";
import { fillFilters } from "./filterbar";
import type { Frame } from "./frame";
import { makeFrame } from "./frame";
import { fill, h } from "./dom";
import { Keeping } from "./keeping";
import { listenToKeys } from "./keys";
import type { Core } from "./model";
import { entitiesOf } from "./model";
import { unpackElement } from "./packed";
import { PanelFocus } from "./panelfocus";
import { nodeTold, tappedTold } from "./picture/told";
import { shapeOf, toggled } from "./picture/shape";
import { panelKey, showPanel, subjectOf, titleOf } from "./panels";
import type { Adjacency } from "./paths";
import type { ClaimRows } from "./rows/claimrows";
import { Scene } from "./scene";
import { isScoped } from "./scope";
import { Names } from "./search";
import { searchBox } from "./searchbox";
import { savePng, saveSvg } from "./snapshot";
import { FOCUS, START, format, isBench, isList, parse, wrongDates, type State } from "./state";
import { Store } from "./store";
import { fillTable } from "./table";
import { Tallies } from "./tallies";
import { Workbench } from "./views/workbench";
import { pairWeight, visibleNodes } from "./visible";

const NO_WEBGL = "This browser draws no WebGL, so here is the table; everything else works.";

class Page implements App {
  readonly core: Core;
  readonly store: Store;
  readonly names: Names;
  readonly keys: Keeping<boolean>;
  state: State = parse(location.hash);
  filter: ClaimFilter;
  dark = false;
  private readonly tallies: Tallies;
  private readonly bench: Workbench;
  private readonly search: ReturnType<typeof searchBox>;
  private readonly frame: Frame;
  private readonly focus: PanelFocus;
  private scene: Scene | null = null;
  private noScene = "";
  private lookedAt: Tally | null = null;
  private lit: Set<number> | null = null;
  private shownPanel = "";
  private filterKey = "";
  private filterNumber = 0;
  private isStarted = false;
  private toldAt = 0;

  constructor(core: Core, root: HTMLElement) {
    this.core = core;
    this.search = searchBox(this);
    this.bench = new Workbench(this, root);
    this.keys = new Keeping(core, "letter keys", true, (stored) => stored !== false);
    this.store = new Store(core);
    this.names = new Names(core);
    this.filter = new ClaimFilter(core, this.state);
    this.filterKey = filterKey(this.state);
    this.tallies = new Tallies(this, () => this.look());
    this.frame = makeFrame(this, root, this.search.element, {
      fit: () => this.scene?.camera.fit(), putBack: () => this.scene?.putBack(), tap: () => this.tap(), zoom: (factor) => this.scene?.camera.zoom(factor), reset: () => this.go({ ...START, theme: this.state.theme }),
      png: () => this.scene && savePng(this, this.scene), svg: () => this.scene && saveSvg(this, this.scene),
      skip: () => this.focus.skip(), theme: () => this.go({ theme: this.dark ? "light" : "dark" }, true),
    });
    this.focus = new PanelFocus(this, this.frame);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.apply());
    addEventListener("hashchange", () => { this.state = parse(location.hash); this.apply(); });
    listenToKeys(this, this.search.input, this.frame.canvas, () => this.scene, (node) => { if (node >= 0) this.openNode(node); });
  }

  get near(): Adjacency { return this.tallies.near; }
  get counts(): Tally | null { return this.tallies.bar; }
  get rows(): ClaimRows { return this.bench.rows; }

  start(): void {
    this.setTheme();
    this.openScene();
    if (this.filter.isSet) this.tallies.update();
    this.apply();
    document.documentElement.dataset.ready = "1";
    const wrong = wrongDates(location.hash);
    if (wrong.length) this.say(`The address asks for ${wrong.map((date) => `“${date}”`).join(" and ")}, which is no date.`);
    setTimeout(() => { this.isStarted = true; this.tallies.update(); }, 50); // the first picture does not wait for what the bar counts
  }

  passing(): Promise<Tally | null> { return this.tallies.passing(); }
  read(index: number): Promise<void> { return this.bench.read(index); }
  step(by: number): Promise<void> { return this.bench.step(by); }
  back(): void { this.bench.back(); }

  close(): void {
    const { state } = this;
    if (this.frame.taps.ariaPressed === "true") this.tap(false);
    else if (state.about) this.go({ about: false });
    else if (state.claim && !state.note) this.back();
    else if (!isBench(state.mode)) this.go({ ...FOCUS, q: "" });
  }

  go(change: Partial<State>, quiet = false): void {
    const state = { ...this.state, ...change };
    if (format(state) === format(this.state)) return;
    this.state = state;
    const address = format(state) || "#";
    if (quiet) history.replaceState(history.state, "", address);
    else history.pushState(null, "", address);
    this.apply();
  }

  announce(text: string): void { this.frame.told.textContent = text; }

  say(text: string): void {
    const now = ++this.toldAt;
    this.frame.status.textContent = text;
    setTimeout(() => { if (now === this.toldAt) this.frame.status.textContent = ""; }, 3500);
  }

  private openScene(): void {
    try {
      if (!document.createElement("canvas").getContext("webgl2")) throw new Error(NO_WEBGL);
      const { tip } = this.frame;
      this.scene = new Scene(this, this.frame.canvas, {
        node: (node, isAdded) => this.openNode(node, isAdded), tapped: (node) => this.say(tappedTold(this, node)), edge: (source, target) => this.openEdge(source, target),
        walked: (node) => this.announce(nodeTold(this, node)), moved: (isAny) => { this.frame.putBack.hidden = !isAny; },
        hover: (text, x, y) => {
          tip.hidden = !text;
          tip.textContent = text;
          tip.style.left = `${Math.max(8, Math.min(x + 12, this.frame.stage.clientWidth - 280))}px`;
          tip.style.top = `${y + 14}px`;
        },
      });
    } catch (error) {
      this.noScene = error instanceof Error && error.message === NO_WEBGL ? NO_WEBGL : `${NO_WEBGL} (${String(error)})`;
    }
  }

  /** Begins or ends moving nodes by presses. */
  private tap(on?: boolean): void {
    const isOn = Boolean(this.scene?.switchTapping(on));
    this.frame.taps.ariaPressed = String(isOn);
    if (isOn) this.say(tappedTold(this, -1));
  }

  private openNode(node: number, isAdded = false): void {
    const { core } = this;
    if (this.state.mode === "notes") this.go({ ...FOCUS, about: false, note: core.notes.path[node]! });
    else if (this.state.mode === "channels") this.go({ folder: [core.folders[node] || "."], mode: "notes" });
    else if (isAdded) this.go({ pin: toggled(this.state.pin, core.entities.name[node]!) });
    else this.go({ ...FOCUS, q: "", about: false, entity: core.entities.name[node]!, depth: this.state.depth });
  }

  private openEdge(source: number, target: number): void {
    const { core } = this;
    if (this.state.mode === "entities") this.go({ ...FOCUS, about: false, edge: [core.entities.name[source]!, core.entities.name[target]!] });
    else if (this.state.mode === "notes") this.openNode(source);
  }

  /** Brings everything on the page in step with the state. */
  private apply(): void {
    const dark = this.dark;
    this.setTheme();
    if (dark !== this.dark) this.scene?.repaint();
    document.title = [titleOf(this.state), this.core.vault].filter(Boolean).join(" · ");
    if (this.filterKey !== filterKey(this.state)) {
      this.filter = new ClaimFilter(this.core, this.state);
      this.filterKey = filterKey(this.state);
    }
    if (this.isStarted) this.tallies.update();
    this.frame.modes.forEach((button, mode) => button.setAttribute("aria-pressed", String(mode === (this.mode() === "speakers" ? "table" : this.mode()))));
    const key = panelKey(this.state, this.dark);
    if (key !== this.shownPanel) this.openPanel(key);
    this.look();
  }

  private mode(): State["mode"] { return this.scene || isList(this.state.mode) ? this.state.mode : "table"; }

  private openPanel(key: string): void {
    this.shownPanel = key;
    this.lit = this.pairLit();
    const isCurrent = () => this.shownPanel === key;
    const light = (nodes: number[]) => { if (isCurrent()) { this.lit = new Set(nodes); this.look(); } };
    document.documentElement.classList.toggle("reading", subjectOf(this.state) !== "");
    const focus = this.focus.next(this.isStarted);
    void showPanel(this, this.frame.panel, isCurrent, { nodes: light, claims: (claims) => light(claims.flatMap(entitiesOf)), said: (said) => { if (isCurrent()) this.scene?.say(said); } }).then((isShown) => { if (isShown) focus(); });
    if (isScoped(this.state) || this.state.q || this.state.mode === "disputes") void this.rows.ready; // so that they can be printed
  }

  private pairLit(): Set<number> | null {
    const pair = this.state.edge ?? this.state.compare;
    return pair ? new Set(pair.map((name) => this.names.entity(name))) : null;
  }

  /** Shows the picture or the table, with what the filters leave. */
  private look(): void {
    const { drawn, bar } = this.tallies;
    this.frame.filters.setAttribute("aria-busy", String(this.tallies.isCounting));
    const mode = this.mode(), { canvas, table, tools, caption } = this.frame, isTable = isList(mode);
    const passing = visibleNodes(this, drawn);
    if (drawn !== this.lookedAt) { this.lookedAt = drawn; this.filterNumber++; }
    table.hidden = !isTable;
    document.documentElement.classList.toggle("tabling", isTable);
    document.documentElement.classList.toggle("wide", isBench(mode) && subjectOf(this.state) === "");
    this.bench.show(mode, table);
    for (const element of [canvas, tools, caption]) {
      element.classList.toggle("covered", isTable);
      element.inert = isTable;
    }
    if (isTable) {
      if (mode === "table") fillTable(this, table, passing, this.noScene);
      fillFilters(this, this.frame.filters, bar, this.core.entities.name.keys(), drawn);
      return;
    }
    const focus = mode === "entities" ? (this.state.entity ? this.names.entity(this.state.entity) : -1)
      : mode === "notes" && this.state.note ? this.core.notes.path.indexOf(this.state.note) : -1;
    const shape = shapeOf(this.state, { near: this.near, nodes: this.core.drawn.entities, entity: (name) => this.names.entity(name), claims: (node) => (drawn ? drawn.entities.get(node) ?? 0 : this.core.entities.claims[node]!) });
    const visible = shape?.hidden.size ? (node: number) => !shape.hidden.has(node) && (!passing || passing(node)) : passing;
    this.scene!.show({ mode, focus, shape, depth: this.state.depth, lit: mode === "entities" ? this.lit : null, visible, weight: pairWeight(this, drawn), filter: this.filterNumber });
    caption.textContent = captionOf(this, mode, this.scene!, visible, shape);
    fillFilters(this, this.frame.filters, bar, this.scene!.picture.nodes().map(Number), drawn);
  }

  private setTheme(): void {
    const { theme } = this.state, root = document.documentElement;
    this.dark = theme ? theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    root.classList.toggle("dark", this.dark);
  }
}

async function main(): Promise<void> {
  const root = document.getElementById("app")!;
  try {
    const core = await unpackElement<Core>("kg-core");
    if (!core) throw new Error("This page holds no data.");
    new Page(core, root).start();
  } catch (error) {
    fill(root, h("p", { class: "failed", role: "alert", text: `The page cannot be shown: ${error instanceof Error ? error.message : String(error)}` }));
    throw error;
  }
}

void main();
