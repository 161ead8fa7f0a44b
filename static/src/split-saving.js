// Corrections of a split are saved one after the other, each against the revision that the one
// before made, and put into the page without loading it anew.

export const listOf = (form) => form.querySelector(".app-blocks");
export const blocksOf = (form) => [...form.querySelectorAll(".app-block")];

// After a redirect to the sign-in page all seems well.
const statusOf = (xhr) => (!xhr || xhr.responseURL.includes("/accounts/login/") ? 0 : xhr.status);

export class Saving {
  #form;
  #choice;
  #queue = Promise.resolve();
  #batch = 0; // what was asked before something went wrong is not done after it
  #answer = null;
  #late = false;

  constructor(form, choice) {
    this.#form = form;
    this.#choice = choice;
    document.addEventListener("htmx:afterRequest", ({ detail: { xhr } }) => { this.#answer = xhr; });
    document.addEventListener("htmx:timeout", () => { this.#late = true; });
  }

  // ``begin`` is called when its turn has come: it says what is asked then, as {url, values, end};
  // ``end`` is called when the blocks are changed.
  send(begin) {
    const mine = this.#batch;
    this.#queue = this.#queue
      .then(() => (mine === this.#batch ? this.#correct(begin()) : null))
      .catch(() => { this.#batch += 1; });
    return this.#queue;
  }

  // When all that was asked before is done, or was given up.
  after(deed) {
    this.#queue = this.#queue.then(deed).catch(() => {});
  }

  async #correct({ url, values, end }) {
    const form = this.#form;
    this.#answer = null;
    this.#late = false;
    form.setAttribute("aria-busy", "true");
    try {
      await window.htmx.ajax("POST", url, {
        target: "#split-blocks",
        swap: "none",
        values: { ...values, revision: form.elements.revision.value },
      });
    } catch {
      this.#answer = null;
    } finally {
      form.removeAttribute("aria-busy");
    }
    const status = statusOf(this.#answer);
    if (status !== 200) this.#batch += 1;
    if (status === 422) return;
    if ([200, 409].includes(status) && this.#merge(this.#answer.responseText)) end();
    else this.#tellNotSaved();
  }

  // What the bar said of the correction before must not be taken for this one.
  #tellNotSaved() {
    const told = document.createElement("p");
    told.className = "app-split-status__problem";
    told.textContent = this.#late ? "Perhaps not saved: load the page again." : "Not saved.";
    document.getElementById("split-status").replaceChildren(told);
  }

  #merge(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("split-blocks");
    if (!fresh) return false;
    const told = [...fresh.querySelector(".app-blocks").children];
    const chosen = new Set(chosenAfter(told, this.#choice.all).map((block) => block.id));
    putInto(this.#form, told);
    this.#form.elements.revision.value = fresh.querySelector("[name=revision]").value;
    document.getElementById("split-blocks").dataset.focus = fresh.dataset.focus;
    this.#choice.only(chosen);
    return true;
  }
}

// What is ticked then: the pieces of a block that was cut at every line, unless others are.
function chosenAfter(told, before) {
  const pieces = told.filter((block) => block.querySelector(".app-block__choose:checked"));
  const cut = told[told.indexOf(pieces[0]) - 1]?.id;
  return pieces.length && before.every(({ id }) => id === cut) ? pieces : before;
}

// Puts the blocks in their new order and the changed ones in their new form. The others are not
// touched: with four hundred of them that is the difference between a moment and seconds.
function putInto(form, told) {
  const wanted = new Set(told.map((block) => block.id));
  const here = new Map(blocksOf(form).map((block) => [block.id, block]));
  for (const [id, block] of here) if (!wanted.has(id)) block.remove();
  let place = listOf(form).firstElementChild;
  for (const one of told) {
    const old = here.get(one.id);
    const block = "asItIs" in one.dataset ? old : one;
    if (old && block !== old) {
      if (old === place) place = block;
      old.replaceWith(block);
    }
    if (block === place) place = block.nextElementSibling;
    else listOf(form).insertBefore(block, place);
  }
}
