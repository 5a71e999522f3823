"""A partner's file of client settings is all it needs."""

import re
from pathlib import Path

import pytest

from koop.provision import write_partner_properties
from shared.kafka import KafkaLogin
from tests.koop.provision.world import World, send


def test_the_properties_file_is_all_a_partner_needs_and_only_it_can_read_it(world: World, tmp_path: Path) -> None:
    folder = tmp_path / "partners"
    folder.mkdir(mode=0o755)
    (folder / "caritas.properties").write_text("old", "utf-8")
    written = write_partner_properties(folder, world.topology, world.stack.kafka.bootstrap, world.passwords)
    assert sorted(path.stem for path in written) == sorted(world.topology.participants)
    assert {path.stat().st_mode & 0o777 for path in written} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(folder.iterdir()) == sorted(written)
    lines = (folder / "caritas.properties").read_text("utf-8").splitlines()
    found = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
    jaas = re.fullmatch(r'org\.apache\.kafka\S+ required username="(.+)" password="(.+)";', found["sasl.jaas.config"])
    assert jaas is not None
    login = KafkaLogin(found["bootstrap.servers"], jaas[1], jaas[2], found["sasl.mechanism"], found["security.protocol"])
    assert send(login.python(), world.topology.facts_topic("caritas")).partition == 0


def test_a_password_that_would_need_quoting_is_refused(world: World, tmp_path: Path) -> None:
    principal = world.topology.partner_principal("cjd")
    with pytest.raises(ValueError, match=f"password of {principal}"):
        write_partner_properties(tmp_path, world.topology, "localhost:1", world.passwords | {principal: 'a"b'})
