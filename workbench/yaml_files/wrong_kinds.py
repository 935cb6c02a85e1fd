"""What a value must be, in plain words, by pydantic's name of the fault."""

from __future__ import annotations

MUST_BE = {
    "tuple_type": "a list in brackets, e.g. `[first, second]`",
    "dict_type": "a list of `key: value`",
    "model_type": "a list of `key: value`",
    "int_type": "a whole number, written in digits",
    "int_parsing": "a whole number, written in digits",
    "int_from_float": "a whole number, written in digits",
    "float_type": "a number, written in digits",
    "float_parsing": "a number, written in digits",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
}
