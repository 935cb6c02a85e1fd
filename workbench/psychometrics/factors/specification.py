"""From the words of the user (factors, equalities, freed parameters) to a specified factor model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import pandas as pd

from workbench.errors import DataError, NotEstimable, ParameterError, did_you_mean
from workbench.numerics.structural_models import Kind
from workbench.options import EQUALITIES, check_option
from workbench.psychometrics.factors.structure import FactorSpecification
from workbench.wording import say_count

ONE_FACTOR = "factor"


def specify(
    items: pd.Index,
    *,
    factors: Mapping[str, Sequence[str]] | None,
    n_groups: int,
    n_thresholds: Sequence[int] | None,
    equal: Iterable[str],
    free: Iterable[str],
) -> FactorSpecification:
    """Check and translate the words of the user.

    Raises
    ------
    DataError
        Two items of one name.
    ParameterError
        An unknown item, factor, equality or parameter name; an item on two factors or on none.
    NotEstimable
        A single factor with fewer than three items.
    """
    names = tuple(str(item) for item in items)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DataError(f"The responses have two columns named `{twice[0]}`. Give every item its own name.")
    placed = _factors(names, factors)
    equal, free = _words("equal", equal, "loadings"), _words("free", free, f"{names[0]}~~{names[-1]}")
    for word in equal:
        check_option("equal", word, EQUALITIES)
    if "thresholds" in equal and n_thresholds is None:
        raise ParameterError(
            "`equal` names 'thresholds', which answers taken as continuous (ML, MLR) do not have. Leave it out, or use "
            "estimator='WLSMV'."
        )
    if equal and n_groups == 1:
        raise ParameterError(
            f"`equal` is {tuple(equal)!r}, but there is one group only. Give `group`, or leave it out."
        )
    bare = FactorSpecification(
        items=names,
        factors=placed,
        n_groups=n_groups,
        n_thresholds=None if n_thresholds is None else tuple(n_thresholds),
        equal=frozenset(equal),
        free=frozenset(),
    )
    freed = frozenset(_freed(bare, name) for name in free)
    return FactorSpecification(**{**vars(bare), "free": freed})


def _words(option: str, words: Iterable[str], example: str) -> tuple[str, ...]:
    if isinstance(words, str) or not all(isinstance(word, str) for word in words):
        example = words if isinstance(words, str) else example
        raise ParameterError(f"`{option}` is {words!r}. Give a tuple of names, e.g. `{option}=({example!r},)`.")
    return tuple(words)


def _factors(items: tuple[str, ...], factors: Mapping[str, Sequence[str]] | None) -> dict[str, tuple[int, ...]]:
    if factors is None:
        factors = {ONE_FACTOR: items}
    members = items_by_factor(items, factors)
    placed = {factor: tuple(items.index(item) for item in own) for factor, own in members.items()}
    seen = {item for own in members.values() for item in own}
    left = [item for item in items if item not in seen]
    if left:
        raise ParameterError(
            f"Item `{left[0]}` stands on no factor. Put every item on one factor, or leave it out of the responses."
        )
    few = [factor for factor, members in placed.items() if len(members) < (3 if len(placed) == 1 else 2)]
    if few:
        n = len(placed[few[0]])
        raise NotEstimable(
            say_count(
                "Factor `{factor}` has {n} item. A single factor needs three items, one of several factors two.",
                "Factor `{factor}` has {n} items. A single factor needs three items, one of several factors two.",
                n=n,
                factor=few[0],
            )
        )
    return placed


def items_by_factor(items: Sequence[str], factors: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Check which items stand on which factor.

    Raises
    ------
    ParameterError
        A factor with the name of an item, a name that is no item, an item that stands twice, no list.
    """
    placed: dict[str, list[str]] = {}
    seen: dict[str, str] = {}
    for factor, named in factors.items():
        if str(factor) in items:
            raise ParameterError(f"Factor `{factor}` has the name of an item. Give the factor another name.")
        if isinstance(named, str):
            raise ParameterError(f"Factor `{factor}` is given as {named!r}. Give its items as a list: [{named!r}, …].")
        placed[str(factor)] = [str(item) for item in named]
        for item in placed[str(factor)]:
            if item not in items:
                raise ParameterError(
                    f"Factor `{factor}` names `{item}`, which is not an item.{did_you_mean(item, items)} "
                    f"Items: {', '.join(items)}."
                )
            if item in seen:
                where = "twice" if seen[item] == str(factor) else f"in `{seen[item]}` and"
                raise ParameterError(f"Item `{item}` stands {where} in `{factor}`. Put each item on one factor, once.")
            seen[item] = str(factor)
    return placed


def _freed(model: FactorSpecification, name: str) -> tuple[int, int, int]:
    """Kind, row and column of the entry that a name means.

    Items may hold an operator in their own names, so every place where one stands is tried.
    """
    for operator, entry in (("=~", _loading), ("~~", _covariance), ("~", _intercept), ("|", _threshold)):
        for left, right in _sides(name, operator):
            if found := entry(model, left, right):
                return found
    items = model.items
    forms = [f"a residual covariance as `{items[0]}~~{items[1]}`"]
    if model.n_groups > 1:
        forms = [
            f"a loading as `{next(iter(model.factors))}=~{items[0]}`",
            f"an intercept as `{items[0]}~1`",
            *([f"a threshold as `{items[0]}|1`"] if model.ordinal else []),
            f"a residual variance as `{items[0]}~~{items[0]}`",
            *forms,
        ]
    raise ParameterError(
        f"`free` names `{name}`, which is not a parameter that can be freed here. Write {', '.join(forms)}."
    )


def _sides(name: str, operator: str) -> Iterator[tuple[str, str]]:
    """Both sides of an operator, wherever it stands in a name."""
    at = name.find(operator)
    while at >= 0:
        yield name[:at].strip(), name[at + len(operator) :].strip()
        at = name.find(operator, at + 1)


def _loading(model: FactorSpecification, left: str, right: str) -> tuple[int, int, int] | None:
    if model.n_groups == 1 or left not in model.factors or right not in model.items:
        return None
    row = model.items.index(right)
    return (int(Kind.LOADING), row, list(model.factors).index(left)) if row in model.factors[left] else None


def _covariance(model: FactorSpecification, left: str, right: str) -> tuple[int, int, int] | None:
    if left not in model.items or right not in model.items or (left == right and model.n_groups == 1):
        return None
    low, high = sorted((model.items.index(left), model.items.index(right)))
    return int(Kind.RESIDUAL_COVARIANCE), high, low


def _intercept(model: FactorSpecification, left: str, right: str) -> tuple[int, int, int] | None:
    if model.n_groups == 1 or left not in model.items or right != "1":
        return None
    return int(Kind.INTERCEPT), model.items.index(left), 0


def _threshold(model: FactorSpecification, left: str, right: str) -> tuple[int, int, int] | None:
    number = right.removeprefix("t")
    if model.n_groups == 1 or model.n_thresholds is None or left not in model.items or not number.isdecimal():
        return None
    item = model.items.index(left)
    if not 1 <= int(number) <= model.n_thresholds[item]:
        return None
    return int(Kind.THRESHOLD), sum(model.n_thresholds[:item]) + int(number) - 1, 0
