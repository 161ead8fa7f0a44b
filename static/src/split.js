// Makes the correction of a split quick: keys, a cursor to cut at, and corrections that are saved
// without loading the page anew. Every correction is the same POST that the buttons make, and
// the server says what the split is then. The page works without this file.

import { openCut, openLabel, show } from "./split-boxes.js";
import { Choice } from "./split-chosen.js";
import { Saving, blocksOf, listOf } from "./split-saving.js";

const form = document.getElementById("split");
const list = () => listOf(form);
const blocks = () => blocksOf(form);
const blockOf = (element) => element?.closest?.(".app-block") ?? null;
const addressed = () => blockOf(document.getElementById(location.hash.slice(1)));
const pkOf = (block) => block.id.replace("block-", "");

const choice = new Choice(form);
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
  for (const control of block.querySelectorAll("button, a, input")) control.tabIndex = reachable ? 0 : -1;
}

function dressList() {
  list().setAttribute("role", "treegrid");
  list().setAttribute("aria-label", "Blocks of the request");
  list().setAttribute("aria-multiselectable", "true");
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
function takeInHand(block) {
  const { top } = block.getBoundingClientRect();
  makeCurrent(block);
  window.scrollBy(0, block.getBoundingClientRect().top - top);
}

form.addEventListener("mousedown", (event) => {
  const block = blockOf(event.target);
  if (!block || block.id === current) return;
  const before = document.getElementById(current);
  // A box that moved before the button of the mouse came up would not be ticked.
  if (event.shiftKey || event.target.matches(".app-block__choose")) event.preventDefault();
  else takeInHand(block);
  if (!event.shiftKey) return;
  choice.range(before, block);
  if (!event.target.matches(".app-block__choose")) goTo(block);
});

// What stays at the foot of the window: nothing may be scrolled to behind it.
for (const [name, bar] of [["bar", document.querySelector(".app-split-bar")], ["chosen", document.getElementById("split-chosen")]]) {
  new ResizeObserver(() => {
    document.documentElement.style.setProperty(`--app-split-${name}-height`, `${bar.offsetHeight}px`);
  }).observe(bar);
}

function goTo(block) {
  if (!block) return;
  makeCurrent(block);
  block.focus();
}

function neighbour(block, step) {
  const all = blocks();
  return all[all.indexOf(block) + step];
}

// --- corrections, and where to look after them

const saving = new Saving(form, choice);

function send(url, values = {}, stay = false) {
  return saving.send(url, values, () => {
    const asked = stay ? null : current;
    const control = signOf(document.activeElement);
    return () => lookAgain(asked, control);
  });
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

// The key of a block, or of all that are chosen: the address does not say which those are.
const keysOf = (some) => ({ chosen: some.map(pkOf).join(" ") });

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  event.preventDefault();
  if (!button?.hasAttribute("formaction")) return;
  const values = button.name ? { [button.name]: button.value } : {};
  if (button.closest("#split-chosen")) send(button.formAction, { ...values, ...keysOf(choice.all) }, true);
  else send(button.formAction, values);
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

function cutLines(block) {
  leaveEditing(block);
  send(`${cutUrl(block)}lines/`);
}

function saveLabel(block) {
  const label = block.querySelector("[data-label-edit] input").value;
  leaveEditing(block);
  send(`${form.dataset.base}${pkOf(block)}/label/`, { label });
}

// With a mouse: whoever does it with the keys stays on the box.
function ticked(event, block) {
  // The range was chosen when the button of the mouse went down.
  if (event.shiftKey) event.preventDefault();
  if (event.detail === 0) return;
  takeInHand(block);
  block.focus({ preventScroll: true });
}

form.addEventListener("click", (event) => {
  const block = blockOf(event.target);
  if (!block) return;
  if (event.target.closest("[data-cut-link]") && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    cut(block);
  } else if (event.target.closest("[data-cut-here]")) cutHere(block);
  else if (event.target.closest("[data-cut-lines]")) cutLines(block);
  else if (event.target.closest("[data-leave]")) leaveEditing(block);
  else if (event.target.matches(".app-block__choose")) ticked(event, block);
  // Whoever goes back in the history comes back to the block.
  else if (event.target.closest("a")) history.replaceState(null, "", `#${block.id}`);
  else if (event.target.closest(".app-block__body") && !event.target.closest(".app-block__opened")) show(block.querySelector(".app-block__controls"));
});

// --- keys: only while a block has the focus, and never in a field

const keys = document.getElementById("split-keys");
const showKeys = () => keys.showModal();
document.querySelector("[data-open-keys]").addEventListener("click", showKeys);

const follow = (block, what) => block.querySelector(what)?.click();
const verb = (name, values) => (block) => {
  const meant = choice.meantBy(block);
  if (meant.length === 1) send(`${form.dataset.base}${pkOf(block)}/${name}/`, values);
  else send(`${form.dataset.base}chosen/${name}/`, { ...values, ...keysOf(meant) }, true);
};

function stretch(block, step) {
  const next = neighbour(block, step);
  if (!next) return;
  choice.stretch(block, next);
  goTo(next);
}

const cut = (block) => openCut(block, cutUrl(block));

const WITH_SHIFT = {
  ArrowUp: (block) => stretch(block, -1),
  ArrowDown: (block) => stretch(block, 1),
};
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
  a: (block) => choice.list(block),
  Escape: () => choice.only(new Set()),
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
const ON_THE_BLOCK = {
  Enter: cut,
  " ": (block) => choice.toggle(block),
};
const REPEATED = new Set(["ArrowUp", "ArrowDown"]);

function doesOf(event, own) {
  if (event.altKey) return WITH_ALT[event.key];
  if (event.shiftKey && WITH_SHIFT[event.key]) return WITH_SHIFT[event.key];
  return own ?? KEYS[event.key.length === 1 ? event.key.toLowerCase() : event.key];
}

function editingKey(event, block) {
  if (event.isComposing) return;
  if (event.key === "Escape") leaveEditing(block);
  else if (event.key !== "Enter") return;
  else if (event.target.closest("[data-cut]")) (event.shiftKey ? cutLines : cutHere)(block);
  else saveLabel(block);
  event.preventDefault();
}

form.addEventListener("keydown", (event) => {
  const block = blockOf(event.target);
  if (!block || event.ctrlKey || event.metaKey) return;
  if (event.target.matches(".app-block__opened :is(input, textarea)")) {
    editingKey(event, block);
    return;
  }
  // A button, a link or a box inside the block has its own Enter and space.
  const own = event.target === block ? ON_THE_BLOCK[event.key] : null;
  const does = doesOf(event, own);
  if (!does) return;
  event.preventDefault();
  if (event.repeat && !REPEATED.has(event.key)) return;
  does(block);
});

form.addEventListener("focusin", (event) => {
  const block = blockOf(event.target);
  if (block) makeCurrent(block);
});

document.querySelector("[data-choose-list]").addEventListener("click", () => choice.all.forEach((block) => choice.list(block)));
document.querySelector("[data-choose-none]").addEventListener("click", () => choice.only(new Set()));

dressList();
choice.only(new Set());
addressed()?.focus({ preventScroll: true });
