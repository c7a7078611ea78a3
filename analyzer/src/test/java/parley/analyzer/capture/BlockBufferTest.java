package parley.analyzer.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlockBufferTest {
    private final BlockBuffer blocks = new BlockBuffer();

    @BeforeEach
    void putTwoBlocksOf12And16Octets() {
        blocks.begin(1);
        blocks.end();
        blocks.begin(2);
        blocks.putInt(7);
        blocks.end();
    }

    @Test
    void blockThatWasWrittenInPartIsNotCountedAsWhole() {
        assertEquals(0, blocks.wholeBlocksWithin(0));
        assertEquals(0, blocks.wholeBlocksWithin(11));
        assertEquals(12, blocks.wholeBlocksWithin(12));
        assertEquals(12, blocks.wholeBlocksWithin(27));
        assertEquals(28, blocks.wholeBlocksWithin(28));
    }

    @Test
    void drainingEmptiesIt() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        blocks.drainTo(Channels.newChannel(out));
        blocks.drainTo(Channels.newChannel(out));
        assertEquals(28, out.size());
        assertEquals(0, blocks.length());
    }
}
