"""A landlord's mail server for tests: Dovecot for mailboxes and Postfix for what is sent, on free ports.

Postfix delivers to Dovecot and asks it who may send, as on many a real server. It runs only as root.
"""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from tests.running import free_port
from tests.servers import NotInstalled, Server

PASSWORD = "a-password-for-tests"
#: who receives mail here; Postfix sends back what is for anybody else
DOMAINS = ("homes.example.org", "example.org", "example.com")
POSTFIX_DAEMONS = Path("/usr/lib/postfix/sbin")


class Dovecot(Server):
    """Mailboxes of `users`, each with `PASSWORD`, by IMAP with and without TLS; LMTP in, and passwords for Postfix."""

    def __init__(self, users: Sequence[str]) -> None:
        if shutil.which("dovecot") is None:
            raise NotInstalled("install dovecot-imapd and dovecot-lmtpd")
        super().__init__()
        self.tls_port, self.lmtp_port, self.auth_port = free_port(), free_port(), free_port()
        self.certificate = self.folder / "certificate.pem"
        self.users = list(users)
        self._write()

    @property
    def address(self) -> str:
        return f"imap://127.0.0.1:{self.port}"

    def mailbox(self, user: str) -> Path:
        """The folder with the mailbox of one user."""
        return self.folder / "mail" / user

    def kill(self) -> None:
        """As a power cut does: connections break, also those that a stop in good order would leave to their processes."""
        pids = self.pids()
        super().kill()
        for pid in pids[1:]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def renumber(self, user: str) -> None:
        """Its mails have other numbers and another UIDVALIDITY from now on; to be called while it is stopped."""
        for path in self.mailbox(user).rglob("dovecot*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def _write(self) -> None:
        _certify(self.folder)
        folder = self.folder
        owner = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
        lines = [f"{one}:{{PLAIN}}{PASSWORD}:{owner.pw_uid}:{owner.pw_gid}::{self.mailbox(one)}" for one in self.users]
        (folder / "users").write_text("\n".join(lines) + "\n")
        (folder / "dovecot.conf").write_text(
            f"""
base_dir = {folder}/run
state_dir = {folder}/state
log_path = /dev/stderr
protocols = imap lmtp
listen = 127.0.0.1
{_as_ourselves() if os.geteuid() else ""}
first_valid_uid = 1
last_valid_uid = 0
mail_location = maildir:~/Maildir
recipient_delimiter = +
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_chars =
ssl = yes
ssl_cert = <{self.certificate}
ssl_key = <{folder}/key.pem
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = passwd-file
  args = {folder}/users
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = {self.tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
}}
service lmtp {{
  inet_listener lmtp {{
    port = {self.lmtp_port}
  }}
}}
service auth {{
  inet_listener {{
    port = {self.auth_port}
  }}
}}
"""
        )
        (folder / "mail").mkdir()
        os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
        folder.chmod(0o755)

    def _command(self) -> list[str]:
        return ["dovecot", "-F", "-c", str(self.folder / "dovecot.conf")]

    def _ready(self) -> bool:
        return all(_says(port, b"") for port in (self.port, self.lmtp_port, self.auth_port))


class Postfix(Server):
    """Takes mail by SMTP, from whoever signs in for anywhere and from anybody for `DOMAINS`; delivers it to Dovecot."""

    def __init__(self, dovecot: Dovecot) -> None:
        if not (POSTFIX_DAEMONS / "master").exists() or shutil.which("postfix") is None:
            raise NotInstalled("install postfix")
        if os.geteuid() != 0:
            raise NotInstalled("Postfix runs only as root")
        super().__init__()
        self.tls_port = free_port()
        self._write(dovecot)

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def _write(self, dovecot: Dovecot) -> None:
        folder = self.folder
        folder.chmod(0o755)
        for name in ("conf", "queue", "data"):
            (folder / name).mkdir()
        shutil.chown(folder / "data", "postfix")
        (folder / "conf" / "main.cf").write_text(
            f"""
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
command_directory = /usr/sbin
daemon_directory = {POSTFIX_DAEMONS}
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.homes.example.org
mydestination =
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = {", ".join(DOMAINS)}
virtual_transport = lmtp:inet:127.0.0.1:{dovecot.lmtp_port}
default_transport = error:5.4.4 nowhere else
message_size_limit = 60000000
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = inet:127.0.0.1:{dovecot.auth_port}
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_tls_cert_file = {dovecot.certificate}
smtpd_tls_key_file = {dovecot.folder}/key.pem
smtpd_tls_security_level = may
maillog_file = /dev/stdout
"""
        )
        (folder / "conf" / "master.cf").write_text(
            f"""
127.0.0.1:{self.port} inet n - n - - smtpd
127.0.0.1:{self.tls_port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
lmtp unix - - n - - lmtp
smtp unix - - n - - smtp
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
tlsmgr unix - - n 1000? 1 tlsmgr
postlog unix-dgram n - n - 1 postlogd
"""
        )
        check = ["postfix", "-c", str(folder / "conf"), "check"]
        subprocess.run(check, check=True, capture_output=True, timeout=60)

    def _command(self) -> list[str]:
        return [str(POSTFIX_DAEMONS / "master"), "-d", "-c", str(self.folder / "conf")]

    def _ready(self) -> bool:
        return _says(self.port, b"220")


def _certify(folder: Path) -> None:
    """A certificate that certifies itself, for 127.0.0.1 and for localhost."""
    where = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    subprocess.run(["openssl", "req", *kind, *names, *where], check=True, capture_output=True)


def _as_ourselves() -> str:
    """All of Dovecot as whoever we are, since only root may change that."""
    user, group = pwd.getpwuid(os.geteuid()).pw_name, grp.getgrgid(os.getegid()).gr_name
    return f"default_internal_user = {user}\ndefault_login_user = {user}\ndefault_internal_group = {group}"


def _says(port: int, greeting: bytes) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
            return connection.recv(64).startswith(greeting)
    except OSError:
        return False
