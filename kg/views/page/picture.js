"use strict";
(() => {
  const data = JSON.parse(document.getElementById("kg-data").textContent);
  const make = (tag, text, name) => Object.assign(document.createElement(tag), text === undefined ? {} : { textContent: text }, name ? { className: name } : {});
  const title = document.getElementById("kg-title"), list = document.getElementById("kg-list"), more = document.getElementById("kg-more");
  const plural = (many) => `${many} ${many === 1 ? "claim" : "claims"}`;

  const item = (claim) => {
    const row = make("li", claim.text), from = make("span", claim.note, "from");
    if (claim.clock) {
      const time = make(claim.url ? "a" : "span", claim.clock);
      if (claim.url) Object.assign(time, { href: claim.url, target: "_blank", rel: "noopener noreferrer" });
      from.append(" · ", time);
    }
    row.append(from);
    return row;
  };
  const show = (nodes) => {
    const found = data.claims.filter((claim) => nodes.every((node) => node === 0 || claim.of.includes(node)));
    title.textContent = `${nodes.map((node) => data.names[node]).join(" and ")}: ${plural(found.length)}`;
    list.replaceChildren(...found.map(item));
    more.textContent = data.left ? `${plural(data.left)} more of ${data.names[0]} are not in this page.` : "";
  };

  const who = make("select");
  who.setAttribute("aria-label", "Whose claims to show");
  who.append(...data.names.map((name, node) => Object.assign(make("option", node ? `${data.names[0]} and ${name}` : name), { value: String(node) })));
  document.getElementById("kg-who").append(who);
  const choose = (node) => {
    who.value = String(node);
    network.selectNodes([node]);
    show(node ? [0, node] : [0]);
  };
  who.addEventListener("change", () => choose(Number(who.value)));
  network.on("click", ({ nodes: on, edges: lines }) => {
    if (on.length) choose(on[0]);
    else if (lines.length) show(network.getConnectedNodes(lines[0]).sort((a, b) => a - b));
  });

  const dark = matchMedia("(prefers-color-scheme: dark)");
  const paint = () => {
    document.documentElement.classList.toggle("dark", dark.matches);
    const style = getComputedStyle(document.documentElement), of = (name) => style.getPropertyValue(name).trim();
    const font = { color: of("--ink"), strokeColor: of("--page") };
    nodes.update(nodes.get().map((node) => ({ id: node.id, color: dark.matches ? node.night : node.light, font: { ...node.font, ...font } })));
    for (const dot of document.querySelectorAll("header circle")) {
      dot.dataset.light ??= dot.getAttribute("fill");
      dot.setAttribute("fill", dark.matches ? dot.dataset.dark : dot.dataset.light);
    }
  };
  dark.addEventListener("change", paint);
  new ResizeObserver(() => network.fit()).observe(document.getElementById("mynetwork"));
  paint();
  show([0]);
})();
