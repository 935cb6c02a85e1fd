# Reference numbers for the survey design: Rscript survey_design.R, in this folder, writes ../data/two_stage.csv,
# survey_design.json. The sample is made up: 7 strata, 2-5 districts in each but one (which has a
# single district of several: a lonely stratum), schools within districts, persons within schools, unequal weights,
# district numbers that start anew in every stratum, and a domain that has no respondents in some strata.
suppressMessages({library(survey); library(jsonlite)})
set.seed(20); rows <- list()
n_districts <- c(4, 3, 1, 5, 2, 3, 2)
for (h in 1:7) for (d in 1:n_districts[h]) { n_schools <- sample(2:4, 1)
  for (s in 1:n_schools) { n <- sample(2:5, 1); effect <- rnorm(1, 5 * h, 4) + rnorm(1, 0, 3)
    rows[[length(rows) + 1]] <- data.frame(stratum = paste0("S", h), district = d, school = s, n_schools = n_schools + h %% 3 + (h %% 3 == 0) * 1,
      n_districts = n_districts[h] + 3 * (h != 5), n_persons = n + sample(3:9, 1), y = round(50 + effect + rnorm(n, 0, 8), 2), x = round(runif(n, 1, 9), 2)) } }
s <- do.call(rbind, rows); n <- nrow(s)
s$sex <- sample(c("Men", "Women"), n, TRUE); s$age <- sample(c("18-34", "35-64", "65+"), n, TRUE, c(.2, .5, .3))
s$domain <- as.integer(s$stratum %in% c("S1", "S3", "S4", "S6") & runif(n) < .6); s$low <- as.integer(s$y < 62)
s$w <- round(40 * exp(rnorm(n, 0, .6)), 2)
ages <- c("18-34", "35-64", "65+")
write.csv(s, "../data/two_stage.csv", row.names = FALSE)

# means of the three age groups with their covariance: svyby(covmat = TRUE) of this version fails for calibrated designs
by_age <- function(d) { if (inherits(d, "svyrep.design")) { r <- withReplicates(d, function(w, data) sapply(ages, function(a) sum((w * data$y)[data$age == a]) / sum(w[data$age == a]))); return(list(coef = unname(coef(r)), vcov = unname(vcov(r)))) }
  for (j in 1:3) { d$variables[[paste0("N", j)]] <- as.integer(d$variables$age == ages[j]); d$variables[[paste0("Y", j)]] <- d$variables$y * d$variables[[paste0("N", j)]] }
  t <- svytotal(~Y1 + Y2 + Y3 + N1 + N2 + N3, d); N <- coef(t)[4:6]; m <- coef(t)[1:3] / N; J <- cbind(diag(1 / N), diag(-m / N)); list(coef = unname(m), vcov = unname(J %*% vcov(t) %*% t(J))) }
one <- function(d) { dom <- subset(d, domain == 1)
  m <- svymean(~y + low, d); t <- svytotal(~y + low, d); r <- svyratio(~y, ~x, d); b <- by_age(d)
  list(mean = unname(coef(m)), mean_vcov = unname(vcov(m)), total = unname(coef(t)), total_vcov = unname(vcov(t)), ratio = unname(coef(r)), ratio_se = as.numeric(SE(r)),
    domain_mean = unname(coef(svymean(~y, dom))), domain_mean_se = as.numeric(SE(svymean(~y, dom))), domain_total = unname(coef(svytotal(~y, dom))), domain_total_se = as.numeric(SE(svytotal(~y, dom))),
    by_age = b$coef, by_age_vcov = b$vcov, degf = degf(d), domain_degf = degf(dom), weights = unname(weights(d, "sampling"))) }
with_lonely <- function(rule, d) { options(survey.lonely.psu = rule); r <- one(d); options(survey.lonely.psu = "fail"); r }
two <- svydesign(~district + school, strata = ~stratum, weights = ~w, fpc = ~n_districts + n_schools, data = s, nest = TRUE)
two_pw <- svydesign(~district + school, strata = ~stratum, fpc = ~n_districts + n_schools, data = s, nest = TRUE)
s$person <- ave(seq_len(n), s$stratum, s$district, s$school, FUN = seq_along)
three <- svydesign(~district + school + person, strata = ~stratum, weights = ~w, fpc = ~n_districts + n_schools + n_persons, data = s, nest = TRUE)
ultimate <- svydesign(~district, strata = ~stratum, weights = ~w, data = s, nest = TRUE)
elements <- svydesign(~1, strata = ~stratum, weights = ~w, data = s)
clusters <- svydesign(~stratum + district, weights = ~w, data = s)
kept <- subset(s, stratum != "S3")
no_lonely <- svydesign(~district, strata = ~stratum, weights = ~w, data = kept, nest = TRUE)
o <- list(centre = with_lonely("adjust", two), certainty = with_lonely("certainty", two), implied_weights = with_lonely("adjust", two_pw), three_stages = with_lonely("adjust", three),
  ultimate_centre = with_lonely("adjust", ultimate), ultimate_certainty = with_lonely("certainty", ultimate), elements = one(elements), clusters = one(clusters), no_lonely = one(no_lonely))

# calibration, weights unequal before; rake() itself leaves the weights out of its residuals, calibrate(calfun = "raking") does not
age <- data.frame(age = c("18-34", "35-64", "65+"), Freq = c(2500, 4100, 2400)); sex <- data.frame(sex = c("Men", "Women"), Freq = c(4300, 4700))
raked <- function(d) calibrate(d, list(~age, ~sex), list(age, sex), calfun = "raking", epsilon = 1e-12, maxit = 200)
o$post_stratified <- one(postStratify(no_lonely, ~age, age)); o$raked <- one(raked(no_lonely))
o$raked_by_rake <- unname(weights(rake(no_lonely, list(~age, ~sex), list(age, sex), control = list(epsilon = 1e-12, maxit = 500))))
o$linear <- one(calibrate(no_lonely, ~age + x, c(9000, 4100, 2400, 46000)))
o$post_stratified_two_stages <- with_lonely("adjust", postStratify(two, ~age, age))

# replicates of the ultimate clusters; the weights themselves are written, so that nothing else is compared
rep_n <- as.svrepdesign(no_lonely, type = "JKn"); rep_1 <- as.svrepdesign(svydesign(~interaction(stratum, district, drop = TRUE), weights = ~w, data = kept), type = "JK1")
o$jkn <- one(rep_n); o$jk1 <- one(rep_1); o$jkn_replicates <- unname(weights(rep_n, "analysis")); o$jk1_replicates <- unname(weights(rep_1, "analysis")); o$jkn_rscales <- rep_n$rscales
o$jkn_post_stratified <- one(postStratify(rep_n, ~age, age))
o$jkn_raked <- one(rake(rep_n, list(~age, ~sex), list(age, sex), control = list(epsilon = 1e-12, maxit = 500)))
o$jk1_linear <- one(calibrate(rep_1, ~age + x, c(9000, 4100, 2400, 46000)))

o$trimmed <- unname(weights(trimWeights(no_lonely, upper = 2 * mean(kept$w), strict = TRUE))); o$trimmed_once <- unname(weights(trimWeights(no_lonely, upper = 2 * mean(kept$w))))
o$trimmed_mean_se <- as.numeric(SE(svymean(~y, trimWeights(no_lonely, upper = 2 * mean(kept$w), strict = TRUE))))

c1 <- read.csv("../data/apiclus1.csv"); clus1 <- svydesign(~dnum, weights = ~pw, data = c1, fpc = ~fpc)
p <- rake(clus1, list(~stype, ~sch.wide), list(data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)), data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))), control = list(epsilon = 1e-10, maxit = 500))
m <- svymean(~api00, p); o$clus1_raked <- list(weights = unname(weights(p)), mean = unname(coef(m)), se = as.numeric(SE(m)))
o$clus1_poststratified_total <- { q <- postStratify(clus1, ~stype, data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018))); t <- svytotal(~enroll, q, na.rm = TRUE); list(coef = unname(coef(t)), se = as.numeric(SE(t)), weights = unname(weights(q))) }
write_json(o, "survey_design.json", digits = 15, auto_unbox = TRUE)
