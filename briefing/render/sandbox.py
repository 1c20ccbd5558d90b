"""The sandbox of the templates: it gives no way to Python's objects, and no endless work."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import wraps
from typing import Any, cast

from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context, Undefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

# What a page may ask for: characters in all, rounds of loops and calls, and the size of a number.
MAX_TEXT = 20_000_000
MAX_STEPS = 200_000
MAX_NUMBER = 100_000
MAX_BITS = 1_000
# So many characters are as much work as one step.
STEP = 1_000
# A width of many digits, or one that is given beside the format.
WIDTH = re.compile(r"\d{6,}|\{[^{}]*:[^{}]*\{|%[^a-zA-Z%]*\*")


class EndlessError(Exception):
    """A template asks for more than any page needs."""


class _Generator(CodeGenerator):
    """Jinja's own, but that `~` is bounded like the operators that it lets be intercepted."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802 - Jinja's name
        self.write("environment.bounded(")
        super().visit_Concat(node, frame)
        self.write(")")


class Sandbox(ImmutableSandboxedEnvironment):
    """An environment in which everything that a template asks for is counted."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})
    code_generator_class = _Generator

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - those of Jinja
        super().__init__(finalize=_printable, **options)
        self._steps = 0
        self.filters["counted"] = self._counted
        for name, function in self.filters.items():
            self.filters[name] = self._guarded(name, function)

    def render(self, template: Template, context: dict[str, object]) -> str:
        """What a template makes. Raises EndlessError where it is beyond all bounds."""
        self._steps = 0
        parts, length = [], 0
        stream = cast("Generator[str]", template.generate(context))
        for part in stream:
            parts.append(part)
            length += len(part)
            if length > MAX_TEXT:  # raised within, where the template stands
                stream.throw(EndlessError(f"the page has more than {MAX_TEXT:,} characters"))
        return "".join(parts)

    def bounded(self, result: Any) -> Any:  # noqa: ANN401 - whatever a template computes
        """The result of an operation, if it is no larger than a page."""
        size = _length(result)
        if size > MAX_TEXT:
            raise EndlessError(f"a text has more than {MAX_TEXT:,} characters")
        self._step(1 + size // STEP)
        return result

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401
        """The result of `left operator right`, refused beforehand where it could be huge."""
        if operator == "%":
            _refuse_widths(left, right)
        elif operator == "**" and _bits(left) * _count(right) > MAX_BITS:
            raise SecurityError("a power of this size is never needed")
        elif operator == "*":
            if (
                _length(left) * _count(right) > MAX_NUMBER
                or _length(right) * _count(left) > MAX_NUMBER
            ):
                raise SecurityError("a text repeated so often is never needed")
            if _bits(left) + _bits(right) > MAX_BITS:
                raise SecurityError("a product of this size is never needed")
        return self.bounded(super().call_binop(context, operator, left, right))

    def call(self, context: Context, function: Any, /, *args: Any, **options: Any) -> Any:  # noqa: ANN401
        """The result of a call, refused beforehand where it is given huge numbers."""
        _refuse_numbers((*args, *options.values()))
        return self.bounded(super().call(context, function, *args, **options))

    def wrap_str_format(self, value: Any) -> Callable[..., str] | None:  # noqa: ANN401
        """The method `format` of a text, safe to call."""
        wrapped = super().wrap_str_format(value)
        if wrapped is not None:
            _refuse_widths(value.__self__)
        return wrapped

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """The tree of a template, in which each loop counts its rounds."""
        tree = super()._parse(source, name, filename)
        for loop in tree.find_all(nodes.For):
            loop.iter = nodes.Filter(loop.iter, "counted", [], [], None, None, lineno=loop.lineno)
        return tree

    def _counted(self, items: Iterable[Any]) -> Iterator[Any]:
        for item in items:
            self._step(1)
            yield item

    def _step(self, steps: int) -> None:
        self._steps += steps
        if self._steps > MAX_STEPS:
            raise EndlessError(f"the page takes more than {MAX_STEPS:,} rounds of loops and calls")

    def _guarded(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """A filter that is given no huge numbers and makes no huge texts."""
        own = 2 if hasattr(function, "jinja_pass_arg") else 1

        @wraps(function)
        def guarded(*args: Any, **options: Any) -> Any:  # noqa: ANN401 - whatever Jinja gives
            _refuse_numbers((*args[own:], *options.values()))
            if name == "format":
                _refuse_widths(*args)
            return self.bounded(function(*args, **options))

        return guarded


def _printable(value: object) -> object:
    """What is printed, if it is words or prints itself."""
    if isinstance(value, str | int | float | Undefined) or hasattr(value, "__html__"):
        return value
    raise TypeError(f"'{type(value).__name__}' cannot be printed")


def _length(value: object) -> int:
    return len(value) if isinstance(value, str | list | tuple) else 0


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _bits(value: object) -> int:
    return value.bit_length() if isinstance(value, int) else 0


def _refuse_numbers(values: Iterable[object]) -> None:
    for value in values:
        if isinstance(value, int) and abs(value) > MAX_NUMBER:
            raise SecurityError(f"a number beyond {MAX_NUMBER:,} is never needed here")


def _refuse_widths(form: object, *_: object) -> None:
    """Refuse a format that asks for a field of a huge width, or takes one from elsewhere."""
    if isinstance(form, str) and WIDTH.search(form):
        raise SecurityError("a format of this width is never needed")
