import base64
import stat
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.errors import MisconfiguredError
from storage.secrets import AesGcmCipher, SecretKey, add_key, keys_in_file

OLD, NEW = SecretKey("old", bytes(32)), SecretKey("new", bytes([1]) * 32)
PLACE = "lti_tool_key/k/private_pem"


class TestAesGcmCipher:
    def test_a_secret_comes_back(self):
        cipher = AesGcmCipher([NEW])
        sealed = cipher.encrypt("Geheim 🔑", PLACE)
        assert sealed.startswith("new:")
        assert "Geheim" not in sealed
        assert cipher.decrypt(sealed, PLACE) == "Geheim 🔑"

    def test_the_same_secret_looks_different_every_time(self):
        cipher = AesGcmCipher([NEW])
        assert len({cipher.encrypt("same", PLACE) for _ in range(50)}) == 50

    def test_a_secret_is_useless_in_another_place(self):
        cipher = AesGcmCipher([NEW])
        sealed = cipher.encrypt("secret", PLACE)
        with pytest.raises(MisconfiguredError, match="other/row/field"):
            cipher.decrypt(sealed, "other/row/field")

    def test_any_changed_byte_is_noticed(self):
        cipher = AesGcmCipher([NEW])
        name, _, encoded = cipher.encrypt("secret", PLACE).partition(":")
        raw = bytearray(base64.urlsafe_b64decode(encoded))
        for position in range(len(raw)):
            changed = bytearray(raw)
            changed[position] ^= 1
            with pytest.raises(MisconfiguredError):
                cipher.decrypt(f"{name}:{base64.urlsafe_b64encode(changed).decode()}", PLACE)

    @pytest.mark.parametrize("broken", ["", "new", "new:", "new:!!!", "new:AAAA", "plain text"])
    def test_what_was_never_a_secret_is_refused(self, broken):
        with pytest.raises(MisconfiguredError):
            AesGcmCipher([NEW]).decrypt(broken, PLACE)

    def test_a_file_comes_back_only_in_its_place(self):
        cipher = AesGcmCipher([NEW])
        content = bytes(range(256)) * 4
        sealed = cipher.encrypt_bytes(content, PLACE)
        assert content[:64] not in sealed
        assert cipher.decrypt_bytes(sealed, PLACE) == content
        changed = sealed[:-1] + bytes([sealed[-1] ^ 1])
        for broken, place in ((sealed, "other/row/field"), (changed, PLACE), (b"new:", PLACE)):
            with pytest.raises(MisconfiguredError, match="cannot be decrypted"):
                cipher.decrypt_bytes(broken, place)
        for broken in (b"", b"old:x", b"\xff:x"):
            with pytest.raises(MisconfiguredError):
                cipher.decrypt_bytes(broken, PLACE)

    def test_an_older_key_of_a_file_is_told_from_the_newest(self):
        sealed = AesGcmCipher([OLD]).encrypt_bytes(b"file", PLACE)
        both = AesGcmCipher([NEW, OLD])
        assert both.decrypt_bytes(sealed, PLACE) == b"file"
        assert both.outdated_bytes(sealed)
        assert not both.outdated_bytes(both.encrypt_bytes(b"file", PLACE))

    def test_older_keys_decrypt_and_the_newest_encrypts(self):
        sealed = AesGcmCipher([OLD]).encrypt("secret", PLACE)
        both = AesGcmCipher([NEW, OLD])
        assert both.decrypt(sealed, PLACE) == "secret"
        assert both.outdated(sealed)
        assert not both.outdated(both.encrypt("secret", PLACE))

    def test_a_missing_key_is_named(self):
        sealed = AesGcmCipher([OLD]).encrypt("secret", PLACE)
        with pytest.raises(MisconfiguredError, match="key old, which is missing"):
            AesGcmCipher([NEW]).decrypt(sealed, PLACE)

    def test_it_needs_keys_with_different_names(self):
        for keys in ([], [NEW, SecretKey("new", bytes(32))]):
            with pytest.raises(MisconfiguredError, match="MENTORLOOM_SECRET_KEYS"):
                AesGcmCipher(keys)

    def test_it_agrees_with_a_published_vector(self):
        # McGrew and Viega, "The Galois/Counter Mode of Operation", test case 14: key and nonce 0.
        sealed = "cea7403d4d606b6e074ec5d3baf39d18" + "d0d1c8a799996bf0265b98b5d48ab919"
        raw = bytes(12) + bytes.fromhex(sealed)
        written = f"old:{base64.urlsafe_b64encode(raw).decode()}"
        assert AesGcmCipher([OLD]).decrypt(written, "") == "\0" * 16


class TestSecretKey:
    def test_it_reads_what_it_writes(self):
        key = SecretKey.fresh()
        assert SecretKey.parse(f" {key.written()}\n") == key

    def test_it_reads_both_alphabets_of_base64(self):
        raw = b"\xfb\xff" * 16
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            assert SecretKey.parse(f"k1:{encode(raw).decode()}").key == raw

    @pytest.mark.parametrize("written", ["", "k1", "k1:", ":AAAA", "k1:AAAA", "k1:ä", "k1:!" * 9])
    def test_it_says_how_a_key_is_made(self, written):
        with pytest.raises(MisconfiguredError, match="openssl rand"):
            SecretKey.parse(written)

    def test_it_does_not_show_itself(self):
        key = SecretKey.fresh()
        assert key.written().partition(":")[2] not in repr(key)
        assert repr(key.key) not in repr(key)


class TestKeyFile:
    def test_it_is_made_once_and_for_its_owner_only(self, tmp_path):
        path = tmp_path / "var" / "secret-keys"
        keys = keys_in_file(path)
        assert len(keys) == 1
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert keys_in_file(path) == keys
        assert [p.name for p in path.parent.iterdir()] == ["secret-keys"]

    def test_processes_that_start_together_get_the_same_key(self, tmp_path):
        path = tmp_path / "secret-keys"
        with ThreadPoolExecutor(8) as pool:
            found = set(pool.map(lambda _: keys_in_file(path), range(16)))
        assert len(found) == 1

    def test_a_new_key_goes_first(self, tmp_path):
        path = tmp_path / "secret-keys"
        (old,) = keys_in_file(path)
        keys = add_key(path)
        assert keys[1:] == (old,)
        assert keys == keys_in_file(path)
        assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def test_a_file_others_can_read_is_refused(self, tmp_path):
        path = tmp_path / "secret-keys"
        keys_in_file(path)
        path.chmod(0o640)
        with pytest.raises(MisconfiguredError, match="chmod 600"):
            keys_in_file(path)

    def test_a_place_that_cannot_be_used_is_named(self, tmp_path):
        (tmp_path / "file").touch()
        with pytest.raises(MisconfiguredError, match="MENTORLOOM_SECRET_KEYS"):
            keys_in_file(tmp_path / "file" / "secret-keys")
