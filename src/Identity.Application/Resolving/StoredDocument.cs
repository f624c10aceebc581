using System.Text.Json;
using Identity.Core.Profiles;
using Identity.Stores;

namespace Identity.Application.Resolving;

/// <summary>Reads documents that a store handed out unread.</summary>
internal static class StoredDocument
{
    /// <exception cref="StoreDamagedException">The document cannot be read.</exception>
    public static ShownProfile ShownOf(SummaryDocument document) => Read(document, static text => text.Shown);

    /// <exception cref="StoreDamagedException">The document cannot be read.</exception>
    public static Summary SummaryOf(SummaryDocument document) => Read(document, static text => text.ToSummary());

    private static T Read<T>(SummaryDocument document, Func<SummaryDocument, T> read)
    {
        try
        {
            return read(document);
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException or FormatException
            or IndexOutOfRangeException)
        {
            // Not as the inner exception: a parser's message can quote what it read.
            throw new StoreDamagedException("A stored summary cannot be read.");
        }
    }
}
