package parley.analyzer.os;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import jnr.ffi.Platform;
import org.junit.jupiter.api.Test;

class PacketHeaderLayoutTest {
    private static final int SECONDS = 1_700_000_000;

    @Test
    void linuxHasTimesOf64Bits() {
        check(
                Platform.OS.LINUX,
                header(24).putLong(SECONDS).putLong(999_999_999).putInt(74).putInt(1514),
                999_999_999);
    }

    @Test
    void macOsPadsItsMicroseconds() {
        check(
                Platform.OS.DARWIN,
                header(24)
                        .putLong(SECONDS)
                        .putInt(999_999)
                        .putInt(0xFFFF_FFFF)
                        .putInt(74)
                        .putInt(1514),
                999_999);
    }

    @Test
    void windowsHasTimesOf32Bits() {
        check(
                Platform.OS.WINDOWS,
                header(16).putInt(SECONDS).putInt(999_999).putInt(74).putInt(1514),
                999_999);
    }

    @Test
    void windowsSecondsGoOnPast2038() {
        ByteBuffer header = header(16).putInt(0x8000_0000).putInt(0).putInt(0).putInt(0);
        assertEquals(0x8000_0000L, PacketHeaderLayout.SHORT_TIMES.seconds(MemorySegment.ofArray(header.array())));
    }

    private static ByteBuffer header(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.nativeOrder());
    }

    private static void check(Platform.OS os, ByteBuffer octets, long fraction) {
        MemorySegment header = MemorySegment.ofArray(octets.array());
        PacketHeaderLayout layout = PacketHeaderLayout.of(os);
        assertEquals(octets.capacity(), layout.length());
        assertEquals(SECONDS, layout.seconds(header));
        assertEquals(fraction, layout.fraction(header));
        assertEquals(74, layout.capturedLength(header));
        assertEquals(1514, layout.originalLength(header));
    }
}
