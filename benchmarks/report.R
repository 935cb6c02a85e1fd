# The main numbers of a report in one script, as one would write it with psych, lavaan, semTools and survey.
# Rscript report.R respondents.csv numbers.csv
suppressMessages(suppressWarnings({library(psych); library(lavaan); library(semTools); library(survey)}))
a <- commandArgs(TRUE); d <- read.csv(a[1]); items <- paste0("esis", 1:10); pdf(NULL)
out <- list(); keep <- function(name, value) out[[name]] <<- as.numeric(value)
timed <- list(); part <- function(name, expr) timed[[name]] <<- system.time(
  invisible(capture.output(suppressWarnings(suppressMessages(force(expr))))))[[3]]

complete <- d[complete.cases(d[items]), ]; x <- complete[items]
model <- paste("f =~", paste(items, collapse = " + "))

part("factors", {
  KMO(x); cortest.bartlett(x); vss(x, n = 3, plot = FALSE)
  fa.parallel(x, n.iter = 100, fa = "both", plot = FALSE)
  fit <- cfa(model, x, ordered = items, estimator = "WLSMV", std.lv = TRUE)
  keep("loading of the first item, WLSMV", inspect(fit, "std")$lambda[1, 1])
  keep("scaled chi-square, WLSMV", fitMeasures(fit, "chisq.scaled"))
  robust <- cfa(model, x, estimator = "MLR", std.lv = TRUE)
  keep("scaled chi-square, MLR", fitMeasures(robust, "chisq.scaled"))
})
part("parallel analysis of polychoric correlations, 5 of 100 data sets", {
  fa.parallel(x, n.iter = 5, fa = "both", cor = "poly", plot = FALSE)
})
part("reliability", {
  keep("alpha", alpha(x)$total$raw_alpha)
  guttman(x)
  compRelSEM(fit)
  boot <- replicate(3, compRelSEM(cfa(model, x[sample(nrow(x), replace = TRUE), ], ordered = items,
                                      estimator = "WLSMV", std.lv = TRUE)))
})
part("invariance, ordinal and continuous, by sex", {
  y <- cbind(x, g = complete$sex)
  y <- y[!is.na(y$g), ]
  for (equal in list("", "thresholds", c("thresholds", "loadings"), c("thresholds", "loadings", "intercepts")))
    measEq.syntax(model, y, ordered = items, group = "g", parameterization = "theta", ID.fac = "std.lv",
                  ID.cat = "Wu.Estabrook.2016", group.equal = equal, return.fit = TRUE)
  for (equal in list("", "loadings", c("loadings", "intercepts"), c("loadings", "intercepts", "residuals")))
    cfa(model, y, group = "g", group.equal = equal, estimator = "MLR")
})
part("means, shares and regressions", {
  scored <- complete
  scored$score <- (rowSums(x) - 10) * 2.5; scored$below <- as.numeric(scored$score < 50)
  names <- c("sex", "age_group", "education", "labour_market", "household", "self_rated_health", "work_ability",
             "poverty_experience", "loneliness", "quality_of_life", "county", "municipality")
  scored[names] <- lapply(scored[names], factor)
  design <- svydesign(~1, strata = ~stratum, weights = ~weight, data = scored)
  options(survey.lonely.psu = "adjust")
  keep("mean score", coef(svymean(~score, design))); keep("its error", SE(svymean(~score, design)))
  keep("share below 50", coef(svymean(~below, design)))
  for (v in names) {
    svyby(~score, reformulate(v), design, svymean, vartype = c("se", "ci"))
    svyby(~below, reformulate(v), design, svymean, vartype = c("se", "ci"))
    svychisq(reformulate(c("below", v)), design)
  }
  predictors <- c("sex", "age_group", "education", "labour_market", "self_rated_health", "work_ability",
                  "poverty_experience")
  for (v in predictors) svyglm(reformulate(v, "below"), design, family = quasibinomial())
  svyglm(reformulate(predictors, "below"), design, family = quasibinomial())
  svyglm(reformulate(predictors, "score"), design)
  for (g in c("1", "2"))
    svyglm(reformulate(setdiff(predictors, "sex"), "below"), subset(design, sex == g), family = quasibinomial())
})
write.csv(data.frame(name = names(out), value = unlist(out)), a[2], row.names = FALSE)
write.csv(data.frame(part = names(timed), seconds = unlist(timed)), sub(".csv", "-seconds.csv", a[2]), row.names = FALSE)
