"""Files of people, sent as a browser sends them."""

import base64

from urllib3 import encode_multipart_formdata

from tests.web.hub import ORGANIZATION, PROGRAM

PAGE = "/app/program/people"
MENTORS = "Id;Name;Skills;Capacity;Shoe size\nm1;Petra Zeller;Rust;2;40\nm2;David Osei;;two;41\n"


def upload(client, text, role="mentor", name="people.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    body, kind = encode_multipart_formdata({"role": role, "file": (name, data)})
    return client.post(PAGE, data=body, content_type=kind)


def apply(client, text, role="mentor", **form):
    sent = {"role": role, "text": base64.b64encode(text.encode()).decode(), **form}
    return client.post(f"{PAGE}/apply", data=sent, content_type="multipart/form-data")


def names(hub, role):
    with hub.storage.tenant(ORGANIZATION) as work:
        parts = work.participations.of_program(PROGRAM)
        return {work.people.get(p.person_id).name for p in parts if p.role is role}
