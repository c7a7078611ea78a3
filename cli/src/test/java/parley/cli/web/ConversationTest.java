package parley.cli.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documented conversation, row by row, in four tabs. */
class ConversationTest extends PageTest {
    private static final Pattern DIRECT = Pattern.compile("(?<sender>\\S+) to (?<recipients>.+?) - (?<text>.*)");

    private final Map<String, Visitor> tabs = new LinkedHashMap<>();
    private final Map<String, String> partners = new HashMap<>();
    private String lastAsker = "";

    @TempDir
    private Path directory = Path.of("");

    @Test
    void fourTabsPlayTheDocumentedConversationAndTheWireCarriesWhatWasTyped() throws Exception {
        List<Map<String, String>> rows =
                Captured.rows(Path.of(System.getProperty("parley.root", ".."), "samples", "four-users.csv"));
        Optional<Captured> captured = Captured.start(server().address().getPort(), directory);

        for (Map<String, String> row : rows) {
            play(cell(row, "user"), cell(row, "line"));
        }

        if (captured.isPresent()) {
            assertCarried(rows, captured.get().messages());
        }
    }

    private void play(String user, String line) throws Exception {
        Visitor tab = tabs.get(user);
        if (tab == null) {
            tabs.put(user, visitor().join(user));
            tabs.forEach((name, each) -> {
                if (!name.equals(user)) {
                    assertThat(each.person(user)).isVisible();
                }
            });
            return;
        }
        Matcher direct = DIRECT.matcher(line);
        String partner = partners.get(user);
        if (partner != null && line.equals("leave")) {
            tab.click("Leave private chat");
            tab.seesNote("You left the private chat with " + partner);
            tab(partner).seesNote(user + " left the private chat");
            partners.remove(user);
            partners.remove(partner);
        } else if (partner != null) {
            tab.write(line);
            tab.seesWritten("You in private to " + partner, line);
            tab(partner).sees(user + " in private", line);
        } else if (direct.matches()) {
            write(user, List.of(direct.group("recipients").split(", ")), direct.group("text"));
        } else {
            command(user, tab, line);
        }
    }

    private void command(String user, Visitor tab, String line) {
        switch (line) {
            case "who" -> {
                tab.click("Ask the server who is online");
                assertThat(tab.people().getByRole(AriaRole.LISTITEM)).hasCount(tabs.size());
            }
            case "help" -> {
                tab.click("Help");
                assertThat(tab.page().getByText("The server understands: ")).containsText("ME to A, B - text");
                tab.press("Escape");
            }
            case "accept" -> {
                tab.click("Accept");
                partners.put(user, lastAsker);
                partners.put(lastAsker, user);
                tab.seesNote("Private chat with " + lastAsker);
                tab(lastAsker).seesNote("Private chat with " + user);
            }
            case "reject" -> {
                tab.click("Reject");
                tab(lastAsker).seesNote(user + " rejected the private chat");
            }
            case "exit" -> {
                tab.click("Exit");
                assertThat(tab.page().getByText("Goodbye, " + user)).isVisible();
                tabs.remove(user);
                tabs.forEach((name, each) -> assertThat(each.person(user)).hasCount(0));
            }
            default -> {
                tab.click("Ask " + line + " for a private chat");
                assertThat(tab.page().getByText("You asked " + line + " for a private chat. Waiting for the answer …"))
                        .isVisible();
                assertThat(tab(line).words(user + " asks you for a private chat"))
                        .isVisible();
                lastAsker = user;
            }
        }
    }

    private void write(String sender, List<String> recipients, String text) {
        tab(sender).write(recipients, text);
        if (recipients.stream().anyMatch(tabs::containsKey)) {
            tab(sender).seesWritten("You to " + inWords(recipients), text);
        } else {
            assertThat(tab(sender).message("You to " + inWords(recipients), text))
                    .containsText("delivered to nobody");
        }
        for (String recipient : recipients) {
            if (tabs.containsKey(recipient)) {
                List<String> others = new ArrayList<>(recipients);
                others.remove(recipient);
                others.addFirst("you");
                tab(recipient).sees(sender + " to " + inWords(others), text);
            } else {
                assertThat(tab(sender).message("You to " + inWords(recipients), text))
                        .containsText("not delivered to " + recipient + ": not online");
            }
        }
    }

    private static String inWords(List<String> names) {
        return names.size() == 1
                ? names.getFirst()
                : String.join(", ", names.subList(0, names.size() - 1)) + " and " + names.getLast();
    }

    /** Every row is a message of its user's own connection. */
    private static void assertCarried(List<Map<String, String>> rows, List<Map<String, String>> messages) {
        Map<String, Set<String>> streams = new HashMap<>();
        List<String> carried = new ArrayList<>();
        for (Map<String, String> message : messages) {
            if (cell(message, "direction").equals("client")) {
                streams.computeIfAbsent(cell(message, "sender"), any -> new TreeSet<>())
                        .add(cell(message, "tcp.stream"));
                carried.add(asTyped(message));
            }
        }
        assertEquals(
                rows.stream()
                        .map(row -> cell(row, "user") + ": " + cell(row, "line"))
                        .toList(),
                carried);
        assertEquals(Set.of("Ofir", "Roony", "Hodaya", "Emily"), streams.keySet());
        assertEquals(
                4,
                streams.values().stream().flatMap(Set::stream).distinct().count(),
                () -> "not one stream a tab: " + streams);
    }

    private static String asTyped(Map<String, String> message) {
        String sender = cell(message, "sender");
        String kind = cell(message, "kind");
        return sender + ": "
                + switch (kind) {
                    case "direct" -> sender + " to " + cell(message, "recipients") + " - " + cell(message, "text");
                    // The page answers by name.
                    case "accept", "reject" -> kind;
                    default -> cell(message, "text");
                };
    }

    private Visitor tab(String user) {
        return Objects.requireNonNull(tabs.get(user), user);
    }

    private static String cell(Map<String, String> row, String column) {
        return Objects.requireNonNull(row.get(column), column);
    }
}
