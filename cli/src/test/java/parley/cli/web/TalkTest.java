package parley.cli.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people do and see at the page. */
class TalkTest extends PageTest {
    private static final String MARKUP =
            "<img src=x onerror=\"document.title='owned'\"><script>document.title='owned'</script><b>bold</b> &amp;";

    @Test
    void aNameThatIsTakenIsRefusedAtItsField() throws Exception {
        visitor().join("Ofir");
        Visitor other = visitor();

        other.page().getByLabel("Your name").fill("ofir");
        other.press("Enter");

        assertThat(other.page().getByRole(AriaRole.ALERT).getByText("ofir is taken"))
                .isVisible();
        assertThat(other.page().getByLabel("Your name")).isFocused();
        assertThat(other.page().getByLabel("Your name")).hasAttribute("aria-invalid", "true");
        other.join("Roony");
    }

    @Test
    void aPrivateChatIsRejectedThenAcceptedAndLeft() throws Exception {
        Visitor ofir = visitor().join("Ofir");
        Visitor roony = visitor().join("Roony");
        Visitor emily = visitor().join("Emily");

        ofir.click("Ask Roony for a private chat");
        roony.click("Reject");
        ofir.seesNote("Roony rejected the private chat");

        ofir.click("Ask Roony for a private chat");
        roony.click("Accept");
        assertThat(roony.page().getByRole(AriaRole.REGION, named("Private chat", true)))
                .containsText("Private chat with Ofir");
        assertThat(roony.to()).isHidden();
        assertThat(roony.text()).isFocused();
        roony.write("between us");
        ofir.sees("Roony in private", "between us");

        emily.write(List.of("Ofir"), "are you there?");
        ofir.sees("Emily to you", "are you there?");
        assertThat(emily.log().getByText("between us")).hasCount(0);

        ofir.click("Leave private chat");
        roony.seesNote("Ofir left the private chat");
        assertThat(roony.to()).isVisible();
        assertThat(roony.text()).isFocused();
    }

    @Test
    void whatIsBeingWrittenToOthersIsKeptApartFromAPrivateChat() throws Exception {
        Visitor ofir = visitor().join("Ofir");
        Visitor roony = visitor().join("Roony");
        ofir.address(List.of("Roony"));
        ofir.text().fill("half a mess");

        roony.click("Ask Ofir for a private chat");
        ofir.click("Accept");
        assertThat(ofir.text()).hasValue("");
        ofir.click("Leave private chat");

        assertThat(ofir.text()).hasValue("half a mess");
    }

    @Test
    void whoLeavesMayComeBackAndWhoComesNextReadsNothingOfIt() throws Exception {
        try (PlainUser roony = PlainUser.join(server(), "Roony")) {
            Visitor page = visitor().join("Ofir");
            roony.write("Ofir", "for Ofir");
            page.sees("Roony to you", "for Ofir");

            page.click("Exit");
            assertThat(page.page().getByText("Goodbye, Ofir")).isVisible();
            page.join("Ofir");
            page.sees("Roony to you", "for Ofir");

            page.click("Exit");
            page.join("Emily");
            roony.write("Emily", "for Emily");
            page.sees("Roony to you", "for Emily");
            assertThat(page.message("Roony to you", "for Ofir")).hasCount(0);
        }
    }

    @Test
    void othersSeeATabThatIsClosedLeave() throws Exception {
        Visitor ofir = visitor().join("Ofir");
        Visitor roony = visitor().join("Roony");
        assertThat(ofir.person("Roony")).isVisible();
        ofir.address(List.of("Roony"));

        roony.page().close();

        ofir.seesNote("Roony left");
        assertThat(ofir.person("Roony")).hasCount(0);
        assertThat(ofir.recipients()).containsText("not online");
        ofir.write("still there?");
        assertThat(ofir.message("You to Roony", "still there?")).containsText("not delivered to Roony: not online");

        Visitor again = visitor().join("Roony");
        assertThat(ofir.person("Roony")).isVisible();
        ofir.click("Send again");
        again.sees("Ofir to you", "still there?");
    }

    @Test
    void markupStaysText() throws Exception {
        Visitor ofir = visitor().join("Ofir");
        Visitor roony = visitor().join("Roony");

        ofir.write(List.of("Roony"), MARKUP);

        roony.sees("Ofir to you", MARKUP);
        ofir.seesWritten("You to Roony", MARKUP);
        for (Visitor each : List.of(ofir, roony)) {
            assertEquals(0, each.log().locator("img, script, b").count());
            assertEquals(false, each.page().title().contains("owned"));
        }
    }

    @Test
    void namesAndRecipientsAreChosenByKeyboardAlone() throws Exception {
        Visitor emily = visitor().join("Emily");
        Visitor hodaya = visitor().join("Hodaya");
        Visitor ofir = visitor();
        ofir.page().keyboard().type("Ofir");
        ofir.press("Enter");
        assertThat(ofir.to()).isFocused();
        assertThat(ofir.person("Hodaya")).isVisible();

        ofir.press("ArrowDown");
        assertThat(ofir.to()).hasAttribute("aria-expanded", "true");
        ofir.press("Enter");
        assertThat(ofir.recipients()).containsText("Emily");
        ofir.page().keyboard().type("ho");
        assertThat(ofir.option("Hodaya")).isVisible();
        ofir.press("Enter");
        ofir.page().keyboard().type("zzz");
        ofir.press("Escape");
        assertThat(ofir.to()).hasAttribute("aria-expanded", "false");
        for (int i = 0; i < "zzz".length(); i++) {
            ofir.press("Backspace");
        }
        ofir.press("Escape");
        ofir.press("Enter");
        assertThat(ofir.text()).isFocused();
        ofir.page().keyboard().type("to both of you");
        ofir.press("Enter");

        emily.sees("Ofir to you and Hodaya", "to both of you");
        hodaya.sees("Ofir to you and Emily", "to both of you");

        ofir.press("Shift+Tab");
        assertThat(ofir.to()).isFocused();
        ofir.press("Backspace");
        assertThat(ofir.recipients().getByRole(AriaRole.LISTITEM)).hasCount(1);
        assertThat(ofir.recipients()).containsText("Emily");
    }

    @Test
    void peopleClickedBeforeAMessageAllGetItAndWhoIsClickedAfterItGetsTheNext() throws Exception {
        try (PlainUser emily = PlainUser.join(server(), "Emily");
                PlainUser roony = PlainUser.join(server(), "Roony")) {
            Visitor ofir = visitor().join("Ofir");
            ofir.person("Emily").click();
            ofir.person("Roony").click();
            ofir.write("to both");
            assertEquals("Ofir to Emily, Roony - to both", emily.nextMessage());
            ofir.write("still to both");
            assertEquals("Ofir to Emily, Roony - to both", roony.nextMessage());
            assertEquals("Ofir to Emily, Roony - still to both", roony.nextMessage());

            ofir.person("Roony").click();
            ofir.write("to one");

            assertEquals("Ofir to Roony - to one", roony.nextMessage());
        }
    }

    @Test
    void aRequestIsReachedAndAnsweredByKeyboard() throws Exception {
        Visitor ofir = visitor().join("Ofir");
        Visitor roony = visitor().join("Roony");

        ofir.person("Roony").focus();
        ofir.press("ArrowRight");
        ofir.press("Enter");
        assertThat(roony.button("Accept")).isVisible();
        assertThat(roony.to()).isFocused();
        roony.press("Shift+Tab");
        assertThat(roony.button("Accept")).isFocused();
        roony.press("Enter");

        ofir.seesNote("Private chat with Roony");
        assertThat(roony.text()).isFocused();
    }

    @Test
    void nobodyIsWrittenToByMistake() throws Exception {
        Visitor ofir = visitor().join("Ofir");

        ofir.text().fill("hello?");
        ofir.press("Enter");
        assertThat(ofir.page().getByRole(AriaRole.ALERT).getByText("Choose at least one person to write to"))
                .isVisible();
        assertThat(ofir.to()).isFocused();
        assertThat(ofir.text()).hasValue("hello?");

        ofir.to().fill("nobody-here");
        ofir.click("Send");
        assertThat(ofir.page().getByRole(AriaRole.ALERT).getByText("nobody-here"))
                .isVisible();
        assertThat(ofir.log().getByRole(AriaRole.ARTICLE)).hasCount(0);
    }

    @Test
    void aMessageFromRightToLeftIsShownSo() throws Exception {
        Visitor ofir = visitor().join("אופיר");
        Visitor roony = visitor().join("Roony");

        ofir.write(List.of("Roony"), "שלום, מה שלומך?");

        Locator text = roony.message("אופיר to you", "שלום, מה שלומך?")
                .getByText("שלום, מה שלומך?", new Locator.GetByTextOptions().setExact(true));
        assertThat(text).hasCSS("direction", "rtl");
        roony.write(List.of("אופיר"), "hello");
        assertThat(ofir.words("hello")).hasCSS("direction", "ltr");
    }

    @Test
    void onAPhoneNothingIsWiderThanTheScreen() throws Exception {
        Visitor ofir = visitor(new Browser.NewContextOptions().setViewportSize(390, 844))
                .join("Ofir");
        Visitor roony = visitor().join("Roony");
        roony.write(List.of("Ofir"), "w".repeat(500));
        ofir.sees("Roony to you", "w".repeat(500));
        assertNoSideways(ofir);

        ofir.page().getByRole(AriaRole.BUTTON, named("People online", false)).click();
        assertNoSideways(ofir);
        ofir.person("Roony").click();
        assertThat(ofir.recipients()).containsText("Roony");
        assertThat(ofir.text()).isFocused();
        roony.click("Ask Ofir for a private chat");
        assertThat(ofir.button("Accept")).isVisible();
        assertNoSideways(ofir);
        ofir.click("Accept");
        ofir.seesNote("Private chat with Roony");
        assertNoSideways(ofir);
    }

    @Test
    void theTitleCountsWhatArrivesWhileNobodyLooksAndTheLogWhatArrivesBelow() throws Exception {
        Visitor ofir = visitor().join("Ofir");
        try (PlainUser roony = PlainUser.join(server(), "Roony")) {
            for (int i = 0; i < 40; i++) {
                roony.write("Ofir", "line " + i);
            }
            assertThat(ofir.words("line 39")).isInViewport();
            ofir.log().evaluate("log => { log.scrollTop = 0; }");
            assertThat(ofir.button("Latest")).isVisible();

            roony.write("Ofir", "one more");
            ofir.click("1 new message");

            assertThat(ofir.words("one more")).isInViewport();
            assertThat(ofir.button("Latest")).isHidden();

            ofir.page().evaluate("Object.defineProperty(document, 'hidden', { value: true, configurable: true })");
            roony.write("Ofir", "unseen");
            assertThat(ofir.page()).hasTitle("(1) Ofir · Parley");
            ofir.page().evaluate("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
            assertThat(ofir.page()).hasTitle("Ofir · Parley");
        }
    }

    private static Page.GetByRoleOptions named(String name, boolean exact) {
        return new Page.GetByRoleOptions().setName(name).setExact(exact);
    }

    private static void assertNoSideways(Visitor visitor) {
        assertEquals(
                Map.of("page", 0, "log", 0),
                visitor.page()
                        .evaluate(
                                "() => ({ page: document.documentElement.scrollWidth - innerWidth,"
                                        + " log: (log => log.scrollWidth - log.clientWidth)(document.querySelector('[role=log]')) })"));
    }
}
