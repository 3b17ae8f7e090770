"""The needs a case can be about, and which meaning opens which.

The meanings are the intents of the contract in `domain.yml`; the keys here are stored
with each case and counted in the figures, so they do not change.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.i18n.text import Text, msg


@dataclass(frozen=True)
class Need:
    """What a case is about.

    Attributes:
        key: Stored with the case.
        intent: The meaning that asks for it; None for needs only the bot opens.
        icon: Shown before the label, for people who read little.
        label: A short name, for buttons and cards.
        form: The form of `domain.yml` that asks about it; None opens the case at once.
    """

    key: str
    intent: str | None
    icon: str
    label: Text
    form: str | None = None

    @property
    def title(self) -> Text:
        """Icon and label."""
        return msg("{icon} {label}", icon=verbatim_icon(self.icon), label=self.label)


def verbatim_icon(icon: str) -> Text:
    """An icon as a message of its own, so that it is not isolated like a name."""
    return Text(id="{words}", args={"words": icon})


NEEDS = (
    Need("housing", "request_housing", "🏠", msg("Housing"), "housing_form"),
    Need("documents", "request_documents", "📄", msg("Papers"), "documents_form"),
    Need("job", "request_job", "💼", msg("Work"), "job_form"),
    Need("training", "request_training", "🛠️", msg("Training"), "training_form"),
    Need("education", "request_education", "📚", msg("School"), "education_form"),
    Need("family", "request_family_support", "👪", msg("Family"), "family_form"),
    Need("health", "request_health", "🩺", msg("Health"), "health_form"),
    Need("legal", "request_legal_help", "⚖️", msg("Law"), "legal_form"),
    Need("money", "request_financial_aid", "🤲", msg("Money and food"), "money_form"),
    Need(
        "project_start",
        "request_project_support",
        "🌱",
        msg("Start a project"),
        "project_start_form",
    ),
    Need(
        "project_problem",
        "report_project_problem",
        "🔧",
        msg("My project has a problem"),
        "problem_form",
    ),
    Need(
        "project_progress",
        "report_project_progress",
        "🌟",
        msg("News of my project"),
        "progress_form",
    ),
    Need("complaint", "complain", "📣", msg("A complaint"), "complaint_form"),
    Need("person", "talk_to_human", "🙋", msg("Talk to a person")),
    Need("danger", "report_danger", "🆘", msg("Danger")),
    Need("other", None, "💬", msg("Something else")),
)
COMPLAINT = "complaint"
"""The need that is not for the people of the person's own centre to read."""
BY_KEY = {need.key: need for need in NEEDS}
BY_INTENT = {need.intent: need for need in NEEDS if need.intent}

# What the menu offers, in reading order: where the day starts first.
MENU = tuple(
    BY_KEY[key]
    for key in (
        "housing", "documents", "job", "training", "education", "family", "health", "legal",
        "money", "project_start", "project_problem", "project_progress",
    )
)  # fmt: skip

# Meanings that are not needs, as the words of a button ("did you mean…").
OTHER_MEANINGS = {
    "greet": msg("📋 Menu"),
    "affirm": msg("📋 Menu"),
    "deny": msg("📋 Menu"),
    "ask_capabilities": msg("❔ How it works"),
    "ask_case_status": msg("📂 My requests"),
    "add_information": msg("➕ Add to my request"),
    "ask_centre_info": msg("📍 My centre"),
    "change_language": msg("🌐 Language"),
    "change_centre": msg("📍 Change centre"),
    "ask_privacy": msg("🔒 Who reads this"),
    "delete_my_data": msg("🗑️ Erase my data"),
}


def meaning(intent: str) -> Text | None:
    """The words of a button that stands for a meaning; None where a button makes no sense."""
    need = BY_INTENT.get(intent)
    return need.title if need else OTHER_MEANINGS.get(intent)
