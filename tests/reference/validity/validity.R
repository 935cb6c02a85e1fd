# Rscript validity.R   (R 4.2.2; psych 2.2.9, lavaan 0.6-14, semTools 0.5-6, survey 4.1-1, polycor 0.8-1; see VERSIONS)
# Retest, correlations with other measures, ratios of several scales, congruence, tests of two coefficients.
# Writes validity.json; the samples that are made here are written beside it (retest.csv), the others are data/example/bfi.csv
# and ../data/apistrat.csv, ../data/apiclus1.csv.
suppressMessages({library(psych); library(lavaan); library(semTools); library(survey); library(polycor); library(jsonlite)})
set.seed(14)

# --- retest: three items of five answers, twice; missing answers on the second occasion
n <- 240; t <- rnorm(n)
answer <- function(shift) sapply(1:3, function(j) as.integer(cut(.8 * t + shift + rnorm(n, sd = .7), c(-Inf, -1.2, -.3, .4, 1.3, Inf))))
waves <- data.frame(answer(0), answer(.15)); names(waves) <- c(paste0("a", 1:3), paste0("b", 1:3))
waves[sample(n, 12), "b2"] <- NA
write.csv(waves, "retest.csv", row.names = FALSE, na = "")
retest <- function(x, y) { d <- na.omit(cbind(x, y)); i <- ICC(d, lmer = FALSE)$results; m <- nrow(d); ch <- d[, 2] - d[, 1]
  one <- anova(lm(c(d) ~ factor(rep(1:m, 2)) + factor(rep(1:2, each = m)))); ms <- one[["Mean Sq"]]
  sem <- sqrt(ms[3] + (ms[2] - ms[3]) / m)
  list(n = m, agreement = unlist(i[2, c(2, 7, 8)]), consistency = unlist(i[3, c(2, 7, 8)]), sem = sem, sdc = qnorm(.975) * sqrt(2) * sem,
    limits = mean(ch) + c(-1, 1) * qnorm(.975) * sd(ch), change = c(mean(ch), t.test(ch)$conf.int)) }
tenth <- seq(2, n, 10)                # fewer; `close` below: occasions that differ less than chance would have them
first <- rowSums(waves[1:3]); second <- rowSums(waves[4:6])
# kappa by psych; its error from the multinomial distribution of the cells, by numerical derivatives of kappa in their shares
kappa_w <- function(p, k) { w <- 1 - outer(1:k, 1:k, "-")^2 / (k - 1)^2; o <- sum(w * p); e <- sum(w * (rowSums(p) %o% colSums(p))); (o - e) / (1 - e) }
kappa_row <- function(j) { d <- na.omit(waves[c(j, j + 3)]); tab <- table(factor(d[[1]], 1:5), factor(d[[2]], 1:5)); p <- tab / sum(tab); h <- 1e-6
  g <- sapply(1:25, function(c) { u <- p; u[c] <- u[c] + h; v <- p; v[c] <- v[c] - h; (kappa_w(u / sum(u), 5) - kappa_w(v / sum(v), 5)) / (2 * h) })
  se <- sqrt((sum(g^2 * p) - sum(g * p)^2) / sum(tab)); k <- cohen.kappa(d)
  list(n = nrow(d), kappa = k$weighted.kappa, se = se, psych_se = sqrt(k$var.weighted), agreement = sum(diag(p))) }
out <- list(retest = list(all = retest(first, second), some = retest(first[tenth], second[tenth]),
  close = retest(first, second - mean(second - first, na.rm = TRUE)), items = lapply(1:3, kappa_row)))

# --- correlations under designs
strat <- read.csv("../data/apistrat.csv"); clus <- read.csv("../data/apiclus1.csv")
designs <- list(srs = svydesign(~1, data = strat, weights = ~I(rep(1, nrow(strat)))), stratified = svydesign(~1, strata = ~stype, weights = ~pw, data = strat),
  clustered = svydesign(~dnum, weights = ~pw, data = clus))
of_design <- function(d) { one <- function(a, b, d) { v <- svyvar(as.formula(paste("~", a, "+", b)), d); m <- unclass(v)[1:2, 1:2]; r <- m[1, 2] / sqrt(m[1, 1] * m[2, 2])
    g <- c(-r / (2 * m[1, 1]), 1 / sqrt(m[1, 1] * m[2, 2]), 0, -r / (2 * m[2, 2])); s <- sqrt(c(g %*% vcov(v) %*% g)); df <- degf(d)   # delta method, as svycontrast
    list(r = r, se = s, df = df, ends = tanh(atanh(r) + c(-1, 1) * qt(.975, df) * s / (1 - r^2)), n = nrow(d$variables)) }
  list(api99 = one("api00", "api99", d), meals = one("api00", "meals", d), target = one("api00", "target", subset(d, !is.na(target)))) }
out$pearson <- lapply(designs, of_design)
# weighted ranks and polyserial: R has them unweighted; whole weights as so many rows. Standard errors: delete-one jackknife.
steps <- as.integer(cut(strat$meals, c(-1, 15, 40, 70, 101))); whole <- 1 + seq_len(nrow(strat)) %% 3
rows <- rep(seq_len(nrow(strat)), whole)
jack <- function(f) { v <- sapply(seq_len(nrow(strat)), function(i) f(-i)); m <- length(v); sqrt((m - 1) / m * sum((v - mean(v))^2)) }
ps <- function(i) polyserial(strat$api00[i], steps[i]); sp <- function(i) cor(strat$api00[i], steps[i], method = "spearman")
out$ranks <- list(spearman = cor(strat$api00, steps, method = "spearman"), spearman_weighted = cor(strat$api00[rows], steps[rows], method = "spearman"), spearman_se = jack(sp),
  spearman_untied = cor(strat$api00, strat$api99, method = "spearman"), polyserial = ps(TRUE), polyserial_psych = c(psych::polyserial(matrix(strat$api00), matrix(steps))), polyserial_weighted = ps(rows), polyserial_se = jack(ps),
  lavaan = lavCor(data.frame(x = strat$api00, y = ordered(steps)))[1, 2])

# --- several scales of bfi
b <- read.csv("../../../data/example/bfi.csv"); for (v in c("A1", "C4", "C5", "E1", "E2", "O2", "O5")) b[[v]] <- 7 - b[[v]]
scales <- list(agreeableness = paste0("A", 1:5), extraversion = paste0("E", 1:5), neuroticism = paste0("N", 1:5))
x <- na.omit(b[unlist(scales)]); model <- paste(sapply(names(scales), function(f) paste(f, "=~", paste(scales[[f]], collapse = " + "))), collapse = "\n")
half <- function(m) m[lower.tri(m)]
ratios <- function(R) list(htmt = half(htmt(model, sample.cov = R, htmt2 = FALSE)), signed = half(htmt(model, sample.cov = R, htmt2 = FALSE, absolute = FALSE)), htmt2 = half(htmt(model, sample.cov = R)))
of_fit <- function(f) { l <- lavInspect(f, "std")$lambda; s <- standardizedSolution(f); s <- s[s$op == "~~" & s$lhs != s$rhs & s$lhs %in% names(scales), ]
  list(latent = half(lavInspect(f, "cor.lv")), low = s$ci.lower, high = s$ci.upper, ave = unname(apply(l, 2, function(v) mean(v[v != 0]^2)))) }
R <- unclass(cor(x)); P <- unclass(lavCor(as.data.frame(lapply(x, ordered)))); P <- matrix(c(P), 15, dimnames = list(names(x), names(x)))
ml <- cfa(model, as.data.frame(scale(x)), std.lv = TRUE, estimator = "MLR")
wl <- cfa(model, x, ordered = names(x), std.lv = TRUE, estimator = "WLSMV")
out$scales <- list(n = nrow(x), factors = scales, pearson = c(ratios(R), of_fit(ml), list(cr = as.vector(unlist(compRelSEM(ml, obs.var = FALSE))))),
  polychoric = c(ratios(P), of_fit(wl), list(cr = as.vector(unlist(compRelSEM(wl, obs.var = FALSE, ord.scale = FALSE))))))
boot <- replicate(2000, { s <- x[sample(nrow(x), replace = TRUE), ]; R <- cor(s); c(half(htmt(model, sample.cov = R, htmt2 = FALSE)), half(htmt(model, sample.cov = R))) })
out$scales$bootstrap <- apply(boot, 1, quantile, c(.025, .975))

# --- congruence, two alphas, two correlations
one <- function(d) fa(cor(d), 1, fm = "minres")$loadings[, 1]
men <- na.omit(b[b$gender == 1, scales$agreeableness]); women <- na.omit(b[b$gender == 2, scales$agreeableness])
l1 <- one(men); l2 <- one(women)
out$congruence <- list(loadings = as.list(l1), published = as.list(l2), tucker = c(factor.congruence(as.matrix(l1), as.matrix(l2), digits = 12)))
alphas <- function(a, n, k) { W <- (1 - a[2]) / (1 - a[1]); F1 <- rf(4e6, n[1] - 1, (n[1] - 1) * (k[1] - 1)); F2 <- rf(4e6, (n[2] - 1) * (k[2] - 1), n[2] - 1); p <- mean(F1 * F2 > W)
  ends <- sapply(1:2, function(i) unlist(alpha.ci(a[i], n[i], k[i])[c("lower.ci", "upper.ci")]))
  list(alpha = a, n = n, k = k, W = W, p = 2 * min(p, 1 - p), ends = ends) }
out$alphas <- list(alphas(c(.84, .80), c(320, 250), c(10, 10)), alphas(c(.72, .78), c(150, 400), c(4, 5)))
i <- r.test(320, r12 = .52, r34 = .38, n2 = 250); d <- r.test(320, r12 = .52, r13 = .38, r23 = .3)
out$correlations <- list(independent = list(z = i$z, p = i$p), dependent = list(t = d$t, p = d$p))
write_json(out, "validity.json", auto_unbox = TRUE, digits = 12)
