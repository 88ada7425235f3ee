"""A small Spark on this machine for one test: a driver and two workers, each a process of its own."""

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

MASTER = "local-cluster[2,1,1024]"  # two workers with a core and 1 GB each
# Nothing runs for so long that compiling it better would pay; and to look through each class before its first use
# takes a fifth of the whole.
_SHORT = (
    "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -XX:CICompilerCount=1"
    " -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)
_SETTINGS = {
    "spark.driver.extraJavaOptions": _SHORT,
    "spark.executor.extraJavaOptions": _SHORT,
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.session.timeZone": "UTC",
    # Few rows: no time is spent on splitting, planning again and compiling.
    "spark.sql.shuffle.partitions": "2",
    "spark.default.parallelism": "2",
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.sources.parallelPartitionDiscovery.threshold": "10000",
    "spark.sql.files.openCostInBytes": "1",
}


def why_not() -> str:
    """Why there can be no Spark here; "" where there can be."""
    java = shutil.which("java")
    if java is None:
        return "Spark needs Java, and there is none: install openjdk-17-jre-headless"
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False)
    return "" if told.returncode == 0 else f"java does not run: {told.stderr.strip()[:200]}"


@contextmanager
def spark() -> Iterator[Any]:
    """A Spark session of its own."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master(MASTER).appName("enthesis")
    for name, value in _SETTINGS.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    try:
        yield session
    finally:
        session.stop()
