// Keeps what is typed on the server while it is typed, and says so; never in the browser's storage.
// A form that wants it has data-keep-url and the hidden field "kept". Every page works without this.
// Attributes are read by getAttribute: a question of the law is called "dataset" (section 11), and a
// form gives its control of that name in place of its own property.

// Words that nobody kept are at most so old.
const PAUSE = 5000;
const AGAIN = 15000;
// What a browser still sends for a page that is being left.
const LAST_WORDS = 60000;

const status = document.querySelector("[data-kept-status]");
const SIGNED_OUT = "Not saved: you are signed out. Sign in again in another tab, then go on here.";
const NO_CONNECTION = "Not saved: no connection. Your words are still on this page.";

const changed = new Set(); // the forms with words that are not kept yet
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

async function isKept(form, last) {
  const body = new URLSearchParams(new FormData(form));
  try {
    const answer = await fetch(form.getAttribute("data-keep-url"), {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
      redirect: "error",
      keepalive: last && String(body).length < LAST_WORDS,
    });
    say(answer.ok ? `Saved ${(await answer.json()).kept_at} as a draft of your own` : await problemOf(answer));
    return answer.ok;
  } catch {
    say(NO_CONNECTION);
    return false;
  }
}

async function keep({ last = false } = {}) {
  clearTimeout(timer);
  timer = 0;
  if (leaving || (sending && !last) || !changed.size) return;
  const forms = [...changed];
  changed.clear();
  sending = true;
  const kept = await Promise.all(forms.map((form) => isKept(form, last)));
  sending = false;
  failed = kept.includes(false);
  forms.filter((form, place) => !kept[place]).forEach((form) => changed.add(form));
  if (changed.size) later(failed ? AGAIN : PAUSE);
}

function later(pause = PAUSE) {
  if (!timer && !leaving) timer = setTimeout(keep, pause);
}

document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-keep-url]");
  if (!form) return;
  changed.add(form);
  later();
});
document.addEventListener("focusout", (event) => {
  // Who goes to a button sends the words by it.
  const sends = event.relatedTarget?.matches("button, input[type=submit]");
  if (!sends && event.target.matches("textarea, input")) keep();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keep({ last: true });
});
window.addEventListener("pagehide", () => keep({ last: true }));
// What a change of rows puts in the place of the form goes on being kept; a form that is saved
// without leaving the page (hx-post) says whether that was refused.
document.addEventListener("htmx:afterSwap", () => {
  for (const form of [...changed].filter((one) => !one.isConnected)) {
    changed.delete(form);
    const now = document.getElementById(form.getAttribute("id"));
    if (now && (!now.hasAttribute("hx-post") || now.getAttribute("data-unsaved") === "true")) changed.add(now);
  }
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-keep-url]") || event.defaultPrevented) return;
  changed.delete(event.target);
  keep({ last: true }); // another form of the page, which is left as well
  leaving = true;
  clearTimeout(timer);
});
// Back from the page that the form led to: the browser may show this one as it was.
window.addEventListener("pageshow", () => { leaving = false; });
window.addEventListener("online", () => keep());

// Words that a refusal showed again are kept at once; what cannot be kept is not left unasked.
document.querySelectorAll("form[data-keep-url][data-unsaved=true]").forEach((form) => changed.add(form));
keep();
window.addEventListener("beforeunload", (event) => {
  if (failed && changed.size && !leaving) event.preventDefault();
});
