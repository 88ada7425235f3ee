# Makes metafor.json: what R's metafor answers to each case of cases.json. Only to make the file anew; the tests read it.
#
#     Rscript make.R cases.json metafor.json        (R 4, packages metafor and jsonlite)
suppressMessages({library(metafor); library(jsonlite)})
args <- commandArgs(TRUE)
cases <- fromJSON(args[1], simplifyVector = FALSE)
column <- function(studies, name) sapply(studies, function(one) as.numeric(one[[name]]))

one <- function(case) {
  s <- case$studies; counted <- case$measure %in% c("RR", "OR", "RD")
  if (counted && case$measure != "RD") s <- Filter(function(x) x$r1 + x$r2 > 0, s)
  if (case$model == "MH") {
    fit <- rma.mh(ai = column(s, "r1"), n1i = column(s, "n1"), ci = column(s, "r2"), n2i = column(s, "n2"),
                  measure = case$measure, add = c(1/2, 0), to = c("only0", "none"), drop00 = c(FALSE, FALSE))
    pi <- c(NA, NA); tau2 <- 0; egger <- NULL
  } else {
    d <- if (counted) escalc(measure = case$measure, ai = column(s, "r1"), n1i = column(s, "n1"), ci = column(s, "r2"), n2i = column(s, "n2"))
      else if (case$measure == "generic") data.frame(yi = column(s, "yi"), vi = column(s, "vi"))
      else escalc(measure = case$measure, m1i = column(s, "mean1"), sd1i = column(s, "sd1"), n1i = column(s, "n1"),
                  m2i = column(s, "mean2"), sd2i = column(s, "sd2"), n2i = column(s, "n2"))
    control <- list(threshold = 1e-10, maxiter = 10000)
    if (!is.null(case$start)) control$tau2.init <- case$start   # so that Fisher scoring ends at the highest maximum
    fit <- suppressWarnings(rma(yi, vi, data = d, method = case$model, test = case$test,
                                control = if (case$model == "REML") control else list()))
    p <- predict(fit); pi <- if (case$model == "EE") c(NA, NA) else c(p$pi.lb, p$pi.ub); tau2 <- fit$tau2
    egger <- if (case$model == "EE" && fit$k > 2) { e <- regtest(fit, model = "lm"); c(e$zval, e$pval) }
  }
  out <- suppressWarnings(leave1out(fit))
  interval <- if (case$model %in% c("DL", "REML")) confint(fit, control = list(tol = 1e-12, tau2.max = 1e6))$random[1, 2:3] else c(NA, NA)
  list(estimate = as.numeric(fit$beta), se = fit$se, ci_low = fit$ci.lb, ci_high = fit$ci.ub, p = fit$pval, tau2 = tau2,
       I2 = fit$I2, Q = fit$QE, p_Q = fit$QEp, pi_low = pi[1], pi_high = pi[2], tau2_ci_low = interval[[1]],
       tau2_ci_high = interval[[2]], egger = egger, without = as.numeric(out$estimate), without_se = as.numeric(out$se))
}
writeLines(toJSON(lapply(cases, one), digits = NA, auto_unbox = TRUE, na = "null", null = "null"), args[2])
