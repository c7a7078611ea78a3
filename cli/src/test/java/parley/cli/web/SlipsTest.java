package parley.cli.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people type and is not meant so, and what others write to mislead them. */
class SlipsTest extends PageTest {
    private static final String NO_NAME = "That is no name: the message goes below";

    @Test
    void aSentenceInTheFieldOfNamesBecomesNobody() throws Exception {
        visitor().join("Dana");
        Visitor ofir = visitor().join("Ofir");
        assertThat(ofir.person("Dana")).isVisible();
        ofir.to().click();
        ofir.page().keyboard().type("Da");
        ofir.press("Enter");
        ofir.page().keyboard().type("hello Dana <b>!");
        ofir.press("Enter");

        assertThat(ofir.to()).hasValue("hello Dana <b>!");
        assertThat(ofir.recipients().getByRole(AriaRole.LISTITEM)).hasCount(1);
        assertThat(ofir.words(NO_NAME)).isVisible();
        assertThat(ofir.to()).hasAttribute("aria-invalid", "true");

        ofir.text().fill("hello");
        ofir.press("Enter");
        assertThat(ofir.words(NO_NAME)).isVisible();
        assertThat(ofir.to()).isFocused();
        ofir.to().fill("");
        assertThat(ofir.words(NO_NAME)).isHidden();
        ofir.write("hello");
        ofir.seesWritten("You to Dana", "hello");
    }

    @Test
    void namesWithCommasBetweenThemAreSeveral() throws Exception {
        Visitor dana = visitor().join("Dana");
        Visitor emily = visitor().join("Emily");
        Visitor ofir = visitor().join("Ofir");
        assertThat(ofir.person("Emily")).isVisible();

        ofir.to().fill("dana, Emily");
        ofir.press("Enter");
        assertThat(ofir.recipients().getByRole(AriaRole.LISTITEM)).hasCount(2);
        ofir.write("both of you");

        dana.sees("Ofir to you and Emily", "both of you");
        emily.sees("Ofir to you and Dana", "both of you");
    }

    @Test
    void whatWouldReorderATextIsSpelledOutAndHebrewIsLeftAlone() throws Exception {
        try (PlainUser evil = PlainUser.join(server(), "Evil")) {
            Visitor ofir = visitor().join("Ofir");
            evil.write("Ofir", "photo\u202egpj.exe \u2067x\u2069");
            ofir.sees("Evil to you", "photo\\u202egpj.exe \\u2067x\\u2069");
            evil.write("Ofir", "שלום\u200f, Ofir");
            ofir.sees("Evil to you", "שלום\u200f, Ofir");
        }
    }

    @Test
    void whatCanNeverBeSentIsNotOfferedAgainButGoesBackToBeEdited() throws Exception {
        Visitor roony = visitor().join("Roony");
        Visitor ofir = visitor().join("Ofir");
        assertThat(ofir.person("Roony")).isVisible();
        ofir.write(List.of("Roony"), "bell\u0007s");

        assertThat(ofir.log()).containsText("not sent: a line has no line breaks or other control characters");
        assertThat(ofir.button("Send again")).hasCount(0);
        ofir.click("Edit");
        assertThat(ofir.button("Edit")).hasCount(0);
        assertThat(ofir.text()).hasValue("bell\u0007s");
        assertThat(ofir.text()).isFocused();
        ofir.write("bells");
        roony.sees("Ofir to you", "bells");
    }

    @Test
    void whatReachedNobodyDoesNotLookDelivered() throws Exception {
        visitor().join("Roony");
        Visitor ofir = visitor().join("Ofir");
        assertThat(ofir.person("Roony")).isVisible();

        ofir.write(List.of("Nobody"), "anybody?");
        Locator lost = ofir.message("You to Nobody", "anybody?");
        assertThat(lost).containsText("delivered to nobody");
        assertThat(lost).containsText("not delivered to Nobody: not online");
        assertThat(lost).not().containsText("written to the server");

        ofir.write(List.of("Roony", "Nobody"), "somebody?");
        Locator reached = ofir.message("You to Roony and Nobody", "somebody?");
        assertThat(reached).containsText("not delivered to Nobody: not online");
        assertThat(reached).containsText("written to the server");
    }
}
