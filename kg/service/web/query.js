"use strict";
// Completes what is typed in the query: prefixes, terms of the graph, named queries, and names of entities.
{
  const text = document.getElementById("query");
  const list = document.getElementById("completions");
  const MOST = 12;
  const WORD = /(?:"[^"\n]*|[?$]?[\w:.\-]*)$/u;
  let terms = [], offered = [], chosen = 0, asked = 0;

  const close = () => {
    offered = [];
    list.hidden = true;
    text.removeAttribute("aria-activedescendant");
  };
  const typed = () => WORD.exec(text.value.slice(0, text.selectionStart))[0];

  const mark = (at) => {
    chosen = (at + offered.length) % offered.length;
    for (const [number, option] of [...list.children].entries()) option.setAttribute("aria-selected", number === chosen);
    text.setAttribute("aria-activedescendant", `completion-${chosen}`);
    list.children[chosen].scrollIntoView({ block: "nearest" });
  };

  const insert = (one) => {
    const end = text.selectionStart;
    text.setRangeText(one.text, end - typed().length, end, "end");
    close();
    text.focus();
  };

  const show = (found) => {
    offered = found.slice(0, MOST);
    if (!offered.length) return close();
    list.replaceChildren(...offered.map((one, number) => {
      const option = document.createElement("li");
      option.id = `completion-${number}`;
      option.setAttribute("role", "option");
      option.textContent = one.shown;
      option.addEventListener("mousedown", (event) => { event.preventDefault(); insert(one); });
      return option;
    }));
    list.hidden = false;
    mark(0);
  };

  const names = async (beginning) => {
    const number = ++asked;
    const answer = await fetch(`/query/names?beginning=${encodeURIComponent(beginning)}`);
    const found = answer.ok ? await answer.json() : { items: [] };
    if (number === asked && typed().replace(/^"/u, "") === beginning) show(found.items);
  };

  const complete = () => {
    const word = typed();
    if (word.startsWith('"')) return word.length > 2 ? names(word.slice(1)) : close();
    if (word.length < 2) return close();
    const small = word.toLowerCase();
    const fits = (one) => one.shown.toLowerCase().startsWith(small) && one.text !== word;
    const inside = (one) => one.shown.toLowerCase().includes(small) && !fits(one) && one.text !== word;
    show([...terms.filter(fits), ...(word.length > 3 ? terms.filter(inside) : [])]);
  };

  const KEYS = {
    ArrowDown: () => mark(chosen + 1),
    ArrowUp: () => mark(chosen - 1),
    Enter: () => insert(offered[chosen]),
    Escape: close,
  };
  text.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return text.form.requestSubmit();
    if (!offered.length || !(event.key in KEYS)) return;
    event.preventDefault();
    KEYS[event.key]();
  });
  text.addEventListener("input", complete);
  text.addEventListener("blur", close);
  fetch("/query/terms").then((answer) => answer.json()).then((found) => {
    terms = found.items;
    if (document.activeElement === text) complete(); // somebody types faster than the terms come
  });
}
