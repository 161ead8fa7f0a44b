// Starts the design system's components and says visibly when a request of htmx fails.
// Every page works without this file.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

const problem = document.getElementById("app-request-problem");

const SENTENCES = {
  401: "You have been signed out. What you typed is still here: sign in again in another tab, then come back.",
  403: "You may not do this. Nothing was saved.",
  404: "This is no longer there. Load the page again.",
  413: "This is too long to be saved.",
};

function say(sentence) {
  if (!problem) return;
  const paragraph = document.createElement("p");
  paragraph.className = "govuk-body";
  paragraph.textContent = sentence;
  problem.replaceChildren(paragraph);
}

function sentenceFor(status) {
  return SENTENCES[status] ?? "The server could not do this. Nothing was saved. Try again in a minute.";
}

// A whole page is never a fragment: it is the sign-in page, or an error page, after a redirect.
function isWholePage(text) {
  return /^\s*<!doctype html/i.test(text);
}

// The page of a refusal says in its first sentence who may, or why it cannot be done now.
function sentenceOf(xhr) {
  if (xhr.responseURL.includes("/accounts/login/")) return sentenceFor(401);
  const refused = [403, 409].includes(xhr.status) && isWholePage(xhr.responseText);
  const page = refused && new DOMParser().parseFromString(xhr.responseText, "text/html");
  const words = page && page.querySelector("main .govuk-body")?.textContent.trim();
  return words ? `${words} Nothing was saved.` : sentenceFor(xhr.status);
}

document.addEventListener("htmx:beforeSwap", (event) => {
  const { xhr } = event.detail;
  if (!event.detail.shouldSwap || !isWholePage(xhr.responseText)) return;
  event.detail.shouldSwap = false;
  say(sentenceOf(xhr));
});
document.addEventListener("htmx:afterSwap", () => problem?.replaceChildren());
document.addEventListener("htmx:responseError", (event) => say(sentenceOf(event.detail.xhr)));
document.addEventListener("htmx:sendError", () =>
  say("The server cannot be reached. Nothing was saved: check the connection and try again."));
document.addEventListener("htmx:timeout", () =>
  say("The server took too long to answer. Nothing may have been saved: try again."));

// What arrives later needs its components started too.
document.addEventListener("htmx:load", (event) => {
  if (event.detail.elt !== document.body) initAll({ scope: event.detail.elt });
});
