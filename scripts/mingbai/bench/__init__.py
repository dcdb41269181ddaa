"""What a province costs: made up, built, checked and compared, beside other generators that do the same work."""

OWN = 0.3
"""The share of a township's items that are in words of its own (why, see ``province``)."""

TASKS = "commands"
CHOICES = ("mingbai-html", "mingbai", "hugo-yaml", "hugo-json", "eleventy-yaml", "eleventy-json", "mkdocs", TASKS)
"""What can be measured, by the names that the command line knows."""
