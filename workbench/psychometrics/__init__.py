"""What the answers say about the scale."""
