using Google.Protobuf;

namespace Identity.Client.Caching;

/// <summary>
/// Keeps answers that name nobody for a moment. See docs/decisions/0011: a query is looked up by all of its bytes, only
/// answers of level 1 and 2 are kept, and an answer counts only as long as nothing was sent about any of its
/// identifiers since before it was asked for. Thread-safe.
/// </summary>
internal sealed class AnswerCache
{
    // Changes are counted per identifier, in slots that several share: sharing one only costs a call. 65,536 of four
    // bytes let one observation spoil one answer in 65,536 that it has nothing to do with.
    private const int SlotsBits = 16;

    private readonly Lock _gate = new();
    private readonly Dictionary<ByteString, Entry> _entries = [];
    private readonly Queue<(ByteString Question, Entry Entry)> _byAge = new();
    private readonly int[] _changes = new int[1 << SlotsBits];
    private readonly TimeSpan _timeToLive;
    private readonly int _entriesMax;
    private readonly TimeProvider _time;

    public AnswerCache(CacheOptions options, TimeProvider time) =>
        (_timeToLive, _entriesMax, _time) = (options.TimeToLive, options.EntriesMax, time);

    /// <summary>How many answers are held.</summary>
    public int Count
    {
        get { lock (_gate) { return _entries.Count; } }
    }

    /// <summary>
    /// Whether a query may be answered from memory at all: nothing is vouched for or proved, it writes nothing, and it
    /// demands no revision, which this side cannot compare.
    /// </summary>
    public static bool Covers(V1.ResolveRequest question) =>
        !question.Authenticated && !question.PersonalLink && question.LinkToken.Length == 0
        && !question.CreateIfUnknown && question.AtLeastRevision.Length == 0;

    /// <summary>Begins a query, before it is sent.</summary>
    public Ticket Begin(V1.ResolveRequest question) =>
        new(question.ToByteString(), [.. question.Identifiers.Select(ChangesOf)]);

    /// <summary>The answer that is held for this very question; null when there is none that still counts.</summary>
    public Recognition? Find(Ticket ticket)
    {
        lock (_gate)
        {
            if (!_entries.TryGetValue(ticket.Question, out Entry? entry)) { return null; }
            return _time.GetElapsedTime(entry.StoredAt) < _timeToLive && IsUnchanged(entry.Changes)
                ? entry.Answer : null;
        }
    }

    /// <summary>Keeps an answer, unless it names somebody or something was sent meanwhile.</summary>
    public void Keep(Ticket ticket, Recognition answer)
    {
        if (answer is not { IsAvailable: true, Level: RecognitionLevel.Unknown or RecognitionLevel.Device }) { return; }
        lock (_gate)
        {
            if (!IsUnchanged(ticket.Changes)) { return; }
            var entry = new Entry(answer, ticket.Changes, _time.GetTimestamp());
            _entries[ticket.Question] = entry;
            _byAge.Enqueue((ticket.Question, entry));
            Trim();
        }
    }

    /// <summary>Something was sent about these: what was answered or asked before no longer counts.</summary>
    public void Drop(IEnumerable<Identifier> identifiers)
    {
        foreach (Identifier identifier in identifiers)
        {
            Interlocked.Increment(ref _changes[SlotOf(identifier.Namespace, identifier.Value)]);
        }
    }

    // A question that was answered anew has several places in the queue; only its newest entry is in the table.
    private void Trim()
    {
        while (_byAge.TryPeek(out (ByteString Question, Entry Entry) oldest))
        {
            bool isHeld = _entries.TryGetValue(oldest.Question, out Entry? held) && ReferenceEquals(held, oldest.Entry);
            bool isOver = _time.GetElapsedTime(oldest.Entry.StoredAt) >= _timeToLive;
            if (isHeld && !isOver && _byAge.Count <= _entriesMax) { return; }
            _byAge.Dequeue();
            if (isHeld) { _entries.Remove(oldest.Question); }
        }
    }

    private bool IsUnchanged(SlotChanges[] seen) =>
        Array.TrueForAll(seen, slot => Volatile.Read(ref _changes[slot.Slot]) == slot.Count);

    private SlotChanges ChangesOf(V1.Identifier identifier)
    {
        int slot = SlotOf(identifier.Namespace, identifier.Value);
        return new SlotChanges(slot, Volatile.Read(ref _changes[slot]));
    }

    // Spellings that differ in case or in blanks around them share a slot. Others that the service takes for one do
    // not: those of a phone number, or an address and its hash. What is sent about one leaves what was kept about the
    // other, which names nobody and is over after its time.
    private static int SlotOf(string @namespace, string value)
    {
        int hash = HashCode.Combine(
            @namespace.GetHashCode(StringComparison.OrdinalIgnoreCase),
            value.Trim().GetHashCode(StringComparison.OrdinalIgnoreCase));
        return (int)((uint)hash >> (32 - SlotsBits));
    }

    /// <summary>A query under way: its bytes, and how often something was sent about its identifiers before.</summary>
    internal sealed record Ticket(ByteString Question, SlotChanges[] Changes);

    internal readonly record struct SlotChanges(int Slot, int Count);

    private sealed record Entry(Recognition Answer, SlotChanges[] Changes, long StoredAt);
}
