"""The generated pages of docs/reference, each a module that makes its text."""
