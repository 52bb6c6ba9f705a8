// Shows beside the text how it will stand, a moment after the last keystroke. The server renders it, with the same code as the
// letter's page and the files. Without this file the button "Show how it stands" does the same.

const form = document.getElementById("letter-form");
const shown = document.getElementById("shown");
const sheet = shown.querySelector(".sheet");
const button = form.querySelector("button[name=preview]");

let waiting;
let asked = 0;
let saved = true;

function list(name, lines) {
  const target = shown.querySelector(`[data-list=${name}]`);
  target.replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  const part = shown.querySelector(`[data-part=${name}]`) ?? target;
  part.hidden = lines.length === 0;
}

// Warnings by kind, as the server writes them. What the person has unfolded stays so, and what is the same is left alone: a
// screen reader reads out every change here.
let lastWarnings;

function warnings(html) {
  if (html === lastWarnings) return;
  lastWarnings = html;
  const target = shown.querySelector("[data-list=warnings]");
  const opened = new Map([...target.querySelectorAll("details")].map((part) => [part.dataset.kind, part.open]));
  target.innerHTML = html; // written by the page's own template, which escapes all that was typed
  for (const part of target.querySelectorAll("details")) part.open = opened.get(part.dataset.kind) ?? part.open;
}

async function show() {
  const question = ++asked;
  try {
    const response = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) });
    if (!response.ok) throw new Error(response.statusText);
    const answer = await response.json();
    if (question !== asked) return; // a later keystroke has asked again
    list("problems", answer.problems);
    list("losses", answer.losses);
    warnings(answer.warnings);
    if (answer.html) sheet.innerHTML = answer.html; // written by the letter's own writer, which escapes all that was typed
    shown.classList.toggle("stale", !answer.html);
  } catch {
    shown.classList.add("stale");
    button.hidden = false; // the server cannot be asked from here: back to the button
  }
}

button.hidden = true;
form.addEventListener("input", () => {
  saved = false;
  clearTimeout(waiting);
  waiting = setTimeout(show, 500);
});
form.addEventListener("submit", () => (saved = true));
addEventListener("beforeunload", (event) => {
  if (!saved) event.preventDefault(); // leaving would drop what was typed
});
