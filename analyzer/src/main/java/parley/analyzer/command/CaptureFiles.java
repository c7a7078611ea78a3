package parley.analyzer.command;

import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.MergedSource;
import parley.analyzer.capture.PacketSource;

/** The files of one command: several are read as one capture. */
final class CaptureFiles implements Closeable {
    private final List<Input> inputs;
    private final PacketSource source;
    private final @Nullable MergedSource merged;

    /** @param name what it is called among the files, of which it may be one twice */
    private record Input(Path file, String name, PacketSource source) {}

    private CaptureFiles(List<Input> inputs, ArrangingOptions arranging, PrintWriter terminal) throws IOException {
        this.inputs = inputs;
        PacketSource all;
        if (inputs.size() == 1) {
            all = inputs.getFirst().source();
            merged = null;
        } else {
            Map<String, PacketSource> named = new LinkedHashMap<>();
            inputs.forEach(input -> named.put(input.name(), input.source()));
            merged = new MergedSource(named);
            all = merged;
        }
        List<Path> files = inputs.stream().map(Input::file).toList();
        source = arranging.arrange(ProgressSource.watch(all, files, terminal));
    }

    /**
     * Opens files; {@code -} is standard input.
     *
     * @param terminal where a terminal shows how far they have been read
     * @throws IOException where one cannot be opened or is no capture, or standard input is named twice
     */
    static CaptureFiles open(List<Path> files, ArrangingOptions arranging, PrintWriter terminal) throws IOException {
        List<Input> inputs = new ArrayList<>();
        try {
            for (Path file : files) {
                long before = inputs.stream()
                        .filter(input -> input.file().equals(file))
                        .count();
                if (before > 0 && file.toString().equals("-")) {
                    throw new IOException("- is named twice: standard input can be read once");
                }
                String name = before == 0 ? file.toString() : file + " (named " + (before + 1) + " times)";
                inputs.add(new Input(file, name, CaptureFile.openOrStandardInput(file)));
            }
            return new CaptureFiles(inputs, arranging, terminal);
        } catch (IOException unopened) {
            for (Input opened : inputs) {
                opened.source().close();
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
        Path first = inputs.getFirst().file();
        return inputs.size() == 1 ? first.toString() : first + " and " + (inputs.size() - 1) + " more";
    }

    /** The name of the one file without its folder, for a report that is passed on; null where there is none or several. */
    @Nullable
    String fileName() {
        Path only = inputs.getFirst().file();
        Path name = only.getFileName();
        return inputs.size() > 1 || name == null || name.toString().equals("-") ? null : name.toString();
    }

    /**
     * Says of each file where and why it breaks off, if it does.
     *
     * @param packets of all files
     */
    void tellFaults(PrintWriter err, long packets) {
        inputs.forEach(input -> input.source().fault().ifPresent(fault -> {
            long ofFile = merged == null ? packets : merged.packetsOf(input.name());
            CaptureNotes.tellFault(err, input.file(), fault, ofFile, "analyzed");
        }));
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
