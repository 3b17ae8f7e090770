"""The Bot API's methods, each a plain function of the state and the parameters.

``getUpdates`` waits and so lives with the routes; everything here answers at once.
"""

from collections.abc import Callable
from typing import Any

from bot.simulator.methods import about, changing, sending, topics
from bot.simulator.params import Params
from bot.simulator.state import State

Method = Callable[[State, Params], Any]

METHODS: dict[str, Method] = {
    **about.METHODS,
    **sending.METHODS,
    **changing.METHODS,
    **topics.METHODS,
}
