"""Places a graph in the plane so that its picture tells something: the same graph in the same places, always."""

from kg.views.layout.hubs import Hubs, hub_groups
from kg.views.layout.result import Community, Layout
from kg.views.layout.whole import layout

__all__ = ["Community", "Hubs", "Layout", "hub_groups", "layout"]
