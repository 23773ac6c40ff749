"""Slips of the keyboard for English training texts: what is learned must not hang on commas, capitals and right spelling."""
import random
import re
import string

UNPUNCTUATED = str.maketrans("", "", string.punctuation.replace("<", "").replace(">", "").replace("_", ""))


def with_slips(text: str, pick: random.Random) -> str:
    """The text without capitals or punctuation, or with one to three letters swapped, dropped or doubled. Placeholders may break: they do in life."""
    if pick.random() < 0.5:
        text = text.lower()
    if pick.random() < 0.5:
        text = text.translate(UNPUNCTUATED)
    for _ in range(pick.choice((0, 1, 1, 2, 3))):
        at = pick.randrange(max(1, len(text) - 1))
        if not re.fullmatch("[A-Za-z]{2}", text[at : at + 2]):
            continue
        text = pick.choice((text[:at] + text[at + 1] + text[at] + text[at + 2 :], text[:at] + text[at + 1 :], text[:at] + text[at] + text[at:]))
    return text
