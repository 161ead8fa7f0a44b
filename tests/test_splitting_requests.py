"""Whole requests, written for these tests in the patterns that real ones have.

A question stands in braces with its canonical number: ``{1(a): How many?}``; ``{-: ...}`` has
none, ``{2*: ...}`` is a stem. The braces are taken away before the text is split.
"""

# ruff: noqa: E501  (people's paragraphs are long lines)

from __future__ import annotations

import re

import pytest

from requests_app.splitting import split

_QUESTION = re.compile(r"\{(?P<number>[^:{}*]+)(?P<stem>\*?): (?P<text>[^{}]*)\}")

CASES: dict[str, str] = {
    "numbers with full stops": """
Dear Anyborough Council,

Under the Freedom of Information Act 2000 I request the following information:

1. {1: How many street lamps were replaced in 2021?}
2. {2: What was the total cost of the replacements?}
3. {3: Which company did the work}

I would prefer to receive the answers by email.

Yours faithfully,

R. Tester
""",
    "restarts under bare headings": """
Good afternoon,

Please answer these questions about libraries and museums.

Libraries
1. {1: How many libraries do you run?}
2. {2: How many of them open on Sundays?}

Museums
1. {1: How many museums do you run?}
2. {2: Do you charge for admission? If so, how much?}

Kind regards
A Requester
""",
    "restart after a lead-in": """
Please send me for the last financial year:

1) {1: The number of noise complaints received.}
2) {2: The number of notices served.}

For the year before that, please send me:

1) {1: The number of noise complaints received.}
2) {2: The number of notices served.}
""",
    "a list of numbers inside a list of numbers": """
I should like to know the following.

1. {1: How many allotments are there in the borough?}
2. {2*: For each allotment site please give:}
1. {2(1): The number of plots}
2. {2(2): The rent of a full plot}
3. {2(3): The length of the waiting list}
3. {3: When was the waiting list last reviewed?}
4. {4: Are any sites closed to new applicants?}
""",
    "i as a letter, i as a roman number": """
Hello,

Please supply:

a) {(a): The number of councillors}
b) {(b): The number of committees}
c) {(c): The number of meetings}
d) {(d): The number of votes}
e) {(e): The number of abstentions}
f) {(f): The number of absences}
g) {(g): The number of substitutes}
h) {(h)*: The allowances paid, as}
(i) {(h)(i): basic allowance}
(ii) {(h)(ii): special allowance}
i) {(i): The number of complaints}
j) {(j): The number of complaints upheld}
""",
    "compound labels": """
Can you please provide answers to the following:

1a. {1(a): Do you use agency staff in the planning team?}
1b. {1(b): What did you spend on them in 2022/23?}
2a. {2(a): Do you use consultants in the planning team?}
2b. {2(b): What did you spend on them in 2022/23?}
3. {3: Who signs off such spending?}

Thanks
""",
    "Q labels with letters on the same line": """
Dear FOI Officer

Q1. {1: What telephone system do you use?}
Q2. a. {2(a): When was it bought?}
b. {2(b): When does its support end?}
c. {2(c): Who supports it?}
Q3. {3: How many handsets are there?}
""",
    "labels on lines of their own": """
Dear Sir or Madam

Question 1

{1: How many primary schools have breakfast clubs?}

Question 2

{2: How many pupils attend them? Please give the figure for each school.}

Question 3

{3: What do parents pay?}

I look forward to hearing from you.
""",
    "bare labels on lines of their own": """
Please could I have the following:
1.
{1: The number of fly-tipping reports in 2020}
2.
{2: The number of fines issued}
3.
{3: The number of fines paid}
""",
    "a label without a space, and one without a sign": """
1.{1: How many vans do you own?}
2.{2: How many of them are electric?}
3{3: How many are leased?}
4 {4: What is the average age of a van?}
5.{5: Where are they kept overnight?}
""",
    "an unnumbered list below bare headings": """
To whom it may concern,

I would like to request information about parking.

Fines:
{-: How many penalty charge notices were issued in 2022?}
{-: How many were appealed against?}
Permits:
{-: How many residents' permits are in use?}
{-: What does a second permit cost?}

Please respond within 20 working days.
""",
    "an unnumbered list after a lead-in": """
Hi,

Please can you provide the following information:

{-: Number of empty council homes}
{-: Number of those empty for more than six months}
{-: Average time to relet a home}

Please send the information in an Excel spreadsheet.

Many thanks,
Robin
""",
    "bullets": """
Dear FOI team,

I am writing to request information under the Freedom of Information Act 2000. Please could you tell me:

- {-: How many swimming pools the council owns
}
- {-: How many lifeguards it employs}
- {-: The number of accidents recorded at each pool since January 2019}

If you need any clarification please do not hesitate to contact me.

Yours sincerely
""",
    "a question in prose": """
Dear Ministry of Works,

I am a student of architecture and I am writing a dissertation on public buildings. My tutor suggested that I write to you. {-: Could you please tell me how many listed buildings the Ministry owns?} I am most interested in the north of England.

Thank you for your help.
""",
    "two questions in prose": """
Dear Ministry of Works,

{-: Please provide a copy of the current maintenance contract for the Great Hall.}

{-: Please also provide the minutes of the meeting at which it was approved.}

If the cost of complying would exceed the appropriate limit, please tell me how I might narrow my request.

Yours faithfully,
""",
    "several asks in a sentence": """
Hello

{-: Please tell me how many gritters you have, how many drivers, what salt costs a tonne and where it is stored.}

Regards
""",
    "the Act in the ask": """
Dear Sir

{-: Under the Freedom of Information Act, please could you tell me how many dogs were seized as dangerous in each of the last five years?}

Yours
""",
    "options are no questions": """
Please complete this short questionnaire.

1. {1: How often are the bins in parks emptied?
Please tick one:
a) Daily
b) Weekly
c) Less often}
2. {2: Is dog waste collected separately?
a) Yes
b) No
c) Don't know}
3. {3*: How many bins are there}
a) {3(a): in parks?}
b) {3(b): on high streets?}
""",
    "a hard-wrapped mail": """
Dear Anyshire Fire Authority,

I am writing to ask about the replacement of breathing apparatus
in your service. I have read the annual report for last year but
it does not have the figures.

1. {1: How many sets of breathing apparatus were in service on
1 April in each of the years from 2016 to 2020, and how many
of them were older than ten years?}

2. {2: What is the policy for taking sets out of service when a
fault has been found? Please send a copy of it if it has been
written down.}

3. {3: How many sets were withdrawn because of a fault in that
period?}

I understand that I am entitled to a reply within twenty working
days and look forward to hearing from you.

Yours faithfully,

A. Requester

-------------------------------------------------------------------
Disclaimer: This message and any reply that you make will be
published on the internet. Our privacy and copyright policies:
https://www.whatdotheyknow.com/help/officers

If you find this service useful as an FOI officer, please ask your
web manager to link to us from your organisation's FOI page. Is this
the wrong address for requests? If so please contact us.
-------------------------------------------------------------------
""",
    "carriage returns alone": (
        "Dear Council,\r\rPlease tell me:\r1. {1: How many trees were felled in 2013-14}\r"
        "2. {2: How many were planted in 2013-14}\r3. {3: Who decides}\r\rThank you\r"
    ),
    "a question after the signature": """
Dear Council,

1. {1: How many benches are there on the sea front?}
2. {2: How many were repaired last year?}

Yours faithfully,

Sam Requester

{-: P.S. Could you also tell me who made the benches?}
""",
    "quoted law": """
Dear Council,

Your policy states:

(a) the officer shall keep a register of gifts;
(b) the register shall be open to inspection.

1. {1: Please send me a copy of the register for 2019.}
2. {2: How many people have inspected it since 2015?}
""",
    "a scope list": """
This request relates to the following schools:

1. Hillside Primary
2. Riverbank Primary
3. Meadow Infants

For each of the above please provide:

1. {1: The number of pupils on the roll}
2. {2: The number of teachers employed}
""",
    "dates are no labels": """
1. {1: How many visitors came to the castle in these periods?
1 April 2018 to 31 March 2019
1 April 2019 to 31 March 2020}
2. {2: What was taken at the gate in the same periods?}
""",
    "decimals": """
Please answer the questions below.

1. {1*: Waste collection}
1.1 {1.1: How many rounds are there?}
1.2 {1.2: How many loaders are employed?}
2. {2*: Street cleaning}
2.1 {2.1: How many sweepers are there?}
2.2 {2.2: What does a sweeper cost?}
""",
    "indented letters under numbers": """
1. {1*: For each of the last three years please state}
   (a) {1(a): the number of applications;}
   (b) {1(b): the number of refusals;}
   (c) {1(c): the number of appeals.}
2. {2: What is the target time for a decision?}
""",
    "lettered sections": """
A. Energy
1. {1: Who supplies your electricity?}
2. {2: When does the contract end?}
B. Water
1. {1: Who supplies your water?}
2. {2: When does the contract end?}
""",
    "numbers that go on under a heading": """
Section A - Staff
1. {1: How many people do you employ?}
2. {2: How many are part-time?}

Section B - Absence
3. {3: How many days were lost to sickness?}
4. {4: How many people were absent for over a month?}
""",
    "bullets within a numbered question": """
1. {1: Please provide the following for each contract:
- the supplier
- the value}
2. {2: Who manages the contracts?}
""",
    "handling with a question mark": """
Hello,

1. {1: How many parking spaces are there at the town hall?}
2. {2: How many of them are reserved for councillors?}

Could you please acknowledge receipt of this request?

If you are not the right authority, would you kindly forward this to the one that is?
""",
    "a tail that asks": """
I would like details of your contract for cleaning:

1. {1: Supplier: who holds the contract?}
2. {2: Value: what is paid a year?}
3. {3: Expiry: when does it end?}

{-: If the contract is about to be renewed, please state the expected date of the award.}

{-: Please also send me the name and job title of the person who is responsible for it.}
""",
    "a request with nothing but a statement": """
Dear Council,

{-: I am requesting information on the closure of the swimming baths in Mill Lane.}

Yours,
""",
    "instructions between the items": """
1. {1: How many fines were issued in 2021?
Please give the figure for each month.}

2. {2: How many were paid?}

3. {3: How many were written off?}
""",
    "bullets that are the fields of one question": """
Dear Council,

{-: Please provide a list of all premises licences in force, including the following details:
- Name of the premises
- Address
- Date of issue}

I would like this as a spreadsheet.
""",
    "headings without any sign": """
Dear Council,

I am making a request under the FOI Act.

Printers
{-: Who supplies your printers?}
{-: How many are there?}
{-: The name of the contract manager?}
Scanners
{-: Who supplies your scanners?}
{-: If you own them, when were they bought?}
""",
    "Q labels with the letter on the next line": """
Q1. {1*: About the fleet}
a. {1(a): How many lorries are there?}
b. {1(b): How many of them run on gas?}
Q2. {2*: About the drivers}
a. {2(a): How many are employed?}
b. {2(b): How many left in 2021?}
""",
    "letters with roman parts, all at one indent": """
Please provide:
1) {1*: For the main library}
a) {1(a)*: staff}
i) {1(a)(i): number employed}
ii) {1(a)(ii): number of vacancies}
b) {1(b): opening hours}
2) {2*: For the branch libraries}
a) {2(a): staff}
b) {2(b): opening hours}
""",
    "roman numbers at the top": """
Hello,

Could you tell me:

i. {(i): how many fire doors were inspected,}
ii. {(ii): how many failed,}
iii. {(iii): how many were replaced, and}
iv. {(iv): who inspects them?}

Thanks
""",
    "a question that begins with a number": """
1. {1: 24 schools were named in your press release of 3 May. Which are they?}
2. {2: How many of the 24 have since closed?}
""",
    "a paragraph between lists that asks": """
1. {1: How many council houses were built in 2019?}
2. {2: How many were sold?}

{-: I would also like to know what the council plans to build in 2022.}

Thank you for your time.
""",
    "quoted policy with numbers": """
Dear Trust,

Paragraph 7 of your complaints policy says:

"1. Every complaint shall be acknowledged within three days.
2. Every complaint shall be answered within thirty days."

Please could you tell me

1. {1: How many complaints were not acknowledged within three days in 2020?}
2. {2: How many were not answered within thirty days?}
""",
    "a quotation in a question": """
1. {1: In the minutes of 4 June it is said: "the board (a) noted the report and (b) agreed it". Please send me the report.}
2. {2: Who wrote it?}
""",
    "a signature with an address": """
Dear Council,

{-: Please could you send me the inspection report on the footbridge at Mill Weir?}

Yours faithfully,

Mr R Tester
1 Station Road
Anytown
AB1 2CD
Tel: 01234 567890
""",
    "a mail quoted below": """
{-: Please send me the figures for 2021 as well.}

Kind regards,
Sam

-----Original Message-----
From: FOI Team
Sent: 3 May 2021
To: Sam Tester
Subject: Your request

Dear Sam,
How many years do you need?
1. We hold figures for 2019.
2. We hold figures for 2020.
""",
    "background in several paragraphs": """
Dear Department,

I have lived next to the railway for thirty years. In that time the number of trains has doubled.

In 2015 the Department promised that barriers would be built. The minister said that work would begin within two years.

{-: Please provide all correspondence between the Department and the railway company about noise barriers since 2015.}

I am happy to receive this by email.

Yours faithfully
""",
    "a long ask with a scope after it": """
Hello,

{-: Please can you tell me how many parking fines were cancelled in each of the last three years? Please break this down by ward.}

Thank you
""",
    "semicolons in one line": """
Dear Council,

{-: Please provide the following for the town hall: the area in square metres; the number of desks; the annual rent.}

Thank you.
""",
    "an item of several paragraphs": """
1. {1: Please provide the number of planning applications for each year since 2010.

I do not need the names of the applicants.}

2. {2: Please provide the number of those that were refused.}
""",
    "bullets after a heading line": """
Recruitment
• {-: How many teachers were recruited in 2022?}
• {-: How many left?}

Supply staff
• {-: Which agencies do you use?}
• {-: What did you pay them in 2022?}
""",
    "sub-bullets": """
Please provide:
• {-: The number of incidents
o by month
o by ward}
• {-: The number of arrests}
""",
    "numbers in brackets": """
(1) {1: How many boats are licensed?}
(2) {2*: Of these, how many are}
(a) {2(a): motor boats}
(b) {2(b): rowing boats}
(3) {3: How many licences were refused?}
""",
    "a list that begins after its first number": """
My earlier request had three questions. These are further ones:

4. {4: How many bridges are inspected each year?}
5. {5: How many were closed after an inspection?}
""",
    "dashes after the numbers": """
1 - {1: Who is your energy supplier?}
2 - {2: When does the contract end?}
3 - {3: What is the annual cost?}
""",
    "a label with the word": """
Question 1: {1: How many ponds are there in the parks?}
Question 2: {2: How deep is the deepest?}
Request 3: {3: Please send me the risk assessments.}
""",
    "one question and nothing else": """{-: How many lifts are out of order?}""",
    "please note after the list": """
1. {1: How many kennels are licensed?}
2. {2: How many were inspected in 2021?}

Please note:
- I do not need addresses.
- Figures may be rounded.
""",
    "definitions before the list": """
For the purposes of this request, "agency worker" means anyone supplied by a third party.

1. {1: How many agency workers did you engage in 2021?}
2. {2: What did you pay for them?}
""",
    "hard-wrapped prose": """
Dear Sir or Madam,

In March last year the authority announced that it would sell the
old police station in Castle Street. {-: Please could you tell me who
bought it, and what was paid for it?} I have looked at the web site
but could not find anything about the sale there.

{-: I would also like a copy of the valuation that was made before the
building was put on the market.}

With many thanks for your help,

Robin Tester
""",
}


def read(marked: str) -> tuple[str, list[tuple[str, str, bool]]]:
    """The text without its marks, and (number, text, stem) of each question in it."""
    expected = [
        (found["number"].replace("-", ""), found["text"].strip(), bool(found["stem"]))
        for found in _QUESTION.finditer(marked)
    ]
    return _QUESTION.sub(lambda found: found["text"], marked), expected


@pytest.mark.parametrize("name", CASES)
def test_a_request_becomes_its_questions(name: str) -> None:
    text, expected = read(CASES[name])

    questions = [block for block in split(text) if block.kind == "question"]

    assert [(block.number, block.text, block.stem) for block in questions] == expected
