"""The words and stems of queries and titles as models/text/analyse.ts reads them, for the peer; the trail of rewrites is left out.

quix_words.py VOCABULARY: takes {"queries": [...], "titles": [...]} as JSON from standard input and gives [words, stems] of each in the same shape.
"""
import json
import math
import re
import sys
from functools import lru_cache
from itertools import combinations
from pathlib import Path

from quix_text import read_words

# models/text/stem.ts, and the package `stemmer`: Porter 1980
stop_words = set(
    "a an the and or of for in on at to with without from by as is are be it its this that your my our i you we x w per not how what do does".split())
step2 = dict(ational="ate", tional="tion", enci="ence", anci="ance", izer="ize", bli="ble", alli="al", entli="ent", eli="e", ousli="ous", ization="ize",
             ation="ate", ator="ate", alism="al", iveness="ive", fulness="ful", ousness="ous", aliti="al", iviti="ive", biliti="ble", logi="log")
step3 = dict(icate="ic", ative="", alize="al", iciti="ic", ical="ic", ful="", ness="")
step4 = "al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize"
consonants, vowels = "[^aeiou][^aeiouy]*", "[aeiouy][aeiou]*"
more_than_0 = re.compile(f"(?:{consonants})?{vowels}{consonants}")
just_1 = re.compile(f"(?:{consonants})?{vowels}{consonants}(?:{vowels})?$")
more_than_1 = re.compile(f"(?:{consonants})?(?:{vowels}{consonants}){{2}}")
has_vowel = re.compile(f"(?:{consonants})?[aeiouy]")
is_short = re.compile(f"{consonants}[aeiouy][^aeiouwxy]$")


@lru_cache(maxsize=20_000)
def stem(word):
    if word in stop_words:
        return ""
    return porter(word) if 3 <= len(word) <= 40 and re.fullmatch("[a-z]+", word) else word


def porter(word):
    if word[0] == "y":
        return "y" + porter_steps("Y" + word[1:])[1:]
    return porter_steps(word)


def porter_steps(word):
    word = word[:-2] if re.match(r".+?(ss|i)es$", word) else word[:-1] if re.match(r".+?[^s]s$", word) else word
    if match := re.match(r"(.+?)eed$", word):
        word = word[:-1] if more_than_0.match(match[1]) else word
    elif (match := re.match(r"(.+?)(ed|ing)$", word)) and has_vowel.match(match[1]):
        word = match[1]
        if re.search(r"(at|bl|iz)$", word):
            word += "e"
        elif re.search(r"([^aeiouylsz])\1$", word):
            word = word[:-1]
        elif is_short.match(word):
            word += "e"
    if (match := re.match(r"(.+?)y$", word)) and has_vowel.match(match[1]):
        word = match[1] + "i"
    for endings in (step2, step3):
        if (match := re.match(rf"(.+?)({'|'.join(endings)})$", word)) and more_than_0.match(match[1]):
            word = match[1] + endings[match[2]]
    if match := re.match(rf"(.+?)({step4})$", word):
        word = match[1] if more_than_1.match(match[1]) else word
    elif (match := re.match(r"(.+?[st])ion$", word)) and more_than_1.match(match[1]):
        word = match[1]
    if match := re.match(r"(.+?)e$", word):
        if more_than_1.match(match[1]) or (just_1.match(match[1]) and not is_short.match(match[1])):
            word = match[1]
    return word[:-1] if word.endswith("ll") and more_than_1.match(word) else word


# models/text/vocabulary-file.ts, compounds.ts, correct-spelling.ts, symspell.ts, analyse.ts
letters = re.compile(r"[^\W\d_]+")
latin = re.compile("[a-z]+")
prefixed = re.compile("(?:un|non|pre|anti|multi|over|under|re)([a-z]{4,})")


class Reader:
    """Reads texts with the vocabulary of a model, the bytes of its `vocabulary.bin`; keeps what it read of so many titles, and of as many queries."""

    def __init__(self, vocabulary, kept=4_000):
        lines = iter(vocabulary.decode().split("\n")[1:])
        count_of = lambda line: int(line.rpartition(" ")[2])
        table = lambda: {key: int(count) for key, _, count in (next(lines).rpartition(" ") for _ in range(count_of(next(lines))))}
        self.texts = count_of(next(lines))
        self.words, _, self.pairs = table(), table(), table()
        self.splits = {}
        targets = [word for word, count in self.words.items() if latin.fullmatch(word) and word not in stop_words and count >= 3]
        self.known_stems = {stem(word) for word in targets}
        self.deletes = {}
        for word in targets:
            for part in deletes(word, 2):
                self.deletes.setdefault(part, []).append(word)
        self.suggestions = lru_cache(maxsize=5_000)(self.suggestions)
        self.title = lru_cache(maxsize=kept)(self.title)
        self.query = lru_cache(maxsize=kept)(self.query)

    def title(self, text):
        words = self.compounded(read_words(text))
        return words, [stem(word) for word in words]

    def query(self, text):
        words = self.compounded(read_words(text))
        corrected = list(words)
        for index, word in enumerate(words):
            corrected[index] = self.corrected(word, corrected[index - 1] if index else None, words[index + 1] if index + 1 < len(words) else None)
        words = words if corrected == words else self.compounded(corrected)
        return words, [stem(word) for word in words]

    def compounded(self, words):
        split = []
        for word in words:
            split += self.split(word)
        joined, index = [], 0
        while index < len(split):
            together = index + 1 < len(split) and self.is_compound(split[index], split[index + 1])
            joined.append(split[index] + split[index + 1] if together else split[index])
            index += 2 if together else 1
        return joined

    def split(self, word):
        found = self.splits.get(word)
        if found is None:
            found = self.find_split(word)
            if word in self.words:
                self.splits[word] = found
        return found

    def find_split(self, word):
        if not 6 <= len(word) <= 30 or not letters.fullmatch(word):
            return [word]
        joined = self.words.get(word, 0)
        most, best = max(joined, 2), [word]
        for place in range(2, len(word) - 1):
            first, second = word[:place], word[place:]
            pairs = self.pairs.get(f"{first} {second}", 0)
            if pairs > most and is_part(first) and is_part(second) and not (joined > 0 and self.is_name(first, second, pairs)):
                most, best = pairs, [first, second]
        return best

    def is_compound(self, first, second):
        if len(first) + len(second) < 6:
            return False
        joined = self.words.get(first + second, 0)
        if joined == 0 or not is_part(first) or not is_part(second):
            return False
        pairs = self.pairs.get(f"{first} {second}", 0)
        if pairs > 0:
            return joined >= pairs or pairs < 3 or self.is_name(first, second, pairs)
        return joined >= 5 or first not in self.words or second not in self.words

    def is_name(self, first, second, pairs):
        return pairs >= 0.8 * max(self.words.get(first, 0), self.words.get(second, 0))

    def is_known(self, word):
        return word in self.words or stem(word) in self.known_stems

    def corrected(self, word, before, after):
        if not 4 <= len(word) <= 30 or not latin.fullmatch(word) or self.is_known(word):
            return word
        near = self.suggestions(word)
        if not near:
            return word
        evidence, edits, best = max(((self.evidence(to, word, before, after), edits, to) for edits, _, to in near), key=lambda found: found[0])
        if edits == 1:
            needed = 10 if len(word) == 4 else 7 if len(word) <= 6 else 3
        else:
            needed = 7 if len(word) == 7 else 5
        return best if evidence >= needed else word

    def suggestions(self, word):
        prefix = prefixed.fullmatch(word)
        if prefix and self.is_known(prefix[1]):
            return []
        limit = 1 if len(word) <= 6 else 2
        candidates = {to for part in deletes(word, limit) for to in self.deletes.get(part, ())}
        found = sorted((edits, -self.words[to], to) for to in candidates if (edits := distance(word, to, limit)) <= limit)
        return [near for near in found if near[0] == found[0][0]]

    def evidence(self, to, word, before, after):
        is_beside = (before is not None and f"{before} {to}" in self.pairs) or (after is not None and f"{to} {after}" in self.pairs)
        seen = math.log(self.words[to] * 50_000 / max(1, self.texts))
        return seen + 3 * (consonants_of(to) == consonants_of(word)) + 3 * is_beside + 2 * (to[0] == word[0])


def is_part(word):
    return len(word) >= 2 and word not in stop_words and letters.fullmatch(word) is not None


def consonants_of(word):
    return re.sub(r"(.)\1+", r"\1", re.sub("[aeiouy]", "", word))


def deletes(word, edits):
    """The first seven letters with up to so many left out."""
    start = word[:7]
    return {"".join(kept) for left in range(min(edits, len(start)) + 1) for kept in combinations(start, len(start) - left)}


def distance(first, second, limit):
    """Optimal string alignment; more than the limit where it is more."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before, previous = [], list(range(len(second) + 1))
    for row, a in enumerate(first, 1):
        current = [row]
        for column, b in enumerate(second, 1):
            cost = min(previous[column] + 1, current[-1] + 1, previous[column - 1] + (a != b))
            if row > 1 and column > 1 and a == second[column - 2] and first[row - 2] == b:
                cost = min(cost, before[column - 2] + 1)
            current.append(cost)
        before, previous = previous, current
    return previous[-1]


if __name__ == "__main__":
    reader, texts = Reader(Path(sys.argv[1]).read_bytes()), json.load(sys.stdin)
    json.dump({"queries": [reader.query(text) for text in texts["queries"]], "titles": [reader.title(text) for text in texts["titles"]]}, sys.stdout)
