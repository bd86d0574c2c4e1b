"""A pytest plugin that takes one reason out of one why_not, named by LUOSHI_MUTANT=module:function:number.

Used by mutate_access.py. Number 0 is the whole function, which then never finds a reason; others count the places
where it gives one, in the order of the source. With LUOSHI_CALLS=file it mutates nothing and writes down which tests call
which of the functions named there, one to a line: no other test can notice a mutant.
"""

import ast
import functools
import importlib
import inspect
import json
import os
import sys
import textwrap
from pathlib import Path
from types import ModuleType
from typing import Any

NOTHING = ast.Constant(None)


class WithoutOne(ast.NodeTransformer):
    """Takes out the reason with a number; counts all of them."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.met = 0

    def _counted(self) -> bool:
        self.met += 1
        return self.met == self.number

    def visit_Return(self, node: ast.Return) -> ast.AST:
        """`return "…"`; where something else is worked out in it, what stands inside is looked at."""
        if isinstance(node.value, ast.Constant) and node.value.value is None:
            return node
        if isinstance(node.value, ast.IfExp | ast.List | ast.ListComp | ast.GeneratorExp):
            return self.generic_visit(node)
        return ast.Return(NOTHING) if self._counted() else node

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        """`"…" if … else None`, either way round."""
        if any(isinstance(one, ast.Constant) and one.value is None for one in (node.body, node.orelse)):
            return NOTHING if self._counted() else node
        return self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        """`yield "…"` and `reasons.append("…")`."""
        said = ast.unparse(node.value)
        gives = isinstance(node.value, ast.Yield) or ".append(" in said or ".extend(" in said
        return ast.Pass() if gives and self._counted() else node


def tree_of(function: Any) -> ast.Module:
    return ast.parse(textwrap.dedent(inspect.getsource(function)))


def reasons_in(function: Any) -> int:
    """How many places of a function give a reason."""
    counter = WithoutOne(-1)
    counter.visit(tree_of(function))
    return counter.met


def mutated(function: Any, number: int) -> Any:
    """The function without the reason of that number."""
    many = "list" in str(inspect.signature(function).return_annotation)
    if number == 0:
        return lambda *_, **__: [] if many else None
    tree = ast.fix_missing_locations(WithoutOne(number).visit(tree_of(function)))
    made: dict[str, Any] = {}
    exec(compile(tree, "<mutant>", "exec"), function.__globals__, made)
    found = made[function.__name__]
    return (lambda *given, **named: found(*given, **named) or []) if many else found


def replace_everywhere(before: Any, after: Any) -> None:
    """In its module or class, and wherever it was imported by name."""
    for module in [one for one in sys.modules.values() if isinstance(one, ModuleType)]:
        for name, value in list(vars(module).items()):
            if value is before:
                setattr(module, name, after)
            elif inspect.isclass(value) and vars(value).get(before.__name__) is before:
                setattr(value, before.__name__, after)


def function_of(said: str) -> Any:
    """luoshi.office.plans.moves:why_not, a method by its class."""
    module, name = said.split(":")
    found: Any = importlib.import_module(module)
    for part in name.split("."):
        found = getattr(found, part)
    return found


CALLS = os.environ.get("LUOSHI_CALLS", "")
calls: dict[str, dict[str, None]] = {}
running = ""


def counted(said: str, function: Any) -> Any:
    """The function, which notes the test that calls it."""

    @functools.wraps(function)
    def noting(*given: Any, **named: Any) -> Any:
        calls.setdefault(said, {})[running] = None
        return function(*given, **named)

    return noting


def pytest_collection_finish() -> None:
    """Once everything is imported."""
    if not CALLS:
        said, _colon, number = os.environ["LUOSHI_MUTANT"].rpartition(":")
        function = function_of(said)
        replace_everywhere(function, mutated(function, int(number)))
        return
    for said in Path(CALLS).read_text("utf-8").split():
        function = function_of(said)
        replace_everywhere(function, counted(said, function))


def pytest_runtest_logstart(nodeid: str) -> None:
    global running
    running = nodeid


def pytest_sessionfinish() -> None:
    if CALLS:
        Path(CALLS).write_text(json.dumps(calls), "utf-8")
