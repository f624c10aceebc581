using System.Collections.Immutable;
using Identity.Application.Ingesting;
using Identity.Core.Matching;
using Identity.Core.Records;
using Identity.Stores;

namespace Identity.Application.Matching;

/// <summary>
/// Keeps records, their keys, and the pairs that look alike true to summaries. A pair of records is compared when they
/// share a key and both are among the first of those that have it; so which pairs there are follows from the records
/// alone. A record that did not change costs nothing.
/// </summary>
internal sealed class MatchKeeper
{
    private readonly Neighbourhood _hood;
    private readonly MatchModel _model;
    private readonly SortedDictionary<long, IReadOnlyList<ComparedRecord>> _changed = [];
    private readonly SortedSet<long> _moved = [];

    public MatchKeeper(Neighbourhood hood) => (_hood, _model) = (hood, MatchModel.Default);

    private long Workspace => _hood.Workspace.Number;

    private int BlockLimit => _hood.Workspace.Rules.Matching.BlockLimit;

    /// <summary>
    /// Brings everything up to date with the summaries that were changed in this write. Loads the clusters that fuzzy
    /// links now tie, or no longer do.
    /// </summary>
    public async ValueTask RunAsync(CancellationToken cancellationToken)
    {
        if (!_hood.Workspace.Rules.Matching.IsOn) { return; }
        foreach (Member member in _hood.Members.ToArray())
        {
            if (member.OwnSummary is not { } summary) { continue; }
            ImmutableArray<SourceRecord> before = RecordFold.Of(
                member.Node.Rule, summary.Before, _hood.Workspace.Rules);
            ImmutableArray<SourceRecord> after = RecordFold.Of(member.Node.Rule, summary.After, _hood.Workspace.Rules);
            if (before.AsSpan().SequenceEqual(after.AsSpan())) { continue; }
            await ReplaceAsync(member, before, after, cancellationToken);
        }

        foreach ((long subject, IReadOnlyList<ComparedRecord> records) in _changed)
        {
            await DecideAsync(subject, records, cancellationToken);
        }

        foreach (long subject in _moved.Where(subject => !_changed.ContainsKey(subject)).ToArray())
        {
            await DecideAsync(subject, await RecordsAsync(subject, cancellationToken), cancellationToken);
        }
    }

    private async ValueTask ReplaceAsync(
        Member member, ImmutableArray<SourceRecord> before, ImmutableArray<SourceRecord> after,
        CancellationToken cancellationToken)
    {
        ComparedRecord[] now = [.. after.Select(record => Compare(member, record))];
        HashSet<MatchKey> had = [.. before.SelectMany(record => Compare(member, record).Keys())];
        HashSet<MatchKey> has = [.. now.SelectMany(record => record.Keys())];
        MatchKey[] removed = [.. had.Where(key => !has.Contains(key))];
        MatchKey[] added = [.. has.Where(key => !had.Contains(key))];
        await _hood.Transaction.ReplaceMatchEntriesAsync(
            Workspace, member.Node.Handle, [.. now.Select(record => record.Entry)], cancellationToken);
        if (removed.Length + added.Length > 0)
        {
            await _hood.Transaction.ChangeMatchKeysAsync(Workspace, removed, added, cancellationToken);
        }

        if (removed.Length > 0) { await NoteLetInAsync(removed, cancellationToken); }
        _hood.ForgetRecords(member.Node.Handle);
        _changed.Add(member.Node.Handle, now);
    }

    // In a block that was full, whoever goes lets another in.
    private async ValueTask NoteLetInAsync(MatchKey[] removed, CancellationToken cancellationToken)
    {
        int most = removed.GroupBy(key => key.Key).Max(block => block.Count());
        IReadOnlyList<MatchKey> rows = await _hood.Transaction.FindMatchKeysAsync(
            Workspace, [.. removed.Select(key => key.Key).Distinct()], BlockLimit, cancellationToken);
        foreach (IGrouping<ulong, MatchKey> block in rows.GroupBy(row => row.Key))
        {
            _moved.UnionWith(block.Skip(BlockLimit - most).Select(row => row.SubjectId));
        }
    }

    private async ValueTask<IReadOnlyList<ComparedRecord>> RecordsAsync(
        long subject, CancellationToken cancellationToken)
    {
        IReadOnlyList<MatchEntry> entries = await _hood.Transaction.GetMatchEntriesAsync(
            Workspace, [subject], cancellationToken);
        return [.. entries.Select(entry => new ComparedRecord(entry, _model))];
    }

    private async ValueTask DecideAsync(
        long subject, IReadOnlyList<ComparedRecord> own, CancellationToken cancellationToken)
    {
        var found = new MatchFinder(_hood.Transaction, _hood.Workspace, _model);
        Dictionary<long, MatchedPair> pairs = await found.FindAsync(
            own, _changed.Values.Sum(records => records.Count), cancellationToken);
        if (_changed.ContainsKey(subject)) { _moved.UnionWith(found.PushedOut); }
        IReadOnlyList<MatchedPair> stored = await _hood.Transaction.GetMatchesOfAsync(
            Workspace, [subject], cancellationToken);
        await RemoveAsync(subject, stored, pairs, cancellationToken);
        Dictionary<(long, long), MatchedPair> known = stored.ToDictionary(pair => (pair.A, pair.B));
        var reviews = new List<MatchedPair>();
        foreach (MatchedPair pair in pairs.Values)
        {
            MatchedPair? before = known.GetValueOrDefault((pair.A, pair.B));
            MatchedPair now = await WithoutTwinAsync(pair, cancellationToken);
            if (now.IsLink) { _hood.Put(now, before); }
            else if (now != before)
            {
                await PartAsync(before, cancellationToken);
                reviews.Add(now);
            }
        }

        if (reviews.Count > 0) { await _hood.Transaction.PutMatchesAsync(Workspace, reviews, cancellationToken); }
    }

    private async ValueTask RemoveAsync(
        long subject, IReadOnlyList<MatchedPair> stored, Dictionary<long, MatchedPair> pairs,
        CancellationToken cancellationToken)
    {
        MatchedPair[] gone = [.. stored.Where(pair => !pairs.ContainsKey(pair.A == subject ? pair.B : pair.A))];
        foreach (MatchedPair pair in gone) { await PartAsync(pair, cancellationToken); }
        if (gone.Length == 0) { return; }
        await _hood.Transaction.RemoveMatchesAsync(
            Workspace, [.. gone.Select(pair => (pair.A, pair.B))], cancellationToken);
    }

    // Whoever is no longer linked may be another person again, and its cluster another one.
    private async ValueTask PartAsync(MatchedPair? pair, CancellationToken cancellationToken)
    {
        if (pair is not { IsLink: true }) { return; }
        await _hood.LoadClustersOfAsync([pair.A, pair.B], cancellationToken);
        _hood.RemoveFuzzy(pair.A, pair.B);
    }

    // Two values of a unique namespace are never one person's, so there is nothing to link: one system has two entries
    // for what may be one person, which is for a steward to look at.
    private async ValueTask<MatchedPair> WithoutTwinAsync(MatchedPair pair, CancellationToken cancellationToken)
    {
        if (!pair.IsLink) { return pair; }
        if (!_hood.Workspace.Rules.HasFuzzyLinks) { return pair with { IsLink = false }; }
        await _hood.LoadClustersOfAsync([pair.A, pair.B], cancellationToken);
        if (!_hood.TryGet(pair.A, out Member? a) || !_hood.TryGet(pair.B, out Member? b))
        {
            return pair with { IsLink = false };
        }

        bool areTwins = a.Node.Rule.IsUnique && a.Node.Key.Namespace == b.Node.Key.Namespace
            && a.Node.Key.Value != b.Node.Key.Value;
        return areTwins ? pair with { IsLink = false } : pair;
    }

    private ComparedRecord Compare(Member member, SourceRecord record)
    {
        long place = MatchPlaces.Of(_hood.Workspace.Ids.Birth(member.Node.Key), record.Standing);
        return new ComparedRecord(new MatchEntry(member.Node.Handle, record.Source, place, record.Fields), _model);
    }
}
