using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>Keeps track of who inherits an id, and loads whoever may get another id for it.</summary>
internal sealed class HeirKeeper
{
    private readonly Neighbourhood _hood;

    public HeirKeeper(Neighbourhood hood) => _hood = hood;

    /// <summary>A vouched link was added to: its other end may be the member's heir from now on.</summary>
    public async ValueTask NoteAsync(Member member, Link link, CancellationToken cancellationToken)
    {
        if (!Inheritance.IsBequest(member.Node, link)) { return; }
        Node candidate = link.Other(member.Node);
        DateTimeOffset since = link.FirstVouched;
        if (member.HeirId == candidate.Handle)
        {
            if (since >= member.HeirSince) { return; }
        }
        else if (member.HeirId != 0)
        {
            await _hood.LoadClustersOfAsync([member.HeirId], cancellationToken);
            if (_hood.TryGet(member.HeirId, out Member? heir)
                && !Inheritance.Precedes(candidate, since, heir.Node, member.HeirSince))
            {
                return;
            }
        }

        await LoadHeirsAsync(member, cancellationToken);
        (member.HeirId, member.HeirSince) = (candidate.Handle, since);
        await LoadHeirsAsync(member, cancellationToken);
    }

    /// <summary>Loads the chain of heirs of a member whose age or heir changes: their ids may depend on it.</summary>
    public async ValueTask LoadHeirsAsync(Member member, CancellationToken cancellationToken)
    {
        Member current = member;
        while (current.HeirId != 0)
        {
            await _hood.LoadClustersOfAsync([current.HeirId], cancellationToken);
            if (!_hood.TryGet(current.HeirId, out Member? heir)) { return; }
            current = heir;
        }
    }

    /// <summary>
    /// The nodes whose heir a node is since a moment: those loaded as they are now, others as stored.
    /// </summary>
    public static async ValueTask<IReadOnlyList<Node>> GiversAsync(
        Neighbourhood hood, Node heir, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var givers = new List<Node>();
        foreach (Member member in hood.Members)
        {
            if (member.HeirId == heir.Handle && member.HeirSince == since) { givers.Add(member.Node); }
        }

        foreach (IdentifierRecord record in await hood.Transaction.GetGiversAsync(
            hood.Workspace.Number, [heir.Handle], since, int.MaxValue, cancellationToken))
        {
            if (record.HeirSince != since || hood.TryGet(record.Id, out _)) { continue; }
            givers.Add(new Node(record.Key, hood.Workspace.Rules.Namespace(record.Key.Namespace), record.Facts)
            {
                Handle = record.Id,
            });
        }

        return givers;
    }
}
