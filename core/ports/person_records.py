"""Everything that is kept about one person, wherever it is kept.

Adapters: storage/repositories/person_records.py and tests/fakes/connection_storage.py.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from core.domain.identifiers import PersonId

Records = Mapping[str, Sequence[Mapping[str, Any]]]
"""Kind of record -> its fields, as JSON values."""


class PersonRecords(Protocol):
    """All records about a person at once, for those who ask what is known or want it gone."""

    def everything(self, person_id: PersonId) -> Records:
        """What is kept about somebody: what they said, what others told, what became of it.

        Of what they did to the records of others it says that and when. Left out are secrets,
        computed vectors, and what others keep to themselves (whom they would rather not meet).
        """
        ...

    def erase(self, person_id: PersonId) -> bool:
        """Remove what is about somebody, their rights and sessions too.

        What they had together with others stays for those, without a word or a name: that two
        people met, and when. Events that other systems still have to be told stay until then.

        Returns:
            Whether nothing at all is left; False if a blank person stays for the sake of others.
        """
        ...
