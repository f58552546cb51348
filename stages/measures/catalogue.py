"""Every measure there is, in the order it is offered. Adding one is a declaration and a line here."""

from .change import BARC_10, RULERS, TEA
from .drinking import AUDIT, AUDIT_C, SDS
from .instrument import Instrument
from .mood import GAD_2, GAD_7, PHQ_2, PHQ_9, WHO_5

MEASURES = (RULERS, TEA, BARC_10, WHO_5, PHQ_2, GAD_2, PHQ_9, GAD_7, AUDIT_C, AUDIT, SDS)
CATALOGUE: dict[str, Instrument] = {each.slug: each for each in MEASURES}
