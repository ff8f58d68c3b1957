/** The menu of named views: save what is seen under a name, open it again, rename and delete it, carry views along as JSON. */
import type { App } from "../app";
import { filterTexts } from "../chips";
import { fill, h, icon, iconButton } from "../dom";
import { download } from "../exports";
import { ICONS } from "../icons";
import { Keeping, keeps } from "../keeping";
import { popup } from "../popup";
import type { SavedView } from "../savedviews";
import { exportedViews, importedViews, readViews, renamed, viewHref, viewName, viewOf, withViews, without } from "../savedviews";
import { titleOf } from "../panels";
import { plural } from "../text";

/** Makes the menu with its button. */
export function viewMenu(app: App): HTMLElement {
  const kept = new Keeping<SavedView[]>(app.core, "views", [], readViews);
  const list = h("div", { class: "menu-list views-list", role: "group", "aria-label": "Saved views" });
  const draw = (focus = "") => {
    const views = kept.get();
    fill(list, saveForm(app, (name) => save(name)),
      views.length ? h("ul", { class: "views" }, ...views.map((view) => row(view))) : h("p", { class: "muted small-text", text: "No view is saved yet. A view is what you see now: mode, filters, columns, what is open." }),
      carry(views),
      keeps() ? null : h("p", { class: "wrong small-text", role: "status", "data-unkept": "", text: "This browser keeps nothing for this page, so views last until it is closed. Export them to have them again." }));
    if (focus) [...list.querySelectorAll<HTMLElement>("[data-key]")].find((one) => one.dataset.key === focus)?.focus();
  };
  const set = (views: SavedView[], told: string, focus: string) => {
    kept.set(views);
    draw(focus);
    app.say(told);
  };
  const save = (name: string) => {
    const isKnown = kept.get().some((view) => view.name === name);
    set(withViews(kept.get(), [viewOf(name, app.state)]), isKnown ? `Replaced “${name}”` : `Saved “${name}”`, `view-${name}`);
  };
  const row = (view: SavedView): HTMLElement => {
    const item = h("li", { class: "view" });
    const open = h("a", { href: viewHref(view, app.state.theme), class: "view-name", text: view.name, "data-key": `view-${view.name}`, on: { click: () => { menu.open = false; } } });
    fill(item, open, iconButton(`Rename ${view.name}`, ICONS.edit, () => fill(item, renameForm(view)), { class: "icon-button small", "data-key": `rename-${view.name}` }),
      iconButton(`Delete ${view.name}`, ICONS.close, () => set(without(kept.get(), view.name), `Deleted “${view.name}”`, "view-new"), { class: "icon-button small", "data-key": `delete-${view.name}` }));
    return item;
  };
  const renameForm = (view: SavedView) => {
    const form = nameForm(`New name of ${view.name}`, view.name, "Rename", (name) => set(renamed(kept.get(), view.name, name), `Renamed to “${name}”`, `view-${name}`));
    requestAnimationFrame(() => form.querySelector("input")!.select());
    return form;
  };
  const carry = (views: readonly SavedView[]) => {
    const file = h("input", { type: "file", accept: "application/json,.json", class: "offscreen", tabindex: "-1", "aria-hidden": "true", "data-key": "views-file", on: { change: () => void take(file) } });
    return h("div", { class: "actions" },
      h("button", { type: "button", class: "button", text: "Export", "data-key": "views-export", disabled: !views.length, on: { click: () => download(exportedViews(app.core.vault, views), "application/json", `${app.core.vault}-views.json`) } }),
      h("button", { type: "button", class: "button", text: "Import…", "data-key": "views-import", on: { click: () => file.click() } }), file);
  };
  const take = async (input: HTMLInputElement) => {
    const found = input.files?.[0] ? importedViews(await input.files[0].text()) : "";
    if (typeof found === "string") app.say(found);
    else set(withViews(kept.get(), found), `Imported ${plural(found.length, "view")}`, "views-import");
  };
  const menu = popup({ class: "menu views-menu", label: "Saved views", key: "views" }, icon(ICONS.bookmark), list, () => draw());
  return menu;
}

function saveForm(app: App, save: (name: string) => void): HTMLElement {
  return nameForm("Name of this view", titleOf(app.state) || filterTexts(app).join(", ") || app.state.mode, "Save", save);
}

/** A field for a name and the button that takes it; an empty name is answered. */
function nameForm(label: string, value: string, does: string, take: (name: string) => void): HTMLElement {
  const input = h("input", { type: "text", class: "field", "aria-label": label, value, maxlength: "80", "data-key": does === "Save" ? "view-new" : "view-rename" });
  const submit = () => {
    const name = viewName(input.value);
    input.setAttribute("aria-invalid", String(!name));
    if (name) take(name);
    else input.focus();
  };
  input.addEventListener("keydown", (event) => { if (event.key === "Enter") submit(); });
  return h("div", { class: "view-form" }, input, h("button", { type: "button", class: "button", text: does, "data-key": `do-${does}`, on: { click: submit } }));
}
