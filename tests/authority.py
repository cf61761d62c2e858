"""A time-stamping authority of our own, made by ``openssl ts``, with the certificates that it needs."""

import subprocess
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime.now(UTC)
CONFIG = """\
[tsa]
default_tsa = one
[one]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256, sha512
ess_cert_id_alg = sha256
"""


def certificate(name, key, by, *, days=(-1, 30), is_root=False):
    """A certificate as PEM, signed by (name, key)."""
    subject, issuer = (x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, each)]) for each in (name, by[0]))
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW + timedelta(days=days[0]))
        .not_valid_after(NOW + timedelta(days=days[1]))
        .add_extension(x509.BasicConstraints(ca=is_root, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by[1].public_key()), critical=False)
    )
    if not is_root:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return builder.sign(by[1], hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


class Authority:
    """A root, and a certificate for time stamps that it signed; ``answer`` is what `openssl ts` makes."""

    def __init__(self, folder, days=(-1, 30)):
        folder.mkdir()
        self.folder = folder
        root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
        self.root = certificate("Norra root", root_key, ("Norra root", root_key), is_root=True)
        (folder / "root.pem").write_bytes(self.root)
        (folder / "tsa.pem").write_bytes(certificate("Norra clock", key, ("Norra root", root_key), days=days))
        pem = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / "tsa.key").write_bytes(pem)
        (folder / "serial").write_text("01")
        (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))

    def answer(self, question):
        (self.folder / "query").write_bytes(question)
        command = ["openssl", "ts", "-reply", "-config", self.folder / "tsa.cnf", "-section", "one"]
        files = ["-queryfile", self.folder / "query", "-out", self.folder / "reply"]
        subprocess.run([*command, *files], check=True, capture_output=True)
        return (self.folder / "reply").read_bytes()

    def question(self, data, algorithm):
        """A question about data by that algorithm, as openssl makes it."""
        (self.folder / "data").write_bytes(data)
        files = ["-data", self.folder / "data", "-out", self.folder / "query"]
        subprocess.run(
            ["openssl", "ts", "-query", f"-{algorithm}", "-cert", *files], check=True, capture_output=True
        )
        return (self.folder / "query").read_bytes()
