"""`koop projections rebuild --all --switch` for the cluster that KOOP_REBUILD describes: the tool itself knows only its own home."""

import json
import os

from koop.projections import rebuild
from shared.kafka import KafkaLogin

if __name__ == "__main__":
    wanted = json.loads(os.environ["KOOP_REBUILD"])
    print(json.dumps(rebuild(wanted["dsn"], KafkaLogin(**wanted["login"]), switch=True), default=str), flush=True)
