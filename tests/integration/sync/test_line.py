"""The line keeps its limits and tells what became of a request, on real sockets through the fault proxy."""

import http.server
import threading
import time

import pytest

from kiosk.errors import Unavailable
from kiosk.sync.line import Limits, Line
from tests.harness.proxy import PORTAL, FaultProxy, Plan

QUICK = Limits(connect_s=5, read_s=0.4, total_s=1.2, answer_bytes=1 << 20)


class Server(http.server.ThreadingHTTPServer):
    """Remembers what came."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Echo)
        self.bodies, self.heads = [], []


class Echo(http.server.BaseHTTPRequestHandler):
    """Answers what it got, in JSON's clothes."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(body)
        self.server.heads.append(dict(self.headers))
        if self.path == "/elsewhere":
            self.send_response(302)
            self.send_header("Location", "/again")
        else:
            self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Set-Cookie", "portal=1")
        content = body * (64 if self.path == "/long" else 1)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    server = Server()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def proxy(server):
    with FaultProxy(server.server_port) as proxy:
        yield proxy


@pytest.fixture
def line(proxy):
    line = Line(proxy.url, QUICK)
    yield line
    line.close()


def post(line, content=b"hello", path="/"):
    return line.post(path, content, {"Content-Type": "application/json"})


def unavailable(line, content=b"hello", path="/"):
    with pytest.raises(Unavailable) as caught:
        post(line, content, path)
    return caught.value.reason, caught.value.params["sent"]


def test_one_connection_carries_many_exchanges(line, proxy):
    for n in range(5):
        assert post(line, b"%d" % n).body == b"%d" % n
    assert len(proxy.passages) == 1
    assert line.traffic.posts == 5


def test_no_cookie_no_environment_no_redirect(line, server, monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    post(line)
    assert post(line, path="/elsewhere").status == 302
    assert len(server.bodies) == 2
    assert not any("Cookie" in head or "Authorization" in head for head in server.heads)


def test_nobody_there_means_that_nothing_left(line, proxy):
    proxy.down()
    assert unavailable(line) == ("net.refused", False)
    proxy.up()
    assert post(line).body == b"hello"


@pytest.mark.parametrize(
    ("plan", "reason"),
    [
        (Plan(hang=True), "net.timeout"),
        (Plan(cut_up=10), "net.lost"),
        (Plan(cut_down=0), "net.lost"),
        (Plan(cut_down=0, how="close"), "net.lost"),
        (Plan(cut_down=20), "net.lost"),
        (Plan(cut_down=3000, how="close"), "net.lost"),
        (Plan(substitute=b"SSH-2.0-OpenSSH_9.9\r\n"), "net.not_ours"),
        (Plan(substitute=b""), "net.lost"),
    ],
)
def test_a_broken_exchange_has_a_name_and_may_have_left(line, proxy, plan, reason):
    proxy.script(plan)
    assert unavailable(line, b"x" * 5000) == (reason, True)
    assert post(line, b"again").body == b"again"


def test_a_reset_at_once_is_a_lost_line_whether_or_not_something_left(line, proxy):
    proxy.script(Plan(reset_at_once=True))
    assert unavailable(line)[0] == "net.lost"
    assert post(line, b"again").body == b"again"


def test_a_portal_is_handed_on_for_the_client_to_judge(line, proxy, server):
    proxy.script(Plan(substitute=PORTAL))
    reply = post(line)
    assert (reply.status, reply.content_type) == (200, "text/html")
    assert server.bodies == []


def test_an_answer_in_small_slices_arrives(line, proxy):
    proxy.script(Plan(slice_bytes=7))
    assert post(line, b"x" * 5000).body == b"x" * 5000


def test_dripping_cannot_outlast_the_whole(line, proxy):
    proxy.script(Plan(slice_bytes=1, pause_s=0.05))
    started = time.monotonic()
    assert unavailable(line, b"x" * 500) == ("net.timeout", True)
    assert time.monotonic() - started < 30  # bounded, where 700 drips each way would take over a minute


def test_an_endless_answer_is_not_taken(line):
    assert unavailable(line, b"x" * (1 << 16), "/long") == ("net.not_ours", True)


def test_a_request_delivered_twice_is_answered_once(line, proxy, server):
    proxy.script(Plan(twice=True))
    assert post(line, b"x" * 100_000).body == b"x" * 100_000
    assert len(server.bodies) == 2


def test_an_unverified_server_gets_nothing(server, tmp_path):
    import ssl

    from tests.harness.certificates import self_signed

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours, theirs = self_signed(tmp_path, "ours"), self_signed(tmp_path, "theirs")
    context.load_cert_chain(*theirs)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    url = f"https://127.0.0.1:{server.server_port}"
    for line in (Line(url, QUICK), Line(url, QUICK, str(ours[0]))):
        assert unavailable(line) == ("net.tls", False)
        line.close()
    known = Line(url, QUICK, str(theirs[0]))
    assert post(known).body == b"hello"
    known.close()


def test_a_shrunk_answer_is_unpacked_but_never_past_the_cap(line, proxy):
    import zlib

    def shrunk(plain, *, whole=True):
        content = zlib.compress(plain)
        content = content if whole else content[:-4]
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: deflate\r\n"
        return Plan(substitute=head + b"Content-Length: %d\r\n\r\n" % len(content) + content)

    proxy.script(shrunk(b"x" * 9000), shrunk(b"x" * (2 << 20)), shrunk(b"x" * 9000, whole=False))
    assert post(line).body == b"x" * 9000
    line.close()  # the proxy hangs up after its answer, and whether that is seen in time is chance
    assert unavailable(line) == ("net.not_ours", True)
    assert unavailable(line) == ("net.not_ours", True)


def test_a_hung_exchange_can_be_given_up_by_another_thread(proxy):
    patient = Line(proxy.url, Limits(read_s=60, total_s=60))
    proxy.script(Plan(hang=True))

    def give_up():
        while not (proxy.passages and proxy.passages[0].faulted.is_set()):
            proxy.pause(0.001)
        patient.abort()

    other = threading.Thread(target=give_up)
    other.start()
    assert unavailable(patient) == ("net.timeout", True)
    other.join()
    patient.close()
