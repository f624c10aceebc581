using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Identity.Core.Rules;

namespace Identity.Core.Profiles;

/// <summary>
/// The values of one trait, best first. A bounded sum: whatever the order in which values are added, the same ones are
/// kept. For most rules these are the best <see cref="KeptMax"/>: a value that was pushed out returns with the
/// observation that makes it better. Where values are counted, the best can only be known in the end, so the kept ones
/// are chosen by a hash of the value: a value that is out never was in.
/// </summary>
public static class Candidates
{
    /// <summary>The most values of a trait that are kept.</summary>
    public const int KeptMax = 10;

    /// <summary>The most values that are counted, where the trait's rule is MOST_FREQUENT.</summary>
    public const int CountedMax = 500;

    /// <summary>The candidates and one more.</summary>
    public static ImmutableArray<TraitCandidate> Add(
        ImmutableArray<TraitCandidate> candidates, TraitCandidate added, TraitRule rule)
    {
        bool counts = rule.Survivorship == Survivorship.MostFrequent;
        int known = IndexOf(candidates, added);
        if (known >= 0)
        {
            TraitCandidate old = candidates[known];
            added = added with
            {
                ObservedAt = old.ObservedAt > added.ObservedAt ? old.ObservedAt : added.ObservedAt,
                Count = counts ? old.Count + added.Count : 1,
            };
            candidates = candidates.RemoveAt(known);
        }

        candidates = Insert(candidates, added, rule);
        if (counts) { return candidates.Length > CountedMax ? WithoutLargestHash(candidates) : candidates; }
        return candidates.Length > KeptMax ? candidates.RemoveAt(KeptMax) : candidates;
    }

    /// <summary>Both together.</summary>
    public static ImmutableArray<TraitCandidate> Add(
        ImmutableArray<TraitCandidate> left, ImmutableArray<TraitCandidate> right, TraitRule rule)
    {
        foreach (TraitCandidate candidate in right) { left = Add(left, candidate, rule); }
        return left;
    }

    private static int IndexOf(ImmutableArray<TraitCandidate> candidates, TraitCandidate wanted)
    {
        for (int index = 0; index < candidates.Length; index++)
        {
            if (candidates[index].IsSameClaim(wanted)) { return index; }
        }

        return -1;
    }

    private static ImmutableArray<TraitCandidate> Insert(
        ImmutableArray<TraitCandidate> candidates, TraitCandidate added, TraitRule rule)
    {
        int index = 0;
        while (index < candidates.Length && Compare(candidates[index], added, rule) < 0) { index++; }
        return candidates.Insert(index, added);
    }

    private static ImmutableArray<TraitCandidate> WithoutLargestHash(ImmutableArray<TraitCandidate> candidates)
    {
        int largest = 0;
        for (int index = 1; index < candidates.Length; index++)
        {
            if (CompareHash(candidates[index], candidates[largest]) > 0) { largest = index; }
        }

        return candidates.RemoveAt(largest);
    }

    private static int CompareHash(TraitCandidate left, TraitCandidate right)
    {
        int order = Hash(left).CompareTo(Hash(right));
        return order != 0 ? order : ByText(left, right);
    }

    private static ulong Hash(TraitCandidate candidate) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(candidate.Json)));

    // Less than 0 when left survives before right.
    private static int Compare(TraitCandidate left, TraitCandidate right, TraitRule rule)
    {
        int order = rule.Survivorship switch
        {
            Survivorship.SourcePriority => Priority(left.Source, rule).CompareTo(Priority(right.Source, rule)),
            Survivorship.Longest => right.Json.Length.CompareTo(left.Json.Length),
            Survivorship.MostFrequent => right.Count.CompareTo(left.Count),
            _ => 0,
        };
        if (order == 0) { order = right.Level.CompareTo(left.Level); }
        if (order == 0) { order = right.ObservedAt.CompareTo(left.ObservedAt); }
        return order != 0 ? order : ByText(left, right);
    }

    private static int Priority(string source, TraitRule rule)
    {
        for (int index = 0; index < rule.SourcePriority.Count; index++)
        {
            if (rule.SourcePriority[index] == source) { return index; }
        }

        return int.MaxValue;
    }

    private static int ByText(TraitCandidate left, TraitCandidate right)
    {
        int order = Utf8Order.Compare(left.Source, right.Source);
        if (order == 0) { order = Utf8Order.Compare(left.Json, right.Json); }
        return order != 0 ? order : left.Level.CompareTo(right.Level);
    }
}
