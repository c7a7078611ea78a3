package parley.analyzer.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.Zip64Mode;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;

/** Archives as tools write them. */
public enum ArchiveFile {
    /** As most write it to a stream: the lengths come after the content. */
    ZIP {
        @Override
        void write(ByteArrayOutputStream out, File... files) throws IOException {
            try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
                writeZip(zip, files);
            }
        }
    },
    ZIP64 {
        @Override
        void write(ByteArrayOutputStream out, File... files) throws IOException {
            try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
                zip.setUseZip64(Zip64Mode.Always);
                writeZip(zip, files);
            }
        }
    },
    /** Not compressed, the lengths before the content. */
    ZIP_STORED {
        @Override
        void write(ByteArrayOutputStream out, File... files) throws IOException {
            try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(out)) {
                for (File file : files) {
                    ZipArchiveEntry entry = new ZipArchiveEntry(file.name());
                    entry.setMethod(ZipArchiveEntry.STORED);
                    entry.setSize(file.content().length);
                    CRC32 sum = new CRC32();
                    sum.update(file.content());
                    entry.setCrc(sum.getValue());
                    put(zip, entry, file);
                }
            }
        }
    },
    /** Long names as GNU tar writes them. */
    TAR {
        @Override
        void write(ByteArrayOutputStream out, File... files) throws IOException {
            writeTar(out, TarArchiveOutputStream.LONGFILE_GNU, files);
        }
    },
    /** Long names in extended headers. */
    TAR_PAX {
        @Override
        void write(ByteArrayOutputStream out, File... files) throws IOException {
            writeTar(out, TarArchiveOutputStream.LONGFILE_POSIX, files);
        }
    },
    TAR_GZIP {
        @Override
        void write(ByteArrayOutputStream out, File... files) throws IOException {
            try (GZIPOutputStream packing = new GZIPOutputStream(out)) {
                packing.write(TAR.of(files));
            }
        }
    };

    /** A file, or a folder where its name ends with a slash. */
    public record File(String name, byte[] content) {}

    public static File file(String name, byte[] content) {
        return new File(name, content);
    }

    public static File folder(String name) {
        return new File(name + "/", new byte[0]);
    }

    abstract void write(ByteArrayOutputStream out, File... files) throws IOException;

    /** The octets of one with these files. */
    public byte[] of(File... files) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, files);
        return out.toByteArray();
    }

    private static void writeZip(ZipArchiveOutputStream zip, File... files) throws IOException {
        for (File file : files) {
            put(zip, new ZipArchiveEntry(file.name()), file);
        }
    }

    private static void writeTar(ByteArrayOutputStream out, int longNames, File... files) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out, "UTF-8")) {
            tar.setLongFileMode(longNames);
            for (File file : files) {
                TarArchiveEntry entry = new TarArchiveEntry(file.name());
                entry.setSize(file.content().length);
                put(tar, entry, file);
            }
        }
    }

    private static <E extends ArchiveEntry> void put(ArchiveOutputStream<E> archive, E entry, File file)
            throws IOException {
        archive.putArchiveEntry(entry);
        archive.write(file.content());
        archive.closeArchiveEntry();
    }
}
