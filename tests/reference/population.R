# Reference numbers for workbench/population: Rscript population.R, in this folder, writes population.json.
# Only sampling weights (or none) describe the design here: svydesign(ids = ~1).
suppressMessages({library(survey); library(jsonlite)})
s <- read.csv("data/apistrat.csv")
s$low <- s$api00 < 660
s$stype <- factor(s$stype, c("E", "H", "M"))
s$education <- cut(s$avg.ed, c(0, 2.5, 3.2, 5), c("low", "middle", "high"))
s$wide <- factor(s$sch.wide, c("Yes", "No"))
s$poverty <- cut(s$meals, c(-1, 40, 101), c("few", "many"))
s$poverty[s$snum %% 7 == 0] <- NA                                         # a predictor with missing answers
s$score <- ifelse(s$api00 > 850, NA, s$api00)                             # a domain: some rows have no value
rows <- function(m) { m <- as.matrix(m); list(rows = rownames(m), cols = colnames(m), values = unname(m)) }

means <- function(d) {
  one <- function(m, df) { ci <- confint(m, df = df); list(estimate = unname(coef(m)), std_error = unname(as.numeric(SE(m))), conf_low = ci[1, 1], conf_high = ci[1, 2]) }
  # a group has the degrees of freedom of its own respondents: degf of the subset
  by <- function(m, d) { df <- sapply(as.character(m$stype), function(g) degf(d[d$variables$stype == g, ]))
    ci <- t(mapply(function(e, s, f) e + c(-1, 1) * qt(.975, f) * s, coef(m), as.numeric(SE(m)), df)); list(df = unname(df), level = as.character(m$stype), estimate = unname(coef(m)), std_error = unname(as.numeric(SE(m))), conf_low = unname(ci[, 1]), conf_high = unname(ci[, 2])) }
  known <- subset(d, !is.na(score))
  list(
    df_all = degf(d), df_domain = degf(known),
    mean_all = one(svymean(~api00, d), degf(d)),
    std_dev_all = sqrt(as.numeric(svyvar(~api00, d))),
    mean_domain = one(svymean(~score, known), degf(known)),
    std_dev_domain = sqrt(as.numeric(svyvar(~score, known))),
    mean_by = by(svyby(~score, ~stype, known, svymean), known),
    share_by = by(svyby(~I(as.integer(low)), ~stype, d, svymean), d),
    share_logit = { m <- svyciprop(~low, d, method = "logit", df = degf(d)); list(estimate = unname(as.numeric(m)), ci = as.numeric(attr(m, "ci"))) },
    share_logit_99 = as.numeric(attr(svyciprop(~low, d, method = "logit", level = .99, df = degf(d)), "ci")),
    share_logit_E = { e <- subset(d, stype == "E"); m <- svyciprop(~low, e, method = "logit", df = degf(e)); list(estimate = unname(as.numeric(m)), ci = as.numeric(attr(m, "ci"))) },
    share_wald = as.numeric(attr(svyciprop(~low, d, method = "mean", df = degf(d)), "ci")),
    difference = { m <- svyglm(score ~ stype, d); list(coef = rows(summary(m)$coefficients), ci = rows(confint(m)), df = m$df.residual) }
  )
}
logistic <- function(f, d) {
  # glm stops early by default: with epsilon 1e-8 the standard errors are still up to 2e-4 off
  m <- svyglm(f, d, family = quasibinomial(), control = glm.control(epsilon = 1e-15, maxit = 100))
  terms <- attr(terms(f), "term.labels")
  list(coef = rows(summary(m)$coefficients), ci = rows(confint(m)), df = m$df.residual, n = nobs(m),
       tests = lapply(setNames(nm = terms), function(t) { r <- regTermTest(m, as.formula(paste("~", t))); list(F = as.numeric(r$Ftest), df = r$df, ddf = r$ddf, p = as.numeric(r$p)) }))
}
designs <- list(weighted = svydesign(ids = ~1, weights = ~pw, data = s),
                unweighted = suppressWarnings(svydesign(ids = ~1, data = s)))
out <- lapply(designs, means)
for (n in names(designs)) {
  out[[n]]$logistic <- logistic(low ~ stype + education + wide, designs[[n]])
  known <- subset(designs[[n]], !is.na(poverty))
  out[[n]]$logistic_missing <- logistic(low ~ stype + poverty + wide, designs[[n]])
  out[[n]]$crude_missing <- lapply(list(stype = low ~ stype, poverty = low ~ poverty, wide = low ~ wide), logistic, d = known)
}
g <- glm(low ~ stype + education + wide, binomial, s, control = glm.control(epsilon = 1e-15, maxit = 100))
out$glm <- list(coef = rows(summary(g)$coefficients), ci = rows(confint.default(g)))
out$binom <- list(none_of_7 = as.numeric(binom.test(0, 7)$conf.int), all_of_7 = as.numeric(binom.test(7, 7)$conf.int))
write_json(out, "population.json", auto_unbox = TRUE, digits = NA, pretty = TRUE)
writeLines(c(R.version.string, paste("survey", packageVersion("survey")), paste("jsonlite", packageVersion("jsonlite"))), "population.VERSIONS")
