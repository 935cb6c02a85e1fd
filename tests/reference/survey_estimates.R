# Reference numbers for estimates under strata and clusters: Rscript survey_estimates.R, in this folder, writes
# data/clustered.csv, survey_estimates.json and survey_estimates.VERSIONS. The sample is made up: 6 strata of 3 to 6 clusters
# of 8 to 30 persons, weights between 5 and 200, scores with many ties, missing values in score and group, a group of 9
# persons ("d") and one that lies in a single cluster ("e").
suppressMessages({library(survey); library(jsonlite)})
set.seed(41)
persons <- function(h, c) {
  n <- sample(8:30, 1); level <- rnorm(1, 0, 6)
  g <- sample(c("a", "b", "c"), n, TRUE, c(.5, .3, .2))
  data.frame(stratum = h, cluster = paste0(h, "-", c), group = g, sex = sample(c("Men", "Women"), n, TRUE),
             score = pmin(100, pmax(0, round((62 + 3 * h + level - 5 * (g == "b") + rnorm(n, 0, 17)) / 2.5) * 2.5)),
             income = round(exp(rnorm(n, 7.5 + .05 * h, .4))), w = round(runif(n, 5, 60) * sample(c(1, 3), 1), 2))
}
s <- do.call(rbind, Map(function(h, k) do.call(rbind, lapply(seq_len(k), function(c) persons(h, c))), 1:6, c(3, 4, 6, 3, 5, 4)))
s$group[sample(which(s$stratum %in% c(2, 3, 5)), 9)] <- "d"
s$group[which(s$cluster == "4-2")[1:6]] <- "e"
s$group[sample(nrow(s), 14)] <- NA
s$score[sample(nrow(s), 30)] <- NA
write.csv(s, "data/clustered.csv", row.names = FALSE, na = "")
s$group <- factor(s$group, c("a", "b", "c", "d", "e")); s$low <- s$score < 50; s$sex <- factor(s$sex, c("Women", "Men"))

matrix_of <- function(m) list(rows = rownames(m), cols = colnames(m), values = unname(m))
numbers <- function(...) lapply(list(...), function(x) unname(as.numeric(x)))
ends <- function(m, df) as.numeric(confint(m, df = df))
one <- function(m, df) numbers(estimate = coef(m), std_error = SE(m), ci = if (df > 0) ends(m, df) else c(NA, NA))

# everything about one domain, as the subset that it is
domain <- function(d) {
  df <- degf(d)
  t <- svytotal(~I(as.integer(low)), d); names(t) <- "low"; log_ci <- if (df > 0 && coef(t) > 0) exp(ends(svycontrast(t, quote(log(low))), df)) else c(NA, NA)
  r <- list(n = sum(weights(d, "sampling") > 0), df = df, mean = one(svymean(~score, d), df), total = one(svytotal(~score, d), df),
            people = one(t, df), people_log_ci = log_ci, std_dev = sqrt(as.numeric(svyvar(~score, d))),
            ratio = numbers(estimate = coef(svyratio(~income, ~score, d)), std_error = SE(svyratio(~income, ~score, d))))
  r$deff <- as.numeric(deff(svymean(~score, d, deff = TRUE))); r$deff_replace <- as.numeric(deff(svymean(~score, d, deff = "replace")))
  p <- svymean(~I(as.integer(low)), d); r$share <- numbers(estimate = coef(p), std_error = SE(p), deff = deff(svymean(~I(as.integer(low)), d, deff = TRUE)))
  if (df > 0) {
    r$intervals <- sapply(c("mean", "xlogit", "beta", "asin"), function(m) as.numeric(attr(svyciprop(~low, d, method = m, df = df), "ci")), simplify = FALSE)
    r$quantiles <- sapply(c("mean", "xlogit", "beta", "asin"), function(m) tryCatch(matrix_of(unclass(svyquantile(~score, d, c(.25, .5, .9), interval.type = m, df = df)[[1]])), error = function(e) NA), simplify = FALSE)  # an error where the share is 1
  }
  r
}
block <- function(d) {
  # after calibration a subset keeps everyone, outsiders with weight 0: their missing values must not turn sums into NaN
  fill <- function(d) update(d, score = ifelse(is.na(score), 0, score), low = ifelse(is.na(low), FALSE, low), group = replace(group, is.na(group), "a"))
  known <- subset(d, !is.na(score)); both <- fill(subset(known, !is.na(group))); named <- fill(subset(d, !is.na(group)))
  known <- update(known, score = ifelse(is.na(score), 0, score), low = ifelse(is.na(low), FALSE, low))
  r <- list(everyone = domain(known))
  for (g in levels(s$group)) r$by[[g]] <- domain(subset(known, group == g))
  m <- svyglm(score ~ group, both); r$differences <- list(coef = matrix_of(summary(m)$coefficients), ci = matrix_of(confint(m)), df = m$df.residual)
  r$rest <- sapply(c("a", "b", "c", "d", "e"), function(g) { t <- svyttest(as.formula(sprintf("score ~ I(group == '%s')", g)), both); numbers(estimate = t$estimate, t = t$statistic, df = t$parameter, p = t$p.value, ci = t$conf.int) }, simplify = FALSE)
  r$rest_share <- { t <- svyttest(I(as.integer(low)) ~ I(group == "b"), both); numbers(estimate = t$estimate, t = t$statistic, df = t$parameter, p = t$p.value, ci = t$conf.int) }
  r$one_test <- { t <- svyttest(score ~ sex, known); numbers(estimate = t$estimate, t = t$statistic, df = t$parameter, p = t$p.value, ci = t$conf.int) }
  v <- svyvar(~score + income + w, known); r$variances <- list(v = matrix_of(as.matrix(v)), se = as.numeric(sqrt(diag(attr(v, "var")))), cor = matrix_of(cov2cor(as.matrix(v))))
  test <- function(f, d, how) sapply(how, function(h) { t <- svychisq(f, d, statistic = h); numbers(statistic = t$statistic, parameter = t$parameter, p = t$p.value) }, simplify = FALSE)
  r$association <- test(~sex + low, known, c("F", "Chisq", "Wald", "adjWald", "saddlepoint"))
  r$association_groups <- test(~group + sex, named, c("F", "Chisq", "Wald", "adjWald"))  # has an empty cell if one sex is missing in a group
  r
}
clustered <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, data = s)
o <- list(clustered = block(clustered), weights = block(svydesign(ids = ~1, weights = ~w, data = s)), strata = block(svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = s)))
o$calibrated <- block(postStratify(clustered, ~sex, data.frame(sex = c("Women", "Men"), Freq = c(13400, 14900))))
# correlation of score and income: linearised by contrast of the moments
known <- subset(clustered, !is.na(score)); v <- svyvar(~score + income, known)
vv <- as.numeric(as.matrix(v))[c(1, 2, 4)]; V <- attr(v, "var")[c(1, 2, 4), c(1, 2, 4)]
J <- c(-vv[2] / (2 * vv[1]^1.5 * sqrt(vv[3])), 1 / sqrt(vv[1] * vv[3]), -vv[2] / (2 * vv[3]^1.5 * sqrt(vv[1])))
o$correlation <- list(estimate = vv[2] / sqrt(vv[1] * vv[3]), std_error = sqrt(as.numeric(t(J) %*% V %*% J)))
o$holm <- p.adjust(summary(svyglm(score ~ group, subset(clustered, !is.na(score) & !is.na(group))))$coefficients[-1, 4], "holm")
# Hedges' g of b against a: pooled population standard deviations of the two groups
va <- as.numeric(svyvar(~score, subset(known, group == "a"))); vb <- as.numeric(svyvar(~score, subset(known, group == "b")))
na <- sum(s$group == "a" & !is.na(s$score), na.rm = TRUE); nb <- sum(s$group == "b" & !is.na(s$score), na.rm = TRUE); df <- na + nb - 2
o$hedges_g <- unname((coef(svymean(~score, subset(known, group == "b"))) - coef(svymean(~score, subset(known, group == "a")))) /
  sqrt(((na - 1) * va + (nb - 1) * vb) / df) * exp(lgamma(df / 2) - lgamma((df - 1) / 2)) / sqrt(df / 2))
# replicates; a group in one cluster is left out by one of them
replicated <- function(d) { known <- subset(d, !is.na(score)); both <- subset(d, !is.na(score) & !is.na(group)); f <- function(x) one(x, degf(known))
  q <- svyquantile(~score, known, c(.25, .5, .9), df = degf(known))[[1]]; m <- svyglm(score ~ sex, known); t <- svyvar(~score, known)
  list(df = degf(known), mean = f(svymean(~score, known)), total = f(svytotal(~score, known)), people = f(svytotal(~I(as.integer(low)), known)),
       people_log_ci = { p <- svytotal(~I(as.integer(low)), known); names(p) <- "low"; exp(as.numeric(confint(svycontrast(p, quote(log(low))), df = degf(known)))) },
       ratio = numbers(estimate = coef(svyratio(~income, ~score, known)), std_error = SE(svyratio(~income, ~score, known))),
       deff = as.numeric(deff(svymean(~score, known, deff = TRUE))), variance = numbers(estimate = t, std_error = SE(t)), quantiles = matrix_of(unclass(q)),
       by = sapply(c("a", "b", "d"), function(g) { e <- subset(known, group == g); list(df = degf(e), mean = one(svymean(~score, e), degf(e))) }, simplify = FALSE),
       difference = list(coef = matrix_of(summary(m)$coefficients), df = m$df.residual),
       association = sapply(c("F", "Chisq", "Wald", "adjWald"), function(h) { t <- svychisq(~sex + low, known, statistic = h); numbers(statistic = t$statistic, parameter = t$parameter, p = t$p.value) }, simplify = FALSE)) }
o$JKn <- replicated(as.svrepdesign(clustered, type = "JKn"))
o$JK1 <- replicated(as.svrepdesign(svydesign(ids = ~cluster, weights = ~w, data = s), type = "JK1"))
write_json(o, "survey_estimates.json", auto_unbox = TRUE, digits = NA, na = "null", null = "null", pretty = 1)
writeLines(c(R.version.string, paste("survey", packageVersion("survey")), paste("jsonlite", packageVersion("jsonlite"))), "survey_estimates.VERSIONS")
