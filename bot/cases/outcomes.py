"""How a case can end, in the categories that are reported. Keys are stored and counted."""

from bot.i18n.text import Text, msg

OUTCOMES: dict[str, Text] = {
    "housing_found": msg("🏠 Housing found"),
    "document_obtained": msg("📄 Document obtained"),
    "job_found": msg("💼 Job found"),
    "company_placed": msg("🏭 Placed with a partner company"),
    "training_enrolled": msg("🛠️ Enrolled in training"),
    "school_returned": msg("📚 Back to school"),
    "family_settled": msg("👪 Family matter settled"),
    "project_started": msg("🌱 Project started"),
    "project_solved": msg("🔧 Project problem solved"),
    "answered": msg("✅ Question answered"),
    "referred": msg("↪️ Referred elsewhere"),
    "withdrawn": msg("✋ No longer wanted"),
    "unreachable": msg("📵 Could not be reached"),
    "merged": msg("🔗 Joined with another request"),
}
NOT_CHOSEN = {"merged"}
"""Outcomes that follow from something else than closing."""
# The outcomes a coordinator most likely wants come first, by need.
_FIRST = {
    "housing": ("housing_found",),
    "documents": ("document_obtained",),
    "job": ("job_found", "company_placed"),
    "training": ("training_enrolled", "company_placed"),
    "education": ("school_returned", "training_enrolled"),
    "family": ("family_settled",),
    "project_start": ("project_started", "project_solved"),
    "project_problem": ("project_solved",),
    "project_progress": ("project_started", "project_solved"),
}
_ANY = ("answered", "referred", "withdrawn", "unreachable")
ELSEWHERE: dict[str, Text] = {
    "authority": msg("🏛️ A public office"),
    "health": msg("🏥 A hospital or health centre"),
    "employment": msg("💼 The employment agency"),
    "training": msg("🛠️ A training centre"),
    "lawyer": msg("⚖️ A lawyer or the court"),
    "association": msg("🤝 An association"),
    "company": msg("🏭 A company"),
}
"""To whom somebody may be referred; anything else is in a coordinator's words."""


def outcomes_for(need: str) -> list[str]:
    """The outcomes to offer for a need at first, the likely one in front."""
    return [*_FIRST.get(need, ()), *_ANY]


def other_outcomes(need: str) -> list[str]:
    """The outcomes that are chosen rarely for a need."""
    return [key for key in OUTCOMES if key not in {*outcomes_for(need), *NOT_CHOSEN}]
