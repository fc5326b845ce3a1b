# Asks a web server in this container until it answers as wanted. Arguments: JSON.
import http.client
import json
import sys
import time

want = json.loads(sys.argv[1])
end = time.monotonic() + want["seconds"]
last = "nothing answered"
while True:
    try:
        connection = http.client.HTTPConnection("127.0.0.1", want["port"], timeout=10)
        connection.request(
            "GET",
            want["path"],
            headers={"Host": want["host"], "X-Forwarded-Proto": "https", "User-Agent": "erp-pipeline"},
        )
        answer = connection.getresponse()
        body = answer.read(200000).decode("utf-8", "replace")
        last = "status %d instead of %d: %s" % (answer.status, want["status"], body[:300])
        if answer.status == want["status"]:
            wrong = []
            if want["json"]:
                try:
                    members = json.loads(body)
                except ValueError:
                    members = {}
                for key, value in want["json"].items():
                    found = members.get(key) if isinstance(members, dict) else None
                    text = found if isinstance(found, str) else json.dumps(found)
                    if text != value:
                        wrong.append("%s is %s instead of %s" % (key, text, value))
            if not wrong:
                print("ready")
                sys.exit(0)
            last = "; ".join(wrong)
        connection.close()
    except OSError as error:
        last = str(error)
    except http.client.HTTPException as error:
        last = "no HTTP answer: %r" % (error,)
    if time.monotonic() > end:
        print("not ready: " + last)
        sys.exit(1)
    time.sleep(0.1)
