// Computes the file's SHA-256 here, so that the file itself goes nowhere. Where the browser cannot (an address without https has no
// crypto.subtle), the form sends the file, and the server does the same.

const form = document.getElementById("check-form");
const file = form.elements.file;
const status = document.getElementById("check-status");

async function hashed(blob) {
  const digest = await crypto.subtle.digest("SHA-256", await blob.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function check() {
  status.textContent = form.dataset.wait;
  try {
    form.elements.sha256.value = await hashed(file.files[0]);
    file.value = "";
  } finally {
    status.textContent = "";
    form.submit(); // without the file when its hash is there; with it when computing failed
  }
}

if (globalThis.crypto?.subtle) {
  form.addEventListener("submit", (event) => {
    if (!file.files.length) return;
    event.preventDefault();
    check();
  });
}

// Dropped anywhere on the page: the whole window is the target, so that nobody leaves it by missing the field.
addEventListener("dragover", (event) => event.preventDefault());
addEventListener("drop", (event) => {
  event.preventDefault();
  if (!event.dataTransfer?.files.length) return;
  file.files = event.dataTransfer.files;
  form.requestSubmit();
});
