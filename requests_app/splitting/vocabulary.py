"""Single words that say nothing of what is asked about: those of asking and answering."""

from __future__ import annotations


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words about asking and answering as such, and the small words around them. A sentence with
# little else is about the reply: "Please tell me if this request has to go elsewhere".
REPLYING = _set(
    "acknowledge answer answering appeal assist attention available call "
    "clarification clarify contact correspondence deadline delay destroyed difficulty discuss "
    "exempt exempted foi foia handled handling held help hold incomplete limit narrow phone "
    "problem problems promptly queries query quickly receipt received redact redacted refusal "
    "refuse refused rephrase reply request requested requesting respond response ring "
    "telephone urgency urgent withheld withhold"
)
AROUND = _set(
    "set apply applies applicable applied "
    "a able about above act address after applicable appropriate confirm data disclose disclosed "
    "grounds relevant supply all also am an and another any anything are as ask asking "
    "asks at back be because been before below but by can case check clear come could "
    "date day days deal dealt department details did different do does doing done doubt each "
    "easier either else elsewhere email enough ever everything exactly expect explain few "
    "file first follow for form format freedom from full further get give given go "
    "going good grateful had happy has have hear help here how however i if immediately in "
    "including indicate information instead into is it its itself just kind know law "
    "let letter like likely limit long make many matter may me might more much must my need "
    "needs next no not nothing now number obliged of office officer on once one only onto or "
    "other otherwise our out over part particular parts pay people person please point "
    "possible post prefer private prompt provide provided public question questions rather "
    "readily reason reasons receive recorded release released response return right same say see "
    "seek send "
    "sent shall should so some somebody someone soon specific state still such sure take team "
    "tell than thank thanks that the their them then there these they thing things think this "
    "those time to too treat under understand unless until up us use very want was way we "
    "welcome well were what when where whether which who whole whom whose will wish with "
    "ve re ll don doesn isn even within without work working would write writing you your"
)
