"""A real Chromium that notices whatever runs, loads or could, on pages handed to it.

The pages come from the in-process client, headers and all, without a network: the browser believes
that it is at ``http://testserver``. The content security policy is told to it as report-only, so
that what the policy would stop runs here, and is told as well: nothing may depend on the policy.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.contrib.staticfiles import finders
from django.http.response import HttpResponseBase
from playwright.sync_api import Browser, Page, Request, Route, ViewportSize

HOST = "testserver"
POLICY = "Content-Security-Policy"

# What was tried is kept in ``ran``. Of elements, those that could run, load or send something;
# scripts that hold data, and our own files, may be there.
_LOOK = """
const ran = [];
window.alert = (what) => { ran.push(`alert(${what})`); };
document.addEventListener("securitypolicyviolation", (event) => {
  ran.push(`${event.effectiveDirective}: ${event.blockedURI} ${event.sample}`);
});
const DATA = "[type='application/json'], [type='application/ld+json']";
const NEVER = "iframe, frame, object, embed, base, style, marquee, math, video, audio, x-mark, " +
  "meta[http-equiv=refresh], [style], [srcdoc], [autofocus], [data-hx-on], svg [href^='java']";
const ADDRESSES = "href src action formaction data poster background ping srcset xlink:href " +
  "hx-get hx-post hx-put hx-patch hx-delete";
function isBad(name, value) {
  if (/^(on|hx-on|data-hx-on)/i.test(name)) return true;
  if (name === "hx-vals" && /^js/i.test(value)) return true;
  if (!ADDRESSES.split(" ").includes(name)) return false;
  if (name === "hx-get" || name === "hx-post") return !/^\\/(?!\\/)/.test(value);
  let url;
  try { url = new URL(value, "http://testserver/"); } catch { return false; }
  const known = ["http:", "https:", "mailto:", "tel:"].includes(url.protocol);
  return !known || /(^|\\.)evil/.test(url.host);
}
function isForeign(element) {
  if (!element.matches("script[src], link[href], img[src], form[action]")) return false;
  const value = ["src", "href", "action"].map((name) => element.getAttribute(name)).find(Boolean);
  return new URL(value, "http://testserver/").host !== "testserver";
}
function ableToRun(root, allowed) {
  return [...root.querySelectorAll("*")].filter((one) =>
    (one.localName === "script" && !one.src && !one.matches(DATA)) ||
    (one.matches(NEVER) && !one.matches(allowed || "x-none")) || isForeign(one) ||
    [...one.attributes].some((a) => isBad(a.name, a.value))
  ).map((one) => one.outerHTML.slice(0, 300));
}
window.hostile = {
  ran: () => ran,
  live: () => ableToRun(document, "[style]"),
  parsed: (html) => ableToRun(new DOMParser().parseFromString(html, "text/html")),
};
"""


@dataclass
class HostileBrowser:
    """One window; ``problems`` gathers what ran, could have run or was asked for elsewhere."""

    page: Page
    served: dict[str, HttpResponseBase] = field(default_factory=dict)
    elsewhere: list[str] = field(default_factory=list)

    def live(self, url: str, answer: HttpResponseBase) -> list[str]:
        """Opens the answer as a page, with all of our scripts: what ran or could run on it."""
        address = f"http://{HOST}{url}"
        self.served, self.elsewhere = {address.partition("#")[0]: answer}, []
        self.page.goto(address, wait_until="load")
        found = self.page.evaluate("[...hostile.ran(), ...hostile.live()]")
        return [*found, *self.elsewhere]

    def parsed(self, html: str) -> list[str]:
        """What could run on a page or in a part of one, as this browser's parser reads it."""
        return list(self.page.evaluate("html => hostile.parsed(html)", html))

    def serve(self, route: Route, request: Request) -> None:
        parts = urlsplit(request.url)
        answer = self.served.get(request.url)
        if parts.hostname != HOST:
            self.elsewhere.append(f"asks for {request.url}")
            route.abort()
        elif answer is not None:
            route.fulfill(
                status=answer.status_code,
                headers=as_report_only(answer.headers),
                body=answer.content,  # type: ignore[attr-defined]
            )
        elif parts.path.endswith(".js") and (
            found := finders.find(parts.path.removeprefix("/static/"))
        ):
            route.fulfill(path=found)
        elif parts.path.startswith("/static/"):
            route.fulfill(body="", content_type="text/css")
        else:
            # Pictures of our own; those of the payloads are called "x".
            if parts.path.endswith("/x"):
                self.elsewhere.append(f"asks for {request.url}")
            route.fulfill(body="")


def as_report_only(headers: Mapping[str, str]) -> dict[str, str]:
    told = {name: value for name, value in headers.items() if name != POLICY}
    return {**told, f"{POLICY}-Report-Only": headers.get(POLICY, "")}


@contextmanager
def hostile_browser(browser: Browser) -> Iterator[HostileBrowser]:
    # A window so small that hardly anything has to be drawn.
    size = ViewportSize(width=200, height=100)
    context = browser.new_context(viewport=size, locale="en-GB", service_workers="block")
    context.add_init_script(_LOOK)
    one = HostileBrowser(context.new_page())
    context.route("**/*", one.serve)
    yield one
    context.close()
