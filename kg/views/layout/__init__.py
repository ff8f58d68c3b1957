"""Places a graph in the plane so that its picture means something: the same graph in the same places, always."""

from kg.views.layout.hubs import Hubs, hub_groups
from kg.views.layout.layout_result import EXTENT, Community, Layout
from kg.views.layout.vault_layout import layout

__all__ = ["EXTENT", "Community", "Hubs", "Layout", "hub_groups", "layout"]
