using System.Globalization;
using Identity.Core;
using Identity.Core.Observations;

namespace Identity.Cli.Importing;

/// <summary>Makes observations of the rows of one table. Not thread-safe.</summary>
internal sealed class RowReader(ColumnPlan plan, ImportDefaults defaults)
{
    // Only forms that mean one moment: in 03/04/2025 nobody can tell the day from the month.
    private static readonly string[] MomentForms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd HH:mm:ss.FFFFFFF",
        "yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ssK",
        "yyyy-MM-dd HH:mm:ss.FFFFFFFK",
    ];

    private readonly List<RawIdentifier> _identifiers = [];
    private readonly List<Trait> _traits = [];
    private readonly List<Trait> _properties = [];
    private readonly List<RawConsent> _consents = [];
    private string _messageId = "";
    private string _event = "";
    private DateTimeOffset? _occurredAt;

    /// <summary>The observation of one row; null when the row has a defect.</summary>
    /// <param name="cells">One for each column.</param>
    /// <param name="defect">What is wrong; null when nothing is.</param>
    public RawObservation? Read(IReadOnlyList<string> cells, out Problem? defect)
    {
        Clear();
        for (int index = 0; index < cells.Count; index++)
        {
            // An empty cell states nothing, whatever its column.
            if (string.IsNullOrWhiteSpace(cells[index])) { continue; }
            defect = Take(plan.Targets[index], cells[index]);
            if (defect is not null) { return null; }
        }

        if (_properties.Count > 0 && _event.Length == 0)
        {
            defect = new Problem("event", ImportRow.RowMalformed, "There are properties and no event.");
            return null;
        }

        defect = null;
        return MessageIds.Complete(new RawObservation
        {
            MessageId = _messageId,
            Source = defaults.Source ?? "",
            OccurredAt = _occurredAt,
            Level = defaults.Level,
            Identifiers = [.. _identifiers],
            Traits = [.. _traits],
            Event = _event.Length > 0 ? new RawEvent(_event, [.. _properties]) : null,
            Consents = [.. _consents],
        });
    }

    private void Clear()
    {
        _identifiers.Clear();
        _traits.Clear();
        _properties.Clear();
        _consents.Clear();
        (_messageId, _event, _occurredAt) = ("", "", null);
    }

    private Problem? Take(ColumnTarget target, string cell)
    {
        switch (target.Kind)
        {
            case ColumnKind.Identifier: _identifiers.Add(new RawIdentifier(target.Name, cell)); break;
            case ColumnKind.Trait: _traits.Add(new Trait(target.Name, JsonText.OfText(cell))); break;
            case ColumnKind.Property: _properties.Add(new Trait(target.Name, JsonText.OfText(cell))); break;
            case ColumnKind.MessageId: _messageId = cell; break;
            case ColumnKind.EventName: _event = cell; break;
            case ColumnKind.Consent: return TakeConsent(target, cell);
            case ColumnKind.OccurredAt: return TakeMoment(cell);
            case ColumnKind.Ignored: break;
            default: throw new ArgumentOutOfRangeException(nameof(target));
        }

        return null;
    }

    private Problem? TakeConsent(ColumnTarget target, string cell)
    {
        bool? granted = cell.Trim().ToUpperInvariant() switch
        {
            "GRANTED" or "YES" or "TRUE" or "1" => true,
            "DENIED" or "NO" or "FALSE" or "0" => false,
            _ => null,
        };
        if (granted is null)
        {
            return new Problem(
                $"consent.{target.Name}.{target.Purpose}", ProblemCodes.ConsentMalformed,
                "A consent is granted or denied (also yes or no, true or false, 1 or 0), or empty.");
        }

        _consents.Add(new RawConsent(target.Name, target.Purpose, granted, null, ""));
        return null;
    }

    private Problem? TakeMoment(string cell)
    {
        if (!DateTimeOffset.TryParseExact(
            cell.Trim(), MomentForms, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset moment))
        {
            return new Problem(
                "occurred_at", ImportRow.OccurredAtMalformed,
                "A time looks like 2025-01-31, 2025-01-31 13:45:00 or 2025-01-31T13:45:00Z; without a zone it is UTC.");
        }

        _occurredAt = moment;
        return null;
    }
}
