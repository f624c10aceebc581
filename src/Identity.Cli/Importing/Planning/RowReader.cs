using System.Globalization;
using Identity.Cli.Columns;
using Identity.Cli.Importing.Running;
using Identity.Core;
using Identity.Core.Observations;

namespace Identity.Cli.Importing.Planning;

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
    private readonly List<int> _identifierColumns = [];
    private readonly List<int> _consentColumns = [];
    private string _messageId = "";
    private string _event = "";
    private DateTimeOffset? _occurredAt;

    /// <summary>For each identifier of the row that was read last, the column that it came from.</summary>
    public IReadOnlyList<int> IdentifierColumns => _identifierColumns;

    /// <summary>For each consent of the row that was read last, the column that it came from.</summary>
    public IReadOnlyList<int> ConsentColumns => _consentColumns;

    /// <summary>The observation of one row, without an id of its own; null when the row has a defect.</summary>
    /// <param name="cells">One for each column.</param>
    /// <param name="defect">What is wrong; null when nothing is.</param>
    public RawObservation? Read(IReadOnlyList<string> cells, out Problem? defect)
    {
        Clear();
        for (int index = 0; index < plan.Targets.Count; index++)
        {
            // An empty cell states nothing, whatever its column.
            if (string.IsNullOrWhiteSpace(cells[index])) { continue; }
            if (plan.Targets[index].Kind == ColumnKind.Identifier) { _identifierColumns.Add(index); }
            defect = Take(plan.Targets[index], cells[index]);
            if (defect is not null) { return null; }
            if (plan.Targets[index].Kind == ColumnKind.Consent) { _consentColumns.Add(index); }
        }

        if (_properties.Count > 0 && _event.Length == 0)
        {
            defect = new Problem("event", ImportRow.RowMalformed, "There are properties and no event.");
            return null;
        }

        defect = null;
        return new RawObservation
        {
            MessageId = _messageId,
            Source = defaults.Source ?? "",
            OccurredAt = _occurredAt,
            Level = defaults.Level,
            Identifiers = [.. _identifiers],
            Traits = [.. _traits],
            Event = _event.Length > 0 ? new RawEvent(_event, [.. _properties]) : null,
            Consents = [.. _consents],
        };
    }

    private void Clear()
    {
        _identifiers.Clear();
        _traits.Clear();
        _properties.Clear();
        _consents.Clear();
        _identifierColumns.Clear();
        _consentColumns.Clear();
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
        bool? granted = AnswerWords.Read(cell);
        if (granted is null)
        {
            return new Problem(
                $"consent.{target.Name}.{target.Purpose}", ProblemCodes.ConsentMalformed,
                $"A consent is {AnswerWords.Forms}, or empty.");
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
