"""What somebody types who wants a page, a spreadsheet or a mail to do their bidding.

Each text would run ``alert(1)``, load something from ``evil`` or put an element ``x-mark`` on the
page, if it were taken for anything but words.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    "<textarea autofocus onfocus={}>",
    *("</textarea><script>{}</script>", "<audio src onerror={}>"),
    *("</title><script>{}</script>", "</style><script>{}</script>", "<details open ontoggle={}>"),
    *("<marquee onstart={}>", "<object data=javascript:{}>", "<embed src=javascript:{}>"),
    *("<a href=javascript:{}>x</a>", "<form action=javascript:{}><button>x", "<base href=//evil/>"),
    *("<link rel=stylesheet href=//evil/x.css>", "<style>*{{background:url(//evil/)}}</style>"),
    *("<meta http-equiv=refresh content='0;url=javascript:{}'>", "<math href=javascript:{}>x"),
    *("{{{{{}}}}}", "{{% load x %}}{}", "${{{}}}", "#{{{}}}", "<%= {} %>"),
    "<!--<img src=x onerror={}>-->",
    *("]]><script>{}</script>", "--><script>{}</script>", "`-{}-`", "';{}//", '";{}//'),
    *("\\';{}//", "&lt;script&gt;{}&lt;/script&gt;", "&#60;script&#62;{}&#60;/script&#62;"),
    *("\\u003cscript\\u003e{}", "%3Cscript%3E{}%3C/script%3E", "+ADw-script+AD4-{}"),
    "＜script＞{}",
    *("[x](javascript:{})", '![x](x" onerror="{})', "<javascript:{}>", "[x](data:text/html,{})"),
    # What the pages' own library acts on, and what closes an attribute.
    *("<b hx-on:load={}>", "<b hx-get=//evil hx-trigger=load>", '" onfocus={} autofocus x="'),
    *("' onmouseover={} x='", '" style=background:url(//evil/) x="', "<x-mark>", '"><x-mark x="'),
]
PAYLOADS = [tag.format(_RUN) for tag in _TAGS]
# Markdown that would lead where nobody may be led.
LINKS = [
    *("[x](file:///etc/passwd)", "[x](JaVaScRiPt:alert)", "[x](vbscript:x)", "[x](ftp://evil/)"),
    *("[x](<java\nscript:alert>)", "<file:///etc/passwd>", "[x][y]\n\n[y]: javascript:alert"),
]
# The address of a link as a whole.
ADDRESSES = [
    *(
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
    ),
    *("\x01javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:alert(1)"),
    *("javascript://www.gov.uk/%0aalert(1)", "javascript&colon;alert(1)", "view-source:x"),
]
FORMULAS = ["=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(1)", "=HYPERLINK(1)", "'=1", "＝1"]


def packed(texts: Sequence[str], longest: int) -> Iterator[str]:
    """As few texts as hold all of them that are short enough, each no longer than this."""
    line = ""
    for text in texts:
        if len(line) + len(text) >= longest:
            yield line
            line = ""
        if len(text) <= longest:
            line = f"{line} {text}".strip()
    yield line


def turned(number: int) -> list[str]:
    """All payloads, another one first for each number: for pages that cut a text off."""
    place = number % len(PAYLOADS)
    return PAYLOADS[place:] + PAYLOADS[:place]
