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
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"

    @property
    def store_address(self) -> str:
        """The address of the store: a URL, or the path of the embedded file."""
        return self.store or str(self.var / "xiaodi.kgl")

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
