package parley.analyzer.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * {@code conn_state} and {@code history} of conversations.csv, case by case of Zeek's documentation
 * (base/protocols/conn/main.zeek). Rows are: the case, what it looks like, its state, its history.
 */
class ConnLogTest {
    private static void assertRow(String script, String state, String history) {
        Map<String, String> row = Reports.rows(CsvReport.CONVERSATIONS, script).getFirst();
        assertEquals(state + " " + history, row.get("conn_state") + " " + row.get("history"));
    }

    /** Each state, in the order of the documentation, in every way that leads to it. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            S0: no reply                                | C SYN                                         | S0     | S
            S0: asked three times                       | C SYN; C SYN; C SYN                           | S0     | S
            S0: a bare ACK is no reply                  | C SYN; S ACK                                  | S0     | Sa
            S1: established, not terminated             | handshake                                     | S1     | ShA
            S1: with data                               | handshake; C data 4; S ACK; S data 9; C ACK   | S1     | ShADad
            S1: the last ACK is not needed              | C SYN; S SYN-ACK                              | S1     | Sh
            S1: simultaneous open                       | C SYN; S SYN; C SYN-ACK seq=0; S SYN-ACK seq=0 | S1     | Ss
            S1: SYN-ACK captured before SYN             | S SYN-ACK; C SYN ack=0; C ACK                 | S1     | ^hSA
            S1: the SYN was not captured                | C SYN; unseen; S SYN-ACK; C ACK               | S1     | ^hA
            SF: client closes first                     | handshake; C FIN; S FIN; C ACK                | SF     | ShAFf
            SF: server closes first                     | handshake; S FIN; C ACK; C FIN; S ACK         | SF     | ShAfFa
            SF: both at once                            | handshake; C FIN; S FIN seq=1 ack=1; C ACK; S ACK | SF | ShAFfa
            SF: FIN with data                           | handshake; C FIN-ACK data 4; S FIN; C ACK     | SF     | ShAFf
            SF: a reset behind both FINs                | handshake; C FIN; S FIN; C RST                | SF     | ShAFfR
            SF: FIN, reset, FIN                         | handshake; S FIN; S RST; C FIN                | SF     | ShAfrF
            SF: neither SYN was captured                | C data 4; S data 4; C FIN; S FIN              | SF     | DdFf
            REJ: the SYN is refused                     | C SYN; S RST-ACK                              | REJ    | Sr
            REJ: refused, and reset by the client too   | C SYN; S RST-ACK; C RST                       | REJ    | SrR
            REJ: refused after a bare ACK               | C SYN; S ACK; S RST                           | REJ    | Sar
            REJ: both reset, nothing was said           | handshake; C RST; S RST                       | REJ    | ShARr
            S2: the client closes, the server does not  | handshake; C FIN; S ACK                       | S2     | ShAFa
            S3: the server closes, the client does not  | handshake; S FIN; C ACK                       | S3     | ShAf
            RSTO: the client aborts                     | handshake; C data 4; C RST                    | RSTO   | ShADR
            RSTO: with FIN and RST in one               | handshake; C FIN-RST-ACK                      | RSTO   | ShAI
            RSTO: after its own FIN                     | handshake; C FIN; C RST                       | RSTO   | ShAFR
            RSTO: in answer to the server's FIN         | handshake; S FIN; C RST                       | RSTO   | ShAfR
            RSTR: the server aborts                     | handshake; C data 4; S RST-ACK                | RSTR   | ShADr
            RSTR: in answer to the client's FIN         | handshake; C FIN; S RST                       | RSTR   | ShAFr
            RSTR: both reset, something was said        | handshake; C data 4; C RST; S RST             | RSTR   | ShADRr
            RSTOS0: SYN, then a reset                   | C SYN; C RST                                  | RSTOS0 | SR
            RSTOS0: with data between                   | C SYN; C data 4; C RST                        | RSTOS0 | SDR
            RSTRH: SYN-ACK, then a reset                | S SYN-ACK; S RST                              | RSTRH  | ^hr
            SH: SYN, then FIN                           | C SYN; C FIN                                  | SH     | SF
            SH: midstream, the client closes            | C data 4; C FIN                               | SH     | DF
            SHR: SYN-ACK, then FIN                      | S SYN-ACK; S FIN                              | SHR    | ^hf
            SHR: midstream, the server closes           | S data 4; C ACK; S FIN                        | SHR    | ^dAf
            OTH: midstream                              | C data 4; S ACK; S data 4; C ACK              | OTH    | DadA
            OTH: midstream, the server first            | S data 4; C ACK                               | OTH    | ^dA
            OTH: a SYN-ACK alone                        | S SYN-ACK                                     | OTH    | ^h
            OTH: a reset alone                          | C RST                                         | OTH    | R
            OTH: SYN, ACK, reset                        | C SYN; C ACK; C RST                           | OTH    | SAR
            OTH: data in answer to a SYN                | C SYN; S data 4                               | OTH    | Sd
            OTH: a bare ACK, FIN and reset              | C SYN; S ACK; C FIN; C RST                    | OTH    | SaFR
            """)
    void connState(String name, String script, String state, String history) {
        assertRow(script, state, history);
    }

    /** Each letter, in the order of the documentation, with what it says of how often it is written. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            s: of the client, upper case                | C SYN                                         | S0     | S
            s: of the server, lower case                | C SYN; S SYN                                  | S1     | Ss
            h: another number                           | C SYN; S SYN-ACK; isn S 9000; S SYN-ACK       | S1     | Shh
            h: the same number                          | C SYN; S SYN-ACK; S SYN-ACK seq=0             | S1     | Sh
            h: of the client                            | C SYN; S SYN; C SYN-ACK seq=0                 | S1     | Ss
            a: once for each end                        | handshake; C ACK; C ACK; S ACK; S ACK         | S1     | ShAa
            a: not with data                            | C SYN; S SYN-ACK; C data 4                    | S1     | ShD
            d: once for each end                        | handshake; C data 4; C data 4; S data 4; S data 4 | S1 | ShADd
            f: sent again                               | handshake; C FIN; C again                     | S2     | ShAF
            f: another number                           | handshake; C FIN; C FIN seq=9                 | S2     | ShAFF
            f: the number is behind the data            | handshake; C data 4; C FIN; at +1s; C FIN-ACK data 4 seq=1 | S2 | ShADFT
            r: sent again                               | handshake; S RST; S RST                       | RSTR   | ShAr
            r: another number                           | handshake; S RST; S RST seq=9                 | RSTR   | ShArr
            g: acknowledged and not captured            | handshake; C data 4; unseen; S ACK            | S1     | ShAa
            g: passed by                                | handshake; C data 4; unseen; C data 4; S ACK  | S1     | ShADaG
            g: of the server                            | handshake; S data 4; unseen; S data 4; C ACK  | S1     | ShAdg
            t: sent again                               | handshake; C data 4; at +1s; C again          | S1     | ShADT
            t: of the server                            | handshake; S data 4; at +1s; S again          | S1     | ShAdt
            t: an empty segment carries none            | C SYN; at +1s; C SYN seq=0                    | S0     | S
            w: of the client                            | handshake; C ACK win=0                        | S1     | ShAW
            w: of the server, with data                 | handshake; S data 4 win=0                     | S1     | ShAdw
            w: in a SYN                                 | C SYN win=0                                   | S0     | SW
            w: nothing is said of a reset's             | handshake; S RST win=0                        | RSTR   | ShAr
            w: nor after a reset                        | handshake; S RST; S ACK win=0                 | RSTR   | ShAra
            w: nor where the peer sends no more         | handshake; C FIN; S ACK win=0                 | S2     | ShAFa
            w: but of who has sent FIN                  | handshake; C FIN; C ACK win=0                 | S2     | ShAFW
            i: FIN with RST                             | handshake; S FIN-RST-ACK                      | RSTR   | ShAi
            i: once for each end                        | handshake; C FIN-RST; C FIN-RST seq=9         | RSTO   | ShAI
            i: with SYN as well                         | C SYN-FIN-RST                                 | OTH    | I
            q: SYN with FIN                             | C SYN-FIN                                     | SH     | Q
            q: SYN with RST                             | C SYN-RST; S RST                              | REJ    | Qr
            q: once for each end                        | C SYN-FIN; C SYN-FIN seq=0; S SYN-FIN         | SF     | Qq
            ^: the server's packet came first           | S data 4; C data 4                            | OTH    | ^dD
            ^: not where the client's came first        | C data 4; S data 4                            | OTH    | Dd
            """)
    void history(String name, String script, String state, String history) {
        assertRow(script, state, history);
    }

    @Test
    void whatIsCountedIsWrittenAtPowersOfTen() {
        String zeroWindows = "S ACK win=0\n";
        assertRow("handshake\n" + zeroWindows.repeat(9), "S1", "ShAaw");
        assertRow("handshake\n" + zeroWindows.repeat(10), "S1", "ShAaww");
        assertRow("handshake\n" + zeroWindows.repeat(99), "S1", "ShAaww");
        assertRow("handshake\n" + zeroWindows.repeat(100), "S1", "ShAawww");
        String again = "at +1s\nC again\n";
        assertRow("handshake\nC data 4\n" + again.repeat(9), "S1", "ShADT");
        assertRow("handshake\nC data 4\n" + again.repeat(10), "S1", "ShADTT");
        String missing = "C data 4\nunseen\nC data 4\nS ACK\n";
        assertRow("handshake\n" + missing.repeat(9), "S1", "ShADaG");
        assertRow("handshake\n" + missing.repeat(10), "S1", "ShADaGG");
    }

    /** Recorded on the sender: of its 141 segments 137 have checksums that were left to the network card. */
    @Test
    void segmentsWithUnfinishedChecksumsCountAsAnyOther() {
        List<Map<String, String>> rows =
                Reports.rows(CsvReport.CONVERSATIONS, Path.of("src/test/resources/captures/own/seed-session.pcapng"));
        assertEquals(List.of("ShAdDafF", "ShAdDafF", "ShAdDafF", "ShAdDafF"), Reports.column(rows, "history"));
    }
}
