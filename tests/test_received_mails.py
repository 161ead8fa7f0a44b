"""Mails in a form of their own: encrypted, signed around their words, with soft line breaks."""

from __future__ import annotations

import pytest

from requests_app.received_files import UnreadableFile, read_received
from tests.test_received_files import mail, read_raw_mail, short

# --- mails whose words are sealed -----------------------------------------------------------

OPEN_IT = "Open it in your mail program and paste its words."
PGP = "-----BEGIN PGP MESSAGE-----\n\nhQEMA5xZ\n=a1b2\n-----END PGP MESSAGE-----\n"


def smime(kind: str, parameters: str, *, footer: str = "") -> bytes:
    """What a gateway adds stands in a part of its own."""
    part = (
        f'Content-Type: {kind}; {parameters}name="smime.p7m"\r\n'
        "Content-Transfer-Encoding: base64\r\n"
        'Content-Disposition: attachment; filename="smime.p7m"\r\n\r\nMIIBAA==\r\n'
    )
    head = "From: Robin Sample <robin@example.org>\r\nSubject: Lights\r\nMIME-Version: 1.0\r\n"
    if not footer:
        return f"{head}{part}".encode()
    return (
        f"{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{part}--b\r\n\r\n"
        f"{footer}\r\n--b--\r\n"
    ).encode()


def pgp_mime() -> bytes:
    return (
        "From: Robin Sample <robin@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: "
        'multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n--b\r\n'
        "Content-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\n"
        'Content-Type: application/octet-stream; name="encrypted.asc"\r\n\r\n'
        f"{PGP}--b--\r\n"
    ).encode()


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (smime("application/pkcs7-mime", "smime-type=enveloped-data; "), "is encrypted, so"),
        (smime("application/x-pkcs7-mime", "smime-type=Enveloped-Data; "), "is encrypted, so"),
        (smime("application/pkcs7-mime", "smime-type=signed-data; "), "is signed in a form"),
        (smime("application/pkcs7-mime", ""), "is encrypted, or signed in a form"),
        (smime("application/octet-stream", ""), "is encrypted, or signed in a form"),
        (
            smime("application/pkcs7-mime", "", footer="Scanned for viruses."),
            "is encrypted, or signed in a form",
        ),
        (pgp_mime(), "is encrypted, so"),
        (mail(PGP).as_bytes(), "is encrypted, so"),
        (mail(f"Sent from my telephone\n\n{PGP}").as_bytes(), "is encrypted, so"),
    ],
    ids=short,
)
def test_a_sealed_mail_is_refused_with_what_to_do(content: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_received("request.eml", content)
    assert f"This e-mail {why}" in str(refused.value)
    assert str(refused.value).endswith(OPEN_IT)


@pytest.mark.parametrize(
    "content",
    [
        smime("application/pkcs7-mime", "", footer="How many street lights do you have?"),
        mail(f"How many street lights do you have?\n\n{PGP}").as_bytes(),
    ],
    ids=["S/MIME", "PGP"],
)
def test_a_mail_that_asks_beside_what_is_sealed_is_read(content: bytes) -> None:
    assert "How many street lights" in read_received("request.eml", content).text


# --- soft line breaks -----------------------------------------------------------------------


def flowed(text: str, *more: str) -> str:
    headers = "From: robin@example.org\r\nContent-Type: text/plain; charset=utf-8; format=flowed"
    return read_raw_mail("; ".join((headers, *more)), text.replace("\n", "\r\n").encode()).text


@pytest.mark.parametrize(
    ("text", "delete_space", "lines"),
    [
        ("How many street \nlights do you \nhave?\nWhere?", False,
         "How many street lights do you have?\nWhere?"),
        ("How many street li \nghts?", True, "How many street lights?"),
        ("How many  \nlights?", True, "How many lights?"),
        # What stands deeper or less deep is said by somebody else.
        ("How many \n> did you \n> say?\n>> Which \n>> ones? \n> These.", False,
         "How many \n> did you say?\n>> Which ones? \n> These."),
        ("> > Which \n> > ones?", False, ">> Which ones?"),
        # A blank at the beginning only guards the line.
        ("All of it:\n From here\n > 5 lamps\n  1. Where?", False,
         "All of it:\nFrom here\n> 5 lamps\n 1. Where?"),
        ("Regards \n-- \nRobin", False, "Regards \n-- \nRobin"),
        ("1. How many?\n2. Where?", False, "1. How many?\n2. Where?"),
        ("One \n\nTwo", False, "One \n\nTwo"),
    ],
)  # fmt: skip
def test_soft_breaks_are_joined_and_hard_ones_kept(
    text: str, delete_space: bool, lines: str
) -> None:
    assert flowed(text, *(["delsp=yes"] if delete_space else [])) == lines


def test_a_blank_at_the_end_of_a_line_means_nothing_elsewhere() -> None:
    headers = "From: robin@example.org\r\nContent-Type: text/plain; charset=utf-8"
    assert read_raw_mail(headers, b"How many \r\nlights?").text == "How many \nlights?"
