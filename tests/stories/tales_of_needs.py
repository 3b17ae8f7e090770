"""A story for each need: told in words without its name, then answered by buttons and voice."""

from __future__ import annotations

from typing import NamedTuple

from tests.stories.steps import welcomed
from tests.stories.tell import Story, Telling


class Need(NamedTuple):
    """A need: its button, how somebody tells of it, the questions, and what they press."""

    name: str
    title: str
    button: str
    arabic: str
    french: str
    answers: tuple[tuple[str, str], ...]


NEEDS = (
    Need(
        "housing",
        "A place to sleep",
        "Housing",
        "هادي ربعة د الليالي وأنا كنبات فالمحطة",
        "je dors à la gare depuis lundi",
        (
            ("Where do you sleep these days?", "🌙 Outside or at the station"),
            ("Who needs the place?", "🧍 Only me"),
        ),
    ),
    Need(
        "papers",
        "A paper",
        "Papers",
        "لاكارط ناسيونال ديالي تسالات وما قبلوش يجددوها ليا",
        "ma carte nationale est périmée et on refuse de la refaire",
        (("What is the problem with it?", "⌛ Expired or damaged"),),
    ),
    Need(
        "work",
        "Work",
        "Work",
        "كنعرف نسودي مزيان ولكن حتى واحد ما بغا يخدمني",
        "je sais souder mais personne ne veut m’embaucher",
        (
            ("Do you know a trade?", "👐 Yes, without a diploma"),
            ("What makes it hardest?", "📜 My past"),
        ),
    ),
    Need(
        "training",
        "Learning a trade",
        "Training",
        "بغيت نتعلم شي حرفة فشي معهد باش ندير بيها مستقبلي",
        "je voudrais apprendre un métier dans un centre de formation",
        (
            ("How far did you go to school?", "✏️ Primary school"),
            ("When are you free?", "☀️ All day"),
        ),
    ),
    Need(
        "school",
        "Back to school",
        "School",
        "خرجت من القسم السادس وبغيت نكمل قرايتي",
        "j’ai arrêté en sixième et je veux reprendre mes études",
        (
            ("Who wants to learn?", "🙋 Me"),
            ("What is it about?", "🏫 Back to school"),
        ),
    ),
    Need(
        "family",
        "Family",
        "Family",
        "مراتي ما بقاتش باغا تخليني نشوف وليداتي",
        "ma femme ne me laisse plus voir mes enfants",
        (
            ("Who is it about?", "🧒 My children"),
            ("What would help?", "🤝 Someone to make peace"),
        ),
    ),
    Need(
        "health",
        "Health",
        "Health",
        "عندي السكر والدوا تقاضى ليا وما عنديش باش نشريه",
        "je suis diabétique et je n’ai plus d’insuline",
        (
            ("What is it about?", "💊 Medicine or costs"),
            ("Do you have health cover (AMO)?", "❌ No"),
        ),
    ),
    Need(
        "law",
        "Law",
        "Law",
        "جاتني استدعاء من المحكمة وما عنديش محامي",
        "j’ai reçu une convocation du tribunal et je n’ai pas d’avocat",
        (
            ("What is it about?", "🏛️ A court or a judge"),
            ("Is there a date to keep?", "🔴 This week"),
        ),
    ),
    Need(
        "money",
        "Food and money",
        "Money and food",
        "ما بقا عندي ما ناكل أنا ووليداتي",
        "on n’a plus rien à manger à la maison",
        (
            ("What is missing most?", "🍞 Food"),
            ("How many are you at home?", "👨‍👩‍👧‍👦 4 or more"),
        ),
    ),
    Need(
        "project-start",
        "Starting a project",
        "Start a project",
        "بغيت نحل محل ديال الحلاقة وخاصني شكون يعاوني نبدا",
        "je veux ouvrir un salon de coiffure, qui peut m’aider à démarrer ?",
        (
            ("Where are you with your project?", "🛠️ I know the trade"),
            ("What do you need first?", "🧰 Tools or a machine"),
        ),
    ),
)


async def _told(t: Telling, need: Need) -> None:
    await welcomed(t)
    await t.person.says(t.words(need.arabic, need.french))
    await t.understood(need.answers[0][0], need.button)
    for number, (question, answer) in enumerate(need.answers):
        if number:
            await t.person.sees(t.say(question))
        else:
            await t.show("Told in their own words; one question at a time.")
        await t.person.taps(t.say(answer))
    await t.person.sees(t.say("⏭️ Skip"))
    await t.show("The last question is open, and can be skipped.")
    await t.person.sends_voice()
    await t.person.sees("R-")
    await t.show("A voice note is an answer too. The request has a number, and a time.")


def _story(need: Need) -> Story:
    async def play(t: Telling) -> None:
        await _told(t, need)

    return Story(need.name, need.title, f"{need.french}.".capitalize(), play)


STORIES = tuple(map(_story, NEEDS))
