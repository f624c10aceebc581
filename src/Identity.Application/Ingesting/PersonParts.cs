using Identity.Core.Profiles;
using Identity.Core.Resolution;

namespace Identity.Application.Ingesting;

/// <summary>
/// The parts of persons that only fuzzy links join, and what may be released of each. Persons of one part, which nearly
/// all are, cost nothing here.
/// </summary>
internal sealed class PersonParts
{
    private readonly Neighbourhood _hood;
    private readonly Dictionary<Node, long> _idOf = [];
    private readonly Dictionary<Group, List<Group>> _partsOf = [];
    private readonly List<(long FirmId, Summary Profile)> _written = [];

    public PersonParts(Neighbourhood hood, Resolution resolution)
    {
        _hood = hood;
        if (hood.Graph.FuzzyLinks.Count == 0) { return; }
        foreach (Group part in resolution.FirmOf.Values.Distinct())
        {
            Group person = resolution.GroupOf[part.Members[0]];
            if (person.Members.Count == part.Members.Count) { continue; }
            if (!_partsOf.TryGetValue(person, out List<Group>? parts)) { _partsOf.Add(person, parts = []); }
            parts.Add(part);
            long id = part.Members.Min(member => member.Handle);
            foreach (Node member in part.Members) { _idOf.Add(member, id); }
        }
    }

    /// <summary>The part of an identifier: the smallest number in it; 0 when its person has no others.</summary>
    public long IdOf(Node node) => _idOf.GetValueOrDefault(node);

    public bool HasParts(Group person) => _partsOf.ContainsKey(person);

    /// <summary>Folds each part of a person anew, and returns what is known of the whole.</summary>
    public async ValueTask<Summary> FoldAsync(Group person, ProfileFold fold, CancellationToken cancellationToken)
    {
        var profiles = new List<(long Id, Summary Own)>();
        // In a fixed order, since a sum of many names is cut off at a bound.
        foreach (Group part in _partsOf[person].OrderBy(part => IdOf(part.Members[0])))
        {
            Summary own = await fold.OfAsync(part.Members, cancellationToken);
            profiles.Add((IdOf(part.Members[0]), own.WithoutContacts()));
        }

        Summary[] all = [.. profiles.Select(part => part.Own)];
        foreach ((long id, Summary own) in profiles) { _written.Add((id, JoinedProfile.Part(own, all))); }
        return JoinedProfile.Whole(all, _hood.Workspace.Rules);
    }

    /// <summary>Writes what was folded, and removes the parts that there are no more.</summary>
    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        long[] gone = [.. _hood.Members.Select(member => member.Stored?.FirmId ?? 0)
            .Where(id => id != 0).Distinct().Except(_idOf.Values)];
        if (gone.Length > 0)
        {
            await _hood.Transaction.RemovePartsAsync(_hood.Workspace.Number, gone, cancellationToken);
        }

        if (_written.Count == 0) { return; }
        await _hood.Transaction.PutPartsAsync(_hood.Workspace.Number, _written, cancellationToken);
    }
}
