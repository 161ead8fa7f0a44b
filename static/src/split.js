// Makes the correction of a split quick: keys, a cursor to cut at, and corrections that are saved
// without loading the page anew. Every correction is the same POST that the buttons make, and
// the server says what the split is then. The page works without this file.

import { openCut, openLabel, show } from "./split-boxes.js";
import { Choice } from "./split-chosen.js";
import { watchFoot } from "./split-foot.js";
import { dress, setReachable, signOf } from "./split-grid.js";
import { Saving, blocksOf, listOf } from "./split-saving.js";

const form = document.getElementById("split");
const list = () => listOf(form);
const blocks = () => blocksOf(form);
const blockOf = (element) => element?.closest?.(".app-block") ?? null;
const addressed = () => blockOf(document.getElementById(location.hash.slice(1)));
const pkOf = (block) => block.id.replace("block-", "");

const choice = new Choice(form, () => goTo(inHand()));
let current = null; // the id of the block that has, or had last, the focus
const led = () => document.getElementById(document.getElementById("split-blocks").dataset.focus);
const inHand = () => document.getElementById(current) ?? led() ?? blocks()[0];

function dressList() {
  dress(list(), blocks());
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

let ranged = false; // whether a range was ticked when the button of the mouse went down

form.addEventListener("mousedown", (event) => {
  const block = blockOf(event.target);
  const onBox = event.target.matches(".app-block__choose");
  ranged = event.button === 0 && event.shiftKey && block !== null && block.id !== current;
  if (!block || block.id === current) return;
  // A box that moved before the button of the mouse came up would not be ticked.
  if (ranged || onBox) event.preventDefault();
  else takeInHand(block);
  if (!ranged) return;
  choice.range(inHand(), block);
  if (!onBox) goTo(block);
});

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
const waiting = new Set(); // of blocks, by their ids: for which a key was pressed

function laterFor(block) {
  const meant = { id: block.id };
  waiting.add(meant);
  return () => {
    waiting.delete(meant);
    return document.getElementById(meant.id) ?? inHand();
  };
}

// ``asks`` says of the block, when its turn has come, what is asked: {url, values, several}. If it
// is gone by then, or the one before led elsewhere, that is the block meant.
function send(block, asks) {
  const meant = laterFor(block);
  return saving.send(() => {
    const { url, values = {}, several = false } = asks(meant());
    const asked = current;
    const control = signOf(document.activeElement);
    return { url, values, end: () => lookAgain(asked, control, several) };
  });
}

const askFor = (block, name, values) => ({ url: `${form.dataset.base}${pkOf(block)}/${name}/`, values });

// After a correction of several, whoever is in one of them stays there.
function lookAgain(asked, control, several) {
  const moved = several || current !== asked;
  const left = !moved || !document.getElementById(asked);
  for (const meant of waiting) if (left && led() && meant.id === asked) meant.id = led().id;
  const target = (moved ? document.getElementById(current) : null) ?? led();
  dressList();
  const elsewhere = document.activeElement;
  if (!target || (elsewhere !== document.body && !list().contains(elsewhere) && !isStep(elsewhere))) return;
  makeCurrent(target);
  if (elsewhere !== document.body && isStep(elsewhere)) return;
  const twin = [...target.querySelectorAll("button, a")].find((one) => signOf(one) === control);
  (twin ?? target).focus();
}

const isStep = (element) => element.hasAttribute?.("data-step") ?? false;

const keysOf = (some) => ({ chosen: some.map(pkOf).join(" ") });

form.addEventListener("submit", (event) => {
  const button = event.submitter;
  event.preventDefault();
  // That which Enter presses in a box has no name and no place in the list.
  if (!button?.closest(".app-block, .app-split-foot") || !button.hasAttribute("formaction")) return;
  const values = button.name ? { [button.name]: button.value } : {};
  const several = button.closest("#split-chosen") !== null;
  const asked = { url: button.formAction, values: several ? { ...values, ...keysOf(choice.all) } : values, several };
  send(inHand(), () => asked);
});

// The second half of a double click would meet another block, which came to lie there.
form.addEventListener("click", (event) => {
  if (event.detail < 2 || !event.target.closest(".app-block button")) return;
  event.preventDefault();
  event.stopPropagation();
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
  // Never for another block: it is a place in this one.
  const asked = askFor(block, "cut", { cursor });
  send(block, () => asked).then(() => {
    // Refused: the text stays open, to choose another place.
    if (area.isConnected) area.focus();
  });
}

function cutLines(block) {
  leaveEditing(block);
  const asked = askFor(block, "cut/lines");
  send(block, () => asked);
}

function saveLabel(block) {
  const label = block.querySelector("[data-label-edit] input").value;
  leaveEditing(block);
  const asked = askFor(block, "label", { label });
  send(block, () => asked);
}

// With a mouse: whoever does it with the keys stays on the box.
function ticked(event, block) {
  // The range was chosen when the button of the mouse went down.
  if (event.detail === 0) return;
  if (ranged) event.preventDefault();
  ranged = false;
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
// To one block, or to all that are ticked if it is one of them: those that were when the key was
// pressed, as far as they are there when its turn has come.
const verb = (name, valuesOf = () => ({})) => (pressed) => {
  const ids = choice.meantBy(pressed).map(({ id }) => id);
  send(pressed, (block) => {
    const still = ids.map((id) => document.getElementById(id)).filter((one) => one !== null);
    const led = block !== pressed && block.id !== pressed.id;
    const meant = led && still.length < 2 ? choice.meantBy(block) : still;
    const values = valuesOf(block);
    if (meant.length < 2) return askFor(meant[0] ?? block, name, values);
    return { url: `${form.dataset.base}chosen/${name}/`, values: { ...values, ...keysOf(meant) }, several: true };
  });
};
const step = (name) => (block) => send(block, () => ({ url: `${form.dataset.base}${name}/` }));

function walkTo(block) {
  choice.endStretch();
  goTo(block);
}

function stretch(block, step) {
  const next = neighbour(block, step);
  if (!next) return;
  goTo(next);
  choice.stretch(block, next);
}

const later = (opens) => (block) => {
  const meant = laterFor(block);
  saving.after(() => opens(meant()));
};
const cut = later((block) => openCut(block, cutUrl(block)));

function tickNone() {
  choice.only(new Set());
}

const WITH_SHIFT = {
  ArrowUp: (block) => stretch(block, -1),
  ArrowDown: (block) => stretch(block, 1),
};
const WITH_ALT = {
  ArrowUp: verb("move", () => ({ up: "1" })),
  ArrowDown: verb("move", () => ({ down: "1" })),
};
const KEYS = {
  ArrowUp: (block) => walkTo(neighbour(block, -1)),
  ArrowDown: (block) => walkTo(neighbour(block, 1)),
  Home: () => walkTo(blocks()[0]),
  End: () => walkTo(blocks().at(-1)),
  q: verb("kind", () => ({ kind: "question" })),
  c: verb("kind", () => ({ kind: "context" })),
  h: verb("kind", () => ({ kind: "section" })),
  a: (block) => choice.lists([block]),
  Escape: tickNone,
  x: verb("omit", (block) => ({ omitted: "omitted" in block.dataset ? "" : "on" })),
  j: verb("join"),
  "]": verb("in"),
  "[": verb("out"),
  l: later(openLabel),
  p: later((block) => follow(block, "[data-redact-link]")),
  z: step("undo"),
  y: step("redo"),
  "?": showKeys,
};
const ON_THE_BLOCK = {
  Enter: cut,
  " ": (block) => choice.toggle(block),
};
// Of these, what a key does while a button at the foot of the window has the focus.
const AT_THE_FOOT = new Set(["z", "y", "Escape", "?"]);
const REPEATED = new Set(["ArrowUp", "ArrowDown"]);

const nameOf = ({ key }) => (key.length === 1 ? key.toLowerCase() : key);

function doesOf(event, own) {
  if (event.altKey) return WITH_ALT[event.key];
  if (event.shiftKey && WITH_SHIFT[event.key]) return WITH_SHIFT[event.key];
  return own ?? KEYS[nameOf(event)];
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
  const block = blockOf(event.target) ?? (event.target.closest(".app-split-foot") && AT_THE_FOOT.has(nameOf(event)) ? inHand() : null);
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

document.querySelector("[data-choose-list]").addEventListener("click", () => choice.lists(choice.all));
document.querySelector("[data-choose-none]").addEventListener("click", tickNone);

watchFoot();
dressList();
choice.only(new Set());
addressed()?.focus({ preventScroll: true });
