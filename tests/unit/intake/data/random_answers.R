# Rscript random_answers.R   (R 4.2.2, haven): a SAS file of random answers; nobody answered it.
# Column q1 has SAS's own missing values .A (two rows) and . (one row). expected.csv holds the same answers as text.
library(haven)
set.seed(1)
n <- 40
factor <- rnorm(n)
d <- as.data.frame(sapply(1:10, function(i) pmin(pmax(round(3 + factor + rnorm(n, 0, 0.7)), 1), 5)))
names(d) <- paste0("q", 1:10)
d$q1[c(3, 7)] <- tagged_na("A")
d$q1[11] <- NA
d$sex <- rep(c("M", "F"), n / 2)
d$w <- round(runif(n, 0.5, 2), 3)
write_sas(d, "random_answers.sas7bdat")
write.csv(as.data.frame(lapply(d, function(x) if (is.numeric(x)) as.numeric(x) else x)), "random_answers_expected.csv",
          row.names = FALSE, na = "")
