package parley.analyzer.capture.archive;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.UnsupportedZipFeatureException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipMethod;
import org.jspecify.annotations.Nullable;

/** ZIP read by its local headers, so that it needs no end: with data descriptors and ZIP64. */
final class ZipEntries implements Entries {
    private final ZipArchiveInputStream zip;
    private String name = "";

    ZipEntries(InputStream in) {
        zip = new ZipArchiveInputStream(in);
    }

    @Override
    public @Nullable Entry next() throws IOException {
        ZipArchiveEntry entry;
        do {
            entry = nextOrFolder();
            if (entry == null) {
                return null;
            }
            name = entry.getName();
        } while (entry.isDirectory());
        return new Entry(name, unreadable(entry));
    }

    private @Nullable ZipArchiveEntry nextOrFolder() throws IOException {
        try {
            return zip.getNextEntry();
        } catch (UnsupportedZipFeatureException unreadable) {
            throw new ZipException("what comes after " + name + " can only be found by reading that");
        } catch (EOFException cut) {
            throw cut();
        }
    }

    private @Nullable String unreadable(ZipArchiveEntry entry) {
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            return "encrypted";
        }
        // The library would need another one for XZ.
        if (zip.canReadEntryData(entry) && entry.getMethod() != ZipMethod.XZ.getCode()) {
            return null;
        }
        if (entry.getMethod() == ZipMethod.STORED.getCode()) {
            return "stored without its length before it";
        }
        ZipMethod method = ZipMethod.getMethodByCode(entry.getMethod());
        return "compressed with "
                + (method == null || method == ZipMethod.UNKNOWN ? "method " + entry.getMethod() : method.name());
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            return zip.read(target, offset, length);
        } catch (EOFException cut) {
            throw cut();
        }
    }

    /** The library's would quote the name, which may be long. */
    private static EOFException cut() {
        return new EOFException("it ends inside a file");
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
