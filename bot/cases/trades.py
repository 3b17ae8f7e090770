"""The trades of small businesses: keys of the contract of meanings, labels for people."""

from __future__ import annotations

from bot.i18n.text import Text, msg

TRADES: dict[str, Text] = {
    "welding": msg("🔥 Welding"),
    "electrical": msg("🔌 Electricity"),
    "construction": msg("🧱 Building"),
    "hairdressing": msg("💈 Hairdressing"),
    "sewing": msg("🧵 Sewing"),
    "food_retail": msg("🛒 Food shop"),
    "carpentry": msg("🪚 Carpentry"),
    "plumbing": msg("🚰 Plumbing"),
    "mechanics": msg("🔧 Mechanics"),
    "painting": msg("🖌️ Painting"),
    "catering": msg("🍲 Cooking and cafés"),
    "farming": msg("🌾 Farming"),
    "street_vending": msg("🧺 Street selling"),
    "transport": msg("🛻 Transport"),
}
"""`other` has no label: it would tell nobody anything."""
