using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>Changes summaries, and marks whose profiles follow from them.</summary>
internal sealed class SummaryKeeper
{
    private readonly Neighbourhood _hood;

    public SummaryKeeper(Neighbourhood hood) => _hood = hood;

    /// <summary>All summaries of a subject.</summary>
    public ValueTask<IReadOnlyList<SummaryRecord>> OfAsync(Member subject, CancellationToken cancellationToken) =>
        _hood.Transaction.GetSummariesAsync(_hood.Workspace.Number, [subject.Node.Handle], cancellationToken);

    /// <summary>Adds to the summary of a subject and owner; to an empty one when there was none.</summary>
    /// <param name="subject">The subject.</param>
    /// <param name="owner">Who was authenticated on the device; 0 when nobody was, or for others.</param>
    /// <param name="change">Adds something: done to a sum of summaries, it adds the same.</param>
    /// <param name="cancellationToken">Ends the work.</param>
    public async ValueTask AddAsync(
        Member subject, long owner, Func<Summary, Summary> change, CancellationToken cancellationToken)
    {
        IReadOnlyList<SummaryRecord> known = await OfAsync(subject, cancellationToken);
        Summary before = known.FirstOrDefault(record => record.OwnerId == owner)?.Summary ?? Summary.Empty;
        Summary after = change(before);
        if (ReferenceEquals(before, after)) { return; }
        if (owner == 0) { subject.NoteOwnSummary(before, after); }
        await _hood.Transaction.PutSummaryAsync(
            _hood.Workspace.Number, new SummaryRecord(subject.Node.Handle, owner, after), cancellationToken);
        await NoteAsync(subject, owner, change, cancellationToken);
    }

    /// <summary>What happened on a device before anybody logged in becomes the first one's who does.</summary>
    public async ValueTask HandOverAsync(
        Member device, IReadOnlyList<SummaryRecord> summaries, Member owner, CancellationToken cancellationToken)
    {
        if (summaries.Count == 0) { return; }
        Summary sum = Summary.Empty;
        foreach (SummaryRecord record in summaries) { sum = sum.With(record.Summary, _hood.Workspace.Rules); }
        await ReplaceAsync(
            device, [new SummaryRecord(device.Node.Handle, owner.Node.Handle, sum)], cancellationToken);
    }

    /// <summary>Replaces all summaries of a subject.</summary>
    public async ValueTask ReplaceAsync(
        Member subject, IReadOnlyCollection<SummaryRecord> summaries, CancellationToken cancellationToken)
    {
        IReadOnlyList<SummaryRecord> known = await OfAsync(subject, cancellationToken);
        subject.NoteOwnSummary(OwnOf(known), OwnOf(summaries));
        foreach (SummaryRecord record in known)
        {
            await TouchAsync(subject, record.OwnerId, cancellationToken);
        }

        await _hood.Transaction.ReplaceSummariesAsync(
            _hood.Workspace.Number, subject.Node.Handle, summaries, cancellationToken);
        foreach (SummaryRecord record in summaries)
        {
            await TouchAsync(subject, record.OwnerId, cancellationToken);
        }
    }

    private static Summary OwnOf(IEnumerable<SummaryRecord> summaries) =>
        summaries.FirstOrDefault(record => record.OwnerId == 0)?.Summary ?? Summary.Empty;

    /// <summary>The number of an identifier that exists, be it new in this write.</summary>
    public async ValueTask<long> IdOfAsync(IdentifierKey key, CancellationToken cancellationToken)
    {
        if (_hood.Graph.TryGetNode(key, out Core.Resolution.Node? node)) { return node.Handle; }
        foreach (IdentifierRecord record in await _hood.Transaction.FindIdentifiersAsync(
            _hood.Workspace.Number, [key], cancellationToken))
        {
            if (record.Key == key) { return record.Id; }
        }

        return 0;
    }

    private async ValueTask NoteAsync(
        Member subject, long owner, Func<Summary, Summary> change, CancellationToken cancellationToken)
    {
        Member? holder = subject;
        if (owner != 0 && !_hood.IsNobodys(subject.Stored))
        {
            await _hood.LoadClustersOfAsync([owner], cancellationToken);
            if (!_hood.TryGet(owner, out holder)) { return; }
        }

        holder.Additions.Add(change);
    }

    private async ValueTask TouchAsync(Member subject, long owner, CancellationToken cancellationToken)
    {
        subject.IsTouched = true;
        if (owner == 0) { return; }
        await _hood.LoadClustersOfAsync([owner], cancellationToken);
        if (_hood.TryGet(owner, out Member? member)) { member.IsTouched = true; }
    }
}
