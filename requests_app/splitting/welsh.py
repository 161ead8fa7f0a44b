"""The usual phrases of requesters who write in Welsh, as patterns over a sentence in lower case.

An authority in Wales may be asked in Welsh, and a signature that is not recognised would be shown
in the response. Only phrases that begin no sentence in English: Beth and Pam are names there.
"""

from __future__ import annotations

import re

_BOTH = r"(?: ?/ ?[a-z' ]{2,30})?"  # "Cofion / Regards"
GREETING = re.compile(
    rf"(?:dear ?/ ?)?(?:annwyl|helo|shw?mae|bore da|p(?:ry)?nawn da|noswaith dda"
    rf"|[ai]t? bwy bynnag|(?:f|h)oneddigion|syr(?: ?/ ?|,? neu )(?:f|m)adam)\b{_BOTH}"
    r"[^?:,.]{0,60}[:,.]?$"
)
SIGN_OFF = re.compile(
    r"(?:(?:(?:kind|best|warm) )?regards ?/ ?|(?:many )?thanks ?/ ?"
    r"|yours (?:sincerely|faithfully) ?/ ?)?"
    r"(?:yr eiddoch(?: yn (?:gywir|bur|ddiffuant|gu))?|yn (?:gywir|bur|ddiffuant)"
    r"|(?:gyda )?(?:ch|c)ofion(?: (?:gorau|cynnes|caredig))?|(?:gyda )?(?:ph|p)ob dymuniad da"
    r"|(?:gyda )?(?:dd|d)ymuniadau gorau|hwyl(?: fawr)?"
    r"|(?:gan |gyda |llawer o )?(?:dd|d)iolch(?: yn fawr(?: iawn)?| o galon| ymlaen llaw| i chi)?"
    rf"(?: ymlaen llaw)?){_BOTH}(?:[\s,.!-]{{0,4}}$|[,!-]\s?[\w .'\[\]-]{{0,40}}$)"
)
THANKS = re.compile(
    r"(?!.*\?$)(?:gan |llawer o |gyda )?(?:dd|d)iolch\b"
    r"|(?:rwy(?:f|'n|n) (?:yn )?|gan |byddaf yn )?edrych(?:af|wn)? ymlaen\b"
)
# About the reply, and what if there is none.
HANDLING = re.compile(
    r"(?:anfonwch|e-bostiwch|rhowch) (?:eich|yr|y) (?:ateb|ymateb)\b"
    r"|os (?:byddwch|ydych|nad ydych) (?:chi )?yn (?:gwrthod|cadw|dal|bwriadu|credu)\b"
)
# "Hoffwn gael copi", but not "Hoffwn wneud cais o dan y Ddeddf", which names no matter.
ASKS = re.compile(
    r"(?:(?:ac? |hefyd,? |yn (?:ogystal|olaf),? )?"
    r"(?:faint (?:o|yw|ydy|oedd|mae|sydd|gostiodd|fu|sy)\b|sawl [a-z]"
    r"|pwy (?:yw|ydy|oedd|sydd|sy'n|a|fydd|fu|wnaeth)\b"
    r"|(?:pryd|sut|ble) (?:mae|yr?|oedd|fydd|bydd|wnaeth|gafodd|ydych|cafodd)\b|ym mha\b"
    r"|pa (?:mor|fath|wybodaeth|gamau|gwmn[iï]\w*|rai|nifer|flwyddyn|swm|ganran|bolisi|ysgol\w*)\b"
    r"|beth (?:yw|ydy|oedd|mae|fydd|fu|sy(?:dd|'n)|wnaeth|ddigwyddodd)\b"
    r"|pam (?:mae|na|nad|yr?|ydych|oedd|bod|wnaeth|fod)\b"
    r"|a (?:oes|oedd|yw|ydych|ydyw|allwch|allech|fedrwch|fyddech|wnewch|fu|gafodd|ellir|allai)\b"
    r"|(?:allwch|allech|fedrwch|wnewch) chi\b)"
    r"|(?:os gwelwch yn dda,? )?(?:rhowch|anfonwch|darparwch|nodwch|rhestrwch|cadarnhewch|esboniwch"
    r"|eglurwch|dywedwch|disgrifiwch|cyflwynwch)\b"
    r"|(?:hoffwn|hoffem|dymunaf) (?:i )?(?:gael|wybod|dderbyn|weld|ofyn|ofyn am|gopi)\b"
    r"|(?:gofynnaf|gofynnwn|rwy(?:f|'n|n) (?:yn )?gofyn) am\b"
    r"|byddwn yn (?:ddiolchgar|gwerthfawrogi) (?:pe|os)\b)"
)
