using Identity.Application.Access;
using Identity.Core.Matching;
using Identity.Core.Records;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Matching;

/// <summary>Finds who looks like an identifier: compares its records with those that share a key with them.</summary>
internal sealed class MatchFinder
{
    private readonly IReadTransaction _read;
    private readonly Workspace _workspace;
    private readonly MatchModel _model;
    private readonly HashSet<long> _pushedOut = [];

    public MatchFinder(IReadTransaction read, Workspace workspace, MatchModel model) =>
        (_read, _workspace, _model) = (read, workspace, model);

    /// <summary>Whoever stands just behind the first ones of a full block that was looked at.</summary>
    public IReadOnlyCollection<long> PushedOut => _pushedOut;

    /// <summary>
    /// The other identifiers that look like the one that the records are about, each with the best pair of records:
    /// one that links before one that does not, then the better score, then the smaller names of sources.
    /// </summary>
    /// <param name="own">The records.</param>
    /// <param name="changes">
    /// How many records this write has changed: so many others may each block have pushed out.
    /// </param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async ValueTask<Dictionary<long, MatchedPair>> FindAsync(
        IReadOnlyList<ComparedRecord> own, int changes, CancellationToken cancellationToken)
    {
        var withKey = new Dictionary<ulong, List<ComparedRecord>>();
        foreach (ComparedRecord record in own)
        {
            foreach (ulong key in record.BlockingKeys)
            {
                if (!withKey.TryGetValue(key, out List<ComparedRecord>? sharing)) { withKey.Add(key, sharing = []); }
                sharing.Add(record);
            }
        }

        if (withKey.Count == 0) { return []; }
        HashSet<(ComparedRecord Own, (long Subject, string Source) Other)> candidates =
            await CandidatesAsync(withKey, changes, cancellationToken);
        return await CompareAsync(candidates, cancellationToken);
    }

    private async ValueTask<HashSet<(ComparedRecord Own, (long Subject, string Source) Other)>> CandidatesAsync(
        Dictionary<ulong, List<ComparedRecord>> withKey, int changes, CancellationToken cancellationToken)
    {
        int limit = _workspace.Rules.Matching.BlockLimit;
        IReadOnlyList<MatchKey> rows = await _read.FindMatchKeysAsync(
            _workspace.Number, withKey.Keys, limit + changes, cancellationToken);
        var candidates = new HashSet<(ComparedRecord Own, (long Subject, string Source) Other)>();
        foreach (IGrouping<ulong, MatchKey> rest in rows.GroupBy(row => row.Key))
        {
            MatchKey[] all = [.. rest];
            // Where a block is full, whoever came in may have pushed others out.
            ReadOnlySpan<MatchKey> block = all.AsSpan(0, Math.Min(limit, all.Length));
            // A record that is not among the first is not compared by this key, whichever end is asked.
            foreach (ComparedRecord record in withKey[rest.Key])
            {
                if (!Holds(block, record.Entry)) { continue; }
                foreach (MatchKey row in all.AsSpan(block.Length)) { _pushedOut.Add(row.SubjectId); }
                foreach (MatchKey row in block)
                {
                    if (row.SubjectId != record.Entry.SubjectId && MayMeet(row, record.Entry))
                    {
                        candidates.Add((record, (row.SubjectId, row.Source)));
                    }
                }
            }
        }

        return candidates;
    }

    // What visitors typed on two devices is evidence of nothing, and anybody can type it on a thousand of them.
    private static bool MayMeet(MatchKey row, MatchEntry entry) =>
        entry.Standing != RecordStanding.Typed || row.Standing != RecordStanding.Typed;

    private static bool Holds(ReadOnlySpan<MatchKey> block, MatchEntry entry)
    {
        foreach (MatchKey row in block)
        {
            if (row.SubjectId == entry.SubjectId && row.Source == entry.Source) { return true; }
        }

        return false;
    }

    private async ValueTask<Dictionary<long, MatchedPair>> CompareAsync(
        HashSet<(ComparedRecord Own, (long Subject, string Source) Other)> candidates,
        CancellationToken cancellationToken)
    {
        if (candidates.Count == 0) { return []; }
        IReadOnlyList<MatchEntry> entries = await _read.GetMatchEntriesAsync(
            _workspace.Number, [.. candidates.Select(pair => pair.Other.Subject).Distinct()], cancellationToken);
        var best = new Dictionary<long, (ComparedRecord Own, ComparedRecord Other, int Grade, bool IsLink)>();
        int reviewed = FuzzyLink.GradeOf(_model.ReviewBits);
        int linked = FuzzyLink.GradeOf(_model.LinkBits);
        ILookup<(long Subject, string Source), ComparedRecord> sharing = candidates.ToLookup(
            pair => pair.Other, pair => pair.Own);
        foreach (MatchEntry entry in entries)
        {
            ComparedRecord? other = null;
            foreach (ComparedRecord own in sharing[(entry.SubjectId, entry.Source)])
            {
                other ??= new ComparedRecord(entry, _model);
                int grade = FuzzyLink.GradeOf(_model.Score(own.Prepared, other.Prepared));
                if (grade < reviewed) { continue; }
                bool isLink = grade >= linked && own.IsOfRecord && other.IsOfRecord;
                (ComparedRecord, ComparedRecord, int, bool) pair = (own, other, grade, isLink);
                bool isFirst = !best.TryGetValue(
                    entry.SubjectId, out (ComparedRecord, ComparedRecord, int, bool) known);
                if (isFirst || IsBetter(pair, known))
                {
                    best[entry.SubjectId] = pair;
                }
            }
        }

        return best.ToDictionary(pair => pair.Key, pair => PairOf(pair.Value));
    }

    private static bool IsBetter(
        (ComparedRecord Own, ComparedRecord Other, int Grade, bool IsLink) pair,
        (ComparedRecord Own, ComparedRecord Other, int Grade, bool IsLink) known)
    {
        if (pair.IsLink != known.IsLink) { return pair.IsLink; }
        if (pair.Grade != known.Grade) { return pair.Grade > known.Grade; }
        // Both ends must find the same, so the end with the smaller number comes first.
        bool isOwnFirst = MatchPlaces.NumberOf(pair.Own.Entry) <= MatchPlaces.NumberOf(pair.Other.Entry);
        int own = string.CompareOrdinal(pair.Own.Entry.Source, known.Own.Entry.Source);
        int other = string.CompareOrdinal(pair.Other.Entry.Source, known.Other.Entry.Source);
        int order = isOwnFirst ? own : other;
        return (order != 0 ? order : isOwnFirst ? other : own) < 0;
    }

    private static MatchedPair PairOf((ComparedRecord Own, ComparedRecord Other, int Grade, bool IsLink) pair)
    {
        bool isOwnA = pair.Own.Entry.SubjectId < pair.Other.Entry.SubjectId;
        (MatchEntry a, MatchEntry b) = isOwnA ? (pair.Own.Entry, pair.Other.Entry) : (pair.Other.Entry, pair.Own.Entry);
        return new MatchedPair
        {
            A = a.SubjectId,
            B = b.SubjectId,
            Grade = pair.Grade,
            SourceA = a.Source,
            SourceB = b.Source,
            IsLink = pair.IsLink,
        };
    }
}
