// Goes to a state of the page, waits until nothing is busy, and takes along what the page shows: the list as JSONL, its
// query, the picture as SVG, the counts of the bar and the totals of the start.
const [fragment, done] = arguments, real = URL.createObjectURL;
const all = (selector) => [...document.querySelectorAll(selector)];
const number = (element) => Number(element?.textContent.replaceAll(",", ""));
const button = (text) => all(".panel .actions button").find((one) => one.innerText.trim() === text);
const isBusy = () => document.querySelector(".panel[aria-busy], .filters[aria-busy=true]")
  || /Reading|read$/.test(document.querySelector(".panel .facts")?.innerText ?? "");

const saved = (press) => new Promise((resolve) => {
  URL.createObjectURL = (blob) => {
    URL.createObjectURL = real;
    blob.text().then(resolve);
    return real(blob);
  };
  press();
});

const copied = (press) => new Promise((resolve) => {
  const clipboard = { writeText: async (text) => resolve(text) };
  Object.defineProperty(navigator, "clipboard", { configurable: true, value: clipboard });
  press();
});

const settled = async () => {
  for (let calm = 0; calm < 3; calm = isBusy() ? 0 : calm + 1) await new Promise((resolve) => setTimeout(resolve, 15));
};

location.hash = fragment;
settled().then(async () => {
  const isList = Boolean(button("JSONL"));
  const counts = all(".filters input[type=checkbox]").map((box) => [box.dataset.key, number(box.parentElement.querySelector(".count"))]);
  done({
    rows: isList ? await saved(() => button("JSONL").click()) : null,
    query: isList ? await copied(() => button("SPARQL").click()) : null,
    svg: await saved(() => all(".save-list button")[1].click()),
    counts: Object.fromEntries(counts),
    totals: all(".panel .total-value").map(number),
  });
}, (error) => done({ error: String(error) }));
