"""What we know of how people write: spelling, scripts, names and words of danger.

Standard library only, because two interpreters import it: the language server's and the bot's.
"""

from nlu.text.danger import Danger, find_danger, is_danger
from nlu.text.gazetteer import Entity, find_entities
from nlu.text.normalise import normalise, tidy
from nlu.text.scripts import Language, Script, likely_language, script
from nlu.text.skeleton import skeleton
from nlu.text.words import Word, words

__all__ = [
    "Danger",
    "Entity",
    "Language",
    "Script",
    "Word",
    "find_danger",
    "find_entities",
    "is_danger",
    "likely_language",
    "normalise",
    "script",
    "skeleton",
    "tidy",
    "words",
]
