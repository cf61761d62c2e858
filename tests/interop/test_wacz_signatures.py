"""What signatures of WACZ files prove, and that wrong ones are told, by keys and an authority of our own."""

import base64
import hashlib
import io
import json
import shutil
import sys
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

pytest.importorskip("rfc3161_client", reason="needs the extra timestamp")
if shutil.which("openssl") is None:
    pytest.skip("the authority is made by openssl, which is absent", allow_module_level=True)

from authority import NOW, Authority
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from harvester.errors import BadInput
from harvester.interop.wacz_signatures import BadSignature, proven
from harvester.interop.wacz_signing import signed, signer
from harvester.interop.warc.opening import read
from harvester.interop.warc.record import Note, WarcRecord

FILES = Path(__file__).parents[3] / "shared" / "warc"
PACKAGE = b'{"resources": []}'
DIGEST = "sha256:" + hashlib.sha256(PACKAGE).hexdigest()
CREATED = f"{NOW:%Y-%m-%dT%H:%M:%SZ}"
KEYS = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("root", "norra", "other")}


def pem(certificate):
    return certificate.public_bytes(serialization.Encoding.PEM).decode()


def certificate(name, by="root", *, is_root=False, days=(-1, 30)):
    """A certificate of a name, for its own key: of a root, or of a web server, as certbot gets it."""
    named, issuer = (
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{each}.example")]) for each in (name, by)
    )
    key, issuer_key = KEYS[name].public_key(), KEYS[by]
    usage = dict.fromkeys(
        ("content_commitment", "key_encipherment", "data_encipherment", "key_agreement", "crl_sign"), False
    )
    usage |= {"encipher_only": False, "decipher_only": False}
    builder = (
        x509.CertificateBuilder()
        .subject_name(named)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(digital_signature=not is_root, key_cert_sign=is_root, **usage), critical=True
        )
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if not is_root:
        names = x509.SubjectAlternativeName([x509.DNSName(f"{name}.example")])
        server = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
        builder = builder.add_extension(names, critical=False).add_extension(server, critical=False)
    return pem(builder.sign(issuer_key, hashes.SHA256()))


ROOT = certificate("root", is_root=True)


def of_domain(**changed):
    """What a server says that signs for norra.example, without a time stamp."""
    signature = KEYS["norra"].sign(DIGEST.encode(), ec.ECDSA(hashes.SHA256()))
    said = {
        "hash": DIGEST,
        "created": CREATED,
        "domain": "norra.example",
        "domainCert": certificate("norra") + ROOT,
        "signature": base64.b64encode(signature).decode(),
    }
    return said | changed


@pytest.fixture(scope="module")
def anonymous():
    key = ec.generate_private_key(ec.SECP384R1())
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    return dict(signed(signer(key.private_bytes(*form), "key.pem"), DIGEST, CREATED, "harvester"))


@pytest.fixture(scope="module")
def stamped(tmp_path_factory):
    """What a server says that signs for norra.example and has the signature stamped."""
    authority = Authority(tmp_path_factory.mktemp("signing") / "clock")
    said = of_domain(created=f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")  # as late as the stamp
    reply = authority.answer(authority.question(said["signature"].encode(), "sha256"))
    chain = (authority.folder / "tsa.pem").read_text() + authority.root.decode()
    return said | {"timeSignature": base64.b64encode(reply).decode(), "timestampCert": chain}


def test_an_anonymous_signature_names_its_key(anonymous):
    name = hashlib.sha256(base64.b64decode(anonymous["publicKey"])).hexdigest()
    assert (
        proven(anonymous, PACKAGE)
        == f"It is signed with the key sha256:{name}. Who has that key is not said."
    )


def test_a_domain_whose_root_nobody_knows_is_a_claim():
    assert proven(of_domain(), PACKAGE) == (
        "It is signed for norra.example, under the certificate of 'root.example', which nobody here knows,"
        f" so the name is a claim. It says that this was at {CREATED}; no time stamp proves it."
    )


def test_a_time_stamp_says_when(stamped):
    said = proven(stamped, PACKAGE)
    assert "A time stamp of 'Norra clock' says that this was at 20" in said
    root = x509.load_pem_x509_certificates(stamped["timestampCert"].encode())[-1]
    assert said.endswith(f"its root certificate, sha256:{root.fingerprint(hashes.SHA256()).hex()}.")


def other(text):
    """The text with one letter changed."""
    return text[:20] + ("B" if text[20] == "A" else "A") + text[21:]


ANONYMOUS = {
    "of another package": ({"hash": "sha256:" + "0" * 64}, "another datapackage.json"),
    "another signature": ("signature", "its signature is wrong"),
    "half a signature": ({"signature": "AAAA"}, "its signature cannot be read"),
    "no base64": ({"signature": "é"}, "what it has as signature cannot be read"),
    "no signature": ({"signature": None}, "its signature cannot be read"),
    "another form of key": ({"publicKey": "AAAA"}, "its key cannot be read"),
    "no key": ({"publicKey": ""}, "neither a key nor a certificate is there"),
}


@pytest.mark.parametrize(("changed", "reason"), ANONYMOUS.values(), ids=ANONYMOUS)
def test_wrong_anonymous_signatures(anonymous, changed, reason):
    changed = {changed: other(anonymous[changed])} if isinstance(changed, str) else changed
    with pytest.raises(BadSignature, match=reason):
        proven(anonymous | changed, PACKAGE)


OF_DOMAIN = {
    "another domain": ({"domain": "other.example"}, "its certificate is not that of 'other.example'"),
    "no domain": ({"domain": 7}, "its certificate is not that of ''"),
    "a certificate of another key": ({"domainCert": certificate("other") + ROOT}, "its signature is wrong"),
    "a certificate that another server signed": (
        {"domainCert": certificate("norra", "other") + certificate("other") + ROOT},
        "its certificate is not that of 'norra.example'",
    ),
    "a root that signed nothing": (
        {"domainCert": certificate("norra") + certificate("other", "other", is_root=True)},
        "its certificate is not that of 'norra.example'",
    ),
    "too late": ({"created": "2041-01-01T00:00:00Z"}, "not that of 'norra.example' at 2041-01-01T00:00:00Z"),
    "no certificate": ({"domainCert": "PEM"}, r"its certificates \(domainCert\) cannot be read"),
    "no time": ({"created": "today"}, "it does not say when"),
}


@pytest.mark.parametrize(("changed", "reason"), OF_DOMAIN.values(), ids=OF_DOMAIN)
def test_wrong_signatures_of_domains(changed, reason):
    with pytest.raises(BadSignature, match=reason):
        proven(of_domain(**changed), PACKAGE)


STAMPED = {
    "of another signature": ({}, "its time stamp is not one of this signature"),
    "none": ({"timeSignature": "AAAA"}, "its time stamp is not one of this signature"),
    "much later": ({"created": f"{NOW - timedelta(minutes=30):%Y-%m-%dT%H:%M:%SZ}"}, "but is stamped at"),
    "of another authority": ({"timestampCert": ROOT}, "its time stamp is not one of this signature"),
}


@pytest.mark.parametrize(("changed", "reason"), STAMPED.values(), ids=STAMPED)
def test_wrong_time_stamps(stamped, changed, reason):
    changed = changed or {"signature": of_domain()["signature"]}
    with pytest.raises(BadSignature, match=reason):
        proven(stamped | changed, PACKAGE)


def wacz(path, said):
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("datapackage.json", PACKAGE)
        made.writestr("datapackage-digest.json", json.dumps({"hash": DIGEST, "signedData": said}))
    return str(path)


def test_a_wrong_signature_is_read_only_by_force(tmp_path, anonymous):
    wrong = wacz(tmp_path / "wrong.wacz", anonymous | {"signature": other(anonymous["signature"])})
    with pytest.raises(BadInput, match=r"its signature is wrong.*, so that nothing of it is read"):
        [*read(wrong, io.BytesIO())]
    [note] = read(wrong, io.BytesIO(), force=True)
    assert note == Note(wrong, "Its signature is wrong: the key that it names did not make it.")
    [note] = read(wacz(tmp_path / "right.wacz", anonymous), io.BytesIO())
    assert note.text.startswith("It is signed with the key sha256:")


def test_without_the_library_the_file_is_read_with_a_word(tmp_path, anonymous, monkeypatch):
    monkeypatch.setitem(sys.modules, "cryptography.hazmat.primitives.hashes", None)
    [note] = read(wacz(tmp_path / "x.wacz", anonymous), io.BytesIO())
    assert note.text.startswith("It is signed, but that was not verified. Install it in Harvester's own")
    assert note.text.endswith("pip install 'harvester[wacz]'")


REAL = {
    "valid": "of 'ISRG Root X1', which browsers trust. A time stamp of 'www.freetsa.org' says",
    "invalid": "of '(STAGING) Bogus Broccoli X2', which nobody here knows",
}


@pytest.mark.parametrize("name", REAL)
def test_files_that_webrecorder_signed(name):
    """The second has a certificate of a root that is for trials."""
    path = FILES / f"py-wacz__{name}_signed_example_1.wacz"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    note, *found = read(str(path), io.BytesIO())
    assert REAL[name] in note.text
    assert {type(each) for each in found} == {WarcRecord}
