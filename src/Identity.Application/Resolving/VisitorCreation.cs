using System.Globalization;
using Identity.Application.Access;
using Identity.Application.Ingesting;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Recognition;

namespace Identity.Application.Resolving;

/// <summary>
/// Creates the person of an unknown visitor on request: an observation like any other, of what was vouched for, else of
/// the presented devices at level 2. It ties nothing to anybody else. Thread-safe.
/// </summary>
public sealed class VisitorCreation
{
    /// <summary>The source of observations that a resolve makes.</summary>
    public const string Source = "resolve";

    private readonly ObservationWriter _writer;
    private readonly KeyDirectory _directory;
    private readonly TimeProvider _time;

    public VisitorCreation(ObservationWriter writer, KeyDirectory directory, TimeProvider time) =>
        (_writer, _directory, _time) = (writer, directory, time);

    /// <summary>Creates a person; false when nothing was presented that can have one.</summary>
    internal async ValueTask<bool> TryCreateAsync(Caller caller, CheckedQuery request)
    {
        RawIdentifier[] identifiers = [.. Founders(request)];
        if (identifiers.Length == 0) { return false; }
        var raw = new RawObservation
        {
            MessageId = Guid.CreateVersion7().ToString(null, CultureInfo.InvariantCulture),
            Source = Source,
            Level = request.Vouching == Vouching.Authenticated ? (int)RecognitionLevel.Authenticated
                : request.Vouching == Vouching.PersonalLink ? (int)RecognitionLevel.Remembered : 0,
            Identifiers = identifiers,
        };
        var arrival = new Arrival(Microseconds.Truncate(_time.GetUtcNow()), caller.IsPublic);
        PreparedObservation prepared = PreparedObservation.Prepare(raw, arrival, caller.Workspace.Rules);
        return await _writer.SubmitAsync(caller.Workspace.Number, group => TakeAsync(caller, prepared, group));
    }

    private async ValueTask<bool> TakeAsync(Caller caller, PreparedObservation prepared, GroupWrite group)
    {
        Workspace workspace = _directory.Resolved(caller.Workspace.Number);
        prepared = prepared.Under(workspace.Rules);
        if (prepared.Cleaned.Observation is not { } observation) { return false; }
        var hood = new Neighbourhood(group.Transaction, workspace, prepared.Arrival.RecordedAt)
        {
            StoredAt = group.StoredAt,
            Tally = _writer.Measures.Links,
        };
        Settled? settled = await ObservationIntake.TakeAsync(
            hood, observation, IngestObservations.RecordOf(prepared, observation, group.StoredAt), isKnown: false,
            CancellationToken.None);
        return settled is not null;
    }

    private static IEnumerable<RawIdentifier> Founders(CheckedQuery request)
    {
        foreach (RequestedIdentifier identifier in request.Identifiers)
        {
            bool founds = request.Vouched is null
                ? identifier.Item.Rule.Role == NamespaceRole.Device
                : ReferenceEquals(identifier.Item, request.Vouched);
            if (founds && identifier.Index >= 0) { yield return request.Raw[identifier.Index]; }
        }
    }
}
