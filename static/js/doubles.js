// The review queue by keys, and without loading a page for each pair. Without this file every button and link does the same.

const MARK = "queue";
const said = document.getElementById("queue-said");
const VERDICTS = { s: "same", d: "different", u: "unsure", c: "chapter" };

let busy = false;

const queue = () => document.getElementById(MARK);
const pair = () => document.getElementById("pair");

function prepare() {
  const keys = document.getElementById("keys");
  if (keys) keys.hidden = false;
}

// Puts the queue of an answer in the place of this one. The rest of the page stays: the marks of its forms stay valid.
async function show(request, address) {
  if (busy) return;
  busy = true;
  queue().setAttribute("aria-busy", "true");
  try {
    const response = await fetch(request);
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const next = answer.getElementById(MARK);
    if (!next || answer.querySelector("section.found") || document.querySelector("section.found")) {
      location.assign(response.url); // signed out meanwhile, or there is more to be seen than the queue
      return;
    }
    queue().replaceWith(next);
    history.replaceState(null, "", response.status === 422 ? location.href : response.url);
    prepare();
    said.textContent = (document.querySelector("#done p") ?? answer.querySelector("p.notice[role=status]"))?.textContent ?? "";
    (document.getElementById("errors") ?? pair() ?? queue().querySelector("h2")).focus({ preventScroll: true });
    pair()?.scrollIntoView({ block: "nearest" });
  } catch {
    location.assign(address); // the server cannot be asked from here: the browser says why
  } finally {
    busy = false;
    queue()?.removeAttribute("aria-busy");
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!queue().contains(form) || form.method !== "post") return;
  event.preventDefault();
  const body = new FormData(form, event.submitter);
  show(new Request(form.action, { method: "POST", body }), location.href);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || !link.closest(".pairs-list, .verdicts + .actions")) return;
  if (!queue().contains(link)) return;
  event.preventDefault();
  show(link.href, link.href);
});

// Single keys act only while the focus is in the pair (WCAG 2.2, 2.1.4): who dictates, or types elsewhere, decides nothing.
document.addEventListener("keydown", (event) => {
  const inside = pair()?.contains(document.activeElement);
  if (!inside || event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing) return;
  const target = event.target;
  if (target.matches("input:not([type=radio]), textarea, select, [contenteditable]")) return;
  const key = event.key.toLowerCase();
  if (VERDICTS[key]) {
    event.preventDefault();
    const form = document.getElementById("judge");
    form?.requestSubmit(form.querySelector(`button[value=${VERDICTS[key]}]`));
  } else if (key === "z") {
    event.preventDefault();
    document.querySelector("#done form")?.requestSubmit();
  } else if (key === "j" || key === "k" || (!target.matches("input") && (key === "arrowright" || key === "arrowleft"))) {
    const address = key === "j" || key === "arrowright" ? pair().dataset.later : pair().dataset.earlier;
    event.preventDefault();
    if (address) show(address, address);
  }
});

prepare();
