# Numbers for trend, inequality, composition and standardised shares. Run in this folder: Rscript subgroups.R
suppressMessages(library(survey))
st <- read.csv("../data/apistrat.csv"); c1 <- read.csv("../data/apiclus1.csv")
prepare <- function(s) {
  s$low <- as.integer(s$api00 < 640)
  s$slow <- as.integer(s$growth < 25)
  s$score <- ifelse(s$api00 <= 850, s$api00, NA)
  s$poverty <- cut(ifelse(s$snum %% 7 == 0, NA, s$meals), c(-1, 20, 40, 60, 101), labels = FALSE)
  s$wave <- c(2019, 2021, 2025)[s$snum %% 3 + 1]
  s$third <- cut(s$mobility, c(-1, 12, 20, 101), labels = FALSE)
  s
}
st <- prepare(st); c1 <- prepare(c1)
fpc <- svydesign(id = ~1, strata = ~stype, weights = ~pw, data = st, fpc = ~fpc)
cl <- svydesign(id = ~dnum, weights = ~pw, data = c1, fpc = ~fpc)
cl_nofpc <- svydesign(id = ~dnum, weights = ~pw, data = c1)
designs <- list(weights = svydesign(id = ~1, weights = ~pw, data = st), simple = svydesign(id = ~1, data = st, weights = rep(1, nrow(st))),
  strata = fpc, clusters = cl, jk1 = as.svrepdesign(cl_nofpc, type = "JK1"),
  jkn = as.svrepdesign(svydesign(id = ~1, strata = ~stype, weights = ~pw, data = st), type = "JKn"))

tested <- function(b, se, df) list(estimate = b, std_error = se, statistic = b / se, df = df, p_value = 2 * pt(-abs(b / se), df),
  conf_low = b - qt(.975, df) * se, conf_high = b + qt(.975, df) * se)

slope <- function(y, x, d) {
  # svyglm leaves out missing values itself; a replicate design would keep their degrees of freedom
  d <- eval(bquote(subset(d, !is.na(.(as.name(y))) & !is.na(.(as.name(x))))))
  m <- svyglm(as.formula(paste0(y, " ~ as.numeric(", x, ")")), d)
  tested(unname(coef(m)[2]), unname(SE(m)[2]), m$df.residual)
}

indices <- function(y, d) {
  d <- eval(bquote(subset(d, !is.na(.(as.name(y))) & !is.na(poverty))))
  w <- weights(d, "sampling"); w <- if (inherits(d, "svyrep.design")) d$pweights else w
  share <- tapply(w, d$variables$poverty, sum) / sum(w)
  middle <- cumsum(share) - share / 2
  d <- update(d, r = as.numeric(middle[poverty]))
  m <- svyglm(reformulate("r", y), d)
  # a vector with its covariance: svycontrast has no method for models of replicate designs
  line <- structure(c(a = unname(coef(m)[1]), b = unname(coef(m)[2])), var = unname(as.matrix(vcov(m))), class = "svystat")
  dimnames(attr(line, "var")) <- list(c("a", "b"), c("a", "b"))
  log_ratio <- svycontrast(line, quote(log(a / (a + b))))
  half <- qt(.975, m$df.residual) * unname(SE(log_ratio))
  c(tested(-unname(coef(m)[2]), unname(SE(m)[2]), m$df.residual),
    list(relative_index = exp(unname(coef(log_ratio))), relative_index_low = exp(unname(coef(log_ratio)) - half),
      relative_index_high = exp(unname(coef(log_ratio)) + half), ridits = unname(as.numeric(middle))))
}

whole <- function(d) {
  ends <- function(part, level) {
    part <- eval(bquote(update(part, own = as.integer(poverty == .(level)))))
    # svyciprop(method = "logit") without its iterations, which stop early where the share is near 0
    m <- svymean(~own, part); p <- unname(coef(m)); half <- qt(.975, degf(part)) * unname(SE(m))[1] / (p * (1 - p))
    list(estimate = p, std_error = unname(SE(m))[1], low = plogis(qlogis(p) - half), high = plogis(qlogis(p) + half))
  }
  lapply(1:4, function(l) list(outcome = ends(subset(d, low == 1 & !is.na(poverty)), l), population = ends(subset(d, !is.na(poverty)), l)))
}

standard <- c(0.5, 0.3, 0.2)
standardised <- function(d) lapply(c(E = "E", H = "H", M = "M"), function(g) {
  s <- eval(bquote(subset(d, stype == .(g) & !is.na(score))))
  m <- svyglm(low ~ factor(third) - 1, s)
  p <- sum(standard * coef(m)); se <- sqrt(drop(standard %*% as.matrix(vcov(m)) %*% standard)); df <- degf(s)
  half <- qt(.975, df) * se / (p * (1 - p))
  list(estimate = p, std_error = se, df = df, conf_low = plogis(qlogis(p) - half), conf_high = plogis(qlogis(p) + half),
    crude = unname(coef(svymean(~low, s))))
})

out <- lapply(designs, function(d) list(
  trend_score = slope("score", "poverty", d), trend_low = slope("low", "poverty", d),
  trend_wave = slope("score", "wave", d), score = indices("score", d), slow = indices("slow", d), composition = whole(d),
  standardised = standardised(d)))
writeLines(jsonlite::toJSON(out, auto_unbox = TRUE, digits = NA, pretty = TRUE), "subgroups.json")
