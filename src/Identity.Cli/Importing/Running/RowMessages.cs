using System.Security.Cryptography;
using System.Text;
using Identity.Core.Observations;
using Identity.Stores.Sqlite.Ledger;

namespace Identity.Cli.Importing.Running;

/// <summary>What a ledger remembers of a row.</summary>
/// <param name="Key">Of whom it tells.</param>
/// <param name="Content">What it says.</param>
/// <param name="Generation">Which time it is that the key has this content.</param>
internal sealed record RowStamp(byte[] Key, byte[] Content, int Generation);

/// <summary>
/// Message ids for rows that have none: a hash of all that the row says, with its source. So the same row in a later
/// file, wherever it stands there and in whatever order its columns are, is the same message, which the service takes
/// once. Where a row says again what it said before it changed, the ledger tells it, and it is a new message. A row
/// that names a time or an event tells of a moment and not of a state: it never comes back. Not thread-safe.
/// </summary>
/// <param name="ranks">The rank of each namespace: the strongest identifier tells of whom a row is.</param>
/// <param name="ledger">Null remembers nothing.</param>
internal sealed class RowMessages(IReadOnlyDictionary<string, int> ranks, RowLedger? ledger)
{
    /// <summary>Gives the observation an id when it has none.</summary>
    /// <param name="raw">The observation of a row.</param>
    /// <param name="stamp">What to remember of it; null when nothing.</param>
    public RawObservation Complete(RawObservation raw, out RowStamp? stamp)
    {
        stamp = null;
        if (raw.MessageId.Length > 0) { return raw; }
        byte[] hash = HashOf(ObservationText.Write(Sorted(raw)));
        string id = $"sha256-{Convert.ToHexStringLower(hash)}";
        bool isState = raw.OccurredAt is null && raw.Event is null && raw.Identifiers.Count > 0;
        if (ledger is null || !isState) { return raw with { MessageId = id }; }
        byte[] key = KeyOf(raw);
        byte[] content = hash[..RowLedger.HashBytes];
        int generation = ledger.GenerationOf(key, content);
        stamp = new RowStamp(key, content, generation);
        return raw with { MessageId = generation == 0 ? id : $"{id}-{generation}" };
    }

    /// <summary>A hash as the ledger has them.</summary>
    public static byte[] LedgerHash(string text) => HashOf(text)[..RowLedger.HashBytes];

    private byte[] KeyOf(RawObservation raw)
    {
        RawIdentifier strongest = raw.Identifiers
            .OrderBy(identifier => ranks.GetValueOrDefault(identifier.Namespace, int.MaxValue))
            .ThenBy(identifier => identifier.Namespace, StringComparer.Ordinal)
            .ThenBy(identifier => identifier.Value, StringComparer.Ordinal)
            .First();
        string value = strongest.Value.Trim().ToUpperInvariant();
        return LedgerHash($"{raw.Source}\n{strongest.Namespace}\n{value}");
    }

    private static RawObservation Sorted(RawObservation raw) => raw with
    {
        Identifiers =
        [
            .. raw.Identifiers.OrderBy(identifier => identifier.Namespace, StringComparer.Ordinal)
                .ThenBy(identifier => identifier.Value, StringComparer.Ordinal),
        ],
        Traits = Sorted(raw.Traits),
        Event = raw.Event is { } what ? what with { Properties = Sorted(what.Properties) } : null,
        Consents =
        [
            .. raw.Consents.OrderBy(consent => consent.Channel, StringComparer.Ordinal)
                .ThenBy(consent => consent.Purpose, StringComparer.Ordinal),
        ],
    };

    private static IReadOnlyList<Trait> Sorted(IReadOnlyList<Trait> traits) =>
        [.. traits.OrderBy(trait => trait.Name, StringComparer.Ordinal)];

    private static byte[] HashOf(string text) => SHA256.HashData(Encoding.UTF8.GetBytes(text));
}
