"""The container's own health check: asks the web server here, with a Host header that Django accepts."""

import http.client
import os
import sys


def main() -> int:
    host = os.environ.get("ALLOWED_HOSTS", "localhost").split(",")[0].strip().lstrip(".*") or "localhost"
    connection = http.client.HTTPConnection("127.0.0.1", 8000, timeout=4)
    try:
        connection.request("GET", "/api/health/", headers={"Host": host})
        answer = connection.getresponse()
        body = answer.read(2000).decode("utf-8", "replace")
    except OSError as error:
        print(f"no answer: {error}")
        return 1
    print(f"{answer.status} {body}")
    return 0 if answer.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
