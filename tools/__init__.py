"""Programs that make files of the project; the service does not need them."""
