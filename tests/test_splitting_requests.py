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
    "boilerplate around one ask": """
Dear Ministry of Housing, Communities and Local Government,

I am writing to make an open government request for all the information to which I am entitled under the Freedom of Information Act 2000.

{-: Please send me recorded information, which includes information held on computers, in emails and in printed or handwritten documents as well as images, video and audio recordings, relating to the decision to close the fund.}

If this request is too wide or unclear, and you require a clarification, I would be grateful if you could contact me as I understand that under the Act, you are required to advise and assist requesters.

If my request is denied in whole or in part, I ask that you justify all deletions by reference to specific exemptions of the Act. I will also expect you to release all non-exempt material. I reserve the right to appeal your decision to withhold any information or to charge excessive fees.

Yours faithfully,

[name]
""",
    "two asks in a paragraph": """
Dear Department,

{-: Please could you confirm how many planning inspectors were employed on 1 January 2018?} {-: Please could you also confirm how many appeals were undecided on that date?}

Yours faithfully,
""",
    "lines without empty lines between them": """
Dear Sheffield City Council,
I am a resident of Walkley and I am concerned about the state of the pavements.
Please could you let me have the following information:
- {-: when was the pavement on Example Road last inspected}
- {-: how many claims for trips have been made since 2018}
- {-: how much has been paid in compensation}
I would appreciate a response by email.
Yours faithfully,
[name]
""",
    "a subject line, and letters under the last number": """
Freedom of Information Request: Temporary accommodation
Dear Sir/Madam,
Please provide me with answers to the following questions under the FOI Act:
1. {1: How many households were in temporary accommodation on 31 March 2023?}
2. {2: How many of these were in B&Bs?}
3. {3*: Please break down the cost of temporary accommodation in 2022/23 by:}
a. {3(a): B&B}
b. {3(b): Private rented}
c. {3(c): Council stock}
I would like the above information to be provided to me as electronic copies.
If the decision is made to withhold some of this data using exemptions in the Act, please inform me of that fact and cite the exemptions used.
If you need any clarification then please do not hesitate to contact me. Under Section 16 it is your duty to provide advice and assistance and so I would expect you to contact me if you find this request unmanageable in any way.
I would be grateful if you could confirm in writing that you have received this request, and I look forward to hearing from you within the 20-working day statutory time period.
Kind regards,
[name]
""",
    "names of things, a paragraph each": """
Hello,

Under the Freedom of Information Act I would like to know:

{-: The number of staff who have been suspended on full pay since April 2015}

{-: The length of each suspension, in days}

{-: The total cost of those suspensions to the council}

Regards,

[name]
""",
    "a numbered scope of described items": """
Dear Sir or Madam,
I am currently embarking on a research project around Cyber Security and was hoping you could provide me with some contract information relating to following information:
1. Standard Firewall (Network) - Firewall service protects your corporate Network from unauthorised access and other Internet security threats
2. Anti-virus Software Application - Anti-virus software is a program or set of programs that are designed to prevent, search for, detect, and remove software viruses, and other malicious software like worms, trojans, adware, and more.
3. Microsoft Enterprise Agreement - is a volume licensing package offered by Microsoft.
The information I require is around the procurement side and we do not require any specifics (serial numbers, models, location) that could bring threat/harm to the organisation.
For each of the different types of cyber security services can you please provide me with:
1. {1: Who is the existing supplier for this contract?}
2. {2: What does the organisation annually spend for each of the contracts?}
3. {3: What is the description of the services provided for each contract?}
4. {4: What is the expiry date of each contract?}
5. {5: What is the start date of each contract?}
6. {6: The responsible contract officer for each of the contracts above? Full name, job title, contact number and direct email address.}
""",
    "letters after Q labels, on the line and below": """
Q1. {1: Does your Trust have a policy on smoking?}
Q2. {2: How many staff have been warned under it?}
Q3. {3*: Please state}
a. {3(a): the date of the policy}
b. {3(b): the date of its next review}
Q4. a. {4(a): Are there smoking shelters?}
b. {4(b): If so, how many?}
""",
    "numbers inside numbers under colons": """
Dear Council,
Please answer the following:
1. {1*: In relation to fostering:}
1. {1(1): How many foster carers do you have?}
2. {1(2): How many left in 2022?}
2. {2*: In relation to adoption:}
1. {2(1): How many adopters were approved in 2022?}
2. {2(2): How many children were placed?}
3. {3*: In relation to both:}
1. {3(1): Who is responsible?}
2. {3(2): To whom do they report?}
Thanks,
A Person
""",
    "carriage returns alone, with letters": "1. {1: Please provide the total number of taxis licensed in 2012-13}\r2. {2: Please provide the total number of drivers licensed in 2012-13}\r3. {3*: Of those drivers, how many}\ra) {3(a): were suspended}\rb) {3(b): were refused}\r",
    "numbers after the signature": """
Dear Council,

Please treat this as a request under the FOI Act.

Yours faithfully,

A Person

1) {1: How many schools have closed since 2010?}
2) {2: How many have opened?}
""",
    "a quoted policy with letters": """
Dear Council,

Your allocations policy says:

"An applicant will be placed in Band A if
(a) they are homeless;
(b) they are overcrowded; or
(c) they have a medical need."

Please provide the number of applicants placed in Band A under each of the heads above as follows:

1. {1: for 2019}
2. {2: for 2020}
""",
    "an option that is other, please specify": """
1. {1: Does the council use CCTV in taxis? Yes/No}
2. {2: If yes, who pays for it?}
3. {3: How is footage stored?
a) On the device
b) In the cloud
c) Other - please specify}
4. {4: How long is it kept?}
""",
    "a period, then an unnumbered list": """
Dear FOI team
I would like to make a request under the Freedom of Information Act.
For each of the last five financial years (2017/18 to 2021/22) please state:
{-: The number of library visits}
{-: The number of items borrowed}
{-: The number of staff employed (full-time equivalent)}
Please provide the figures for each library separately.
Thank you for your time
[name]
""",
    "two wishes": """
To whom it may concern

{-: I would like to request a copy of the most recent fire risk assessment for Example House, Example Street, including any appendices.}

{-: I would also like copies of any enforcement notices served on the owner since 2017.}

I understand that some personal details may need to be redacted.

Many thanks

[name]
""",
    "items of several short lines": """
I request the following information:

(1) {1: The number of complaints received about:
buses; trams; and trains,
in each of the years 2018 to 2021.}

(2) {2: The number of those complaints that were upheld.}

(3) {3: The average time taken to reply.}

Please reply to this address.
""",
    "capital letters": """
Please confirm:
A) {(a): How many enforcement officers there are}
B) {(b): How many of them are agency staff}
C) {(c): What they are paid}
""",
    "a question and its follow-up": """
Dear Department,

I refer to the statement made in Parliament on 3 March.

{-: Has the Department carried out an impact assessment? If so, please provide a copy.}

{-: If it has not, please explain why.}

Yours,
""",
    "an indented, hard-wrapped mail": """
     Dear Home Office,

     Please could you tell me the following about the removal of
     people from the country in the last three years, by
     nationality and by month:

     a) {(a): The number of people who were removed by charter
     flights, and the number of flights.}

     b) {(b): The cost of the flights, including the cost of the
     escorts and of the hotels that were used on the way.}

     I would prefer to have the answers as a spreadsheet.

     Yours faithfully,

     A N Other
""",
    "decimals under numbered headings": """
Please answer the questions below.

1. {1*: Recruitment}
1.1 {1.1: How many nurses were recruited?}
1.2 {1.2: From which countries?}
2. {2*: Retention}
2.1 {2.1: How many nurses left?}
2.2 {2.2: What reasons did they give?}
""",
    "parts": """
Part 1 - Housing
1. {1: How many homes do you own?}
2. {2: How many are empty?}

Part 2 - Repairs
1. {1: How many repairs were made in 2021?}
2. {2: How many were late?}
""",
    "an ask with background below": """
Dear Council,
{-: Could you please provide the number of penalty charge notices issued in Example Street between 1 January 2020 and 31 December 2021, by month.}
I have tried to find this on your website but it does not appear to be there.
Thanks,
[name]
""",
    "numbers without a sign": """
Dear Sir,
I would be grateful for the following information.
1  {1: How many people applied for a blue badge in 2019}
2  {2: How many were refused}
3  {3: How many appealed}
Many thanks
""",
    "an ask at the end without a label": """
1. {1: How many allotments do you have?}
2. {2: How many people are on the waiting list?}
{-: Please also provide a copy of your allotment strategy.}
Please acknowledge receipt.
""",
    "letters under an unnumbered question": """
Dear Council,
Since January 2020, how many reports have you received of:
a) {(a): rats}
b) {(b): mice}
c) {(c): wasps}
Thank you
""",
    "letters inside a sentence": """
Dear Example Council,

RE: Freedom of Information request - school transport

I am contacting you on behalf of a charity that supports families. We are carrying out a survey of all councils in England.

We would like to know the following:

1. {1: How many children received transport to school in the academic years a) 2020/21 and b) 2021/22?}

2. {2: How many applications were refused in the same years?}

3. {3: What was the total spend?}

If you cannot answer a question for reasons of cost, please still answer the others.

Many thanks in advance for your help.

Best wishes,

[name]
Policy Officer
Example Charity
""",
    "several asks in one sentence": """
Hi

{-: Could you tell me when the road outside Example School was last resurfaced, when it is next due, and how much the work costs?}

Cheers
""",
    "background, then two asks": """
Dear DCLG

It has come to my attention that several councils have sold land to developers without tender. Residents are understandably upset. The Secretary of State has called in at least one of these cases.

{-: What guidance has been issued to councils about the sale of land since 2010?} {-: Has any council been found in breach of that guidance?}

Thank you
""",
    "a wish with an exclusion": """
Dear Sir/Madam,

{-: I would like to see all emails sent or received by the chief executive between 1 and 31 May 2019 that mention the stadium.}

Please exclude newsletters.

Yours faithfully
""",
    "dashes and nothing else": """
- {-: Total number of parking tickets issued in 2019}
- {-: Total number cancelled}
- {-: Total income}
""",
    "a signature with a disclaimer": """
Good Morning

Please could you provide answers to the following FOI request

1.	{1: Which system do you use for payroll}
2.	{2: Contract start date and end date}
3.	{3: Annual cost}
4.	{4: Is there an option to extend? If so for how long}
5.	{5: Name and email address of the budget holder}

Kind Regards

[name]

[company] | [phone]
This email and any attachments are confidential and intended solely for the addressee. If you have received this in error please notify the sender.
""",
    "headings in capitals": """
Please provide the following details:
STAFF
{-: Number of social workers employed}
{-: Number of vacancies}
CASES
{-: Number of open cases}
{-: Average cases for each social worker}
""",
    "figures in the background": """
Dear Police,

On 12 June 2018 I was told by your control room that there were 3 officers on duty in the whole of the town.

{-: How many officers were on duty in Example Town between 22:00 on 11 June 2018 and 06:00 on 12 June 2018?}

{-: How many should there have been?}

Regards
""",
    "bullets inside a number": """
1. {1: Please provide for each of the last three years:
• the number of inspections
• the number of failures}
2. {2: Please provide the name of the inspection contractor.}
""",
    "firstly, secondly, finally": """
Dear Council

I have some questions about the new leisure centre.

{-: Firstly, what was the final cost of the building?}

{-: Secondly, which company built it?}

{-: Finally, who approved the overspend?}

Thanks
""",
    "an ask after thanks": """
Dear FOI team,

Thank you for your reply of 2 May. It does not answer my question. {-: Please confirm whether the council holds a record of the meeting.}

Yours sincerely
""",
    "roman capitals": """
I request:
I. {(i): A copy of the tender documents}
II. {(ii): The names of the bidders}
III. {(iii): The scores of each bidder}
""",
    "Question 1a": """
Question 1a: {1(a): How many EHCPs did you issue in 2020?}
Question 1b: {1(b): How many were late?}
Question 2: {2: How many appeals were lodged?}
""",
    "a lead-in and one paragraph": """
Dear Council,

I would like to request the following information under the Freedom of Information Act 2000:

{-: The total value of invoices paid to Example Ltd by the council between April 2015 and March 2018, broken down by year.}

I look forward to your reply.

[name]
""",
    "follow-ups to a question": """
1. {1: Do you have a menopause policy?}
1a. {1(a): If yes, please provide a copy.}
1b. {1(b): If no, are there plans to introduce one?}
2. {2: How many staff have taken sick leave for this reason?}
""",
    "sections with a number": """
Section 1: Background
1. {1: How many care homes do you run?}
2. {2: How many beds do they have?}
Section 2: Costs
1. {1: What is the average weekly cost of a bed?}
2. {2: What is paid by residents?}
Please answer in the boxes provided.
""",
    "hard-wrapped bullets": """
Dear Sir or Madam,

Under the Freedom of Information Act, please would you supply the
following information about your force:

* {-: the number of officers who hold a second job or a business
interest that has been approved by the force;}

* {-: the number of applications for approval that were refused
in each of the last five years.}

Yours faithfully,
""",
    "bullets after numbers": """
1. {1: How many speed cameras do you operate?}
2. {2: How many drivers were caught in 2019?}

I would also like the following for 2020:

- {-: number of drivers caught}
- {-: income from fines}
""",
    "bracketed numbers on lines of their own": """
1)
{1: What is the council's budget for potholes?}

2)
{2: How many potholes were repaired in 2019?}
""",
    "notes in brackets": """
Please provide:

1. {1: The number of FOI requests received in 2019 (if possible by month)}
2. {2: The number refused under section 12}
3. {3: The number refused under section 14}

(I do not need the text of the requests.)
""",
    "letters after a lead-in": """
Dear Council,

This request concerns the Example Road cycle lane.

Please provide copies of:
(a) {(a): the safety audit;}
(b) {(b): the equality impact assessment;}
(c) {(c): responses to the consultation.}

If any of the above are published, a link will do.
""",
    "everything in one line": """
Dear Council, {-: please provide the following: 1) the number of staff 2) the number of agency staff 3) the cost of agency staff.} Regards, Sam
""",
    "a general wish and nothing else": """
Dear Council,

{-: I would like to request information about the planning application for 12 Example Street.}

Thanks
""",
    "a complaint that asks": """
Dear Council,

My bins have not been emptied for three weeks and nobody answers the telephone. This is not good enough.

{-: Why has the collection been missed?}

I expect an answer soon.
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
