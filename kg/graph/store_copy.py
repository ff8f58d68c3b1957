"""The copy of a SPARQL store's graph that questions are answered from, in the user's own cache folder.

It lies there and not in a vault's ``.kg``, for a store may be asked where no vault is, by several vaults, and next to
what a build of the same vault keeps.
"""

from __future__ import annotations

import hashlib
import os
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ExtraMissing
from kg.own_words import vault_words
from kg.store.engine.store import Store
from kg.user_folders import cache_home

if TYPE_CHECKING:
    from kg.config import Config
    from kg.store.remote.store_client import StoreClient
    from kg.store.remote.transfer_progress import TransferProgress
    from kg.store.remote.upload import Upload

KEPT = ".kg"  # folder of a vault with its own store
OBSIDIAN = ".obsidian"
STORES = "stores"  # folder of all copies
NAME = 16  # digits of a copy's name


class StoreCopy:
    """The copy of what the store in the settings holds.

    Attributes:
        folder: Where it is.
        vault: The vault that it is of, by its name alone where it is not on this machine.
    """

    def __init__(self, vault: Path, config: Config, told: TransferProgress | None = None) -> None:
        """Ask nothing yet.

        Args:
            vault: By whose rules values are compared; it need not be there.
            config: Names the store.
            told: Hears how far a fetch is.
        """
        self.vault = self._asked = vault.absolute()
        self._told = told
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

        counter = VerdictCounter(vault_words.load(self._asked).rules)
        with closing(client_of(self._config)) as client:
            name = bring_up_to_date(client, self.folder, self._config.base_iri, counter, self._told)
        if not any((self._asked / own).is_dir() for own in (KEPT, OBSIDIAN)):
            self.vault = Path(name)


def send(vault: Path, config: Config, told: TransferProgress | None = None, *, full: bool = False) -> Upload:
    """Send what the last build of a vault has published to the store in the settings.

    Args:
        vault: The vault.
        config: Names the store.
        told: Hears how far it is.
        full: Whether to replace every graph there.

    Raises:
        ConfigError, ExtraMissing: As in ``client_of``.
        RemoteStoreError: The store fails; the next time goes on where this one ended.
        StoreError: The vault's own store cannot be read.
    """
    with closing(client_of(config)) as client, Store.open(vault / KEPT, read_only=True) as store:
        from kg.store.remote.transfer_progress import Unwatched
        from kg.store.remote.upload import upload

        return upload(store, client, told or Unwatched(), full=full)


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
