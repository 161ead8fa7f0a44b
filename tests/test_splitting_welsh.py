"""Requests in Welsh: what surrounds them is found, and what asks."""

from __future__ import annotations

import pytest

from requests_app.splitting import split
from requests_app.splitting.asks import Act, act_of


@pytest.mark.parametrize(
    ("line", "act"),
    [
        ("Annwyl Syr neu Fadam,", Act.GREETING),
        ("Dear / Annwyl Gyngor,", Act.GREETING),
        ("Bore da,", Act.GREETING),
        ("I bwy bynnag a fynno wybod,", Act.GREETING),
        ("Yr eiddoch yn gywir,", Act.SIGN_OFF),
        ("Yn gywir", Act.SIGN_OFF),
        ("Cofion gorau, Robin", Act.SIGN_OFF),
        ("Regards / Cofion", Act.SIGN_OFF),
        ("Cofion cynnes / Kind regards,", Act.SIGN_OFF),
        ("Gyda diolch,", Act.SIGN_OFF),
        ("Diolch yn fawr iawn", Act.SIGN_OFF),
        ("Diolch ymlaen llaw am eich cymorth.", Act.THANKS),
        ("Edrychaf ymlaen at glywed gennych.", Act.THANKS),
        ("Rwy'n edrych ymlaen at eich ateb.", Act.THANKS),
        ("Os nad ydych yn cadw'r wybodaeth, rhowch wybod i mi.", Act.HANDLING),
        ("Anfonwch eich ymateb drwy e-bost.", Act.HANDLING),
        ("Anfonwch gopi o'r polisi.", Act.ASK),
        ("Faint o staff sydd gennych", Act.ASK),
        ("A oes gennych bolisi ar hyn", Act.ASK),
        ("Os gwelwch yn dda, rhowch enw'r contractwr.", Act.ASK),
        ("Hoffwn gael copi o'r contract.", Act.ASK),
        ("Rwy'n gofyn am bob e-bost am y cynllun.", Act.ASK),
    ],
)
def test_what_a_line_does(line: str, act: Act) -> None:
    assert act_of(line) is act


@pytest.mark.parametrize(
    "line",
    [
        "Beth Sampl",
        "Beth and Pam will answer the telephone.",
        "Pam from the lighting team told me that it was closed.",
        "Hoffwn wneud cais o dan Ddeddf Rhyddid Gwybodaeth 2000.",
        "A allotments register is kept.",
        "Sutton",
        "Blenheim Road was closed in May.",
        "I based my figures on the last report.",
        "I bank with you.",
        "PA to the Chief Executive",
        "Fainting was common.",
        "Pryderi Road is closed.",
        "Helo Cymru, the project, was ended in 2024",
        "Hwylus, the boat, was sold.",
    ],
)
def test_what_only_looks_like_it_asks_nothing(line: str) -> None:
    assert act_of(line) not in {Act.ASK, Act.SIGN_OFF, Act.GREETING}


@pytest.mark.parametrize(
    ("request_text", "asked"),
    [
        # Both languages say the same.
        ("Faint o staff sydd gennych?\n\nHow many staff do you have?", 1),
        # More is asked in Welsh than in English.
        ("Faint o staff sydd gennych?\n\nBeth oedd y gost?\n\nHow many are there?", 3),
        # "to" is a roof.
        ("Faint o ysgolion sydd gennych?\n\nYdych chi wedi gosod to newydd ar yr ysgol?", 2),
        ("PA Consulting: how many contracts did it have?\n\nWhat is the cost of them?", 2),
        ("Diolch, faint o athrawon sydd yn yr ysgol?", 1),
    ],
)
def test_what_is_asked_in_both_languages_is_asked_once(request_text: str, asked: int) -> None:
    assert [block.kind for block in split(request_text)].count("question") == asked


def test_who_asks_is_left_out_of_the_response() -> None:
    request = "Annwyl Gyngor,\n\nFaint o goed sydd gennych?\n\nYn gywir,\n\nRobin Sampl\nGohebydd"
    assert [(block.frame, block.text) for block in split(request)] == [
        ("greeting", "Annwyl Gyngor,"),
        ("", "Faint o goed sydd gennych?"),
        ("signature", "Yn gywir,\n\nRobin Sampl\nGohebydd"),
    ]
