"""Somebody whose telephone knows nothing but SMS."""

from bot.simulator.sms.network import Network, Phone, Sms

PATIENCE = 10.0


class SmsUser:
    """Writes to the bot's number and reads what comes back; see ``bot.simulator.actors``."""

    def __init__(self, network: Network, phone: Phone) -> None:
        self.network = network
        self.phone = phone
        self._seen = 0

    @property
    def number(self) -> str:
        """Their number, E.164."""
        return self.phone.number

    async def says(self, text: str) -> Sms:
        """Write an SMS."""
        return self.network.say(self.number, text)

    async def sees(self, *texts: str, timeout: float = PATIENCE) -> Sms:
        """Wait for SMS that came after those seen last and together contain every one of ``texts``.

        Returns:
            The last of them.

        Raises:
            AssertionError: They do not come; the message holds the transcript.
        """

        def arrived() -> Sms | None:
            fresh = [sms for sms in self.messages() if sms.seq > self._seen]
            together = ""
            for sms in fresh:
                together += f"{sms.text}\n"
                if all(text in together for text in texts):
                    return sms
            return None

        found = await self.network.changes.until(arrived, timeout)
        if found is None:
            wanted = " and ".join(map(repr, texts))
            raise AssertionError(f"{self.phone.name} does not see {wanted} in\n{self.chat()}")
        self._seen = found.seq
        return found

    async def chooses(self, label: str, *, timeout: float = PATIENCE) -> Sms:
        """Wait for a numbered line with ``label`` and write its number back."""
        await self.sees(label, timeout=timeout)
        lines = "\n".join(sms.text for sms in self.messages()).splitlines()
        line = next(line for line in reversed(lines) if label in line and line[:1].isdigit())
        return await self.says(line.split(" ")[0])

    def messages(self) -> list[Sms]:
        """Return what came, oldest first."""
        return [sms for sms in self.phone.messages if sms.ours]

    def chat(self) -> str:
        """Return the transcript."""
        whose = {True: "→", False: "←"}
        return "\n".join(f"{whose[sms.ours]} {sms.text}" for sms in self.phone.messages)
