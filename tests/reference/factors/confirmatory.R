# Rscript confirmatory.R   (R 4.2.2, lavaan 0.6-14, semTools 0.5-6, jsonlite 1.8.4; see VERSIONS)
# Confirmatory factors beyond bfi.json: weights, sparse answers, three factors, missing answers, residual covariances,
# partial invariance, three groups, few categories. Writes confirmatory.json and ../data/holzinger_missing.csv.
suppressMessages({library(lavaan); library(semTools); library(jsonlite)})
b <- read.csv("../../../data/example/bfi.csv"); for (v in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) b[[v]] <- 7 - b[[v]]
h <- read.csv("../../../data/example/holzinger1939.csv")
A <- paste0("A", 1:5); C <- paste0("C", 1:5); AC <- c(A, C); x <- paste0("x", 1:9)
one <- function(items) paste("f =~", paste(items, collapse = " + "))
two_factors <- paste("a =~", paste(A, collapse = " + "), "\nc =~", paste(C, collapse = " + "))
abilities <- "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"

MEASURES <- c("npar", "fmin", "ntotal", "chisq", "df", "pvalue", "chisq.scaling.factor", "baseline.chisq", "baseline.df",
  "baseline.chisq.scaling.factor", "cfi", "tli", "rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.pvalue", "srmr",
  "logl", "unrestricted.logl", "aic", "bic", "bic2", "scaling.factor.h1", "scaling.factor.h0")
measures <- function(f) {
  v <- suppressWarnings(fitMeasures(f)); k <- intersect(c(outer(MEASURES, c("", ".scaled", ".robust"), paste0)), names(v))
  as.list(unclass(v)[k])
}
rows <- function(d, columns) {                                # the shape of the tables in bfi_confirmatory.json
  columns <- intersect(columns, names(d)); d <- as.data.frame(d)
  list(columns = columns, rows = lapply(seq_len(nrow(d)), function(i) unname(as.list(d[i, columns]))))
}
estimated <- function(d) d[!is.na(d$se) & d$se > 0 & d$op != "~*~", ]   # fixed ones have no standard error
parameters <- function(f) rows(estimated(parameterEstimates(f)), c("lhs", "op", "rhs", "group", "est", "se"))
standardized <- function(f) rows(estimated(standardizedSolution(f)), c("lhs", "op", "rhs", "group", "est.std", "se"))
modification <- function(f) rows(head(modindices(f, sort. = TRUE), 30), c("lhs", "op", "rhs", "group", "mi", "epc", "sepc.all"))
fitted <- function(model, data, ...) {
  f <- cfa(model, data = data, std.lv = TRUE, ...)
  list(nobs = lavInspect(f, "nobs"), fit = measures(f), parameters = parameters(f), standardized = standardized(f),
    modindices = modification(f), resid_cor = unname(unclass(lavResiduals(f, type = "cor.bollen")$cov)[, ]))
}
difference <- function(a, b, ...) {                           # a is the freer model
  t <- lavTestLRT(a, b, ...)
  list(chisq_diff = t[2, "Chisq diff"], df_diff = t[2, "Df diff"], pvalue = t[2, "Pr(>Chisq)"])
}
score_tests <- function(f) {                                  # both sides of each equality by name
  p <- parTable(f); name <- paste0(p$lhs, p$op, p$rhs); u <- lavTestScore(f)$uni
  u$parameter <- name[match(u$lhs, p$plabel)]; u$group <- p$group[match(u$rhs, p$plabel)]
  rows(u, c("parameter", "group", "X2", "df", "p.value"))
}
DECLARED <- list(configural = "", thresholds = "thresholds", thresholds_loadings = c("thresholds", "loadings"),
  thr_load_intercepts = c("thresholds", "loadings", "intercepts"),
  strict = c("thresholds", "loadings", "intercepts", "residuals"))
CATEGORICAL <- names(DECLARED)
wu_estabrook <- function(model, data, items, steps = CATEGORICAL, partial = NULL, shown = c("thr_load_intercepts", "strict"), ...) {
  fs <- lapply(setNames(steps, steps), function(s) {
    free <- if (is.null(partial)) "" else Filter(function(p) any(sapply(DECLARED[[s]], function(e) switch(e,
      thresholds = grepl("|", p, fixed = TRUE), loadings = grepl("=~", p), intercepts = grepl("~1", p, fixed = TRUE),
      residuals = grepl("~~", p), FALSE))), partial)
    suppressMessages(measEq.syntax(configural.model = model, data = data, ordered = items, parameterization = "theta",
      ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016", group = "g", group.equal = DECLARED[[s]],
      group.partial = if (length(free)) free else "", return.fit = TRUE, estimator = "WLSMV", ...))
  })
  d <- list(); for (i in seq_along(fs)[-1]) d[[paste0(steps[i], "_vs_", steps[i - 1])]] <- difference(fs[[i - 1]], fs[[i]])
  list(fits = fs, out = list(group_order = lavInspect(fs[[1]], "group.label"), group_n = lavInspect(fs[[1]], "nobs"),
    steps = lapply(fs, measures), diff_tests = d, parameters = lapply(fs[intersect(shown, steps)], parameters)))
}
CONTINUOUS <- list(configural = "", metric = "loadings", scalar = c("loadings", "intercepts"),
  strict = c("loadings", "intercepts", "residuals"))
# Satorra and Bentler (2010) put the estimates of the stricter model into the freer one, which R can do only if the freer
# has all parameters of the stricter: so here each factor has a marker in every step, of loading 1 and equal intercept.
nested <- function(model, data, ...) {
  other <- do.call(rbind, lapply(strsplit(strsplit(model, "\n")[[1]], "=~"), function(p) {
    items <- trimws(strsplit(p[2], "\\+")[[1]])[-1]; data.frame(i = paste(items, "~ 1"), l = paste(trimws(p[1]), "=~", items)) }))
  fit <- function(equal, free) cfa(model, data = data, group = "g", estimator = "MLR", group.equal = equal, group.partial = free,
    meanstructure = TRUE, ...)
  fs <- list(fit("intercepts", other$i), fit(c("loadings", "intercepts"), other$i), fit(CONTINUOUS$scalar, ""), fit(CONTINUOUS$strict, ""))
  lapply(2:4, function(i) difference(fs[[i - 1]], fs[[i]], method = "satorra.bentler.2010"))
}
continuous <- function(model, data, estimator, partial = "", ...) {
  fs <- lapply(CONTINUOUS, function(e) cfa(model, data = data, group = "g", estimator = estimator, std.lv = TRUE,
    group.equal = e, group.partial = partial, meanstructure = TRUE, ...))
  d <- lapply(2:4, function(i) difference(fs[[i - 1]], fs[[i]]))
  names(d) <- paste0(names(fs)[2:4], "_vs_", names(fs)[1:3])
  o <- list(group_order = lavInspect(fs[[1]], "group.label"), group_n = lavInspect(fs[[1]], "nobs"), steps = lapply(fs, measures),
    diff_tests = d, parameters = lapply(fs[c("scalar", "strict")], parameters), scalar_standardized = standardized(fs$scalar),
    scalar_score_tests = score_tests(fs$scalar))
  if (estimator == "MLR" && identical(partial, "")) o$diff_tests_2010 <- setNames(nested(model, data, ...), names(d))
  o
}

# (a) a weight that needs no random numbers, as in ../more_items.R
agree <- na.omit(b[A]); w <- 1 + (seq_len(nrow(agree)) %% 7) / 2; agree$w <- w / mean(w)
weighted <- list(WLSMV = fitted(one(A), agree, ordered = A, estimator = "WLSMV", sampling.weights = "w"),
  MLR = fitted(one(A), agree, estimator = "MLR", sampling.weights = "w"))
by_gender <- na.omit(b[c(A, "gender")]); by_gender$g <- c("men", "women")[by_gender$gender]
weighted_groups <- within(by_gender, { w <- 1 + (seq_len(nrow(by_gender)) %% 7) / 2; w <- w / mean(w) })
weighted$invariance <- wu_estabrook(one(A), weighted_groups, A, CATEGORICAL[1:4], sampling.weights = "w")$out
weighted$invariance_MLR <- continuous(one(A), weighted_groups, "MLR", sampling.weights = "w")

# (b) ten items of five sparse categories: 120 respondents (as in polychoric.R), and 1,000 with most answers at the top
ten <- na.omit(b[AC])
cut5 <- function(d) as.data.frame(lapply(d, function(v) ifelse(v <= 2, 1, v - 1)))
ceiling5 <- function(d) as.data.frame(lapply(d, function(v) pmin(v, 5)))
small <- cut5(ten[seq(1, 360, 3), ]); large <- ceiling5(ten[1:1000, ])
sparse_block <- function(d) list(
  WLSMV = fitted(one(AC), d, ordered = AC, estimator = "WLSMV", zero.add = c(0, 0)),
  WLSMV_two = fitted(two_factors, d, ordered = AC, estimator = "WLSMV", zero.add = c(0, 0)),
  MLR = fitted(one(AC), d, estimator = "MLR"), MLR_two = fitted(two_factors, d, estimator = "MLR"))
sparse <- list(small = sparse_block(small), large = sparse_block(large))
# lavaan's default zero.add = c(.5, 0) adds half a respondent to an empty cell of a two-by-two table, and to no other:
# on five categories it changes nothing, on two categories with empty cells much (150 respondents, two cells empty).
chisq <- function(d, ...) {
  f <- cfa(one(names(d)), d, ordered = names(d), estimator = "WLSMV", std.lv = TRUE, ...)
  list(fit = measures(f), rho = unname(unclass(lavInspect(f, "sampstat")$cov)[, ]), parameters = parameters(f))
}
two_by_two <- as.data.frame(lapply(agree[1:150, A], function(v) as.integer(v >= 3)))
zero_add <- list(five_default = chisq(small)$fit$chisq, five_none = chisq(small, zero.add = c(0, 0))$fit$chisq,
  two_default = chisq(two_by_two), two_none_rho = chisq(two_by_two, zero.add = c(0, 0))$rho)

# (c) three factors, several estimators, a residual covariance, two schools
h$g <- h$school
three <- list(ML = fitted(abilities, h, estimator = "ML"), MLR = fitted(abilities, h, estimator = "MLR"),
  ML_covariance = fitted(paste0(abilities, "\nx7 ~~ x8"), h, estimator = "ML"),
  MLR_covariance = fitted(paste0(abilities, "\nx7 ~~ x8"), h, estimator = "MLR"),
  schools_ML = continuous(abilities, h, "ML"), schools_MLR = continuous(abilities, h, "MLR"),
  schools_partial_MLR = continuous(abilities, h, "MLR", partial = c("x3 ~ 1", "x7 ~ 1")),
  schools_partial_ML = continuous(abilities, h, "ML", partial = c("x3 ~ 1", "x7 ~ 1", "textual =~ x5")))

# (d) missing answers: by chance on three tests, and x9 more often where x4 is low
set.seed(20240101)
m <- h[c("school", x)]; m$x1[runif(301) < .10] <- NA; m$x5[runif(301) < .10] <- NA; m$x7[runif(301) < .15] <- NA
m$x9[h$x4 < 2.5 & runif(301) < .35] <- NA
write.csv(m, "../data/holzinger_missing.csv", row.names = FALSE, na = ""); m$g <- m$school
missing <- list(n_missing = as.list(colSums(is.na(m[x]))), n_complete = sum(complete.cases(m[x])),
  ML = fitted(abilities, m, estimator = "ML", missing = "fiml"), MLR = fitted(abilities, m, estimator = "MLR", missing = "fiml"),
  schools_ML = continuous(abilities, m, "ML", missing = "fiml"), schools_MLR = continuous(abilities, m, "MLR", missing = "fiml"))

# (e) two ordinal factors and a residual covariance; by gender; partial invariance on one scale
covariance <- paste0(two_factors, "\nC1 ~~ C2"); tg <- na.omit(b[c(AC, "gender")]); tg$g <- c("men", "women")[tg$gender]
ordinal <- list(two = fitted(two_factors, ten, ordered = AC, estimator = "WLSMV"),
  covariance = fitted(covariance, ten, ordered = AC, estimator = "WLSMV"),
  MLR_covariance = fitted(covariance, ten, estimator = "MLR"),
  gender = wu_estabrook(covariance, tg, AC)$out)
full <- wu_estabrook(one(A), by_gender, A, shown = CATEGORICAL)
full$out$score_tests <- lapply(full$fits[c("thresholds", "thresholds_loadings", "thr_load_intercepts")], score_tests)
intercepts <- modindices(full$fits$thr_load_intercepts, free.remove = TRUE, op = "~1")
full$out$intercepts_mi <- rows(intercepts, c("lhs", "op", "rhs", "group", "mi", "epc"))
PARTIAL <- c("A5 | t1", "A5 | t2", "f =~ A4", "A1 ~1")
partial <- wu_estabrook(one(A), by_gender, A, partial = PARTIAL)$out

# (f) few categories: three, two, and different numbers, each with the steps that mean something
recode <- function(k) { d <- by_gender
  three_ <- function(v) cut(v, c(0, 3, 5, 6), labels = FALSE); two_ <- function(v) as.integer(v >= 5) + 1L
  if (k == "three") d[A] <- lapply(d[A], three_); if (k == "two") d[A] <- lapply(d[A], two_)
  if (k == "mixed") { d$A1 <- two_(d$A1); d$A2 <- three_(d$A2) }
  d }
few <- list(three = wu_estabrook(one(A), recode("three"), A, CATEGORICAL[c(1, 3:5)])$out,
  two = wu_estabrook(one(A), recode("two"), A, CATEGORICAL[c(1, 4, 5)])$out,
  mixed = wu_estabrook(one(A), recode("mixed"), A, CATEGORICAL[c(1:5)])$out)

# (g) three groups by education
ed <- na.omit(b[c(paste0("E", 1:5), "education")]); ed$g <- c("low", "low", "middle", "high", "high")[ed$education]
groups <- list(WLSMV = wu_estabrook(one(paste0("E", 1:5)), ed, paste0("E", 1:5))$out,
  MLR = continuous(one(paste0("E", 1:5)), ed, "MLR"))

# (h) the scaling factor of the difference test of 2001 turns negative in the first step: 100 respondents by age
ng <- na.omit(b[c(C, "age")])[1800 + 1:100, ]; ng$g <- c("younger", "older")[(ng$age > 26) + 1]
negative <- continuous(one(C), ng, "MLR")
# the one of 2010 is no better with observed information (the freer model is not at its maximum); with expected it is
negative$expected <- continuous(one(C), ng, "MLR", information = "expected")[c("steps", "diff_tests", "diff_tests_2010")]

write_json(list(weighted = weighted, sparse = sparse, zero_add = zero_add, three = three, missing = missing,
  ordinal = ordinal, full = full$out, partial = c(list(free = PARTIAL), partial), few = few, groups = groups, negative = negative),
  "confirmatory.json", auto_unbox = TRUE, digits = I(12), na = "null", null = "null", force = TRUE)
