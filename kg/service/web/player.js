"use strict";
// Plays a claim's second in the page. Nothing is asked of another server before its time is pressed.
{
  const element = (name, fields, ...children) => {
    const made = Object.assign(document.createElement(name), fields);
    made.append(...children);
    return made;
  };

  const frame = (link) => element("iframe", {
    title: `The recording at ${link.textContent}`,
    allow: "autoplay; encrypted-media; fullscreen; picture-in-picture",
    referrerPolicy: "strict-origin-when-cross-origin", // YouTube plays nothing for pages that do not say who they are
    src: link.dataset.play,
  });

  const file = (link, box) => {
    const made = element(link.dataset.kind, { controls: true, autoplay: true, src: link.dataset.play });
    made.setAttribute("aria-label", `The recording at ${link.textContent}`);
    made.addEventListener("error", () => box.prepend(element("p", { role: "alert" }, "It cannot be played here.")));
    return made;
  };

  const close = () => {
    const box = document.querySelector(".player");
    const link = box?.player;
    box?.remove();
    return link;
  };

  const open = (link) => {
    const box = element("div", { className: "player", player: link });
    const button = element("button", { type: "button" }, "Close");
    button.addEventListener("click", () => close()?.focus());
    const away = element("a", { href: link.href, rel: "noreferrer", target: "_blank" }, "Open it in a tab of its own");
    box.append(link.dataset.kind === "iframe" ? frame(link) : file(link, box), element("p", {}, button, " ", away));
    (link.closest("p") ?? link).after(box);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-play]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (close() !== link) open(link);
  });
}
