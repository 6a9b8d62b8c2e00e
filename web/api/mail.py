"""One's own choice about news by e-mail."""

from typing import Any

from flask.views import MethodView

from core.services.people.mail_choices import MailChoice
from web.api.news_schemas import MailChoiceSchema, MailWantedSchema
from web.api.operations import Operations
from web.services import services
from web.sessions import current_actor

operations = Operations("mail", "News by e-mail, for the signed-in person.")


@operations.route("/news/mail")
class NewsByMail(MethodView):
    """Whether news comes by e-mail too."""

    @operations.gives(200, MailChoiceSchema)
    def get(self) -> MailChoice:
        """What one chose."""
        return services().mail_choices.of(current_actor())

    @operations.takes(MailWantedSchema)
    @operations.gives(200, MailChoiceSchema)
    def put(self, sent: dict[str, Any]) -> MailChoice:
        """Want mail or not; wanting it tries a refused address again."""
        services().mail_choices.choose(current_actor(), wanted=sent["wanted"])
        return services().mail_choices.of(current_actor())
