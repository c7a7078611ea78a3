package parley.cli.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.regex.Pattern;

/** Somebody at the page, who does and sees what people can. */
final class Visitor {
    private final Page page;

    private Visitor(Page page) {
        this.page = page;
    }

    /** @param complaints takes what the browser reports as an error or a warning */
    static Visitor open(BrowserContext context, String url, List<String> complaints) {
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (List.of("error", "warning").contains(message.type())) {
                complaints.add(message.text());
            }
        });
        page.navigate(url);
        return new Visitor(page);
    }

    Page page() {
        return page;
    }

    Visitor join(String name) {
        page.getByLabel("Your name").fill(name);
        press("Enter");
        assertThat(page.getByRole(AriaRole.BANNER)).containsText(name);
        assertThat(to().or(text())).not().hasCount(0);
        return this;
    }

    void press(String key) {
        page.keyboard().press(key);
    }

    void click(String button) {
        button(button).click();
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator to() {
        return page.getByRole(
                AriaRole.COMBOBOX, new Page.GetByRoleOptions().setName("To").setExact(true));
    }

    Locator option(String name) {
        return page.getByRole(AriaRole.OPTION, new Page.GetByRoleOptions().setName(name));
    }

    /** Where messages are typed. */
    Locator text() {
        return page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName(Pattern.compile("^Message")));
    }

    Locator people() {
        return page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName(Pattern.compile("^Online")));
    }

    Locator person(String name) {
        return people().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator recipients() {
        return page.getByRole(AriaRole.LIST, new Page.GetByRoleOptions().setName("Recipients"));
    }

    Locator log() {
        return page.getByRole(AriaRole.LOG, new Page.GetByRoleOptions().setName("Messages"));
    }

    Locator words(String words) {
        return page.getByText(words, new Page.GetByTextOptions().setExact(true));
    }

    /** Removes whom the last message was to and chooses others, by typing. */
    void address(List<String> names) {
        to().click();
        for (int left = recipients().getByRole(AriaRole.LISTITEM).count(); left > 0; left--) {
            press("Backspace");
        }
        assertThat(recipients().getByRole(AriaRole.LISTITEM)).hasCount(0);
        for (String name : names) {
            to().fill(name);
            press("Enter");
        }
        assertThat(recipients().getByRole(AriaRole.LISTITEM)).hasCount(names.size());
    }

    void write(String message) {
        text().fill(message);
        press("Enter");
        assertThat(text()).hasValue("");
    }

    void write(List<String> recipients, String message) {
        address(recipients);
        write(message);
    }

    /** A message by its heading, as "Ofir to you", and its text. */
    Locator message(String heading, String text) {
        return log().getByRole(AriaRole.ARTICLE)
                .filter(new Locator.FilterOptions().setHas(words(heading)))
                .filter(new Locator.FilterOptions().setHas(words(text)));
    }

    /** Sees it once, and no second time. */
    void sees(String heading, String text) {
        assertThat(message(heading, text)).hasCount(1);
        assertThat(message(heading, text)).isVisible();
    }

    void seesWritten(String heading, String text) {
        sees(heading, text);
        assertThat(message(heading, text)).containsText("written to the server");
    }

    void seesNote(String words) {
        assertThat(log().getByText(words, new Locator.GetByTextOptions().setExact(true))
                        .last())
                .isVisible();
    }
}
