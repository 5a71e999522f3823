from pathlib import Path
def test_shots(inside, played):
    b,o=inside,played
    d=Path("/tmp/w4")
    b.picture(d/"light.png")
    b.look(390); print("overflow", b.js("document.documentElement.scrollWidth")); 
    print(b.js("[...document.querySelectorAll('body *')].filter(e=>e.getBoundingClientRect().right>391 && !e.closest('.scroll')).map(e=>e.outerHTML.slice(0,120)+e.getBoundingClientRect().right).join('\\n')"))
    b.picture(d/"phone.png"); b.look(1100, media="print"); b.picture(d/"print.png")
