"""Results as pictures for people: colours, axes, alternative texts."""
