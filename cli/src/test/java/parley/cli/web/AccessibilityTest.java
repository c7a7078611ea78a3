package parley.cli.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.util.List;
import org.junit.jupiter.api.Test;
import parley.client.web.WebOptions;

/** What axe-core says of each state of the page, on light and on dark ground. */
class AccessibilityTest extends PageTest {
    @Override
    WebOptions webOptions(WebOptions options) {
        return options.withWatcher(new PlayedWatcher());
    }

    @Test
    void noStateOfThePageHasASeriousViolation() throws Exception {
        Visitor ofir = visitor(new Browser.NewContextOptions().setReducedMotion(ReducedMotion.REDUCE));
        assertAccessible(ofir, "the form for the name");
        try (PlainUser taken = PlainUser.join(server(), "Taken")) {
            ofir.page().getByLabel("Your name").fill("taken");
            ofir.press("Enter");
            assertThat(ofir.page().getByText("taken is taken")).isVisible();
            assertAccessible(ofir, "a name refused");
            ofir.join("Ofir");
            Visitor roony = visitor().join("Roony");
            assertAccessible(ofir, "an empty conversation");

            taken.write("Ofir", "good morning");
            ofir.sees("Taken to you", "good morning");
            ofir.write(List.of("Roony", "Dana"), "hello");
            assertThat(ofir.message("You to Roony and Dana", "hello")).containsText("not delivered to Dana");
            ofir.to().click();
            ofir.press("ArrowDown");
            assertThat(ofir.page().getByRole(AriaRole.LISTBOX)).isVisible();
            assertAccessible(ofir, "messages, one refused, and the list of recipients");
            ofir.press("Escape");

            ofir.page()
                    .getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("show its layers"))
                    .last()
                    .press("Enter");
            assertThat(ofir.words("Display filter")).isVisible();
            assertAccessible(ofir, "the layers of a message");
            ofir.press("Escape");

            ofir.click("Help");
            assertAccessible(ofir, "help");
            ofir.press("Escape");

            roony.click("Ask Ofir for a private chat");
            assertThat(ofir.button("Accept")).isVisible();
            assertAccessible(ofir, "a request");
            ofir.click("Accept");
            ofir.seesNote("Private chat with Roony");
            ofir.write("between us");
            ofir.seesWritten("You in private to Roony", "between us");
            assertAccessible(ofir, "a private chat");

            withoutServer(() -> {
                assertThat(ofir.button("Try now")).isVisible();
                assertAccessible(ofir, "a lost server");
            });
        }
    }

    /** All rules on light ground; what differs on dark ground is colours. */
    private static void assertAccessible(Visitor visitor, String state) {
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        assertEquals(List.of(), violations(new AxeBuilder(visitor.page())), state);
        visitor.page().emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
        assertEquals(
                List.of(),
                violations(new AxeBuilder(visitor.page()).withRules(List.of("color-contrast"))),
                () -> state + ", dark");
    }

    /** The page has no frames, so nothing is missed in the legacy mode, which needs no second page a time. */
    static List<String> violations(AxeBuilder axe) {
        return axe.setLegacyMode(true).analyze().getViolations().stream()
                .filter(rule -> List.of("serious", "critical").contains(rule.getImpact()))
                .map(AccessibilityTest::inWords)
                .toList();
    }

    private static String inWords(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " at "
                + rule.getNodes().stream()
                        .map(node -> node.getHtml() + " " + node.getFailureSummary())
                        .toList();
    }
}
