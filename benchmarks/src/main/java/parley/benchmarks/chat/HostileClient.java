package parley.benchmarks.chat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** Clients that are slow or rude, each in its way, to Parley's server. */
enum HostileClient {
    /** Takes a name, has itself be sent much, and never reads. */
    NEVER_READS {
        @Override
        void act(InetSocketAddress server) throws IOException {
            try (Socket deaf = named(server, "deaf");
                    Socket sender = named(server, "sender")) {
                Thread.ofPlatform().daemon().start(() -> drain(sender));
                byte[] line = bytes("sender to deaf - " + "x".repeat(1000) + "\n");
                for (int i = 0; i < 10_000; i++) {
                    sender.getOutputStream().write(line);
                }
            }
        }
    },

    /** Sends a byte a second. */
    DRIBBLES {
        @Override
        void act(InetSocketAddress server) throws IOException {
            try (Socket socket = named(server, "dribbler")) {
                for (int i = 0; i < 60; i++) {
                    socket.getOutputStream().write('x');
                    LockSupport.parkNanos(1_000_000_000L);
                }
            }
        }
    },

    /** Sends 100 MB without an LF. */
    ENDLESS_LINE {
        @Override
        void act(InetSocketAddress server) throws IOException {
            try (Socket socket = named(server, "endless")) {
                byte[] block = new byte[100_000];
                Arrays.fill(block, (byte) 'x');
                for (int i = 0; i < 1000; i++) {
                    socket.getOutputStream().write(block);
                }
                socket.getOutputStream().write('\n');
                drain(socket);
            }
        }
    },

    /** Opens 10,000 connections and says nothing. */
    SILENT {
        @Override
        void act(InetSocketAddress server) throws IOException {
            List<Socket> sockets = new ArrayList<>();
            try {
                for (int i = 0; i < 10_000; i++) {
                    sockets.add(new Socket(server.getAddress(), server.getPort()));
                }
                LockSupport.parkNanos(60_000_000_000L);
            } finally {
                for (Socket socket : sockets) {
                    socket.close();
                }
            }
        }
    },

    /** Resets its connection in the middle of a line, and comes back. */
    RESETS {
        @Override
        void act(InetSocketAddress server) throws IOException {
            for (int i = 0; i < 1000; i++) {
                try (Socket socket = named(server, "resetter" + i)) {
                    socket.setSoLinger(true, 0);
                    socket.getOutputStream().write(bytes("resetter to u0 - hal"));
                }
                LockSupport.parkNanos(10_000_000L);
            }
        }
    },

    /** Sends lines as fast as the server reads them. */
    FLOODS {
        @Override
        void act(InetSocketAddress server) throws IOException {
            repeat(server, "flooder", "nobody\n".repeat(1000));
        }
    },

    /** Sends what would reach into other people's terminals. */
    CONTROL_CHARACTERS {
        @Override
        void act(InetSocketAddress server) throws IOException {
            repeat(server, "painter", "painter to u0 - \u001B[2J\n");
        }
    },

    /** Sends what is not UTF-8. */
    MALFORMED {
        @Override
        void act(InetSocketAddress server) throws IOException {
            try (Socket socket = named(server, "malformed")) {
                Thread.ofPlatform().daemon().start(() -> drain(socket));
                byte[] line = bytes("malformed to u0 - xx\n");
                line[line.length - 2] = (byte) 0xff;
                while (true) {
                    socket.getOutputStream().write(line);
                }
            }
        }
    },

    /** Asks for names that look like those of others. */
    LOOK_ALIKES {
        @Override
        void act(InetSocketAddress server) throws IOException {
            try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
                Thread.ofPlatform().daemon().start(() -> drain(socket));
                while (true) {
                    socket.getOutputStream().write(bytes("U0\nu\u200B0\n\u202Eu0\nu\u0660\nuо\n"));
                }
            }
        }
    };

    abstract void act(InetSocketAddress server) throws IOException;

    /** Does it again and again; does not return. */
    @SuppressWarnings("InfiniteLoopStatement")
    void plague(InetSocketAddress server) {
        while (true) {
            try {
                act(server);
            } catch (IOException turnedOut) {
                // A server that closes on such a client is right; the client comes back.
                LockSupport.parkNanos(10_000_000L);
            }
        }
    }

    private static void repeat(InetSocketAddress server, String name, String lines) throws IOException {
        try (Socket socket = named(server, name)) {
            Thread.ofPlatform().daemon().start(() -> drain(socket));
            byte[] bytes = bytes(lines);
            while (true) {
                socket.getOutputStream().write(bytes);
            }
        }
    }

    private static Socket named(InetSocketAddress server, String name) throws IOException {
        Socket socket = new Socket(server.getAddress(), server.getPort());
        socket.getOutputStream().write(bytes(name + "\n"));
        return socket;
    }

    private static void drain(Socket socket) {
        try {
            byte[] buffer = new byte[8192];
            while (socket.getInputStream().read(buffer) >= 0) {
                // What it says is of no interest.
            }
        } catch (IOException closed) {
            // The server has turned the client out.
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
