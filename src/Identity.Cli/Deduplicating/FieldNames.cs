using Identity.Cli.Columns;
using Identity.Core;
using Identity.Core.Matching;

namespace Identity.Cli.Deduplicating;

/// <summary>What columns are called in a mapping for matching: `given_name`, `birth_date`, `ignore`.</summary>
internal static class FieldNames
{
    private const string Ignore = "ignore";

    /// <summary>All of them, for messages.</summary>
    public static string All { get; } = string.Join(
        ", ", Enum.GetValues<FieldKind>().Where(kind => kind != FieldKind.Ignored).Select(Of).Append(Ignore));

    public static string Of(FieldKind kind) =>
        kind == FieldKind.Ignored ? Ignore : Names.ToSnakeCase(kind.ToString()) ?? Ignore;

    /// <summary>The kind of a name; null when there is none.</summary>
    public static FieldKind? Find(string name)
    {
        foreach (FieldKind kind in Enum.GetValues<FieldKind>())
        {
            if (Of(kind) == name) { return kind; }
        }

        return null;
    }

    /// <summary>What a column that was taken for something is to matching.</summary>
    public static FieldKind KindOf(ColumnConcept concept) => concept switch
    {
        ColumnConcept.GivenName => FieldKind.GivenName,
        ColumnConcept.Initials => FieldKind.Initials,
        ColumnConcept.FamilyPrefix => FieldKind.FamilyPrefix,
        ColumnConcept.FamilyName => FieldKind.FamilyName,
        ColumnConcept.MaidenName => FieldKind.Other,
        ColumnConcept.FullName => FieldKind.FullName,
        ColumnConcept.Suffix => FieldKind.Suffix,
        ColumnConcept.BirthDate => FieldKind.BirthDate,
        ColumnConcept.Gender => FieldKind.Gender,
        ColumnConcept.Email => FieldKind.Email,
        ColumnConcept.Phone => FieldKind.Phone,
        ColumnConcept.Street or ColumnConcept.AddressLine => FieldKind.Street,
        ColumnConcept.HouseNumber => FieldKind.HouseNumber,
        ColumnConcept.HouseNumberAddition => FieldKind.HouseNumberAddition,
        ColumnConcept.Postcode => FieldKind.Postcode,
        ColumnConcept.City => FieldKind.City,
        ColumnConcept.Region => FieldKind.Region,
        ColumnConcept.Country => FieldKind.Country,
        ColumnConcept.Other => FieldKind.Other,
        _ => FieldKind.Ignored,
    };
}
