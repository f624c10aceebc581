using System.Collections.ObjectModel;
using System.Globalization;

namespace Identity.SampleData.Stories;

/// <summary>
/// Collects what all sources saw of one household, so that it can be told in the order of time. Holds a household,
/// never more, which is what bounds the memory of a run. Not thread-safe.
/// </summary>
internal sealed class Journal(DateTimeOffset start, DateTimeOffset end)
{
    private readonly List<Draft> _drafts = [];
    private readonly Dictionary<(string Source, int Number), int> _counts = [];

    public DateTimeOffset Start => start;

    public DateTimeOffset End => end;

    /// <summary>Starts an observation about this customer; what the draft is told later becomes part of it.</summary>
    public Draft Open(int number, string source, DateTimeOffset at, int level)
    {
        if (at < start || at > end)
        {
            throw new InvalidOperationException("An observation would lie outside of the period.");
        }

        int count = _counts.GetValueOrDefault((source, number)) + 1;
        _counts[(source, number)] = count;
        string messageId = string.Create(CultureInfo.InvariantCulture, $"{source}-{number}-{count}");
        var draft = new Draft(number, messageId, source, at, level);
        _drafts.Add(draft);
        return draft;
    }

    /// <summary>All of it, oldest first; of the same second, in the order of writing.</summary>
    public IEnumerable<SampleObservation> InOrder() =>
        _drafts.OrderBy(draft => draft.At).Select(draft => draft.Finish());
}

/// <summary>An observation in the making. Empty values are left out, as a source would.</summary>
internal sealed class Draft(int number, string messageId, string source, DateTimeOffset at, int level)
{
    private static readonly IReadOnlyDictionary<string, object?> Nothing = ReadOnlyDictionary<string, object?>.Empty;

    private readonly List<SampleIdentifier> _identifiers = new(3);
    private Dictionary<string, object?>? _traits;
    private Dictionary<string, object?>? _properties;
    private List<SampleConsent>? _consents;
    private string? _event;

    public DateTimeOffset At => at;

    public Draft Names(string @namespace, string? value) => Add(@namespace, value, claimed: false);

    public Draft Claims(string @namespace, string? value) => Add(@namespace, value, claimed: true);

    public Draft Says(string trait, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            (_traits ??= [])[trait] = value;
        }

        return this;
    }

    public Draft Happened(string name)
    {
        _event = name;
        return this;
    }

    public Draft With(string property, object? value)
    {
        (_properties ??= [])[property] = value;
        return this;
    }

    /// <summary>The person grants or denies this, at the time of the observation.</summary>
    public Draft Answers(string channel, string purpose, bool granted)
    {
        (_consents ??= []).Add(new SampleConsent(channel, purpose, granted, at, $"{source}:{messageId}"));
        return this;
    }

    public SampleObservation Finish()
    {
        SampleEvent? happened = _event is null ? null : new SampleEvent(_event, _properties ?? Nothing);
        return new SampleObservation(
            messageId, source, at, level, _identifiers, _traits ?? Nothing, happened, _consents ?? [])
        {
            Truth = number,
        };
    }

    private Draft Add(string @namespace, string? value, bool claimed)
    {
        if (!string.IsNullOrEmpty(value))
        {
            _identifiers.Add(new SampleIdentifier(@namespace, value, claimed));
        }

        return this;
    }
}
