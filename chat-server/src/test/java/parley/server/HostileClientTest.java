package parley.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Slow and rude clients: nobody else waits for them. One that never reads is in {@link SlowClientTest}. */
class HostileClientTest extends ServerFixture {
    @Test
    void whoSendsByteByByteKeepsNobodyWaiting() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        Peer slow = named("Slow");
        for (byte each : "Slow to Ofir - at last".getBytes(StandardCharsets.UTF_8)) {
            slow.sendBytes(new byte[] {each});
            talk(ofir, emily);
        }
        slow.send("");
        ofir.expect("Slow to Ofir - at last");
    }

    private static void talk(Peer ofir, Peer emily) throws IOException {
        ofir.send("Ofir to Emily - meanwhile");
        emily.expect("Ofir to Emily - meanwhile");
    }

    /** 100 MB, after which the server holds no more than before them: all of it would not fit a tenth of the heap. */
    @Test
    void aLineWithoutEndCostsNoMoreThanTheLongestLine() throws IOException {
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        Peer endless = named("Endless");
        byte[] block = new byte[1_000_000];
        Arrays.fill(block, (byte) 'x');
        long before = usedHeap();
        for (int i = 0; i < 100; i++) {
            endless.sendBytes(block);
            if (i % 10 == 0) {
                talk(ofir, emily);
            }
        }
        long more = usedHeap() - before;
        assertTrue(more < 10_000_000, more + " bytes more");
        endless.send("");
        endless.expect("error: line too long (4096 bytes at most)");
        endless.expectNothingMore();
    }

    private static long usedHeap() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    void aThousandWhoSayNothingKeepNobodyWaitingAndAreClosed() throws IOException {
        server(OPTIONS.withTimeouts(Duration.ofSeconds(3), Duration.ZERO));
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        List<Peer> silent = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            silent.add(connect());
        }
        talk(ofir, emily);
        for (Peer each : silent) {
            each.expect("error: no name given");
            each.expectEnd();
        }
        ofir.expectNothingMore();
    }

    @Test
    void aResetInTheMiddleOfALineDeliversNothingOfIt() throws IOException {
        Peer ofir = named("Ofir");
        for (int i = 0; i < 20; i++) {
            Peer resetting = named("Resetting");
            resetting.send("Resetting to Ofir - whole");
            ofir.expect("Resetting to Ofir - whole");
            resetting.sendUnterminated("Resetting to Ofir - hal");
            resetting.reset();
            ofir.expectPresence("joined: Resetting", "left: Resetting");
        }
        ofir.expectNothingMore();
    }

    @Test
    void aFloodIsReadLaterAndNothingOfItIsDropped() throws IOException {
        server(OPTIONS.withRate(20, 200));
        Peer flooding = named("Flooding");
        Peer ofir = named("Ofir");
        Peer emily = named("Emily");
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            flood.append("Flooding to Emily - ").append(i).append('\n');
        }
        flooding.sendUnterminated(flood.toString());
        emily.expect("Flooding to Emily - 0");
        for (int i = 0; i < 10; i++) {
            emily.send("Emily to Ofir - meanwhile");
            ofir.expect("Emily to Ofir - meanwhile");
        }
        for (int i = 1; i < 300; i++) {
            emily.expect("Flooding to Emily - " + i);
        }
        flooding.expectNothingMore();
    }

    @ParameterizedTest
    @ValueSource(strings = {"c080", "eda080", "f4908080", "fe", "e282", "80"})
    void malformedUtf8IsRefusedLineByLineAndReachesNobody(String hex) throws IOException {
        Peer rude = named("Rude");
        Peer ofir = named("Ofir");
        byte[] line = "Rude to Ofir - ??????".getBytes(StandardCharsets.UTF_8);
        byte[] malformed = HexFormat.of().parseHex(hex);
        System.arraycopy(malformed, 0, line, line.length - malformed.length, malformed.length);
        rude.sendBytes(line);
        rude.send("");
        rude.expect("error: not UTF-8");
        rude.send("Rude to Ofir - well-formed");
        ofir.expect("Rude to Ofir - well-formed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "OFIR", // case
                "Jose\u0301", // another composition
                "Ofi\u200Br", // zero-width space
                "Ofir\u200D", // zero-width joiner
                "\u202Erifo", // right-to-left override
                "Ofir\u2066", // an isolate
                "\uFEFFOfir", // byte order mark
                "Ofi\u0433", // a Cyrillic letter
                "\uFF2Ffir", // full width
                "Ofir\uFE0F", // variation selector
                "Ofir\u00AD", // soft hyphen
                "\u1D0Ffir ", // a blank at the end
            })
    void aNameThatLooksLikeAnothersIsRefused(String name) throws IOException {
        named("Ofir");
        named("Jos\u00E9");
        Peer other = connect();
        other.send(name);
        String refusal = other.next();
        assertTrue(refusal.startsWith("error: "), refusal);
        other.expect("enter name:");
        assertEquals(2, server().users());
    }
}
