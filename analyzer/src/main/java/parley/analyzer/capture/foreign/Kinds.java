package parley.analyzer.capture.foreign;

import static parley.analyzer.capture.foreign.Signature.ascii;
import static parley.analyzer.capture.foreign.Signature.asciiAt;
import static parley.analyzer.capture.foreign.Signature.octets;
import static parley.analyzer.capture.foreign.Signature.octetsAt;
import static parley.analyzer.capture.foreign.Signature.text;

import java.util.List;
import java.util.stream.Stream;

/**
 * The kinds of file that are told apart, the surest first. Magic numbers of captures are those of Wireshark's library
 * wiretap.
 */
final class Kinds {
    private static final String CHANGED = "was changed as text when it was transferred or saved";

    /** Captures and compressed captures whose octets were taken for characters. */
    static final List<Kind> CHANGED_AS_TEXT = List.of(
            Kind.of(CHANGED + " (LF became CR LF)", Remedy.BINARY, octets("0d0a0d0d0d0a"), TextMode::isPcapWithReturns),
            Kind.of(
                    CHANGED + " (CR LF became LF)",
                    Remedy.BINARY,
                    octets("0a0d0a").and(byteOrderAt(7)),
                    octets("0a0a").and(byteOrderAt(6))),
            Kind.of(
                    CHANGED + " (CR became LF, or LF CR)",
                    Remedy.BINARY,
                    octets("0a0a0a0a").and(byteOrderAt(8)),
                    octets("0d0d0d0d").and(byteOrderAt(8))),
            Kind.of(
                    CHANGED + " (taken for UTF-8)",
                    Remedy.BINARY,
                    octets("efbfbdc3b2efbfbd"),
                    octets("4d3cefbfbdefbfbd"),
                    octets("efbfbdefbfbdefbfbdefbfbd000200"),
                    octets("1fefbfbd08"),
                    octets("0a0d0d0a").and(octetsAt(16, "efbfbdefbfbdefbfbdefbfbd"))),
            Kind.of(
                    CHANGED + " (from Latin-1 to UTF-8)",
                    Remedy.BINARY,
                    octets("c394c383c2b2c2a1"),
                    octets("4d3cc2b2c2a1"),
                    octets("c2a1c2b2c383c394"),
                    octets("1fc28b08"),
                    octets("0a0d0d0a").and(octetsAt(16, "c3bfc3bfc3bfc3bf"))));

    private static final List<Kind> PACKED = List.of(
            Kind.of(
                    "is compressed with bzip2, which is not read",
                    Remedy.does("unpack it first, with bunzip2"),
                    ascii("BZh")),
            Kind.of(
                    "is compressed with xz, which is not read",
                    Remedy.does("unpack it first, with unxz"),
                    octets("fd377a58")),
            Kind.of(
                    "is compressed with lzip, which is not read",
                    Remedy.does("unpack it first, with lzip -d"),
                    ascii("LZIP")),
            Kind.of(
                    "is compressed with compress, which is not read",
                    Remedy.does("unpack it first, with gunzip"),
                    octets("1f9d")),
            Kind.of("is a 7z archive, which is not read", Remedy.unpack("7z x"), octets("377abcaf271c")),
            Kind.of("is a RAR archive, which is not read", Remedy.unpack("unrar x"), octets("526172211a07")),
            Kind.of("is a cabinet archive, which is not read", Remedy.unpack("cabextract"), ascii("MSCF\0\0\0\0")));

    private static final List<Kind> CAPTURES = List.of(
            Kind.capture("snoop", ascii("snoop\0\0\0")),
            Kind.capture("Microsoft Network Monitor 1", ascii("RTSS")),
            Kind.capture("Microsoft Network Monitor 2", ascii("GMBU")),
            Kind.capture("iptrace (AIX)", ascii("iptrace 1.0"), ascii("iptrace 2.0")),
            Kind.capture("Sniffer for DOS", ascii("TRSNIFF data    \u001a")),
            Kind.capture("NetXRay or Sniffer for Windows", ascii("XCP\0"), ascii("VL\0\0")),
            Kind.capture("InfoVista 5View", octets("aaaaaaaa20000000")),
            Kind.capture(
                    "Novell LANalyzer",
                    octets("01104c00").and(asciiAt(6, "Trace Display")),
                    octets("07104c00").and(asciiAt(6, "Trace Display"))),
            Kind.capture("btsnoop (Bluetooth)", ascii("btsnoop\0")),
            Kind.capture("Tektronix rf5", octets("0000020012050010")),
            Kind.capture("Tektronix K12 text", ascii("+---------+---------------+----------+")),
            Kind.capture("HP-UX nettl", octets("5452006400"), octets("00000001000000000007d000")),
            Kind.capture("Visual Networks", ascii("\u0005VNF")),
            Kind.capture("Viavi Observer", ascii("ObserverPktBuffe")),
            Kind.capture(
                    "NetScaler",
                    asciiAt(8, "NetScaler Performance Data"),
                    asciiAt(3, "NetScaler V2"),
                    asciiAt(3, "Netscaler V3")),
            Kind.capture("Savvius *Peek", ascii("\u007fver")),
            Kind.capture("RADCOM", octets("42d2003412662288")),
            Kind.capture("Colasoft Capsa", ascii("cpse")),
            Kind.capture("Aethra", ascii("V0208")),
            Kind.capture("EyeSDN", ascii("EyeSDN")),
            Kind.capture("Ixia lcap", octets("ac01001c"), octets("ab01001c"), octets("1c0001ac"), octets("1c0001ab")),
            Kind.capture("Catapult DCT2000", ascii("Session Transcript")),
            Kind.capture("Vector BLF", ascii("LOGG").and(octetsAt(4, "90000000"))),
            Kind.capture("Endace ERF", Records::isErf),
            Kind.capture("TamoSoft CommView", Records::isNcf, Records::isNcfx),
            Kind.of(
                    "is an event trace of Windows (ETL), which is not read",
                    name -> "convert it with etl2pcapng " + name.argument() + " " + name.argumentWith(".pcapng")
                            + ", or where pktmon wrote it with pktmon etl2pcap " + name.argument(),
                    octetsAt(0x48, "020001c0"),
                    octetsAt(0x48, "020002c0")));

    private static final List<Kind> BINARY = List.of(
            Kind.of("is a PDF document, no capture", Remedy.NAME_THE_CAPTURE, ascii("%PDF-")),
            Kind.of(
                    "is a picture, no capture",
                    Remedy.NAME_THE_CAPTURE,
                    octets("89504e470d0a1a0a"),
                    octets("ffd8ff"),
                    ascii("GIF8")),
            Kind.of(
                    "is a program, no capture",
                    Remedy.NAME_THE_CAPTURE,
                    ascii("\u007fELF"),
                    ascii("MZ").and(octetsAt(3, "00"))),
            Kind.of("is an SQLite database, no capture", Remedy.NAME_THE_CAPTURE, ascii("SQLite format 3\0")),
            Kind.of(
                    "is UTF-16 text, as PowerShell's > makes of what a program writes",
                    Remedy.does("have the program write the file itself, with -w"),
                    octets("fffe"),
                    octets("feff")),
            Kind.of(
                    "begins with zeros only",
                    Remedy.does("copy it again, it was not written or not transferred"),
                    TextMode::isZeros));

    /** One line of a dump of the beginning of a capture, after the offset. */
    private static final String DUMPED_MAGIC =
            "(d4\\s?c3\\s?b2\\s?a1|4d\\s?3c\\s?b2\\s?a1|a1\\s?b2\\s?c3\\s?d4|a1\\s?b2\\s?3c\\s?4d|0a\\s?0d\\s?0d\\s?0a)";

    private static final List<Kind> TEXTS = List.of(
            Kind.of(
                    "is a Git LFS pointer, not the file itself",
                    Remedy.does("fetch that with git lfs pull"),
                    text("^version https://(git-lfs\\.github\\.com|hawser\\.github\\.com)/")),
            Kind.of(
                    "is a report of Parley, no capture",
                    Remedy.NAME_THE_CAPTURE,
                    text("^# What the capture shows"),
                    text("^frame\\.number,frame\\.time_epoch,frame\\.len,"),
                    text("^tcp\\.stream,(client,server|node,endpoint),"),
                    text("^layer,id,severity,statement,"),
                    text("^number,time,tcp\\.stream,direction,"),
                    text("^name,address,port,tcp\\.stream,"),
                    text("^No\\.,Time,Source,Destination,Protocol,Length,Info,Comment"),
                    text("^(?s)<!doctype html>.{0,1000}<title>Parley report")),
            Kind.of(
                    "is a web page, no capture",
                    Remedy.does("download the file itself"),
                    text("(?i)^\\s*(<\\?xml[^>]*>\\s*)?(<!--.{0,500}?-->\\s*)?<(!doctype html|html|head|body)\\b")),
            Kind.of("is PDML, which tshark or Wireshark made of a capture", Remedy.NAME_THE_CAPTURE, text("<pdml\\b")),
            Kind.of("is PSML, which tshark or Wireshark made of a capture", Remedy.NAME_THE_CAPTURE, text("<psml\\b")),
            Kind.of("is XML, no capture", Remedy.NAME_THE_CAPTURE, text("^\\s*<\\?xml\\b")),
            Kind.of(
                    "is JSON that tshark made of a capture",
                    Remedy.NAME_THE_CAPTURE,
                    text("(?s)^\\s*[\\[{].*\"(_index|layers|_source)\"\\s*:")),
            Kind.of("is JSON, no capture", Remedy.NAME_THE_CAPTURE, text("^\\s*\\[?\\s*\\{\\s*\"")),
            Kind.of("is a hex dump of a capture", Remedy.turn("xxd -r", " "), text("^\\s*0+:\\s+" + DUMPED_MAGIC)),
            // Of other dumps xxd makes another file.
            Kind.of("is a hex dump of a capture", Remedy.NAME_THE_CAPTURE, text("^\\s*0+\\s+" + DUMPED_MAGIC)),
            Kind.of(
                    "is a capture in hexadecimal digits",
                    Remedy.turn("xxd -r -p", " "),
                    text("(?i)^\\s*" + DUMPED_MAGIC + "[0-9a-f\\s]{16}")),
            Kind.of(
                    "is a hex dump, no capture",
                    Remedy.turn("text2pcap", " "),
                    text("(?i)^\\s*(0x)?[0-9a-f]{3,16}:?\\s+([0-9a-f]{2}\\s?){8}")),
            Kind.of(
                    "is base64 text, as it seems of a capture",
                    Remedy.turn("base64 -d", " > "),
                    text("^\\s*(1MOyoQ|TTyyoQ|obLD1A|obI8TQ|Cg0NC[g-v]|H4sI|UEsDB|KLUv/[Q-T])[A-Za-z0-9+/\\s]")),
            Kind.of(
                    "is text that tcpdump printed, no capture",
                    Remedy.does("have tcpdump write one, with -w FILE"),
                    text("^(tcpdump: |dropped privs to |reading from file )"),
                    text("^(\\s*\\d+\\s+)?(\\d{4}-\\d\\d-\\d\\d )?\\d\\d:\\d\\d:\\d\\d\\.\\d{6,9} "),
                    text("^\\d{10}\\.\\d{6,9} (IP|IP6|ARP|lo|eth|en|wl|In|Out)\\b"),
                    text("^IP6? \\S+ > \\S+: ")),
            Kind.of(
                    "is text that tshark or Wireshark printed, no capture",
                    Remedy.does("have tshark write one, with -w FILE"),
                    text("^(Capturing on |Running as user )"),
                    text("^\\s*\\d+\\s+\\d+\\.\\d+\\s+\\S+\\s+(→|->)\\s+\\S+\\s"),
                    text("^Frame \\d+(: \\d+ bytes on wire| \\(\\d+ bytes on wire)"),
                    text("^No\\.\\s+Time\\s+Source\\s+Destination\\s+Protocol"),
                    text("^\"No\\.\",\"Time\",\"Source\"")),
            Kind.of(
                    "is a table of text (CSV), no capture",
                    Remedy.NAME_THE_CAPTURE,
                    text("^\"?[\\w. ]+\"?(?:,\"?[\\w. ]*+\"?){2,400}+\\r?\\n")),
            Kind.of("is text, no capture", Remedy.does("expected a pcap or pcapng file"), Head::isText));

    static final List<Kind> ALL = Stream.of(CHANGED_AS_TEXT, PACKED, CAPTURES, BINARY, TEXTS)
            .flatMap(List::stream)
            .toList();

    private Kinds() {}

    /** pcapng's byte-order magic. */
    private static Signature byteOrderAt(int offset) {
        Signature little = octetsAt(offset, "4d3c2b1a");
        Signature big = octetsAt(offset, "1a2b3c4d");
        return head -> little.matches(head) || big.matches(head);
    }
}
