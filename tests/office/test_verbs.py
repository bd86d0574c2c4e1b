"""Every verb that the code writes into the journal has its Chinese label, and every label its verb."""

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
OFFICE = SRC / "luoshi" / "office"
VERB = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
WRITE = "luoshi.office.journal.record.write"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the office by its dotted name."""
    found = {}
    for path in sorted(OFFICE.rglob("*.py")):
        if "migrations" not in path.parts and path.name != "verbs.py":
            found[".".join(path.relative_to(SRC).with_suffix("").parts)] = ast.parse(path.read_text("utf-8"))
    return found


@cache
def functions() -> dict[str, ast.FunctionDef]:
    return {f"{m}.{node.name}": node for m, tree in modules().items() for node in functions_in(tree)}


def functions_in(tree: ast.AST) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def parameters(function: ast.FunctionDef) -> list[str]:
    return [one.arg for one in (*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs)]


@cache
def names(module: str) -> dict[str, str]:
    """What a module's words for functions and modules stand for, by dotted name."""
    tree = modules()[module]
    found = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    return found | {node.name: f"{module}.{node.name}" for node in functions_in(tree)}


def calls(module: str, known: dict[str, str]) -> Iterator[tuple[str, ast.expr, list[str]]]:
    """Every call that leads to the journal: in which function, what it gives as the verb, and the function's parameters."""
    for function in functions_in(modules()[module]):
        for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
            first, _, rest = ast.unparse(call.func).partition(".")
            called = ".".join(filter(None, [names(module).get(first, first), rest]))
            if called in known and (given := argument(call, called, known[called])) is not None:
                yield f"{module}.{function.name}", given, parameters(function)


def argument(call: ast.Call, called: str, name: str) -> ast.expr | None:
    named = next((one.value for one in call.keywords if one.arg == name), None)
    place = parameters(functions()[called]).index(name)
    return call.args[place] if place < len(call.args) else named


@cache
def writers() -> dict[str, str]:
    """Functions that hand a parameter on to the journal as the verb, and the parameter."""
    known, before = {WRITE: "verb"}, 0
    while len(known) > before:
        before = len(known)
        for module in modules():
            for function, given, own in list(calls(module, known)):
                if isinstance(given, ast.Name) and given.id in own:
                    known[function] = given.id
    return known


@cache
def labelled() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(OFFICE.glob("*/verbs.py")):
        found |= importlib.import_module(f"luoshi.office.{path.parent.name}.verbs").VERBS
    return found


def verbs_of(given: ast.expr, tree: ast.Module) -> set[str]:
    """The verbs an argument may be. Those of a variable or a table are looked for among the words of its module."""
    if isinstance(given, ast.IfExp):
        return verbs_of(given.body, tree) | verbs_of(given.orelse, tree)
    if isinstance(given, ast.Constant) and isinstance(given.value, str):
        return {given.value}
    if isinstance(given, ast.Name | ast.Subscript | ast.Attribute | ast.Call):
        words = {
            node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
        return words & labelled().keys()
    if isinstance(given, ast.JoinedStr):
        parts = [re.escape(one.value) if isinstance(one, ast.Constant) else "[a-z_]+" for one in given.values]
        if alike := {verb for verb in labelled() if re.fullmatch("".join(map(str, parts)), verb)}:
            return alike
    return {f"cannot be searched for: {ast.unparse(given)}"}


def written() -> set[str]:
    """Every verb that the code writes, directly or through a function that takes one."""
    found: set[str] = set()
    for module, tree in modules().items():
        for _, given, own in calls(module, writers()):
            if not (isinstance(given, ast.Name) and given.id in own):
                found |= verbs_of(given, tree)
    return found


def test_every_verb_that_is_written_has_its_label() -> None:
    assert sorted(written() - labelled().keys()) == []


def test_every_label_has_a_verb_that_is_written() -> None:
    assert sorted(labelled().keys() - written()) == []


def test_a_verb_is_a_noun_and_what_happens_to_it() -> None:
    assert [verb for verb in labelled() if not VERB.fullmatch(verb)] == []
