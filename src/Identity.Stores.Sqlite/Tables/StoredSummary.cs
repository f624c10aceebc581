using System.Text.Json;
using Identity.Core.Profiles;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Reads summaries that this store has written.</summary>
internal static class StoredSummary
{
    /// <exception cref="StoreDamagedException">The text is not one of ours.</exception>
    public static Summary Parse(string text)
    {
        try
        {
            return SummaryText.Parse(text);
        }
        catch (Exception failure) when (failure is JsonException
            or InvalidOperationException or KeyNotFoundException or IndexOutOfRangeException)
        {
            // Not as the inner exception: a parser's message can quote what it read.
            throw new StoreDamagedException("A stored summary cannot be read.");
        }
    }
}
