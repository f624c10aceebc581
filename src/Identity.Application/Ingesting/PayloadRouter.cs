using Identity.Core.Consents;
using Identity.Core.Observations;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Core.Resolution;
using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>
/// Brings an observation's traits, consents and event to the summary of their one subject; and what was said through a
/// claim only as far as a claim goes: a denial holds at once, a grant waits with the device.
/// </summary>
internal sealed class PayloadRouter
{
    private readonly Neighbourhood _hood;
    private readonly Observation _observation;
    private readonly Func<Mentioned, Member> _memberOf;
    private readonly SummaryKeeper _summaries;

    public PayloadRouter(Neighbourhood hood, Observation observation, Func<Mentioned, Member> memberOf) =>
        (_hood, _observation, _memberOf, _summaries) = (hood, observation, memberOf, new SummaryKeeper(hood));

    /// <summary>
    /// Notes who was authenticated on the observation's devices. Returns the devices whose earlier events change hands
    /// and that must be made anew.
    /// </summary>
    public async ValueTask<List<Mentioned>> RouteLoginsAsync(CancellationToken cancellationToken)
    {
        var rebuilt = new List<Mentioned>();
        if (_observation.Authenticated is not { } owner) { return rebuilt; }
        Member person = _memberOf(owner);
        var login = new Login(_observation.OccurredAt, owner.Rule.Rank, person.Node.Key);
        foreach (Mentioned device in _observation.Identifiers)
        {
            if (!device.Rule.IsDevice || device.Claimed) { continue; }
            if (!await TryNoteLoginAsync(_memberOf(device), person, login, cancellationToken))
            {
                rebuilt.Add(device);
            }
        }

        return rebuilt;
    }

    /// <summary>Routes traits, consents and event, but for devices that were made anew and have them already.</summary>
    public async ValueTask RoutePayloadAsync(List<Mentioned> rebuilt, CancellationToken cancellationToken)
    {
        if (_observation.Subject is { } subject && _observation.HasPayload && !rebuilt.Contains(subject))
        {
            await AddToSubjectAsync(subject, cancellationToken);
        }

        foreach (Mentioned claimed in _observation.Identifiers.Where(IsClaimedPerson))
        {
            foreach (ConsentStatement denial in _observation.Consents.Where(consent => !consent.Granted))
            {
                await _summaries.AddAsync(
                    _memberOf(claimed), 0, summary => summary.With(denial), cancellationToken);
            }
        }

        await FulfilGrantsAsync(cancellationToken);
    }

    internal static bool IsClaimedPerson(Mentioned item) => item.Claimed && item.Rule.IsPerson;

    private async ValueTask<bool> TryNoteLoginAsync(
        Member device, Member owner, Login login, CancellationToken cancellationToken)
    {
        DeviceLogins known = await LoginsAsync(device, cancellationToken);
        if (known.TryAdd(login) is not { } added) { return false; }
        IReadOnlyList<SummaryRecord> summaries = await _summaries.OfAsync(device, cancellationToken);
        if (known.Runs.Length == 0)
        {
            await _summaries.HandOverAsync(device, summaries, owner, cancellationToken);
        }
        else if (added.Runs.Length > known.Runs.Length && summaries.Any(record => record.Summary.LastAt >= login.At))
        {
            return false;
        }

        await _hood.Transaction.PutLoginsAsync(
            _hood.Workspace.Number, device.Node.Handle, added, cancellationToken);
        return true;
    }

    private async ValueTask AddToSubjectAsync(Mentioned subject, CancellationToken cancellationToken)
    {
        Member member = _memberOf(subject);
        long owner = 0;
        if (subject.Rule.IsDevice)
        {
            DeviceLogins logins = await LoginsAsync(member, cancellationToken);
            owner = logins.OwnerAt(_observation.OccurredAt) is { } key
                ? await _summaries.IdOfAsync(key, cancellationToken) : 0;
        }

        await _summaries.AddAsync(
            member, owner, summary => WithClaimedGrants(summary, subject), cancellationToken);
    }

    private Summary WithClaimedGrants(Summary summary, Mentioned subject)
    {
        summary = summary.With(_observation, _hood.Workspace.Rules);
        if (!subject.Rule.IsDevice) { return summary; }
        foreach (Mentioned claimed in _observation.Identifiers.Where(IsClaimedPerson))
        {
            foreach (ConsentStatement grant in _observation.Consents.Where(consent => consent.Granted))
            {
                summary = summary.With(new ClaimedGrant(_memberOf(claimed).Node.Key, grant));
            }
        }

        return summary;
    }

    // Possession is shown by an observation of the identifier together with the device that it was claimed on. It may
    // arrive before the claim does.
    private async ValueTask FulfilGrantsAsync(CancellationToken cancellationToken)
    {
        bool vouches = _observation.Level >= RecognitionLevel.Remembered;
        bool claims = _observation.Consents.Any(consent => consent.Granted);
        if (!vouches && !claims) { return; }
        foreach (Mentioned device in _observation.Identifiers.Where(item => item.Rule.IsDevice))
        {
            Member member = _memberOf(device);
            IReadOnlyList<SummaryRecord> summaries = await _summaries.OfAsync(member, cancellationToken);
            ClaimedGrant[] grants = [.. summaries.SelectMany(record => record.Summary.ClaimedGrants)];
            if (grants.Length == 0) { continue; }
            foreach (Mentioned person in _observation.Identifiers.Where(item => item.Rule.IsPerson))
            {
                await FulfilAsync(_memberOf(person), member, grants, cancellationToken);
            }
        }
    }

    private async ValueTask FulfilAsync(
        Member person, Member device, ClaimedGrant[] grants, CancellationToken cancellationToken)
    {
        if (!_hood.Graph.TryGetLink(person.Node, device.Node, out Link? link) || !link.IsVouched) { return; }
        DateTimeOffset shown = link.Remembered.With(link.Authenticated).Last;
        foreach (ClaimedGrant grant in grants)
        {
            if (grant.Claimed != person.Node.Key || grant.Statement.StatedAt > shown) { continue; }
            await _summaries.AddAsync(
                person, 0, summary => summary.With(grant.Statement), cancellationToken);
        }
    }

    private async ValueTask<DeviceLogins> LoginsAsync(Member device, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<long, DeviceLogins> logins = await _hood.Transaction.GetLoginsAsync(
            _hood.Workspace.Number, [device.Node.Handle], cancellationToken);
        return logins.GetValueOrDefault(device.Node.Handle, DeviceLogins.None);
    }
}
