// On the page where a footnote is pasted: a box that keeps italics and links, in the place of the plain one. On the page that
// follows: the fields of a new source unfold when it is chosen. Without this file both pages work; italics are then not kept.

const KEPT = { I: "em", EM: "em", CITE: "em", A: "a" };
const LINES = new Set(["P", "DIV", "LI", "BR", "TR", "H1", "H2", "H3", "H4", "H5", "H6", "BLOCKQUOTE"]);
const DROPPED = new Set(["STYLE", "SCRIPT", "TEMPLATE", "TITLE", "HEAD"]);

// What a clipboard holds, as nodes with nothing in them but text, em, a and br.
function cleaned(html) {
  const inert = new DOMParser().parseFromString(disarmed(html), "text/html");
  const fragment = document.createDocumentFragment();
  for (const node of inert.body.childNodes) fragment.append(...copied(node, false));
  return fragment;
}

// The page's policy forbids styles and handlers in the markup even of a document that is never shown, and the browser complains of
// each: tags keep nothing but their address and, under another name, whether they slant.
function disarmed(html) {
  return html
    .replace(/<!--[\s\S]*?-->/g, "")
    .replace(/<(style|script|template|title|xml)\b[\s\S]*?<\/\1\s*>/gi, "")
    .replace(/<([a-z][\w:-]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>/gi, (_tag, name, attributes) => {
      const href = /\shref\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+)/i.exec(attributes)?.[1];
      const style = /\sstyle\s*=\s*("[^"]*"|'[^']*')/i.exec(attributes)?.[1].slice(1, -1);
      // Word also writes "mso-bidi-font-style", which is about other scripts.
      const look = /(?:^|;)\s*font-style\s*:\s*(\w+)/i.exec(style ?? "")?.[1].toLowerCase();
      return `<${name}${href ? ` href=${href}` : ""}${look ? ` data-look="${look}"` : ""}>`;
    });
}

function copied(node, slanted) {
  if (node.nodeType === Node.TEXT_NODE) return [document.createTextNode(node.data.replace(/[ \t\r\n]+/g, " "))];
  if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName)) return [];
  if (node.tagName === "BR") return [document.createElement("br")];
  const look = node.dataset.look;
  const upright = look === "normal";
  const slants = !upright && (look === "italic" || look === "oblique" || KEPT[node.tagName] === "em");
  const inside = [...node.childNodes].flatMap((child) => copied(child, (slanted || slants) && !upright));
  const wrapped = [];
  if (node.tagName === "A" && /^https?:/i.test(node.getAttribute("href") ?? "")) {
    const link = document.createElement("a");
    link.setAttribute("href", node.getAttribute("href"));
    link.append(...inside);
    wrapped.push(link);
  } else {
    wrapped.push(...inside);
  }
  let made = wrapped;
  if (slants && !slanted) {
    const em = document.createElement("em");
    em.append(...wrapped);
    made = [em];
  }
  return LINES.has(node.tagName) ? [...made, document.createElement("br")] : made;
}

function insert(box, fragment) {
  const selection = getSelection();
  const range = selection.rangeCount && box.contains(selection.anchorNode) ? selection.getRangeAt(0) : null;
  if (!range) {
    box.append(fragment);
    return;
  }
  range.deleteContents();
  const last = fragment.lastChild;
  range.insertNode(fragment);
  if (last) range.setStartAfter(last);
  range.collapse(true);
  selection.removeAllRanges();
  selection.addRange(range);
}

function enrich(form) {
  const plain = form.elements.text;
  const box = document.createElement("div");
  box.className = "rich as-note";
  box.contentEditable = "true";
  box.spellcheck = false;
  box.setAttribute("role", "textbox");
  box.setAttribute("aria-multiline", "true");
  box.setAttribute("aria-labelledby", "text-label");
  box.setAttribute("aria-describedby", plain.getAttribute("aria-describedby"));
  box.textContent = plain.value;
  plain.hidden = true;
  plain.after(box);
  document.getElementById("text-label").addEventListener("click", () => box.focus());
  box.addEventListener("paste", (event) => {
    const html = event.clipboardData.getData("text/html");
    event.preventDefault();
    insert(box, html ? cleaned(html) : document.createTextNode(event.clipboardData.getData("text/plain")));
  });
  box.addEventListener("drop", (event) => event.preventDefault()); // would bring foreign styles along
  form.addEventListener("submit", () => {
    form.elements.html.value = box.innerHTML;
    plain.value = box.innerText;
  });
  if (plain.autofocus || document.activeElement === plain) box.focus();
}

function unfold(form) {
  form.addEventListener("change", (event) => {
    const { name, value } = event.target;
    if (name.startsWith("other-")) {
      form.elements[name.replace("other", "choice")].value = "other";
      return;
    }
    if (!name.startsWith("choice-")) return;
    const fields = event.target.closest("fieldset").querySelector(".new-source");
    if (fields) fields.open = value === "new";
  });
}

const pasting = document.getElementById("paste-form");
if (pasting) enrich(pasting);
const reviewing = document.getElementById("review-form");
if (reviewing) unfold(reviewing);
