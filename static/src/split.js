// Makes the correction of a split quick: keys, a cursor to cut at, and corrections that are saved
// without loading the page anew. Every correction is the same POST that the buttons make, and
// the server says what the split is then. The page works without this file.

import { openCut, openLabel, show } from "./split-boxes.js";

const form = document.getElementById("split");
const list = () => form.querySelector(".app-blocks");
const blocks = () => [...form.querySelectorAll(".app-block")];
const blockOf = (element) => element?.closest?.(".app-block") ?? null;
const addressed = () => blockOf(document.getElementById(location.hash.slice(1)));
const pkOf = (block) => block.id.replace("block-", "");

let current = null; // the id of the block that has, or had last, the focus

// --- the list as a tree grid, of which one row is in the tab order

function dress(block) {
  if (block.getAttribute("role") === "row") return;
  block.setAttribute("role", "row");
  block.setAttribute("aria-level", String(Number(block.dataset.level) + 1));
  block.setAttribute("aria-labelledby", `${block.id}-body`);
  for (const cell of block.children) cell.setAttribute("role", "gridcell");
  setReachable(block, false);
}

function setReachable(block, reachable) {
  block.tabIndex = reachable ? 0 : -1;
  for (const control of block.querySelectorAll("button, a")) control.tabIndex = reachable ? 0 : -1;
}

function dressList() {
  list().setAttribute("role", "treegrid");
  list().setAttribute("aria-label", "Blocks of the request");
  for (const block of blocks()) dress(block);
  const first = document.getElementById(current) ?? addressed() ?? blocks()[0];
  if (blockOf(first)) makeCurrent(blockOf(first));
}

function makeCurrent(block) {
  const before = document.getElementById(current);
  if (before && before !== block) setReachable(before, false);
  setReachable(block, true);
  current = block.id;
}

// The controls of the block that was in hand close and those of this one open: it stays under
// the pointer.
form.addEventListener("mousedown", ({ target }) => {
  const block = blockOf(target);
  if (!block || block.id === current) return;
  const { top } = block.getBoundingClientRect();
  makeCurrent(block);
  window.scrollBy(0, block.getBoundingClientRect().top - top);
});

const bar = document.querySelector(".app-split-bar");
new ResizeObserver(() => {
  document.documentElement.style.setProperty("--app-split-bar-height", `${bar.offsetHeight}px`);
}).observe(bar);

function goTo(block) {
  if (!block) return;
  makeCurrent(block);
  block.focus();
}

function neighbour(block, step) {
  const all = blocks();
  return all[all.indexOf(block) + step];
}

// --- corrections, one after the other, each against the revision that the one before made

let queue = Promise.resolve();
let batch = 0; // what was asked before something went wrong is not done after it
let answer = null;
let late = false;

document.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => { answer = xhr; });
document.addEventListener("htmx:timeout", () => { late = true; });

// After a redirect to the sign-in page all seems well.
const statusOf = (xhr) => (!xhr || xhr.responseURL.includes("/accounts/login/") ? 0 : xhr.status);

function send(url, values = {}) {
  const mine = batch;
  queue = queue.then(() => (mine === batch ? correct(url, values) : null)).catch(() => { batch += 1; });
  return queue;
}

async function correct(url, values) {
  const asked = current;
  const control = signOf(document.activeElement);
  answer = null;
  late = false;
  form.setAttribute("aria-busy", "true");
  try {
    await window.htmx.ajax("POST", url, {
      target: "#split-blocks",
      swap: "none",
      values: { ...values, revision: form.elements.revision.value },
    });
  } catch {
    answer = null;
  } finally {
    form.removeAttribute("aria-busy");
  }
  const status = statusOf(answer);
  if (status !== 200) batch += 1;
  if (status === 422) return;
  if ([200, 409].includes(status) && merge(answer.responseText)) lookAgain(asked, control);
  else tellNotSaved();
}

// What the bar said of the correction before must not be taken for this one.
function tellNotSaved() {
  const told = document.createElement("p");
  told.className = "app-split-status__problem";
  told.textContent = late ? "Perhaps not saved: load the page again." : "Not saved.";
  document.getElementById("split-status").replaceChildren(told);
}

// Puts the blocks in their new order and the changed ones in their new form. The others are not
// touched: with four hundred of them that is the difference between a moment and seconds.
function merge(html) {
  const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("split-blocks");
  if (!fresh) return false;
  const told = [...fresh.querySelector(".app-blocks").children];
  const wanted = new Set(told.map((block) => block.id));
  const here = new Map(blocks().map((block) => [block.id, block]));
  for (const [id, block] of here) if (!wanted.has(id)) block.remove();
  let place = list().firstElementChild;
  for (const one of told) {
    const old = here.get(one.id);
    const block = "asItIs" in one.dataset ? old : one;
    if (old && block !== old) {
      if (old === place) place = block;
      old.replaceWith(block);
    }
    if (block === place) place = block.nextElementSibling;
    else list().insertBefore(block, place);
  }
  form.elements.revision.value = fresh.querySelector("[name=revision]").value;
  document.getElementById("split-blocks").dataset.focus = fresh.dataset.focus;
  return true;
}

// Which button had the focus, so that its twin in the new row gets it.
function signOf(element) {
  if (!blockOf(element) || element === blockOf(element)) return "";
  return `${element.getAttribute("formaction") ?? element.getAttribute("href")} ${element.name} ${element.value}`;
}

function lookAgain(asked, control) {
  const told = document.getElementById("split-blocks").dataset.focus;
  const moved = current !== asked;
  const target = document.getElementById(moved ? current : told) ?? document.getElementById(told);
  dressList();
  const elsewhere = document.activeElement;
  if (!target || (elsewhere !== document.body && !list().contains(elsewhere) && !isStep(elsewhere))) return;
  makeCurrent(target);
  if (elsewhere !== document.body && isStep(elsewhere)) return;
  const twin = [...target.querySelectorAll("button, a")].find((one) => signOf(one) === control);
  (twin ?? target).focus();
}

const isStep = (element) => element.hasAttribute?.("data-step") ?? false;

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  event.preventDefault();
  if (button?.hasAttribute("formaction")) send(button.formAction, button.name ? { [button.name]: button.value } : {});
});

// The second half of a double click would meet another block, which came to lie there.
form.addEventListener("click", (event) => {
  if (event.detail > 1 && event.target.closest("button")) event.preventDefault();
}, true);

// --- the cut and the number as printed, for which a box opens in the block

const cutUrl = (block) => `${form.dataset.base}${pkOf(block)}/cut/`;

function leaveEditing(block) {
  for (const place of block.querySelectorAll(".app-block__opened")) place.remove();
  goTo(block);
}

function cutHere(block) {
  const area = block.querySelector("[data-cut] textarea");
  const cursor = [...area.value.slice(0, area.selectionStart)].length;
  block.focus();
  send(cutUrl(block), { cursor }).then(() => {
    // Refused: the text stays open, to choose another place.
    if (area.isConnected) area.focus();
  });
}

function saveLabel(block) {
  const label = block.querySelector("[data-label-edit] input").value;
  leaveEditing(block);
  send(`${form.dataset.base}${pkOf(block)}/label/`, { label });
}

form.addEventListener("click", (event) => {
  const block = blockOf(event.target);
  if (!block) return;
  if (event.target.closest("[data-cut-link]") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    cut(block);
  } else if (event.target.closest("[data-cut-here]")) cutHere(block);
  else if (event.target.closest("[data-leave]")) leaveEditing(block);
  // Whoever goes back in the history comes back to the block.
  else if (event.target.closest("a")) history.replaceState(null, "", `#${block.id}`);
  else if (event.target.closest(".app-block__body") && !event.target.closest(".app-block__opened")) show(block.querySelector(".app-block__controls"));
});

// --- keys: only while a block has the focus, and never in a field

const keys = document.getElementById("split-keys");
const showKeys = () => keys.showModal();
document.querySelector("[data-open-keys]").addEventListener("click", showKeys);

const follow = (block, what) => block.querySelector(what)?.click();
const verb = (name, values) => (block) => send(`${form.dataset.base}${pkOf(block)}/${name}/`, values);

const cut = (block) => openCut(block, cutUrl(block));

const WITH_ALT = {
  ArrowUp: verb("move", { up: "1" }),
  ArrowDown: verb("move", { down: "1" }),
};
const KEYS = {
  ArrowUp: (block) => goTo(neighbour(block, -1)),
  ArrowDown: (block) => goTo(neighbour(block, 1)),
  Home: () => goTo(blocks()[0]),
  End: () => goTo(blocks().at(-1)),
  q: verb("kind", { kind: "question" }),
  c: verb("kind", { kind: "context" }),
  h: verb("kind", { kind: "section" }),
  x: (block) => verb("omit", { omitted: "omitted" in block.dataset ? "" : "on" })(block),
  j: verb("join"),
  "]": verb("in"),
  "[": verb("out"),
  l: openLabel,
  p: (block) => follow(block, "[data-redact-link]"),
  z: () => send(`${form.dataset.base}undo/`),
  y: () => send(`${form.dataset.base}redo/`),
  "?": showKeys,
};
const REPEATED = new Set(["ArrowUp", "ArrowDown"]);

function editingKey(event, block) {
  if (event.isComposing) return;
  if (event.key === "Escape") leaveEditing(block);
  else if (event.key !== "Enter") return;
  else if (event.target.closest("[data-cut]")) cutHere(block);
  else saveLabel(block);
  event.preventDefault();
}

form.addEventListener("keydown", (event) => {
  const block = blockOf(event.target);
  if (!block || event.ctrlKey || event.metaKey) return;
  if (event.target.matches("input, textarea")) {
    editingKey(event, block);
    return;
  }
  // A button or a link inside the block has its own Enter.
  const enter = event.key === "Enter" && event.target === block ? cut : null;
  const does = event.altKey ? WITH_ALT[event.key] : enter ?? KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!does) return;
  event.preventDefault();
  if (event.repeat && !REPEATED.has(event.key)) return;
  does(block);
});

form.addEventListener("focusin", (event) => {
  const block = blockOf(event.target);
  if (block) makeCurrent(block);
});

dressList();
addressed()?.focus({ preventScroll: true });
