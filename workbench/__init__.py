"""Research workbench for the Experiences of Social Inclusion Scale (osallisuusindikaattori)."""
