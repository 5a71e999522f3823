import time
from datetime import UTC, datetime
from pathlib import Path
from tests.services.reporting.web.office import office, COORDINATOR
from tests.services.reporting.web import year
from tests.browser.chromium import browser
def test_try(dsn_of, tmp_path):
    with office(dsn_of("reporting"), datetime(2017,6,12,6,tzinfo=UTC)) as o:
        year.play(o, persons=400)
        t=time.time(); a=o.get("/"); print(time.time()-t)
        assert a.status_code==200, a.text
        Path("/tmp/w4/page.html").write_text(a.text)
        with browser(tmp_path / "b") as b:
            b.look(1360)
            b.open(o.url + "/login")
            b.picture(Path("/tmp/w4/login.png"))
            b.js("document.getElementById('token').focus()")
            b.type(o.tokens[COORDINATOR])
            b.press("Enter", 13, "\r")
            b.until("document.querySelector('#live')")
            b.picture(Path("/tmp/w4/light.png"))
            b.look(1360, dark=True); b.picture(Path("/tmp/w4/dark.png"))
            b.look(390); b.picture(Path("/tmp/w4/phone.png"))
            b.look(1360); b.paper(Path("/tmp/w4/page.pdf"))
            print(b.logged)
