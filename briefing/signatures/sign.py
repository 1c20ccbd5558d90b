"""Sign a PDF, if the settings ask for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime

from briefing.config import Config
from briefing.diagnostics import BriefingError
from briefing.signatures.passphrase import read_passphrase
from briefing.signatures.read import EXTRA, package

# Gives the bytes of a PDF back signed: they stand unchanged at its start.
Sign = Callable[[bytes], bytes]


@contextmanager
def open_signer(config: Config, when: datetime) -> Iterator[Sign | None]:
    """What signs as of `when`, with the key open while the block runs; None without settings.

    The key is tried at once, so that nobody waits for pages that cannot be signed. Raises
    BriefingError where it cannot be opened, does not fit the certificate, or that may not sign.
    """
    if config.sign is None:
        yield None
        return
    try:
        # They take a second to load, and are there only where the extra is.
        from briefing.signatures.embed import sign_pdf  # noqa: PLC0415
        from briefing.signatures.keys import load_certificates, open_key  # noqa: PLC0415
    except ModuleNotFoundError as error:
        problem = f"signing needs {package(error)}, which is not installed"
        raise BriefingError(problem, EXTRA) from error
    certificates = load_certificates(config.root / config.sign.certificate, when)
    file = config.sign.passphrase_file
    what = config.sign.pkcs12 or f"the token `{config.sign.token}`"
    passphrase = read_passphrase(config.root / file if file else None, what)
    with open_key(config.root, config.sign, certificates, passphrase) as key:
        yield lambda content: sign_pdf(content, key, when)
