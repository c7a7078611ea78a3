package parley.analyzer.report.markdown;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

class MarkdownTextTest {
    @Test
    void ordinaryTextStaysAsItIs() {
        assertEquals("hello Emily, can you see it?", MarkdownText.plain("hello Emily, can you see it?"));
        assertEquals("127.0.0.1:10000 – “enter name:”", MarkdownText.plain("127.0.0.1:10000 – “enter name:”"));
    }

    @Test
    void markupIsEscaped() {
        assertEquals("\\*\\*bold\\*\\* \\_it\\_ \\`code\\`", MarkdownText.plain("**bold** _it_ `code`"));
        assertEquals("\\<script\\>alert(1)\\</script\\>", MarkdownText.plain("<script>alert(1)</script>"));
        assertEquals("!\\[x\\](y) \\&amp; \\\\", MarkdownText.plain("![x](y) &amp; \\"));
        assertEquals("a \\| b", MarkdownText.plain("a | b"));
    }

    @Test
    void addressesBecomeNoLinks() {
        assertEquals(
                "http\\://evil.example www\\.evil.example", MarkdownText.plain("http://evil.example www.evil.example"));
        assertEquals("a\\@evil.example", MarkdownText.plain("a@evil.example"));
    }

    @Test
    void textBeginsNoBlock() {
        assertEquals("\\# title", MarkdownText.plain("# title"));
        assertEquals("\\- item", MarkdownText.plain("- item"));
        assertEquals("1\\. item", MarkdownText.plain("1. item"));
        assertEquals("\\=== ", MarkdownText.plain("=== "));
        assertEquals("\\> quotation", MarkdownText.plain("> quotation"));
    }

    @Test
    void controlAndBidirectionalCharactersAreMadeVisible() {
        String shown = MarkdownText.plain("a\nb\r\u001b[31m\u202ec\u0000");
        assertEquals("a\ufffdb\ufffd\ufffd\\[31m\ufffdc\ufffd", shown);
        assertFalse(MarkdownText.code("a\n```\nb").contains("\n"));
    }

    @Test
    void codeHasMoreBackticksThanItHolds() {
        assertEquals("`tcp.len==20`", MarkdownText.code("tcp.len==20"));
        assertEquals("``a`b``", MarkdownText.code("a`b"));
        assertEquals("``` ``x`` ```", MarkdownText.code("``x``"));
    }

    @Test
    void clippingKeepsPairsOfSurrogatesWhole() {
        assertEquals("😀😀…", MarkdownText.clip("😀😀😀", 2));
        assertEquals("😀😀", MarkdownText.clip("😀😀", 2));
    }
}
