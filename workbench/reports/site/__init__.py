"""A site for many reports: a list to search, areas beside each other, and a feed, of what their pages publish."""

from workbench.reports.site.site import Site, write_site

__all__ = ["Site", "write_site"]
