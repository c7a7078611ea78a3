package parley.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import parley.protocol.ChatLimits;
import parley.protocol.LineFramer;
import parley.protocol.ServerLine;

/** What a line of the chat costs: finding it in the stream, and reading what it says. Nanoseconds a line. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ChatLines {
    private static final int LINES = 1_000;

    private final List<String> lines = new ArrayList<>();
    private byte[] stream = {};

    /** A server's side of a busy chat: messages to several people, private text, people coming and going. */
    @Setup
    public void write() {
        for (int i = 0; i < LINES; i++) {
            lines.add(
                    switch (i % 5) {
                        case 0 -> "Ofir to Roony, Hodaya - message number " + i;
                        case 1 -> "Hodaya: a line of a private chat, number " + i;
                        case 2 -> "joined: user" + i;
                        case 3 -> "left: user" + i;
                        default -> "online: Emily, Hodaya, Ofir, Roony";
                    });
        }
        stream = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public void frame(Blackhole blackhole) {
        LineFramer framer = new LineFramer(ChatLimits.LINE_BYTES);
        framer.accept(stream, 0, stream.length, new LineFramer.Sink() {
            @Override
            public void line(byte[] bytes, long start, long end, LineFramer.End ended) {
                blackhole.consume(bytes);
            }

            @Override
            public void tooLong(long start, long end) {
                throw new AssertionError("no line here is too long");
            }
        });
    }

    @Benchmark
    @OperationsPerInvocation(LINES)
    public void parse(Blackhole blackhole) {
        for (String line : lines) {
            blackhole.consume(ServerLine.parse(line));
        }
    }
}
