"""Cut what the tests here compare out of bfi.json (made by bfi.R): python make_bfi_extract.py PATH/bfi.json."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path


def column(matrix: dict, name: str) -> list[float]:
    return [row[matrix["cols"].index(name)] for row in matrix["values"]]


def flat(values: list) -> list[float]:
    return [row[0] for row in values]


def extract(scale: dict) -> dict:
    described, alpha, factors = scale["descriptives"], scale["alpha"], scale["efa1"]["pearson"]
    standardised = scale["cfa1"]["ML"]["standardized"]
    return {
        "items": scale["items"],
        "n": scale["n"],
        **{key: list(described[key].values()) for key in ("mean", "sd", "skew_type3", "kurt_type3")},
        "pearson": scale["pearson"]["values"],
        "cov": scale["cov"]["values"],
        "raw_alpha": alpha["total"]["raw_alpha"],
        "std_alpha": alpha["total"]["std.alpha"],
        "feldt": [alpha["ci_feldt"]["lower"], alpha["ci_feldt"]["upper"]],
        "r_drop": column(alpha["item_stats"], "r.drop"),
        "alpha_drop": column(alpha["alpha_drop"], "raw_alpha"),
        "alpha_by_group": scale["alpha_by_group"],
        "kmo": scale["kmo"]["pearson"]["MSA"],
        "kmo_items": list(scale["kmo"]["pearson"]["MSAi"].values()),
        "bartlett": scale["bartlett"]["pearson"],
        "eigenvalues": scale["eigenvalues"]["pearson"],
        "minres": flat(factors["minres"]["loadings"]["values"]),
        "ml": flat(factors["ml"]["loadings"]["values"]),
        "factanal": list(scale["efa1"]["factanal_pearson"]["loadings"].values()),
        "lavaan_ml": [row["est.std"] for row in standardised if row["op"] == "=~"],
        "omega_model": scale["omega_lavaan_ml"]["omega_total_modelimplied"],
        "omega_observed": scale["omega_lavaan_ml"]["omega_total_observed_var"],
        "parallel": {
            key: scale["parallel_analysis"][key]
            for key in ("fa.values", "pc.values", "pc.sim_mean", "pc.simr_mean", "fa.sim_mean", "fa.simr_mean",
                        "pc.sim_q95")
        },
    }  # fmt: skip


def extract_polychoric(scale: dict) -> dict:
    lavaan, factors = scale["polychoric_lavaan"], scale["efa1"]["polychoric"]
    return {
        "items": scale["items"],
        "n": scale["n"],
        "rho": lavaan["rho"]["values"],
        "thresholds": lavaan["thresholds"],
        "psych": scale["polychoric_psych_correct0"]["rho"]["values"],
        "psych_tau": scale["polychoric_psych_correct0"]["tau"]["values"],
        "polycor": {key: scale["polychoric_polycor_first_pair"][key] for key in ("twostep_rho", "twostep_se")},
        "kmo": scale["kmo"]["polychoric"]["MSA"],
        "kmo_items": list(scale["kmo"]["polychoric"]["MSAi"].values()),
        "bartlett": scale["bartlett"]["polychoric"],
        "eigenvalues": scale["eigenvalues"]["polychoric"],
        "minres": flat(factors["minres"]["loadings"]["values"]),
        "ml": flat(factors["ml"]["loadings"]["values"]),
    }


FIT = (
    "npar", "fmin", "ntotal", "chisq", "df", "pvalue", "chisq.scaling.factor", "baseline.chisq", "baseline.df",
    "baseline.chisq.scaling.factor", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.pvalue", "srmr",
    "logl", "unrestricted.logl", "aic", "bic", "bic2", "scaling.factor.h1", "scaling.factor.h0",
)  # fmt: skip


def fit_measures(fit: dict) -> dict:
    """Measures in use, each with its scaled and robust versions where R has them."""
    names = (name + version for name in FIT for version in ("", ".scaled", ".robust"))
    return {name: fit[name] for name in names if name in fit}


def rows(table: list[dict], *columns: str) -> dict:
    """A data frame by rows, only the named columns that it has; R leaves out what is missing in every row."""
    present = [name for name in columns if any(name in row for row in table)]
    return {"columns": present, "rows": [[row.get(name) for name in present] for row in table]}


def fitted(block: dict) -> dict:
    """A confirmatory model of lavaan."""
    return {
        "nobs": block["nobs"],
        "fit": fit_measures(block["fit"]),
        "parameters": rows(block["parameters"], "lhs", "op", "rhs", "est", "se"),
        "standardized": rows(block["standardized"], "lhs", "op", "rhs", "est.std", "se"),
        **({"modindices": rows(block["modindices"], "lhs", "op", "rhs", "mi", "epc", "sepc.all")}
           if "modindices" in block else {}),
        "resid_cor": block["resid_cor"]["values"],
    }  # fmt: skip


def extract_confirmatory(scale: dict) -> dict:
    return {
        "items": scale["items"],
        "n": scale["n"],
        **{estimator: fitted(scale["cfa1"][estimator]) for estimator in ("ML", "MLR", "WLSMV")},
        "fiml": fitted(scale["pairwise"]["ml_fiml"]),  # all rows with an answer, not only the complete ones
    }


def difference(test: list[dict]) -> dict:
    """The second row of lavTestLRT."""
    names = {"chisq_diff": "Chisq diff", "df_diff": "Df diff", "pvalue": "Pr(>Chisq)"}
    return {name: test[1][column] for name, column in names.items()}


def ladder(block: dict) -> dict:
    """Rows and difference tests of an invariance table; a step that R refuses keeps its message."""
    return {
        "steps": {step: measures for step, measures in block["steps"].items() if "error" not in measures},
        "refused": {step: measures["error"] for step, measures in block["steps"].items() if "error" in measures},
        "diff_tests": {name: difference(test) for name, test in block["diff_tests"].items()},
    }


def continuous_ladder(block: dict) -> dict:
    return {
        **ladder(block),
        "group_n": block["group_n"],
        "scalar_parameters": rows(
            block["scalar_parameters"], "lhs", "op", "rhs", "group", "label", "est", "se", "std.all"
        ),
        "scalar_score_tests": rows(block["scalar_score_tests_uni"], "lhs", "rhs", "X2", "df", "p.value"),
    }


def extract_invariance(scale: dict) -> dict:
    blocks = scale["invariance"]
    plain = blocks["WLSMV"]["plain_lavaan_delta"]
    return {
        "items": scale["items"],
        "n": scale["n"],
        "ML": continuous_ladder(blocks["ML"]),
        "MLR": continuous_ladder(blocks["MLR"]),
        "wu_estabrook_theta": ladder(blocks["WLSMV"]["wu_estabrook_theta"]),
        "wu_estabrook_delta": ladder(blocks["WLSMV"]["wu_estabrook_delta"]),
        # Without thresholds and loadings together: that is another model in each version of lavaan.
        "plain_lavaan_delta": {
            "steps": {step: plain["steps"][step] for step in ("configural", "loadings")},
            "diff_tests": {"loadings_vs_configural": difference(plain["diff_tests"]["loadings_vs_configural"])},
        },
    }


def extract_item_response(scale: dict) -> dict:
    mirt = scale["grm"]["mirt"]
    return {
        "items": scale["items"],
        "n": scale["n"],
        **{key: mirt[key] for key in ("logLik", "AIC", "BIC", "theta", "testinfo", "iteminfo", "M2")},
        **{key: mirt[key] for key in ("marginal_rxx", "empirical_rxx")},
        "discrimination": column(mirt["IRTpars"], "a"),
        "difficulties": [row[1:] for row in mirt["IRTpars"]["values"]],
        "slopes_and_intercepts": mirt["slopeint"]["values"],
        "std_errors": [mirt["se"][item]["values"][1] for item in scale["items"]],
        "Q3": mirt["Q3"]["values"],
    }


def extract_scalability(scale: dict) -> dict:
    mokken, bias = scale["mokken"], scale["dif_polr"]["items"]
    return {
        "items": scale["items"],
        "n": scale["n"],
        "pairs": mokken["Hij"]["values"],
        "pairs_se": mokken["se_Hij"]["values"],
        "of_items": flat(mokken["Hi"]["values"]),
        "of_items_se": mokken["se_Hi"],
        "scale": mokken["H"],
        "scale_se": mokken["se_H"],
        "selection": flat(mokken["aisp_lb.3"]["values"]),
        "monotonicity": mokken["monotonicity"]["values"],
        "dif_polr": bias,
    }


def extract_reliability(scale: dict) -> dict:
    alpha, omega = scale["alpha"], scale["omega_categorical"]
    return {
        "items": scale["items"],
        "n": scale["n"],
        "ase": alpha["total"]["ase"],
        "bonett": [alpha["ci_bonett2002"]["lower"], alpha["ci_bonett2002"]["upper"]],
        "duhachek": [alpha["ci_duhachek"]["lower"], alpha["ci_duhachek"]["upper"]],
        "categorical": omega["green_yang_ordscale"]["f"],
        "latent": omega["latent_response_scale"]["f"],
        "ordinal_alpha": omega["ordinal_alpha_polychoric"],
        "guttman": {f"lambda {number}": scale["guttman"][f"lambda.{number}"] for number in range(1, 7)},
        "split_half": {key: scale["split_half"][key] for key in ("maxrb", "minrb", "meanr", "odd_even")},
        "total_score": {key: scale["total_score"][key] for key in ("sd_sum", "sd_mean", "sem_alpha")},
        "wlsmv": [row["est.std"] for row in scale["cfa1"]["WLSMV"]["standardized"] if row["op"] == "=~"],
    }


def extract_factor_numbers(scale: dict) -> dict:
    """Fit of one exploratory ML factor (psych::fa) on Pearson and polychoric correlations, and Velicer's criterion."""
    names = ("STATISTIC", "dof", "PVAL", "TLI", "BIC", "rms")
    fits = {kind: scale["efa1"][kind]["ml"] for kind in ("pearson", "polychoric")}
    return {
        "items": scale["items"],
        "n": scale["n"],
        **{f"ml_{kind}": {**{name: fit[name] for name in names}, "RMSEA": fit["RMSEA"]} for kind, fit in fits.items()},
        "map": {key: scale["map_velicer"][key] for key in ("pearson", "polychoric", "map0_pearson")},
    }


# Each part with the folder of its chapter; the classical one serves several chapters.
PARTS = {
    "classical": (".", extract),
    "polychoric": ("ordered_answers", extract_polychoric),
    "confirmatory": ("factors", extract_confirmatory),
    "invariance": ("invariance", extract_invariance),
    "item_response": ("response_theory", extract_item_response),
    "reliability": ("reliability", extract_reliability),
    "scalability": ("items", extract_scalability),
    "factor_numbers": ("dimensionality", extract_factor_numbers),
}
INDENTED = ("classical", "polychoric")  # the others are long: one line for a row of a table or matrix


def file_of(part: str) -> Path:
    return Path(__file__).parent / PARTS[part][0] / f"bfi_{part}.json"


def compact(value: object, depth: int = 0) -> str:
    """JSON with a line for each member, except that lists of numbers and words stay on one line."""
    pad = "\n" + " " * (depth + 1)
    if isinstance(value, dict) and value:
        members = (f"{json.dumps(key)}: {compact(member, depth + 1)}" for key, member in value.items())
        return "{" + pad + f",{pad}".join(members) + pad[:-1] + "}"
    if isinstance(value, list) and any(isinstance(member, list | dict) for member in value):
        return "[" + pad + f",{pad}".join(compact(member, depth + 1) for member in value) + pad[:-1] + "]"
    return json.dumps(value)


def families(name: str = "FAMILIES.md") -> list[list[str]]:
    """Cells of each row of the table in a list of families."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    table = [line for line in lines if line.startswith("| ")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table[1:]]


def paths(value: object, path: str = "") -> Iterator[str]:
    """Where the numbers are: the path of every value that is not a dict, and of every matrix."""
    if not isinstance(value, dict) or "values" in value:
        yield path
        return
    for key, member in value.items():
        yield from paths(member, f"{path}.{key}" if path else key)


def unlisted(scale: dict) -> list[str]:
    listed = [name.strip() for row in families() for name in row[0].split(",")]
    return [path for path in paths(scale) if not any(f"{path}.".startswith(f"{name}.") for name in listed)]


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    missing = sorted({path for scale in source["scales"].values() for path in unlisted(scale)})
    if missing:
        sys.exit(f"Not in FAMILIES.md: {', '.join(missing)}.")
    for part, (_, cut) in PARTS.items():
        content = {
            "reversed": source["reversed"],
            "scales": {name: cut(scale) for name, scale in source["scales"].items()},
        }
        text = json.dumps(content, indent=1) if part in INDENTED else compact(content)
        file_of(part).write_text(text + "\n", encoding="utf-8")
