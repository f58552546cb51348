"""Sentences that are a reason to offer help softly, and sentences that are not."""

HEAVY = """
I want to die
i wanna die
I don't want to live
I don’t want to live any more
I dont want to live
I do not want to be alive
Some days I think about killing myself.
I’ve been thinking of ending my life
I want to take my own life
I want to end it all
I wish I was dead
I wish I were dead.
I wish I'd never been born
Everyone would be better off without me
they'd be better off if I was dead
I would rather be dead
I felt suicidal last night
Thoughts of suicide again
no reason to live
no point in living
There is nothing to live for
I can't go on living like this
I want to hurt myself
Had the urge to cut myself
I cut myself on purpose
Self-harm again
I self harmed
I nearly took an overdose
I could hang myself
I could jump off a bridge
I wanted to jump in front of a train
I don't want to be here any more
I don’t want to wake up again
I hope to go to sleep and not wake up again
KILL MYSELF
""".strip().splitlines()

# Said beside a “not” that denies nothing.
STILL_HEAVY = """
I'm not sure I want to die, but I think about it
I don't know if I want to kill my self
I can't stop thinking about killing myself
I am trying not to kill myself
Why don't I just kill myself
not sleeping, want to die
No. I want to kill myself
I want to kill myself. I don't mean it
""".strip().splitlines()

DENIED = """
I'm not suicidal
I do not want to die
I don't want to kill myself
I never wanted to kill myself
no thoughts of suicide
I have no thoughts about suicide any more
I would never hurt myself
I am not thinking of killing myself
I never had any thoughts of suicide
not feeling suicidal
It's not that I want to die
""".strip().splitlines()

PLAIN = """
killing time until the bus
I was dying for a drink
I'd kill for a pint
My back is killing me
The match was to die for
I nearly died laughing
I wanted to die of embarrassment
my phone died
dead tired
over my dead body
it was a deadline
I cut myself shaving
cut myself some slack
I want to cut myself off from that crowd
I am going to cut myself down to two pints
shooting myself in the foot again
drowning myself in work
hang myself out to dry
I am taking my life back
I want to take my life in hand
end of my life as a smoker
I want to end it all with Sam
I want this to end
Watched Suicide Squad
suicide prevention leaflet at the bar
I don't want to live with my brother
I don't want to live in this town
I don't want to be here, so I left the pub
I want to live
I killed it at work
the drink will kill me
kill the craving
I hurt myself at football
I could murder a curry
I jumped off the bus
I'd rather die than sing
do or die
kicking myself
self-help group
proud of myself
Naloxone stops an overdose
I was afraid of an overdose
""".strip().splitlines()
