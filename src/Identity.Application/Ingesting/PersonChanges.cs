using Identity.Stores;

namespace Identity.Application.Ingesting;

/// <summary>What a write does to persons: found by comparing where identifiers stood with where they stand.</summary>
internal sealed class PersonChanges
{
    private readonly List<ChangeRecord> _records;

    private PersonChanges(
        (HashSet<Guid> Dirty, HashSet<Guid> Unfolded) persons, List<Guid> ended, List<ChangeRecord> records,
        IngestOutcome outcome) =>
        (Dirty, Unfolded, Ended, _records, Outcome) = (persons.Dirty, persons.Unfolded, ended, records, outcome);

    /// <summary>The persons that must be written.</summary>
    public IReadOnlySet<Guid> Dirty { get; }

    /// <summary>Those of them whose profiles must be folded anew; to the others something was only added.</summary>
    public IReadOnlySet<Guid> Unfolded { get; }

    /// <summary>The ids under which there is no person any more.</summary>
    public IReadOnlyCollection<Guid> Ended { get; }

    /// <summary>For the change log.</summary>
    public IReadOnlyCollection<ChangeRecord> Records => _records;

    public IngestOutcome Outcome { get; }

    /// <summary>Compares the members as stored with what they are now.</summary>
    /// <param name="members">The neighbourhood's identifiers.</param>
    /// <param name="after">Where each of them stands now, by number.</param>
    /// <param name="cause">The sequence of the observation that caused it; 0 when none did.</param>
    public static PersonChanges Between(
        IReadOnlyCollection<Member> members, IReadOnlyDictionary<long, IdentifierRecord> after, long cause)
    {
        var before = new Dictionary<Guid, HashSet<Guid>>();
        var origins = new Dictionary<Guid, HashSet<Guid>>();
        var dirty = new HashSet<Guid>();
        var unfolded = new HashSet<Guid>();
        var seen = new HashSet<Guid>();
        foreach (Member member in members)
        {
            if (after[member.Node.Handle].PersonId is not { } now) { continue; }
            if (!origins.TryGetValue(now, out HashSet<Guid>? sources)) { origins.Add(now, sources = []); }
            if (member.Stored?.PersonId is { } was)
            {
                if (!before.TryGetValue(was, out HashSet<Guid>? heirs)) { before.Add(was, heirs = []); }
                heirs.Add(now);
                sources.Add(was);
                if (was != now) { unfolded.UnionWith([was, now]); }
            }

            if (MustFold(member, after[member.Node.Handle])) { unfolded.Add(now); }
            if (MustWrite(member, after[member.Node.Handle])) { dirty.Add(now); }
            if (IsSeenOtherwise(member.Stored, after[member.Node.Handle])) { seen.Add(now); }
        }

        dirty.UnionWith(unfolded);
        seen.ExceptWith(dirty);
        PersonChanges changes = Describe(before, origins, (dirty, unfolded), cause);
        changes._records.AddRange(seen.Select(id => new ChangeRecord(ChangeKind.Seen, id, null, cause)));
        return changes;
    }

    // All that an answer at request time tells of an identifier, its person's profile apart.
    private static bool IsSeenOtherwise(IdentifierRecord? was, IdentifierRecord now) =>
        was is null || was.Facts.LastSeen != now.Facts.LastSeen || was.Facts.LastUnclaimed != now.Facts.LastUnclaimed
        || !was.Facts.Sources.Equals(now.Facts.Sources) || was.Remembered != now.Remembered;

    private static bool MustFold(Member member, IdentifierRecord now) =>
        member.IsTouched || member.Stored is not { } was || was.Exclusion != now.Exclusion || was.FirmId != now.FirmId;

    private static bool MustWrite(Member member, IdentifierRecord now) =>
        member.Additions.Count > 0 || member.Stored is not { } was || was.IsEstablished != now.IsEstablished
        || was.ClusterId != now.ClusterId;

    private static PersonChanges Describe(
        Dictionary<Guid, HashSet<Guid>> before, Dictionary<Guid, HashSet<Guid>> origins,
        (HashSet<Guid> Dirty, HashSet<Guid> Unfolded) persons, long cause)
    {
        var records = new List<ChangeRecord>();
        var ended = new List<Guid>();
        bool merged = false;
        bool split = false;
        foreach ((Guid was, HashSet<Guid> now) in before)
        {
            foreach (Guid other in now.Where(id => id != was))
            {
                bool isGone = !now.Contains(was) && now.Count == 1;
                records.Add(new ChangeRecord(isGone ? ChangeKind.Merged : ChangeKind.Split, was, other, cause));
                merged |= isGone && origins[other].Count > 1;
                split |= !isGone;
            }

            if (!origins.ContainsKey(was)) { ended.Add(was); }
        }

        bool created = false;
        foreach (Guid id in origins.Keys)
        {
            bool isNew = !before.ContainsKey(id);
            // A person that only changed its id is not a new one.
            created |= isNew && origins[id].Count == 0;
            if (isNew) { records.Add(new ChangeRecord(ChangeKind.Created, id, null, cause)); }
            else if (persons.Dirty.Contains(id)) { records.Add(new ChangeRecord(ChangeKind.Updated, id, null, cause)); }
        }

        IngestOutcome outcome = merged ? IngestOutcome.Merged : split ? IngestOutcome.Split
            : created ? IngestOutcome.Created : IngestOutcome.Updated;
        return new PersonChanges(persons, ended, records, outcome);
    }
}
