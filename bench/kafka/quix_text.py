"""The words of a text as far as they follow from it alone, for the peer: normalised, measures rewritten, split.

A port of models/text/read-words.ts; the trail of rewrites is left out.
"""
import math
import re
import unicodedata
from functools import cache

# models/text/normalise.ts
entities = dict(amp="&", quot='"', apos="'", lt="<", gt=">", nbsp=" ", deg="°", times="×", frac12="½", frac14="¼", frac34="¾", prime="′", Prime="″")
entities |= dict(reg="®", trade="™", copy="©", ndash="–", mdash="—", lsquo="‘", rsquo="’", ldquo="“", rdquo="”", hellip="…", eacute="é")
fractions = dict(zip("½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞", "1/2 1/3 2/3 1/4 3/4 1/5 2/5 3/5 4/5 1/6 5/6 1/8 3/8 5/8 7/8".split()))
entity = re.compile(r"&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,8}\d{0,2}));")
spreadsheet_escape = re.compile(r"_x00[01][\da-f]_", re.I)
fraction = re.compile(r"(\d)?[ -]?([½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞])")
folds = [(re.compile(pattern, flags), to) for pattern, to, flags in [
    (r"[″“”„‟〞＂]|′′", '"', 0), (r"[′‘’‚‛ʼ＇`´]", "'", 0), (r"(\d) ?[º˚]", r"\1°", 0), (r"\b(ft|in|yd|m|cm)²", r"sq \1", re.I),
    (r"\b(ft|in|yd|m|cm)³", r"cu \1", re.I), (r"[™®©℠\u00ad\u200b-\u200f\u2060\ufeff]", "", 0)]]
signs = str.maketrans({**dict.fromkeys("⁄∕", "/"), **dict.fromkeys("‐‑‒–—―−", "-"), **dict.fromkeys("×✕✖", "x")})
accent = re.compile(r"([A-Za-zªºÀ-ɏ])[\u0300-\u036f]+")
space = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2060\ufeff]+")


def decoded(match):
    decimal, hexadecimal, name = match.groups()
    if name:
        return entities.get(name, match[0])
    code = int(decimal) if decimal else int(hexadecimal, 16)
    return chr(code) if code <= 0x10FFFF else match[0]


def normalise(text):
    for _ in range(3):
        if "&" not in text:
            break
        text = entity.sub(decoded, text)
    if "_x" in text:
        text = spreadsheet_escape.sub(" ", text)
    return space.sub(" ", (text if text.isascii() else folded(text)).lower()).strip()


def folded(text):
    text = re.sub(r"(\d) ?å¡", r"\1°", text)
    text = fraction.sub(lambda match: (f"{match[1]}-" if match[1] else " ") + fractions[match[2]], text)
    for pattern, to in folds:
        text = pattern.sub(to, text)
    text = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", text).translate(signs).lower())
    return unicodedata.normalize("NFC", accent.sub(r"\1", text)).replace("ß", "ss").replace("ς", "σ")


# models/text/units.ts
units = {
    "sqft": r"sq(?:uare|r)?\.? ?-?(?:ft|feet|foot)|sqft", "sqin": r"sq(?:uare)?\.? ?-?(?:in|inch|inches)", "sqyd": r"sq(?:uare)?\.? ?-?(?:yd|yard)s?",
    "cuft": r"cu(?:bic)?\.? ?-?(?:ft|feet|foot)|cuft|cf", "cuin": r"cu(?:bic)?\.? ?-?(?:in|inch|inches)", "cuyd": r"cu(?:bic)?\.? ?-?(?:yd|yard)s?",
    "in": "inches|inch|in|\"|''", "ft": "feet|foot|ft|'", "yd": "yards?|yds?", "mm": "mm|millimeters?|millimetres?", "cm": "cm|centimeters?|centimetres?",
    "gal": "gallons?|gals?", "qt": "quarts?|qts?|qrt", "pint": "pints?", "oz": r"fl(?:uid)?\.? ?-?(?:oz|ounces?)|ounces?|oz", "lb": "pounds?|lbs?",
    "volt": "volts?|v", "amp": "amperes?|amps?", "ah": "amp-hours?|ah", "mah": "mah", "kw": "kilowatts?|kw", "watt": "watts?|w", "btu": "btu(?:'?s|h)?",
    "hp": "horse ?power|hp", "gpm": "gpm", "gpf": "gpf", "gph": "gph", "cfm": "cfm", "psi": "psi", "mph": "mph", "rpm": "rpm", "hz": "hz|hertz",
    "mil": "mils?", "ga": "gauge|guage|gage|ga|awg", "degree": "degrees?|deg|°(?: ?[fc])?", "kelvin": "kelvin", "lumen": "lumens?", "ton": "tons?",
    "grit": "grit", "pack": "packs?|pk", "piece": "pieces?|pcs?|pc", "count": "count|ct", "%": "percent|%"}
any_unit = "|".join(sorted((way for ways in units.values() for way in re.split(r"\|(?![^(]*\))", ways)), key=len, reverse=True))


@cache
def unit_of(spelling):
    return next((name for name, ways in units.items() if re.fullmatch(ways, spelling)), None)


def number_of(text):
    mixed = re.fullmatch(r"(?:(\d+)[ -])?(\d+)/(\d+)", text)
    if mixed:
        return int(mixed[1] or 0) + int(mixed[2]) / int(mixed[3]) if int(mixed[3]) else None
    return float(text.replace(",", "")) if text and re.fullmatch(r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?", text) else None


def written(value):
    value = math.floor(value * 1e4 + 0.5) / 1e4
    return str(int(value)) if value == int(value) else repr(value)


# models/text/dimensions.ts; a size is its value and its unit
lengths = {"in", "ft", "yd", "mm", "cm"}
lumber_widths = {1: (2, 3, 4, 6, 8, 10, 12), 1.25: (4, 6), 2: (2, 3, 4, 6, 8, 10, 12), 4: (4, 6), 6: (6,)}


def is_lumber(parts, length):
    return parts[1][0] in lumber_widths.get(parts[0][0], ()) and 4 <= length <= 24


def dimension(parts):
    last, unit = parts[-1]
    shares = unit in lengths and not any(other for _, other in parts[:-1])
    if shares and not (len(parts) > 2 and unit == "ft" and is_lumber(parts, last)):
        parts = [(value, unit) for value, _ in parts]
    has_pair = all(unit is None or unit in lengths for _, unit in parts)
    start = int(len(parts) > 2 and parts[0][1] != parts[1][1] == parts[2][1])
    words = ["x".join(written(value) for value, _ in parts[start : start + 2])] if has_pair else []
    for index, (value, unit) in enumerate(parts):
        if unit is None and index >= 2:
            unit = "ft" if is_lumber(parts, value) and all(other in (None, "in") for _, other in parts) else "in"
        if unit is not None or not has_pair:
            words.append(written(value) + (unit or ""))
    return " ".join(dict.fromkeys(words))


# models/text/rewrite-measures.ts
number = r"(?:\d{1,4}[ -]\d{1,2}/\d{1,3}|\d{1,4}/\d{1,3}|\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{0,12}\.\d{1,9}|\d{1,12})(?![\d/])"
word_end = r"(?:(?!\w)|(?=x ?[\d.]))"
axis = "w|l|h|d|t|dia|diameter|width|wide|length|long|depth|deep|height|high|tall|thick"
glued = r"[ak#](?![\w/-])"
size = rf"{number}(?:[ -]?(?:{any_unit}){word_end}\.?|{glued})?"
measures = re.compile(rf"(?<![\w#/.$]){size}(?:(?: ?(?:{axis})\.?)?(?: ?[x*] ?| by ){size})*{word_end}(?: ?[wlhd](?![\w'/-]))?")
sizes = re.compile(rf"({number})(?:([ -]?)({any_unit}){word_end}(\.?)|({glued}))?(?: ?(?:{axis})\.?(?= ?x| by))?")
feet_and_inches = re.compile(
    rf"(?<![\w#/.$-])(\d{{1,4}})(?: ?(?:feet|foot|ft)\.?|')[ -]?(\d{{1,2}}(?:[ -]\d{{1,2}}/\d{{1,2}}|\.\d{{1,4}})?)(?:[ -]?(?:inches|inch|in){word_end}\.?|\")")
pack_of = re.compile(r"\bpacks? of (\d{1,6})(?![\d.,/])")
letter_and_number = re.compile(r"(?<![\w-])(?:([a-z])-(\d{1,5})|(r) (\d\d))(?![\w/.-]| ?(?:x|in|ft|inch|foot)\b| ?[\"'])")
not_inches = re.compile(r"[ -]*(?:turn|round|off|price|time)")


def rewrite_measures(text):
    if not any("0" <= character <= "9" for character in text):
        return text
    text = feet_and_inches.sub(with_inches, pack_of.sub(r"\1pack", text))
    text = letter_and_number.sub(lambda match: (match[1] or "r") + (match[2] or match[4]), text)
    return measures.sub(measure, text)


def with_inches(match):
    value = number_of(match[2])
    return match[0] if value is None or value >= 12 else f"{written(int(match[1]) + value / 12)}ft"


def measure(match):
    start, end = match.span()
    after = match.string[end : end + 8]
    parts = read_sizes(match[0], match.string[start - 1 : start], after)
    if parts is None:
        return match[0]
    to = dimension(parts) if len(parts) > 1 else written(parts[0][0]) + (parts[0][1] or "")
    return f"{to} " if after.startswith("'") else to


def read_sizes(matched, before, after):
    found = [match.groups() for match in sizes.finditer(matched)]
    parts = []
    for digits, gap, spelt, dot, glued_unit in found:
        value = number_of(digits)
        improper = re.fullmatch(r"(?:(\d+)[ -])?(\d+)/(\d+)", digits)
        if value is None or (improper and improper[1] and int(improper[2]) >= int(improper[3])):
            return None
        spelling = spelt or glued_unit
        unit = spelling and unit_in(spelling, digits, value, gap, dot, before, after, len(found) == 1)
        if spelling and not unit and len(found) == 1:
            return None
        parts.append((value, unit))
    if len(parts) > 1 or parts[0][1]:
        return parts
    digits = found[0][0]
    if re.search(r"/(?:2|4|8|16|32|64)$", digits) and not not_inches.match(after):
        return None if digits.startswith("5/4") else [(parts[0][0], "in")]
    return parts if "," in digits or digits.startswith(".") else None


def unit_in(spelling, digits, value, gap, dot, before, after, is_alone):
    match spelling:
        case "in":
            return None if is_alone and not dot and re.match(r"[ -]\d", after) else "in"
        case "w":
            return "watt" if is_alone and after[:1] != "/" else None
        case "a":
            return "amp" if value >= 10 and before != "-" else None
        case "k":
            return "kelvin" if value >= 1000 else None
        case "#":
            return "lb"
        case "'":
            return None if gap else "in" if "/" in digits else "ft"
    return unit_of(spelling)


# models/text/tokenize.ts
apostrophe = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])|(?<=\d)'(?=s(?![^\W\d_]))")
token = re.compile(r"\d+(?:-\d+)?/\d+|(?:\d*\.(?=\d))?[#\w°%\u0300-\u036f]+(?:(?<=\d)\.\d[#\w°%\u0300-\u036f]*)*")
meaningless = re.compile(r"[#_°%\u0300-\u036f]+")


def read_words(text):
    text = rewrite_measures(normalise(text))
    found = token.findall(apostrophe.sub("", text) if "'" in text else text)
    return [word for word in found if not meaningless.fullmatch(word)]
