package parley.cli.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.SelectOption;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import parley.analyzer.capture.CaptureFile;
import parley.analyzer.capture.PacketSource;
import parley.analyzer.pipeline.Analysis;
import parley.analyzer.pipeline.AnalysisOptions;
import parley.analyzer.report.html.HtmlReport;

/** report.html, opened as a file. */
@Timeout(300)
class ReportPageTest {
    private static final Path ROOT = Path.of(System.getProperty("parley.root", ".."));
    private static final Path FOUR_USERS = ROOT.resolve("samples/four-users.pcapng");
    private static final Path LOSSY = ROOT.resolve("analyzer/src/test/resources/captures/own/lossy-1.pcapng");
    private static final Path HOSTILE = ROOT.resolve("analyzer/src/test/resources/reports/hostile-chat.pcap");
    private static final double PATIENCE_MILLIS = 30_000;

    private static @Nullable Chromium chromium;

    @TempDir
    private Path directory;

    private final List<BrowserContext> contexts = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    @BeforeAll
    static void startBrowser() {
        chromium = Chromium.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @AfterAll
    static void endBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @AfterEach
    void end() {
        contexts.forEach(BrowserContext::close);
        assertEquals(List.of(), complaints, "what the browser complained of");
    }

    private Page open(Path capture, Browser.NewContextOptions options) throws IOException {
        Path file = directory.resolve("report.html");
        try (OutputStream out = Files.newOutputStream(file);
                HtmlReport report = new HtmlReport(out, String.valueOf(capture.getFileName()));
                PacketSource source = CaptureFile.open(capture)) {
            new Analysis(AnalysisOptions.DEFAULT, List.of(report), List.of()).run(source);
        }
        Chromium running = chromium;
        if (running == null) {
            throw new IllegalStateException("no browser is started");
        }
        BrowserContext context = running.browser().newContext(options);
        contexts.add(context);
        // What there is at the moment when the page counts as loaded: printing and screenshots wait for no more.
        context.addInitScript("addEventListener('load', () => { window.drawnWhenLoaded ="
                + " document.querySelector('#view-summary')?.innerText ?? ''; })");
        Page page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> complaints.add(message.text()));
        page.onDialog(dialog -> {
            complaints.add("a dialog: " + dialog.message());
            dialog.dismiss();
        });
        page.onRequest(request -> {
            if (!request.url().startsWith("file:") && !request.url().startsWith("blob:")) {
                complaints.add("asks for " + request.url());
            }
        });
        page.navigate(file.toUri().toString());
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText(String.valueOf(capture.getFileName()));
        return page;
    }

    private Page open(Path capture) throws IOException {
        return open(capture, new Browser.NewContextOptions());
    }

    private static void goTo(Page page, String part) {
        page.getByRole(AriaRole.NAVIGATION)
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName(part))
                .click();
    }

    private static Locator grid(Page page, String name) {
        return page.getByRole(
                AriaRole.GRID, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    /** A row by its place; the heads are the first. */
    private static Locator row(Page page, String grid, int place) {
        return grid(page, grid).getByRole(AriaRole.ROW).nth(place);
    }

    private static Locator inspector(Page page) {
        return page.getByRole(AriaRole.COMPLEMENTARY);
    }

    private static void sortBy(Page page, String grid, String column) {
        grid(page, grid)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName(column))
                .click();
    }

    @Test
    void theSummarySaysInFiveLinesWhatHappened() throws IOException {
        Page page = open(FOUR_USERS);

        assertThat(page.getByRole(AriaRole.TERM)).hasCount(5);
        assertThat(page.locator("#view-summary"))
                .containsText("Ofir, Roony, Hodaya and Emily talk through 127.0.0.1:10000");
        assertThat(page.locator("#view-summary"))
                .containsText("143 packets and 4 TCP connections: 4 opened by a complete handshake and 4 closed by both"
                        + " sides.");
    }

    @Test
    void ofManyFindingsOfAKindTheSummaryShowsTheFirstAndCountsTheOthers() throws IOException {
        Page page = open(LOSSY);

        Locator joined =
                page.locator("#view-summary .finding").filter(new Locator.FilterOptions().setHasText("for one line"));
        assertThat(joined).hasCount(2);
        assertThat(page.locator("#view-summary .finding").nth(2)).hasText("and 8 more like these");
    }

    @Test
    void aPageOfAnySizeIsDrawnWhenItIsLoaded() throws IOException {
        Page small = open(FOUR_USERS);
        assertTrue(drawnWhenLoaded(small).contains("talk through 127.0.0.1:10000"), "a small one");

        Page packed = open(LOSSY);
        assertEquals(true, packed.evaluate("document.getElementById('data').textContent.startsWith('{\"deflated')"));
        String drawn = drawnWhenLoaded(packed);
        assertTrue(drawn.contains("talk through 10.99.0.2:10000"), drawn);
        assertTrue(drawn.contains("Out of the ordinary"), drawn);
    }

    private static String drawnWhenLoaded(Page page) {
        return (String) page.evaluate("window.drawnWhenLoaded");
    }

    @Test
    void printedAsSoonAsItIsLoadedItHasAllOfItsPages() throws IOException {
        String pdf = new String(open(LOSSY).pdf(), StandardCharsets.ISO_8859_1);

        long pages =
                Pattern.compile("/Type /Page\\b(?!s)").matcher(pdf).results().count();
        assertTrue(pages > 10, pages + " pages");
    }

    @Test
    void anArrowOfTheLadderSaysOnceOfWhatKindItIsAndNoMoreThanItHasRoomFor() throws IOException {
        Page page = open(FOUR_USERS, new Browser.NewContextOptions().setViewportSize(1280, 900));
        goTo(page, "Ladder");
        page.getByLabel("Filter the ladder").fill("exit");
        assertThat(page.getByRole(AriaRole.OPTION).first()).isVisible();
        assertThat(page.locator(".says").getByText("exit exit")).hasCount(0);

        page.getByLabel("Filter the ladder").fill("");
        assertThat(page.getByRole(AriaRole.OPTION).nth(10)).isVisible();
        assertEquals(
                List.of(),
                page.evaluate("[...document.querySelectorAll('.rung')].filter(rung => {"
                        + " const label = rung.querySelector('.says').getBoundingClientRect();"
                        + " const arrow = rung.querySelector('.shaft').getBoundingClientRect();"
                        + " return label.left < arrow.left || label.right > arrow.right; }).map(rung => rung.title)"));
    }

    @Test
    void messagesSortAndFilter() throws IOException {
        Page page = open(FOUR_USERS);
        goTo(page, "Messages");
        assertThat(row(page, "Messages", 1)).containsText("welcome to the chat");

        sortBy(page, "Messages", "No.");
        sortBy(page, "Messages", "No.");
        assertThat(row(page, "Messages", 1)).containsText("84");

        page.getByLabel("Filter messages").fill("LUNCH join");
        assertThat(page.getByText("1 of 84 messages")).isVisible();
        assertThat(row(page, "Messages", 1)).containsText("will you join us for lunch?");

        page.getByLabel("Filter messages").fill("");
        page.getByLabel("Kind").selectOption(new SelectOption().setLabel("welcome (4)"));
        assertThat(page.getByText("4 of 84 messages")).isVisible();
        assertThat(grid(page, "Messages").getByRole(AriaRole.ROW)).hasCount(5);
    }

    @Test
    void aMessageOfTheLadderShowsItsSegments() throws IOException {
        Page page = open(FOUR_USERS);
        goTo(page, "Ladder");
        page.getByLabel("Filter the ladder").fill("name hodaya");
        page.getByRole(
                        AriaRole.OPTION,
                        new Page.GetByRoleOptions().setName(Pattern.compile("Hodaya to server, name Hodaya")))
                .click();

        assertThat(inspector(page)).containsText("Message 13");
        assertThat(inspector(page)).containsText("51542 → 10000");
        assertThat(inspector(page)).containsText("PSH, ACK  Seq 1  Ack 33  Len 7");

        page.keyboard().press("Escape");
        assertThat(inspector(page)).isHidden();
        page.getByLabel("Filter the ladder").fill("");
        page.getByLabel("TCP segments").check();
        assertThat(page.getByText("227 messages and segments")).isVisible();
        assertThat(page.getByRole(AriaRole.OPTION).first()).containsText("SYN");
    }

    @Test
    void evidenceLeadsToTheFramesLayersAndOctets() throws IOException {
        Page page = open(
                FOUR_USERS,
                new Browser.NewContextOptions().setPermissions(List.of("clipboard-read", "clipboard-write")));
        goTo(page, "Findings");
        page.getByLabel("Filter findings").fill("welcome-size");
        assertThat(page.getByText(Pattern.compile("^1 of [0-9]+ findings$"))).isVisible();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Copy the display filter"))
                .click();
        assertEquals(
                "tcp.srcport==10000 && tcp.seq==1 && tcp.len==20", page.evaluate("navigator.clipboard.readText()"));

        page.getByRole(
                        AriaRole.LINK,
                        new Page.GetByRoleOptions().setName("Frame 4").setExact(true))
                .click();

        assertThat(inspector(page)).containsText("Frame 4");
        assertThat(inspector(page)).containsText("welcome to the chatLF");
        assertThat(inspector(page)).containsText("10000 → 58197");
        assertThat(inspector(page)).containsText("127.0.0.1");
        assertThat(inspector(page)).containsText("77 65 6c 63");
        inspector(page)
                .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Frame 5"))
                .click();
        assertThat(inspector(page)).containsText("Ack21 raw");
        page.goBack();
        assertThat(inspector(page)).containsText("Frame 4");
    }

    @Test
    void aFrameThatIsNotInThePageIsNamedWithTheCommandThatShowsIt() throws IOException {
        Page page = open(FOUR_USERS);
        page.evaluate("location.hash = '#frame-144'");

        assertThat(inspector(page)).containsText("The capture has no frame 144.");
        assertThat(inspector(page)).containsText("parley packet four-users.pcapng 144");
    }

    @Test
    void aConnectionHasItsPlotsWithWhatWasSentAgain() throws IOException {
        Page page = open(LOSSY);
        goTo(page, "Connections");
        sortBy(page, "Connections", "Again");
        sortBy(page, "Connections", "Again");
        row(page, "Connections", 1)
                .getByRole(AriaRole.LINK, new Locator.GetByRoleOptions().setName("0"))
                .click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Connection 0 · Nadav")))
                .isFocused();
        for (String plot : List.of("Time and sequence", "Round-trip time", "Throughput", "Bytes in flight", "Window")) {
            assertThat(page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName(plot)))
                    .isVisible();
        }
        // What the server sent again, as conversations.csv counts it; then the client.
        assertThat(page.locator("circle.again-dot")).hasCount(2);
        page.getByText("What the client sent").click();
        assertThat(page.locator("circle.again-dot")).hasCount(4);
        assertThat(grid(page, "Segments").getByRole(AriaRole.ROW)).not().hasCount(0);

        page.getByRole(AriaRole.IMG, new Page.GetByRoleOptions().setName("Round-trip time"))
                .locator("circle")
                .first()
                .hover();
        assertThat(page.getByText(Pattern.compile("^frame [0-9]+ acknowledges after ")))
                .isVisible();
    }

    @Test
    void usersLeadToTheirConnection() throws IOException {
        Page page = open(FOUR_USERS);
        goTo(page, "Users");
        sortBy(page, "Users", "Name");
        assertThat(row(page, "Users", 1)).containsText("Emily");
        row(page, "Users", 1).click();

        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setName("Connection 3 · Emily")))
                .isVisible();
    }

    @Test
    void whatHostileUsersSayIsShownAsTextAndDoesNothing() throws IOException {
        Page page = open(HOSTILE);
        page.evaluate("addEventListener('securitypolicyviolation', event => console.log(event.violatedDirective))");
        for (String part : List.of("Ladder", "Messages", "Users", "Connections", "Findings", "Summary")) {
            goTo(page, part);
            assertThat(page.locator("#view-" + part.toLowerCase(Locale.ROOT))).isVisible();
        }
        goTo(page, "Messages");
        assertThat(grid(page, "Messages")
                        .getByText("<script>document.title='run'</script>")
                        .first())
                .isVisible();
        assertThat(grid(page, "Messages")).containsText("=HYPERLINK(\"http://example.com\",\"click\")");
        assertThat(grid(page, "Messages")).containsText("</script><script>alert(2)</script><!--");

        int messages = (int)
                page.evaluate("Number(document.querySelector('#view-messages [aria-rowcount]').ariaRowCount) - 1");
        StringBuilder seen = new StringBuilder();
        for (int number = 1; number <= messages; number++) {
            page.evaluate("location.hash = '#message-" + number + "'");
            assertThat(inspector(page).getByRole(AriaRole.HEADING).first()).hasText("Message " + number);
            seen.append(inspector(page).innerText());
        }
        assertTrue(seen.toString().contains("W".repeat(4_000)), "the long word");
        assertTrue(seen.toString().contains("\ufffd]0;gotcha\ufffd\ufffd[2J red"), "the escape sequence");
        assertFalse(seen.chars().anyMatch(c -> c == 0x1b || c == 0 || c == 0x202e || c == 0x2028));
        assertEquals("hostile-chat.pcap · Parley", page.title());
        assertEquals(2, page.locator("script").count());
        assertEquals(
                0,
                page.locator("img, iframe, object, [onerror], [onload], [onclick]")
                        .count());
    }

    @Test
    void noPartOfThePageHasASeriousViolationOfAccessibility() throws IOException {
        Page page = open(LOSSY);
        List<String> violations = new ArrayList<>();
        for (String part : List.of("ladder", "messages", "users", "connections", "findings", "summary", "frame-65")) {
            page.evaluate("part => { location.hash = `#${part}`; }", part);
            assertThat(part.startsWith("frame") ? inspector(page) : page.locator("#view-" + part))
                    .isVisible();
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
            AccessibilityTest.violations(new AxeBuilder(page)).forEach(each -> violations.add(part + ": " + each));
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.DARK));
            AccessibilityTest.violations(new AxeBuilder(page).withRules(List.of("color-contrast")))
                    .forEach(each -> violations.add(part + ", dark: " + each));
        }
        assertEquals(List.of(), violations);
    }

    @Test
    void onAPhoneNothingIsWiderThanTheScreen() throws IOException {
        Page page = open(LOSSY, new Browser.NewContextOptions().setViewportSize(390, 844));
        for (String part : List.of("Ladder", "Messages", "Users", "Connections", "Findings", "Summary")) {
            goTo(page, part);
            assertEquals(0, page.evaluate("document.documentElement.scrollWidth - innerWidth"), part);
        }
        page.evaluate("location.hash = '#frame-65'");
        assertThat(inspector(page)).containsText("TCP Retransmission");
        assertEquals(0, page.evaluate("document.documentElement.scrollWidth - innerWidth"));
    }

    @Test
    void onPaperIsAllOfIt() throws IOException {
        Page page = open(FOUR_USERS);
        page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
        page.evaluate("dispatchEvent(new Event('beforeprint'))");

        for (String title : List.of("Ladder", "Users", "Connections", "Findings", "Messages")) {
            assertThat(page.getByRole(
                            AriaRole.HEADING,
                            new Page.GetByRoleOptions().setName(title).setExact(true)))
                    .isVisible();
        }
        assertThat(page.locator("#paper th.end").getByText("Received", new Locator.GetByTextOptions().setExact(true)))
                .isVisible();
        assertThat(page.getByRole(AriaRole.NAVIGATION)).isHidden();
        page.evaluate("dispatchEvent(new Event('afterprint'))");
        assertThat(page.locator("#paper *")).hasCount(0);
    }
}
