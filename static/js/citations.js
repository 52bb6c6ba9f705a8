// Shows the letter's notes in the style that is being chosen, at every change. The server writes them; without this file the
// button "Show it" does the same.

const form = document.getElementById("style-form");
const button = form.querySelector("button[name=preview]");

let asked = 0;

async function show() {
  const question = ++asked;
  const body = new FormData(form);
  body.set("preview", "1");
  try {
    const response = await fetch(form.action, { method: "POST", body });
    if (!response.ok) return; // a number still being typed: the example stays as it was
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    if (question === asked) document.getElementById("example").replaceWith(page.getElementById("example"));
  } catch {
    button.hidden = false; // the server cannot be asked from here: back to the button
  }
}

button.hidden = true;
form.addEventListener("input", show);
