"""One benchmark a module; each brings `run(options)`. A new module here is found without being listed."""
