"""The answers that come with us: a few for each need, short and warm."""

from __future__ import annotations

from bot.cases.answers import ANY, Answer
from bot.i18n.text import Text, msg


def _shipped(key: str, label: Text, words: Text) -> Answer:
    return Answer(key, label, {"ar": words, "fr": words})


_SHIPPED: dict[str, tuple[Answer, ...]] = {
    "housing": (
        _shipped(
            "housing-1",
            msg("🔎 We are looking"),
            msg("🔎 We are looking for a place for you. I will write as soon as I know more."),
        ),
        _shipped(
            "housing-2",
            msg("📋 What kind of place"),
            msg("🏠 How many will you be, in which part of town, and what can you pay a month?"),
        ),
    ),
    "documents": (
        _shipped(
            "documents-1",
            msg("📋 Which paper, since when"),
            msg("📄 Which paper do you need, and did you have it before? Any old copy helps."),
        ),
        _shipped(
            "documents-2",
            msg("🏛️ We go together"),
            msg("🏛️ Some offices take time. If you want, we prepare the file together here."),
        ),
    ),
    "job": (
        _shipped(
            "job-1",
            msg("📋 What work"),
            msg("💼 What work have you done before, and when can you begin?"),
        ),
        _shipped(
            "job-2",
            msg("🔎 We are asking companies"),
            msg("🔎 We are asking the companies we know. I will write as soon as one answers."),
        ),
    ),
    "training": (
        _shipped(
            "training-1",
            msg("📋 Which trade"),
            msg("🛠️ Which trade would you like to learn, and until which class did you go?"),
        ),
        _shipped(
            "training-2",
            msg("📝 How to enrol"),
            msg("📝 Come by, and we fill in the form for the training together."),
        ),
    ),
    "education": (
        _shipped(
            "education-1",
            msg("📋 Until which class"),
            msg("📚 Until which class did you go, and in which school? It is never too late."),
        ),
    ),
    "family": (
        _shipped(
            "family-1",
            msg("👂 I am listening"),
            msg("👪 Tell me what happened, as you want. It stays between us."),
        ),
        _shipped(
            "family-2",
            msg("🤝 Talk with them"),
            msg("🤝 If you agree, I can talk with your family. I do nothing without you."),
        ),
    ),
    "health": (
        _shipped(
            "health-1",
            msg("🚑 If it is urgent"),
            msg("🚑 If it gets worse, go to the nearest hospital now, and write to me from there."),
        ),
        _shipped(
            "health-2",
            msg("💊 Treatment"),
            msg("💊 Do you have a prescription, or a card of the hospital? Send me a photo of it."),
        ),
    ),
    "legal": (
        _shipped(
            "legal-1",
            msg("📋 What you received"),
            msg("⚖️ Send me a photo of the paper you received, and tell me the date on it."),
        ),
    ),
    "money": (
        _shipped(
            "money-1",
            msg("📋 What is most urgent"),
            msg("🤲 What is most urgent for you today? I will see what we can do."),
        ),
    ),
    "project_start": (
        _shipped(
            "start-1",
            msg("📋 Your idea"),
            msg("🌱 Tell me your idea: what would you make or sell, where, and what do you have?"),
        ),
        _shipped(
            "start-2",
            msg("🧾 A quote"),
            msg("🧾 Ask a seller for a quote for what you need, and send me a photo of it."),
        ),
    ),
    "project_problem": (
        _shipped(
            "problem-1",
            msg("📷 A photo of it"),
            msg("📷 Send me a photo of what does not work, and tell me since when."),
        ),
        _shipped(
            "problem-2",
            msg("🔧 Somebody will come"),
            msg("🔧 We look for somebody who can repair it. I will tell you when they come."),
        ),
    ),
    "project_progress": (
        _shipped(
            "progress-1",
            msg("👏 Well done"),
            msg("👏 Thank you for this news, well done! What would help you to go further?"),
        ),
    ),
    ANY: (
        _shipped(
            "any-1",
            msg("👋 I have your request"),
            msg("👋 Hello, I am {name}. I have read your request {code} and I am working on it."),
        ),
        _shipped(
            "any-2",
            msg("📍 Come by"),
            msg("📍 You can come by: {centre}, {address}. 🕘 {hours}"),
        ),
        _shipped(
            "any-3",
            msg("📞 May I call you?"),
            msg("📞 May I call you? Tell me at what time, and on which number."),
        ),
        _shipped(
            "any-4",
            msg("❓ Any news?"),
            msg("❓ Any news about your request {code}? Write to me here, I am reading."),
        ),
    ),
}


def shipped_for(need: str) -> list[Answer]:
    """The answers that come with us for a need, those for all of them last."""
    return [*_SHIPPED.get(need, ()), *_SHIPPED[ANY]]
