// Proposes the letter's address while the title is typed, until the person changes the proposal. The server does the same for an
// address left empty.

const address = document.querySelector("[data-from]");
const title = document.getElementById(address.dataset.from);
let proposal = "";

title.addEventListener("input", () => {
  if (address.value !== proposal) return;
  proposal = title.value
    .normalize("NFKD")
    .replace(/[^\x00-\x7f]/g, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 60)
    .replace(/^-+|-+$/g, "");
  address.value = proposal;
});
