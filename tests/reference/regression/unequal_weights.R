# Rscript unequal_weights.R   (R 4.2.2, survey 4.1.1, jsonlite 1.8.4). Writes unequal_weights.json.
# A logistic regression in which ten of 400 respondents carry 99 % of the weight.
suppressMessages({library(survey); library(jsonlite)})
i <- seq_len(400)                                             # no random numbers: every part follows from the row number
e <- data.frame(a = factor(i %% 3), b = factor((i %/% 7) %% 4), y = as.integer((i * 37) %% 101 < 30 + 10 * (i %% 3)),
  w = ifelse(i %% 40 == 1, 5000, 1))
m <- svyglm(y ~ a + b, svydesign(ids = ~1, weights = ~w, data = e), family = quasibinomial(),
  control = glm.control(epsilon = 1e-15, maxit = 100))
unequal <- list(estimate = unname(coef(m))[-1], std_error = unname(SE(m))[-1], df = m$df.residual)
write_json(unequal, "unequal_weights.json", auto_unbox = TRUE, digits = NA)
