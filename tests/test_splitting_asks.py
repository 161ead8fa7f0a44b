"""What single sentences do."""

from __future__ import annotations

import pytest

from requests_app.splitting.asks import Act, act_of

SENTENCES: dict[Act, list[str]] = {
    Act.GREETING: [
        "Dear Sir or Madam,",
        "Dear Anyborough Council",
        "Hi there",
        "Good morning,",
        "To whom it may concern:",
        "FAO the FOI Officer",
    ],
    Act.SIGN_OFF: [
        "Yours faithfully,",
        "Kind regards",
        "Many thanks",
        "Many thanks, Robin",
        "Best wishes,",
        "Thanks in advance",
    ],
    Act.THANKS: [
        "Thank you for your help with this matter.",
        "I look forward to hearing from you.",
        "Many thanks in advance for your assistance with this request.",
        "I look forward to receiving your response within the statutory period.",
        "It would be much appreciated.",
    ],
    Act.LEAD_IN: [
        "Please provide the following information:",
        "Please could you answer the following questions?",
        "I would like to know:",
        "I would be grateful if you could supply me with the following",
        "Please could you tell me -",
        (
            "I am writing to you under the Freedom of Information Act 2000 to request the following"
            " information from you:"
        ),
        "To outline my query as clearly as possible, I am requesting:",
        "The information I require is as follows:",
        "My questions are:",
        "Information requested:",
        "For each of these, please provide:",
        "Can you please provide me with?",
        "Specifically, please send me:",
    ],
    Act.GENERAL: [
        "Information relating to the pay, pensions and expenses of the harbour board.",
        "I am writing to request information under the Freedom of Information Act 2000.",
        "I wish to make a request under the Freedom of Information Act.",
        "Under the Act I would like to request information about grass cutting.",
        "I would like some information about the council's vehicles.",
        "This is a request under the Freedom of Information Act 2000.",
        "Please accept this as a request for information under the FOI Act.",
        "I would like to submit a Freedom of Information request about road signs.",
    ],
    Act.WISH: [
        "I would like the raw data from the latest count of gulls.",
        "I ask for copies of the invoices.",
        "This request is for the training notes used by the wardens.",
        "I would like to know the number of vans you own.",
        "I request copies of all correspondence with the Ministry about the bridge.",
        "I am interested in any correspondence between the mayor and the bus company.",
        "We should be grateful for a copy of the report.",
        "I am seeking the minutes of the meeting of 3 May.",
        "I am keen to know whether the pier was let.",
        "I write to ask for a copy of the log of the fog horn.",
    ],
    Act.ASK: [
        "Which exemptions has the council used most in 2022?",
        "What information do you hold about me?",
        "Thanks, please could you also provide the list of sites",
        "Please provide me with a list of all letters answered by email in 2020.",
        "Please list all exempt vehicles in the fleet.",
        "Please provide the policy on redacting minutes of planning meetings.",
        "Please confirm receipt of the grant by the band in 2021.",
        "Could the department say what advice it received?",
        "Please provide the address for each lighthouse.",
        "How many vans do you own?",
        "How many vans do you own",
        "When was the van bought",
        "Who is responsible for the vans",
        "What the vans cost in each year?",
        "Which garage repairs the vans",
        "Why were the vans sold",
        "In 2019, how many vans did you own?",
        "Please provide the number of vans that you own.",
        "Would it be possible to get a list of all the ferries sold?",
        "Can it be confirmed whether any boats were let?",
        "Please respond with the number of gulls ringed.",
        "Please enclose a map of the moorings.",
        "Please produce the signed lease.",
        "Could you tell me who decides?",
        "Please can you send me a copy of the policy.",
        "Is the register open to the public?",
        "Did Mr Example attend the meeting of 3 May.",
        "Has anybody else been told of it.",
        "During each of these years did the council sell any boats.",
        "Could you therefore clarify what the vans cost.",
        "Provide a copy of the contract.",
        "May I have a list of the schools?",
        "If so, what did it cost?",
        "If the contract is shared, please state the names of the partners.",
        "Under the Act, please tell me how many dogs were seized.",
        "How many requests for internal review did you receive in 2020?",
        "How many requests were answered within 20 working days?",
    ],
    Act.NAMES: [
        "The cost of acknowledgement cards sent to donors",
        "Contact details of the harbour's internal and external auditors",
        "Revenue from the boat hire",
        "The total number of thefts recorded in each ward from 2015 to 2020.",
        "All correspondence between the council and the developer since May 2018.",
        "A copy of the current parking strategy.",
        "Copies of any reports on the flood.",
        "All internal emails mentioning the lighthouse.",
        "The council's policy on the feeding of gulls.",
        "The job description of the harbour master.",
    ],
    Act.HANDLING: [
        "Please redact the names.",
        "Please list any exemptions.",
        "Please advise me if this request is too broad.",
        "Please supply this information within five working days.",
        "If no such meetings were held, please confirm this.",
        "If already published, please send the address of the page.",
        "Please acknowledge receipt of this request.",
        "I would be grateful if you could confirm in writing that you have received this request.",
        "If you have any queries please do not hesitate to contact me.",
        "If this request is too wide or unclear, I would be grateful if you could contact me.",
        "If you need any clarification, please email me.",
        (
            "If any of this information is already in the public domain, please can you direct me"
            " to it, with page references and URLs if necessary."
        ),
        (
            "If the release of any of this information is prohibited on the grounds of breach of"
            " confidence, I ask that you supply me with copies of the confidentiality agreement."
        ),
        (
            "If my request is denied in whole or in part, I ask that you justify all deletions by"
            " reference to specific exemptions of the act."
        ),
        "I understand that you are required to respond to my request within 20 working days.",
        "Should you decide that an exemption applies, please cite the section.",
        (
            "If it is not possible to provide the information due to the cost limit, please provide"
            " advice and assistance as to how I can refine my request."
        ),
        "Please provide the data in an Excel spreadsheet.",
        "I would prefer to receive the information by email.",
        "Where possible, please provide the data in csv format.",
        "Please send your response to this e-mail address.",
        "If you are not the right person, please could you forward this to whoever is?",
        "Please let me know if there is a charge.",
        "Please note that I do not need any names.",
        "If you do not hold this information, please let me know who does.",
        "Please could this be provided electronically?",
        "Please email me the figures using an Excel file.",
        "Please note, if two vans share a number, please give both.",
        "Of course, if this request is too wide, can you tell me how to narrow it?",
        "In particular, if the latest figures are not yet available, please say when they will be.",
        "Should you wish to discuss any part of this request, please get in touch.",
        "Please confirm receipt of this email.",
        "Please treat each question as a separate request.",
        (
            "If some parts of this request are easier to answer than others, please release them as"
            " soon as they are ready."
        ),
        "If the information is held by another body, please tell me which.",
        "Tel: 01234 567890",
    ],
    Act.PLAIN: [
        "The total staff each month on leave under the Coronavirus Job Retention Scheme",
        "I would like to thank the wardens for their help.",
        "I welcome the measures that were taken on the pier.",
        "If no boat was hired in a month, enter a nought.",
        "This is for a school project and will be shown to nobody.",
        "A book about the pier (BAP) was printed for the fair of 19 May.",
        "I am a student of architecture.",
        "My name is Sam and I write for a newspaper.",
        "The council closed the baths in March.",
        "What on earth is going on?",
        "When I rang the council I was told that nobody knew.",
        "Where the road bends there is no pavement.",
        "What I find hard to accept is the delay.",
        "Can is what the label says.",
        "Email, telephone and post are all in use.",
        "I have asked twice.",
        "In May the bridge was closed for a week.",
        "The number of complaints has risen for years.",
        "I am most interested in the north of England.",
        "For the purposes of this request, a van is a vehicle under 3.5 tonnes.",
        'By "staff" I mean anyone on the payroll.',
    ],
    Act.LIMIT: [
        "Please answer as at 1 April 2023.",
        "Please can answers be given in a table?",
        "Would it be possible to have this broken down by year?",
        "I expect these letters to show who signed them.",
        "The period for this request is May to June.",
        "I ask that this data is broken down by ward.",
        "Unless otherwise stated, please give figures for the last three years.",
        "I am interested in data held between 2015 and 2018.",
        "Please provide me with data for the last three financial years, starting from 2017/18",
        "Please provide values for each harbour of your authority.",
        "If the fees were altered in a year, please instead give the one of 31 December.",
        "The date should be the date of the launch, not that of the sale.",
        "It would be helpful if the figures could be broken down by ward.",
    ],
}


@pytest.mark.parametrize(
    ("sentence", "act"),
    [(sentence, act) for act, sentences in SENTENCES.items() for sentence in sentences],
)
def test_a_sentence_does_what_a_reader_sees(sentence: str, act: Act) -> None:
    assert act_of(sentence) is act
