"""A process's settings: read once from the environment, frozen, failing at start with the name of what is missing."""

from pathlib import Path

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from shared.kafka import KafkaLogin


class Settings(BaseSettings):
    """`KOOP_…`; the broker's address under its usual name. Passwords may come as files under /run/secrets."""

    model_config = SettingsConfigDict(env_prefix="KOOP_", frozen=True, extra="ignore", secrets_dir=None)

    service: str
    database_url: SecretStr
    kafka_bootstrap_servers: str = Field(validation_alias="KAFKA_BOOTSTRAP_SERVERS")
    kafka_username: str
    kafka_password: SecretStr
    tokens: Path
    agreement: Path = Path("agreement")
    namespace: str = ""
    http_host: str = "127.0.0.1"
    http_port: int = 18101
    metrics_port: int | None = None
    lease_seconds: float = 3.0
    session_timeout_ms: int = 10_000
    tick_seconds: float = 0.2

    def login(self) -> KafkaLogin:
        return KafkaLogin(self.kafka_bootstrap_servers, self.kafka_username, self.kafka_password.get_secret_value())

    @property
    def dsn(self) -> str:
        return self.database_url.get_secret_value()
