"""Cut what the tests here compare out of bfi.json (made by bfi.R): python make_bfi_extract.py PATH/bfi.json."""

import json
import sys
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


if __name__ == "__main__":
    source = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    for part, cut in {"classical": extract, "polychoric": extract_polychoric}.items():
        content = {
            "reversed": source["reversed"],
            "scales": {name: cut(scale) for name, scale in source["scales"].items()},
        }
        target = Path(__file__).with_name(f"bfi_{part}.json")
        target.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
