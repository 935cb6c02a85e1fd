"""The attack on what a run is about to publish, from the survey and the exported tables alone."""
