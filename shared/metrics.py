"""Every metric of the suite, in one list. Labels come from closed sets, never from what a partner sends."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry(auto_describe=True)

COMMANDS = Counter("koop_commands_total", "Commands by outcome", ["service", "outcome"], registry=REGISTRY)
COMMAND_SECONDS = Histogram("koop_command_seconds", "From load to commit", ["service"], registry=REGISTRY)
FACTS = Counter("koop_facts_total", "Partners' facts by outcome", ["service", "outcome"], registry=REGISTRY)
PARKED = Counter("koop_parked_total", "Records parked, by reason class", ["service", "reason"], registry=REGISTRY)
DEADLINES = Counter("koop_deadlines_total", "Deadlines fired, by outcome", ["service", "outcome"], registry=REGISTRY)

RECORDS = Counter("koop_records_total", "Records applied to views, by class", ["service", "kind"], registry=REGISTRY)
BATCH_SECONDS = Histogram("koop_batch_seconds", "One batch: read, folded, written, committed", ["service", "consumer"], registry=REGISTRY)
PARTITIONS = Counter("koop_partitions_taken_total", "Partitions taken over by a reader", ["service", "consumer"], registry=REGISTRY)
FENCED = Counter("koop_fenced_total", "Batches refused because another reader was here already", ["service"], registry=REGISTRY)
RETRIES = Counter("koop_retries_total", "Batches tried again after an error", ["service"], registry=REGISTRY)
BREAKER_OPEN = Gauge("koop_breaker_open", "1 while too many records fail and the consumer waits", ["service"], registry=REGISTRY)
LAG = Gauge("koop_view_lag_seconds", "Age of the newest record applied, by its publishing", ["service"], registry=REGISTRY)

RELAY_SENT = Counter("koop_relay_sent_total", "Messages acknowledged by Kafka and behind the cursor", ["service"], registry=REGISTRY)
RELAY_LEADS = Gauge("koop_relay_leads", "1 while this process holds the lease", ["service"], registry=REGISTRY)
RELAY_REPLACED = Counter("koop_relay_producers_replaced_total", "Producers thrown away after a doubt", ["service"], registry=REGISTRY)
RELAY_DEPOSED = Counter("koop_relay_deposed_total", "Pages sent by a relay that led no longer", ["service"], registry=REGISTRY)
RELAY_AGE = Gauge("koop_relay_oldest_seconds", "How long the oldest page has waited to be forwarded", ["service"], registry=REGISTRY)
