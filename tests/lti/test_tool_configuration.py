"""Our registrations in PyLTI1p3's words."""

from dataclasses import replace
from uuid import UUID

import pytest
from pylti1p3.tool_config.abstract import ToolConfAbstract

from core.domain.registration import RegistrationStatus
from core.errors import ForbiddenError, InvalidInputError, NotFoundError
from lti.keys import ToolKeyring
from lti.tool_configuration import ToolConfiguration
from tests.lti.campus import ISSUER


@pytest.fixture
def keyring(storage, clock, entropy):
    return ToolKeyring(storage, clock, entropy)


@pytest.fixture
def configuration(storage, keyring):
    return ToolConfiguration(storage, keyring)


@pytest.mark.parametrize("lookup", ["find_registration", "find_registration_by_issuer"])
def test_the_only_registration_of_an_issuer(configuration, lookup):
    assert getattr(configuration, lookup)(ISSUER).get_client_id() == "hub-1"


def test_a_registration_in_pylti1p3s_words(configuration, keyring):
    found = configuration.find_registration_by_params(ISSUER, "hub-1", action=None, request=None)
    assert found.get_issuer() == ISSUER
    assert found.get_auth_login_url() == ISSUER + "/auth"
    assert found.get_auth_token_url() == ISSUER + "/token"
    assert found.get_auth_audience() == ISSUER + "/token"
    assert found.get_key_set_url() == ISSUER + "/jwks"
    assert found.get_tool_private_key() == keyring.signing_key().private_pem


def test_a_token_audience_of_its_own(configuration, change_registration):
    change_registration(token_audience="https://auth.example")
    found = configuration.find_registration_by_params(ISSUER, "hub-1")
    assert found.get_auth_audience() == "https://auth.example"


def test_an_issuer_with_two_clients_is_ambiguous(configuration, storage, registration):
    with storage.platform() as work:
        work.registrations.save(replace(registration, id=UUID(int=42), client_id="hub-2"))
    with pytest.raises(InvalidInputError):
        configuration.find_registration_by_issuer(ISSUER)
    assert configuration.find_registration_by_params(ISSUER, "hub-2").get_client_id() == "hub-2"


def test_unknown_and_disabled(configuration, change_registration):
    with pytest.raises(NotFoundError):
        configuration.find_registration_by_params(ISSUER, "other")
    with pytest.raises(ForbiddenError):
        configuration.find_deployment_by_params(ISSUER, "2", "hub-1")
    change_registration(status=RegistrationStatus.DISABLED)
    with pytest.raises(ForbiddenError):
        configuration.find_registration_by_params(ISSUER, "hub-1")


def test_deployments(configuration):
    assert configuration.find_deployment(ISSUER, "1").get_deployment_id() == "1"
    found = configuration.find_deployment_by_params(ISSUER, "1", "hub-1")
    assert found.get_deployment_id() == "1"


def test_every_issuer_counts_as_having_many_clients(configuration, storage, keyring):
    """And saying so leaves PyLTI1p3's shared dict, and other instances, alone."""
    assert configuration.check_iss_has_many_clients(ISSUER)
    assert not configuration.check_iss_has_one_client(ISSUER)
    configuration.set_iss_has_one_client(ISSUER)
    assert ToolConfAbstract.issuers_relation_types == {}
    assert ToolConfiguration(storage, keyring).issuers_relation_types == {}


def test_all_platforms_get_the_same_key_set(configuration, keyring):
    assert configuration.get_jwks() == configuration.get_jwks(ISSUER, "hub-1") == keyring.jwks()
