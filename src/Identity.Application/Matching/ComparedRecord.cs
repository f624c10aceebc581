using Identity.Core.Matching;
using Identity.Core.Records;
using Identity.Stores;

namespace Identity.Application.Matching;

/// <summary>
/// A record with what is worked out of it once: its form for comparison, and its keys. Not thread-safe.
/// </summary>
internal sealed class ComparedRecord
{
    private readonly MatchModel _model;
    private IReadOnlyList<ulong>? _blockingKeys;

    public ComparedRecord(MatchEntry entry, MatchModel model)
    {
        (Entry, _model) = (entry, model);
        Prepared = entry.RecordOf().PreparedBy(model);
    }

    public MatchEntry Entry { get; }

    public MatchRecord Prepared { get; }

    public bool IsOfRecord => Entry.Standing == RecordStanding.SystemOfRecord;

    /// <summary>Those by which it is compared.</summary>
    public IReadOnlyList<ulong> BlockingKeys => _blockingKeys ??= _model.BlockingKeys(Prepared);

    /// <summary>
    /// Those by which it is compared, and those by which it is found. Whoever is only known by what was typed on a
    /// device is nobody to look for.
    /// </summary>
    public IEnumerable<MatchKey> Keys()
    {
        IEnumerable<ulong> sought = Entry.Standing == RecordStanding.Typed ? [] : SearchKeys.Of(Prepared);
        return BlockingKeys.Concat(sought)
            .Select(key => new MatchKey(key, Entry.Place, Entry.SubjectId, Entry.Source));
    }
}
