"""Words that may mean somebody does not want to live. A reason to offer help softly, and for nothing else.

Nothing is decided, sent or kept by it. `static/js/near.js` has the same patterns, for the page itself.
"""

import re
from collections.abc import Iterable

# What is looked for in small letters, with no apostrophes, and a full stop for whatever parts a sentence.
HARM = (
    r"kill(?:ing)? my ?self",
    r"suicidal",
    r"suicide(?! (?:squad|prevention|awareness|bomb\w*))",
    r"(?:end|ending|take|taking) my (?:own )?life(?! (?:back|in hand|into|with|so|less|more|too))",
    r"(?:want|wanted|going|plan|planning|ready) to end (?:it all|things for good)(?! with)",
    r"(?:want|wants|wanted|wish|like|ready|rather|hope) to (?:be dead|die)(?! (?:of|from) (?:embarrassment|laughing|laughter|boredom)| laughing)",
    r"(?:wanna|rather) (?:be dead|die)(?! (?:of|from) (?:embarrassment|laughing|laughter|boredom)| than)",
    r"wish i (?:(?:was|were) (?:dead|not alive|never born)|wasnt alive|werent alive)",
    r"wish (?:i had|id) (?:never|not) been born",
    r"(?:be|am|im|are|is) better off (?:dead|without me|if i (?:was|were|am) (?:dead|gone))",
    r"(?:dont|do not|didnt|did not|never) (?:really )?(?:want|wanted) to (?:live(?! (?:with|in|like|at|near|here|there|alone|together|on))|be alive|exist|wake up (?:again|any ?more|tomorrow))",
    r"(?:dont|do not) (?:really )?(?:want|wanna) to be here any ?more",
    r"(?:not|never|dont|do not) (?:to )?wake up again",
    r"(?:no|not any) (?:reason|point|use) (?:to live|in living|in going on living|to go on living|in being alive)",
    r"nothing (?:left )?to live for",
    r"(?:cant|cannot|can not) go on living",
    r"(?:want|wanted|wanting|going|urge|urges|thought|thoughts|think|thinking|plan|planning|close|about|keep|started|thought about) (?:of |to |about )?(?:hurt|harm|cut)(?:ing|ting)? my ?self(?! (?:off|down|out|some|a|loose|short|shaving|in|on))",
    r"(?:hurt|cut|burnt|burned|harmed) my ?self on purpose",
    r"self harm(?:ed|ing|s)?",
    r"harming my ?self",
    r"(?:take|taking|took) an overdose",
    r"overdose on purpose",
    r"(?:hang|hanging|drown|drowning|shoot|shooting) my ?self(?! (?:in|out|with))",
    r"slit(?:ting)? my wrists?",
    r"(?:jump|jumping|throw my ?self|throwing my ?self) (?:off|from|under|in front of) (?:a |the )?(?:bridge|roof|building|train|tube|cliff|lorry|bus|balcony)",
)
# Just before it, these say that it is not so. “Not sure”, “cannot stop” and “not to” say no such thing.
NOT_SO = (
    r"(?:not|never|no|nor|without|longer|stopped|dont|didnt|doesnt|isnt|wasnt|arent|wont|wouldnt|havent"
    r"|hadnt)(?:(?: (?:a|an|any|be|been|being|ever|feel|feeling|felt|going|gonna|want|wanted|wish|like"
    r"|longer|more|have|having|had|really|actually|thinking|think|thought|thoughts|plan|planning|urge"
    r"|urges|intend|of|about|that i|do|would|trying)){1,4}(?: to)?)? $"
)
# Where none of these stands nothing can be found: most texts are read no further.
HINTS = ("self", "suicid", "life", "end ", "dead", "die", "born", "alive", "better off", "to live",
         "exist", "wake up", "living", "any more", "anymore", "overdose", "wrist", "jump", "throw")  # fmt: skip

_HARM = re.compile(rf"\b(?:{'|'.join(HARM)})\b")
_NOT_SO = re.compile(rf"\b{NOT_SO}")
_FAR_ENOUGH = 80


def sounds_like_harm(text: str) -> bool:
    """Whether some of it may be about not wanting to live, and is not said to be otherwise."""
    plain = _plain(text)
    if not any(hint in plain for hint in HINTS):
        return False
    return any(not _is_denied(plain, found.start()) for found in _HARM.finditer(plain))


def any_sounds_like_harm(texts: Iterable[str]) -> bool:
    return any(sounds_like_harm(text) for text in texts)


def _plain(text: str) -> str:
    text = re.sub(r"['’‘`´]", "", text.lower())
    text = re.sub(r"[.,!?;:()\n…]+", " . ", text)
    return re.sub(r"[^\w.]+", " ", text, flags=re.ASCII)


def _is_denied(plain: str, start: int) -> bool:
    before = plain[max(0, start - _FAR_ENOUGH) : start].rpartition(".")[2]
    return bool(_NOT_SO.search(before))
