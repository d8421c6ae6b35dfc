"""The first visit with an old phone: when the largest part is shown, and how many bytes came.

    python -m bench.first_visit

In Chromium with an empty cache on a slow-3G profile (400 ms, 50 kB/s), in front of a portal of its own. Prints one JSON
object a page; the largest part within 2,500 ms, no more than 150 kB.
"""

import json
import os
import shutil

from playwright.sync_api import sync_playwright

from bench.kept_pages import PAGES, small_portal

SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
WATCH = """
window.largest = 0;
new PerformanceObserver(list => { for (const entry of list.getEntries()) { window.largest = entry.startTime; } })
    .observe({type: "largest-contentful-paint", buffered: true});
"""
MOST_MS, MOST_BYTES = 2_500, 150_000


def visit(browser, server, path):
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.port}", viewport={"width": 360, "height": 780})
    page, came = context.new_page(), []
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_3G)
    session.on("Network.loadingFinished", lambda event: came.append(event["encodedDataLength"]))
    page.add_init_script(WATCH)
    page.goto(path)
    page.wait_for_load_state("networkidle")
    shown = round(page.evaluate("window.largest"))
    context.close()
    return {
        "bench": "first_visit", "page": path, "largest_ms": shown, "most_ms": MOST_MS,
        "bytes": round(sum(came)), "most_bytes": MOST_BYTES, "requests": len(came),
    }  # fmt: skip


def main():
    program = shutil.which("chromium")
    with small_portal() as server, sync_playwright() as playwright:
        server.wait()
        sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=program, args=sandbox)
        for path in PAGES:
            print(json.dumps(visit(browser, server, path), ensure_ascii=False))
        browser.close()


if __name__ == "__main__":
    main()
