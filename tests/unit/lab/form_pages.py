"""Pages of the form as a browser sends them."""

from __future__ import annotations

from urllib.parse import urlencode

from bs4 import BeautifulSoup

from tests.unit.lab.served import AS_A_PROGRAM

FORM = AS_A_PROGRAM | {"Content-Type": "application/x-www-form-urlencoded"}


def send(server, step, values, **headers):
    body = urlencode(values, doseq=True).encode()
    return server.ask(f"/workbench/survey/{step}", method="POST", body=body, headers=FORM | headers)


def begin(server, survey="data/adult.sav", codebook="data/adult.yaml"):
    return send(server, "file", {"survey": survey, "codebook": codebook, "wanted": "begin"})


def fields_of(text, step):
    """What a browser sends of a page that nobody has touched."""
    form = BeautifulSoup(text, "html.parser").select_one(f"form[action$='/{step}'][data-keep]")
    sent = [(one["name"], one.get("value", "")) for one in form.select("input[name]:not([type=checkbox])")]
    sent += [(one["name"], one["value"]) for one in form.select("input[type=checkbox][checked]")]
    for one in form.select("select[name]"):
        chosen = one.select_one("option[selected]") or one.select_one("option")
        sent.append((one["name"], chosen.get("value", chosen.text)))
    return sent
