// The blocks of a split as a tree grid, of which one row is in the tab order.

export function dress(list, blocks) {
  list.setAttribute("role", "treegrid");
  list.setAttribute("aria-label", "Blocks of the request");
  list.setAttribute("aria-multiselectable", "true");
  for (const block of blocks) dressRow(block);
}

function dressRow(block) {
  if (block.getAttribute("role") === "row") return;
  block.setAttribute("role", "row");
  block.setAttribute("aria-level", String(Number(block.dataset.level) + 1));
  block.setAttribute("aria-labelledby", `${block.id}-tags ${block.id}-text`);
  for (const cell of block.children) cell.setAttribute("role", "gridcell");
  setReachable(block, false);
}

export function setReachable(block, reachable) {
  block.tabIndex = reachable ? 0 : -1;
  for (const control of block.querySelectorAll("button, a, input, textarea")) control.tabIndex = reachable ? 0 : -1;
}

// Which button had the focus, so that its twin in the new row gets it.
export function signOf(element) {
  const row = element?.closest?.(".app-block");
  if (!row || element === row) return "";
  return `${element.getAttribute("formaction") ?? element.getAttribute("href")} ${element.name} ${element.value}`;
}
