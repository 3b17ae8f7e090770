"""The contract of meanings: the names that examples, `domain.yml` and reports share."""

from __future__ import annotations

import csv
from collections.abc import Collection, Mapping
from functools import cache

from nlu.text.lexicon import DATA

SMALL_TALK = ("greet", "goodbye", "thank", "affirm", "deny", "cancel")
NEEDS = (
    "request_housing",
    "request_documents",
    "request_job",
    "request_training",
    "request_education",
    "request_family_support",
    "request_health",
    "request_legal_help",
    "request_financial_aid",
    "request_project_support",
)
PROJECT = ("report_project_problem", "report_project_progress")
SERVICE = (
    "ask_case_status",
    "add_information",
    "talk_to_human",
    "complain",
    "ask_centre_info",
    "ask_capabilities",
    "change_language",
    "change_centre",
    "ask_privacy",
    "delete_my_data",
)
DANGER = "report_danger"
OUT_OF_SCOPE = "out_of_scope"
INTENTS = (*SMALL_TALK, *NEEDS, *PROJECT, *SERVICE, DANGER, OUT_OF_SCOPE)

_VALUES = {
    "document": """identity_card birth_certificate criminal_record residence_certificate
        release_certificate family_record_book health_cover_card passport driving_licence diploma
        work_certificate other""",
    "trade": """welding electrical construction hairdressing sewing food_retail carpentry plumbing
        mechanics painting catering farming street_vending transport other""",
    "problem": """equipment_failure theft_or_loss cash_flow customers supplies premises permits
        skills partner_dispute health other""",
    "urgency": "now today soon not_urgent",
}


@cache
def allowed_values() -> Mapping[str, Collection[str]]:
    """Return the values that each entity may have; towns by their French name."""
    with (DATA / "gazetteers" / "towns.csv").open(encoding="utf-8", newline="") as towns:
        cities = {town["name_fr"] for town in csv.DictReader(towns)}
    return {"city": cities, **{entity: set(of.split()) for entity, of in _VALUES.items()}}
