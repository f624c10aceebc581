using Identity.Core.Profiles;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>
/// Folds the profile of a person: the sum of what its identifiers are the subject of, and of what happened on devices
/// while one of them was authenticated there. A device that belongs to nobody keeps everything that happened on it.
/// </summary>
internal sealed class ProfileFold
{
    private readonly Neighbourhood _hood;
    private readonly IReadOnlyDictionary<long, IdentifierRecord> _after;

    public ProfileFold(Neighbourhood hood, IReadOnlyDictionary<long, IdentifierRecord> after) =>
        (_hood, _after) = (hood, after);

    public async ValueTask<Summary> OfAsync(IReadOnlyList<Node> members, CancellationToken cancellationToken)
    {
        Summary profile = Summary.Empty;
        long[] ids = [.. members.Select(member => member.Handle)];
        foreach (SummaryRecord record in await _hood.Transaction.GetSummariesAsync(
            _hood.Workspace.Number, ids, cancellationToken))
        {
            bool isOwn = record.OwnerId == 0 || _hood.IsNobodys(_after[record.SubjectId]);
            if (isOwn) { profile = profile.With(record.Summary, _hood.Workspace.Rules); }
        }

        long[] persons = [.. members.Where(member => member.Rule.IsPerson).Select(member => member.Handle)];
        if (persons.Length == 0) { return profile; }
        IReadOnlyList<SummaryRecord> owned = await _hood.Transaction.GetSummariesByOwnerAsync(
            _hood.Workspace.Number, persons, cancellationToken);
        HashSet<long> nobodys = await NobodysAsync(owned, cancellationToken);
        foreach (SummaryRecord record in owned)
        {
            if (!nobodys.Contains(record.SubjectId)) { profile = profile.With(record.Summary, _hood.Workspace.Rules); }
        }

        return profile;
    }

    private async ValueTask<HashSet<long>> NobodysAsync(
        IReadOnlyList<SummaryRecord> owned, CancellationToken cancellationToken)
    {
        var nobodys = new HashSet<long>();
        var unknown = new HashSet<long>();
        foreach (SummaryRecord record in owned)
        {
            if (!_after.TryGetValue(record.SubjectId, out IdentifierRecord? device)) { unknown.Add(record.SubjectId); }
            else if (_hood.IsNobodys(device)) { nobodys.Add(record.SubjectId); }
        }

        if (unknown.Count == 0) { return nobodys; }
        foreach (IdentifierRecord device in await _hood.Transaction.GetIdentifiersAsync(
            _hood.Workspace.Number, unknown, cancellationToken))
        {
            if (_hood.IsNobodys(device)) { nobodys.Add(device.Id); }
        }

        return nobodys;
    }
}
