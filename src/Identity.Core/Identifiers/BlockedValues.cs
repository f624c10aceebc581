using System.Buffers;
using System.Collections.Frozen;
using System.Text;

namespace Identity.Core.Identifiers;

/// <summary>
/// Values that name nobody, though senders send them as if they did: a blocked value stays in the payload and takes
/// no part in resolving. Made of exact values and of patterns in which <c>*</c> stands for any characters. Compared
/// without regard to case against the value without surrounding white space and quotes and, where it is an e-mail
/// address, against its comparison form. An exact value is blocked as its SHA-256, too, for senders hash before they
/// look. Immutable and thread-safe; the time grows with the length of the value, whatever the patterns.
/// </summary>
public sealed class BlockedValues
{
    /// <summary>The longest exact value or pattern, in UTF-16 units.</summary>
    public const int PatternLengthMax = 320;

    /// <summary>The most exact values and patterns that <see cref="Create"/> takes.</summary>
    public const int PatternsMax = 1_000;

    private const int StackLengthMax = 128;

    private static readonly string[] CommonPatterns =
    [
        "null", "undefined", "anonymous", "guest", "none", "nan", "-1", "[object Object]",
        "true", "false", "id", "email", "distinct_id", "not_authenticated", "invalid",
    ];

    private static readonly string[] EmailPatterns =
    [
        "test@test.*", "noreply@*", "noreply+*", "no-reply@*", "no-reply+*", "no_reply@*",
        "donotreply@*", "do-not-reply@*", "do_not_reply@*", "mailer-daemon@*",
    ];

    private static readonly SearchValues<char> OfZeroes = SearchValues.Create("0-.:_+/#(){} ");

    private readonly bool _blocksZeroes;
    private readonly FrozenSet<string> _exact;
    private readonly FrozenSet<string> _hashes;
    private readonly GlobPattern[] _globs;

    private BlockedValues(IEnumerable<string> patterns, bool blocksZeroes)
    {
        string[] distinct = [.. patterns.Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal)];
        string[] exact = [.. distinct.Where(pattern => !IsGlob(pattern))];
        _blocksZeroes = blocksZeroes;
        _exact = exact.SelectMany(Forms).Select(Fold).ToFrozenSet(StringComparer.Ordinal);
        _hashes = exact.SelectMany(HashesOf).ToFrozenSet(StringComparer.Ordinal);
        _globs = [.. distinct.Where(IsGlob).Select(pattern => new GlobPattern(Fold(pattern)))];
        Patterns = distinct;
    }

    /// <summary>
    /// Blocked in every namespace: null, undefined, anonymous, guest, none, nan, -1, [object Object], true, false,
    /// id, email, distinct_id, not_authenticated, invalid; blanks, and what holds nothing but zeroes and punctuation
    /// (0, 0000, the zero UUID, 0.0.0.0, -).
    /// </summary>
    public static BlockedValues Common { get; } = new(CommonPatterns, blocksZeroes: true);

    /// <summary>
    /// <see cref="Common"/> and the mailboxes that no person reads: test@test.*, noreply@*, noreply+*, no-reply@*,
    /// no-reply+*, no_reply@*, donotreply@*, do-not-reply@*, do_not_reply@*, mailer-daemon@*. The documentation
    /// domains (example.com) and role addresses (info@) are left alone: the first are what people try the service
    /// with, the second belong to small firms.
    /// </summary>
    public static BlockedValues Email { get; } = Common.Union(Create(EmailPatterns));

    /// <summary>The exact values and patterns, each once, in ordinal order; not blanks and zeroes.</summary>
    public IReadOnlyList<string> Patterns { get; }

    /// <summary>Makes a list of blocked values. Blanks are always blocked; zeroes only where they are listed.</summary>
    /// <param name="patterns">
    /// Exact values, and patterns that hold a <c>*</c>; at most <see cref="PatternsMax"/> of them, each of 1 to
    /// <see cref="PatternLengthMax"/> units. A star itself cannot be blocked.
    /// </param>
    /// <exception cref="ArgumentException">There are too many, or <see cref="IsPattern"/> refuses one.</exception>
    public static BlockedValues Create(IEnumerable<string> patterns)
    {
        string[] given = [.. patterns.Select(pattern => pattern.Trim())];
        if (given.Length > PatternsMax) { throw new ArgumentException($"More than {PatternsMax} patterns."); }
        if (!Array.TrueForAll(given, IsPattern))
        {
            throw new ArgumentException($"A pattern is blank or longer than {PatternLengthMax} characters.");
        }

        return new BlockedValues(given, blocksZeroes: false);
    }

    /// <summary>Whether <see cref="Create"/> takes the text: not blank, and not too long.</summary>
    public static bool IsPattern(string pattern) => pattern.Trim().Length is > 0 and <= PatternLengthMax;

    /// <summary>What either list blocks.</summary>
    public BlockedValues Union(BlockedValues other) =>
        new(Patterns.Concat(other.Patterns), _blocksZeroes || other._blocksZeroes);

    /// <summary>Whether a value is blocked. Never throws.</summary>
    /// <param name="raw">The value as it came, before normalising; any length and content.</param>
    public bool IsBlocked(string raw)
    {
        string value = WithoutQuotes(raw.Trim());
        if (IsBlank(value) || (_blocksZeroes && IsZeroes(value)) || Matches(value)) { return true; }
        if (EmailNormaliser.TryReadHash(value, out string hash)) { return _hashes.Contains(hash); }

        return value.Contains('@', StringComparison.Ordinal) &&
            EmailNormaliser.ComparisonForm(value) is { } form && Matches(form);
    }

    private bool Matches(string value)
    {
        // Asked for every identifier of every request, so that the folded text is not made as a string of its own.
        Span<char> folded = value.Length <= StackLengthMax ? stackalloc char[StackLengthMax] : new char[value.Length];
        folded = folded[..value.AsSpan().ToUpperInvariant(folded)];
        if (_exact.GetAlternateLookup<ReadOnlySpan<char>>().Contains(folded)) { return true; }
        foreach (GlobPattern glob in _globs)
        {
            if (glob.IsMatch(folded)) { return true; }
        }

        return false;
    }

    private static string Fold(string text) => text.ToUpperInvariant();

    private static bool IsGlob(string pattern) => pattern.Contains('*', StringComparison.Ordinal);

    private static IEnumerable<string> Forms(string exact) =>
        EmailNormaliser.ComparisonForm(exact) is { } form ? [exact, form] : [exact];

    // The hash of nothing is what a sender gets who hashes before looking whether there is a value.
    private static IEnumerable<string> HashesOf(string exact) =>
        Forms(exact).SelectMany(form => new[] { form, form.ToLowerInvariant(), form.ToUpperInvariant() })
            .Append(string.Empty).Select(EmailNormaliser.HashOf);

    private static string WithoutQuotes(string value) =>
        value.Length >= 2 && value[0] is '"' or '\'' && value[^1] == value[0] ? value[1..^1].Trim() : value;

    private static bool IsBlank(string value)
    {
        foreach (Rune rune in value.EnumerateRunes())
        {
            bool isSeen = !Rune.IsWhiteSpace(rune) && !Rune.IsControl(rune) && !UnicodeText.IsInvisible(rune);
            if (isSeen) { return false; }
        }

        return true;
    }

    private static bool IsZeroes(string value) => !value.AsSpan().ContainsAnyExcept(OfZeroes);
}
