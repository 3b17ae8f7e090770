"""How a case can end. Keys are stored and counted; labels are for the coordinators."""

from bot.i18n.text import Text, msg

OUTCOMES: dict[str, Text] = {
    "housing_found": msg("🏠 Housing found"),
    "document_obtained": msg("📄 Document obtained"),
    "job_found": msg("💼 Job found"),
    "training_enrolled": msg("🛠️ Enrolled in training"),
    "school_returned": msg("📚 Back to school"),
    "family_settled": msg("👪 Family matter settled"),
    "project_solved": msg("🌱 Project helped"),
    "answered": msg("✅ Question answered"),
    "referred": msg("↪️ Referred elsewhere"),
    "withdrawn": msg("✋ No longer wanted"),
    "unreachable": msg("📵 Could not be reached"),
}
# The outcome a coordinator most likely wants comes first, by need.
_FIRST = {
    "housing": "housing_found",
    "documents": "document_obtained",
    "job": "job_found",
    "training": "training_enrolled",
    "education": "school_returned",
    "family": "family_settled",
    "project_start": "project_solved",
    "project_problem": "project_solved",
    "project_progress": "project_solved",
}
_ANY = ("answered", "referred", "withdrawn", "unreachable")


def outcomes_for(need: str) -> list[str]:
    """The outcomes to offer for a need, the likely one first."""
    first = _FIRST.get(need)
    return [*([first] if first else []), *_ANY]
