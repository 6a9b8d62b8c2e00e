"""A real SFTP server on this machine, by asyncssh: another implementation than ours.

server.files["/out/people.csv"] = b"..."        # what there is; `times` says when it was changed
server.password = "secret"; server.keys = [...]  # who may sign in
"""

import asyncio
import threading
import time
from stat import S_IFDIR, S_IFREG

import asyncssh

USER = "hub"


class Gate(asyncssh.SSHServer):
    def __init__(self, server):
        self._server = server

    def connection_made(self, connection):
        self._connection = connection
        self._server.connections.append(connection)

    def connection_lost(self, _error):
        self._server.connections.remove(self._connection)

    def begin_auth(self, _username):
        return True

    def password_auth_supported(self):
        return bool(self._server.password)

    def validate_password(self, username, password):
        return (username, password) == (USER, self._server.password)

    def public_key_auth_supported(self):
        return bool(self._server.keys)

    def validate_public_key(self, username, key):
        known = [one.export_public_key() for one in self._server.keys]
        return username == USER and key.export_public_key() in known


class Files(asyncssh.SFTPServer):
    def __init__(self, channel, server):
        self._server = server
        super().__init__(channel)

    def _attrs(self, path):
        if path in self._server.forbidden:
            raise asyncssh.SFTPPermissionDenied("no")
        if path not in self._server.files:
            raise asyncssh.SFTPNoSuchFile("none")
        return asyncssh.SFTPAttrs(
            permissions=S_IFREG | 0o644,
            size=len(self._server.files[path]) + self._server.claimed,
            atime=0,
            mtime=self._server.times.get(path, 1_000),
        )

    def stat(self, path):
        return self._attrs(path.decode())

    async def scandir(self, path):
        folder = path.decode().rstrip("/")
        if folder in self._server.forbidden:
            raise asyncssh.SFTPPermissionDenied("no")
        mode = asyncssh.SFTPAttrs(permissions=S_IFDIR | 0o755, atime=0, mtime=9_999)
        yield asyncssh.SFTPName(b"people-folder.csv", b"", mode)
        for name in self._server.files:
            if name.rpartition("/")[0] == folder:
                short = name.rpartition("/")[2].encode()
                yield asyncssh.SFTPName(short, b"", self._attrs(name))

    def open(self, path, _flags, _attributes):
        self._attrs(path.decode())
        return path.decode()

    def read(self, name, offset, size):
        self._server.reads += 1
        if self._server.while_read is not None:
            self._server.while_read()
        time.sleep(self._server.pause)
        return self._server.files[name][offset : offset + size]

    def close(self, name):
        pass

    def fstat(self, name):
        return self._attrs(name)


class SftpServer:
    def __init__(self, *algorithms):
        self.files, self.times, self.forbidden = {}, {}, set()
        self.password, self.keys, self.connections = "secret", [], []
        self.claimed, self.pause, self.reads, self.while_read = 0, 0, 0, None
        self.host_keys = [asyncssh.generate_private_key(one) for one in algorithms]
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._server = self._run(self._listen())
        self.port = self._server.sockets[0].getsockname()[1]

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _listen(self):
        return await asyncssh.create_server(
            lambda: Gate(self),
            "127.0.0.1",
            0,
            server_host_keys=self.host_keys,
            sftp_factory=lambda channel: Files(channel, self),
        )

    async def _end(self):
        """Let nobody in any more, see everybody off, then close.

        An open socket would outlive its loop, and the garbage collector would complain in whatever
        test comes next; asyncio leaves one if it closes while somebody is coming in.
        """
        for listening in self._server.sockets:
            self._loop.remove_reader(listening.fileno())
        while self.connections or len(asyncio.all_tasks()) > 1:
            for connection in self.connections:
                connection.abort()
            await asyncio.sleep(0)
        await asyncio.sleep(0)  # the turn in which their sockets are closed
        self._server.close()
        await self._server.wait_closed()

    def close(self):
        self._run(self._end())  # in its own thread: it is not safe in another
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
