"""Somebody who looks after the settings, in a browser without scripts."""

import re

from web.page_mark import page_mark


def hidden_fields(text, address):
    """The hidden fields of the first form that goes to an address."""
    start = rf'<form method="post"\s+action="{re.escape(address)}"'
    form = re.search(f"{start}.*?</form>", text, re.DOTALL)
    assert form, f"no form goes to {address}"
    fields = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form[0])
    return {name: value.replace("&#43;", "+") for name, value in fields}


class Desk:
    """Somebody at the settings page: forms carry the mark of their page, as in a browser."""

    def __init__(self, hub, actor):
        self.actor = actor
        self.browser = hub.browser(actor)

    def get(self, path, **query):
        return self.browser.get(path, query_string=query or None)

    def post(self, path, **form):
        data = {"page": page_mark(self.actor), **form}
        return self.browser.post(path, data=data)

    def send(self, page, form_of, **typed):
        """Send the form that goes to an address, with its hidden fields, as a browser would."""
        hidden = hidden_fields(page.text, form_of)
        return self.browser.post(form_of, data={**hidden, **typed})

    def follow(self, answer):
        assert answer.status_code == 303, answer.text
        return self.get(answer.location)


def operator_of(hub):
    """The desk of somebody who runs the hub, in another organization."""
    sent = hub.services.administrators.invite("op@hub.test", "hosts", "Hosts", operates=True)
    return Desk(hub, hub.services.administrators.sign_in(sent.token))


def stranger_to(hub):
    """The desk of an administrator of another organization."""
    sent = hub.services.administrators.invite("bo@else.test", "elsewhere", "Elsewhere")
    return Desk(hub, hub.services.administrators.sign_in(sent.token))
