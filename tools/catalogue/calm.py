"""Three ways of growing calm, each a page to read slowly to oneself."""

from django.utils.translation import gettext_lazy as _

from smartrecovery.sheets import Question, Scale, Section, Sheet, Text
from stages.models import Stage

IF_UNEASY = _("If it makes you uneasy, open your eyes and stop. Nothing is lost by stopping.")
WHEN_DRIVING = _("Do this where you can sit or lie safely, and not while driving.")
SUITS = (Stage.DET, Stage.ACT, Stage.MAI, Stage.REL)
NOTE = Text("note", _("Anything I noticed?"))


def tension(name: str, ask: str) -> Scale:
    return Scale(name, ask, low=_("quite at ease"), high=_("as tense as I get"), charted=True)


def before_and_after(*found: Question) -> tuple[Section, ...]:
    """How tense I was; and after reading, what I found, and how tense I am now."""
    now = tension("tension_after", _("How tense am I now?"))
    return (
        Section(_("Before"), (tension("tension_before", _("How tense am I?")),)),
        Section(_("After"), (*found, now, NOTE)),
    )


MEDITATION = Sheet(
    slug="meditation",
    edition=1,
    title=_("Sitting with the breath"),
    about=_("Ten quiet minutes of noticing the breath and coming back to it."),
    lead=_(
        "Read a paragraph, close your eyes for a while, then read the next. Skip what you like."
    ),
    aliases=("Meditation", "mindfulness", "breathing", "urge surfing"),
    points=(2, 3),
    suits=SUITS,
    minutes=10,
    whole_life=True,
    companion=True,
    cadence=_("Whenever you like; short and often suits many people"),
    layout="script",
    save=_("Save"),
    script=(
        WHEN_DRIVING,
        _(
            "Sit so that your back is easy and your feet are on the floor. Let your hands lie where"
            " they like. Your eyes may close, or rest on one spot in front of you."
        ),
        _(
            "Feel where you are held: the chair under you, the floor under your feet. Nothing has to"
            " be done about it."
        ),
        _(
            "Now notice that you are breathing. Leave the breath as it is. Find the place where you"
            " feel it best: the nose, the chest, or the belly going out and in."
        ),
        _(
            "Stay with one breath from its beginning to its end. Then the next one. If you like,"
            " count each breath out, from one to ten, and begin again."
        ),
        _(
            "Soon you will find yourself somewhere else: a plan, a worry, a tune. That is what minds"
            " do. The moment you notice is the moment you are back. Say “thinking” to yourself,"
            " quietly, and come back to the breath."
        ),
        _(
            "If an urge or a strong feeling comes, let it be there for a while. Where in the body is"
            " it? Is it warm or cold, moving or still? Breathe beside it. It may grow, and it will"
            " also change."
        ),
        _(
            "Stay a few minutes. You may come back from your thoughts twenty times. Coming back is"
            " the exercise."
        ),
        _(
            "To end, hear the sounds around you. Feel your hands and your feet again. Take one deep"
            " breath, open your eyes, and stay a moment before you get up."
        ),
        IF_UNEASY,
    ),
    sections=before_and_after(),
    mistakes=(
        _("Trying to have no thoughts. Noticing them is enough."),
        _("Waiting for it to feel calm. Some days it does not, and it still counts."),
        _("Half an hour the first time. Three minutes are a good start."),
    ),
    helps=(
        ("urge", _("Lets an urge be there while you breathe beside it.")),
        ("upset", _("Gives you a few quiet minutes before you do anything.")),
    ),
    example_note=_("An example, from a Tuesday evening."),
    example={
        "tension_before": 6,
        "tension_after": 4,
        "note": _("I was off thinking about work most of the time, and came back."),
    },
)

MUSCLE_RELAXATION = Sheet(
    slug="muscle-relaxation",
    edition=1,
    title=_("Letting go, muscle by muscle"),
    about=_("Tighten each part of the body gently, then let it go. Good before sleep."),
    lead=_(
        "Tighten each part for about five seconds, only as far as is comfortable, then let go for"
        " fifteen. Leave out anything that hurts."
    ),
    aliases=(
        "Progressive muscle relaxation",
        "PMR",
        "muscle relaxation",
        "relaxation",
    ),
    points=(2, 3),
    suits=SUITS,
    minutes=15,
    whole_life=True,
    companion=True,
    cadence=_("Whenever you like; before sleep suits many people"),
    layout="script",
    save=_("Save"),
    script=(
        WHEN_DRIVING,
        _(
            "Sit or lie down, and loosen anything tight. Take two slow breaths. There is nothing to"
            " get right."
        ),
        _(
            "Hands: close both into loose fists and tighten a little. Feel it in the fingers and the"
            " forearms. Now let them open, and notice the difference."
        ),
        _("Arms: bend your elbows and tighten the upper arms. Hold. Let them drop and grow heavy."),
        _(
            "Shoulders: lift them towards your ears. Hold. Let them fall, a little further than before."
        ),
        _(
            "Face: screw up your eyes and wrinkle your nose. Press your lips together. Hold. Now let"
            " it all go smooth. Let your tongue rest and your jaw hang a little."
        ),
        _(
            "Neck: press the back of your head lightly against the chair or the pillow. Hold. Let it"
            " be carried."
        ),
        _(
            "Chest: breathe in and keep the breath for a moment. Feel the ribs stretch. Let it out"
            " slowly, as if through a straw."
        ),
        _("Belly: make it firm. Hold. Let it go soft, and let the breath move it."),
        _("Legs: tighten both thighs. Hold. Let them sink."),
        _(
            "Feet: pull your toes towards you, and feel it in the calves. Hold. Let go. Then curl"
            " them, gently, and let go again."
        ),
        _(
            "Go through your body once more in your mind, from the feet up. Wherever something is"
            " still tight, breathe out and let it go a little more."
        ),
        _(
            "Stay as you are for a few breaths. When you are ready, move your fingers and toes,"
            " stretch, and open your eyes."
        ),
        IF_UNEASY,
    ),
    sections=before_and_after(),
    mistakes=(
        _("Tightening as hard as you can. Half of that is plenty."),
        _("Hurrying through the letting go. That is the part that helps."),
        _("Doing it only when things are bad. It comes more easily with practice."),
    ),
    helps=(
        ("upset", _("Works on the body first, when thinking does not help.")),
        ("urge", _("Gives your body something to do while it passes.")),
    ),
    example_note=_("An example, from before bed."),
    example={
        "tension_before": 8,
        "tension_after": 5,
        "note": _("My shoulders were up by my ears. I fell asleep at the feet."),
    },
)

CALM_PLACE = Sheet(
    slug="calm-place",
    edition=1,
    title=_("A calm place in mind"),
    about=_("Picture somewhere you feel at ease, and stay a while."),
    lead=_(
        "A real place or one you make up. Afterwards, write down what you found there; it makes the"
        " way back easier."
    ),
    aliases=(
        "Visualisation",
        "visualization",
        "visualising a relaxing space",
        "relaxing space",
        "safe place",
        "calm place",
        "imagery",
    ),
    points=(2, 3),
    suits=SUITS,
    minutes=10,
    whole_life=True,
    companion=True,
    cadence=_("Whenever you like"),
    layout="script",
    save=_("Save my place"),
    script=(
        WHEN_DRIVING,
        _(
            "Sit or lie down and let your breath slow by itself. Close your eyes when you have read"
            " this far, or keep them half open."
        ),
        _(
            "Let a place come to mind where you feel at ease. It may be a beach, a kitchen, a bus"
            " seat in the sun. It may be made up. If several come, take the first. If one brings a"
            " sad memory along, choose another."
        ),
        _(
            "Look around. What is near you? What is far away? Which colours are there, and where does"
            " the light come from?"
        ),
        _("Listen. What is the loudest sound? What is the quietest?"),
        _("Is there a smell: grass, bread, salt, an old book?"),
        _(
            "Feel what is under you and what is on your skin: warm stone, wind, a blanket. Is there"
            " somewhere to sit or lie? Take it."
        ),
        _(
            "Nobody wants anything from you here. You may be alone, or have company if you like."
            " Stay for as long as is pleasant."
        ),
        _(
            "Before you go, choose one word that belongs to this place. Say it to yourself with a"
            " slow breath out. Another day, the word and the breath can bring some of it back."
        ),
        _(
            "Now let the picture fade. Feel the chair or the bed. Hear the room. Open your eyes, and"
            " look at three things near you."
        ),
        IF_UNEASY,
    ),
    sections=before_and_after(
        Text("place", _("Which place was it?")),
        Text("see", _("What was there to see?")),
        Text("hear", _("To hear?")),
        Text("smell", _("To smell?")),
        Text("touch", _("Under me, and on my skin?")),
        Text("word", _("Which word belongs to it?")),
    ),
    mistakes=(
        _("Waiting for a sharp picture. A vague one, or only a sound, does as well."),
        _("A place with a sad story. Choose one that asks nothing of you."),
        _("Doing it only in bad moments. On calm days the way there becomes familiar."),
    ),
    helps=(
        ("upset", _("Takes you somewhere quiet for a few minutes.")),
        ("urge", _("Somewhere else to be, in your mind, while it passes.")),
    ),
    example_note=_("An example of a place."),
    example={
        "tension_before": 7,
        "place": _("The bench by the canal"),
        "see": _("Green water, a heron, light under the bridge"),
        "hear": _("A train far away"),
        "smell": _("Cut grass and a little diesel"),
        "touch": _("Warm wood, and sun on my knees"),
        "word": _("Bench"),
        "tension_after": 4,
        "note": _("The heron helped. I could stay about six minutes."),
    },
)
