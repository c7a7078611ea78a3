package parley.analyzer.capture;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.jspecify.annotations.Nullable;

/** The compressions in which a capture is read. */
enum Compression {
    GZIP("gzip") {
        @Override
        InputStream open(InputStream packed) throws IOException {
            return new GZIPInputStream(packed, BUFFER);
        }
    },
    ZSTANDARD("Zstandard") {
        @Override
        InputStream open(InputStream packed) throws IOException {
            return new ZstdInputStream(new BufferedInputStream(packed, BUFFER)).setContinuous(false);
        }
    },
    LZ4("LZ4") {
        @Override
        InputStream open(InputStream packed) throws IOException {
            return new WholeLz4(new Tail(packed));
        }
    };

    private static final int BUFFER = 1 << 16;
    private static final int GZIP_MAGIC = 0x1f8b;
    private static final int ZSTANDARD_MAGIC = 0x28b52ffd;
    private static final int LZ4_MAGIC = 0x04224d18;

    private final String displayName;

    Compression(String displayName) {
        this.displayName = displayName;
    }

    /** What begins with these four octets; null where it is none of them. */
    static @Nullable Compression of(int magicBigEndian) {
        if (magicBigEndian >>> 16 == GZIP_MAGIC) {
            return GZIP;
        }
        return switch (magicBigEndian) {
            case ZSTANDARD_MAGIC -> ZSTANDARD;
            case LZ4_MAGIC -> LZ4;
            default -> null;
        };
    }

    String displayName() {
        return displayName;
    }

    /** The octets unpacked. Where the packed ones are damaged or end too soon, reading throws. */
    abstract InputStream open(InputStream packed) throws IOException;

    /** LZ4 whose end has to be there: the library takes a frame that is cut for one that is over. */
    private static final class WholeLz4 extends FilterInputStream {
        private final Tail packed;

        WholeLz4(Tail packed) throws IOException {
            super(new FramedLZ4CompressorInputStream(new BufferedInputStream(packed, BUFFER), true));
            this.packed = packed;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count < 0 && !packed.endsFrame()) {
                throw new EOFException("it ends without an end mark");
            }
            return count;
        }
    }

    /** Remembers the last octets read. */
    private static final class Tail extends FilterInputStream {
        /** LZ4's end mark is four octets of 0, which a checksum of four octets may follow. */
        private static final int KEPT = 8;

        private byte[] last = new byte[0];

        Tail(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = super.read(target, offset, length);
            if (count > 0) {
                byte[] joined = Arrays.copyOf(last, last.length + Math.min(count, KEPT));
                int from = offset + Math.max(0, count - KEPT);
                System.arraycopy(target, from, joined, last.length, joined.length - last.length);
                last = Arrays.copyOfRange(joined, Math.max(0, joined.length - KEPT), joined.length);
            }
            return count;
        }

        boolean endsFrame() {
            return isZero(last.length - 4) || isZero(last.length - KEPT);
        }

        private boolean isZero(int from) {
            return from >= 0 && Arrays.equals(last, from, from + 4, new byte[4], 0, 4);
        }
    }
}
