"""Loading over HTTP, on both engines: jobs with progress and report, cancelled, cut off, and tried without writing."""

import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.loading.jobs import Jobs
from api.loading.models import LoadJob, UnloadJob
from api.loading.uploads import Uploads
from api.service import Service
from graph.exchange import export_lines
from graph.settings import Settings
from graph.store import GraphStore
from graph.stores.kglite import KgliteStore
from loaders.base import LoadReport
from loaders.run import Progress
from tests.api.clients import client_of
from tests.conftest import FACTSHEETS

RAW = {"Content-Type": "application/octet-stream"}
YUCI = FACTSHEETS / "000-yuci.yaml"
BAD = 'source: {id: bad, title: 坏, region: "140702"}\nentities:\n  - {type: Enterprize, name: 甲, at: 1}\n'
MAP = (
    'source: {id: t, title: 表, region: "140702"}\n'
    "table: {kind: partners, columns: {甲: a, 乙: b, 方式: kind}, constants: {a_type: Community}}\n"
)


@pytest.fixture
def service(store: GraphStore) -> Iterator[Service]:
    service = Service(store)
    yield service
    service.names.close()


@pytest.fixture
def client(service: Service, tmp_path: Path) -> Iterator[TestClient]:
    with client_of(create_app(service, config=Settings(var=tmp_path / "var"))) as client:
        yield client


def send(client: TestClient, name: str, content: bytes) -> str:
    answer = client.post("/v1/uploads", params={"name": name}, content=content, headers=RAW)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def done(client: TestClient, wanted: dict[str, Any]) -> dict[str, Any]:
    """The job when it has ended."""
    answer = client.post("/v1/jobs", json=wanted)
    assert answer.status_code == 202, answer.text
    return ended(client, answer.headers["location"])


def ended(client: TestClient, location: str) -> dict[str, Any]:
    deadline = time.monotonic() + 60
    while (job := client.get(location).json())["state"] in ("queued", "running"):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return dict(job)


def digest(store: GraphStore) -> str:
    return sha256("\n".join(export_lines(store)).encode()).hexdigest()


def test_sheets_are_loaded_and_the_same_sheet_is_the_same_source(client: TestClient, store: GraphStore) -> None:
    first = done(client, {"kind": "load", "uploads": [send(client, YUCI.name, YUCI.read_bytes())]})
    assert (first["state"], first["error"], first["progress"]["done"]) == ("done", None, 1)
    (report,) = first["report"]
    assert (report["file"], report["source"]) == (YUCI.name, "000-yuci")
    assert report["created"] > 0
    before = digest(store)
    (again,) = done(client, {"kind": "load", "uploads": [send(client, YUCI.name, YUCI.read_bytes())]})["report"]
    assert (again["created"], again["changed"], again["removed"]) == (0, 0, 0)
    assert digest(store) == before
    assert client.get("/v1/entities/玉湖社区").status_code == 200


def test_a_table_is_loaded_with_its_map(client: TestClient) -> None:
    table = "甲,乙,方式\n玉湖社区,山西医科大学,签约\n玉湖社区,晋中学院堂,签约\n"
    columns = (
        'source: {id: t, title: 表, region: "140702"}\n'
        "table: {kind: partners, columns: {甲: a, 乙: b, 方式: kind}, constants: {a_type: Community}}\n"
    )
    bad = [send(client, "名单.csv", table.encode()), send(client, "名单.map.yaml", columns.encode())]
    (told,) = done(client, {"kind": "load", "uploads": bad, "dry_run": True})["report"]
    assert [problem["line"] for problem in told["problems"]] == [3]
    assert "名单!B3" in str(told["problems"])
    good = [send(client, "名单.csv", table.replace("堂", "").encode()), bad[1]]
    job = done(client, {"kind": "load", "uploads": good})
    assert (job["state"], job["progress"]["total"], job["report"][0]["refused"]) == ("done", 1, 0)
    partners = client.get("/v1/queries/partners/of", params={"entity": "玉湖社区"}).json()["rows"]
    assert {row["partner"] for row in partners} == {"山西医科大学", "晋中学院"}


def test_a_fault_is_told_by_file_line_and_column_and_the_good_sheet_loads(client: TestClient, tmp_path: Path) -> None:
    ids = [send(client, "坏.yaml", BAD.encode()), send(client, YUCI.name, YUCI.read_bytes())]
    job = done(client, {"kind": "load", "uploads": ids})
    bad, good = job["report"]
    (problem,) = bad["problems"]
    assert (bad["refused"], bad["created"], good["refused"]) == (1, 0, 0)
    assert (problem["file"], problem["line"], problem["column"] > 0) == ("坏.yaml", 3, True)
    assert "Enterprize" in problem["what"]["zh"]
    assert "Enterprize" in problem["what"]["en"]
    assert good["created"] > 0
    assert str(tmp_path) not in str(job)
    assert list((tmp_path / "var" / "jobs").glob("*/*")) == []  # its files are gone


def test_two_sheets_of_one_source_are_told_by_their_names(client: TestClient, tmp_path: Path) -> None:
    ids = [send(client, name, YUCI.read_bytes()) for name in ("one.yaml", "two.yaml")]
    job = done(client, {"kind": "load", "uploads": ids, "dry_run": True})
    (problem,) = job["report"][1]["problems"]
    assert "one.yaml" in problem["what"]["en"]
    assert str(tmp_path) not in str(job)


def test_a_dry_run_tells_what_would_change_and_writes_nothing(client: TestClient, store: GraphStore) -> None:
    others = sorted(path for path in FACTSHEETS.glob("*.yaml") if path != YUCI)
    done(client, {"kind": "load", "uploads": [send(client, YUCI.name, YUCI.read_bytes())]})
    before, version = digest(store), client.get("/v1/exports/graph").headers["x-data-version"]
    ids = [send(client, path.name, path.read_bytes()) for path in others] + [send(client, "坏.yaml", BAD.encode())]
    told = done(client, {"kind": "load", "uploads": ids, "dry_run": True})
    assert (told["state"], told["dry_run"]) == ("done", True)
    assert digest(store) == before
    assert client.get("/v1/exports/graph").headers["x-data-version"] == version
    real = done(client, {"kind": "load", "uploads": ids})
    plain = [{key: value for key, value in report.items() if key != "seconds"} for report in told["report"]]
    assert plain == [{key: value for key, value in report.items() if key != "seconds"} for report in real["report"]]
    assert digest(store) != before


def test_documents_are_read_to_proposals(client: TestClient) -> None:
    text = "榆次区校地合作通知\n\n山西医科大学与玉湖社区签订合作协议。\n".encode()
    job = done(client, {"kind": "propose", "uploads": [send(client, "通知.txt", text)], "region": "榆次区"})
    (report,) = job["report"]
    assert (job["state"], report["refused"], report["file"]) == ("done", 0, "通知.txt")
    assert report["created"] > 0
    assert client.get("/v1/reviews").json()["rows"]


def test_an_export_is_imported_and_a_source_unloaded(client: TestClient, store: GraphStore) -> None:
    done(client, {"kind": "load", "uploads": [send(client, YUCI.name, YUCI.read_bytes())]})
    whole, before = client.get("/v1/exports/graph.gz").content, digest(store)
    unloaded = done(client, {"kind": "unload", "source": "000-yuci"})
    assert unloaded["report"][0]["removed"] > 0
    assert client.get("/v1/entities/玉湖社区").status_code == 404
    imported = done(client, {"kind": "import", "upload": send(client, "graph.jsonl.gz", whole)})
    assert imported["state"] == "done", imported
    assert digest(store) == before


def test_what_fails_says_why_in_both_languages(client: TestClient) -> None:
    job = done(client, {"kind": "unload", "source": "nowhere"})
    assert (job["state"], job["error"]["type"]) == ("failed", "NotFound")
    assert "nowhere" in job["error"]["what"]["zh"]
    assert "nowhere" in job["error"]["what"]["en"]
    bad = done(client, {"kind": "import", "upload": send(client, "x.jsonl", b"{}\n[]\n")})
    assert [problem["line"] for problem in bad["report"][0]["problems"]] == [1, 2]
    assert bad["report"][0]["problems"][0]["file"] == "x.jsonl"


@pytest.mark.parametrize(
    ("wanted", "status"),
    [
        ({"kind": "load", "uploads": ["u-0123456789abcdef"]}, 404),
        ({"kind": "load", "uploads": []}, 422),
        ({"kind": "load", "uploads": ["../../etc/passwd"]}, 422),
        ({"kind": "load", "uploads": ["u-0123456789abcdef"], "paths": ["/etc"]}, 422),
        ({"kind": "registry", "parts": ["../../etc"]}, 422),
        ({"kind": "registry", "parts": ["factsheets"]}, 422),
        ({"kind": "registry", "regions": ["../14"]}, 422),
        ({"kind": "eat"}, 422),
        ({}, 422),
    ],
)
def test_what_cannot_be_done_is_refused_at_once(client: TestClient, wanted: dict[str, Any], status: int) -> None:
    answer = client.post("/v1/jobs", json=wanted)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_two_uploads_of_one_name_need_two_jobs(client: TestClient) -> None:
    ids = [send(client, "a.yaml", BAD.encode()), send(client, "a.yaml", BAD.encode())]
    answer = client.post("/v1/jobs", json={"kind": "load", "uploads": ids})
    assert answer.status_code == 422
    assert "a.yaml" in answer.json()["detail"]


def test_a_job_keeps_its_files_when_the_upload_goes(client: TestClient) -> None:
    upload = send(client, YUCI.name, YUCI.read_bytes())
    location = client.post("/v1/jobs", json={"kind": "load", "uploads": [upload]}).headers["location"]
    client.delete(f"/v1/uploads/{upload}")
    assert ended(client, location)["report"][0]["created"] > 0


# --- the worker ------------------------------------------------------------------------------------


class Slow(Service):
    """A service whose load is held at a step until the test lets it go on."""

    def __init__(self, store: GraphStore) -> None:
        super().__init__(store)
        self.reached, self.go_on = Event(), Event()

    def loading(self, paths: Any, progress: Progress) -> Iterator[LoadReport]:
        for path in paths:
            self.reached.set()
            assert self.go_on.wait(30)
            yield from super().loading([path], progress)


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Slow]:
    with KgliteStore(str(tmp_path / "graph.kgl")) as store:
        service = Slow(store)
        yield service
        service.go_on.set()
        service.names.close()


def jobs_of(service: Service, folder: Path) -> tuple[Jobs, LoadJob]:
    uploads = Uploads(folder / "uploads", 1)
    ids = []
    for path in sorted(FACTSHEETS.glob("*.yaml"))[:2]:
        incoming = uploads.begin(path.name)
        incoming.write(path.read_bytes())
        ids.append(incoming.complete().id)
    return Jobs(service, uploads, folder / "jobs"), LoadJob(kind="load", uploads=ids)


def wait_for(jobs: Jobs, id_: str, *states: str) -> None:
    deadline = time.monotonic() + 30
    while jobs.one(id_).state not in states:
        assert time.monotonic() < deadline, jobs.one(id_)
        time.sleep(0.01)


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step(slow: Slow, tmp_path: Path) -> None:
    jobs, wanted = jobs_of(slow, tmp_path)
    running, waiting = jobs.submit(wanted), jobs.submit(wanted)
    assert slow.reached.wait(30)
    assert jobs.cancel(waiting.id).state == "cancelled"
    assert jobs.cancel(running.id).state == "running"
    before = digest(slow.store)
    slow.go_on.set()
    wait_for(jobs, running.id, "cancelled")
    assert digest(slow.store) == before
    assert jobs.cancel(running.id).state == "cancelled"
    jobs.close(10)


def test_a_stop_interrupts_and_a_restart_still_tells_of_it(slow: Slow, tmp_path: Path) -> None:
    jobs, wanted = jobs_of(slow, tmp_path)
    whole = jobs.submit(UnloadJob(kind="unload", source="nowhere"))
    wait_for(jobs, whole.id, "failed")
    running, waiting = jobs.submit(wanted), jobs.submit(wanted)
    assert slow.reached.wait(30)
    jobs.close(0.1)  # the time is up before the job notices
    assert jobs.one(waiting.id).state == "interrupted"
    again = Jobs(slow, Uploads(tmp_path / "uploads", 1), tmp_path / "jobs")
    assert [job.id for job in again.all()] == [waiting.id, running.id, whole.id]
    assert again.one(running.id).state == "interrupted"
    assert again.one(whole.id).error == jobs.one(whole.id).error
    slow.go_on.set()
    wait_for(jobs, running.id, "interrupted")


def test_no_more_jobs_are_taken_than_may_wait(slow: Slow, tmp_path: Path) -> None:
    with client_of(create_app(slow, config=Settings(var=tmp_path / "var"))) as client:
        upload = send(client, YUCI.name, YUCI.read_bytes())
        taken = [client.post("/v1/jobs", json={"kind": "load", "uploads": [upload]}) for _ in range(20)]
        refused = [answer for answer in taken if answer.status_code == 429]
        assert len(refused) in (3, 4)  # one runs, sixteen wait
        assert refused[0].headers["retry-after"]
        for answer in taken:
            if answer.status_code == 202:
                client.delete(answer.headers["location"])
        slow.go_on.set()
        rows = client.get("/v1/jobs", params={"limit": 10}).json()
        rest = client.get("/v1/jobs", params={"limit": 10, "after": rows["next"]}).json()
        ids = [row["id"] for row in (*rows["rows"], *rest["rows"])]
        assert ids == sorted((answer.json()["id"] for answer in taken if answer.status_code == 202), reverse=True)


def test_old_jobs_are_forgotten(slow: Slow, tmp_path: Path) -> None:
    jobs, _ = jobs_of(slow, tmp_path)
    for _ in range(205):
        last = jobs.submit(UnloadJob(kind="unload", source="nowhere"))
        wait_for(jobs, last.id, "failed")
    assert len(jobs.all()) == len(list((tmp_path / "jobs").glob("*.json"))) == 200
    assert jobs.one(last.id).state == "failed"
    jobs.close(10)


def test_good_rows_are_loaded_and_the_refused_ones_fetched_mended_and_loaded(
    client: TestClient, store: GraphStore, tmp_path: Path
) -> None:
    table = "甲,乙,方式\n玉湖社区,山西医科大学,签约\n玉湖社区,晋中学院,签定\n新华街道,,结对\n"
    columns = send(
        client,
        "名单.map.yaml",
        'source: {id: t, title: 表, region: "140702"}\n'
        "table: {kind: partners, columns: {甲: a, 乙: b, 方式: kind}}\n".encode(),
    )
    whole = table.replace("签定", "签约").replace("街道,,", "街道,晋中学院,")
    done(client, {"kind": "load", "uploads": [send(client, "名单.csv", whole.encode()), columns]})
    expected = digest(store)
    wanted = {"kind": "load", "uploads": [send(client, "名单.csv", table.encode()), columns], "partial": True}
    job = done(client, {**wanted, "lang": "en"})
    (report,) = job["report"]
    assert (job["state"], report["rows_refused"], report["refused"]) == ("done", 2, 2)
    assert report["kept"] == f"/v1/jobs/{job['id']}/refused/%E5%90%8D%E5%8D%95.refused.csv"
    assert digest(store) != expected
    assert str(tmp_path) not in str(job)

    answer = client.get(report["kept"])
    assert answer.status_code == 200
    refused = answer.content.decode("utf-8-sig")
    assert "名单!B4（乙） is blank" in refused
    mended = refused.replace("签定", "签约").replace("街道,,", "街道,晋中学院,")
    (again,) = done(client, {"kind": "load", "uploads": [send(client, "名单.refused.csv", mended.encode()), columns]})[
        "report"
    ]
    assert (again["refused"], again["kept"]) == (0, None)
    assert digest(store) == expected
    for name in ("名单.csv", "..%2F..%2Fupload.json", "%2Fetc%2Fpasswd", f"..%2F{job['id']}.json"):
        assert client.get(f"/v1/jobs/{job['id']}/refused/{name}").status_code in (404, 405), name


def test_a_table_of_which_no_row_can_be_told_good_keeps_nothing(client: TestClient, tmp_path: Path) -> None:
    ids = [send(client, "名单.csv", b"x,y\n1,2\n"), send(client, "名单.map.yaml", MAP.encode())]
    (report,) = done(client, {"kind": "load", "uploads": ids, "partial": True})["report"]
    assert (report["refused"], report["rows_refused"], report["kept"]) == (1, 0, None)
    assert list((tmp_path / "var" / "jobs").glob("*.refused")) == []


def test_what_the_good_rows_would_change_is_told_and_nothing_is_written(
    client: TestClient, store: GraphStore, tmp_path: Path
) -> None:
    table = "甲,乙,方式\n玉湖社区,山西医科大学,签约\n玉湖社区,晋中学院,签定\n"
    columns = send(
        client,
        "名单.map.yaml",
        'source: {id: t, title: 表, region: "140702"}\n'
        "table: {kind: partners, columns: {甲: a, 乙: b, 方式: kind}}\n".encode(),
    )
    wanted = {"kind": "load", "uploads": [send(client, "名单.csv", table.encode()), columns], "partial": True}
    before = digest(store)
    tried = done(client, {**wanted, "dry_run": True})
    assert (tried["state"], tried["dry_run"], digest(store)) == ("done", True, before)
    assert not list((tmp_path / "var" / "jobs").glob("*.refused"))
    loaded = done(client, wanted)
    kept = loaded["report"][0].pop("kept")
    assert kept and tried["report"][0].pop("kept") is None
    for report in (tried["report"][0], loaded["report"][0]):
        del report["seconds"]
    assert tried["report"] == loaded["report"]
    assert (tried["report"][0]["created"] > 0, tried["report"][0]["rows_refused"]) == (True, 1)


def test_sheets_beside_tables_are_tried_too(client: TestClient, store: GraphStore) -> None:
    before = digest(store)
    given = {YUCI.name: YUCI.read_bytes(), "名单.csv": b"x,y\n1,2\n", "名单.map.yaml": MAP.encode()}
    uploads = [send(client, name, content) for name, content in given.items()]
    job = done(client, {"kind": "load", "uploads": uploads, "partial": True, "dry_run": True})
    assert [report["refused"] > 0 for report in job["report"]] == [False, True]
    assert digest(store) == before
