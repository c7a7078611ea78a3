package parley.cli.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.WebSocketRoute;
import com.microsoft.playwright.options.AriaRole;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import parley.client.web.WebOptions;

/** What happens at the page in the very moment in which the user does something. The test plays the page's server. */
class MomentsTest extends PageTest {
    private final List<WebSocketRoute> sockets = new ArrayList<>();
    private final List<String> sent = new ArrayList<>();

    @Override
    WebOptions webOptions(WebOptions options) {
        return options.withTabs(1);
    }

    private Visitor played() throws IOException {
        Visitor visitor = visitor();
        visitor.page().routeWebSocket(Pattern.compile("/ws$"), socket -> {
            sockets.add(socket);
            socket.onMessage(frame -> sent.add(frame.text()));
            tell("{'event':'ready','server':'127.0.0.1:10000','layers':null}");
        });
        visitor.page().reload();
        return visitor;
    }

    /** Tells the page something; ' stands for ". */
    private void tell(String event) {
        sockets.getLast().send(event.replace('\'', '"'));
    }

    private Visitor online(String others) throws IOException {
        Visitor ofir = played();
        ofir.page().getByLabel("Your name").fill("Ofir");
        ofir.press("Enter");
        awaitSent(ofir, "name", 1);
        tellOnline(others);
        assertThat(ofir.text()).isVisible();
        return ofir;
    }

    private void tellOnline(String others) {
        tell("{'event':'named','name':'Ofir','again':false}");
        tell("{'event':'online','names':['Ofir'" + others + "]}");
    }

    private long countSent(String what) {
        return sent.stream()
                .filter(frame -> frame.startsWith("{\"do\":\"" + what + "\""))
                .count();
    }

    private void awaitSent(Visitor visitor, String what, int times) {
        visitor.page().waitForCondition(() -> countSent(what) >= times);
        assertEquals(times, countSent(what));
    }

    private void inPrivateWithADraft(Visitor ofir) {
        ofir.address(List.of("Emily"));
        ofir.text().fill("half a message");
        tell("{'event':'privateBegan','partner':'Roony'}");
        assertThat(ofir.text()).hasValue("");
    }

    @Test
    void whoJoinsWhileTheListIsOpenChangesNothingOfWhatEnterTakes() throws Exception {
        Visitor ofir = online(",'Emily','Roony'");
        ofir.to().click();
        ofir.press("ArrowDown");
        ofir.press("ArrowDown");
        String active = String.valueOf(ofir.to().getAttribute("aria-activedescendant"));
        assertThat(ofir.page().locator("#" + active)).containsText("Roony");

        tell("{'event':'joined','names':['Aaron']}");
        assertThat(ofir.option("Aaron")).isVisible();
        ofir.press("Enter");

        assertThat(ofir.recipients().getByRole(AriaRole.LISTITEM)).hasCount(1);
        assertThat(ofir.recipients()).containsText("Roony");
    }

    @Test
    void whoLeavesWhileMarkedInTheListLeavesNobodyElseMarked() throws Exception {
        Visitor ofir = online(",'Emily','Roony'");
        ofir.to().click();
        ofir.press("ArrowDown");

        tell("{'event':'left','names':['Emily']}");
        assertThat(ofir.option("Emily")).hasCount(0);
        ofir.press("Enter");

        assertThat(ofir.recipients().getByRole(AriaRole.LISTITEM)).hasCount(0);
    }

    @Test
    void theButtonOfARecipientKeepsTheFocusWhileOthersComeAndGo() throws Exception {
        Visitor ofir = online(",'Emily','Roony'");
        ofir.address(List.of("Roony"));
        ofir.button("Remove Roony").focus();

        tell("{'event':'joined','names':['Aaron']}");
        tell("{'event':'left','names':['Roony']}");
        assertThat(ofir.recipients()).containsText("not online");

        assertThat(ofir.button("Remove Roony")).isFocused();
        tell("{'event':'joined','names':['Roony']}");
        assertThat(ofir.recipients()).not().containsText("not online");
    }

    @Test
    void whatWasWrittenToAPartnerWhoLeavesIsKeptBesideWhatWasWrittenBefore() throws Exception {
        Visitor ofir = online(",'Emily','Roony'");
        inPrivateWithADraft(ofir);
        ofir.text().fill("half a secret");

        tell("{'event':'privateEnded','partner':'Roony','by':'Roony'}");

        assertThat(ofir.message("You in private to Roony", "half a secret"))
                .containsText("not sent: the private chat is over");
        assertThat(ofir.text()).hasValue("half a message");
    }

    @Test
    void enterInTheMomentInWhichThePrivateChatEndsSendsNothingToOthers() throws Exception {
        Visitor ofir = online(",'Emily','Roony'");
        inPrivateWithADraft(ofir);
        ofir.text().fill("a secret");
        ofir.page()
                .evaluate("() => new MutationObserver(() => document.activeElement.dispatchEvent("
                        + "new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true })))"
                        + ".observe(document.querySelector('[aria-label=\"Private chat\"]'), { attributes: true })");

        tell("{'event':'privateEnded','partner':'Roony','by':'Roony'}");

        assertThat(ofir.page().getByText("Not sent: the private chat is over, and this goes to those above"))
                .isVisible();
        assertThat(ofir.text()).hasValue("half a message");
        assertEquals(0, countSent("message"));
        // Once it has been seen it may be sent.
        ofir.page().waitForCondition(() -> {
            ofir.text().press("Enter");
            return countSent("message") > 0;
        });
    }

    @Test
    void whatIsSaidInPrivateSaysToWhom() throws Exception {
        Visitor ofir = online(",'Roony'");
        tell("{'event':'privateBegan','partner':'Roony'}");
        assertThat(ofir.text()).isFocused();

        ofir.write("psst");

        awaitSent(ofir, "say", 1);
        assertEquals("\"partner\":\"Roony\",\"text\":\"psst\"}", sent.getLast().replaceFirst(".*(?=\"partner)", ""));
    }

    @Test
    void aRefusalInAPrivateChatIsShown() throws Exception {
        Visitor ofir = online(",'Roony'");
        tell("{'event':'privateBegan','partner':'Roony'}");

        tell("{'event':'refused','id':null,'reason':'line too long (4096 bytes at most)'}");

        ofir.seesNote("Line too long (4096 bytes at most)");
    }

    @Test
    void joinPressedTwiceGivesTheNameOnce() throws Exception {
        Visitor ofir = played();
        ofir.page().getByLabel("Your name").fill("Ofir");
        ofir.press("Enter");
        ofir.press("Enter");
        awaitSent(ofir, "name", 1);

        tell("{'event':'nameWanted','refusal':'Ofir is taken'}");
        assertThat(ofir.page().getByText("Ofir is taken")).isVisible();
        ofir.press("Enter");

        awaitSent(ofir, "name", 2);
    }

    @Test
    void anExitThatIsNotAnsweredEndsAllTheSame() throws Exception {
        Visitor ofir = online(",'Roony'");

        ofir.click("Exit");

        assertThat(ofir.page().getByText("Goodbye, Ofir. The server did not answer."))
                .isVisible();
        assertEquals(2, sockets.size());
    }

    @Test
    void whatWaitedIsSentWhenThoseItIsToAreBack() throws Exception {
        Visitor ofir = online(",'Emily','Roony'");
        ofir.address(List.of("Roony"));
        sockets.getLast().close();
        assertThat(ofir.button("Try now")).isVisible();
        ofir.write("meanwhile");
        ofir.address(List.of("Emily"));
        ofir.write("and this");

        awaitSent(ofir, "name", 2);
        tellOnline(",'Emily'");
        ofir.seesNote("Connected again as Ofir");
        ofir.write("one more");
        assertEquals(0, countSent("message"));
        tell("{'event':'joined','names':['Roony']}");

        awaitSent(ofir, "message", 3);
        List<String> texts = sent.stream()
                .filter(frame -> frame.contains("\"do\":\"message\""))
                .map(frame -> frame.replaceFirst(".*\"text\":", ""))
                .toList();
        assertEquals(List.of("\"meanwhile\"}", "\"and this\"}", "\"one more\"}"), texts);
    }

    @Test
    void oneTabTooManyIsPatient() throws Exception {
        visitor();
        Visitor refused = visitor();

        assertThat(refused.page().getByText("1 tabs are open already: close one"))
                .isVisible();
        Locator countdown = refused.page().getByText(Pattern.compile("^Trying again in [34] s$"));
        assertThat(countdown).isVisible();
    }
}
