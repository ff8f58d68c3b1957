/** The filter by the time that claims speak of: a histogram with two thumbs, and fields for exact dates. */
import type { App } from "../app";
import { fill, h } from "../dom";
import type { Bin, Chosen } from "../filter/datebins";
import { bins, datesOf, moved, placed } from "../filter/datebins";
import { isDate, isTurned } from "../filter/daterange";
import type { Tally } from "../filter/tally";
import { plural } from "../text";

const FAR = 5; // bins that Page Up and Page Down go

/** Makes the section of the bar. */
export function timeFilter(app: App, counts: Tally | null): HTMLElement[] {
  const all = counts ? bins(counts.spans) : [];
  return [...(all.length ? [histogram(app, all)] : []), fields(app)];
}

function histogram(app: App, all: readonly Bin[]): HTMLElement {
  const most = Math.max(...all.map((bin) => bin.claims)), before = placed(all, app.state.from, app.state.to);
  let now = before;
  const told = h("p", { class: "timeline-told small-text muted" });
  const bars = all.map((bin, at) => {
    const bar = h("span", { class: "timeline-bar", title: `${binName(all, at)}: ${plural(bin.claims, "claim")}`, on: { click: () => set(isOnly(at) ? { from: 0, to: all.length } : { from: at, to: at + 1 }) } }, h("span", { class: "timeline-fill" }));
    (bar.firstChild as HTMLElement).style.height = `${bin.claims ? Math.max(6, (bin.claims / most) * 100) : 0}%`;
    return bar;
  });
  const isOnly = (at: number) => before.from === at && before.to === at + 1;
  const set = (chosen: Chosen) => app.go(datesOf(all, chosen), true);
  const track = h("div", { class: "timeline-track" }), axis = h("div", { class: "timeline-axis small-text muted", "aria-hidden": "true" }, h("span", { text: String(all[0]!.first) }), h("span", { text: String(all.at(-1)!.last) }));
  const thumbs = { from: thumb("from"), to: thumb("to") };

  function thumb(end: "from" | "to"): HTMLElement {
    const element = h("div", { class: `timeline-thumb timeline-${end}`, role: "slider", tabindex: "0", "aria-label": end === "from" ? "First year spoken of" : "Last year spoken of", "aria-orientation": "horizontal", "aria-valuemin": "0", "aria-valuemax": String(all.length), "data-key": `slider-${end}` });
    const steps: Record<string, number> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -FAR, PageUp: FAR, Home: -all.length, End: all.length };
    element.addEventListener("keydown", (event) => {
      const by = steps[event.key];
      if (by === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      set(moved(all, now, end, by));
    });
    element.addEventListener("pointerdown", (event) => { element.setPointerCapture(event.pointerId); event.preventDefault(); element.focus(); });
    element.addEventListener("pointermove", (event) => { if (element.hasPointerCapture(event.pointerId)) show(moved(all, now, end, placeOf(event.clientX) - now[end])); });
    element.addEventListener("pointerup", () => { if (now !== before) set(now); });
    element.addEventListener("pointercancel", () => show(before));
    return element;
  }

  const placeOf = (x: number) => {
    const box = track.getBoundingClientRect();
    return Math.round(((x - box.left) / box.width) * all.length);
  };
  const show = (chosen: Chosen) => {
    now = chosen;
    const { from, to } = chosen === before ? app.state : datesOf(all, chosen);
    bars.forEach((bar, at) => bar.classList.toggle("timeline-off", at < chosen.from || at >= chosen.to));
    for (const end of ["from", "to"] as const) {
      const year = end === "from" ? from : to;
      thumbs[end].style.left = `${(chosen[end] / all.length) * 100}%`;
      thumbs[end].setAttribute("aria-valuenow", String(chosen[end]));
      thumbs[end].setAttribute("aria-valuetext", year ? `${end} ${year}` : end === "from" ? "no first year" : "no last year");
    }
    told.textContent = from || to ? [from && `from ${from}`, to && `to ${to}`].filter(Boolean).join(" ") : "Any time";
  };
  fill(track, ...bars, thumbs.from, thumbs.to);
  show(before);
  return h("div", { class: "timeline", role: "group", "aria-label": "Time spoken of" }, h("div", { class: "timeline-head" }, h("h3", { text: "Time spoken of" }), told), track, axis);
}

/** The years of a bin, for people. */
function binName(all: readonly Bin[], at: number): string {
  const { first, last } = all[at]!;
  if (at === 0) return `${last} and before`;
  return at === all.length - 1 ? `${first} and after` : first === last ? String(first) : `${first} to ${last}`;
}

/** Fields for exact dates; what is none is answered. */
function fields(app: App): HTMLElement {
  const { from, to } = app.state, turned = isTurned(from, to) ? `Nothing is from ${from} to ${to}: the first date is the later one.` : "";
  const told = h("p", { class: "wrong small-text", role: "alert", id: "wrong-date", hidden: !turned, text: turned });
  const field = (key: "from" | "to", label: string) => {
    const input = h("input", { type: "text", inputmode: "numeric", class: "field date-field", placeholder: "2024-06", "aria-label": `Dates ${label}`, "aria-describedby": "wrong-date", "data-key": key, value: app.state[key] });
    input.addEventListener("change", () => {
      const typed = input.value.trim(), isRight = !typed || isDate(typed);
      input.setAttribute("aria-invalid", String(!isRight));
      told.hidden = isRight;
      told.textContent = isRight ? "" : `“${typed}” is no date. Write a year, month or day: 2024, 2024-06 or 2024-06-30.`;
      if (isRight) app.go({ [key]: typed }, true);
    });
    return h("label", { class: "date" }, h("span", { text: label }), input);
  };
  return h("details", { id: "filter-time", class: "filter-group", open: Boolean(from || to) },
    h("summary", { "data-key": "summary-time" }, h("span", { text: "Dates" })), h("div", { class: "dates" }, field("from", "from"), field("to", "to")), told);
}
