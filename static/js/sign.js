// The line in the preview follows the typing. The server says how it will print, so that what is shown here
// and what the letter prints cannot differ. Without this file the "Show my line" button does the same.

const form = document.querySelector("form[data-line]");
const named = form.elements[form.dataset.name];
const printed = form.dataset.printed.split(" ").map((name) => form.elements[name]); // a person's title and affiliation print too
const line = form.querySelector("output.line");
const leftOut = form.querySelector(".left-out");
const button = form.querySelector("button[name=preview]");

let waiting;
let asked = 0;

async function show() {
  const question = ++asked;
  const body = new URLSearchParams({
    kind: form.elements.kind.value,
    csrf_token: form.elements.csrf_token.value,
  });
  if (form.elements.invitation) body.set("invitation", form.elements.invitation.value); // the letter may be private
  for (const field of printed) body.set(field.name, field.value);
  try {
    const response = await fetch(form.dataset.line, { method: "POST", body });
    if (!response.ok) throw new Error(response.statusText);
    const answer = await response.json();
    if (question !== asked) return; // a later keystroke has asked again
    line.value = answer.line;
    const remarks = [answer.removed, ...(named.value.trim() ? answer.problems : [])].filter(Boolean);
    leftOut.textContent = remarks.join(" ");
    leftOut.hidden = remarks.length === 0;
  } catch {
    form.querySelector(".preview").append(button); // the server cannot be asked from here: back to the button
  }
}

button.remove(); // and so Enter signs, instead of pressing the first button of the form
for (const field of printed) {
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 250);
  });
}
if (printed.some((field) => field.value)) show(); // a browser that came back may have filled the form in by itself
