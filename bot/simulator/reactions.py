"""The emoji Telegram takes as reactions.

Source: https://core.telegram.org/bots/api#reactiontypeemoji (Bot API 9).
"""

_FACES = "👍 👎 🔥 🥰 👏 😁 🤔 🤯 😱 🤬 😢 🎉 🤩 🤮 💩 🙏 👌 🤡 🥱 🥴 😍 🤣 🤨 😐 😈 😴 😭 🤓"
_MORE = "🤪 😘 😎 😡 🤷 🕊 🐳 🌚 🌭 💯 ⚡ 🍌 🏆 💔 🍓 🍾 💋 🖕 👻 👀 🎃 🙈 ✍ 🎅 🎄 ☃ 💅 🗿 🆒 💘 🙉"
_LAST = "😇 😨 🤝 🤗 🫡 🦄 💊 🙊 👾 ❤ ❤\u200d🔥 👨\u200d💻 🤷\u200d♂ 🤷\u200d♀"

ALLOWED = frozenset(f"{_FACES} {_MORE} {_LAST}".split())
