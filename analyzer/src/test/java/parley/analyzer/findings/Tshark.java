package parley.analyzer.findings;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;

/** tshark with the settings that filters are written for. */
final class Tshark {
    private Tshark() {}

    static void assumeInstalled() {
        Assumptions.assumeTrue(Installed.RUNS, "tshark is not installed: no filter is compared with it");
    }

    /** Tried once: it takes a quarter of a second to start. */
    private static final class Installed {
        static final boolean RUNS = runs();

        private static boolean runs() {
            try {
                Process process = new ProcessBuilder("tshark", "--version")
                        .redirectErrorStream(true)
                        .start();
                process.getInputStream().readAllBytes();
                return process.waitFor() == 0;
            } catch (IOException missing) {
                return false;
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError(interrupted);
            }
        }
    }

    /** The numbers of the frames that a display filter selects. */
    static List<Long> select(Path capture, String filter) {
        return select(capture, List.of(filter)).getOrDefault(filter, List.of());
    }

    /** The numbers of the frames that each of the filters selects, all in one run: a Lua script listens to each. */
    static Map<String, List<Long>> select(Path capture, Collection<String> filters) {
        List<String> wanted = List.copyOf(filters);
        Path script = null;
        try {
            script = Files.createTempFile("filters", ".lua");
            Files.writeString(script, script(wanted));
            Process process = new ProcessBuilder(
                            "tshark",
                            "-n",
                            "-q",
                            "-r",
                            capture.toString(),
                            "-o",
                            "tcp.relative_sequence_numbers:TRUE",
                            "-X",
                            "lua_script:" + script)
                    .redirectErrorStream(true)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), output);
            Map<String, List<Long>> selected = new HashMap<>();
            output.lines().filter(line -> line.startsWith("selected ")).forEach(line -> {
                String[] words = line.split(" ", 3);
                selected.put(wanted.get(Integer.parseInt(words[1])), numbers(words[2]));
            });
            assertEquals(wanted.size(), selected.size(), () -> "tshark refuses a filter: " + output);
            return selected;
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        } finally {
            if (script != null) {
                script.toFile().delete();
            }
        }
    }

    private static List<Long> numbers(String list) {
        return list.isEmpty()
                ? List.of()
                : Arrays.stream(list.split(",", -1)).map(Long::valueOf).toList();
    }

    private static String script(List<String> filters) {
        StringBuilder lua = new StringBuilder("""
                local function listen(index, filter)
                  local frames = {}
                  local listener = Listener.new("frame", filter)
                  function listener.packet(pinfo) frames[#frames + 1] = pinfo.number end
                  function listener.draw() print("selected " .. index .. " " .. table.concat(frames, ",")) end
                end
                """);
        for (int i = 0; i < filters.size(); i++) {
            lua.append("listen(%d, [==[%s]==])\n".formatted(i, filters.get(i)));
        }
        return lua.toString();
    }

    /** The values of fields in each frame: of several occurrences the first. */
    static List<Map<String, String>> rows(Path capture, String... fields) {
        List<String> command = new ArrayList<>(List.of(
                "tshark",
                "-n",
                "-r",
                capture.toString(),
                "-o",
                "tcp.relative_sequence_numbers:TRUE",
                "-d",
                "tcp.port==1-65535,data",
                "-T",
                "fields",
                "-E",
                "occurrence=f"));
        for (String field : fields) {
            command.addAll(List.of("-e", field));
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), "tshark fails");
            return output.lines()
                    .map(line -> {
                        String[] values = line.split("\t", -1);
                        Map<String, String> row = new HashMap<>();
                        for (int i = 0; i < fields.length; i++) {
                            row.put(fields[i], values[i]);
                        }
                        return row;
                    })
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }
}
