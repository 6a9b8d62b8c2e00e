"""From SCIM filters and sort orders to questions that storage answers.

scim2-models parses a filter and checks it against the schemas; names become paths into the stored
resource here. https://www.rfc-editor.org/rfc/rfc7644#section-3.4.2.2
"""

from base64 import b64encode
from datetime import datetime
from typing import Any

from scim2_models import AttributeBinding, Extension, InvalidFilterException, ScimFilter
from scim2_models.path import (
    STRING_OPERATORS,
    AttrPath,
    Comparison,
    FilterVisitor,
    LogicalExpr,
    LogicalOperator,
    Present,
    ValuePath,
    coerce_value,
)
from scim2_models.path import Not as Negation

from core.domain.scim_query import (
    AllOf,
    AnyOf,
    Attribute,
    Compare,
    Filter,
    Not,
    Op,
    Some,
)
from core.domain.scim_query import Present as Has

LONGEST = 4_000
"""Characters of a filter."""
NOBODY = AnyOf(())
_UNKEPT = frozenset({"groups", "password"})
_UNKEPT_META = frozenset({"location", "version"})


def translated(asked: ScimFilter[Any], model: Any) -> Filter:
    """What a filter means, for storage, of resources of one kind.

    What the kind does not have is never found (section 3.4.2.1).

    Raises:
        InvalidFilterException: it asks for something that cannot be filtered by.
    """
    if len(asked) > LONGEST:
        raise InvalidFilterException(detail=f"A filter has at most {LONGEST} characters.")
    return _Translator(ScimFilter[model](asked.ast)).visit(asked.ast)


def attribute_of(binding: AttributeBinding) -> Attribute:
    """Where the attribute stands in a stored resource.

    Raises:
        InvalidFilterException: it is not stored there.
    """
    head = _json_name(binding.model, binding.field_name)
    sub: tuple[str, ...] = ()
    if binding.sub_field_name is not None:
        sub = (_json_name(binding.field_type, binding.sub_field_name),)
    if head in _UNKEPT or (head == "meta" and _UNKEPT_META.intersection(sub)):
        raise InvalidFilterException(detail=f"'{binding.urn}' cannot be searched or sorted by.")
    outer: tuple[str, ...] = (head,)
    if issubclass(binding.model, Extension):
        outer = (str(binding.model.__schema__), head)
    several = binding.is_multivalued
    return Attribute(
        path=outer if several else outer + sub,
        each=sub if several else None,
        exact=binding.case_exact,
        moment=binding.target_type is datetime,
    )


def _json_name(model: Any, field: str) -> str:
    return str(model.model_fields[field].serialization_alias)


class _Translator(FilterVisitor[Filter]):
    """Walks a filter, or with `within` what is in the brackets of a multi-valued attribute."""

    def __init__(self, asked: ScimFilter[Any], within: AttrPath | None = None) -> None:
        self._asked = asked
        self._within = within

    def visit_comparison(self, node: Comparison) -> Filter:
        path = self._whole(node.attr_path)
        binding = self._asked.resolve_comparison(path, strict=False)
        if binding is not None and "value" in getattr(binding.target_type, "model_fields", ()):
            # `manager eq "…"` means its value, as everywhere.
            binding = self._asked.resolve_comparison(AttrPath(path.attr, "value", path.uri))
        if binding is None:
            return NOBODY
        if hasattr(binding.target_type, "model_fields"):
            raise InvalidFilterException(detail=f"'{binding.urn}' has no value of its own.")
        op, value = Op(node.op.value), coerce_value(binding, node.value, node.op)
        if binding.urn.endswith("meta.resourceType"):
            return _same_for_all(binding.urn, op, value, self._asked)
        attribute = self._local(attribute_of(binding))
        if attribute.moment and node.op in STRING_OPERATORS:
            return NOBODY
        return Compare(attribute, op, _text(value))

    def visit_present(self, node: Present) -> Filter:
        binding = self._asked.resolve(self._whole(node.attr_path), strict=False)
        return NOBODY if binding is None else Has(self._local(attribute_of(binding)))

    def visit_not(self, node: Negation) -> Filter:
        return Not(self.visit(node.expr))

    def visit_logical_expr(self, node: LogicalExpr) -> Filter:
        terms = tuple(self.visit(term) for term in node.terms)
        return AllOf(terms) if node.op is LogicalOperator.and_ else AnyOf(terms)

    def visit_value_path(self, node: ValuePath) -> Filter:
        binding = self._asked.resolve(node.attr_path, strict=False)
        if binding is None:
            return NOBODY
        path = attribute_of(binding).path
        return Some(path, _Translator(self._asked, node.attr_path).visit(node.val_filter))

    def _whole(self, path: AttrPath) -> AttrPath:
        """The path of an attribute from the resource on."""
        if self._within is None:
            return path
        return AttrPath(self._within.attr, path.attr, self._within.uri)

    def _local(self, attribute: Attribute) -> Attribute:
        """The attribute as seen from one of several values."""
        if self._within is None:
            return attribute
        return Attribute(attribute.each or (), exact=attribute.exact)


def _same_for_all(urn: str, op: Op, value: Any, asked: ScimFilter[Any]) -> Filter:
    """A comparison with what every resource of a kind has: its type."""
    name = asked.model.__name__.split("[")[0] if asked.model else ""
    if op not in {Op.EQ, Op.NE}:
        raise InvalidFilterException(detail=f"'{urn}' can be compared by eq and ne.")
    return AllOf(()) if (value == name) is (op is Op.EQ) else NOBODY


def _text(value: Any) -> str | datetime | None:
    if value is None or isinstance(value, datetime):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, bytes):
        return b64encode(value).decode()
    text = str(value)
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InvalidFilterException(detail="A value has half of a character.") from error
    return text
