"""How English of medicine says what is worth recalling, and what is not."""

import re

PLAIN = r"\d+(?:[.,]\d+)?"
SPELT = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
NUMBER = rf"(?<![\w.,/–-])(?:{PLAIN}|{SPELT})"
RANGE = r"\s?(?:-|–|to|or)\s?"
BOUND = re.compile(
    r"(?:at least|at most|more than|less than|fewer than|above|below|over|under|within|up to|from|after|"
    r"until|reaches|exceeds?|or (?:more|less)|[<>≤≥])\s*$",
    re.IGNORECASE,
)
BOUND_AFTER = re.compile(r"\s?(?:or (?:more|less|above|below|over|higher|lower|longer|older|younger))\b")
# Whom a sentence is about is seldom what it teaches.
AGED = re.compile(
    r"\b(?:aged?|children|child|infants?|bab(?:y|ies)|adults|men|women|people|patients|young|older|younger|those)\b"
    r"(?: (?:of|from|under|over|below|above|between|than|aged|up to|at least|about|age))*\s$",
    re.IGNORECASE,
)
FROM_AN_AGE = re.compile(r"\b(?:from|under|over|below|between|at)\s$", re.IGNORECASE)
OLD = re.compile(r"\s(?:old|of age|or (?:older|younger)|and (?:older|over))\b")
SOLUTION = re.compile(r"\s(?:saline|glucose|dextrose|sodium|solutions?)\b", re.IGNORECASE)
SOLUTION_OF = re.compile(r"\b(?:saline|glucose|dextrose) (?:of\s)?$", re.IGNORECASE)
# What one study found is no knowledge to recall.
STUDIED = re.compile(
    r"\b(?:trials?|meta-analys[ei]s|preprint|systematic review|stud(?:y|ies)|cohorts?|"
    r"pooled|registr(?:y|ies))\b|\([A-Z][a-z]+, (?:19|20)\d\d\)"
)
OF_A_DRUG = re.compile(
    r"\b(?:doses?|given|bolus|infusion|loading|daily|tablets?|inject\w+|orally)\b", re.IGNORECASE
)
DOSE_UNIT = re.compile(r"(?:mg|g|micrograms?|mcg|µg|units?|ml|l|mmol|j)(?:/|$|\s?per\b)", re.IGNORECASE)
SCORED = re.compile(
    rf"\b(?:scores?|ratio|pH|index|INR|GCS)\b[\w\s-]{{0,20}}?"
    rf"(?:above|below|at least|of|over|under|less than|more than)\s"
    rf"(?P<gap>{PLAIN}(?:\sto\s{PLAIN})?)(?![\w%/-]|\.\d|\s[a-zA-Z%]+/)"
)
# A first choice is named before the words that say so: "X is preferred", "X is the first-line treatment".
FIRST = re.compile(
    r"^(?P<gap>[^,;:]{3,60}?) (?:is|are) (?:the |a )?(?:preferred|first[- ]line|first[- ]choice|"
    r"drugs? of choice|treatments? of choice|(?:usual )?first (?:drug|treatment|choice|test|step))\b"
)
FIRST_AFTER = re.compile(
    r"\b(?:first[- ](?:line|choice)|preferred)"
    r"(?: (?:drug|treatment|therapy|antibiotic|test|imaging|agent|option))?"
    r"(?: (?:for|in|of) [^,;:.]{3,60}?)? is (?:the |an? )?"
    r"(?P<gap>[^,;:.()]{3,50}?)(?=[.,;]| (?:for|in|with|at|by|which|unless|if|when|and)\b)"
)
# After a comma anything else is the next of a list, of which no one is the answer.
GOES_ON = (
    r" (?:which|above all|even|treated|until|especially|unless|so|but|not|and (?:the|it|should|needs)\b)"
)
SUGGESTS = re.compile(
    r"\b(?:suggests?|indicates?|points? to|raises? suspicion of|is typical of|"
    r"are typical of|is diagnostic of)\s"
    r"(?:an? |the )?(?P<gap>[^,;:.()]{4,60}?)(?=\.$|; "
    rf"|,{GOES_ON}| (?:which|that|and|until|before|after|"
    r"in which|rather than|if|when|even|in (?:adults|children))\b)"
)
# What follows says something of the thing, not what it is.
NO_KIND = (
    r"(?:(?:clinical|common|rare|useful|good|poor|better|late|early|frequent|possible|strong|weak|major|normal|"
    r"psychiatric|medical|surgical|valid|safe|simple|single|small|large|reason|sign|cause|risk|red|emergency|alternative|"
    r"contraindication|feature|moment|test|finding|warning|known|low|high)\b)"
)
MEANS = re.compile(
    r"^(?:An? )?(?!The )(?P<gap>[^,;:]{3,50}?) (?:means|is defined (?:as|by)|"
    r"is diagnosed (?:when|if|by|in|from)|"
    rf"is an? (?!{NO_KIND}))"
)
# A sentence that leans on the one before it, or on what is drawn beside it, cannot stand on a card.
LEANS = re.compile(
    r"^(?:it|its|this|these|that|those|they|them|their|such|he|she|his|her|both|either|neither|however|therefore|"
    r"otherwise|then|thus|hence|also|and|but|or|so|the (?:former|latter|same|other|others|rest|first|second|"
    r"next|dose|drug|test|score|patient|limit|risk|latter)|"
    r"other|another|here|there|in (?:this|these|such|both|that)|for (?:this|these)|"
    r"if (?:it|this|these|they|not)|after (?:this|that|it)|with (?:this|these|it))\b",
    re.IGNORECASE,
)
POINTS = re.compile(
    r"\b(?:table|figure|fig|box|panel|section|chapter) (?:\d|shows?|lists?|gives?\b)"
    r"|\bsee\b|\(above\)|\bas follows\b|\bthese (?:limits|numbers|values)\b|\bthe following\b",
    re.IGNORECASE,
)
# After a unit that is one letter, "2 mmol/L. Then", a full stop is taken for that of an initial.
TWO = re.compile(r"\.\s+[A-Z][a-z]")
