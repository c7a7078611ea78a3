package parley.cli.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.server.ServerOptions;

/** Many people, and many messages. */
class CrowdTest extends PageTest {
    private static final int OTHERS = 999;
    private static final int MESSAGES = 10_000;

    @Override
    ServerOptions serverOptions() {
        return ServerOptions.defaults().withRate(MESSAGES, 0).withOutbox(16 * 1024 * 1024, Duration.ofSeconds(60));
    }

    @Test
    void oneOfAThousandIsFoundByTyping() throws Exception {
        List<PlainUser> crowd = new ArrayList<>();
        try {
            Visitor ofir = visitor().join("Ofir");
            for (int i = 0; i < OTHERS; i++) {
                crowd.add(PlainUser.connect(server(), "user-%03d".formatted(i)));
            }
            for (PlainUser each : crowd) {
                each.awaitGreeting();
            }
            assertThat(ofir.page().getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Online")))
                    .containsText("1,000");
            assertThat(ofir.people().getByRole(AriaRole.LISTITEM)).hasCount(OTHERS + 1);

            ofir.page().getByRole(AriaRole.SEARCHBOX).fill("777");
            assertThat(ofir.people().getByRole(AriaRole.LISTITEM)).hasCount(1);
            ofir.person("user-777").click();
            ofir.to().fill("ser-12");
            assertThat(ofir.page().getByRole(AriaRole.LISTBOX).getByRole(AriaRole.OPTION))
                    .hasCount(11);
            ofir.to().fill("user-123");
            ofir.press("Enter");
            ofir.write("to two of many");

            assertEquals(
                    "Ofir to user-777, user-123 - to two of many",
                    crowd.get(777).nextMessage());
            assertEquals(
                    "Ofir to user-777, user-123 - to two of many",
                    crowd.get(123).nextMessage());

            // One more, and the server lists nobody.
            crowd.add(PlainUser.join(server(), "one-more"));
            ofir.page().getByRole(AriaRole.SEARCHBOX).fill("");
            assertThat(ofir.page().getByText("1,001 online: type to find")).isVisible();
            ofir.page().getByRole(AriaRole.SEARCHBOX).fill("one");
            assertThat(ofir.person("one-more")).isVisible();
            ofir.to().fill("user-55");
            assertThat(ofir.option("user-555")).isVisible();
        } finally {
            crowd.forEach(PlainUser::close);
        }
    }

    @Test
    void tenThousandMessagesAreLaidOutOnlyWhereTheyAreSeen() throws Exception {
        Visitor ofir = visitor().join("Ofir");
        try (PlainUser roony = PlainUser.join(server(), "Roony")) {
            ofir.seesNote("Roony joined");
            for (int i = 1; i <= MESSAGES; i++) {
                roony.write("Ofir", "line " + i);
            }

            // By its place: to look through everything said would take longer than saying it.
            Locator last = ofir.log().locator(":scope > :last-child > :last-child > :last-child");
            assertThat(last).containsText("line " + MESSAGES);
            assertThat(last).isInViewport();
            String rows = "[...document.querySelectorAll('[role=log] article')]";
            assertEquals(MESSAGES, ofir.page().evaluate(rows + ".length"));
            int laidOut = (int) ofir.page()
                    .evaluate(rows + ".filter(row => row.checkVisibility({ contentVisibilityAuto: true })).length");
            assertTrue(laidOut > 0 && laidOut < MESSAGES / 20, () -> laidOut + " rows are laid out");

            ofir.log().evaluate("log => { log.scrollTop = 0; }");
            assertThat(last).not().isInViewport();
            roony.write("Ofir", "while reading above");
            assertThat(last).containsText("while reading above");
            assertThat(last).not().isInViewport();
            ofir.page().getByText("1 new message").click();
            assertThat(last).isInViewport();
        }
    }
}
