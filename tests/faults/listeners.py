"""Two listeners more for the broker, that say a proxy's address: so every later connection of a client goes through the proxy too."""

from koop.local.ports import LOOPBACK

OWN = ("INTERNAL", "PARTNER", "CONTROLLER")


def lines(own: dict[str, int], more: dict[str, tuple[int, int]]) -> list[str]:
    """`own`: ports of the usual listeners, by lower-case name; `more`: per further listener its port and the one it says."""
    ports = {name: own[name.lower()] for name in OWN} | {name: port for name, (port, _) in more.items()}
    said = {name: port for name, port in ports.items() if name != "CONTROLLER"} | {name: port for name, (_, port) in more.items()}
    found = [
        "listeners=" + _addresses(ports),
        "advertised.listeners=" + _addresses(said),
        "listener.security.protocol.map=" + ",".join(f"{name}:SASL_PLAINTEXT" for name in ports),
    ]
    for name in map(str.lower, more):
        found += [
            f"listener.name.{name}.sasl.enabled.mechanisms=SCRAM-SHA-512",
            f"listener.name.{name}.scram-sha-512.sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required;",
        ]
    return [*found, ""]


def _addresses(ports: dict[str, int]) -> str:
    return ",".join(f"{name}://{LOOPBACK}:{port}" for name, port in ports.items())
