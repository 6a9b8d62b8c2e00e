"""In memory: what no single organization owns."""

from core.errors import ConflictError
from tests.fakes.tables import Repository, purge


class FakeOrganizations(Repository):
    def get(self, organization_id):
        return self.tables.table("organizations").get(organization_id)

    def by_slug(self, slug):
        return next((o for o in self.all() if o.slug == slug), None)

    def all(self):
        return sorted(self.tables.table("organizations").values(), key=lambda o: o.slug)

    def save(self, organization):
        if any(o.slug == organization.slug and o.id != organization.id for o in self.all()):
            raise ConflictError("Another organization has this short name. Choose another one.")
        self.tables.table("organizations")[organization.id] = organization


class FakeRegistrations(Repository):
    def get(self, registration_id):
        return self.tables.table("registrations").get(registration_id)

    def find(self, issuer, client_id):
        return next((r for r in self.of_issuer(issuer) if r.client_id == client_id), None)

    def of_organization(self, organization_id):
        return [r for r in self.all() if r.organization_id == organization_id]

    def of_issuer(self, issuer):
        return [r for r in self.all() if r.issuer == issuer]

    def all(self):
        rows = self.tables.table("registrations").values()
        return sorted(rows, key=lambda r: (r.issuer, r.client_id))

    def save(self, registration):
        known = self.find(registration.issuer, registration.client_id)
        if known is not None and known.id != registration.id:
            raise ConflictError("This platform and client id are registered already.")
        self.tables.table("registrations")[registration.id] = registration

    def deployment(self, registration_id, deployment_id):
        return self.tables.table("deployments").get((registration_id, deployment_id))

    def deployments(self, registration_id):
        rows = self.tables.table("deployments").values()
        return sorted(
            (d for d in rows if d.registration_id == registration_id),
            key=lambda d: d.deployment_id,
        )

    def deployments_of(self, registration_ids):
        rows = self.tables.table("deployments").values()
        return sorted(
            (d for d in rows if d.registration_id in registration_ids),
            key=lambda d: (d.registration_id, d.deployment_id),
        )

    def save_deployment(self, deployment):
        key = (deployment.registration_id, deployment.deployment_id)
        self.tables.table("deployments")[key] = deployment

    def remove(self, registration_id):
        self.tables.table("registrations").pop(registration_id, None)
        for name, place in (("deployments", lambda k: k[0]), ("sessions", self._came_through)):
            rows = self.tables.table(name)
            for key in [key for key in rows if place(key) == registration_id]:
                del rows[key]

    def _came_through(self, token_hash):
        return self.tables.table("sessions")[token_hash].actor.registration_id


class FakeLaunchStates(Repository):
    def add(self, state):
        self.tables.table("launch_states")[state.state_hash] = state

    def get(self, state_hash):
        return self._with_platform(self.tables.table("launch_states").get(state_hash))

    def take(self, state_hash):
        return self._with_platform(self.tables.table("launch_states").pop(state_hash, None))

    def _with_platform(self, state):
        platforms = self.tables.table("registrations")
        known = state is not None and state.registration_id in platforms
        return (state, platforms[state.registration_id]) if known else None

    def purge(self, before):
        return purge(self.tables.table("launch_states"), before)


class FakeDeepLinks(Repository):
    def add(self, request):
        self.tables.table("deep_links")[request.token_hash] = request

    def get(self, token_hash):
        return self.tables.table("deep_links").get(token_hash)

    def take(self, token_hash):
        return self.tables.table("deep_links").pop(token_hash, None)

    def purge(self, before):
        return purge(self.tables.table("deep_links"), before)


class FakeToolKeys(Repository):
    def all(self):
        rows = self.tables.table("tool_keys").values()
        return sorted(rows, key=lambda k: k.created_at, reverse=True)

    def save(self, key):
        self.tables.table("tool_keys")[key.kid] = key

    def remove(self, kid):
        self.tables.table("tool_keys").pop(kid, None)


class FakeAccessTokens(Repository):
    def get(self, registration_id, scopes):
        return self.tables.table("access_tokens").get((registration_id, scopes))

    def save(self, token):
        self.tables.table("access_tokens")[token.registration_id, token.scopes] = token

    def remove(self, token):
        known = self.get(token.registration_id, token.scopes)
        if known is not None and known.token == token.token:
            del self.tables.table("access_tokens")[token.registration_id, token.scopes]

    def purge(self, before):
        return purge(self.tables.table("access_tokens"), before)


class FakeRegistrationRequests(Repository):
    def get(self, request_id):
        return next((r for r in self.all() if r.id == request_id), None)

    def find(self, issuer, client_id):
        return self.tables.table("registration_requests").get((issuer, client_id))

    def all(self):
        rows = self.tables.table("registration_requests").values()
        return sorted(rows, key=lambda r: (r.requested_at, r.id))

    def save(self, request):
        key = (request.issuer, request.client_id)
        self.tables.table("registration_requests")[key] = request

    def remove(self, request_id):
        known = self.get(request_id)
        if known is not None:
            del self.tables.table("registration_requests")[known.issuer, known.client_id]

    def purge(self, before):
        return purge(self.tables.table("registration_requests"), before, "requested_at")


class FakeRegistrationInvitations(Repository):
    def add(self, invitation):
        self.tables.table("registration_invitations")[invitation.token_hash] = invitation

    def get(self, token_hash):
        return self.tables.table("registration_invitations").get(token_hash)

    def take(self, token_hash):
        return self.tables.table("registration_invitations").pop(token_hash, None)

    def purge(self, before):
        return purge(self.tables.table("registration_invitations"), before)


class FakeNotices(Repository):
    def subscription(self, registration_id, deployment_id, notice_type):
        key = (registration_id, deployment_id, notice_type)
        return self.tables.table("notice_subscriptions").get(key)

    def subscriptions(self, registration_id):
        rows = sorted(self.tables.table("notice_subscriptions").items())
        return [row for key, row in rows if key[0] == registration_id]

    def save_subscription(self, subscription):
        s = subscription
        key = (s.registration_id, s.deployment_id, s.notice_type)
        self.tables.table("notice_subscriptions")[key] = subscription

    def add(self, notice):
        key = (notice.registration_id, notice.notice_id)
        return self.tables.table("notices").setdefault(key, notice) is notice

    def get(self, registration_id, notice_id):
        return self.tables.table("notices").get((registration_id, notice_id))

    def purge(self, before):
        return purge(self.tables.table("notices"), before, "received_at")
