"""The month's circular on the district's people's-livelihood projects (重点民生实事通报)."""
