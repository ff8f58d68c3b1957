/** Where the keyboard goes when something is opened or closed. */
import type { App } from "./app";
import type { Frame } from "./frame";
import { subjectOf } from "./panels";
import { isBench } from "./state";
import { Steps } from "./steps";

export class PanelFocus {
  private readonly app: App;
  private readonly frame: Frame;
  private subject = "";
  private opener: HTMLElement | null = null;
  private readonly steps = new Steps();

  constructor(app: App, frame: Frame) {
    this.app = app;
    this.frame = frame;
  }

  /** What to do once the panel of the state is shown: where one was here before, back to what one saw; else to its title. */
  next(isStarted: boolean): () => void {
    const focus = this.titled(isStarted), back = this.steps.go(document);
    return () => { focus(); back?.(); };
  }

  /** To the title, and when nothing is open any more, to where the keyboard was before. */
  private titled(isStarted: boolean): () => void {
    const before = this.subject, subject = this.subject = subjectOf(this.app.state), active = document.activeElement;
    if (subject === before || !isStarted) return () => undefined;
    if (!before) this.opener = active instanceof HTMLElement && active !== document.body ? active : null;
    if (subject) return () => this.title?.focus({ preventScroll: true });
    return () => { if (!isBench(this.app.state.mode)) (this.opener?.isConnected ? this.opener : this.frame.canvas).focus({ preventScroll: true }); };
  }

  /** Past the bar and the filters, to what is shown: the row of a table, else the panel. */
  skip(): void {
    const { table, panel } = this.frame, inTable = table.querySelector<HTMLElement>(".grid-row[tabindex='0'], .virtual, .table-scroll");
    const place = !table.hidden && inTable ? inTable : this.title ?? panel.querySelector<HTMLElement>("[tabindex]");
    place?.focus();
  }

  private get title(): HTMLElement | null { return this.frame.panel.querySelector(".panel-title[tabindex]"); }
}
