package parley.analyzer.capture.foreign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.testing.TcpScript;

class ForeignFileTest {
    private static final TcpScript SCRIPT =
            TcpScript.parse("handshake; C data 'Ofir\\r\\n'; S data 'welcome\\n'; C data 'to Yael\\n'; close");
    private static final String NO_KIND = "no kind";

    @TempDir
    Path directory;

    private static String refusal(byte[] head) {
        return refusal(head, "a.snoop");
    }

    private static String refusal(byte[] head, String name) {
        return ForeignFile.refusal(head, name).orElse(NO_KIND);
    }

    private static String refusal(String text) {
        return refusal(text.getBytes(StandardCharsets.UTF_8), "a.txt");
    }

    @ParameterizedTest
    @CsvSource({
        "736e6f6f70000000, snoop",
        "52545353, Microsoft Network Monitor 1",
        "474d4255, Microsoft Network Monitor 2",
        "697074726163652032 2e30, iptrace (AIX)",
        "5452534e4946462064617461202020201a, Sniffer for DOS",
        "58435000, NetXRay or Sniffer for Windows",
        "aaaaaaaa20000000, InfoVista 5View",
        "01104c000105547261636520446973706c6179, Novell LANalyzer",
        "6274736e6f6f7000, btsnoop (Bluetooth)",
        "0000020012050010, Tektronix rf5",
        "5452006400, HP-UX nettl",
        "05564e46, Visual Networks",
        "4f62736572766572506b744275666665, Viavi Observer",
        "0101400000000000 4e65745363616c657220506572666f726d616e63652044617461, NetScaler",
        "012200 4e65745363616c65722056323020506572666f726d616e63652044617461, NetScaler",
        "7f766572, Savvius *Peek",
        "42d2003412662288, RADCOM",
        "63707365, Colasoft Capsa",
        "45796553444e, EyeSDN"
    })
    void aCaptureInAnotherFormatIsNamedWithTheCommandThatConvertsIt(String magic, String format) {
        byte[] head = Arrays.copyOf(HexFormat.of().parseHex(magic.replace(" ", "")), 400);

        assertEquals(
                "a.snoop is a capture in " + format
                        + " format, which is not read: convert it with editcap -F pcapng a.snoop a.pcapng",
                refusal(head));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5views",
                "commview-ncf",
                "commview-ncfx",
                "k12text",
                "lanalyzer",
                "netmon1",
                "netmon2",
                "nettl",
                "ngsniffer",
                "ngwsniffer_1_1",
                "ngwsniffer_2_0",
                "observer",
                "snoop",
                "visual"
            })
    void whatEditcapWritesIsKnown(String format) throws Exception {
        Path capture = Files.write(directory.resolve("a.pcap"), SCRIPT.pcap());
        Path converted = directory.resolve("a.other");
        assumeTrue(converts(capture, converted, format), "editcap does not write " + format);

        assertTrue(refusal(Files.readAllBytes(converted))
                .contains(" format, which is not read: convert it with editcap "));
    }

    private static boolean converts(Path capture, Path converted, String format) throws InterruptedException {
        try {
            return new ProcessBuilder("editcap", "-T", "ether", "-F", format, capture.toString(), converted.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException notInstalled) {
            return false;
        }
    }

    /** Records of ERF with 60 octets of Ethernet, a second apart. */
    private static byte[] erf(int... seconds) {
        ByteBuffer records = ByteBuffer.allocate(78 * seconds.length);
        for (int second : seconds) {
            records.putInt(0).put(intLittleEndian(second)).put((byte) 2).put((byte) 4);
            records.putShort((short) 78)
                    .putShort((short) 0)
                    .putShort((short) 60)
                    .put(new byte[62]);
        }
        return records.array();
    }

    private static byte[] intLittleEndian(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    @Test
    void erfIsKnownBySeveralRecordsInARow() {
        String known = "a.snoop is a capture in Endace ERF format, which is not read: convert it with editcap -F pcapng"
                + " a.snoop a.pcapng";

        assertEquals(known, refusal(erf(1_700_000_000, 1_700_000_001, 1_700_000_001, 1_700_000_002)));
        assertEquals(known, refusal(erf(1_700_000_000, 1_700_000_001)));
    }

    @Test
    void aRecordAloneOrTimesThatGoBackAreNotTakenForErf() {
        assertEquals(NO_KIND, refusal(erf(1_700_000_000)));
        assertEquals(NO_KIND, refusal(erf(1_700_000_001, 1_700_000_000, 1_700_000_002)));
        assertEquals(NO_KIND, refusal(erf(1_700_000_000, 1_800_000_000, 1_900_000_000)));
    }

    @Test
    void octetsAtRandomAreOfNoKind() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            byte[] head = new byte[1000];
            random.nextBytes(head);
            head[0] = (byte) 0x93;
            assertEquals(NO_KIND, refusal(head));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            425a683931     | is compressed with bzip2, which is not read: unpack it first, with bunzip2
            fd377a585a00   | is compressed with xz, which is not read: unpack it first, with unxz
            377abcaf271c   | is a 7z archive, which is not read: unpack it with 7z x a.snoop
            526172211a0700 | is a RAR archive, which is not read: unpack it with unrar x a.snoop
            255044462d312e | is a PDF document, no capture: name the capture that it was made from
            89504e470d0a1a0a | is a picture, no capture: name the capture that it was made from
            fffed4000c01   | is UTF-16 text, as PowerShell's > makes of what a program writes: have the program write the file itself, with -w
            """)
    void anotherFileIsNamed(String magic, String said) {
        assertEquals("a.snoop " + said, refusal(Arrays.copyOf(HexFormat.of().parseHex(magic), 400)));
    }

    @Test
    void zerosAreNamed() {
        assertEquals(
                "a.snoop begins with zeros only: copy it again, it was not written or not transferred",
                refusal(new byte[1000]));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            version https://git-lfs.github.com/spec/v1 | is a Git LFS pointer, not the file itself: fetch that with git lfs pull
            <!DOCTYPE html>                            | is a web page, no capture: download the file itself
            <html lang="en"><head>                     | is a web page, no capture: download the file itself
            <?xml version="1.0"?><pdml version="0">    | is PDML, which tshark or Wireshark made of a capture: name the capture that it was made from
            <?xml version="1.0"?><psml version="0">    | is PSML, which tshark or Wireshark made of a capture: name the capture that it was made from
            <?xml version="1.0"?><notes>               | is XML, no capture: name the capture that it was made from
            [ { "_index": "packets-2026-11-22"         | is JSON that tshark made of a capture: name the capture that it was made from
            { "users": 4 }                             | is JSON, no capture: name the capture that it was made from
            14:32:57.509877 IP localhost.58197 > localhost.10000: Flags [S] | is text that tcpdump printed, no capture: have tcpdump write one, with -w FILE
            tcpdump: listening on lo, link-type EN10MB | is text that tcpdump printed, no capture: have tcpdump write one, with -w FILE
            1 0.000000000 127.0.0.1 → 127.0.0.1 TCP 74 | is text that tshark or Wireshark printed, no capture: have tshark write one, with -w FILE
            Frame 1: 74 bytes on wire (592 bits)       | is text that tshark or Wireshark printed, no capture: have tshark write one, with -w FILE
            00000000: d4c3 b2a1 0200 0400 0000 0000    | is a hex dump of a capture: turn it into a capture with xxd -r a.txt a.pcap
            0a0d0d0a780000004d3c2b1a01000000           | is a capture in hexadecimal digits: turn it into a capture with xxd -r -p a.txt a.pcap
            0000  00 00 00 00 00 00 00 00 00 00 00 00  | is a hex dump, no capture: turn it into a capture with text2pcap a.txt a.pcap
            # What the capture shows                   | is a report of Parley, no capture: name the capture that it was made from
            frame.number,frame.time_epoch,frame.len,ip.src | is a report of Parley, no capture: name the capture that it was made from
            tcp.stream,client,server,protocol,user     | is a report of Parley, no capture: name the capture that it was made from
            what was captured where                    | is text, no capture: expected a pcap or pcapng file
            שיחה של ארבעה                              | is text, no capture: expected a pcap or pcapng file
            """)
    void textIsNamedForWhatItIs(String text, String said) {
        assertEquals("a.txt " + said, refusal(text + "\n"));
        assertEquals("a.txt " + said, refusal("\ufeff" + text + "\r\n"));
    }

    @Test
    void aTableIsNamed() {
        assertEquals(
                "a.txt is a table of text (CSV), no capture: name the capture that it was made from",
                refusal("user,sent,received\nOfir,3,4\n"));
        assertEquals("a.txt is text, no capture: expected a pcap or pcapng file", refusal(",".repeat(5000)));
    }

    @Test
    void aCaptureInBase64IsNamed() {
        for (byte[] capture : List.of(SCRIPT.pcap(), SCRIPT.pcapng())) {
            assertEquals(
                    "a.txt is base64 text, as it seems of a capture: turn it into a capture with base64 -d a.txt > a.pcap",
                    refusal(Base64.getMimeEncoder().encodeToString(capture)));
        }
    }

    private static byte[] replaced(byte[] capture, String octets, String by) {
        String latin = new String(capture, StandardCharsets.ISO_8859_1);
        return latin.replace(octets, by).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] reread(byte[] capture, Charset charset) {
        return new String(capture, charset).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void aCaptureThatWasTransferredAsTextIsToBeTransferredAgain() {
        String changed =
                "a.snoop was changed as text when it was transferred or saved (%s): transfer it again, as binary";
        byte[] pcap = SCRIPT.pcap();
        byte[] pcapng = SCRIPT.pcapng();

        assertEquals(changed.formatted("LF became CR LF"), refusal(replaced(pcapng, "\n", "\r\n")));
        assertEquals(changed.formatted("LF became CR LF"), refusal(replaced(pcap, "\n", "\r\n")));
        assertEquals(changed.formatted("CR LF became LF"), refusal(replaced(pcapng, "\r\n", "\n")));
        assertEquals(changed.formatted("CR LF became LF"), refusal(replaced(pcapng, "\r", "")));
        assertEquals(changed.formatted("taken for UTF-8"), refusal(reread(pcap, StandardCharsets.UTF_8)));
        assertEquals(changed.formatted("from Latin-1 to UTF-8"), refusal(reread(pcap, StandardCharsets.ISO_8859_1)));
        assertEquals(changed.formatted("from Latin-1 to UTF-8"), refusal(reread(pcapng, StandardCharsets.ISO_8859_1)));
    }

    @Test
    void aSoundCaptureWhoseLinesAllEndInCrLfIsNotTakenForChanged() throws IOException {
        ByteArrayOutputStream capture = new ByteArrayOutputStream();
        capture.write(HexFormat.of().parseHex("d4c3b2a102000400000000000000000000000400" + "65000000"));
        for (int i = 0; i < 9; i++) {
            byte[] line = "line\r\n".getBytes(StandardCharsets.US_ASCII);
            capture.write(intLittleEndian(1_700_000_000));
            capture.write(intLittleEndian(0));
            capture.write(intLittleEndian(line.length));
            capture.write(intLittleEndian(line.length));
            capture.write(line);
        }

        assertTrue(ForeignFile.refusalOfChanged(capture.toByteArray(), "a").isEmpty());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            standard input    | FILE FILE.pcapng
            -a.cap            | ./-a.cap ./-a.pcapng
            two words.cap     | 'two words.cap' 'two words.pcapng'
            it's.cap          | 'it'\\''s.cap' 'it'\\''s.pcapng'
            dir.d/capture     | dir.d/capture dir.d/capture.pcapng
            a.pcapng          | a.pcapng a.new.pcapng
            .hidden           | .hidden .hidden.pcapng
            """)
    void theCommandNamesTheFileAsAShellTakesIt(String name, String arguments) {
        byte[] snoop = "snoop\0\0\0".getBytes(StandardCharsets.US_ASCII);

        assertEquals(
                name + " is a capture in snoop format, which is not read: convert it with editcap -F pcapng "
                        + arguments,
                refusal(snoop, name));
    }
}
