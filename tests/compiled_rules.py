"""Applications come and go with tests, their URL rules stay the same: each is compiled once.

Werkzeug compiles two functions for each rule of each application, most of the time that starting
one takes.
"""

from werkzeug.routing import Rule

_BUILDERS = {}


class CompiledOnce(Rule):
    """A rule that shares what builds its URLs with rules that look the same."""

    def _compile_builder(self, append_unknown=True):  # noqa: FBT002 - Werkzeug's signature
        if self.defaults:
            return super()._compile_builder(append_unknown)
        # What differs between two applications, converters, is looked up when a URL is built.
        looks = (self.rule, tuple(self._trace), append_unknown)
        if looks not in _BUILDERS:
            _BUILDERS[looks] = super()._compile_builder(append_unknown)
        return _BUILDERS[looks]
