package parley.analyzer.tcp;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TcpInfoTest {
    @TestFactory
    Stream<DynamicTest> ownCapturesAreWordedAsByWireshark() throws IOException {
        return WiresharkCaptures.own().tests("info", TcpInfoTest::compare);
    }

    @TestFactory
    Stream<DynamicTest> namedCapturesAreWordedAsByWireshark() throws IOException {
        return WiresharkCaptures.namedTests("info", TcpInfoTest::compare);
    }

    private static void compare(WiresharkCaptures.WiresharkCase wiresharkCase) {
        wiresharkCase.compare("No.", (segment, column) -> switch (column) {
            case "No." -> Long.toString(segment.frame());
            case "Protocol" -> "TCP";
            case "Info" -> TcpInfo.of(segment);
            default -> throw new AssertionError("no such column: " + column);
        });
    }
}
