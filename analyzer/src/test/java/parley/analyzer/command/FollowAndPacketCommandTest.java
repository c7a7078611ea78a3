package parley.analyzer.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.testing.TcpScript;

class FollowAndPacketCommandTest {
    private static final String SEED_SESSION = "src/test/resources/captures/own/seed-session.pcapng";

    private static CommandRun follow(String... arguments) {
        return CommandRun.of(new FollowCommand(), arguments);
    }

    private static CommandRun packet(String... arguments) {
        return CommandRun.of(new PacketCommand(), arguments);
    }

    @Test
    void aStreamIsFollowedAsText() {
        CommandRun run = follow(SEED_SESSION, "0");
        assertEquals(0, run.exit(), run.error());
        assertTrue(run.out().startsWith("""
                        -- 127.0.0.1:10000 → 127.0.0.1:58197  frame 4, 20 bytes at 0
                        welcome to the chat
                        -- 127.0.0.1:10000 → 127.0.0.1:58197  frame 6, 12 bytes at 20
                        enter name:
                        -- 127.0.0.1:58197 → 127.0.0.1:10000  frame 8, 4 bytes at 0
                        Ofir
                        """), run.out());
    }

    @Test
    void oneSideIsFollowedAsItIs() {
        assertEquals(
                "RoonyRoony to Ofir - okOfirexit",
                follow(SEED_SESSION, "1", "--client", "--raw").out());
        assertEquals(216, follow(SEED_SESSION, "1", "--server", "--raw").out().length());
    }

    @Test
    void octetsAreFollowedAsNumbers() {
        assertTrue(follow(SEED_SESSION, "1", "--hex", "--client").out().contains("00000000  52 6f 6f 6e 79"));
    }

    @Test
    void whichOctetsCountWhereSegmentsDifferIsTheUsersChoice(@TempDir Path folder) throws IOException {
        TcpScript script =
                TcpScript.parse("handshake; C data 'GOOD' seq=3; C data 'EVIL' seq=3; C data 'ab' seq=1; close");
        String capture =
                Files.write(folder.resolve("overlap.pcap"), script.pcap()).toString();
        CommandRun first = follow(capture, "0", "--raw");
        assertEquals("abGOOD", first.out());
        assertEquals(
                "parley: 4 bytes at 2 of 10.0.0.1:40000 differ between frames 4 and 5; those of 4 count",
                first.error().strip());
        assertEquals(
                "abGOOD", follow(capture, "0", "--raw", "--overlap", "first").out());
        CommandRun last = follow(capture, "0", "--overlap", "last");
        assertEquals("""
                -- 4 bytes at 2 of 10.0.0.1:40000 differ between frames 4 and 5; those of 5 count
                -- 10.0.0.1:40000 → 10.0.0.2:10000  frame 6, 2 bytes at 0
                ab
                -- 10.0.0.1:40000 → 10.0.0.2:10000  frame 5, 4 bytes at 2
                EVIL
                """, last.out());
        CommandRun wrong = follow(capture, "0", "--overlap", "newest");
        assertEquals(2, wrong.exit());
        assertTrue(wrong.error().contains("'newest' is not one of first, last"), wrong.error());
    }

    @Test
    void aStreamThatIsNotThereIsNamed() {
        CommandRun run = follow(SEED_SESSION, "4");
        assertEquals(1, run.exit());
        assertEquals(SEED_SESSION + " has no stream 4; its streams are 0 to 3", run.error());
    }

    @Test
    void twoFormsOrTwoSidesAreWrongUsage() {
        assertEquals(2, follow(SEED_SESSION, "0", "--hex", "--raw").exit());
        assertEquals(2, follow(SEED_SESSION, "0", "--client", "--server").exit());
        assertEquals(2, follow(SEED_SESSION, "first").exit());
    }

    @Test
    void aCaptureThatBreaksOffIsFollowedUpToThereAndThatIsSaid(@TempDir Path directory) throws IOException {
        byte[] whole = TcpScript.parse("handshake; C data 'one'; C data 'two'").pcap();
        byte[] broken = Arrays.copyOf(whole, whole.length - 2);
        Path file = Files.write(directory.resolve("broken.pcap"), broken);
        CommandRun run = follow(file.toString(), "0", "--raw");
        assertEquals(0, run.exit());
        assertEquals("one", run.out());
        assertTrue(run.error().contains("cannot be read past byte "), run.error());
        assertTrue(packet(file.toString(), "5").error().contains("cannot be read past byte "));
    }

    @Test
    void standardInputIsRead() throws IOException {
        byte[] capture = Files.readAllBytes(Path.of(SEED_SESSION));
        assertEquals(
                "RoonyRoony to Ofir - okOfirexit",
                CommandRun.withInput(capture, new FollowCommand(), "-", "1", "--client", "--raw")
                        .out());
        assertTrue(CommandRun.withInput(capture, new PacketCommand(), "-", "4")
                .out()
                .contains("[Frame 4]"));
    }

    @Test
    void aPacketIsShownWithItsLayers() {
        String shown = packet(SEED_SESSION, "4").out();
        for (String part : new String[] {"[Frame 4]", "[Ethernet Header", "[IPv4 Header", "[TCP Header", "[Octets]"}) {
            assertTrue(shown.contains(part), shown);
        }
        assertTrue(shown.contains("tcp.len: 20"), shown);
    }

    @Test
    void aPacketIsShownWithItsMessages() {
        assertTrue(
                packet(SEED_SESSION, "65").out().endsWith("""
                        [Messages]
                          Carries message 27: direct Ofir → Roony, Hodaya: the lab starts at nine!
                        """),
                packet(SEED_SESSION, "65").out());
        assertTrue(
                packet(SEED_SESSION, "5").out().endsWith("""
                        [Messages]
                          Acknowledges message 1: welcome server: welcome to the chat
                        """),
                packet(SEED_SESSION, "5").out());
        assertFalse(packet(SEED_SESSION, "1").out().contains("[Messages]"));
    }

    @Test
    void aPartOfAMessageIsFollowedToItsEnd(@TempDir Path directory) throws IOException {
        byte[] capture = TcpScript.parse("""
                        handshake
                        S data 'welcome to the chat\\n'
                        C data 'Of'
                        at +50ms
                        C again
                        C data 'ir\\n'
                        S data 'hello Ofir\\n'
                        """).pcap();
        String file = Files.write(directory.resolve("split.pcap"), capture).toString();
        String part = "Carries a part of message 2%s (frames 5 to 7): name Ofir → server: Ofir\n";
        assertTrue(
                packet(file, "5").out().contains(part.formatted("")),
                packet(file, "5").out());
        assertTrue(
                packet(file, "6").out().contains("Carries a part of message 2"),
                packet(file, "6").out());
        assertTrue(
                packet(file, "7").out().contains(part.formatted("")),
                packet(file, "7").out());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void framesAreCountedFromOne(String number) {
        CommandRun run = packet(SEED_SESSION, number);
        assertEquals(2, run.exit());
        assertTrue(run.error().startsWith("frame numbers start at 1"), run.error());
    }

    @Test
    void aFrameBehindTheLastOneIsNotThere() {
        CommandRun run = packet(SEED_SESSION, "142");
        assertEquals(1, run.exit());
        assertEquals(SEED_SESSION + " has no frame 142; its last one is 141", run.error());
    }

    @Test
    void whatIsNoCaptureIsSaidOfEither(@TempDir Path directory) {
        assertEquals(
                directory + " is a directory: name a capture file in it",
                follow(directory.toString(), "0").error());
        assertEquals(
                directory + " is a directory: name a capture file in it",
                packet(directory.toString(), "1").error());
    }
}
