"""English verb forms from a base form: enough to turn a participle back into a finite verb."""

from __future__ import annotations

# Verbs of notes whose past is not base + "ed"; everything else is regular.
PAST = {
    "be": "was", "become": "became", "begin": "began", "bind": "bound", "blow": "blew", "break": "broke",
    "bring": "brought", "build": "built", "buy": "bought", "catch": "caught", "choose": "chose", "come": "came",
    "cost": "cost", "cut": "cut", "deal": "dealt", "do": "did", "draw": "drew", "drive": "drove", "eat": "ate",
    "fall": "fell", "feed": "fed", "feel": "felt", "fight": "fought", "find": "found", "fly": "flew",
    "forget": "forgot", "get": "got", "give": "gave", "go": "went", "grow": "grew", "have": "had", "hear": "heard",
    "hit": "hit", "hold": "held", "hurt": "hurt", "keep": "kept", "know": "knew", "lay": "laid", "lead": "led",
    "leave": "left", "lend": "lent", "let": "let", "lose": "lost", "make": "made", "mean": "meant", "meet": "met",
    "outperform": "outperformed", "overcome": "overcame", "pay": "paid", "put": "put", "read": "read",
    "ride": "rode", "rise": "rose", "run": "ran", "say": "said", "see": "saw", "seek": "sought", "sell": "sold",
    "send": "sent", "set": "set", "shake": "shook", "show": "showed", "shut": "shut", "sing": "sang",
    "sink": "sank", "sit": "sat", "speak": "spoke", "spend": "spent", "split": "split", "spread": "spread",
    "stand": "stood", "steal": "stole", "stick": "stuck", "strike": "struck", "swing": "swung", "take": "took",
    "teach": "taught", "tell": "told", "think": "thought", "throw": "threw", "undergo": "underwent",
    "understand": "understood", "undertake": "undertook", "win": "won", "withdraw": "withdrew", "write": "wrote",
}  # fmt: skip
PRESENT = {"be": "is", "have": "has", "do": "does", "go": "goes"}
SIBILANTS = ("s", "x", "z", "ch", "sh")
VOWELS = "aeiou"


def past(lemma: str, gerund: str = "") -> str:
    """``lead`` -> ``led``, ``create`` -> ``created``; a gerund shows whether the consonant doubles (``planning``)."""
    if lemma in PAST:
        return PAST[lemma]
    if lemma.endswith("e"):
        return lemma + "d"
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ied"
    stem = gerund.lower().removesuffix("ing")
    return (stem if stem != gerund.lower() and stem.startswith(lemma) else lemma) + "ed"


def present(lemma: str, *, many: bool = False) -> str:
    """Third person: ``lead`` -> ``leads``, ``reach`` -> ``reaches``; with ``many``, ``lead`` and ``reach``."""
    if many:
        return "are" if lemma == "be" else lemma
    if lemma in PRESENT:
        return PRESENT[lemma]
    if lemma.endswith(SIBILANTS):
        return lemma + "es"
    if lemma.endswith("y") and lemma[-2:-1] not in VOWELS:
        return lemma[:-1] + "ies"
    return lemma + "s"


def camel(words: list[str]) -> str:
    """``["depend", "on"]`` -> ``dependOn``; letters and digits only, "" when nothing is left."""
    parts = ["".join(c for c in word if c.isalnum()) for word in words]
    parts = [part for part in parts if part]
    return "".join(part.lower() if k == 0 else part[:1].upper() + part[1:].lower() for k, part in enumerate(parts))
