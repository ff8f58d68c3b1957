"""The copy of a SPARQL store's graph that questions are answered from, in the user's own cache folder.

It lies there and not in a vault's ``.kg``, for a store may be asked where no vault is, by several vaults, and next to
what a build of the same vault keeps.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import closing
from typing import TYPE_CHECKING

from kg.errors import ExtraMissing
from kg.own_words import vault_words
from kg.user_folders import cache_home

if TYPE_CHECKING:
    from pathlib import Path

    from kg.config import Config
    from kg.store.remote.store_client import StoreClient

STORES = "stores"  # folder of all copies
NAME = 16  # digits of a copy's name


class StoreCopy:
    """The copy of what the store in the settings holds.

    Attributes:
        folder: Where it is.
    """

    def __init__(self, vault: Path, config: Config) -> None:
        """Ask nothing yet.

        Args:
            vault: By whose rules values are compared; it need not be there.
            config: Names the store.
        """
        self._vault = vault
        self._config = config
        name = hashlib.sha256(f"{config.store_url} {config.base_iri}".encode()).hexdigest()[:NAME]
        self.folder = cache_home(os.environ) / STORES / name

    def bring_up_to_date(self) -> None:
        """Fetch what differs.

        Raises:
            ConfigError: What the environment says of the store cannot be used.
            ExtraMissing: httpx is not installed.
            PartialLoad: The store holds a load that is not finished.
            RemoteStoreError: It cannot be asked, or holds something else than its manifest says.
            StoreError: The copy cannot be written.
        """
        from kg.store.remote.local_copy import bring_up_to_date
        from kg.views.compare.pair_counts import VerdictCounter

        counter = VerdictCounter(vault_words.load(self._vault).rules)
        with closing(client_of(self._config)) as client:
            bring_up_to_date(client, self.folder, self._config.base_iri, counter)


def client_of(config: Config) -> StoreClient:
    """What speaks with the store in the settings.

    Raises:
        ConfigError: What the environment says of the store cannot be used.
        ExtraMissing: httpx is not installed.
    """
    try:
        from kg.store.remote.store_address import address_of
        from kg.store.remote.store_client import StoreClient
    except ModuleNotFoundError as error:
        raise ExtraMissing("--store", str(error.name), "store") from error
    return StoreClient(address_of(config, os.environ))
