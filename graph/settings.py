"""The only reader of the environment: every setting is XIAODI_<NAME>, with a default that works."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from graph.errors import SettingsError, Text

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """Settings, read once from the environment (XIAODI_STORE, XIAODI_LANG, ...)."""

    model_config = SettingsConfigDict(env_prefix="XIAODI_", extra="ignore")

    #: Where the graph lives: a file of the embedded engine, or neo4j://host:port (bolt://, neo4j+s://).
    store: str = ""
    store_user: str = "neo4j"
    store_password: SecretStr | None = None
    #: A file that holds the password alone; for containers and services.
    store_password_file: Path | None = None
    store_database: str | None = None
    #: Where Neo4j's own tools are, for the bulk import; NEO4J_HOME as its server reads it.
    neo4j_home: Path | None = Field(default=None, validation_alias="NEO4J_HOME")
    #: Folder of everything written at run time.
    var: Path = ROOT / "var"
    data: Path = ROOT / "data"
    #: Folder of the documents that the fact sheets were read from; only checks need it.
    seeds: Path = ROOT.parent / "shared" / "seeds"
    lang: Literal["zh", "en"] = "zh"
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
    #: Seconds that a read may take, and rows that it may return.
    read_timeout: float = Field(default=30.0, gt=0)
    row_limit: int = Field(default=10_000, gt=0)
    #: Bounds of one ad-hoc statement: seconds, rows, bytes of the answer, megabytes of memory (embedded engine).
    cypher_timeout: float = Field(default=10.0, gt=0)
    cypher_rows: int = Field(default=1_000, gt=0)
    cypher_bytes: int = Field(default=8_000_000, gt=0)
    cypher_memory: int = Field(default=512, gt=0)
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_form: Literal["text", "json"] = "text"
    #: The file of API keys; None is keys.json in `var`.
    keys: Path | None = None
    #: Requests a minute that one key may make.
    rate: int = Field(default=1_200, gt=0)
    #: Host names beside the loopback ones under which the server is asked; separated by commas.
    hosts: str = ""
    #: Megabytes that one upload may have.
    upload_limit: int = Field(default=100, gt=0)
    #: Seconds that a server waits for running requests when it is stopped.
    shutdown_timeout: int = Field(default=20, gt=0)
    #: Another Xiaodi server that the commands ask instead of opening a store, and the API key for it.
    server: str = ""
    key: SecretStr | None = None

    @property
    def store_address(self) -> str:
        """The address of the store: a URL, or the path of the embedded file."""
        return self.store or str(self.var / "xiaodi.kgl")

    @property
    def keys_path(self) -> Path:
        """Where the API keys are kept."""
        return self.keys or self.var / "keys.json"

    @property
    def trusted_hosts(self) -> tuple[str, ...]:
        """The host names that are configured."""
        return tuple(host.strip() for host in self.hosts.split(",") if host.strip())

    def password(self) -> str | None:
        """The store's password, from the environment or from the file."""
        if self.store_password is not None:
            return self.store_password.get_secret_value()
        if self.store_password_file is None:
            return None
        try:
            return self.store_password_file.read_text(encoding="utf-8").strip()
        except OSError as error:
            raise SettingsError(
                Text("读不到密码文件", "cannot read the password file"),
                where=str(self.store_password_file),
                hint=Text(str(error.strerror), str(error.strerror)),
            ) from error


@cache
def settings() -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: naming each variable that cannot be used.
    """
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(f"XIAODI_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        raise SettingsError(Text(f"环境变量无法使用：{faults}", f"unusable environment variables: {faults}")) from error
