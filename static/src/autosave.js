// Keeps what is typed on the server while it is typed, and says so; never in the browser's storage.
// A form that wants it has data-keep-url and the hidden field "kept". Every page works without this.

// Words that nobody kept are at most so old.
const PAUSE = 5000;
const AGAIN = 15000;
// What a browser still sends for a page that is being left.
const LAST_WORDS = 60000;

const status = document.querySelector("[data-kept-status]");
const SIGNED_OUT = "Not saved: you are signed out. Sign in again in another tab, then go on here.";
const NO_CONNECTION = "Not saved: no connection. Your words are still on this page.";

let changed = null; // the form with words that are not kept yet
let timer = 0;
let sending = false;
let failed = false;
let leaving = false; // the form itself is on its way

function say(sentence) {
  // A live region that is told the same again is read out again.
  if (status && status.textContent !== sentence) status.textContent = sentence;
}

async function problemOf(answer) {
  if (answer.status === 401) return SIGNED_OUT;
  if (answer.status === 403) return "Not saved: this page was made for somebody else, or you may not change it any more.";
  if (answer.status === 413) return "Not saved: this is too long.";
  return "Not saved: the server could not do it. Your words are still on this page.";
}

async function keep({ last = false } = {}) {
  clearTimeout(timer);
  timer = 0;
  const form = changed;
  if (!form || leaving || (sending && !last)) return;
  changed = null;
  sending = true;
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.dataset.keepUrl, {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "error",
      keepalive: last && String(body).length < LAST_WORDS,
    });
    failed = !answer.ok;
    say(answer.ok ? `Saved ${(await answer.json()).kept_at} as a draft of your own` : await problemOf(answer));
  } catch {
    failed = true;
    say(NO_CONNECTION);
  }
  sending = false;
  if (failed) changed ??= form;
  if (changed) later(failed ? AGAIN : PAUSE);
}

function later(pause = PAUSE) {
  if (!timer && !leaving) timer = setTimeout(keep, pause);
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep-url]");
  if (!form) return;
  changed = form;
  later();
});
document.addEventListener("focusout", (event) => {
  // Who goes to a button sends the words by it.
  const sends = event.relatedTarget?.matches("button, input[type=submit]");
  if (changed && !sends && event.target.matches("textarea, input")) keep();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keep({ last: true });
});
window.addEventListener("pagehide", () => keep({ last: true }));
// What a change of rows puts in the place of the form goes on being kept.
document.addEventListener("htmx:afterSwap", () => {
  if (changed && !changed.isConnected) changed = document.querySelector("form[data-keep-url]");
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-keep-url]") || event.defaultPrevented) return;
  leaving = true;
  clearTimeout(timer);
});
// Back from the page that the form led to: the browser may show this one as it was.
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("online", () => keep());

// Words that a refusal showed again are kept at once; what cannot be kept is not left unasked.
const refused = document.querySelector("form[data-keep-url][data-unsaved=true]");
if (refused) {
  changed = refused;
  keep();
}
window.addEventListener("beforeunload", (event) => {
  if (failed && changed && !leaving) event.preventDefault();
});
