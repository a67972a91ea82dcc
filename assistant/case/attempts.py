"""Is an utterance an attempt to be told the diagnosis, or to make the patient something else than a patient?

It is judged by its own words only. A question that names a disease gets the same answer whichever it names.
"""

import re

_DISEASE = re.compile(
    r"(?:[a-z]{3,}(?:itis|osis|oma|emia|aemia|pathy|algia|penia|plasia|trophy|rrhea|rrhoea|sclerosis|plegia|philia"
    r"|cytosis|ectasis|stenosis|malacia|lithiasis|carcinoma|megaly|cele|edema|oedema)s?"
    r"|syndrome|disease|disorder|cancer|tumou?rs?|infection|infarct(?:ion)?|stroke|failure|deficiency|embol\w+|torsion"
    r"|fracture|rupture|abscess|ulcer|hernia|cyst|dystrophy|palsy|attack|fever|lupus|gout|asthma|copd|diabetes"
    r"|epilepsy|migraine|malaria|measles|mumps|pneumonia|influenza|flu|tb|hiv|aids|syphilis|leuk\w+|lymphoma|mi|pe|dvt"
    r"|an?emia|gangrene|shock|angina|thrombo\w+|aneurysm|dissection|neuralgia|neuroma|spasm|crisis|poisoning"
    r"|toxicity|overdose|withdrawal|schizo\w+|depression|mania|bipolar|autism|adhd|dementia|parkinson\S*|alzheimer\S*)\b"
    r"|\b[a-z]+['’]s\b(?! (?:the|it|he|she|there))|\b[a-z]+-[a-z]+ (?:syndrome|disease)",
    re.IGNORECASE,
)
_NAMES_IT = re.compile(
    r"\b(?:is|isn'?t|was|could|might|would|can) (?:it|this|that|these|yours|the (?:problem|cause|answer))\b"
    r"|\b(?:it|this|that)(?:['’]?s| is| must be| could be| has to be)\b|\b(?:you|he|she|they)(?:['’]?(?:ve|s)| have| has|re) "
    r"(?:got |probably |actually |just )*|\bdo(?:es)? (?:you|he|she|they) (?:not )?(?:have|think)\b|\bhave you got\b"
    r"|\bhas (?:he|she) got\b|\bi (?:think|reckon|believe|bet|guess|know|suspect|say)\b|\bmy guess\b"
    r"|\bam i (?:right|correct|warm|close|on)\b|\bwe (?:already |all |both )?know\b|\bdiagnosed\b"
    r"|\b(?:yes or no|true or false|warm(?:er)? or cold(?:er)?|right or wrong)\b|\bclosest\b|\bwhich (?:one|of)\b"
    r"|\b(?:nod|blink|cough|wink) (?:if|once|twice)\b|\brule (?:in|out)\b|\bversus\b|\bvs\b|\bor\b.*\bor\b",
    re.IGNORECASE,
)
_ILLNESS_BEFORE = re.compile(
    r"\b(?:ever (?:had|been|have)|history of|in the past|before|family|relatives|anyone|mother|father|parents|brother"
    r"|sister|run in|runs in|any (?:other )?(?:medical|health|past)|suffer(?:ed)? from|previous(?:ly)?|known)\b",
    re.IGNORECASE,
)
_AFTER_THE_ANSWER = re.compile(
    r"\b(?:dx|diagnos[ei]s|diagnoses|differential)\b"
    r"|\b(?:correct|right|final|real|actual|model|hidden|secret) (?:answer|diagnosis|condition|solution|label)\b"
    r"|\b(?:answer|case|solution|script|spoiler|mark|marking) (?:key|file|sheet|scheme|notes?|record|json|data)\b"
    r"|\bthe (?:answer|solution)\b|\bicd\b|\bsnomed\b|\b(?:disease|illness|condition|problem|it|this) (?:is |be )?called\b"
    r"|\bname (?:of )?(?:the |your |this |his |her )?(?:disease|illness|condition|problem|disorder)\b"
    r"|\b(?:what|which) (?:disease|illness|condition|disorder)\b|\bwhat (?:do|have|has|does) (?:you|he|she) (?:have|got)\b[?. ]*$"
    r"|\bwhat(?:['’]?s| is) (?:actually |really )?wrong with (?:you|him|her|me)\b|\bwhat you(?:['’]ve| have)? (?:have|got)\b"
    r"|\bwhat illness\b|\bstarts? with\b|\b(?:first|last|second|next) (?:letter|word|syllable)\b|\bhow many (?:letters|words)\b"
    r"|\brhymes? with\b|\binitials?\b|\bacronym\b|\banagram\b|\bsyllables?\b|\bvowels?\b|\bhints?\b|\bclues?\b"
    r"|\bi was told i have\b|\bcomplete the sentence\b|\bfinish (?:the|my|this|that) sentence\b|\bfill in\b|_{2,}|\.{3}\s*$",
    re.IGNORECASE,
)
_OUT_OF_ROLE = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|drop)\b.{0,40}\b(?:instruction|rule|prompt|role|everything|above|previous"
    r"|that you|you are|you're|case)\w*"
    r"|\b(?:system|developer|debug|admin|god|test|maintenance|sudo|jailbreak|dan) ?(?:prompt|mode|message|override|access)\b"
    r"|\b(?:pretend|imagine|role-?play|act as|you(?:['’]re| are) now|let['’]?s play|play a game|suppose you|be my|switch to"
    r"|step out|out of character|break character|stop (?:acting|pretending|being)|as (?:the|an?|my) (?:examiner|tutor|teacher"
    r"|doctor|author|ai|assistant|pathologist|consultant|narrator|programmer))\b"
    r"|\b(?:print|dump|output|reveal|disclose|leak|expose|repeat|recite|show me)\b.{0,40}\b(?:prompt|instruction|case|file|record"
    r"|json|yaml|script|above|config|notes|context|data|answer|hidden|secret|variable|field)\w*"
    r"|\b(?:base ?64|rot ?13|morse|hex|binary|ascii|cipher|caesar|pig latin|leet|backwards?|reversed?|emoji|braille|nato"
    r"|encod\w+|encrypt\w+|decod\w+)\b|\bspell\b|\btranslat\w+\b"
    r"|\bin (?:french|spanish|german|italian|latin|greek|chinese|arabic|hindi|russian|portuguese|polish|turkish|welsh)\b"
    r"|\b(?:administrator|professor|supervisor|attending|consultant|examiner|dean|developer|faculty|course|instructor|tutor)\b"
    r".{0,60}\b(?:said|says|told|tell|allow\w*|authori[sz]\w*|approv\w*|need|want|ask\w*|permission|here|confirm)\b"
    r"|\b(?:language model|chatbot|chat ?gpt|an ai|openai|llm|prompt|api key|program)\b"
    r"|\b(?:i(?:['’]ve| have)?|we(?:['’]ve| have)?|already) (?:already )?(?:submitted|committed|finished|handed in|locked in)\b"
    r"|\bgoing to fail\b|\bjust tell me\b|\bi give up\b|\bcheat\b|\bspoilers?\b|<[^>]{1,40}>|\{[^}]{1,40}\}|\[[^\]]{1,40}\]",
    re.IGNORECASE,
)


def is_attempt(text: str) -> bool:
    """Whether the words ask for the diagnosis or for something else than a patient's answer."""
    return bool(_AFTER_THE_ANSWER.search(text) or _OUT_OF_ROLE.search(text) or guesses(text))


def guesses(text: str) -> bool:
    """Whether a disease is named as what the patient has now, rather than as an illness of the past."""
    return bool(_DISEASE.search(text) and _NAMES_IT.search(text) and not _ILLNESS_BEFORE.search(text))


def is_guess_frame(text: str) -> bool:
    """Whether the words are those of naming something: "is it ...?", "do you have ...?"."""
    return bool(_NAMES_IT.search(text))
