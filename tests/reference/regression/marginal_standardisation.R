# Logistic and linear regression under survey designs, and marginal standardisation by hand, with R's survey package.
# Run in this folder: Rscript marginal_standardisation.R   -> marginal_standardisation.json
# Data: ../data/api*.csv (R package survey, GPL). Every fit is iterated to the end (epsilon 1e-15), because R's default stops
# where standard errors are still up to 2e-4 off.
suppressMessages({library(survey); library(jsonlite)})
st <- read.csv("../data/apistrat.csv"); c1 <- read.csv("../data/apiclus1.csv"); c2 <- read.csv("../data/apiclus2.csv")
prepare <- function(d) {
  d$low <- d$api00 < 650
  d$poor <- cut(d$meals, c(-1, 30, 60, 100), labels = c("few", "some", "many"))
  d$awards <- factor(d$awards, levels = c("Yes", "No"))
  d$mobile <- factor(ifelse(d$mobility > 15, "high", "low"), levels = c("low", "high"))
  d
}
st <- prepare(st); c1 <- prepare(c1); c2 <- prepare(c2)
st_nofpc <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = st)
c1_nofpc <- svydesign(id = ~dnum, weights = ~pw, data = c1)
st_gap <- st; st_gap$poor[c(3, 50, 120, 180)] <- NA
designs <- list(
  random = svydesign(id = ~1, weights = rep(1, nrow(st)), data = st),
  weights_only = svydesign(id = ~1, weights = ~pw, data = st),
  strata = st_nofpc,
  strata_fpc = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = st, fpc = ~fpc),
  clusters = c1_nofpc,
  clusters_fpc = svydesign(id = ~dnum, weights = ~pw, data = c1, fpc = ~fpc),
  two_stages = svydesign(id = ~dnum + snum, fpc = ~fpc1 + fpc2, data = c2),
  subpopulation = subset(svydesign(id = ~dnum, weights = ~pw, data = c1, fpc = ~fpc), stype != "M"),
  gaps = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = st_gap, fpc = ~fpc),
  post_stratified = postStratify(svydesign(id = ~dnum, weights = ~pw, data = c1, fpc = ~fpc), ~stype,
                                 data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))),
  jk1 = as.svrepdesign(c1_nofpc, type = "JK1"),
  jkn = as.svrepdesign(st_nofpc, type = "JKn")
)
tight <- glm.control(epsilon = 1e-15, maxit = 100)
variables <- c("poor", "awards", "mobile")
f <- low ~ poor + awards + mobile

shares_of <- function(beta, x_of, w) sapply(x_of, function(x) sum(w * plogis(x %*% beta)) / sum(w))
models <- function(d) {
  m <- svyglm(f, d, family = quasibinomial(), control = tight)
  r <- list(coef = as.list(coef(m)), vcov = unname(vcov(m)), df = m$df.residual,
            low = unname(confint(m)[, 1]), high = unname(confint(m)[, 2]), p = unname(summary(m)$coefficients[, 4]))
  r$tests <- lapply(setNames(nm = variables), function(v) {
    t <- regTermTest(m, as.formula(paste("~", v))); list(F = as.numeric(t$Ftest), df = t$df, ddf = t$ddf, p = as.numeric(t$p)) })
  g <- svyglm(api00 ~ poor + awards + mobile, d)
  r$linear <- list(coef = as.list(coef(g)), vcov = unname(vcov(g)), df = g$df.residual)
  crude <- svyglm(low ~ poor, subset(d, !is.na(poor)), family = quasibinomial(), control = tight)
  r$crude <- list(coef = as.list(coef(crude)), se = unname(SE(crude)), df = crude$df.residual)
  s <- m$survey.design; frame <- model.frame(m); w <- weights(s, "sampling"); tt <- delete.response(terms(m))
  cells <- do.call(rbind, lapply(variables, function(v) data.frame(v = v, l = levels(frame[[v]]))))
  x_of <- lapply(seq_len(nrow(cells)), function(i) { z <- frame; z[[cells$v[i]]][] <- cells$l[i]; model.matrix(tt, z) })
  beta <- coef(m); share <- shares_of(beta, x_of, w)
  if (inherits(d, "svyrep.design")) {
    X <- model.matrix(m); y <- as.numeric(frame[[1]])
    V <- vcov(withReplicates(s, function(w, data) {
      shares_of(suppressWarnings(glm.fit(X, y, weights = w / mean(w), start = beta, family = quasibinomial(), control = tight))$coefficients, x_of, w) }))
  } else {
    X <- model.matrix(m); p <- as.numeric(plogis(X %*% beta)); y <- as.numeric(frame[[1]])
    A <- solve(t(X) %*% (w * p * (1 - p) * X))
    infl <- (w * (y - p) * X) %*% A
    U <- sapply(seq_along(x_of), function(i) { q <- as.numeric(plogis(x_of[[i]] %*% beta))
      w * (q - share[i]) / sum(w) + infl %*% (colSums(w * q * (1 - q) * x_of[[i]]) / sum(w)) })
    V <- svyrecvar(U, s$cluster, s$strata, s$fpc, postStrata = s$postStrata)
  }
  r$shares <- list(variable = cells$v, level = cells$l, share = share, vcov = unname(as.matrix(V)[, ]))
  r
}
o <- lapply(designs, models)

# svypredmeans: the package's own predictive margins, variances of coefficients and covariates taken as independent
two <- svyglm(low ~ poor + mobile, designs$clusters_fpc, family = quasibinomial(), control = tight)
pm <- svypredmeans(two, ~awards); o$svypredmeans <- list(level = names(coef(pm)), share = unname(coef(pm)), se = unname(SE(pm)))

# profile likelihood intervals to the end, which confint() interpolates
m <- glm(f, binomial, st, control = tight)
profile_end <- function(j, side) {
  X <- model.matrix(m); y <- as.numeric(st$low); top <- as.numeric(logLik(m))
  at <- function(b) { g <- suppressWarnings(glm.fit(X[, -j], y, offset = X[, j] * b, family = binomial(), control = tight)); 2 * top + g$deviance - qchisq(.95, 1) }
  s <- sqrt(vcov(m)[j, j]); ends <- sort(coef(m)[j] + side * c(0, 6) * s); uniroot(at, ends, tol = 1e-12)$root
}
o$glm <- list(coef = as.list(coef(m)), vcov = unname(vcov(m)), loglik = as.numeric(logLik(m)),
              low = sapply(seq_along(coef(m)), profile_end, -1), high = sapply(seq_along(coef(m)), profile_end, 1),
              confint = unname(suppressMessages(confint(m))))
# interaction with simple effects; the same model within two subpopulations
m <- svyglm(low ~ mobile + awards * poor, designs$strata_fpc, family = quasibinomial(), control = tight)
t <- regTermTest(m, ~awards:poor); b <- names(coef(m)); at <- function(...) { v <- setNames(numeric(length(b)), b); v[c(...)] <- 1; v }
simple <- list(at("poorsome"), at("poormany"), at("poorsome", "awardsNo:poorsome"), at("poormany", "awardsNo:poormany"))
o$interaction <- list(F = as.numeric(t$Ftest), df = t$df, ddf = t$ddf, p = as.numeric(t$p),
                      estimate = sapply(simple, function(v) sum(v * coef(m))), se = sapply(simple, function(v) sqrt(as.numeric(v %*% vcov(m) %*% v))))
o$within <- lapply(setNames(nm = c("Yes", "No")), function(a) { g <- svyglm(low ~ poor + mobile, subset(designs$strata_fpc, awards == a), family = quasibinomial(), control = tight)
  list(estimate = unname(coef(g))[-1], se = unname(SE(g))[-1], df = g$df.residual) })
# Archer-Lemeshow: groups of about equal weight by rising prediction, equal predictions together; area under the curve by
# all pairs, its error by the placements (predictions held fixed)
d <- designs$strata_fpc; m <- svyglm(f, d, family = quasibinomial(), control = tight); w <- weights(d, "sampling")
p <- as.numeric(fitted(m)); y <- as.numeric(m$y); u <- sort(unique(signif(p, 12))); at <- match(signif(p, 12), u)
mass <- tapply(w, at, sum); middle <- (cumsum(mass) - mass / 2) / sum(mass); code <- as.integer(factor(floor(10 * middle)))[at]
d <- update(d, .g = factor(code), .r = y - p, .y = y)
by <- svyby(~.r, ~.g, d, svymean, covmat = TRUE); g <- nrow(by); df <- degf(d); W <- as.numeric(coef(by) %*% solve(vcov(by)) %*% coef(by))
obs <- svyby(~.y, ~.g, d, svymean)
one <- y == 1; win <- outer(p[one], p[!one], function(a, b) (a > b + 1e-12) + .5 * (abs(a - b) <= 1e-12)); w1 <- w[one]; w0 <- w[!one]
auc <- as.numeric(w1 %*% win %*% w0) / sum(w1) / sum(w0); infl <- numeric(length(y))
infl[one] <- w1 * (win %*% w0 / sum(w0) - auc) / sum(w1); infl[!one] <- w0 * (t(win) %*% w1 / sum(w1) - auc) / sum(w0)
o$diagnostics <- list(groups = g, F = (df - g + 2) / (df * g) * W, df = df - g + 2, observed = unname(coef(obs)), se = unname(SE(obs)),
                      auc = auc, auc_se = as.numeric(sqrt(svyrecvar(matrix(infl), d$cluster, d$strata, d$fpc))),
                      nagelkerke = psrsq(m, "Nagelkerke"), gvif = unname(car::vif(lm(api00 ~ poor + awards + mobile, st, weights = st$pw))[, 1]))
# natural cubic spline with knots at fixed quantiles, in the basis of splines::ns
t <- quantile(st$mobility, c(.05, .35, .65, .95)); curve <- function(x) splines::ns(x, knots = t[2:3], Boundary.knots = t[c(1, 4)])
d <- update(designs$strata_fpc, s1 = curve(mobility)[, 1], s2 = curve(mobility)[, 2], s3 = curve(mobility)[, 3])
m <- svyglm(low ~ s1 + s2 + s3 + awards, d, family = quasibinomial(), control = tight)
grid <- seq(t[1], t[4], length.out = 21); X <- cbind(0, curve(grid), 0); D <- sweep(X, 2, X[11, ]); w <- regTermTest(m, ~s1 + s2 + s3)
o$spline <- list(knots = unname(t), grid = unname(grid), estimate = as.numeric(D %*% coef(m)), se = sqrt(pmax(0, diag(D %*% vcov(m) %*% base::t(D)))),
                 F = as.numeric(w$Ftest), df = w$df, ddf = w$ddf)
# a curve with knots rounded to every second unit, the outer ones inward, at the values between them, against 20
k <- 2 * c(ceiling(t[1] / 2), round(t[2:3] / 2), floor(t[4] / 2)); even <- function(x) splines::ns(x, knots = k[2:3], Boundary.knots = k[c(1, 4)])
d <- update(designs$strata_fpc, s1 = even(mobility)[, 1], s2 = even(mobility)[, 2], s3 = even(mobility)[, 3])
m <- svyglm(low ~ s1 + s2 + s3 + awards, d, family = quasibinomial(), control = tight)
values <- seq(k[1], k[4], by = 2); X <- cbind(0, even(values), 0); D <- sweep(X, 2, X[values == 20, ])
bent <- regTermTest(update(m, . ~ mobility + s2 + s3 + awards), ~s2 + s3)
o$curve <- list(knots = unname(k), values = values, estimate = as.numeric(D %*% coef(m)), se = sqrt(pmax(0, diag(D %*% vcov(m) %*% base::t(D)))),
                bent_F = as.numeric(bent$Ftest))
# svyglm_quasibinomial of survey_api.R, iterated to the end
o$svyglm <- lapply(list(apistrat = designs$strata_fpc, apistrat_nofpc = designs$strata, apiclus1 = designs$clusters_fpc,
                        apiclus1_nofpc = designs$clusters, apiclus2 = designs$two_stages, weights_only_strat = designs$weights_only), function(d) {
  g <- svyglm(I(sch.wide == "Yes") ~ ell + meals + mobility, d, family = quasibinomial(), control = tight)
  list(se = unname(SE(g)), p = unname(summary(g)$coefficients[, 4]), low = unname(confint(g)[, 1]), high = unname(confint(g)[, 2]),
       F = as.numeric(regTermTest(g, ~meals)$Ftest)) })
o$meta <- list(R = R.version.string, survey = as.character(packageVersion("survey")))
write_json(o, "marginal_standardisation.json", auto_unbox = TRUE, digits = NA, matrix = "rowmajor")
