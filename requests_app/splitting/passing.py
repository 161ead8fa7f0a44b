"""Whether a note above a mail only passes it on: "Can you log this please?", "See below. FYI".

Knows what colleagues write to each other. Who wrote the mail below is for others to know, but for
what its sender's line gives away.
"""

from __future__ import annotations

import re

from requests_app.splitting.asks import Act, act_of, plain
from requests_app.splitting.sentences import sentence_spans

# A note has a sentence or two, above a signature that may have a disclaimer of its own.
_LONGEST_NOTE, _LONGEST_SIGNATURE = 400, 3_000
LONGEST_FRAME = _LONGEST_NOTE + _LONGEST_SIGNATURE
_MOST_SENTENCES, _LONGEST_SENTENCE = 4, 160
_LONGEST_SIGNATURE_LINE = 60
_IT = (
    r"(?:this|these|it|(?:the )?(?:below|attached|following|enquiry|query)|(?:this|the|an?|new) "
    r"(?:\w+ ){0,2}(?:foi|eir|request|e-?mail|mail|message|enquiry|query|one)s?)"
)
_PASSES = re.compile(
    rf"\b(?:log|pass|forward|process|handle|deal with|pick up|action|respond to|reply to|answer"
    rf"|look (?:at|into)|allocate|acknowledge|register|record|triage|sort(?: out)?|assist with"
    rf"|help with|advise on|take|treat|add|open|set up)\b"
    rf"(?: to)? (?:\w+ ){{0,2}}?{_IT}(?: (?:on|through|over|along|out|up|below|in))?\b"
    rf"|\b(?:see|find|as|from|request|mail|e-?mail|message|enquiry) (?:the )?(?:\w+ )?below\b"
    rf"|\b(?:see|find|please see)\b.{{0,30}}\b(?:below|attached)\b|\bbelow\b.{{0,20}}\bfor you\b"
    rf"|\bfyi\b|\bf\.y\.i\b|\bfor (?:your )?(?:info(?:rmation)?|attention|action)\b"
    rf"|\bone for (?:you|your team|foi)\b|\bnot (?:one )?for (?:us|me|this team)\b"
    rf"|\b(?:forwarding|forwarded)\b|\b(?:passing|sending)\b.{{0,30}}\b(?:on|over|this|these|below)\b"
    rf"|{_IT}.{{0,20}} (?:came|has come|arrived|was (?:sent|received)|has been (?:sent|received)"
    rf"|(?:is|looks like|seems to be) (?:an? |one |yours|for))\b"
    rf"|\b(?:we|i) (?:have |'ve |just |have just |'ve just )?(?:received|had|got) {_IT}\b"
    rf"|\bis (?:this|it) (?:an? (?:foi|eir)|one|yours|for you)\b"
)
# "This came in this morning. Can you pick it up?"
_ABOUT_IT = re.compile(r"\b(?:it|this|them)\b")
# What asks for something of its own, whatever it says of the mail below.
_OWN_MATTER = re.compile(
    r"\b(?:how (?:many|much|often|long)|what|which|where|why|cop(?:y|ies) of|lists? of"
    r"|numbers? of|details of|figures|tell me|(?:provide|supply|give|send) (?:me|us)\b"
    r"|do you (?:hold|have|keep|own|use)|my request|i (?:am|would like to) request(?:ing)?"
    r"|under the (?:freedom|foi|environmental))"
)
_OFFICIAL = re.compile(
    r"\bfoi\b|\bfoia\b|freedom of information|information (?:rights|governance|requests?|access)"
    r"|\.gov\.(?:uk|scot|wales)\b|\.nhs\.uk\b|@nhs\.net\b|\.police\.uk\b|\bcouncil\b"
)


def passes_on(note: str) -> bool:
    """Whether a note has no matter of its own and says that the mail below is passed on."""
    words, signature = _without_signature(note)
    if len(words) > _LONGEST_NOTE or len(signature) > _LONGEST_SIGNATURE or "?" in signature:
        return False
    saying = [sentence for sentence in _sentences(words) if not _is_courtesy(sentence)]
    passing = [_passes(sentence) for sentence in saying]
    if not any(passing) or len(saying) > _MOST_SENTENCES:
        return False
    first = passing.index(True)
    return not any(
        _OWN_MATTER.search(sentence)
        or (_asks(sentence) and not passes and (index < first or not _ABOUT_IT.search(sentence)))
        for index, (sentence, passes) in enumerate(zip(saying, passing, strict=True))
    )


def is_official(sender: str) -> bool:
    """Whether the name or the address of a sender is an authority's, so far as words tell."""
    return bool(_OFFICIAL.search(plain(sender)))


def _without_signature(note: str) -> tuple[str, str]:
    lines = note.splitlines()
    signed = (index for index, line in enumerate(lines) if act_of(line) is Act.SIGN_OFF)
    cut = next(signed, len(lines))
    return "\n".join(lines[:cut]), "\n".join(lines[cut:])


def _sentences(note: str) -> list[str]:
    """Those of each paragraph, its lines joined: a mail program may have wrapped them."""
    paragraphs = (" ".join(lines.split()) for lines in re.split(r"\n\s*\n", note))
    return [
        plain(paragraph[start:end])
        for paragraph in paragraphs
        for start, end in sentence_spans(paragraph, 0, len(paragraph))
    ]


def _passes(sentence: str) -> bool:
    return len(sentence) <= _LONGEST_SENTENCE and bool(_PASSES.search(sentence))


def _is_courtesy(sentence: str) -> bool:
    if _passes(sentence):
        return False
    courtesy = act_of(sentence) in {Act.GREETING, Act.SIGN_OFF, Act.THANKS}
    return courtesy or (len(sentence) <= _LONGEST_SIGNATURE_LINE and not _asks(sentence))


def _asks(sentence: str) -> bool:
    return sentence.endswith("?") or act_of(sentence).asks
