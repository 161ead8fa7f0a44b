"""What a requester or an officer writes is shown and never runs: every text, on every page, in a
real browser under the real policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Dialog, Page
from pytest_django.live_server_helper import LiveServer

from requests_app.actions.intake import RequesterDetails
from requests_app.models import FoiRequest
from tests import factories as given

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

_RUN = "alert(1)"
_TAGS = [
    *("<script>{}</script>", "<ScRiPt>{}</sCrIpT>", "<script >{}</script >", "</script><script>{}"),
    *("<script/x>{}</script>", "<<script>{}//<</script>", "<scr<script>ipt>{}</script>"),
    *("<img src=x onerror={}>", "<img/src/onerror={}>", "<img src=x onerror='{}'>"),
    *("<IMG SRC=x ONERROR={}>", '"><img src=x onerror={}>', "'><img src=x onerror={}>"),
    *("<svg onload={}>", "<svg/onload={}>", "<svg><script>{}</script></svg>"),
    *("<svg><animate onbegin={} attributeName=x>", "<svg><a xlink:href='javascript:{}'>x</a>"),
    *("<body onload={}>", "<iframe srcdoc='<script>{}</script>'>", "<iframe src=javascript:{}>"),
    *("<input autofocus onfocus={}>", "<select autofocus onfocus={}>", "<video src=x onerror={}>"),
    *(
        "<textarea autofocus onfocus={}>",
        "</textarea><script>{}</script>",
        "<audio src onerror={}>",
    ),
    *("</title><script>{}</script>", "</style><script>{}</script>", "<details open ontoggle={}>"),
    *("<marquee onstart={}>", "<object data=javascript:{}>", "<embed src=javascript:{}>"),
    *("<a href=javascript:{}>x</a>", "<form action=javascript:{}><button>x", "<base href=//evil/>"),
    *("<link rel=stylesheet href=//evil/x.css>", "<style>*{{background:url(//evil/)}}</style>"),
    *("<meta http-equiv=refresh content='0;url=javascript:{}'>", "<math href=javascript:{}>x"),
    *(
        "{{{{{}}}}}",
        "{{% load x %}}{}",
        "${{{}}}",
        "#{{{}}}",
        "<%= {} %>",
        "<!--<img src=x onerror={}>-->",
    ),
    *("]]><script>{}</script>", "--><script>{}</script>", "`-{}-`", "';{}//", '";{}//'),
    *("\\';{}//", "&lt;script&gt;{}&lt;/script&gt;", "&#60;script&#62;{}&#60;/script&#62;"),
    *(
        "\\u003cscript\\u003e{}",
        "%3Cscript%3E{}%3C/script%3E",
        "+ADw-script+AD4-{}",
        "＜script＞{}",
    ),
    *("[x](javascript:{})", '![x](x" onerror="{})', "<javascript:{}>", "[x](data:text/html,{})"),
]
PAYLOADS = [tag.format(_RUN) for tag in _TAGS]
# Nothing on the page may be able to run but our own files.
ABLE_TO_RUN = """() => [...document.querySelectorAll("*")].filter((one) =>
  // Scripts of data are data.
  (one.matches("script:not([src]):not([type='application/json'], [type='application/ld+json'])")) ||
  one.matches("iframe, object, embed, base, style, meta[http-equiv=refresh]") ||
  [...one.attributes].some((a) => /^on/i.test(a.name) ||
    (/^(href|src|action|xlink:href)$/i.test(a.name) &&
      /^\\s*(javascript|data|vbscript):/i.test(a.value)))
).map((one) => one.outerHTML)"""


def hostile_text() -> str:
    questions = "\n".join(f"{n}. How many {text}?" for n, text in enumerate(PAYLOADS, 1))
    return f"Dear council,\n\n{questions}\n"


def hostile_case() -> FoiRequest:
    given.particulars()
    case = given.received(
        hostile_text(),
        title=PAYLOADS[0],
        requester=RequesterDetails(name=PAYLOADS[7], email="", postal_address=PAYLOADS[15]),
    )
    first, *others = given.questions(case)
    given.answer(case, others, text="\n\n".join(PAYLOADS))
    withheld = given.answer(case, [first], disposition="exempt_all", text=PAYLOADS[9])
    given.weighed(case, [given.claim(withheld, reason="\n".join(PAYLOADS))])
    return case


def sign_in(page: Page, address: str, user: User) -> None:
    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies([{"name": name, "value": value, "url": address}])


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 60


def test_nothing_that_was_typed_runs(
    live_server: LiveServer, new_page: Callable[..., Page]
) -> None:
    case = hostile_case()
    page = new_page()
    ran: list[str] = []

    def note(dialog: Dialog) -> None:
        ran.append(page.url)
        dialog.dismiss()

    page.on("dialog", note)
    sign_in(page, live_server.url, given.alice())
    published = given.published(title=PAYLOADS[0], text=hostile_text())
    answer, withheld = case.answers.order_by("pk")
    claim = withheld.claims.get()
    addresses = [
        reverse("requests"),
        *(reverse(name, args=[case.slug]) for name in ("request", "split", "answers", "preview")),
        *(reverse(name, args=[case.slug]) for name in ("request-details", "annex", "clock")),
        reverse("answer", args=[case.slug, answer.pk]),
        reverse("claim", args=[case.slug, claim.pk]),
        reverse("test", args=[case.slug, claim.test_id]),
        reverse("submit", args=[case.slug]),
        *("/", reverse("disclosure-log"), reverse("record", args=[published.slug])),
        reverse("version", args=[published.slug, 1]),
    ]
    for address in addresses:
        page.goto(live_server.url + address)
        assert page.evaluate(ABLE_TO_RUN) == [], address
    page.goto(live_server.url + reverse("split", args=[case.slug]))
    shown = " ".join(page.locator("main").inner_text().split())
    missing = [text for text in PAYLOADS if " ".join(text.split()) not in shown]
    assert missing == []
    assert ran == []
