namespace Identity.Core.Identifiers;

/// <summary>How the identifiers of one namespace behave. Immutable; compared by reference.</summary>
public sealed class NamespaceRule
{
    /// <summary>The longest name of a namespace, in characters.</summary>
    public const int NameLengthMax = 64;

    /// <summary>The weakest rank.</summary>
    public const int RankMax = 10_000;

    /// <summary>The most blocked values that a rule may add.</summary>
    public const int BlockedMax = 1_000;

    /// <summary>1 to <see cref="NameLengthMax"/> characters of a-z, 0-9 and '_'.</summary>
    public required string Name { get; init; }

    public required NamespaceRole Role { get; init; }

    /// <summary>Strength, lower is stronger; distinct within a workspace, 0 to <see cref="RankMax"/>.</summary>
    public required int Rank { get; init; }

    /// <summary>How many values one person can have; 0 means any number.</summary>
    public int Unique { get; init; }

    public ConflictPolicy OnConflict { get; init; } = ConflictPolicy.Latest;

    /// <summary>Seen with so many values of one unique namespace, a value belongs to nobody; 0 means never.</summary>
    public int SharedAfter { get; init; }

    /// <summary>Its identifiers attach to a person and never join two.</summary>
    public bool AttachOnly { get; init; }

    /// <summary>Unseen for so long, an identifier's links take no part; null means never.</summary>
    public TimeSpan? ExpiresAfter { get; init; }

    /// <summary>The values and patterns that the workspace blocks besides the common ones.</summary>
    public IReadOnlyList<string> Blocked { get; init; } = [];

    /// <summary>How values are brought to the form in which they are compared.</summary>
    public Normaliser Normaliser { get; init; } = Normaliser.Exact;

    /// <summary>
    /// One person has at most one value. Only such values count towards SHARED and QUARANTINE of others.
    /// </summary>
    public bool IsUnique => Unique == 1;

    /// <summary>Identifiers of this namespace can be linked and have a person.</summary>
    public bool Links => Role is NamespaceRole.Person or NamespaceRole.Device or NamespaceRole.Evidence;

    public bool IsPerson => Role == NamespaceRole.Person;

    public bool IsDevice => Role == NamespaceRole.Device;

    /// <summary>
    /// The class that decides who inherits a person id: 0 for unique person-role namespaces, 1 for other person-role
    /// ones, 2 for the rest.
    /// </summary>
    public int InheritanceClass => !IsPerson ? 2 : IsUnique ? 0 : 1;
}
