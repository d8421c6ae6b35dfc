"""Passwords cannot be guessed by trying."""

import datetime

import pytest
from django.db.models import F
from django.urls import reverse

from accounts.guessing import MINUTES, MOST
from accounts.models import FailedLogin, User

pytestmark = pytest.mark.django_db
RIGHT, WRONG = "right-horse-7", "wrong-horse-7"


def sign_in(client, name, password, page="login"):
    return client.post(reverse(page), {"username": name, "password": password})


def test_after_ten_wrong_passwords_the_right_one_is_refused_for_a_while(client):
    User.objects.create_superuser("zhang", password=RIGHT)
    User.objects.create_user("li", password=RIGHT)
    for number in range(MOST - 1):
        assert "账号或密码不对" in sign_in(client, ("zhang", "Zhang ")[number % 2], WRONG).content.decode()
    for password in (WRONG, RIGHT):
        assert f"{MINUTES} 分钟后再试" in sign_in(client, "zhang", password).content.decode()
    assert sign_in(client, "zhang", RIGHT, "admin:login").status_code == 200
    assert sign_in(client, "li", RIGHT).status_code == 302
    client.logout()
    FailedLogin.objects.update(at=F("at") - datetime.timedelta(minutes=MINUTES))
    assert sign_in(client, "zhang", RIGHT).status_code == 302
    assert not FailedLogin.objects.exists()


def test_odd_names_are_refused_like_any_other(client):
    for name in ("\0", "无此人", "x" * 5000, ""):
        assert sign_in(client, name, WRONG).status_code == 200
