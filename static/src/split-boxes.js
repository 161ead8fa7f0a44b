// The boxes that open in a block of the split: its text with a cursor to cut at, and its number.
// What becomes of them is said in split.js.

const A_GOOD_PLACE = /\n\s*(?=\S)|[.?!:;][)"”’']*\s+(?=\S)/;

// Above the bar at the foot of the window: the style sheet knows how high that is.
export const show = (element) => element.scrollIntoView({ block: "nearest" });

function placeIn(block) {
  const place = document.createElement("div");
  place.className = "app-block__opened";
  block.querySelector(".app-block__body").append(place);
  return place;
}

// Where somebody clicked into the text, as a place in it; null if it cannot be told.
function clickedPlace(block, length) {
  const selection = document.getSelection();
  const text = block.querySelector(".app-block__text");
  if (!selection?.focusNode || !text.contains(selection.focusNode)) return null;
  const measure = (node, offset) => {
    const range = document.createRange();
    range.setStart(text, 0);
    range.setEnd(node, offset);
    const copy = range.cloneContents();
    copy.querySelector(".app-block__label")?.remove();
    const breaks = copy.querySelectorAll("br").length;
    return copy.textContent.replace(/^\s+/, "").length + breaks;
  };
  // Words that are shown as removed are shorter or longer than what stands there.
  if (measure(text, text.childNodes.length) !== length) return null;
  return measure(selection.focusNode, selection.focusOffset);
}

// The text with a cursor, in which nothing can be typed.
export async function openCut(block, url) {
  if (block.querySelector("[data-cut]")) return;
  const place = placeIn(block);
  try {
    await window.htmx.ajax("GET", url, { target: place, swap: "innerHTML settle:0ms" });
  } finally {
    if (!place.querySelector("textarea")) place.remove();
  }
  const area = place.querySelector("textarea");
  if (!area) return;
  const { value } = area;
  const clicked = clickedPlace(block, value.length);
  const good = value.match(A_GOOD_PLACE);
  const start = clicked || (good ? good.index + good[0].length : 0);
  area.style.height = `${area.scrollHeight + 6}px`;
  area.addEventListener("beforeinput", (event) => event.preventDefault());
  area.focus();
  area.setSelectionRange(start, start);
  show(place);
}

export function openLabel(block) {
  if (block.querySelector("[data-label-edit]")) return;
  const place = placeIn(block);
  place.classList.add("app-label-edit");
  place.dataset.labelEdit = "";
  const label = document.createElement("label");
  label.className = "govuk-label";
  label.textContent = "Number as the requester printed it (Enter saves, Escape leaves it)";
  label.htmlFor = `label-${block.id}`;
  const input = document.createElement("input");
  input.className = "govuk-input govuk-input--width-5";
  input.id = label.htmlFor;
  input.maxLength = 40;
  input.autocomplete = "off";
  input.value = block.querySelector(".app-block__label")?.textContent ?? "";
  place.append(label, input);
  input.select();
  show(place);
}
