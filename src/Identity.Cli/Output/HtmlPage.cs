using System.Net;
using System.Text;

namespace Identity.Cli.Output;

/// <summary>
/// A page of tables that stands by itself: no scripts, no files beside it, readable with a screen reader, on paper and
/// in the dark. All text is escaped. Not thread-safe.
/// </summary>
internal sealed class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 1rem/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 75rem; padding: 0 1rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.2rem; margin-top: 2rem; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        caption { text-align: left; padding: .3rem 0; }
        th, td { border-bottom: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top; }
        .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
        code { font-family: ui-monospace, monospace; }
        meter { width: 5rem; }
        @media print { body { margin: 0; max-width: none; font-size: 9pt; } .scroll { overflow: visible; }
          tr { break-inside: avoid; } thead { display: table-header-group; } meter { display: none; } }
        """;

    private readonly StringBuilder _body = new();
    private readonly string _title;

    public HtmlPage(string title) => _title = title;

    public HtmlPage Heading(string text)
    {
        _body.Append("<h2>").Append(Escaped(text)).Append("</h2>\n");
        return this;
    }

    public HtmlPage Paragraph(string text)
    {
        _body.Append("<p>").Append(Escaped(text)).Append("</p>\n");
        return this;
    }

    /// <summary>A table. The first cell of each row is its heading.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="columns">The headings; one that begins with # is of numbers.</param>
    /// <param name="rows">The rows, each with a cell for each column.</param>
    public HtmlPage Table(string caption, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<HtmlCell>> rows)
    {
        _body.Append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").Append(Escaped(caption))
            .Append("\"><table><caption>").Append(Escaped(caption)).Append("</caption>\n<thead><tr>");
        foreach (string column in columns)
        {
            _body.Append(IsNumber(column) ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">")
                .Append(Escaped(column.TrimStart('#'))).Append("</th>");
        }

        _body.Append("</tr></thead>\n<tbody>\n");
        foreach (IReadOnlyList<HtmlCell> row in rows) { Row(columns, row); }
        _body.Append("</tbody></table></div>\n");
        return this;
    }

    public override string ToString() => $"""
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>{Escaped(_title)}</title>
        <style>
        {Style}
        </style>
        </head>
        <body>
        <main>
        <h1>{Escaped(_title)}</h1>
        {_body}</main>
        </body>
        </html>

        """.ReplaceLineEndings("\n");

    private void Row(IReadOnlyList<string> columns, IReadOnlyList<HtmlCell> row)
    {
        _body.Append("<tr>");
        for (int index = 0; index < row.Count; index++)
        {
            string tag = index == 0 ? "th scope=\"row\"" : IsNumber(columns[index]) ? "td class=\"n\"" : "td";
            _body.Append('<').Append(tag).Append('>').Append(row[index].Html)
                .Append(index == 0 ? "</th>" : "</td>");
        }

        _body.Append("</tr>\n");
    }

    private static bool IsNumber(string column) => column.StartsWith('#');

    internal static string Escaped(string text) => WebUtility.HtmlEncode(Printing.Plain(text));
}

/// <summary>What stands in a cell, escaped.</summary>
internal readonly record struct HtmlCell
{
    private HtmlCell(string html) => Html = html;

    public string Html { get; }

    public static HtmlCell Text(string text) => new(HtmlPage.Escaped(text));

    public static HtmlCell Number(long number) => new(Printing.Text(number));

    /// <summary>A part of a whole, as per cent and as a bar.</summary>
    public static HtmlCell Share(long part, long whole)
    {
        string text = Percent.Of(part, whole);
        return new(whole == 0 ? text
            : $"{text} <meter min=\"0\" max=\"{whole}\" value=\"{part}\" aria-hidden=\"true\"></meter>");
    }

    /// <summary>Several texts under each other.</summary>
    public static HtmlCell Lines(IEnumerable<string> lines) =>
        new(string.Join("<br>", lines.Select(HtmlPage.Escaped)));
}
