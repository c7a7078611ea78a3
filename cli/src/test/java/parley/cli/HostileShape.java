package parley.cli;

import static parley.cli.HostileCapture.ACK;
import static parley.cli.HostileCapture.PUSH;
import static parley.cli.HostileCapture.SYN;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Conversations that make an analysis keep as much as it may of one thing, and what its reports say of that then. */
enum HostileShape {
    TINY_MESSAGES_IN_ONE_FRAME("packets.csv", " | … and 32,065 more messages", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        ofir.client("x\n".repeat(32_747));
    }),
    TINY_MESSAGES_OVER_MANY_FRAMES("findings.csv", "limit-messages", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        for (int i = 0; i < 210; i++) {
            ofir.fromClient(PUSH, text("x\n".repeat(500)));
        }
    }),
    LONG_MESSAGES_THAT_NOBODY_ACKNOWLEDGES("findings.csv", "limit-messages", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        for (int i = 0; i < 600; i++) {
            ofir.fromClient(PUSH, text("x".repeat(60_000) + "\n"));
        }
    }),
    A_MESSAGE_WITHOUT_END("messages.csv", "(a line of 80000000 octets)", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        for (int i = 0; i < 2_000; i++) {
            ofir.fromServer(ACK, text("x".repeat(40_000)));
        }
    }),
    WRITES_WITHOUT_PSH("messages.csv", "(a line of 80000000 octets)", capture -> {
        HostileCapture.Connection ofir = capture.greeted();
        ofir.client("Ofir");
        ofir.server("online: Ofir,Roony\n");
        for (int i = 0; i < 2_000; i++) {
            ofir.fromClient(ACK, text("x".repeat(40_000)));
        }
    }),
    ONE_BYTE_SEGMENTS("findings.csv", "limit-messages", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        for (int octet = 0; octet < 66_000; octet++) {
            ofir.fromClient(PUSH | ACK, text("x"));
        }
    }),
    CONNECTIONS_THAT_NO_DECODER_RECOGNISES("findings.csv", "limit-recognition", capture -> {
        for (int i = 0; i < 1_000; i++) {
            HostileCapture.Connection silent = capture.connection();
            silent.fromClient(SYN, text(""));
            silent.fromClient(PUSH | ACK, text("x".repeat(30_000)));
        }
    }),
    UNKNOWN_COMMANDS("report.md", "The first 200 of 30,", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        for (int i = 0; i < 300; i++) {
            int frame = i;
            ofir.client(IntStream.range(0, 100)
                    .mapToObj(line -> "/command" + frame + " of " + line + "\n")
                    .collect(Collectors.joining()));
        }
    }),
    NAMES("report.md", "The table has the first 100 of 2,000 users", capture -> {
        for (int i = 0; i < 2_000; i++) {
            capture.named("user" + i);
        }
    }),
    LONG_NAMES("users.csv", "nnn…,", capture -> {
        for (int i = 0; i < 300; i++) {
            HostileCapture.Connection connection = capture.greeted();
            String name = i + "n".repeat(40_000);
            connection.client(name + "\n");
            connection.server("hello " + name + "\n");
        }
    }),
    PAIRS("report.md", "The first 200 of 20,", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        for (int i = 0; i < 20_000; i++) {
            ofir.client("Ofir to user" + i + " - hello\n");
        }
    }),
    A_MESSAGE_TO_THOUSANDS("packets.csv", "…", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        for (int i = 0; i < 8; i++) {
            ofir.client("Ofir to " + users(3_500) + " - hello " + i + "\n");
        }
    }),
    PRIVATE_CHATS("report.md", "The first 200 of 40,008", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        HostileCapture.Connection roony = capture.named("Roony");
        for (int i = 0; i < 5_000; i++) {
            ofir.client("Roony\n");
            roony.server("request from Ofir\n");
            roony.client("accept\n");
            ofir.server("private with Roony\n");
            roony.server("private with Ofir\n");
            ofir.client("leave\n");
            ofir.server("ended\n");
            roony.server("ended by Ofir\n");
        }
    }),
    CONNECTIONS("report.md", "The table has the first 100 of 10,000 connections", capture -> {
        for (int i = 0; i < 10_000; i++) {
            capture.connection().fromClient(SYN, text(""));
        }
    }),
    HALF_OPEN_CONNECTIONS("findings.csv", "limit-connections", capture -> {
        for (int i = 0; i < 40_000; i++) {
            capture.connection().fromClient(SYN, text(""));
        }
    }),
    NAMED_CONNECTIONS("findings.csv", "limit-connections", capture -> {
        for (int i = 0; i < 9_000; i++) {
            capture.named("user" + i);
        }
    }),
    LINES_AHEAD_OF_AN_ANSWER("findings.csv", "limit-decoding", capture -> {
        HostileCapture.Connection ofir = capture.greeted();
        ofir.client("Ofir\n");
        for (int i = 0; i < 400; i++) {
            ofir.fromClient(PUSH, text("x".repeat(60_000) + "\n"));
        }
    }),
    MESSAGES_TO_THOUSANDS_THAT_GET_NONE("findings.csv", "limit-decoding", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        for (int i = 0; i < 12; i++) {
            ofir.client("Ofir to " + users(9_000) + " - hello " + i + "\n");
        }
    }),
    MESSAGES_TO_THOUSANDS_WHO_ARE_OFFLINE("messages.csv", "not online: u0, ", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        for (int i = 0; i < 12; i++) {
            ofir.client("Ofir to " + users(8_000) + " - hello " + i + "\n");
            ofir.server("error: not online: " + users(8_000) + "\n");
        }
    }),
    INTERFACES("findings.csv", "more than 65536 interfaces", capture -> {
        for (int i = 0; i < 65_536; i++) {
            capture.networkInterface();
        }
    }),
    HOLES("findings.csv", "limit-reassembly", capture -> {
        HostileCapture.Connection ofir = capture.named("Ofir");
        for (int i = 0; i < 90_000; i++) {
            ofir.lose(1);
            ofir.client("x");
        }
    }),
    FRAGMENTS("findings.csv", "limit-fragments", capture -> {
        for (int i = 0; i < 30_000; i++) {
            capture.fragment(text("x".repeat(1_400)));
        }
    });

    /** Writes the packets. */
    interface Packets {
        void write(HostileCapture capture) throws IOException;
    }

    private final String report;
    private final String said;
    private final Packets packets;

    HostileShape(String report, String said, Packets packets) {
        this.report = report;
        this.said = said;
        this.packets = packets;
    }

    void write(HostileCapture capture) throws IOException {
        packets.write(capture);
    }

    /** The report that says it. */
    String report() {
        return report;
    }

    /** What it says. */
    String said() {
        return said;
    }

    private static String users(int count) {
        return IntStream.range(0, count).mapToObj(user -> "u" + user).collect(Collectors.joining(", "));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
