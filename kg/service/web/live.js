"use strict";
// Loads the explorer again when a build has published, and says how far a build is while it runs.
{
  const shown = document.currentScript.dataset.generation;
  const box = document.createElement("p");
  box.setAttribute("role", "status");
  box.id = "kg-build";
  Object.assign(box.style, {
    position: "fixed", bottom: "0.75rem", left: "0.75rem", zIndex: 9, margin: 0, padding: "0.3rem 0.75rem",
    color: "var(--ink)", background: "var(--page)", border: "1px solid var(--line-strong)", borderRadius: "4px",
  });
  box.hidden = true;
  document.body.append(box);
  const stream = new EventSource("/events");
  stream.addEventListener("generation", (event) => {
    if (shown && event.data !== shown) location.reload();
  });
  stream.addEventListener("build", (event) => {
    const build = JSON.parse(event.data);
    box.hidden = !build;
    box.textContent = build ? `Building: ${build.text}` : "";
  });
  stream.addEventListener("error", () => { box.hidden = true; }); // the server has ended; the browser asks again
}
