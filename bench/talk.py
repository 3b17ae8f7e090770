"""What is said: a conversation as people write it, of texts that the assistant answers itself.

Read by both interpreters: standard library only. Nothing here is handed to a coordinator (a
person in charge answers when they can), except that each round fills in one form to its end.
"""

from __future__ import annotations

ROUND = (
    "السلام عليكم",
    "شنو كدير نتا بالضبط",
    "شكون كيقرا هادشي اللي كنكتب",
    "choukran bzaf",
    "fin ja lmarkaz dyal agadir",
    # A form, with a question in between, filled in to its end: a case is opened.
    "بغيت سكنى",
    "كنبات فالمحطة من نهار الاثنين",
    "واش البوليس كيشوفو هاد الكلام",
    "غير أنا بوحدي",
    "كنقلب على شي بيت صغير حدا باب الفتوح",
    "الله يجازيك بخير ا بنتي",
    "فين وصل الطلب ديالي؟",
    # Two that are dropped half-way.
    "bghit la carte nationale",
    "tlfat liya f tobis hadi simana",
    "safi blach",
    "je cherche du travail",
    "j'ai travaillé comme soudeur pendant trois ans",
    "ما بغيتش نكمل",
    "شكون ربح الماتش البارح؟",
    "bslama",
)
"""Twenty messages after which no form is open, so that they can be said again and again."""

FORM_ANSWERS = frozenset(ROUND[place] for place in (6, 8, 9, 13, 16))
"""Those of the round that answer a form's question."""


def conversation(messages: int) -> list[str]:
    """A conversation of so many messages: the round, again and again."""
    return [ROUND[place % len(ROUND)] for place in range(messages)]
