"""What a tool does with the gradebook of a course, in the Moodle dialect."""

ITEM = "application/vnd.ims.lis.v2.lineitem+json"
ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
GIVEN = "application/vnd.ims.lis.v1.score+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"


class Gradebook:
    """What a tool does with the course's line items."""

    URL = "/mod/lti/services.php/2/lineitems?type_id=1"

    def __init__(self, tool):
        self.tool = tool

    def items(self, query=""):
        answer = self.tool.ask(self.URL + query, accept=ITEMS)
        assert answer.status_code == 200
        return answer.json

    def create(self, **told):
        told = {"label": "Milestone", "scoreMaximum": 4, **told}
        return self.tool.ask(self.URL, "POST", body=told, content_type=ITEM)

    def score(self, item, **changes):
        score = {
            "userId": "3",
            "timestamp": "2026-03-02T09:00:00Z",
            "activityProgress": "Completed",
            "gradingProgress": "FullyGraded",
            "scoreGiven": 3,
            "scoreMaximum": 4,
            **changes,
        }
        score = {name: value for name, value in score.items() if value is not None}
        url = item.replace("?", "/scores?")
        return self.tool.ask(url, "POST", body=score, content_type=GIVEN)

    def results(self, item, query=""):
        return self.tool.ask(item.replace("?", "/results?") + query, accept=RESULTS).json
