package parley.analyzer.replay.play;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringReader;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import parley.analyzer.app.Direction;
import parley.analyzer.replay.comparison.Answer;
import parley.analyzer.replay.comparison.Verdict;
import parley.analyzer.replay.recording.Piece;
import parley.analyzer.replay.recording.Track;
import parley.analyzer.tcp.Endpoint;
import parley.analyzer.wire.IpAddress;

class ReplayJUnitTest {
    private static final Endpoint SOMEBODY = new Endpoint(IpAddress.of(InetAddress.getLoopbackAddress()), 1);

    @Test
    void whatComesFromTheWireIsTextThatXmlCanHold() throws Exception {
        byte[] octets = "a\u0000\uffff\ufffe<b> & \"c\" 𐀀".getBytes(StandardCharsets.UTF_8);
        Piece piece = new Piece(0, Direction.SERVER, 7, 0, 0, octets.length, octets, null, -1);
        Track track = new Track(0, SOMEBODY, SOMEBODY, "\uffff", null, List.of(piece), List.of());
        PlayedTrack played = new PlayedTrack(track, true, 0, List.of(new Answer(Verdict.MISSING, piece, null, "")));
        StringBuilder xml = new StringBuilder();
        ReplayJUnit.write(
                "a.pcap", new ReplayResult(Direction.CLIENT, List.of(played), 0, 0, false, Duration.ofSeconds(1)), xml);

        Document read = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(xml.toString())));
        Element failure = (Element) read.getElementsByTagName("failure").item(0);
        assertEquals(
                "missing; captured in frame 7: a\ufffd\ufffd\ufffd<b> & \"c\" 𐀀", failure.getAttribute("message"));
    }
}
