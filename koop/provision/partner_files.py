"""Per partner a file of standard Kafka client keys, so that any client in any language can be that partner."""

import re
from collections.abc import Mapping
from pathlib import Path

from koop.local.files import write_private
from shared.topology import Topology

PROPERTIES = """\
# Kafka client of {partner}. Keep it secret: whoever holds it speaks as {partner}.
# write facts to:     {facts}
# read receipts from: {receipts}
# group ids begin with: {group}
bootstrap.servers={bootstrap}
security.protocol=SASL_PLAINTEXT
sasl.mechanism=SCRAM-SHA-512
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="{principal}" password="{password}";
allow.auto.create.topics=false
# A batch counts against the topic's limit of 64 KiB as a whole.
batch.size=16384
"""


def write_partner_properties(folder: Path, topology: Topology, bootstrap: str, passwords: Mapping[str, str]) -> list[Path]:
    """One file per partner and district unit, mode 0600 in a folder of mode 0700. `bootstrap`: the PARTNER listener.

    Raises KeyError for a missing password, ValueError for one that would need quoting.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o700)
    written = []
    for partner in topology.participants:
        written.append(folder / f"{partner}.properties")
        write_private(written[-1], _properties(partner, topology, bootstrap, passwords))
    return written


def _properties(partner: str, topology: Topology, bootstrap: str, passwords: Mapping[str, str]) -> str:
    principal = topology.partner_principal(partner)
    if not re.fullmatch(r"[A-Za-z0-9_-]+", passwords[principal]):
        raise ValueError(f"the password of {principal} has characters that JAAS and .properties files quote differently")
    return PROPERTIES.format(
        partner=partner,
        facts=topology.facts_topic(partner),
        receipts=topology.receipts_topic(partner),
        group=topology.partner_group(partner),
        bootstrap=bootstrap,
        principal=principal,
        password=passwords[principal],
    )
