"""The front desk's pages: patients, payments, who is silent, the clinic's lots."""
