package parley.samples.irc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static parley.analyzer.app.Recognition.MATCH;
import static parley.analyzer.app.Recognition.NEED_MORE;
import static parley.analyzer.app.Recognition.NO_MATCH;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import parley.analyzer.app.Recognition;
import parley.analyzer.app.StreamStart;

class IrcDecoderTest {
    private static final int PORT = 7777;

    private static Recognition recognise(String client, String server, boolean complete) {
        return new IrcDecoder()
                .recognise(new StreamStart(
                        client.getBytes(StandardCharsets.UTF_8),
                        server.getBytes(StandardCharsets.UTF_8),
                        PORT,
                        complete,
                        false));
    }

    private static Recognition client(String octets) {
        return recognise(octets, "", true);
    }

    private static Recognition server(String octets) {
        return recognise("", octets, true);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NICK Ofir\r\n",
                "nick Ofir\n",
                "CAP LS 302\r\n",
                "PASS secret\r\nNICK Ofir\r\n",
                "USER ofir 0 * :Ofir of the lab\r\n",
                "\r\nNICK Ofir\r\n"
            })
    void aClientIsRecognisedByHowItRegisters(String octets) {
        assertEquals(MATCH, client(octets));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":irc.example.net NOTICE * :*** Looking up your hostname\r\n",
                "NOTICE AUTH :*** Looking up your hostname\r\n",
                ":irc.example.net 001 Ofir :Welcome\r\n"
            })
    void aServerIsRecognisedByItsFirstLine(String octets) {
        assertEquals(MATCH, server(octets));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "N", "NICK Ofir", "PASS secret\r\n", "USER anonymous\r\n", "PING 1\r\n", ":irc.exam"})
    void whatMayBecomeIrcIsWaitedFor(String octets) {
        assertEquals(NEED_MORE, client(octets));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\n",
                "EHLO example.net\r\n",
                "\u0016\u0003\u0001",
                "SSH-2.0-OpenSSH_9.2\r\n",
                "NI\u0000",
                "Ofir to Emily - hi\n"
            })
    void whatIsNotIrcIsSaidToBeNone(String octets) {
        assertEquals(NO_MATCH, client(octets));
    }

    @Test
    void fileTransferAndMailBeginLikeIrcAndTheirServersDoNot() {
        assertEquals(NO_MATCH, recognise("USER ofir\r\nPASS secret\r\n", "+OK POP3 is ready\r\n", true));
        assertEquals(NO_MATCH, recognise("USER ofir\r\n", "220 FTP is ready\r\n", true));
    }

    @Test
    void oneSideIsEnough() {
        assertEquals(MATCH, recognise("NICK Ofir\r\n", "", true));
        assertEquals(MATCH, recognise("", ":irc.example.net 001 Ofir :Welcome\r\n", true));
        assertEquals(MATCH, recognise("PING 1\r\n", ":irc.example.net PONG irc.example.net 1\r\n", true));
    }

    @Test
    void inMidConversationTheFirstLineIsNotLookedAt() {
        String rest = "ing, everyone\r\n";
        assertEquals(NO_MATCH, recognise("", rest, true));
        assertEquals(NEED_MORE, recognise("", rest, false));
        assertEquals(MATCH, recognise("", rest + ":Ofir!~ofir@host JOIN #lab\r\n", false));
        assertEquals(NO_MATCH, recognise("", rest + "one more\r\n", false));
    }
}
