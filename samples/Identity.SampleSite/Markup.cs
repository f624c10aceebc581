using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;

namespace Identity.SampleSite;

/// <summary>
/// HTML. Whatever is put into it by interpolation is escaped, unless it is markup itself; there is no other way in.
/// </summary>
internal sealed class Markup
{
    private readonly string _html;

    private Markup(string html) => _html = html;

    public static Markup Empty { get; } = new("");

    /// <summary>HTML with holes.</summary>
    public static Markup Of(Handler handler) => new(handler.ToHtml());

    /// <summary>One piece of HTML for each item.</summary>
    public static Markup Each<T>(IEnumerable<T> items, Func<T, Markup> render) =>
        new(string.Concat(items.Select(item => render(item)._html)));

    /// <summary>The HTML.</summary>
    public override string ToString() => _html;

    /// <summary>What the compiler makes of an interpolated text.</summary>
    [InterpolatedStringHandler]
    internal readonly struct Handler(int literalLength, int formattedCount)
    {
        private readonly StringBuilder _html = new(literalLength + (formattedCount * 16));

        public void AppendLiteral(string html) => _html.Append(html);

        public void AppendFormatted(Markup html) => _html.Append(html._html);

        public void AppendFormatted(string? text) => _html.Append(HtmlEncoder.Default.Encode(text ?? ""));

        public string ToHtml() => _html.ToString();
    }
}
