package parley.analyzer.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import parley.analyzer.capture.CaptureFault;
import parley.analyzer.capture.CaptureInterface;
import parley.analyzer.capture.FileDetails;
import parley.analyzer.capture.LinkType;
import parley.analyzer.capture.Packet;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.findings.Words;
import parley.analyzer.wire.LinkHeader;

/** What a capture file is and holds, as text or JSON. Times are as the capture has them, in UTC. Used by one thread. */
public final class CaptureInfo {
    private static final int NAMES_SHOWN = 20;

    /** Packets of one interface, or of all. */
    private static final class Tally {
        private long packets;
        private long octets;
        private long snapped;
        private int largest;

        void add(Packet packet) {
            packets++;
            octets += packet.originalLength();
            snapped += packet.capturedLength() < packet.originalLength() ? 1 : 0;
            largest = Math.max(largest, packet.originalLength());
        }
    }

    private final String name;
    private final long size;
    private final Tally all = new Tally();
    private final List<Tally> byInterface = new ArrayList<>();
    private final List<CaptureInterface> interfaces;
    private final @Nullable FileDetails details;
    private final @Nullable CaptureFault fault;
    private final long dropped;
    private long firstNanos;
    private long lastNanos;
    private long previousNanos;
    private boolean timed;
    private boolean ordered = true;

    private CaptureInfo(String name, long size, PacketSource source) throws IOException {
        this.name = name;
        this.size = size;
        Packet packet = new Packet();
        while (source.next(packet)) {
            take(packet, source);
        }
        interfaces = List.copyOf(source.interfaces());
        while (byInterface.size() < interfaces.size()) {
            byInterface.add(new Tally());
        }
        details = source.details().orElse(null);
        fault = source.fault().orElse(null);
        dropped = source.dropped();
    }

    /**
     * Reads a source to its end.
     *
     * @param name of the file, for people
     * @param size of the file in octets; -1 where it has none
     */
    public static CaptureInfo of(String name, long size, PacketSource source) throws IOException {
        return new CaptureInfo(name, size, source);
    }

    private void take(Packet packet, PacketSource source) {
        all.add(packet);
        while (byInterface.size() <= packet.interfaceId()) {
            byInterface.add(new Tally());
        }
        byInterface.get(packet.interfaceId()).add(packet);
        if (!packet.hasTimestamp()) {
            return;
        }
        long now = packet.timestampNanos();
        if (!timed) {
            timed = true;
            firstNanos = now;
            lastNanos = now;
        } else {
            ordered &= now >= previousNanos;
        }
        firstNanos = Math.min(firstNanos, now);
        lastNanos = Math.max(lastNanos, now);
        previousNanos = now;
    }

    /** What ended the file before its time, if anything did. */
    public @Nullable CaptureFault fault() {
        return fault;
    }

    /** Packets that could be read. */
    public long packets() {
        return all.packets;
    }

    /** Writes lines of a label and what it is. */
    public void writeText(PrintWriter out) {
        line(out, "File", MessageText.visible(name) + (size < 0 ? "" : ", " + Words.count(size, "byte")));
        FileDetails file = details;
        if (file != null) {
            line(
                    out,
                    "Format",
                    file.format() + ", " + file.byteOrder()
                            + (file.sections() == 1 ? "" : ", " + Words.count(file.sections(), "section")));
            line(out, "Compression", file.compression() == null ? "none" : file.compression());
        }
        line(out, "Packets", packetsText(all));
        if (timed) {
            line(out, "First", text(firstNanos));
            line(out, "Last", text(lastNanos) + ", " + Words.duration(lastNanos - firstNanos) + " later");
            line(out, "Order", ordered ? "by time" : "not by time: some packets are earlier than the one before");
        }
        if (dropped > 0) {
            line(out, "Dropped", Words.count(dropped, "packet") + " while capturing");
        }
        for (int i = 0; i < interfaces.size(); i++) {
            line(out, "Interface " + i, text(interfaces.get(i)) + "; " + packetsText(byInterface.get(i)));
        }
        if (file != null) {
            writeSaid(out, file);
        }
        CaptureFault broken = fault;
        if (broken != null) {
            line(out, "Broken", "at byte " + broken.offset() + ": " + broken.reason());
        }
    }

    private static void writeSaid(PrintWriter out, FileDetails file) {
        said(out, "Application", file.application());
        said(out, "System", file.os());
        said(out, "Hardware", file.hardware());
        file.comments().forEach(comment -> said(out, "Comment", comment));
        file.names().stream().limit(NAMES_SHOWN).forEach(known -> said(out, "Name", known));
        if (file.names().size() > NAMES_SHOWN) {
            line(out, "Name", "and " + (file.names().size() - NAMES_SHOWN) + " more");
        }
        if (!file.passedOver().isEmpty()) {
            line(
                    out,
                    "Passed over",
                    file.passedOver().entrySet().stream()
                            .map(entry -> entry.getValue() + " × " + entry.getKey())
                            .collect(Collectors.joining(", ")));
        }
    }

    private static void said(PrintWriter out, String label, @Nullable String text) {
        if (text != null && !text.isEmpty()) {
            line(out, label, MessageText.visible(text));
        }
    }

    private static void line(PrintWriter out, String label, String text) {
        out.printf("%-13s%s%n", label, text);
    }

    private static String packetsText(Tally tally) {
        if (tally.packets == 0) {
            return "no packets";
        }
        return Words.count(tally.packets, "packet") + ", " + Words.count(tally.octets, "byte") + ", the largest "
                + Words.number(tally.largest)
                + (tally.snapped == 0 ? "" : ", " + Words.number(tally.snapped) + " cut short");
    }

    private static String text(CaptureInterface on) {
        String linkType =
                LinkType.name(on.linkType()) + (LinkHeader.isDecoded(on.linkType()) ? "" : ", which is not decoded");
        return (on.name() == null ? "" : MessageText.visible(on.name()) + ", ")
                + linkType
                + (on.snapLength() == 0 ? "" : ", at most " + Words.number(on.snapLength()) + " bytes a packet")
                + (on.filter() == null ? "" : ", filter " + Words.quote(on.filter()));
    }

    private static String text(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                .toString();
    }

    /** Writes one object; a time is text in ISO 8601, null where no packet has one. */
    public void writeJson(PrintWriter out) throws IOException {
        JsonWriter json = new JsonWriter(out);
        json.beginObject().name("file").value(name);
        if (size >= 0) {
            json.name("size").value(size);
        }
        FileDetails file = details;
        if (file != null) {
            json.name("format").value(file.format());
            json.name("byte_order").value(file.byteOrder());
            json.name("compression").value(file.compression());
            json.name("sections").value(file.sections());
        }
        tally(json, all);
        json.name("first").value(timed ? text(firstNanos) : null);
        json.name("last").value(timed ? text(lastNanos) : null);
        json.name("in_order").value(ordered);
        json.name("dropped").value(dropped);
        json.name("interfaces").beginArray();
        for (int i = 0; i < interfaces.size(); i++) {
            CaptureInterface on = interfaces.get(i);
            json.beginObject().name("name").value(on.name());
            json.name("link_type").value(on.linkType());
            json.name("link").value(LinkType.name(on.linkType()));
            json.name("decoded").value(LinkHeader.isDecoded(on.linkType()));
            json.name("snap_length").value(on.snapLength());
            json.name("filter").value(on.filter());
            tally(json, byInterface.get(i));
            json.endObject();
        }
        json.endArray();
        if (file != null) {
            said(json, file);
        }
        CaptureFault broken = fault;
        if (broken != null) {
            json.name("broken").beginObject().name("offset").value(broken.offset());
            json.name("reason").value(broken.reason()).endObject();
        }
        json.endObject();
        out.println();
    }

    private static void tally(JsonWriter json, Tally tally) throws IOException {
        json.name("packets").value(tally.packets);
        json.name("bytes").value(tally.octets);
        json.name("largest").value(tally.largest);
        json.name("cut_short").value(tally.snapped);
    }

    private static void said(JsonWriter json, FileDetails file) throws IOException {
        json.name("application").value(file.application());
        json.name("os").value(file.os());
        json.name("hardware").value(file.hardware());
        json.name("comments").beginArray();
        for (String comment : file.comments()) {
            json.value(comment);
        }
        json.endArray().name("names").beginArray();
        for (String known : file.names()) {
            json.value(known);
        }
        json.endArray().name("passed_over").beginObject();
        for (Map.Entry<String, Long> entry : file.passedOver().entrySet()) {
            json.name(entry.getKey()).value(entry.getValue());
        }
        json.endObject();
    }
}
