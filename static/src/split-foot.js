// What stays at the foot of the window: nothing may be scrolled to, or worked on, behind it.

import { show } from "./split-boxes.js";

// Tells the style sheet how high its parts are.
export function watchFoot() {
  for (const name of ["bar", "chosen", "did"]) {
    const part = document.querySelector(`.app-split-${name}`);
    new ResizeObserver(() => {
      document.documentElement.style.setProperty(`--app-split-${name}-height`, `${part.offsetHeight}px`);
      if (document.activeElement?.matches(".app-block")) show(document.activeElement);
    }).observe(part);
  }
}
