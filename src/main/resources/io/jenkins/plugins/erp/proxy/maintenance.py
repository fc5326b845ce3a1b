# ERP-MAINTENANCE: answers 503 to everything, on the ports given, while web is down. The answer does not depend on
# the request, so that HTTP and uwsgi are served alike.
import socket
import socketserver
import sys
import threading

PAGE = """<!doctype html>
<html><head><meta charset="utf-8"><title>Maintenance / 系统维护</title></head>
<body style="font-family: sans-serif; text-align: center; padding-top: 15vh">
<h1>Back in a moment</h1><p>The system is being updated. Please try again shortly.</p>
<h1 lang="zh-CN">马上回来</h1><p lang="zh-CN">系统正在更新，请稍后再试。</p>
</body></html>
""".encode()
HEAD = (
    "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html; charset=utf-8\r\n"
    "Content-Length: %d\r\nRetry-After: 10\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n" % len(PAGE)
).encode()


class Handler(socketserver.BaseRequestHandler):
    def handle(self):
        self.request.settimeout(10)
        try:
            if not self.request.recv(65536):
                return
            self.request.sendall(HEAD + PAGE)
            self.request.shutdown(socket.SHUT_WR)
            # what is left unread would reset the connection before the answer is seen
            while self.request.recv(65536):
                pass
        except OSError:
            pass


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 256


servers = [Server(("", int(port)), Handler) for port in sys.argv[1:]]
for server in servers[1:]:
    threading.Thread(target=server.serve_forever, daemon=True).start()
print("ready", flush=True)
servers[0].serve_forever()
