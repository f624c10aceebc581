using Identity.Cli.Output;
using Xunit;

namespace Identity.Cli.Tests.Importing;

public sealed class OutputSafetyTests
{
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+31612345678", "'+31612345678")]
    [InlineData("-1", "'-1")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("\t=1+1", "\"'\t=1+1\"")]
    [InlineData("\r=1+1", "\"'\r=1+1\"")]
    [InlineData("\n=1+1", "\"'\n=1+1\"")]
    [InlineData("＝1+1", "'＝1+1")]
    [InlineData("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\"")]
    [InlineData("a;=1+1", "\"a;=1+1\"")]
    [InlineData("Ida", "Ida")]
    [InlineData("a=b", "a=b")]
    [InlineData("", "")]
    public void A_cell_that_a_spreadsheet_would_run_is_made_text(string cell, string expected) =>
        Assert.Equal(expected, SpreadsheetText.Row([cell]));

    [Theory]
    [InlineData("ida@shop.example", "aaa@aaaa.aaaa…")]
    [InlineData("06-12345678", "99-9999…")]
    [InlineData("Jan de Vries", "Aaa aa Aaaaa")]
    [InlineData("M", "A")]
    [InlineData("1971-02-30", "9999-99-99")]
    [InlineData("žofie 😀", "aaaa… ¤")]
    [InlineData("a\tb", "a␣a")]
    [InlineData("", "")]
    public void An_example_shows_the_shape_and_not_the_value(string value, string expected) =>
        Assert.Equal(expected, Mask.Of(value));

    [Fact]
    public void No_mask_holds_a_letter_or_figure_of_its_value()
    {
        const string Units = "bcdefghijklmnopqrstuvwxyzBCDEFGHIJKLMNOPQRSTUVWXYZ012345678éßжاअ中";
        Assert.All(Units, unit => Assert.DoesNotContain(unit, Mask.Of(new string(unit, 3))));
        Assert.InRange(Mask.Of(string.Concat(Enumerable.Repeat("a1-", 1000))).Length, 1, 45);
    }

    [Fact]
    public void A_page_escapes_what_is_not_its_own()
    {
        const string Attack = "<script>alert('x')</script>\"&\u001b[2J";
        string page = new HtmlPage(Attack).Heading(Attack).Paragraph(Attack)
            .Table(Attack, [Attack, "#n"], [[HtmlCell.Text(Attack), HtmlCell.Number(1)]])
            .Table("lines", [Attack], [[HtmlCell.Lines([Attack, Attack])]]).ToString();
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain('\u001b', page);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", page, StringComparison.Ordinal);
    }

    // What screen readers and printers need.
    [Fact]
    public void A_page_names_its_language_title_captions_and_headings()
    {
        string page = new HtmlPage("Data quality").Table("Columns", ["column", "#filled"],
            [[HtmlCell.Text("email"), HtmlCell.Share(1, 3)]]).ToString();
        foreach (string part in new[]
        {
            "<html lang=\"en\">", "<title>Data quality</title>", "<main>", "<caption>Columns</caption>",
            "<th scope=\"col\">column</th>", "<th scope=\"row\">email</th>", "33.3 %", "@media print", "tabindex=\"0\"",
        })
        {
            Assert.Contains(part, page, StringComparison.Ordinal);
        }
    }
}
