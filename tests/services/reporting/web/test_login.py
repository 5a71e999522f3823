"""The door of the page: nobody is anonymous, the token stays out of reach of scripts, and no foreign code runs."""

import re

import httpx
import pytest

from tests.services.reporting.web.office import COORDINATOR, Office


def enter(quiet: Office, token: str, lang: str = "de") -> httpx.Response:
    return httpx.post(f"{quiet.url}/login", data={"token": token, "lang": lang})


def test_without_a_login_the_page_leads_to_it(quiet: Office) -> None:
    answer = quiet.get("/?lang=en", account=None)
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?lang=en")


def test_a_token_becomes_a_cookie_that_no_script_and_no_other_site_gets(quiet: Office) -> None:
    answer = enter(quiet, f" {quiet.tokens[COORDINATOR]} ", "en")
    assert (answer.status_code, answer.headers["location"]) == (303, "/?lang=en")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=strict" in cookie and "path=/" in cookie
    with httpx.Client(base_url=quiet.url, cookies=answer.cookies) as browser:
        assert browser.get("/").status_code == 200
        assert browser.get("/api/cooperation").status_code == 200


def test_a_wrong_token_is_told_so_and_is_not_repeated(quiet: Office) -> None:
    answer = enter(quiet, "quite-wrong")
    assert (answer.status_code, "set-cookie" in answer.headers) == (401, False)
    assert 'role="alert"' in answer.text and "quite-wrong" not in answer.text


def test_leaving_takes_the_cookie_away(quiet: Office) -> None:
    answer = httpx.post(f"{quiet.url}/logout", data={"lang": "de"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/login?lang=de")
    assert 'koop_token=""' in answer.headers["set-cookie"] and "Max-Age=0" in answer.headers["set-cookie"]


@pytest.mark.parametrize("body", [b"", b"token=" + b"x" * 5000, b"\xff\xfe=%00", b"token=a&token=b&lang=" + b"<b>"])
def test_a_strange_form_is_a_failed_login_in_german(quiet: Office, body: bytes) -> None:
    answer = httpx.post(f"{quiet.url}/login", content=body)
    assert (answer.status_code, '<html lang="de">' in answer.text) == (401, True)


@pytest.mark.parametrize("path", ["/", "/login", "/barrierefreiheit"])
def test_only_our_own_code_runs_and_none_of_it_stands_in_the_page(quiet: Office, path: str) -> None:
    answer = quiet.get(path)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy and "frame-ancestors 'none'" in policy
    assert answer.headers["cache-control"] == "no-store"
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script(?! src=\"/static/)|https?://(?!www\.w3\.org)", answer.text)


def test_static_files_need_no_login_and_nothing_else_is_served(quiet: Office) -> None:
    for name, kind in (("page.css", "text/css"), ("live.js", "text/javascript"), ("icon.svg", "image/svg+xml")):
        answer = quiet.get(f"/static/{name}", account=None)
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, kind)
    for name in ("words.toml", "..%5cpages.py", "%00"):
        assert quiet.get(f"/static/{name}", account=None).status_code == 404


@pytest.mark.parametrize(("lang", "said"), [("de", "Erklärung zur Barrierefreiheit"), ("en", "Accessibility statement")])
def test_the_accessibility_statement_is_open_to_everyone(quiet: Office, lang: str, said: str) -> None:
    answer = quiet.get(f"/barrierefreiheit?lang={lang}", account=None)
    assert answer.status_code == 200 and said in answer.text and f'<html lang="{lang}">' in answer.text
