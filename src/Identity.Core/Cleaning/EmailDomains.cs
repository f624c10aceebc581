using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Identity.Core.Cleaning;

/// <summary>
/// Well-known mail domains, those that are one slip away from one, and those that hand out addresses.
/// </summary>
internal static class EmailDomains
{
    private const int DomainLengthMax = 40;

    private static readonly Lazy<Lists> Loaded = new(() => new Lists());

    // Endings that do not exist, and what they are a slip of.
    private static readonly FrozenDictionary<string, string> Endings = new Dictionary<string, string>
    {
        ["con"] = "com",
        ["cmo"] = "com",
        ["ocm"] = "com",
        ["vom"] = "com",
        ["xom"] = "com",
        ["comm"] = "com",
        ["coom"] = "com",
        ["cim"] = "com",
        ["con1"] = "com",
        ["nll"] = "nl",
        ["ln"] = "nl",
        ["nk"] = "nl",
        ["nlk"] = "nl",
        ["bel"] = "be",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsThrowAway(ReadOnlySpan<char> domain) =>
        Loaded.Value.ThrowAway.GetAlternateLookup<ReadOnlySpan<char>>().Contains(domain);

    /// <summary>The well-known domain that was probably meant.</summary>
    /// <param name="domain">In the comparison form.</param>
    /// <param name="meant">Another domain.</param>
    /// <returns>False when there is no reason to doubt the domain.</returns>
    public static bool TryMend(ReadOnlySpan<char> domain, [NotNullWhen(true)] out string? meant)
    {
        meant = null;
        Lists lists = Loaded.Value;
        if (domain.Length > DomainLengthMax || lists.IsKnown(domain)) { return false; }

        int dot = domain.IndexOf('.');
        if (dot < 0) { return false; }

        ReadOnlySpan<char> label = domain[..dot];
        if (lists.IsSole(label, out meant)) { return true; }

        // hotmail.no may well be theirs.
        bool isElsewhere = lists.IsLabel(label) && domain[(dot + 1)..] is not ("co" or "cm")
            && CountryName.TryRead(domain[(dot + 1)..].ToString().ToUpperInvariant(), out _);
        if (isElsewhere) { return false; }

        meant = lists.Near(domain) ?? WithEnding(domain);
        return meant is not null;
    }

    private static string? WithEnding(ReadOnlySpan<char> domain)
    {
        int last = domain.LastIndexOf('.') + 1;
        return Endings.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(domain[last..], out string? ending)
            ? $"{domain[..last]}{ending}" : null;
    }

    private sealed class Lists
    {
        // Each domain under what is left when one of its letters is gone: a slip shares one of them with it.
        private readonly FrozenDictionary<string, string> _neighbours;
        private readonly FrozenSet<string> _known;
        private readonly FrozenSet<string> _labels;

        // Domains that exist under one ending only, by what stands before it.
        private readonly FrozenDictionary<string, string> _sole;

        public Lists()
        {
            string[][] rows = [.. CleaningTable.Rows("email_domains")];
            _known = rows.Select(row => row[0]).ToFrozenSet(StringComparer.Ordinal);
            _labels = rows.Select(row => Label(row[0])).ToFrozenSet(StringComparer.Ordinal);
            _sole = rows.Where(row => row[1] == "sole")
                .ToFrozenDictionary(row => Label(row[0]), row => row[0], StringComparer.Ordinal);
            ThrowAway = CleaningTable.Rows("throwaway_domains").Select(row => row[0])
                .ToFrozenSet(StringComparer.Ordinal);
            var neighbours = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (string domain in rows.Where(row => row[1] != "exact").Select(row => row[0]))
            {
                neighbours.TryAdd(domain, domain);
                for (int index = 0; index < domain.Length; index++)
                {
                    neighbours.TryAdd(domain.Remove(index, 1), domain);
                }
            }

            _neighbours = neighbours.ToFrozenDictionary(StringComparer.Ordinal);
        }

        public FrozenSet<string> ThrowAway { get; }

        public bool IsKnown(ReadOnlySpan<char> domain) =>
            _known.GetAlternateLookup<ReadOnlySpan<char>>().Contains(domain);

        public bool IsLabel(ReadOnlySpan<char> label) =>
            _labels.GetAlternateLookup<ReadOnlySpan<char>>().Contains(label);

        public bool IsSole(ReadOnlySpan<char> label, [NotNullWhen(true)] out string? domain) =>
            _sole.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(label, out domain);

        /// <summary>A domain that one letter more, less, other, or swapped with the next makes of this one.</summary>
        public string? Near(ReadOnlySpan<char> domain)
        {
            var lookup = _neighbours.GetAlternateLookup<ReadOnlySpan<char>>();
            if (lookup.TryGetValue(domain, out string? near) && IsOneSlip(domain, near)) { return near; }

            Span<char> shorter = stackalloc char[DomainLengthMax];
            for (int index = 0; index < domain.Length; index++)
            {
                domain[..index].CopyTo(shorter);
                domain[(index + 1)..].CopyTo(shorter[index..]);
                bool isNear = lookup.TryGetValue(shorter[..(domain.Length - 1)], out near) && IsOneSlip(domain, near);
                if (isNear) { return near; }
            }

            return null;
        }

        private static string Label(string domain) => domain[..domain.IndexOf('.', StringComparison.Ordinal)];

        private static bool IsOneSlip(ReadOnlySpan<char> domain, string near)
        {
            int start = domain.CommonPrefixLength(near);
            int room = Math.Min(domain.Length, near.Length) - start;
            int end = 0;
            while (end < room && domain[^(end + 1)] == near[^(end + 1)]) { end++; }

            int left = domain.Length - start - end;
            int right = near.Length - start - end;
            bool isSwap = left == 2 && right == 2 && domain[start] == near[start + 1]
                && domain[start + 1] == near[start];
            return (left <= 1 && right <= 1) || isSwap;
        }
    }
}
