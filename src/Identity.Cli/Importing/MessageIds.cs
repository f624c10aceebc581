using System.Security.Cryptography;
using System.Text;
using Identity.Core.Observations;

namespace Identity.Cli.Importing;

/// <summary>
/// Message ids for rows that have none: a hash of all that the row says, with its source. So the same row in a later
/// file, or in a second run of the same file, is the same message, which the service takes once.
/// </summary>
internal static class MessageIds
{
    public static RawObservation Complete(RawObservation raw) => raw.MessageId.Length > 0
        ? raw : raw with { MessageId = $"sha256-{HashOf(ObservationText.Write(raw))}" };

    private static string HashOf(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
