"""What the sample says about the population, and what may be published of it."""
