"""Columns of a connection, and five people by them."""


class TestColumns:
    def test_they_are_suggested_with_five_people(self, hub, desk):
        hub.source.page_size = 9
        hub.source.hires("dan", "eve", "finn")
        desk.add("columned")
        page = desk.get(f"{desk.one}/people").text
        assert '<option value="Full name" selected>Full name</option>' in page
        assert page.count('<th scope="row">') == 5
        assert f'hx-post="{desk.one}/people/preview"' in page
        assert hub.entries() == []

    def test_a_button_and_a_fragment_show_the_people_of_other_columns(self, desk):
        desk.add("columned")
        fragment = desk.post(f"{desk.one}/people/preview", **{"column-email": "Mail"})
        assert fragment.text.lstrip().startswith("<section")
        assert "Ada" in fragment.text
        page = desk.post(f"{desk.one}/people", action="try", **{"column-email": "Mail"})
        assert '<option value="Mail" selected>' in page.text
        assert '<option value="Full name" selected>' not in page.text
        assert desk.hub.the_connection().settings["columns"] == {}

    def test_they_are_stored(self, hub, desk):
        desk.add("columned")
        form = desk.get(f"{desk.one}/people")
        chosen = {"column-name": "Mail", "column-email": ""}
        answer = desk.send(form, f"{desk.one}/people", action="save", **chosen)
        assert "The columns are stored." in desk.follow(answer).text
        made = hub.the_connection()
        assert made.settings["columns"] == {"name": "Mail"}
        assert hub.secret(made.id, "key") == "s3cret"
        assert "Start a dry run" in desk.get(desk.one).text
        # Other settings leave them as they are.
        page = desk.get(f"{desk.one}/settings")
        typed = {"title": "HR", "field-address": "https://hr.example"}
        desk.send(page, f"{desk.one}/settings", **typed)
        assert hub.the_connection().settings["columns"] == {"name": "Mail"}

    def test_an_older_form_stores_nothing(self, hub, desk):
        desk.add("columned")
        form = desk.get(f"{desk.one}/people")
        hub.clock.advance(seconds=5)
        desk.send(form, f"{desk.one}/people", action="save", **{"column-name": "Mail"})
        answer = desk.send(form, f"{desk.one}/people", action="save", **{"column-name": "Name"})
        assert answer.status_code == 409
        assert hub.the_connection().settings["columns"] == {"name": "Mail"}

    def test_sources_without_columns_show_their_people(self, desk):
        desk.add("every")
        page = desk.get(f"{desk.one}/people")
        assert "Ada" in page.text
        assert "Our fields and the source" not in page.text
        form = desk.post(f"{desk.one}/people", action="save")
        assert form.status_code == 404

    def test_a_source_that_cannot_be_read_says_so(self, hub, desk):
        hub.source.bad = ["ada"]
        desk.add("columned")
        assert "row 7" in desk.get(f"{desk.one}/people").text
        hub.source.key = "other"
        page = desk.get(f"{desk.one}/people").text
        assert "The key is not accepted." in page
        hub.source.key = "s3cret"
        hub.source.people.clear()
        assert "Nobody can be read in this way." in desk.get(f"{desk.one}/people").text
