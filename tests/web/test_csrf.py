import pytest

from tests.web.hub import Hub

OURS = "http://localhost:8000"


def post(hub, *, cookie=True, bearer=False, **headers):
    client, opened = hub.app.test_client(), hub.opened()
    if cookie:
        client.set_cookie("mentorloom", opened.token)
    if bearer:
        headers["Authorization"] = f"Bearer {opened.token}"
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.post("/app/probe", headers=sent, base_url=OURS).status_code


class TestWithCookie:
    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Sec_Fetch_Site": "same-origin"}, 200),
            ({"Sec_Fetch_Site": "none"}, 200),
            ({"Sec_Fetch_Site": "same-site"}, 403),
            ({"Sec_Fetch_Site": "cross-site"}, 403),
            ({"Sec_Fetch_Site": "nonsense"}, 403),
            ({"Sec_Fetch_Site": ""}, 403),
            # Sec-Fetch-Site is the browser's word; Origin is not asked then.
            ({"Sec_Fetch_Site": "cross-site", "Origin": OURS}, 403),
            ({"Sec_Fetch_Site": "same-origin", "Origin": "https://evil.example"}, 200),
            ({"Origin": OURS}, 200),
            ({"Origin": "http://localhost:8001"}, 403),
            ({"Origin": "http://localhost"}, 403),
            ({"Origin": "https://evil.example"}, 403),
            ({"Origin": "http://localhost:8000.evil.example"}, 403),
            ({"Origin": "http://evil@localhost:8000"}, 403),
            ({"Origin": "null"}, 403),
            ({"Origin": ""}, 403),
            ({"Origin": "http://["}, 403),
            ({}, 403),
            # A bearer beside the cookie changes nothing.
            ({"Sec_Fetch_Site": "cross-site", "bearer": True}, 403),
        ],
    )
    def test_matrix(self, hub, headers, status):
        assert post(hub, **headers) == status


class TestWithoutCookie:
    @pytest.mark.parametrize(
        "headers", [{}, {"Sec_Fetch_Site": "cross-site"}, {"Origin": "https://evil.example"}]
    )
    def test_a_bearer_carries_no_ambient_authority(self, hub, headers):
        assert post(hub, cookie=False, bearer=True, **headers) == 200

    def test_programs_without_cookies_get_through_to_public_views(self, hub):
        assert hub.app.test_client().post("/open/probe").status_code == 200

    def test_other_sites_do_not(self, hub):
        headers = {"Sec-Fetch-Site": "cross-site"}
        assert hub.app.test_client().post("/open/probe", headers=headers).status_code == 403


@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_every_unsafe_method_is_checked(hub, method):
    client = hub.browser()
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = getattr(client, method)("/api/v1/me/profile", headers=headers, json={})
    assert answer.status_code in {403, 405}
    if method == "put":
        assert answer.status_code == 403


def test_nothing_is_asked_of_reads(hub):
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert hub.browser().get("/app/probe", headers=headers).status_code == 200


def test_exempt_views_take_posts_from_other_sites(hub):
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "https://lms.example.edu"}
    assert hub.browser().post("/open/exempt", headers=headers).status_code == 200


def test_behind_a_proxy_that_hides_the_host_our_public_address_counts(https_hub):
    client = https_hub.app.test_client()
    client.set_cookie("__Host-mentorloom", https_hub.opened().token, domain="inner")
    headers = {"Origin": "https://hub.example.org"}
    assert client.post("/app/probe", headers=headers, base_url="http://inner").status_code == 200


def test_the_refusal_says_what_to_do():
    client = Hub().browser()
    answer = client.post("/app/probe", headers={"Sec-Fetch-Site": "cross-site"})
    assert "came from another site, so nothing was changed" in answer.text
