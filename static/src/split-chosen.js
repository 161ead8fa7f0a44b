// Several blocks of a split at once: which are ticked. The boxes say so, and
// work without this file; here are quicker ways to tick them. What becomes of the blocks is said
// in split.js.

import { blocksOf } from "./split-saving.js";

const boxOf = (block) => block.querySelector(".app-block__choose");
const isChosen = (block) => boxOf(block).checked;

// What stands in front of a text is a number, a bullet or nothing.
const sortOf = (block) => {
  const label = block.querySelector(".app-block__label")?.textContent ?? "";
  return label === "" ? "" : /[\p{L}\d]/u.test(label) ? "number" : "bullet";
};

export class Choice {
  #form;
  #leave;
  #anchor = null; // where ticking with Shift and an arrow began
  #bar = document.getElementById("split-chosen");

  // ``leave`` is called when the bar goes away that has the focus.
  constructor(form, leave) {
    this.#form = form;
    this.#leave = leave;
    form.addEventListener("change", ({ target }) => {
      if (target.matches(".app-block__choose")) this.#tell();
    });
  }

  get #blocks() {
    return blocksOf(this.#form);
  }

  // The blocks that are ticked, in their order.
  get all() {
    return this.#blocks.filter(isChosen);
  }

  // The blocks that a key is meant for which was pressed on this one.
  meantBy(block) {
    return isChosen(block) ? this.all : [block];
  }

  toggle(block) {
    boxOf(block).checked = !isChosen(block);
    this.#tell();
  }

  // From a block to the one beside it. On the way back to where that began it lets go.
  stretch(block, next) {
    const all = this.#blocks;
    const begins = all.find(({ id }) => id === this.#anchor) ?? block;
    const far = (one) => Math.abs(all.indexOf(one) - all.indexOf(begins));
    boxOf(block).checked = far(next) > far(block);
    boxOf(next).checked = true;
    this.#tell();
    this.#anchor = begins.id;
  }

  // Whoever moves on without Shift begins anew.
  endStretch() {
    this.#anchor = null;
  }

  range(block, other) {
    const all = this.#blocks;
    const ends = [all.indexOf(block), all.indexOf(other)];
    this.#add(all.slice(Math.min(...ends), Math.max(...ends) + 1));
  }

  lists(some) {
    const all = this.#blocks;
    const found = new Set();
    for (const block of some) if (!found.has(block)) for (const one of listAround(block, all)) found.add(one);
    this.#add([...found]);
  }

  // These, by their ids, and no others.
  only(ids) {
    for (const block of this.#blocks) boxOf(block).checked = ids.has(block.id);
    this.#tell();
  }

  #add(blocks) {
    for (const block of blocks) boxOf(block).checked = true;
    this.#tell();
  }

  #tell() {
    this.#anchor = null;
    for (const block of this.#blocks) block.setAttribute("aria-selected", String(isChosen(block)));
    const count = this.all.length;
    const told = count ? `${count} block${count === 1 ? "" : "s"} ticked` : "";
    const said = document.getElementById("split-chosen-said");
    if (said.textContent !== told) said.textContent = told;
    document.getElementById("split-chosen-count").textContent = told;
    const left = count === 0 && this.#bar.contains(document.activeElement);
    this.#bar.hidden = count === 0;
    if (left) this.#leave();
  }
}

// All that stand beside a block, of its kind, on its level and with a number or a bullet if it has
// one, and what is below them.
function listAround(block, all) {
  const level = (one) => Number(one.dataset.level);
  const alike = (one) => one.dataset.kind === block.dataset.kind && sortOf(one) === sortOf(block);
  const beside = (one) => level(one) > level(block) || (level(one) === level(block) && alike(one));
  let first = all.indexOf(block);
  let last = first;
  while (first > 0 && beside(all[first - 1])) first -= 1;
  while (last < all.length - 1 && beside(all[last + 1])) last += 1;
  // What lies deeper at the beginning belongs to something above the list.
  while (level(all[first]) > level(block)) first += 1;
  return all.slice(first, last + 1);
}
