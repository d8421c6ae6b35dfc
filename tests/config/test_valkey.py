"""The embedded broker: started by its first user, stopped by its last, and keeps what it acknowledged."""

import os
import signal

from config.services import Valkey


def test_last_user_stops_it(instance):
    first = instance.use("valkey")
    second = instance.use("valkey")
    instance.leave(first)
    assert instance.valkey.answers()
    instance.leave(second)
    assert not instance.valkey.answers()
    assert instance.processes() == []


def test_killed_broker_keeps_what_it_acknowledged(instance):
    instance.use("valkey")
    assert instance.valkey.ask("SET kept 7") == b"+OK\r\n"
    instance.kill_everything()
    assert not instance.valkey.answers()
    user = instance.use("valkey")
    assert instance.valkey.ask("GET kept") == b"$1\r\n7\r\n"
    instance.leave(user)


def test_broker_that_keeps_nothing(instance):
    for _ in range(2):
        forgetful = Valkey(instance.home, "forgetful", keep=False)
        forgetful.hold()
        assert forgetful.ask("GET kept") == b"$-1\r\n"
        assert forgetful.ask("SET kept 7") == b"+OK\r\n"
        forgetful.leave()


def test_frozen_broker_is_not_started_twice(instance):
    user = instance.use("valkey")
    number = int(instance.valkey.process().name)
    os.kill(number, signal.SIGSTOP)
    assert not instance.valkey.answers()
    assert instance.valkey.is_alive()
    os.kill(number, signal.SIGCONT)
    second = instance.use("valkey")
    assert int(instance.valkey.process().name) == number
    for each in (user, second):
        instance.leave(each)


def test_two_instances_side_by_side(instance, neighbour):
    users = [instance.use("valkey"), neighbour.use("valkey")]
    instance.valkey.ask("SET only_here 1")
    assert neighbour.valkey.ask("GET only_here") == b"$-1\r\n"
    instance.leave(users[0])
    neighbour.leave(users[1])


def test_nobody_else_may_speak_to_it(instance):
    user = instance.use("valkey")
    assert instance.valkey.socket.stat().st_mode & 0o077 == 0
    instance.leave(user)
