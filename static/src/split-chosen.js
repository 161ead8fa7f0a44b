// Several blocks of a split at once: which are chosen. The boxes that are ticked say so, and
// work without this file; here are quicker ways to tick them. What becomes of the blocks is said
// in split.js.

import { blocksOf } from "./split-saving.js";

const boxOf = (block) => block.querySelector(".app-block__choose");
const isChosen = (block) => boxOf(block).checked;

export class Choice {
  #form;
  #bar = document.getElementById("split-chosen");

  constructor(form) {
    this.#form = form;
    form.addEventListener("change", ({ target }) => {
      if (target.matches(".app-block__choose")) this.#tell();
    });
  }

  get #blocks() {
    return blocksOf(this.#form);
  }

  // The blocks that are chosen, in their order.
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

  // From a block to the one beside it; back over one that was chosen on the way, that is let go.
  stretch(block, next) {
    boxOf(block).checked = !(isChosen(block) && isChosen(next));
    boxOf(next).checked = true;
    this.#tell();
  }

  range(block, other) {
    const all = this.#blocks;
    const ends = [all.indexOf(block), all.indexOf(other)];
    this.#add(all.slice(Math.min(...ends), Math.max(...ends) + 1));
  }

  list(block) {
    this.#add(listAround(block, this.#blocks));
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
    for (const block of this.#blocks) block.setAttribute("aria-selected", String(isChosen(block)));
    const count = this.all.length;
    this.#bar.hidden = count === 0;
    document.getElementById("split-chosen-count").textContent = `${count} block${count === 1 ? "" : "s"} chosen`;
  }
}

// All that stand beside a block, of its kind and on its level, and what is below them.
function listAround(block, all) {
  const level = (one) => Number(one.dataset.level);
  const beside = (one) =>
    level(one) > level(block) || (level(one) === level(block) && one.dataset.kind === block.dataset.kind);
  let first = all.indexOf(block);
  let last = first;
  while (first > 0 && beside(all[first - 1])) first -= 1;
  while (last < all.length - 1 && beside(all[last + 1])) last += 1;
  // What lies deeper at the beginning belongs to something above the list.
  while (level(all[first]) > level(block)) first += 1;
  return all.slice(first, last + 1);
}
