/* Zoom, move and look at one node's links in every picture of the notebook; set up once, whichever cell runs first. */
(() => {
  if (window.kgNetworks) return;
  window.kgNetworks = true;
  const at = (event) => event.target instanceof Element ? event.target.closest("svg.kg-network") : null;
  const box = (svg) => svg.viewBox.baseVal;
  const first = new WeakMap();
  const scale = (svg) => Math.max(box(svg).width / svg.clientWidth, box(svg).height / svg.clientHeight);
  const show = (svg, x, y, width, height) => {
    if (!first.has(svg)) first.set(svg, svg.getAttribute("viewBox"));
    svg.setAttribute("viewBox", [x, y, width, height].join(" "));
  };
  const zoom = (svg, by) => {
    const { x, y, width, height } = box(svg);
    show(svg, x + (width - width * by) / 2, y + (height - height * by) / 2, width * by, height * by);
  };
  document.addEventListener("wheel", (event) => {
    const svg = at(event);
    if (!svg || document.activeElement !== svg) return; /* else the page scrolls on */
    event.preventDefault();
    zoom(svg, event.deltaY > 0 ? 1.15 : 1 / 1.15);
  }, { passive: false });
  let held = null;
  document.addEventListener("pointerdown", (event) => {
    const svg = at(event);
    held = svg && { svg, x: event.clientX, y: event.clientY };
  });
  document.addEventListener("pointermove", (event) => {
    if (!held) return;
    const { x, y, width, height } = box(held.svg), by = scale(held.svg);
    show(held.svg, x - (event.clientX - held.x) * by, y - (event.clientY - held.y) * by, width, height);
    Object.assign(held, { x: event.clientX, y: event.clientY });
  });
  document.addEventListener("pointerup", () => { held = null; });
  document.addEventListener("keydown", (event) => {
    const svg = at(event);
    if (!svg) return;
    if (event.key === "+" || event.key === "-") zoom(svg, event.key === "-" ? 1.25 : 0.8);
    else if (event.key === "0" && first.has(svg)) svg.setAttribute("viewBox", first.get(svg));
    else return;
    event.preventDefault();
    event.stopPropagation(); /* these keys are commands of the notebook, too */
  }, true);
  document.addEventListener("pointerover", (event) => {
    const svg = at(event);
    if (!svg) return;
    const node = event.target.closest("g[data-n]"), near = new Set(node ? [node.dataset.n] : []);
    for (const line of svg.querySelectorAll("line")) {
      const ends = line.dataset.n.split(" "), is = node && ends.includes(node.dataset.n);
      line.classList.toggle("kg-near", !!is);
      if (is) ends.forEach((end) => near.add(end));
    }
    for (const each of svg.querySelectorAll("g[data-n]")) each.classList.toggle("kg-near", near.has(each.dataset.n));
    svg.classList.toggle("kg-looked", !!node);
  });
})();
