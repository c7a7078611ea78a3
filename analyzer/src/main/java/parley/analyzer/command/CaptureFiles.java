package parley.analyzer.command;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.MergedSource;
import parley.analyzer.capture.PacketSource;

/** The files of one command: several are read as one capture. */
final class CaptureFiles implements Closeable {
    private final Map<Path, PacketSource> sources;
    private final PacketSource source;
    private final @Nullable MergedSource merged;

    private CaptureFiles(Map<Path, PacketSource> sources, PrintWriter terminal) throws IOException {
        this.sources = sources;
        PacketSource all;
        if (sources.size() == 1) {
            all = sources.values().iterator().next();
            merged = null;
        } else {
            Map<String, PacketSource> named = new LinkedHashMap<>();
            sources.forEach((file, each) -> named.put(file.toString(), each));
            merged = new MergedSource(named);
            all = merged;
        }
        source = ProgressSource.watch(all, List.copyOf(sources.keySet()), terminal);
    }

    /**
     * Opens files; {@code -} is standard input.
     *
     * @param terminal where a terminal shows how far they have been read
     * @throws IOException where one cannot be opened, is no capture, or is named twice
     */
    static CaptureFiles open(List<Path> files, PrintWriter terminal) throws IOException {
        Map<Path, PacketSource> sources = new LinkedHashMap<>();
        try {
            for (Path file : files) {
                if (sources.containsKey(file)) {
                    throw new IOException(file + " is named twice");
                }
                sources.put(file, CaptureFile.openOrStandardInput(file));
            }
            return new CaptureFiles(sources, terminal);
        } catch (IOException unopened) {
            for (PacketSource opened : sources.values()) {
                opened.close();
            }
            throw unopened;
        }
    }

    /** What is read. */
    PacketSource source() {
        return source;
    }

    /** The files, for people. */
    String name() {
        Path first = sources.keySet().iterator().next();
        return sources.size() == 1 ? first.toString() : first + " and " + (sources.size() - 1) + " more";
    }

    /** The name of the one file without its folder, for a report that is passed on; null where there is none or several. */
    @Nullable
    String fileName() {
        Path only = sources.keySet().iterator().next();
        Path name = only.getFileName();
        return sources.size() > 1 || name == null || name.toString().equals("-") ? null : name.toString();
    }

    /**
     * Says of each file where and why it breaks off, if it does.
     *
     * @param packets of all files
     */
    void tellFaults(PrintWriter err, long packets) {
        sources.forEach((file, each) -> each.fault().ifPresent(fault -> {
            long ofFile = merged == null ? packets : merged.packetsOf(file.toString());
            CaptureNotes.tellFault(err, file, fault, ofFile, "analyzed");
        }));
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
