"""The looks that were made: each once, and one object for all that are equal."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from briefing.read.css_boxes import Room
from briefing.read.css_declarations import Declaration
from briefing.read.css_looks import INHERITED, Look
from briefing.read.css_maker import Maker
from briefing.read.css_values import WIDE, Tokens, bare
from briefing.read.css_variables import UnknownValue, resolved
from briefing.read.css_winners import Winners, drawn_over, inherited
from briefing.read.html_defaults import Kind
from briefing.text import Place


class Looks:
    """Makes looks, and remembers them; `faults` are those of declarations, by their places."""

    def __init__(self) -> None:
        self.faults: dict[Place, str] = {}
        self._equal: dict[Look, Look] = {}
        self._made: dict[Hashable, Look] = {}  # by what is passed on and what is declared
        self._bases: dict[int, Look] = {}  # what is passed on, by the identity of what does so
        self._rooms: dict[Hashable, Room] = {}
        self._mappings: dict[Hashable, Mapping[str, Tokens]] = {}
        self._values: dict[tuple[Declaration, int], Tokens | None] = {}

    @property
    def remembered(self) -> int:
        """How many things are remembered."""
        variables = sum(len(mapping) for mapping in self._mappings.values())
        known = (self._equal, self._made, self._rooms, self._values)
        return variables + sum(len(one) for one in known)

    def first(self, scheme: str, *, dark: bool) -> Look:
        """The look of what is around the page."""
        return self._interned(Look(scheme=scheme, dark=dark))

    def look(self, above: Look, winners: Winners, kind: Kind) -> Look:
        """The look of an element, made once for all whose parents pass on the same to them."""
        base = self._passed_on(above)
        display = above.display if winners.may_inherit_display else ""
        key: Hashable = (id(base), winners.key, kind, display)
        look = self._made.get(key)
        if look is None:
            look = self._made[key] = self._make(above, base, winners.declared, kind)
        return self._drawn(above, look, winners) if winners.drawn else look

    def _drawn(self, above: Look, look: Look, winners: Winners) -> Look:
        """The same look, with what draws around the box."""
        key: Hashable = (id(look), winners.drawn_key)
        drawn = self._made.get(key)
        if drawn is None:
            values = self._values_of(winners.drawn, look.variables, above)
            drawn = self._interned(look._replace(drawn_over=drawn_over(values, winners.drawn)))
            self._made[key] = drawn
        return drawn

    def _interned(self, look: Look) -> Look:
        """The one object for all looks that are equal: from then on, identity says it all."""
        return self._equal.setdefault(look, look)

    def _passed_on(self, above: Look) -> Look:
        """What a look passes on."""
        base = self._bases.get(id(above))
        if base is None:
            base = self._bases[id(above)] = self._interned(above.passed_on())
        return base

    def _make(
        self, above: Look, base: Look, winners: Mapping[str, Declaration], kind: Kind
    ) -> Look:
        variables = self._variables(base.variables, winners)
        values = self._values_of(winners, variables, above)
        return self._interned(Maker(base, values, winners, variables, kind, self._rooms).look())

    def _values_of(
        self, declared: Mapping[str, Declaration], variables: Mapping[str, Tokens], above: Look
    ) -> dict[str, Tokens]:
        """The value of each trait about which something is declared that has a value."""
        values: dict[str, Tokens] = {}
        for trait, declaration in declared.items():
            if trait.startswith("--"):
                continue
            value = declaration.plain
            if value is None:
                value = self._value(declaration, variables)
            if value is None:
                continue
            word = value[0].lower_value if len(value) == 1 and value[0].type == "ident" else ""
            if word not in WIDE:
                values[trait] = value
            elif word == "initial" or (word == "unset" and trait not in INHERITED):
                values[trait] = ()
            elif trait == "display":
                values[trait] = inherited(above)
            elif trait not in INHERITED:
                self._report(declaration, "takes what it cannot inherit")
        return values

    def _variables(
        self, above: Mapping[str, Tokens], winners: Mapping[str, Declaration]
    ) -> Mapping[str, Tokens]:
        """The variables of an element, one and the same mapping where they are the same."""
        own = tuple((name, d) for name, d in winners.items() if name.startswith("--"))
        if not own:
            return above
        key = (id(above), own)
        if key not in self._mappings:
            self._mappings[key] = {**above, **{name: d.value for name, d in own}}
        return self._mappings[key]

    def _value(self, declaration: Declaration, variables: Mapping[str, Tokens]) -> Tokens | None:
        """The value of a declaration; None where a variable in it has none."""
        key = (declaration, id(variables))
        if key not in self._values:
            self._values[key] = self._resolved(declaration, variables)
        return self._values[key]

    def _resolved(self, declaration: Declaration, variables: Mapping[str, Tokens]) -> Tokens | None:
        try:
            return bare(resolved(declaration.value, variables.get))
        except UnknownValue as error:
            self._report(declaration, f"has no value for some element: {error}")
            return None

    def _report(self, declaration: Declaration, what: str) -> None:
        """Note, once, what is wrong with a declaration where it is used."""
        self.faults.setdefault(declaration.place, f"the style `{declaration.name}` {what}")
