# Reference numbers for numbers of people: Rscript people.R, in this folder, writes people.csv and VERSIONS. The sample is
# ../data/clustered.csv, made by ../survey_estimates.R. People = share of those with an answer × all people of the group, in which
# those without an answer count; the interval is a t interval on the logarithm, with the degrees of freedom of the share.
suppressMessages(library(survey))
s <- read.csv("../data/clustered.csv", na.strings = "")
s$r <- as.integer(!is.na(s$score)); s$y <- as.integer(!is.na(s$score) & s$score < 50)
member <- function(level) if (level == "all") rep(1L, nrow(s)) else as.integer(!is.na(s$group) & s$group == level)
row <- function(name, level, people, std_error, ends, population)
  data.frame(design = name, level = level, people = people, std_error = std_error, people_low = ends[1], people_high = ends[2],
             group_population = population, row.names = NULL)

# linearised: a contrast of three totals
people <- function(d, name, level) {
  g <- member(level); d <- update(d, g = g)
  t <- svytotal(~I(g * r * y) + I(g * r) + g, d); names(t) <- c("y", "r", "n")
  df <- degf(subset(d, r == 1 & g == 1)); product <- svycontrast(t, quote(y * n / r))
  ends <- if (df > 0 && coef(product) > 0) exp(confint(svycontrast(t, quote(log(y * n / r))), df = df)) else c(NA, NA)
  row(name, level, coef(product), if (df > 0) SE(product) else NA, ends, coef(t)[["n"]])
}
# replicated: the product of each replicate, and the delta method from it to its logarithm
replicated <- function(d, name, level) {
  g <- member(level); df <- degf(subset(d, s$r == 1 & g == 1))
  p <- withReplicates(d, function(w, data) sum(w * g * s$r * s$y) / sum(w * g * s$r) * sum(w * g))
  ends <- coef(p) * exp(c(-1, 1) * qt(.975, df) * SE(p) / coef(p))
  row(name, level, coef(p), SE(p), ends, sum(weights(d, "sampling") * g))
}
all_of <- function(estimate, designs, levels) do.call(rbind, unlist(lapply(names(designs), function(n) lapply(levels, function(l) estimate(designs[[n]], n, l))), recursive = FALSE))

clustered <- svydesign(ids = ~cluster, strata = ~stratum, weights = ~w, data = s)
linearised <- list(clustered = clustered, weights = svydesign(ids = ~1, weights = ~w, data = s),
                   strata = svydesign(ids = ~1, strata = ~stratum, weights = ~w, data = s),
                   calibrated = postStratify(clustered, ~sex, data.frame(sex = c("Women", "Men"), Freq = c(13400, 14900))))
# levels of which every replicate leaves respondents
jackknifed <- list(JKn = as.svrepdesign(clustered, type = "JKn"), JK1 = as.svrepdesign(svydesign(ids = ~cluster, weights = ~w, data = s), type = "JK1"))
found <- rbind(all_of(people, linearised, c("all", "a", "b", "c", "d", "e")), all_of(replicated, jackknifed, c("all", "a", "b")))
write.csv(format(found, digits = 15, trim = TRUE), "people.csv", row.names = FALSE, na = "", quote = FALSE)
writeLines(c(R.version.string, paste("survey", packageVersion("survey")),
             "tolerance: 1e-6 relative; all numbers are closed forms, which agree to 1e-12"), "VERSIONS")
