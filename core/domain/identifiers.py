"""Identifiers: UUIDs told apart by the type checker."""

from typing import NewType
from uuid import UUID

OrganizationId = NewType("OrganizationId", UUID)
PersonId = NewType("PersonId", UUID)
ProgramId = NewType("ProgramId", UUID)
ParticipationId = NewType("ParticipationId", UUID)
MatchId = NewType("MatchId", UUID)
MatchRunId = NewType("MatchRunId", UUID)
MeetingId = NewType("MeetingId", UUID)
RegistrationId = NewType("RegistrationId", UUID)
ActivityId = NewType("ActivityId", UUID)
RosterRunId = NewType("RosterRunId", UUID)
AdministratorId = NewType("AdministratorId", UUID)
NotificationId = NewType("NotificationId", UUID)
GroupId = NewType("GroupId", UUID)
SlotId = NewType("SlotId", UUID)
ConnectionId = NewType("ConnectionId", UUID)
SyncRunId = NewType("SyncRunId", UUID)
MergeId = NewType("MergeId", UUID)
AuditEntryId = NewType("AuditEntryId", UUID)
ResourceId = NewType("ResourceId", UUID)
EvidenceId = NewType("EvidenceId", UUID)
WebhookEndpointId = NewType("WebhookEndpointId", UUID)
WebhookEventId = NewType("WebhookEventId", UUID)
PulseId = NewType("PulseId", UUID)
AppointmentId = NewType("AppointmentId", UUID)
