"""`python -m shared.relay_process`: the relay of one service, as a process of its own. It knows no rule and no web framework."""

import signal

import structlog
from prometheus_client import start_http_server

from shared import logging as koop_logging
from shared.metrics import REGISTRY
from shared.relay import Relay
from shared.relay_log import PublishedLog
from shared.settings import Settings
from shared.topology import Topology

log = structlog.get_logger()


def build(settings: Settings) -> Relay:
    topology = Topology.load(settings.agreement / "topology.toml").namespaced(settings.namespace)
    published = PublishedLog(settings.dsn, settings.service, lease=settings.lease_seconds)

    def on_the_broker(topic: str) -> str:
        """Receipts are addressed by the topology already, contracts by their own name."""
        return topic if topic.startswith(topology.name("koop.")) else topology.name(topic)

    return Relay(published, settings.login(), settings.service, topic=on_the_broker)


def main() -> None:
    settings = Settings()
    koop_logging.configure(settings.service, "relay")
    relay = build(settings)
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, lambda *_: relay.stopping.set())
    if settings.metrics_port is not None:
        start_http_server(settings.metrics_port, registry=REGISTRY)
    log.info("relay started")
    relay.run()


if __name__ == "__main__":
    main()
