"""Officers' Markdown and pasted HTML: what is kept, what is dropped, and that it is safe."""

from __future__ import annotations

import cProfile
import html
import re

import pytest
from bs4 import BeautifulSoup
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st

from requests_app.rendering.markup import check_limits, from_html, to_html
from requests_app.rendering.pasting import CHARACTERS, PasteTooLarge

# --- Markdown -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One\ntwo", "<p>One<br>\ntwo</p>"),
        ("One\n\ntwo", "<p>One</p>\n<p>two</p>"),
        ("**bold** and *italic*", "<p><strong>bold</strong> and <em>italic</em></p>"),
        ("# Heading", "<p><strong>Heading</strong></p>"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>"),
        (
            "3. c\n4. d",
            '<ol start="3">\n<li data-label="3.">c</li>\n<li data-label="4.">d</li>\n</ol>',
        ),
        (
            "[register](https://example.org/r)",
            '<p><a href="https://example.org/r">register</a></p>',
        ),
        ("<foi@example.org>", '<p><a href="mailto:foi@example.org">foi@example.org</a></p>'),
        (
            "See https://example.org/a_(b), or (https://example.org/c).",
            (
                '<p>See <a href="https://example.org/a_(b)">https://example.org/a_(b)</a>, or '
                '(<a href="https://example.org/c">https://example.org/c</a>).</p>'
            ),
        ),
        ("R&D costs < 5 > 4", "<p>R&amp;D costs &lt; 5 &gt; 4</p>"),
        ("    indented is not code", "<p>indented is not code</p>"),
        ("> quoted", "<p>&gt; quoted</p>"),
        # A figure with a full stop, or a dash for "none", is an answer and no empty list.
        ("12.", "<p>12.</p>"),
        ("-", "<p>-</p>"),
        ("In all:\n12.", "<p>In all:<br>\n12.</p>"),
        ("- 12.\n- 7)", "<ul>\n<li>12.</li>\n<li>7)</li>\n</ul>"),
        ("12. May", '<ol start="12">\n<li data-label="12.">May</li>\n</ol>'),
        ("", ""),
    ],
)
def test_markdown_becomes_html(markdown: str, expected: str) -> None:
    assert to_html(markdown).strip() == expected


def test_a_table_has_headers_that_head_columns_and_figures_to_the_right() -> None:
    table = to_html("| Year | Cost |\n|---|--:|\n| 2024 | £5 |")
    assert '<th scope="col">Year</th>' in table
    assert '<th scope="col" class="govuk-table__cell--numeric">Cost</th>' in table
    assert '<td class="govuk-table__cell--numeric">£5</td>' in table


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:x)",
    "[x](file:///etc/passwd)",
    "[x](//example.org)",
    "[x](/accounts/logout/)",
    "![x](https://example.org/x.png)",
    "<javascript:alert(1)>",
    '[x](https://example.org "onmouseover=alert(1)")',
    '[x](https://example.org"onmouseover=alert(1))',
    'https://example.org/"onmouseover="alert(1)',
    "https://example.org/<script>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "<a href=javascript:alert(1)>x</a>",
    "<svg/onload=alert(1)>",
    "<style>p{background:url(https://example.org)}</style>",
    "| <b onclick=x> |\n|---|\n| <td colspan=9999999> |",
    "a\x00<script>",
    "[a]: javascript:alert(1)\n\n[a]",
    "<!-- --><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
]
ALLOWED = {
    "p": set(),
    "br": set(),
    "ul": set(),
    "ol": {"start"},
    "li": {"data-label"},
    "strong": set(),
    "em": set(),
    "a": {"href"},
    "table": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope", "class"},
    "td": {"class"},
}


def assert_harmless(result: str) -> None:
    for tag in BeautifulSoup(result, "html.parser").find_all():
        assert tag.name in ALLOWED
        assert set(tag.attrs) <= ALLOWED[tag.name]
        if tag.name == "a":
            assert re.match(r"(?:https?|mailto):", str(tag["href"]), re.IGNORECASE)


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_stays_text(attack: str) -> None:
    assert_harmless(to_html(attack))
    assert_harmless(to_html(from_html(attack)))


PIECES = st.sampled_from(
    [*ATTACKS, "<", ">", '"', "'", "&", "`", "*", "_", "[", "](", ")", "\n", "- ", "|", "|---|"]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join))
def test_no_text_becomes_other_html(text: str) -> None:
    assert_harmless(to_html(text))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=12).map("".join))
def test_no_pasted_html_becomes_other_html(text: str) -> None:
    assert_harmless(to_html(from_html(text)))


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(categories=["L", "N", "P", "S", "Zs"]), min_size=1))
def test_words_survive_being_pasted(text: str) -> None:
    """Whatever looks like Markdown in a pasted text is still those characters on the page."""
    page = to_html(from_html(f"<p>a {html.escape(text)} b</p>"))
    words = BeautifulSoup(page, "html.parser").get_text()
    assert " ".join(words.split()) == " ".join(f"a {text} b".split())


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        "*a " * 16_000,
        "](<" * 16_000,
        "http://a " * 5_500,
        "&" * 50_000,
        "- a\n" * 12_000,
        "**a _b " * 7_000,
        "|" * 50_000,
        "<http:" * 8_000,
        "1. " * 16_000,
        "1. " * 16_000 + "\n2.",
    ],
)
def test_hostile_markdown_is_parsed_in_proportion(text: str) -> None:
    """A text of four times the length costs about four times the work, never sixteen."""
    assert _calls(text[:12_000]) < 8 * _calls(text[:3_000]) + 20_000


def _calls(text: str) -> int:
    profile = cProfile.Profile()
    profile.runcall(to_html, text)
    return sum(entry.callcount for entry in profile.getstats())


# --- pasting ------------------------------------------------------------------------------

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>
p.MsoNormal {margin: 0cm}</style></head><body lang=EN-GB><!--StartFragment-->
<p class=MsoNormal><b>Costs<o:p></o:p></b></p>
<p class=MsoNormal>We hold the
following for R&amp;D (2 * 3) [part] in <a
href="https://www.example.org/register_(2024)?a=1&amp;b=2">the
register</a>:<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='text-indent:-18.0pt;mso-list:l0 level1 lfo1'>
<![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>·<span
style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp;&nbsp;&nbsp; </span></span></span>
<![endif]>First point<o:p></o:p></p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><span
style='mso-list:Ignore'>o<span>&nbsp;&nbsp; </span></span>Inner <b>bold</b> point</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp; </span></span>Second point</p>
<p class=MsoNormal>1. A sentence that begins with a number</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp; </span></span>One</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'><span
style='mso-list:Ignore'>2.<span>&nbsp;&nbsp; </span></span>Two</p>
<table class=MsoTableGrid border=1><tr><td width=200><p class=MsoNormal>Year</p></td>
<td><p class=MsoNormal>Spend | cost</p></td></tr>
<tr><td><p class=MsoNormal>2024</p></td><td><p class=MsoNormal>£1,200</p><p>estimated</p></td>
</tr></table><!--EndFragment--></body></html>"""

FROM_WORD = """\
**Costs**

We hold the following for R&D (2 \\* 3) [part] in \
[the register](<https://www.example.org/register_(2024)?a=1&b=2>):

- First point
  - Inner **bold** point
- Second point

1\\. A sentence that begins with a number

1. One
2. Two

| Year | Spend \\| cost |
| --- | --- |
| 2024 | £1,200 estimated |"""


def test_what_is_pasted_from_word_keeps_its_structure() -> None:
    assert from_html(WORD) == FROM_WORD
    check_limits(FROM_WORD)


@pytest.mark.parametrize(
    ("pasted", "markdown"),
    [
        pytest.param(
            '<b style="font-weight:normal;"><p><span style="font-weight:700">Bold</span>'
            '<span> plain </span><span style="font-style:italic">slanted</span></p></b>',
            "**Bold** plain *slanted*",
            id="Google Docs",
        ),
        pytest.param(
            "<div>Dear all</div><div><br></div><div>Line one<br>Line two</div>",
            "Dear all\n\nLine one\nLine two",
            id="Outlook on the web",
        ),
        pytest.param(
            "<table><tr><td>Layout<table><tr><td>a</td><td>b</td></tr>"
            "<tr><td>1</td><td>2</td></tr></table></td></tr></table>",
            "Layout\n\n| a | b |\n| --- | --- |\n| 1 | 2 |",
            id="a table that arranges a mail",
        ),
        pytest.param("<h2>Next <b>steps</b></h2><p>x</p>", "**Next steps**\n\nx", id="a heading"),
        pytest.param("<p>• a</p><p>• b</p>", "- a\n- b", id="bullets that were typed"),
        pytest.param("<p>- not a list</p>", "\\- not a list", id="a dash that was typed"),
        pytest.param("<p>a</p>\n\n<p>&nbsp;</p>\n<p>b</p>", "a\n\nb", id="an empty paragraph"),
        pytest.param('<a href="javascript:x">y</a>', "y", id="a link that runs a script"),
        pytest.param('<img src="https://example.org/x.png" alt="x">z', "z", id="an image"),
        pytest.param("a\u200bb\u202ec\ufeff", "abc", id="invisible characters"),
        pytest.param(
            '<a href="https://example.org/">https://example.org/</a>',
            "<https://example.org/>",
            id="a link whose text is its address",
        ),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_is_pasted_is_cleaned(pasted: str, markdown: str) -> None:
    assert from_html(pasted) == markdown


@pytest.mark.parametrize(
    "pasted", ["<b>" * 9_000, "<ul><li>" * 5_000, "<div>" * 5_000, "<table><tr><td>" * 2_000]
)
def test_deep_nesting_keeps_the_words(pasted: str) -> None:
    assert from_html(f"{pasted}the words") == "the words"


def test_too_much_to_paste_is_refused() -> None:
    with pytest.raises(PasteTooLarge, match="smaller pieces"):
        from_html("<p>x</p>" * 30_000)
    with pytest.raises(PasteTooLarge):
        from_html("x" * (CHARACTERS + 1))


# --- in templates -------------------------------------------------------------------------


def test_the_filter_is_there_in_every_template() -> None:
    template = Template("{{ text|markdown }}{{ nothing|markdown }}")
    assert template.render(Context({"text": "*a* <b>", "nothing": None})) == (
        "<p><em>a</em> &lt;b&gt;</p>\n"
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("[cy] Dim.", '<p lang="cy">Dim.</p>'),
        ("- [gd] Chan eil.\n- No.", '<li lang="gd">Chan eil.</li>'),
        ("1. [ga] Níl.", '<li data-label="1." lang="ga">Níl.</li>'),
        ("# [cy] Pennawd", '<p lang="cy"><strong>Pennawd</strong></p>'),
        ("| [cy] Safle | b |\n|---|---|\n| c | [cy] d |", '<th scope="col" lang="cy">Safle</th>'),
        ("| [cy] Safle | b |\n|---|---|\n| c | [cy] d |", '<td lang="cy">d</td>'),
        ("[cy] **Dim** yma.", '<p lang="cy"><strong>Dim</strong> yma.</p>'),
        ("In the middle [cy] it is text.", "<p>In the middle [cy] it is text.</p>"),
        ("[xx] Unknown.", "<p>[xx] Unknown.</p>"),
        ("[cy](https://www.example.org/)", '<p><a href="https://www.example.org/">cy</a></p>'),
    ],
)
def test_a_block_in_another_language_says_which(text: str, html: str) -> None:
    assert html in to_html(text)
