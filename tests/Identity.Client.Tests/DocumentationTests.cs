using System.Reflection;
using System.Text.RegularExpressions;
using Identity.Client.Web;
using Xunit;

namespace Identity.Client.Tests;

/// <summary>docs/client.md lists every option, and no other.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Every_option_is_documented_and_nothing_else() =>
        Assert.Equal(Options().Order(StringComparer.Ordinal), Rows(Document()).Order(StringComparer.Ordinal));

    [Fact]
    public void Control_an_option_that_is_missing_is_noticed() => Assert.NotEqual(
        Options().Order(StringComparer.Ordinal),
        Rows(Document().Replace("| `Cache.IsOn` |", "", StringComparison.Ordinal)).Order(StringComparer.Ordinal));

    private static IEnumerable<string> Options() =>
    [
        .. Settable(typeof(IdentityClientOptions), ""), .. Settable(typeof(RetryOptions), "Retry."),
        .. Settable(typeof(CacheOptions), "Cache."), .. Settable(typeof(SendingOptions), "Sending."),
        .. Settable(typeof(VisitorOptions), ""),
    ];

    private static IEnumerable<string> Settable(Type type, string prefix) => type
        .GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(property => property.CanWrite)
        .Select(property => prefix + property.Name);

    private static IEnumerable<string> Rows(string document)
    {
        string options = document[document.IndexOf("## Options", StringComparison.Ordinal)..];
        options = options[..options.IndexOf("## Counted", StringComparison.Ordinal)];
        return Row().Matches(options).Select(match => match.Groups[1].Value);
    }

    private static string Document()
    {
        using Stream stream = typeof(DocumentationTests).Assembly.GetManifestResourceStream("client.md")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"^\| `([A-Za-z.]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
