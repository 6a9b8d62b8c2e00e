"""Who is acting, and what the place they came from lets them do."""

from dataclasses import dataclass

from core.domain.identifiers import OrganizationId, PersonId, ProgramId, RegistrationId
from core.errors import ForbiddenError, NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A signed-in person.

    Attributes:
        program_id: the programme of the course they came from, or that they chose; None when
            there is none yet.
        registration_id, context_id: the course they came from; None outside an LMS.
        manages: they manage the programme: they teach that course, were appointed, or administer
            the organization.
        administers: they administer the LMS.
        configures: they may use the settings page of their organization.
        operates: they run the hub: what belongs to no organization yet is theirs to decide.
    """

    organization_id: OrganizationId
    person_id: PersonId
    program_id: ProgramId | None = None
    registration_id: RegistrationId | None = None
    context_id: str | None = None
    manages: bool = False
    administers: bool = False
    configures: bool = False
    operates: bool = False

    def program(self) -> ProgramId:
        """The programme they are in.

        Raises:
            NotFoundError: the course has no programme yet, or they chose none.
        """
        if self.program_id is None and self.registration_id is None:
            raise NotFoundError("You are in no mentoring programme yet. Choose one first.")
        if self.program_id is None:
            raise NotFoundError(
                "This course has no mentoring programme yet. Ask the teacher to start one."
            )
        return self.program_id

    def must_manage(self) -> None:
        """Raise ForbiddenError unless they manage this programme."""
        if self.manages or self.administers:
            return
        if self.registration_id is None:
            raise ForbiddenError("Only those who manage this programme can do this.")
        raise ForbiddenError("Only the teachers of this course can do this.")

    def must_configure(self) -> None:
        """Raise ForbiddenError unless they may use the settings page."""
        if not self.configures:
            raise ForbiddenError("Only administrators of Mentorloom can do this.")

    def must_operate(self) -> None:
        """Raise ForbiddenError unless they run the hub itself."""
        if not self.operates:
            raise ForbiddenError("Only people who run this Mentorloom can do this.")
