# ruff: noqa: ANN401, INP001 - Babel types its data loosely; this is a script beside its data
"""Write `cldr.json`: what CLDR knows of currencies, months, week days and units of time.

Run it by its path with Babel, a development dependency, installed. Nothing imports it at run time.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

PATH = Path(__file__).with_name("cldr.json")
TIMES = (
    *("second", "minute", "hour", "day", "week", "month", "year", "decade", "century"),
    *("millisecond", "microsecond", "nanosecond"),
)
LANGUAGES = {"english": "en", "german": "de"}
# German shortens units of time to what are words as well: "Tg.", "Mon.", "Wo.".
TIME_WIDTHS = {"english": ("long", "short"), "german": ("long",)}
# Where several currencies share a word, the one that prose means by it.
PLAIN_NAMES = {
    "english": {
        "dollar": "USD",
        "euro": "EUR",
        "yen": "JPY",
        "rupee": "INR",
        "yuan": "CNY",
        "rouble": "RUB",
        "ruble": "RUB",
        "shekel": "ILS",
        "zloty": "PLN",
        "rand": "ZAR",
        "franc": "CHF",
        "pound sterling": "GBP",
    },
    "german": {
        "dollar": "USD",
        "euro": "EUR",
        "yen": "JPY",
        "rupie": "INR",
        "rupien": "INR",
        "yuan": "CNY",
        "rubel": "RUB",
        "schekel": "ILS",
        "zloty": "PLN",
        "rand": "ZAR",
        "franken": "CHF",
        "pfund sterling": "GBP",
    },
}
PLURALS = ("", "s")
MORE_SYMBOLS = {
    "US$": "USD",
    "C$": "CAD",
    "S$": "SGD",
    "Rs": "INR",
    "Fr": "CHF",
    "zł": "PLN",
    "₽": "RUB",
    "₺": "TRY",
    "₴": "UAH",
    "₦": "NGN",
    "₸": "KZT",
    "฿": "THB",
    "₿": "XBT",
    "RMB": "CNY",
}


def tables() -> dict[str, Any]:
    """The tables as they stand in `cldr.json`: what all languages share, then each for itself."""
    from babel import Locale, numbers  # noqa: PLC0415 - only the generator needs Babel

    codes = sorted(numbers.list_currencies(locale="en"))
    symbols = {s: c for c, s in Locale("en").currency_symbols.items() if c not in {s, "XXX"}}
    return {
        "codes": [code for code in codes if len(code) == 3 and code != "XXX"],  # noqa: PLR2004
        "symbols": dict(sorted({**symbols, **MORE_SYMBOLS}.items())),
        **{language: words(language, Locale(code), codes) for language, code in LANGUAGES.items()},
    }


def words(language: str, locale: Any, codes: list[str]) -> dict[str, Any]:
    """What a language calls currencies, months, week days and units of time."""
    return {
        "currencies": currency_names(language, locale, codes),
        "months": calendar_names(locale.months),
        "days": day_names(locale),
        "times": time_names(locale, TIME_WIDTHS[language]),
    }


def currency_names(language: str, locale: Any, codes: list[str]) -> dict[str, str]:
    """Currency names in the singular and the plural, in lower case, to their codes."""
    from babel import numbers  # noqa: PLC0415 - only the generator needs Babel

    current = set(numbers.get_territory_currencies("US"))
    for territory in locale.territories:
        if len(territory) == 2:  # noqa: PLR2004 - ISO 3166 codes have two letters
            current.update(numbers.get_territory_currencies(territory))
    names: dict[str, str] = {}
    for code in codes:
        if code in current:
            for count in (1, 2):
                names[numbers.get_currency_name(code, count, locale).lower()] = code
    for name, code in PLAIN_NAMES[language].items():
        for ending in PLURALS:
            names[name + ending] = code
    return dict(sorted(names.items()))


def calendar_names(months: Any) -> dict[str, int]:
    """Month names in full and short, in lower case and without a dot, to their numbers."""
    names = {
        months["format"][width][number].lower().rstrip("."): number
        for width in ("wide", "abbreviated")
        for number in range(1, 13)
    }
    return {**names, "sept": 9}


def day_names(locale: Any) -> dict[str, str]:
    """Week days in full, and short where that is no word of two letters, to the English day."""
    from babel import Locale  # noqa: PLC0415 - only the generator needs Babel

    english = Locale("en").days["format"]["wide"]
    return {
        name: english[key]
        for width in ("wide", "abbreviated")
        for key in range(7)
        for name in [locale.days["format"][width][key].lower().rstrip(".")]
        if len(name) > 2  # noqa: PLR2004
    }


def time_names(locale: Any, widths: tuple[Any, ...]) -> dict[str, str]:
    """Units of time in the singular, the plural and short, to the English singular."""
    from babel import units  # noqa: PLC0415 - only the generator needs Babel

    names = {
        written.partition(" ")[2].lower().rstrip("."): unit
        for unit in TIMES
        for width in widths
        for count in (1, 2)
        for written in [units.format_unit(count, f"duration-{unit}", width, locale=locale)]
    }
    # Some languages have no word for a decade. "c" and "dec" are centuries and decades to CLDR,
    # but hardly to a reader of prose.
    return {name: unit for name, unit in names.items() if name not in {"", "c", "dec"}}


if __name__ == "__main__":
    PATH.write_text(json.dumps(tables(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
