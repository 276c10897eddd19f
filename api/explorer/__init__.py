"""The pages that planners open: served whole, with little script, in two languages, asking no other host."""
